/**
 * The HTTP server of the local API: reads requests within bounds of size, time and number, and sends
 * answers. What they mean is decided in the files beside it.
 */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import * as v from 'valibot';
import { grantRequest } from '../../src-shared/contract.ts';
import { bodyWords, fieldWords, grantQuestionWords } from '../../src-shared/words.ts';
import type { Grant } from '../grants/grant.ts';
import type { Clock } from '../ports.ts';
import { type Answer, refusal } from './answer.ts';
import type { Door } from './door.ts';
import { createEventStreams } from './listeners.ts';
import { isAnswer, readHead, type Request } from './head-check.ts';
import { openApi } from './open-api.ts';
import { invalid } from '../ipc/router.ts';
import { MAX_BODY_BYTES, readJson } from './read-json.ts';
import { isForPrograms, runCommand } from './run-command.ts';

/** Milliseconds. */
export interface Bounds {
  /** A head, and a whole request, must have come within these … */
  readonly headWithinMs: number;
  readonly requestWithinMs: number;
  /** … which is looked at so often. */
  readonly checkedEveryMs: number;
}
export const BOUNDS: Bounds = { headWithinMs: 5000, requestWithinMs: 15_000, checkedEveryMs: 1000 };
const IDLE_MS = 10_000;
const MAX_HEAD_BYTES = 16 * 1024;
/** Far more than there are programs, and few enough to be held. */
const MOST_CONNECTIONS = 512;
/** Bytes of a request that was refused which are still read, so that the refusal arrives. */
const MOST_DRAINED = 64 * 1024 * 1024;
const LONGEST_WAIT_S = 60;

export interface ApiServer {
  readonly server: Server;
  /** Ends what is under way. */
  close(): Promise<void>;
}

export function createApiServer(door: Door, clock: Clock, key: string, bounds = BOUNDS): ApiServer {
  const streams = createEventStreams(door, clock);

  const server = createServer(
    {
      maxHeaderSize: MAX_HEAD_BYTES,
      headersTimeout: bounds.headWithinMs,
      requestTimeout: bounds.requestWithinMs,
      connectionsCheckingInterval: bounds.checkedEveryMs,
      keepAliveTimeout: IDLE_MS,
      // Said by us, in the form of all refusals.
      requireHostHeader: false,
    },
    take,
  );
  server.maxConnections = MOST_CONNECTIONS;
  server.on('checkContinue', take);
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) =>
    send(request, response, { ...refusal('input'), isLast: true }),
  );
  server.on('clientError', refuseRaw);
  for (const odd of ['upgrade', 'connect'] as const) {
    server.on(odd, (_request: IncomingMessage, socket: Duplex) =>
      refuseRaw(new Error('not HTTP/1.1'), socket),
    );
  }

  function take(request: IncomingMessage, response: ServerResponse): void {
    request.on('error', ignore);
    response.on('error', ignore);
    answer(request, response).then(
      (given) => given !== null && send(request, response, given),
      () => send(request, response, refusal('internal')),
    );
  }

  /** Null where the response was taken over. */
  async function answer(request: IncomingMessage, response: ServerResponse) {
    const { method = '', url = '', rawHeaders } = request;
    const read = readHead({ method, target: url, rawHeaders });
    if (isAnswer(read)) return read;
    switch (`${method} ${read.path}`) {
      case 'GET /v1/hello':
        return hello(read);
      case 'GET /v1/openapi.json':
        return { status: 200, body: openApi(door.version) };
      case 'GET /v1/events':
        return events(read, response);
      case 'POST /v1/grants':
        return ask(request, response, read);
    }
    const id = /^\/v1\/grants\/([0-9a-f]{32})$/u.exec(read.path)?.[1];
    if (id !== undefined && method === 'GET') return outcome(read, id, response);
    return command(request, response, read);
  }

  function hello({ query }: Request): Answer {
    const nonce = query.get('nonce') ?? '';
    if (!/^[0-9a-f]{16,256}$/iu.test(nonce)) return refusal('input');
    const proof = createHmac('sha256', key).update(nonce).digest('hex');
    return { status: 200, body: { v: 1, version: door.version, proof } };
  }

  const grantOf = ({ token }: Request): Grant | null =>
    token === null ? null : door.grants.find(token);

  function events(read: Request, response: ServerResponse): Answer | null {
    const grant = grantOf(read);
    if (grant === null) return refusal('noGrant');
    if (!grant.scopes.includes('status')) return refusal('scope');
    door.grants.used(grant.id);
    if (!streams.open(response, grant)) return refusal('tooFast');
    door.note({ program: grant.name, command: 'events', profile: '', status: 200, error: null });
    return null;
  }

  async function ask(request: IncomingMessage, response: ServerResponse, read: Request) {
    const input = await body(request, response, read);
    if ('status' in input) return input;
    const parsed = v.safeParse(grantRequest, input.value);
    if (!parsed.success)
      return refusal('input', { message: fieldWords(invalid(parsed.issues[0])) });
    const { profiles } = parsed.output;
    if (profiles !== '*' && profiles.some((id) => door.session(id) === null)) {
      return refusal('unknownProfile');
    }
    const asked = door.grants.ask(parsed.output);
    return asked === null ? refusal('tooFast') : { status: 202, body: asked };
  }

  async function outcome({ query }: Request, id: string, response: ServerResponse) {
    const wait = query.get('wait') ?? '0';
    if (!/^\d{1,4}$/u.test(wait)) return refusal('input');
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const ms = Math.min(Number(wait), LONGEST_WAIT_S) * 1000;
    const found = await door.grants.outcome(id, ms, gone.signal);
    return found === null
      ? refusal('unknownCommand', { message: grantQuestionWords.unknown })
      : { status: 200, body: found };
  }

  async function command(request: IncomingMessage, response: ServerResponse, read: Request) {
    const grant = grantOf(read);
    if (grant === null) return refusal('noGrant');
    const name = /^\/v1\/([a-zA-Z]{1,40})$/u.exec(read.path)?.[1] ?? '';
    if (read.method !== 'POST' || !isForPrograms(name)) return refusal('unknownCommand');
    const input = await body(request, response, read);
    if ('status' in input) return input;
    return runCommand(door, clock, { command: name, input: input.value, grant });
  }

  return {
    server,
    close: async () => {
      streams.close();
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeAllConnections();
      await closed;
    },
  };
}

