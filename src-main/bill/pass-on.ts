/**
 * Passes a request of a tool on as it is, and hands the reply over as it comes. The connection, the
 * proxy and the certificates are those of the app's own calls; redirects are not followed, nothing is
 * retried, and every wait has an end.
 */
import { request as send, type IncomingMessage } from 'node:http';
import { createBrotliDecompress, createUnzip } from 'node:zlib';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { BaseUrl, Clock } from '../ports.ts';
import { allowBaseUrl } from './base-url.ts';
import { MAX_PASSED_REPLY_BYTES, PASSED_TIMEOUTS, type Timeouts } from './call-limits.ts';
import type { OpenConnection } from './line/connections.ts';
import { LineAgent, type LineRequest } from './line/line-agent.ts';
import { lineError, LineFailure } from './line/line-errors.ts';
import { memo } from './memo.ts';
import { parseHttpDate, parseRetryAfter } from './reply-headers.ts';
import { packingOf, type Packing } from './reply/unpack.ts';

export interface Passing {
  readonly baseUrl: BaseUrl;
  readonly method: 'GET' | 'POST';
  /** Below the base URL, with the query. It begins with a slash, and was looked at by the caller. */
  readonly target: string;
  /** It changes nothing: it may go over a connection that the server may have closed, and be sent again. */
  readonly reads: boolean;
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
export type ReadPassed<T> = (
  head: PassedHead,
  body: AsyncIterable<Buffer, undefined>,
) => Promise<Result<T>>;

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
  const fresh = LineAgent.fresh(open);
  const kept = LineAgent.kept(open);

  return async (passing, read) => {
    const { baseUrl, signal, reads } = passing;
    const allowed = placeOf(baseUrl);
    if (!allowed.ok) return allowed;
    if (signal.aborted) return fail({ kind: 'cancelled' });
    const stop = new AbortController();
    const abort = () => stop.abort(OVER);
    signal.addEventListener('abort', abort);
    const cancelDeadline = clock.after(timeouts.request, () => stop.abort(LATE));
    let sent: Asked | null = null;
    const from = clock.now().mono;
    const send = (agent: LineAgent) => {
      const left = Math.max(1, timeouts.request - (clock.now().mono - from));
      return ask(passing, allowed.value, { agent, left, stop: stop.signal, timeouts });
    };
    try {
      const first = send(reads ? kept : fresh);
      sent = first;
      const reply = await first.reply.catch((error: unknown) => {
        // The server had closed it, and has seen nothing: it is asked on a connection of this moment.
        if (!reads || !first.isReused() || isAborted(stop.signal)) throw error;
        const second = send(fresh);
        sent = second;
        return second.reply;
      });
      const head = headOf(reply, clock.now().wall);
      const { status, retryAfterMs } = head;
      const odd = (what: 'redirect' | 'encoded') =>
        fail({ kind: 'oddReply', odd: what, status, retryAfterMs });
      if (status >= 300 && status <= 399) return odd('redirect');
      const packing = packingOf(reply.headers['content-encoding']);
      if (packing === null) return odd('encoded');
      return await read(head, bodyOf(reply, packing, timeouts.read));
    } catch (thrown) {
      if (isAborted(signal)) return fail({ kind: 'cancelled' });
      const error = lineError(stop.signal.reason === LATE ? late() : thrown);
      const isOut = error.kind === 'line' && sent?.isSent() === true;
      return fail(isOut ? { ...error, sent: true } : error);
    } finally {
      cancelDeadline();
      signal.removeEventListener('abort', abort);
      // A connection whose reply was read to its end is free already; any other ends here.
      sent?.end();
      stop.abort(OVER);
    }
  };
}

/** A function, because the compiler would take the value read before the await for still true. */
const isAborted = (signal: AbortSignal) => signal.aborted;

/** Why a call was ended. No errors: one of each call's own takes longer to make than to send. */
const OVER = 'over';
const LATE = 'late';
const late = () => new LineFailure('timeout', 'ETIMEDOUT');

interface Asked {
  /** Resolves when its head is there. */
  readonly reply: Promise<IncomingMessage>;
  /** The whole request is out. */
  isSent(): boolean;
  /** Its connection has carried another one before. */
  isReused(): boolean;
  /** Closes the connection, if the reply was not read to its end. */
  end(): void;
}

interface Asking {
  readonly agent: LineAgent;
  /** Milliseconds. */
  readonly left: number;
  readonly stop: AbortSignal;
  readonly timeouts: Timeouts;
}

interface Place {
  readonly host: string;
  /** Without a slash at its end. */
  readonly path: string;
}

/** Where a base URL leads, if that is allowed. The tools of one profile have the same one. */
const placeOf = memo((baseUrl): Result<Place> => {
  const allowed = allowBaseUrl(baseUrl);
  if (!allowed.ok) return allowed;
  const { host, pathname } = new URL(baseUrl);
  return ok({ host, path: pathname.replace(/\/$/u, '') });
});

function ask(
  { baseUrl, method, target, headers, body }: Passing,
  { host, path }: Place,
  { agent, left, stop, timeouts }: Asking,
): Asked {
  const length = body === null ? [] : ['content-length', String(body.length)];
  const options: LineRequest = {
    ...{ method, agent, baseUrl, openWithinMs: left, giveUp: stop },
    path: path + target,
    headers: ['host', host, ...headers, ...length],
  };
  const request = send(options);
  let isSent = false;
  const end = () => {
    if (!request.destroyed) request.destroy(late());
  };
  stop.addEventListener('abort', end);
  request.once('close', () => stop.removeEventListener('abort', end));
  const reply = new Promise<IncomingMessage>((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const giveUpAfter = (ms: number) => {
      clearTimeout(timer);
      timer = setTimeout(end, ms);
    };
    // From then on there is a connection; until then the line has limits of its own.
    request.once('socket', () => giveUpAfter(timeouts.send));
    request.once('finish', () => {
      isSent = true;
      giveUpAfter(timeouts.response);
    });
    request.once('response', (response) => {
      clearTimeout(timer);
      resolve(response);
    });
    // What a server switches to that was not asked to, nobody here speaks.
    request.once('upgrade', () => request.destroy(new LineFailure('protocol', 'UPGRADED')));
    request.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
  request.end(body ?? undefined);
  return {
    reply,
    isSent: () => isSent,
    isReused: () => request.reusedSocket,
    end: () => {
      if (!request.destroyed) request.destroy();
    },
  };
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
): AsyncGenerator<Buffer, undefined> {
  const giveUp = () => reply.destroy(late());
  const plain = unpacked(reply, packing);
  let size = 0;
  let timer = setTimeout(giveUp, silenceMs);
  try {
    for await (const chunk of plain) {
      // Whoever takes the chunk may take its time.
      clearTimeout(timer);
      size += chunk.length;
      if (size > MAX_PASSED_REPLY_BYTES) throw new LineFailure('protocol', 'TOO_LARGE');
      yield chunk;
      timer = setTimeout(giveUp, silenceMs);
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
