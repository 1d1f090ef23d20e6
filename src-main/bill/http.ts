/**
 * The only file that talks to got: posts one form and reads one reply, within limits. Redirects are
 * not followed, nothing is retried, and what got throws never leaves (it holds our secrets).
 */
import { lookup as systemLookup } from 'node:dns';
import type { ClientRequest } from 'node:http';
import type { LookupFunction } from 'node:net';
import got from 'got';
import { fail, type AppError, type OddReply } from '../../src-shared/result.ts';
import type { BaseUrl, Clock } from '../ports.ts';
import { createAgents, type NetworkOptions } from './agents.ts';
import { allowBaseUrl } from './base-url.ts';
import { lineError } from './line-errors.ts';
import { MAX_REPLY_BYTES, TIMEOUTS, type Timeouts } from './call-limits.ts';
import { parseHttpDate, parseRetryAfter } from './reply-headers.ts';

export type Lookup = LookupFunction;

export interface HttpOptions extends NetworkOptions {
  readonly clock: Clock;
  /** Turns a host name into addresses; the system's by default. Not asked for IPs and localhost. */
  readonly lookup?: Lookup;
  readonly timeouts?: Timeouts;
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
  readonly form: Form;
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

type Head = Omit<Reply, 'text'> & { readonly odd: OddReply | null };

/**
 * The function that posts. It never rejects: `hostRefused` (nothing was sent; the URL is checked
 * again here, so a forged BaseUrl leads nowhere), `cancelled`, `line`, `oddReply` for a reply that
 * cannot be read (`redirect`, `encoded`, `tooLarge`), or `internal`. It does not judge the text.
 */
export function createHttp(options: HttpOptions): Post {
  const { clock, lookup = systemLookup, timeouts = TIMEOUTS } = options;
  const agentsFor = createAgents(options);

  return async ({ baseUrl, path, form, signal, cut, most = MAX_REPLY_BYTES }) => {
    const allowed = allowBaseUrl(baseUrl);
    if (!allowed.ok) return failed(allowed.error);
    if (allowed.value !== baseUrl) return failed({ kind: 'hostRefused', reason: 'notAUrl' });
    const isAborted = () => signal.aborted;
    if (isAborted()) return failed({ kind: 'cancelled' });
    const agents = await agentsFor(baseUrl);
    if (!agents.ok) return failed(agents.error);
    // Asking the system may have taken its time.
    if (isAborted()) return failed({ kind: 'cancelled' });

    let head: Head | null = null;
    // Ours and not the caller's, because a request that is out may be told to stay.
    const stop = new AbortController();
    const abort = () => stop.abort();
    signal.addEventListener('abort', abort);
    try {
      const stream = got.stream.post(new URL(baseUrl + path), {
        body: encode(form),
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          accept: 'application/json',
          'accept-encoding': 'identity',
          'user-agent': 'Tabkeeper',
        },
        agent: agents.value,
        dnsLookup: withLocalhost(lookup),
        followRedirect: false,
        throwHttpErrors: false,
        decompress: false,
        retry: { limit: 0 },
        timeout: { ...timeouts },
        signal: stop.signal,
      });
      // Iterating stops listening at the end; an error after that must not end the process.
      stream.on('error', ignore);
      try {
        if (cut === 'untilSent') onSent(stream, () => signal.removeEventListener('abort', abort));
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
      } finally {
        stream.destroy();
      }
    } catch (thrown) {
      // Our own flag decides: got uses one class for its time-outs and for an abort.
      if (stop.signal.aborted) return failed({ kind: 'cancelled' });
      return readFailure(head, thrown);
    } finally {
      signal.removeEventListener('abort', abort);
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
  };
}

/** What makes a reply not worth reading at all. */
function oddFromHead(
  status: number,
  most: number,
  encoding = 'identity',
  length = '0',
): OddReply | null {
  if (status >= 300 && status <= 399) return 'redirect';
  if (encoding.toLowerCase() !== 'identity') return 'encoded';
  return Number(length) > most ? 'tooLarge' : null;
}

function readReply(head: Head | null, body: Buffer): Posted {
  if (head === null) return failed({ kind: 'internal' });
  if (head.odd !== null) return odd(head, head.odd);
  const { status, html, serverTime, retryAfterMs } = head;
  // TextDecoder drops a byte order mark, which JSON.parse would stumble over.
  const text = new TextDecoder().decode(body);
  return { ok: true, value: { status, text, html, serverTime, retryAfterMs } };
}

function readFailure(head: Head | null, thrown: unknown): Posted {
  if (head !== null && head.odd !== null) return odd(head, head.odd);
  const error = lineError(thrown);
  const cutEarly = head === null && error.kind === 'line' && error.fault === 'reset';
  return failed(error, head?.status ?? null, cutEarly);
}

/** A reply that was given up. Outside 2xx the status says more than the state of the body. */
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

/** Runs `then` when the whole request has been handed to the network. */
function onSent(stream: ReturnType<typeof got.stream.post>, then: () => void): void {
  stream.once('request', (request: ClientRequest) => request.once('finish', then));
}

const encode = (form: Form) =>
  new URLSearchParams(form.map(([name, value]): [string, string] => [name, value])).toString();

/** `localhost` is this computer, whatever a name server or a hosts file says. */
function withLocalhost(lookup: Lookup): Lookup {
  return (hostname, options, callback) => {
    if (hostname !== 'localhost') lookup(hostname, options, callback);
    else if (options.all === true) callback(null, [{ address: '127.0.0.1', family: 4 }]);
    else callback(null, '127.0.0.1', 4);
  };
}

const ignore = () => undefined;
