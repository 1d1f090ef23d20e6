/**
 * The HTTP server of the gateway, on 127.0.0.1: reads requests within bounds of size, time and number,
 * and writes what they are answered. What they mean is decided in the files beside it.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { codeOf } from '../../src-shared/text/thrown.ts';
import type { AppError } from '../../src-shared/result.ts';
import { endpointOf } from '../bill/record/recorder.ts';
import type { Forwarded } from './forward-call.ts';
import type { GatewayDoor } from './gateway-door.ts';
import { isOwnAnswer, readGatewayHead, type ReadHead } from './gateway-head.ts';
import { gatewayRefusal, type OwnAnswer } from './gateway-refusals.ts';
import type { Sink, WholeReply } from './passed-call.ts';
import { serveCall } from './serve-call.ts';
import { createBodyReader } from './body/tool-body.ts';

/** Milliseconds. */
export interface GatewayBounds {
  /** A head, and a whole request, must have come within these … */
  readonly headWithinMs: number;
  readonly requestWithinMs: number;
  /** … which is looked at so often. */
  readonly checkedEveryMs: number;
}
const GATEWAY_BOUNDS: GatewayBounds = {
  headWithinMs: 5000,
  requestWithinMs: 30_000,
  checkedEveryMs: 1000,
};
const IDLE_MS = 30_000;
const MAX_HEAD_BYTES = 16 * 1024;
/** Far more than there are tools, and few enough to be held. */
const MOST_CONNECTIONS = 512;
/** Bytes of a request that was refused which are still read, so that the refusal arrives. */
const MOST_DRAINED = 64 * 1024 * 1024;

/** `taken`: another program has the port. */
export type Listening = 'open' | 'taken' | 'failed';

export interface GatewayServer {
  /** Listens on this port and no other. */
  open(port: number): Promise<Listening>;
  /** Ends what is under way for a profile. */
  drop(profile: string): void;
  /** Ends all that is under way, and listens no more. */
  close(): Promise<void>;
}

export function createGatewayServer(door: GatewayDoor, bounds = GATEWAY_BOUNDS): GatewayServer {
  const bodies = createBodyReader();
  /** What is under way, with its profile. */
  const running = new Map<ServerResponse, string>();
  let server: Server | null = null;

  function take(port: number, request: IncomingMessage, response: ServerResponse): void {
    request.on('error', ignore);
    response.on('error', ignore);
    answer(port, request, response)
      .catch(() => gatewayRefusal('internal'))
      .then((given) => give(request, response, given))
      .finally(() => {
        running.delete(response);
        bodies.release(request);
      })
      .catch(ignore);
  }

  async function answer(
    port: number,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Forwarded> {
    const { method = '', url = '', rawHeaders } = request;
    const head = readGatewayHead({ method, target: url, rawHeaders }, port, (token) =>
      door.profileOf(token),
    );
    if (isOwnAnswer(head)) return head;
    running.set(response, head.profile);
    const stop = new AbortController();
    response.once('close', () => stop.abort('gone'));
    const given = await serveCall(door, `http://127.0.0.1:${port}`, {
      head,
      rawHeaders,
      readBody: () => bodies.read(head, request, () => response.writeContinue()),
      signal: stop.signal,
      sink: sinkOf(response),
    });
    if (typeof given === 'object' && 'body' in given && given.hasRow !== true) note(head, given);
    return given;
  }

  /** What did not go on to the server has no other row in Activity. */
  function note({ profile, program, path }: ReadHead, { status }: OwnAnswer): void {
    const error: AppError | null = status === 200 ? null : { kind: 'notAllowed' };
    door.recorder.note({ program, command: endpointOf(path), profile, status, error });
  }

  return {
    open: async (port) => {
      const made = createServer(
        {
          maxHeaderSize: MAX_HEAD_BYTES,
          headersTimeout: bounds.headWithinMs,
          requestTimeout: bounds.requestWithinMs,
          connectionsCheckingInterval: bounds.checkedEveryMs,
          keepAliveTimeout: IDLE_MS,
          // Said by us, in the form of all refusals.
          requireHostHeader: false,
        },
        (request, response) => take(port, request, response),
      );
      made.maxConnections = MOST_CONNECTIONS;
      made.on('checkContinue', (request, response) => take(port, request, response));
      made.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
        response.on('error', ignore);
        give(request, response, gatewayRefusal('body'));
      });
      made.on('clientError', refuseRaw);
      made.on('connect', (_request, socket: Duplex) =>
        refuseRaw(new Error('not HTTP'), socket, gatewayRefusal('path')),
      );
      const listening = await listen(made, port);
      if (listening === 'open') server = made;
      return listening;
    },
    drop: (profile) => {
      for (const [response, whose] of running) if (whose === profile) response.destroy();
    },
    close: async () => {
      if (server === null) return;
      const closing = server;
      server = null;
      const closed = new Promise<void>((resolve) => {
        closing.close(() => resolve());
      });
      closing.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server, port: number): Promise<Listening> {
  return new Promise((resolve) => {
    server.once('error', (error) => {
      resolve(codeOf(error) === 'EADDRINUSE' ? 'taken' : 'failed');
    });
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => resolve('open'));
  });
}

function give(request: IncomingMessage, response: ServerResponse, given: Forwarded): void {
  if (given === 'given') return;
  if (given === 'gone' || response.destroyed || response.headersSent) response.destroy();
  else if ('bytes' in given) writeWhole(response, given);
  else sendOwn(request, response, given);
}

function writeWhole(response: ServerResponse, { status, headers, bytes }: WholeReply): void {
  if (response.destroyed) return;
  response.writeHead(status, [...headers, 'content-length', String(bytes.length)]);
  response.end(bytes);
}

function sendOwn(request: IncomingMessage, response: ServerResponse, answer: OwnAnswer): void {
  const text = JSON.stringify(answer.body);
  if (answer.retryAfter !== undefined) response.setHeader('retry-after', answer.retryAfter);
  if (answer.isLast === true) response.setHeader('connection', 'close');
  response.writeHead(answer.status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(text);
  drain(request);
}

/** What is not read holds the connection up, or cuts it before the answer is there. */
function drain(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MOST_DRAINED) request.destroy();
  });
  request.resume();
}

/** Piece by piece, as fast as the tool reads. */
function sinkOf(response: ServerResponse): Sink {
  return {
    whole: (reply) => writeWhole(response, reply),
    begin: (status, headers) => {
      response.writeHead(status, [...headers]);
      response.flushHeaders();
    },
    write: (bytes) =>
      new Promise((resolve, reject) => {
        if (response.destroyed) reject(new Error('The tool has gone.'));
        else if (response.write(bytes)) resolve();
        else {
          const on = () => {
            response.off('drain', on).off('close', on);
            resolve();
          };
          response.on('drain', on).on('close', on);
        }
      }),
    end: () => {
      response.end();
    },
    cut: () => response.destroy(),
  };
}

/** For what is no HTTP, too long, or too slow: there is no response to write to. */
function refuseRaw(_error: Error, socket: Duplex, refusal = gatewayRefusal('body')): void {
  socket.on('error', ignore);
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const text = JSON.stringify(refusal.body);
  socket.end(
    `HTTP/1.1 ${refusal.status} Refused\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\nconnection: close\r\n\r\n${text}`,
  );
  // Whoever does not close its end is not waited for.
  setTimeout(() => socket.destroy(), 1000).unref();
}

const ignore = () => undefined;