type Body = { readonly value: Readonly<Record<string, unknown>> };

/** The body as an object, or what the request is answered. */
async function body(
  request: IncomingMessage,
  response: ServerResponse,
  { length }: Request,
): Promise<Body | Answer> {
  if (length !== null && length > MAX_BODY_BYTES) return { ...refusal('tooLarge'), isLast: true };
  if (request.headers.expect !== undefined) response.writeContinue();
  const bytes = await read(request);
  if (bytes === null) return { ...refusal('tooLarge'), isLast: true };
  const json = readJson(bytes);
  return 'value' in json ? json : refusal('input', { message: bodyWords[json.problem] });
}

/**
 * The whole body; null once it is too long. The rest is left in the stream, since iterating over it
 * would end the connection before the refusal is there. Rejects when the other end has gone.
 */
function read(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > MAX_BODY_BYTES) end(() => resolve(null));
    };
    const gone = () => end(() => reject(new Error('The request was cut.')));
    const done = () => end(() => resolve(Buffer.concat(chunks)));
    const end = (then: () => void) => {
      request.off('data', take).off('end', done).off('close', gone);
      then();
    };
    request.on('data', take).on('end', done).on('close', gone);
  });
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer) {
  if (response.destroyed || response.headersSent) return;
  // Many a client reads once all of its request is out. An end before that would be all it hears of.
  if (answer.isLast === true && !request.complete) {
    drain(request, sayLast(request.socket, answer));
    request.on('end', () => request.socket.destroy());
    return;
  }
  const text = JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    ...headersOf(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(answer.isLast === true ? { connection: 'close' } : {}),
  });
  response.end(text);
  if (!request.complete) drain(request, () => undefined);
}

const headersOf = (text: string) => ({
  'content-type': 'application/json',
  'content-length': Buffer.byteLength(text),
});

/** What is not read holds the connection up, or cuts it before the answer is there. */
function drain(request: IncomingMessage, heard: () => void): void {
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    heard();
    if (size > MOST_DRAINED) request.destroy();
  });
  request.resume();
}

/** For what is no HTTP, too long, or too slow: there is no response to write to. */
function refuseRaw(error: Error & { code?: string }, socket: Duplex): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const kind =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? 'timeout'
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? 'tooLarge'
        : 'input';
  sayLast(socket, refusal(kind));
}

/**
 * Writes an answer and closes our end. Whoever does not close the other one is waited for no longer
 * than LAST_MS; the function that is returned begins that time anew.
 */
function sayLast(socket: Duplex, { status, body: value }: Answer): () => void {
  const text = JSON.stringify(value);
  const headers = Object.entries({ ...headersOf(text), connection: 'close' })
    .map(([name, said]) => `${name}: ${said}\r\n`)
    .join('');
  socket.end(`HTTP/1.1 ${status} Refused\r\n${headers}\r\n${text}`);
  socket.on('error', ignore);
  const timer = setTimeout(() => socket.destroy(), LAST_MS).unref();
  return () => timer.refresh();
}
const LAST_MS = 1000;

const ignore = () => undefined;
