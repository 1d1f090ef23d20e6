/** Row C11: without a certificate that holds, nothing of ours is sent. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, expect, test, vi } from 'vitest';
import {
  allowed,
  client,
  context,
  credentialsAt,
  httpServer,
  keysAt,
  listen,
  sessionInfo,
  touchAt,
} from './support.ts';

type Pair = 'good' | 'expired' | 'early' | 'other';

const pem = (pair: Pair, part: 'key' | 'cert') =>
  readFileSync(new URL(`fixtures/${pair}.${part}.pem`, import.meta.url), 'utf8');

afterEach(() => {
  vi.unstubAllEnvs();
});

/** An https server that counts the requests it was able to read. */
async function httpsServer(pair: Pair) {
  let requests = 0;
  const server = createServer({ key: pem(pair, 'key'), cert: pem(pair, 'cert') }, (_, response) => {
    requests += 1;
    response.end(sessionInfo);
  });
  server.on('tlsClientError', () => undefined);
  const local = await listen(server, 'https');
  return { ...local, requests: () => requests };
}

test.each<[string, Pair, boolean, string]>([
  ['signed by itself', 'good', false, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ['for another host', 'other', true, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['expired', 'expired', true, 'CERT_HAS_EXPIRED'],
  ['not yet valid', 'early', true, 'CERT_NOT_YET_VALID'],
])('[C11] a certificate %s stops the call before a byte of it', async (_, pair, trusted, code) => {
  const { baseUrl, requests, sockets } = await httpsServer(pair);
  const { api } = client(trusted ? { ca: () => [pem(pair, 'cert')] } : {});
  const result = await api.signIn(credentialsAt(baseUrl), context());
  expect(result).toEqual({ ok: false, error: { kind: 'line', fault: 'tls', code } });
  expect(await api.touch(keysAt(baseUrl), context())).toMatchObject({
    error: { fault: 'tls' },
  });
  expect(requests()).toBe(0);
  expect(sockets, 'one connection a call, read or not: no storm').toHaveLength(2);
});

test('[C11] no environment variable turns the check off', async () => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  const { baseUrl, requests } = await httpsServer('good');
  const result = await client().api.signIn(credentialsAt(baseUrl), context());
  expect(result).toMatchObject({ error: { kind: 'line', fault: 'tls' } });
  expect(requests()).toBe(0);
});

test('a certificate that holds is accepted, under each name of this computer', async () => {
  const { baseUrl, port, requests } = await httpsServer('good');
  const { api } = client({ ca: () => [pem('good', 'cert')] });
  for (const url of [baseUrl, allowed(`https://localhost:${port}/api/v2`)]) {
    expect(await api.touch(keysAt(url), context())).toMatchObject({ ok: true });
  }
  expect(requests()).toBe(2);
});

test('[C11] a server that speaks only TLS 1.1 is refused', async () => {
  const server = createTlsServer({
    key: pem('good', 'key'),
    cert: pem('good', 'cert'),
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
    ciphers: 'DEFAULT@SECLEVEL=0',
  });
  server.on('tlsClientError', () => undefined);
  const { baseUrl } = await listen(server, 'https');
  expect(await touchAt(baseUrl, { ca: () => [pem('good', 'cert')] })).toMatchObject({
    error: { kind: 'line', fault: 'tls' },
  });
});

test('[C15] a redirect of an https server to plain http on its own host is not followed', async () => {
  const plain = await httpServer((_, response) => response.end(sessionInfo));
  const location = `${plain.baseUrl}/GetSessionInfo.json`;
  const server = createServer({ key: pem('good', 'key'), cert: pem('good', 'cert') }, (_, res) =>
    res.writeHead(302, { location }).end(sessionInfo),
  );
  const { baseUrl } = await listen(server, 'https');
  expect(await touchAt(baseUrl, { ca: () => [pem('good', 'cert')] })).toMatchObject({
    error: { kind: 'oddReply', odd: 'redirect', status: 302 },
  });
  expect(plain.sockets).toHaveLength(0);
});
