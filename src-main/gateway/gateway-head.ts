/** What is refused by the head of a request alone, before anything else of it is read. Pure. */
import { passedOperation, type PassedOperation } from '../bill/paths.ts';
import { gatewayRefusal, type OwnAnswer } from './gateway-refusals.ts';

/** A request's head as Node gives it: names and values in turn, as they were sent. */
export interface GatewayHead {
  readonly method: string;
  /** As sent: path and query. */
  readonly target: string;
  readonly rawHeaders: readonly string[];
}

export interface ReadHead {
  readonly profile: string;
  readonly method: 'GET' | 'POST';
  /** Below `/api/v2`, as it was sent. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly operation: Exclude<PassedOperation, { readonly is: 'refused' }>;
  /** The address of the gateway as this tool knows it: with the token in it where that is how it came. */
  readonly prefix: string;
  readonly token: string;
  /** What it calls itself: the product of its User-Agent. */
  readonly program: string;
  readonly contentType: string;
  /** Bytes, as far as it was said. */
  readonly length: number | null;
}

const LONGEST_TARGET = 4096;
const LONGEST_NAME = 60;
/** For a tool that does not say what it is. */
const NAMELESS = 'Gateway';

/** The request, or what it is answered. `profileOf`: whose token it is; null for nobody's. */
export function readGatewayHead(
  { method, target, rawHeaders }: GatewayHead,
  port: number,
  profileOf: (token: string) => string | null,
): ReadHead | OwnAnswer {
  const headers = new Map<string, string[]>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), rawHeaders[at + 1] ?? '']);
  }
  const all = (name: string) => headers.get(name) ?? [];
  /** Null where it is missing or stands there twice. */
  const only = (name: string) => (all(name).length === 1 ? (all(name)[0] ?? '') : null);

  if (!isOurHost(only('host'), port)) return gatewayRefusal('host');
  // A page in a browser: none has any business here, whatever it says it is.
  if (headers.has('origin')) return gatewayRefusal('origin');
  const { token: inPath, rest } = withoutToken(target);
  const token = inPath ?? tokenIn(only('authorization') ?? '');
  const profile = token === null ? null : profileOf(token);
  if (token === null || profile === null) return gatewayRefusal('token');
  const place = readPlace(rest);
  if (place === null) return gatewayRefusal('path');
  if (method !== 'GET' && method !== 'POST') return gatewayRefusal('forbidden');
  // HTTP/2 that is merely offered can be left alone (RFC 9113, 3.1); nothing else is switched to.
  if (all('upgrade').some((to) => to.toLowerCase() !== 'h2c')) return gatewayRefusal('forbidden');
  const operation = passedOperation(method, place.path);
  if (operation.is === 'refused') return gatewayRefusal('forbidden');
  if (!isPlain(all('content-encoding')) || !isChunkedAtMost(all('transfer-encoding'))) {
    return gatewayRefusal('body');
  }
  if (all('content-type').length > 1) return gatewayRefusal('body');
  const length = only('content-length');
  return {
    profile,
    method,
    ...place,
    operation,
    prefix: inPath === null ? '' : `/~${inPath}`,
    token,
    program: programIn(only('user-agent') ?? ''),
    contentType: only('content-type') ?? '',
    length: length === null ? null : Number(length),
  };
}

export const isOwnAnswer = (read: ReadHead | OwnAnswer): read is OwnAnswer => 'status' in read;

function isOurHost(host: string | null, port: number): boolean {
  const named = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::(\d{1,5}))?$/iu.exec(host ?? '');
  return named !== null && (named[1] === undefined || named[1] === String(port));
}

/** `/~TOKEN/api/v2/…`, for tools that know only a base URL. */
function withoutToken(target: string): { readonly token: string | null; readonly rest: string } {
  const found = /^\/~([\w-]{1,200})(\/.*)$/su.exec(target);
  return { token: found?.[1] ?? null, rest: found?.[2] ?? target };
}

/** As a bearer token, or as the password of Basic, whatever the name. */
function tokenIn(authorization: string): string | null {
  const bearer = /^Bearer +([\x21-\x7e]{1,200})$/iu.exec(authorization)?.[1];
  if (bearer !== undefined) return bearer;
  const basic = /^Basic +([\w+/=-]{1,800})$/iu.exec(authorization)?.[1];
  if (basic === undefined) return null;
  return /^[^:]*:(.{1,200})$/su.exec(Buffer.from(basic, 'base64').toString('utf8'))?.[1] ?? null;
}

/** Plain names between single slashes, as all of BILL's are: what needs decoding is not one of them. */
function readPlace(rest: string): Pick<ReadHead, 'path' | 'query'> | null {
  if (rest.length > LONGEST_TARGET) return null;
  const found = /^\/api\/v2((?:\/[A-Za-z0-9_-]+)+(?:\.json)?)(?:\?([\x21-\x7e]*))?$/u.exec(rest);
  if (found === null || found[2]?.includes('#') === true) return null;
  return { path: found[1] ?? '', query: found[2] ?? '' };
}

const isPlain = (encodings: readonly string[]) =>
  encodings.every((encoding) => encoding.trim().toLowerCase() === 'identity');
const isChunkedAtMost = (encodings: readonly string[]) =>
  encodings.every((encoding) => encoding.trim().toLowerCase() === 'chunked');

/** `PostmanRuntime` of `PostmanRuntime/7.43.0`. */
const programIn = (userAgent: string): string =>
  /^[!#$%&'*+.^`|~\w-]+/u.exec(userAgent)?.[0].slice(0, LONGEST_NAME) ?? NAMELESS;
