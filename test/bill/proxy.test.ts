/** Through the system's proxy, as a company network has one, and never on the way to loopback. */
import { createServer, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { connect, createServer as createRawServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { readProxy } from '../../src-main/bill/agents.ts';
import { allowBaseUrl } from '../../src-main/bill/base-url.ts';
import { createHttp } from '../../src-main/bill/http.ts';
import { BILL_SANDBOX_URL } from '../../src-shared/bill/server.ts';
import { ManualClock } from '../fakes/manual-clock.ts';

const open: { close(): unknown }[] = [];
const sockets = new Set<Socket>();
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of open.splice(0)) server.close();
});

const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;

/** A proxy that notes who asks for what, and answers CONNECT with `answer`. */
async function startProxy(answer: (socket: Duplex) => void) {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end();
  });
  server.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    answer(socket);
  });
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(server);
  return { asked, way: `PROXY 127.0.0.1:${portOf(server)}; DIRECT` };
}

function sandbox() {
  const allowed = allowBaseUrl(BILL_SANDBOX_URL);
  if (!allowed.ok) throw new Error('the sandbox is allowed');
  return allowed.value;
}

async function postThrough(way: string, baseUrl = sandbox()) {
  const post = createHttp({ clock: new ManualClock(), proxyFor: () => Promise.resolve(way) });
  const { signal } = new AbortController();
  return post({ baseUrl, path: '/Login.json', form: [['password', 'x']], signal, cut: 'always' });
}

describe('the proxy of the system', () => {
  it('is asked to connect to the sandbox, and sees no byte of the request in clear', async () => {
    const bytes: Buffer[] = [];
    const proxy = await startProxy((socket) => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.on('data', (chunk: Buffer) => {
        bytes.push(chunk);
        socket.destroy();
      });
    });
    const posted = await postThrough(proxy.way);
    expect(proxy.asked).toEqual(['api-stage.bill.com:443']);
    expect(posted).toMatchObject({ ok: false, error: { kind: 'line' } });
    const sent = Buffer.concat(bytes);
    // A TLS handshake record, and nothing else.
    expect(sent[0]).toBe(0x16);
    expect(sent.toString('latin1')).not.toContain('password');
  });

  it('gets a sentence of its own when it wants a password', async () => {
    const proxy = await startProxy((socket) =>
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n'),
    );
    expect(await postThrough(proxy.way)).toMatchObject({
      error: { kind: 'line', fault: 'proxyAuth' },
    });
  });

  it('gets another one when it does not connect', async () => {
    const refusing = await startProxy((socket) => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
    expect(await postThrough(refusing.way)).toMatchObject({
      error: { kind: 'line', fault: 'proxy' },
    });
  });

  it('is refused with a reason when it speaks SOCKS only', async () => {
    expect(await postThrough('SOCKS5 127.0.0.1:1080')).toMatchObject({
      error: { kind: 'line', fault: 'proxySocks' },
    });
  });

  it('is never on the way to this computer', async () => {
    const proxy = await startProxy((socket) => socket.destroy());
    const server = createServer((_, response) => response.end('{}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push(server);
    for (const host of ['127.0.0.1', 'localhost']) {
      const local = allowBaseUrl(`http://${host}:${portOf(server)}/api/v2`);
      if (!local.ok) throw new Error('loopback is allowed');
      expect(await postThrough(proxy.way, local.value)).toMatchObject({ ok: true });
    }
    expect(proxy.asked).toEqual([]);
  });

  it('that is not there is a server that nobody answers for', async () => {
    const server = createRawServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const port = portOf(server);
    await new Promise((resolve) => server.close(resolve));
    // The port is free again: nothing listens there.
    await new Promise<void>((resolve) => connect(port, '127.0.0.1').once('error', () => resolve()));
    expect(await postThrough(`PROXY 127.0.0.1:${port}`)).toMatchObject({
      error: { kind: 'line', fault: 'refused' },
    });
  });
});

describe('the answer of a proxy script', () => {
  it.each([
    ['DIRECT', { is: 'direct' }],
    ['', { is: 'direct' }],
    ['PROXY proxy.example:8080; DIRECT', { is: 'proxy', url: 'http://proxy.example:8080' }],
    ['HTTPS proxy.example:8443', { is: 'proxy', url: 'https://proxy.example:8443' }],
    ['proxy [::1]:3128', { is: 'proxy', url: 'http://[::1]:3128' }],
    ['SOCKS5 a:1; PROXY b:2', { is: 'proxy', url: 'http://b:2' }],
    ['SOCKS a:1; DIRECT', { is: 'direct' }],
    ['SOCKS4 a:1', { is: 'unsupported' }],
    ['PROXY user:pw@evil/x', { is: 'unsupported' }],
  ])('%j means %j', (answer, expected) => {
    expect(readProxy(answer)).toEqual(expected);
  });
});
