/**
 * The only file that talks to got: posts one form and reads one reply, within limits. Redirects are
 * not followed, nothing is retried, and what got throws never leaves (it holds our secrets).
 */
import type { ClientRequest } from 'node:http';
import type { LookupFunction } from 'node:net';
import { fail, type AppError, type OddReply } from '../../src-shared/result.ts';
import type { BaseUrl, Clock } from '../ports.ts';
import { allowBaseUrl } from './base-url.ts';
import { MAX_REPLY_BYTES, TIMEOUTS } from './call-limits.ts';
import {
  type ConnectionOptions,
  createConnections,
  type OpenConnection,
} from './line/connections.ts';
import { lineError, LineFailure } from './line/line-errors.ts';
import { parseHttpDate, parseRetryAfter } from './reply-headers.ts';
import { packingOf, unpack, type Packing } from './reply/unpack.ts';

export type Lookup = LookupFunction;

export interface HttpOptions extends ConnectionOptions {
  readonly clock: Clock;
  /** How connections are made, where others share it; else from the options. */
  readonly open?: OpenConnection;
}

/** Fields in the order they are sent. Secrets go here and nowhere else: never into the URL. */
export type Form = readonly (readonly [name: string, value: string])[];

/** The head and text of a reply that was read to its end. */
export interface Reply {
  readonly status: number;
  readonly text: string;
  /** Whether the server called it a page. */
  readonly html: boolean;
  /** The server's clock, epoch ms. */
  readonly serverTime: number | null;
  /** From Retry-After, ms from the reply. */
  readonly retryAfterMs: number | null;
}

export type Posted =
  | { readonly ok: true; readonly value: Reply }
  | {
      readonly ok: false;
      readonly error: AppError;
      /** The HTTP status, if that much was read. */
      readonly status: number | null;
      /** The connection was cut before any reply, so BILL most likely saw nothing. */
      readonly cutEarly: boolean;
    };

export interface Request {
  readonly baseUrl: BaseUrl;
  /** Below the base URL, from our own list: it begins with a slash. */
  readonly path: string;
  /** Null: nothing is sent, and it is a GET. */
  readonly form: Form | null;
  readonly signal: AbortSignal;
  /**
   * What an abort does. `always`: cuts the connection. `untilSent`: cuts it only while the request
   * is not out yet; after that the reply is still waited for, since the server will act on it.
   */
  readonly cut: 'always' | 'untilSent';
  /** The longest reply that is read, in bytes. */
  readonly most?: number;
}

export type Post = (request: Request) => Promise<Posted>;

type Head = Omit<Reply, 'text'> & { readonly odd: OddReply | null; readonly packing: Packing };

/**
 * The function that posts. It never rejects: `hostRefused` (nothing was sent; the URL is checked
 * again here, so a forged BaseUrl leads nowhere), `cancelled`, `line`, `oddReply` for a reply that
 * cannot be read (`redirect`, `encoded`, `tooLarge`), or `internal`. It does not judge the text.
 *
 * `timeouts.request` bounds all of it, from the question for a proxy to the last byte of the reply.
 * When a call has ended, for whatever reason, no connection of it is open.
 */
