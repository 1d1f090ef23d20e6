/** What is refused by the head of a request alone, before anything else of it is read. Pure. */
import { type Answer, refusal } from './answer.ts';

/** A request's head as Node gives it: names and values in turn, as they were sent. */
export interface Head {
  readonly method: string;
  /** As sent: path and query. */
  readonly target: string;
  readonly rawHeaders: readonly string[];
}

export interface Request {
  readonly method: string;
  /** Never decoded: no path of ours needs that. */
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;
  /** What stands behind `Bearer`; null without one. */
  readonly token: string | null;
  /** Bytes, as far as it was said. */
  readonly length: number | null;
}

const LONGEST_TARGET = 512;

/** The request, or what it is answered. */
export function readHead({ method, target, rawHeaders }: Head): Request | Answer {
  const headers = new Map<string, string[]>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), rawHeaders[at + 1] ?? '']);
  }
  const only = (name: string) => {
    const values = headers.get(name) ?? [];
    return values.length === 1 ? (values[0] ?? '') : null;
  };
  // A page in a browser: none has any business here, whatever it says it is.
  if (headers.has('origin')) return { ...refusal('origin'), isLast: true };
  if (only('host')?.toLowerCase() !== 'tabkeeper') return { ...refusal('host'), isLast: true };
  const encoding = only('content-encoding') ?? (headers.has('content-encoding') ? '?' : 'identity');
  if (encoding.toLowerCase() !== 'identity') return refusal('input');
  const read = readTarget(target);
  if (read === null) return refusal('input');
  const length = only('content-length');
  const token = /^Bearer +([\x21-\x7e]{1,200})$/iu.exec(only('authorization') ?? '')?.[1] ?? null;
  return { method, ...read, token, length: length === null ? null : Number(length) };
}

export const isAnswer = (read: Request | Answer): read is Answer => 'status' in read;

function readTarget(target: string): Pick<Request, 'path' | 'query'> | null {
  if (target.length > LONGEST_TARGET || !/^\/[\x21-\x7e]*$/u.test(target)) return null;
  const at = target.indexOf('?');
  const path = at === -1 ? target : target.slice(0, at);
  const pairs = [...new URLSearchParams(at === -1 ? '' : target.slice(at + 1))];
  const query = new Map(pairs);
  const isPlain = pairs.every(([name, value]) => /^[\x20-\x7e]*$/u.test(name + value));
  return isPlain && query.size === pairs.length ? { path, query } : null;
}
