/**
 * Passes a request of a tool on as it is, and hands the reply over as it comes. The connection, the
 * proxy and the certificates are those of the app's own calls; redirects are not followed, nothing is
 * retried, and every wait has an end.
 */
import { request as send, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { createBrotliDecompress, createUnzip } from 'node:zlib';
import { fail, type Result } from '../../src-shared/result.ts';
import type { BaseUrl, Clock } from '../ports.ts';
import { allowBaseUrl } from './base-url.ts';
import { MAX_PASSED_REPLY_BYTES, PASSED_TIMEOUTS, type Timeouts } from './call-limits.ts';
import type { OpenConnection } from './line/connections.ts';
import { lineError, LineFailure } from './line/line-errors.ts';
import { parseHttpDate, parseRetryAfter } from './reply-headers.ts';
import { packingOf, type Packing } from './reply/unpack.ts';

export interface Passing {
  readonly baseUrl: BaseUrl;
  readonly method: 'GET' | 'POST';
  /** Below the base URL, with the query. It begins with a slash, and was looked at by the caller. */
  readonly target: string;
  /** Names and values in turn, without those that belong to one connection. */
  readonly headers: readonly string[];
  /** Null for none. */
  readonly body: Buffer | null;
  /** Cuts the connection. */
  readonly signal: AbortSignal;
}

export interface PassedHead {
  readonly status: number;
  /** Names and values in turn, as they came. */
  readonly headers: readonly string[];
  /** Whether the server called it a page. */
  readonly html: boolean;
  /** The server's clock, epoch ms. */
  readonly serverTime: number | null;
  /** From Retry-After, ms from the reply. */
  readonly retryAfterMs: number | null;
}

/** Reads the body, unpacked, to its end: the connection is closed when it has. */
export type ReadPassed<T> = (head: PassedHead, body: AsyncIterable<Buffer>) => Promise<Result<T>>;

export type PassOn = <T>(passing: Passing, read: ReadPassed<T>) => Promise<Result<T>>;

/**
 * The function that passes on. It never rejects: `hostRefused` (nothing was sent), `cancelled`, `line`,
 * `oddReply` (`redirect`, `encoded`), or what `read` makes of the reply. `timeouts.request` bounds all of
 * it, `response` the wait for a head, `read` each silence of the server after that; a body ends at 64 MiB.
 */
export function createPassOn(options: {
  readonly clock: Clock;
  readonly open: OpenConnection;
  readonly timeouts?: Timeouts;
}): PassOn {
  const { clock, open, timeouts = PASSED_TIMEOUTS } = options;

  return async (passing, read) => {
    const { baseUrl, signal } = passing;
    const allowed = allowBaseUrl(baseUrl);
    if (!allowed.ok) return allowed;
    if (signal.aborted) return fail({ kind: 'cancelled' });
    const stop = new AbortController();
    const abort = () => stop.abort();
    signal.addEventListener('abort', abort);
    const late = new LineFailure('timeout', 'ETIMEDOUT');
    const cancelDeadline = clock.after(timeouts.request, () => stop.abort(late));
    let isSent = false;
    try {
      const connection = await open(baseUrl, timeouts.request, stop.signal);
      const reply = await ask(passing, connection, timeouts, () => (isSent = true));
      const head = headOf(reply, clock.now().wall);
      const { status, retryAfterMs } = head;
      const odd = (what: 'redirect' | 'encoded') =>
        fail({ kind: 'oddReply', odd: what, status, retryAfterMs });
      if (status >= 300 && status <= 399) return odd('redirect');
      const packing = packingOf(reply.headers['content-encoding']);
      if (packing === null) return odd('encoded');
      return await read(head, bodyOf(reply, packing, timeouts.read));
    } catch (thrown) {
      if (signal.aborted) return fail({ kind: 'cancelled' });
      const error = lineError(stop.signal.reason === late ? late : thrown);
      return fail(error.kind === 'line' && isSent ? { ...error, sent: true } : error);
    } finally {
      cancelDeadline();
      signal.removeEventListener('abort', abort);
      // Whatever was open of it ends here.
      stop.abort();
    }
  };
}

/** Sends the request over the connection. Resolves to the reply when its head is there. */
function ask(
  { baseUrl, method, target, headers, body }: Passing,
  connection: Socket,
  timeouts: Timeouts,
  onSent: () => void,
): Promise<IncomingMessage> {
  const { host, pathname } = new URL(baseUrl);
  const length = body === null ? [] : ['content-length', String(body.length)];
  return new Promise((resolve, reject) => {
    const request = send({
      method,
      path: pathname.replace(/\/$/u, '') + target,
      headers: ['host', host, ...headers, ...length, 'connection', 'close'],
      createConnection: () => connection,
    });
    const late = () => request.destroy(new LineFailure('timeout', 'ETIMEDOUT'));
    let timer = setTimeout(late, timeouts.send);
    request.once('finish', () => {
      onSent();
      clearTimeout(timer);
      timer = setTimeout(late, timeouts.response);
    });
    request.once('response', (reply) => {
      clearTimeout(timer);
      resolve(reply);
    });
    // What a server switches to that was not asked to, nobody here speaks.
    request.once('upgrade', () => request.destroy(new LineFailure('protocol', 'UPGRADED')));
    request.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    request.end(body ?? undefined);
  });
}

function headOf({ statusCode = 0, rawHeaders, headers }: IncomingMessage, now: number): PassedHead {
  const serverTime = parseHttpDate(headers.date);
  return {
    status: statusCode,
    headers: rawHeaders,
    html: /^(?:text\/html|application\/xhtml\+xml)\b/iu.test(headers['content-type'] ?? ''),
    serverTime,
    retryAfterMs: parseRetryAfter(headers['retry-after'], serverTime ?? now),
  };
}

/** The body as it comes. Throws a LineFailure at a silence of `silenceMs`, and when it has no end. */
async function* bodyOf(
  reply: IncomingMessage,
  packing: Packing,
  silenceMs: number,
): AsyncGenerator<Buffer> {
  const late = () => reply.destroy(new LineFailure('timeout', 'ETIMEDOUT'));
  const plain = unpacked(reply, packing);
  let size = 0;
  let timer = setTimeout(late, silenceMs);
  try {
    for await (const chunk of plain) {
      // Whoever takes the chunk may take its time.
      clearTimeout(timer);
      size += chunk.length;
      if (size > MAX_PASSED_REPLY_BYTES) throw new LineFailure('protocol', 'TOO_LARGE');
      yield chunk;
      timer = setTimeout(late, silenceMs);
    }
  } finally {
    clearTimeout(timer);
  }
}

function unpacked(reply: IncomingMessage, packing: Packing): AsyncIterable<Buffer> {
  if (packing === 'plain') return reply;
  const unpack = packing === 'br' ? createBrotliDecompress() : createUnzip();
  reply.once('error', (error) => unpack.destroy(error));
  unpack.once('error', () => undefined);
  return reply.pipe(unpack);
}
