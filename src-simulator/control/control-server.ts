/**
 * The control API over HTTP: for tests in other processes and languages. On loopback only, with a token,
 * and closed to web pages (any Origin, any other Host).
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { DataError } from '../data/data-file.ts';
import { FaultsError } from '../faults/field-reader.ts';
import { readBody } from '../http/body.ts';
import { hostCheck } from '../http/hosts.ts';
import { Sockets } from '../http/sockets.ts';
import { listen } from '../http/listen.ts';
import { OptionError } from '../options/named-options.ts';
import { StubsError } from '../stubs/stubs.ts';
import type { Controls } from './controls.ts';
import { ControlError, ROUTES } from './routes.ts';

export interface ControlServer {
  readonly url: string;
  readonly token: string;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  /** Undefined: no body. */
  readonly body?: unknown;
}

const ADDRESS = '127.0.0.1';
const isLoopbackHost = hostCheck(ADDRESS, []);

/** Rejects with the system's error where the port cannot be had. */
export async function openControl(
  { port, token = randomBytes(32).toString('base64url') }: { port: number; token?: string },
  controls: Controls,
): Promise<ControlServer> {
  const server = createServer({ requireHostHeader: false });
  const sockets = new Sockets(server);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const refused = checkCaller(request, token);
    if (refused !== null) {
      // Nothing of its body is read.
      response.shouldKeepAlive = false;
      send(response, refused);
      return;
    }
    request.on('error', () => response.destroy());
    readBody(request, 'control', (body) => {
      send(
        response,
        body === null ? error(413, 'tooLarge', TOO_LARGE) : act(request, body, controls),
      );
    });
  });
  await listen(server, port, ADDRESS);
  const address = server.address() as AddressInfo;
  return {
    url: `http://${ADDRESS}:${String(address.port)}`,
    token,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        sockets.destroyAll();
      }),
  };
}

const TOO_LARGE = 'The body is larger than 32 MiB.';

/** Who may call, before anything else is read. */
function checkCaller(request: IncomingMessage, token: string): Answer | null {
  const { origin, host, authorization } = request.headers;
  if (origin !== undefined) return error(403, 'origin', 'Web pages may not call this.');
  if (!isLoopbackHost(host, undefined)) {
    return error(403, 'host', 'The Host must be a name of loopback.');
  }
  if (request.method === 'GET' && pathOf(request) === '/v1/health') return null;
  const [, given] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
  if (given !== undefined && isSame(given, token)) return null;
  return error(
    401,
    'token',
    'The header "Authorization: Bearer" with the token is missing or wrong.',
  );
}

/** In a time that tells nothing of the token. */
function isSame(given: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}

function act(request: IncomingMessage, bytes: Buffer, controls: Controls): Answer {
  const path = pathOf(request);
  const [, name = ''] = /^\/v1\/sessions\/([^/]+)$/.exec(path) ?? [];
  const route = ROUTES[name === '' ? path : '/v1/sessions/*'];
  if (route === undefined) return error(404, 'path', 'There is no such call.');
  const call = route[request.method ?? ''];
  if (call === undefined) {
    return error(405, 'method', `This path takes ${Object.keys(route).join(' and ')}.`);
  }
  const body = readJson(bytes);
  if (body === NO_JSON) return error(400, 'body', 'The body is not JSON.');
  const query = new URLSearchParams((request.url ?? '').slice(path.length));
  try {
    const answer = call(controls, { name, query, body });
    if (answer === 'notFound') return error(404, 'handle', 'No live session has this handle.');
    return answer === undefined ? { status: 204 } : { status: 200, body: answer };
  } catch (problem) {
    if (REFUSALS.some((kind) => problem instanceof kind) && problem instanceof Error) {
      return error(400, 'body', problem.message);
    }
    return error(500, 'internal', 'This is a mistake of the simulator itself.');
  }
}

/** Their messages are sentences for whoever wrote the call. */
const REFUSALS = [ControlError, DataError, FaultsError, OptionError, StubsError];

const pathOf = (request: IncomingMessage): string => (request.url ?? '').split('?', 1)[0] ?? '';

const NO_JSON = Symbol('no JSON');

function readJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return NO_JSON;
  }
}

function error(status: number, kind: string, message: string): Answer {
  return { status, body: { error: { kind, message } } };
}

function send(response: ServerResponse, { status, body }: Answer): void {
  if (body === undefined) {
    response.writeHead(status).end();
    return;
  }
  const text = JSON.stringify(body);
  response
    .writeHead(status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      'cache-control': 'no-store',
    })
    .end(text);
}
