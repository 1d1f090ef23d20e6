/**
 * The HTTP shell: listens, and gives each request to `serve.ts`. Decides nothing of BILL's.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import { refusalReply } from '../calls/dispatch.ts';
import { carryOut } from './serve.ts';
import type { ShellParts } from './serve.ts';
import { hostCheck, reachableAt } from './hosts.ts';
import { listen } from './listen.ts';
import { Sockets } from './sockets.ts';
import { refuse } from '../calls/outcome.ts';

/** How often Node looks for requests that take too long to arrive, in real milliseconds. */
const SLOW_CHECK_MS = 1000;

/** Where to listen, and under which names. */
export interface Listening {
  /** 0 takes any free one. */
  readonly port: number;
  /** An address of this machine, or a name of one. */
  readonly host: string;
  /** Names besides loopback and `host` that requests may ask for. */
  readonly allowHosts: readonly string[];
  /** PEM texts; null is plain HTTP. */
  readonly tls: { readonly key: string; readonly cert: string } | null;
  /** Real seconds that a request may take to arrive. */
  readonly requestSeconds: number;
}

export interface Shell {
  readonly port: number;
  /** Scheme, host and port. */
  readonly origin: string;
  close(): Promise<void>;
}

/** Listens; rejects with the system's error where the address cannot be had. */
export async function openShell(listening: Listening, parts: ShellParts): Promise<Shell> {
  const { host, tls } = listening;
  const patience = Math.ceil(listening.requestSeconds * 1000);
  const options = {
    requireHostHeader: false,
    requestTimeout: patience,
    headersTimeout: patience,
    connectionsCheckingInterval: Math.min(SLOW_CHECK_MS, patience),
  };
  const server = tls === null ? createServer(options) : createTlsServer({ ...options, ...tls });
  const scheme = tls === null ? 'http' : 'https';
  const sockets = new Sockets(server);
  const door = { scheme, sockets, isAllowed: hostCheck(host, listening.allowHosts) };
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    carryOut(request, response, door, parts);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    refuseGarbage(parts, error.code, socket);
  });
  await listen(server, listening.port, host);
  // A server on a TCP port has an address object.
  const { port } = server.address() as AddressInfo;
  return {
    port,
    origin: `${scheme}://${reachableAt(host)}:${String(port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        sockets.destroyAll();
      }),
  };
}

const STATUS_OF_ERROR: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/** What is no HTTP request, or does not end, gets BILL's envelope, and the connection ends. */
function refuseGarbage(
  parts: ShellParts,
  code: string | undefined,
  socket: NodeJS.WritableStream,
): void {
  if (!socket.writable) return;
  const { body } = refusalReply(parts.world(), refuse('BDC_1002'), 400);
  socket.end(
    `HTTP/1.1 ${STATUS_OF_ERROR[code ?? ''] ?? '400 Bad Request'}\r\n` +
      'content-type: application/json\r\n' +
      `content-length: ${String(Buffer.byteLength(body))}\r\n` +
      `date: ${new Date(parts.clock.now()).toUTCString()}\r\nconnection: close\r\n\r\n${body}`,
  );
}