export function createHttp(options: HttpOptions): Post {
  const { clock, timeouts = TIMEOUTS } = options;
  const openConnection = options.open ?? createConnections(options);

  return async ({ baseUrl, path, form, signal, cut, most = MAX_REPLY_BYTES }) => {
    // With the first call: a start that calls nobody does without its 10 MB.
    const { default: got } = await import('got');
    const allowed = allowBaseUrl(baseUrl);
    if (!allowed.ok) return failed(allowed.error);
    if (allowed.value !== baseUrl) return failed({ kind: 'hostRefused', reason: 'notAUrl' });
    if (signal.aborted) return failed({ kind: 'cancelled' });

    let head: Head | null = null;
    let sent = false;
    // Ours and not the caller's, because a request that is out may be told to stay. Every connection
    // of the call ends with it.
    const stop = new AbortController();
    const abort = () => stop.abort();
    signal.addEventListener('abort', abort);
    const late = new LineFailure('timeout', 'ETIMEDOUT');
    const cancelDeadline = clock.after(timeouts.request, () => stop.abort(late));
    const from = clock.now().mono;
    const left = () => Math.max(1, timeouts.request - (clock.now().mono - from));
    try {
      const connection = await openConnection(baseUrl, left(), stop.signal);
      const stream = got.stream(new URL(baseUrl + path), {
        ...(form === null ? { method: 'GET' } : { method: 'POST', body: encode(form) }),
        headers: {
          ...(form !== null && { 'content-type': 'application/x-www-form-urlencoded' }),
          accept: 'application/json',
          'accept-encoding': 'identity',
          'user-agent': 'Tabkeeper',
        },
        // One connection a call: with calls minutes apart a server has closed a kept one, and a post
        // on it fails although it was never seen.
        createConnection: () => connection,
        followRedirect: false,
        throwHttpErrors: false,
        decompress: false,
        retry: { limit: 0 },
        timeout: { ...timeouts, request: left() },
        signal: stop.signal,
      });
      // Iterating stops listening at the end; an error after that must not end the process.
      stream.on('error', ignore);
      stream.once('request', (request: ClientRequest) => {
        // The whole request has been handed to the network.
        request.once('finish', () => {
          sent = true;
          if (cut === 'untilSent') signal.removeEventListener('abort', abort);
        });
        // What a server switches to that was not asked to, nobody here speaks.
        request.once('upgrade', () => stream.destroy(new LineFailure('protocol', 'UPGRADED')));
      });
      stream.once('response', (response: { statusCode: number; headers: Headers }) => {
        head = readHead(response.statusCode, response.headers, clock.now().wall, most);
        // Nothing of such a reply is worth reading.
        if (head.odd !== null) stream.destroy();
      });
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        size += chunk.byteLength;
        if (size > most) return odd(head, 'tooLarge');
        chunks.push(chunk);
      }
      return readReply(head, Buffer.concat(chunks));
    } catch (thrown) {
      // Our own reason decides: got uses one class for its time-outs and for an abort. A part of the
      // way to the server says better what was waited for.
      const isLate = stop.signal.reason === late;
      if (isLate) return readFailure(head, sent, thrown instanceof LineFailure ? thrown : late);
      if (stop.signal.aborted) return failed({ kind: 'cancelled' });
      return readFailure(head, sent, thrown);
    } finally {
      cancelDeadline();
      signal.removeEventListener('abort', abort);
      stop.abort();
    }
  };
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

function readHead(status: number, headers: Headers, now: number, most: number): Head {
  const text = (name: string) => {
    const value = headers[name];
    return typeof value === 'string' ? value.trim() : undefined;
  };
  const serverTime = parseHttpDate(text('date'));
  return {
    status,
    html: /^(?:text\/html|application\/xhtml\+xml)\b/iu.test(text('content-type') ?? ''),
    serverTime,
    retryAfterMs: parseRetryAfter(text('retry-after'), serverTime ?? now),
    odd: oddFromHead(status, most, text('content-encoding'), text('content-length')),
    packing: packingOf(text('content-encoding')) ?? 'plain',
  };
}

/** Why a reply is not read at all; null when it is. */
function oddFromHead(
  status: number,
  most: number,
  encoding: string | undefined,
  length = '0',
): OddReply | null {
  if (status >= 300 && status <= 399) return 'redirect';
  if (packingOf(encoding) === null) return 'encoded';
  return Number(length) > most ? 'tooLarge' : null;
}

function readReply(head: Head | null, body: Buffer): Posted {
  if (head === null) return failed({ kind: 'internal' });
  if (head.odd !== null) return odd(head, head.odd);
  const { status, html, serverTime, retryAfterMs } = head;
  const unpacked = unpack(body, head.packing);
  if (typeof unpacked === 'string') return odd(head, unpacked);
  // TextDecoder drops a byte order mark, which JSON.parse would stumble over.
  const text = new TextDecoder().decode(unpacked);
  return { ok: true, value: { status, text, html, serverTime, retryAfterMs } };
}

function readFailure(head: Head | null, sent: boolean, thrown: unknown): Posted {
  if (head !== null && head.odd !== null) return odd(head, head.odd);
  const error = lineError(thrown);
  const cutEarly = head === null && error.kind === 'line' && error.fault === 'reset';
  const told = error.kind === 'line' && sent ? { ...error, sent: true as const } : error;
  return failed(told, head?.status ?? null, cutEarly);
}

/** For a reply whose body was not read to its end. Outside 2xx the status explains more. */
function odd(head: Head | null, what: OddReply): Posted {
  if (head === null) return failed({ kind: 'internal' });
  const { status, retryAfterMs } = head;
  const kind = what === 'redirect' || isFine(status) ? what : 'status';
  return failed({ kind: 'oddReply', odd: kind, status, retryAfterMs }, status);
}

/** Whether an HTTP status is one of success. */
export const isFine = (status: number) => status >= 200 && status <= 299;

const failed = (error: AppError, status: number | null = null, cutEarly = false) => ({
  ...fail(error),
  status,
  cutEarly,
});

const encode = (form: Form) =>
  new URLSearchParams(form.map(([name, value]): [string, string] => [name, value])).toString();

const ignore = () => undefined;
