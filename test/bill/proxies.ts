/** Proxies on 127.0.0.1 that do with CONNECT what a test says, and a server that stands in for BILL's. */
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { RequestListener } from 'node:http';
import { onTestFinished } from 'vitest';
import { makeCertificate } from '../../src-simulator/tls/certificate.ts';
import { later } from './support.ts';

/** Of the sandbox's host, and trusted by whoever is given `ca`. */
export const billCertificate = await makeCertificate(['api-stage.bill.com']);
export const SANDBOX = 'api-stage.bill.com:443';

export const CONNECTED = 'HTTP/1.1 200 Connection established\r\n\r\n';

/** What becomes of a CONNECT whose head has been read. */
export type Behaviour = (socket: Socket) => void;

export interface Watched {
  readonly port: number;
  /** Connections that are open now, on this side. */
  open(): number;
  /** Resolves when none is. */
  closed(): Promise<void>;
}

export interface TestProxy extends Watched {
  /** As a proxy script says it. */
  readonly way: string;
  /** The targets of each CONNECT so far. */
  readonly asked: readonly string[];
  /** Resolves with the first CONNECT after this call. */
  next(): Promise<void>;
  behave(from: Behaviour): void;
}

export async function startProxy(first: Behaviour): Promise<TestProxy> {
  const asked: string[] = [];
  let behaviour = first;
  let waiting: (() => void)[] = [];
  const server = createServer((socket) => {
    let head = '';
    const read = (chunk: Buffer) => {
      head += chunk.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      socket.off('data', read);
      asked.push(/^CONNECT (\S+) HTTP\/1\.1\r\n/u.exec(head)?.[1] ?? head);
      for (const tell of waiting.splice(0)) tell();
      behaviour(socket);
    };
    socket.on('data', read);
  });
  const watched = await watch(server);
  return {
    ...watched,
    way: `PROXY 127.0.0.1:${watched.port}`,
    asked,
    next: () => new Promise((resolve) => (waiting = [...waiting, resolve])),
    behave: (from) => {
      behaviour = from;
    },
  };
}

export interface TestBill extends Watched {
  /** Resolves when a whole request has arrived. */
  readonly reached: Promise<void>;
  readonly requests: () => number;
}

/** A server with the sandbox's certificate on a free port. */
export async function startBill(listener: RequestListener): Promise<TestBill> {
  const { key, cert } = billCertificate;
  const arrived = later<undefined>();
  let requests = 0;
  const server: HttpsServer = createHttpsServer({ key, cert }, (request, response) => {
    request.resume();
    request.on('end', () => {
      requests += 1;
      arrived.resolve(undefined);
      listener(request, response);
    });
  });
  server.on('tlsClientError', () => undefined);
  return { ...(await watch(server)), reached: arrived.promise, requests: () => requests };
}

async function watch(server: Server): Promise<Watched> {
  const open = new Set<Socket>();
  let waiting: (() => void)[] = [];
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      open.delete(socket);
      if (open.size === 0) for (const tell of waiting.splice(0)) tell();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of open) socket.destroy();
    await new Promise<unknown>((resolve) => server.close(resolve));
  });
  return {
    port: (server.address() as AddressInfo).port,
    open: () => open.size,
    closed: () =>
      open.size === 0
        ? Promise.resolve()
        : new Promise((resolve) => (waiting = [...waiting, resolve])),
  };
}

/** Connects to a port of this computer, whatever was asked for. */
export const to =
  (port: number): Behaviour =>
  (socket) => {
    const server = connect(port, '127.0.0.1');
    server.on('error', () => socket.destroy());
    socket.on('close', () => server.destroy());
    server.on('close', () => socket.destroy());
    socket.write(CONNECTED);
    socket.pipe(server).pipe(socket);
  };

/** Answers, and says no more. */
export const say =
  (text: string): Behaviour =>
  (socket) =>
    socket.write(text);

/** One byte of an endless answer at a time. */
export const drip =
  (text: string): Behaviour =>
  (socket) => {
    socket.write(text);
    const timer = setInterval(() => socket.write('x'), 5);
    socket.on('close', () => clearInterval(timer));
  };

export const refuse =
  (status: string): Behaviour =>
  (socket) =>
    socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`);

export const hang: Behaviour = () => undefined;
