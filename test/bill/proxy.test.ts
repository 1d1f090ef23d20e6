/** Through the system's proxy, as a company network has one, and never on the way to loopback. */
import { describe, expect, it } from 'vitest';
import { readWays } from '../../src-main/bill/line/proxy-ways.ts';
import { BILL_SANDBOX_URL } from '../../src-shared/bill/server.ts';
import { CONNECTED, SANDBOX, startProxy } from './proxies.ts';
import { allowed, canary, client, context, credentialsAt, httpServer } from './support.ts';

const signInThrough = (way: string, baseUrl = allowed(BILL_SANDBOX_URL)) => {
  const { api } = client({ proxyFor: () => Promise.resolve(way) });
  return api.signIn(credentialsAt(baseUrl), context());
};

describe('the proxy of the system', () => {
  it('is asked to connect to the sandbox, and sees no byte of the request in clear', async () => {
    const bytes: Buffer[] = [];
    const proxy = await startProxy((socket) => {
      socket.write(CONNECTED);
      socket.on('data', (chunk: Buffer) => {
        bytes.push(chunk);
        socket.destroy();
      });
    });
    expect(await signInThrough(proxy.way)).toMatchObject({ error: { kind: 'line' } });
    expect(proxy.asked).toEqual([SANDBOX]);
    const sent = Buffer.concat(bytes);
    // A TLS handshake record, and nothing else.
    expect(sent[0]).toBe(0x16);
    expect(sent.toString('latin1')).not.toContain(canary.devKey);
  });

  it('is refused with a reason when it speaks SOCKS only', async () => {
    expect(await signInThrough('SOCKS5 127.0.0.1:1080')).toMatchObject({
      error: { kind: 'line', fault: 'proxySocks' },
    });
  });

  it('is never on the way to this computer', async () => {
    const proxy = await startProxy((socket) => socket.destroy());
    const { port, sockets } = await httpServer((_, response) => response.end('{}'));
    for (const host of ['127.0.0.1', 'localhost']) {
      const url = allowed(`http://${host}:${port}/api/v2`);
      expect(await signInThrough(proxy.way, url)).toMatchObject({ error: { kind: 'oddReply' } });
    }
    expect([proxy.asked, sockets.length]).toEqual([[], 2]);
  });
});

const direct = { is: 'direct' };
const proxy = (host: string, port: number, secure = false) => ({
  ...{ is: 'proxy', secure, host, port },
});

describe('the answer of a proxy script', () => {
  it.each([
    ['DIRECT', [direct]],
    ['', [direct]],
    [' ; ', [direct]],
    ['PROXY proxy.example:8080; DIRECT', [proxy('proxy.example', 8080), direct]],
    ['HTTPS proxy.example:8443', [proxy('proxy.example', 8443, true)]],
    ['HTTPS proxy.example', [proxy('proxy.example', 443, true)]],
    ['HTTP proxy.example', [proxy('proxy.example', 80)]],
    ['proxy [::1]:3128', [proxy('::1', 3128)]],
    ['PROXY a:1; HTTPS b:2;PROXY c:3', [proxy('a', 1), proxy('b', 2, true), proxy('c', 3)]],
    ['SOCKS5 a:1; PROXY b:2', [proxy('b', 2)]],
    ['SOCKS a:1; DIRECT', [direct]],
    ['SOCKS4 a:1', []],
    ['PROXY user:pw@evil/x', []],
    ['PROXY a:99999', []],
    ['constructor a:1; __proto__ b:2', []],
  ])('%j means %j', (answer, expected) => {
    expect(readWays(answer)).toEqual(expected);
  });
});
