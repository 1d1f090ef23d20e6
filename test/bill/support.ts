/**
 * What the client's tests share: a client with its recorder and log, made-up credentials that a
 * leak would show, and servers on 127.0.0.1 whose bytes a test chooses.
 */
import {
  createServer as createHttpServer,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net';
import { afterEach } from 'vitest';
import { allowBaseUrl } from '../../src-main/bill/base-url.ts';
import { createGate } from '../../src-main/bill/gate.ts';
import type { Lookup } from '../../src-main/bill/http.ts';
import type { Timeouts } from '../../src-main/bill/call-limits.ts';
import type { Authorities } from '../../src-main/bill/line/trusted-authorities.ts';
import { createRecorder } from '../../src-main/bill/record/recorder.ts';
import { createBillV2 } from '../../src-main/bill/v2.ts';
import type {
  BaseUrl,
  CallContext,
  Clock,
  Credentials,
  LogEntry,
  SessionKeys,
} from '../../src-main/ports.ts';
import type { Cause } from '../../src-shared/exchange.ts';
import type { OddReply, Result } from '../../src-shared/result.ts';
import { systemClock } from '../../src-main/system/clock.ts';

/** Only for what must time out: on a machine with much to do anything would. */
export const FAST: Timeouts = {
  lookup: 100,
  connect: 300,
  secureConnect: 300,
  send: 300,
  response: 300,
  read: 300,
  request: 400,
};

/** Values that must be found nowhere they do not belong. */
export const canary = {
  password: 'Canary-pass w0rd/&=+é"',
  devKey: '01CANARYDEVKEY000XYZ',
  sessionId: '!bCanarySessionId_0123456789-abcdefghijkl3Rq8',
  mfaId: '!bCanaryMfaId_0123456789-abcdefghijklmnop9Zk1',
  deviceId: 'canary-device-5f0c2a',
  challengeId: '!aCanaryChallenge_0123456789-abcdefghij7Qw2',
  code: '808317',
};
export const orgId = '00801CANARYORG00ABCD';

export function client(
  given: {
    clock?: Clock;
    lookup?: Lookup;
    ca?: () => readonly string[];
    timeouts?: Timeouts;
    proxyFor?: (url: string) => Promise<string>;
    onAuthorities?: (from: Authorities) => void;
  } = {},
) {
  const clock = given.clock ?? systemClock;
  const log: LogEntry[] = [];
  const recorder = createRecorder({ clock, onCall: () => undefined, onChange: () => undefined });
  const api = createBillV2({
    clock,
    recorder,
    gate: createGate({ clock }),
    log: { write: (entry) => log.push(entry) },
    ...given,
  });
  return { api, recorder, log };
}

export function context(
  given: { by?: Cause; signal?: AbortSignal; profile?: string } = {},
): CallContext {
  return {
    profile: given.profile ?? 'first',
    by: given.by ?? 'you',
    signal: given.signal ?? new AbortController().signal,
  };
}

export const keysAt = (baseUrl: BaseUrl): SessionKeys => ({
  baseUrl,
  sessionId: canary.sessionId,
  devKey: canary.devKey,
  orgId,
});

export const credentialsAt = (baseUrl: BaseUrl): Credentials => ({
  baseUrl,
  userName: 'avery@northwind.test',
  password: canary.password,
  orgId,
  devKey: canary.devKey,
  device: null,
});

/** A base URL that the rules let through; anything else fails the test. */
export function allowed(text: string): BaseUrl {
  return expectOk(allowBaseUrl(text));
}

export function expectOk<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`Expected success, got ${JSON.stringify(result.error)}`);
  return result.value;
}

/** A promise and the way to resolve it from elsewhere. */
export function later<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => (resolve = done));
  return { promise, resolve };
}

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

export interface Local {
  readonly baseUrl: BaseUrl;
  readonly port: number;
  /** Connections so far. */
  readonly sockets: readonly Socket[];
}

/** A server that does with each connection what `onSocket` does. */
export function rawServer(onSocket: (socket: Socket, number: number) => void): Promise<Local> {
  return listen(createTcpServer(), 'http', (socket, number) => onSocket(socket, number));
}

/** A server that has read the whole request when `listener` runs. */
export function httpServer(listener: RequestListener): Promise<Local> {
  const server = createHttpServer((request, response) => {
    request.resume();
    request.on('end', () => listener(request, response));
  });
  return listen(server, 'http', () => undefined);
}

/** Starts a server on a free port of 127.0.0.1; it ends with the test. */
export async function listen(
  server: Server,
  scheme: 'http' | 'https',
  onSocket: (socket: Socket, number: number) => void = () => undefined,
): Promise<Local> {
  const sockets: Socket[] = [];
  server.on('connection', (socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    onSocket(socket, sockets.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise<unknown>((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { baseUrl: allowed(`${scheme}://127.0.0.1:${port}/api/v2`), port, sockets };
}

/** Runs `then` when a whole request with a body has arrived on the socket. */
export function afterRequest(socket: Socket, then: (request: string) => void): void {
  let text = '';
  const read = (chunk: Buffer) => {
    text += chunk.toString('latin1');
    const head = text.indexOf('\r\n\r\n');
    const length = /content-length: (\d+)/iu.exec(text)?.[1];
    if (head === -1 || length === undefined || text.length < head + 4 + Number(length)) return;
    socket.off('data', read);
    then(text);
  };
  socket.on('data', read);
}

export const success = (data: unknown) =>
  JSON.stringify({ response_status: 0, response_message: 'Success', response_data: data });

export const refusal = (code: string, message: string) =>
  JSON.stringify({
    response_status: 1,
    response_message: 'Error',
    response_data: { error_code: code, error_message: message },
  });

export const sessionInfo = success({ organizationId: orgId, userId: '00601CANARYUSER0ABCD' });

type Write = (response: ServerResponse) => unknown;

export const json = { 'content-type': 'application/json' };
export const page = '<!doctype html><title>Sign in to the network</title><p>secret-of-the-page';

/** Session information from a server that replies with `write`. */
export async function infoFrom(write: Write) {
  const { baseUrl, sockets } = await httpServer((_, response) => write(response));
  const made = client();
  const result = await made.api.touch(keysAt(baseUrl), context());
  return { result, sockets, ...made };
}

/** Session information from a server that replies with this text. */
export const infoOf = (
  text: string | Buffer,
  status = 200,
  headers: Readonly<Record<string, string>> = json,
) => infoFrom((response) => response.writeHead(status, headers).end(text));

/** What comes of a touch at `baseUrl`. */
export const touchAt = (baseUrl: BaseUrl, given: Parameters<typeof client>[0] = {}) =>
  client(given).api.touch(keysAt(baseUrl), context());

/** A sign-in at a server that replies with `write`. */
export async function signInFrom(write: Write) {
  const { baseUrl } = await httpServer((_, response) => write(response));
  const made = client();
  return { result: await made.api.signIn(credentialsAt(baseUrl), context()), ...made };
}

export const odd = (what: OddReply, status: number, retryAfterMs: number | null = null) => ({
  ok: false,
  error: { kind: 'oddReply', odd: what, status, retryAfterMs },
});

export const ok200 = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
