/** Errors that say what is true: what was sent, who did not answer, and by what name it is called. */
import { createServer as createHttpsServer } from 'node:https';
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { AppError, Result } from '../../src-shared/result.ts';
import {
  codeErrorWords,
  errorWords,
  incidentWords,
  signInOutcome,
} from '../../src-shared/words.ts';
import {
  afterRequest,
  allowed,
  client,
  context,
  credentialsAt,
  FAST,
  httpServer,
  json,
  keysAt,
  listen,
  ok200,
  page,
  rawServer,
  sessionInfo,
  success,
  touchAt,
} from './support.ts';

const errorOf = (result: Result<unknown>): AppError => {
  if (result.ok) throw new Error('It went well.');
  return result.error;
};
const MAY_BE_DONE = 'It may have been done all the same. Look whether it was, then try again.';

describe('[C23] a reply that breaks off after the request was sent', () => {
  const breaks: readonly (readonly [how: string, then: (socket: Socket) => unknown])[] = [
    ['by a close before any byte', (socket) => socket.end()],
    ['by a reset before any byte', (socket) => socket.resetAndDestroy()],
    ['within the head', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-le')],
    ['within the body', (socket) => socket.end(`${ok200}content-length: 999\r\n\r\n{`)],
    ['within a chunk', (socket) => socket.end(`${ok200}transfer-encoding: chunked\r\n\r\nff\r\n{`)],
    ['within JSON without a length', (socket) => socket.end(`${ok200}\r\n{"response_status":0,`)],
    ['by never coming', () => undefined],
    ['by what is not HTTP', (socket) => socket.end('SSH-2.0-x\r\n')],
  ];

  test.each(breaks)(
    '%s may have been done, and a sign-in may have opened a session',
    async (_, then) => {
      const { baseUrl } = await rawServer((socket) => afterRequest(socket, () => then(socket)));
      const { api } = client({ timeouts: FAST });
      const error = errorOf(await api.signIn(credentialsAt(baseUrl), context()));
      expect(errorWords(error, 'BILL').next).toBe(MAY_BE_DONE);
      expect(signInOutcome(error, 'BILL')).toBe(
        'No whole answer came: BILL may have opened a session, which ends by itself. Nothing was saved.',
      );
      const operation = await api.tryOperation(keysAt(baseUrl), '/PayBills.json', '{}', context());
      expect(errorWords(errorOf(operation), 'BILL').next).toBe(MAY_BE_DONE);
      // At the code the sentence about the code stands in its place.
      expect(codeErrorWords(error, 'BILL').next).toContain('The code that you have may still work');
    },
  );

  test('was not sent at all where nobody listens, and is not said to be', async () => {
    const result = await client().api.signIn(
      credentialsAt(allowed('http://127.0.0.1:1')),
      context(),
    );
    expect(errorOf(result)).toEqual({ kind: 'line', fault: 'refused', code: 'ECONNREFUSED' });
    expect(signInOutcome(errorOf(result), '127.0.0.1:1')).toBe(
      '127.0.0.1:1 was not reached. Nothing was saved.',
    );
  });
});

describe('[C28] an error names who it is about', () => {
  test('https at a port that speaks plain http: the scheme, and no certificate', async () => {
    const plain = await httpServer((_, response) => response.end(sessionInfo));
    const raw = await rawServer((socket) => socket.end('220 mail.example ESMTP\r\n'));
    for (const { port } of [plain, raw]) {
      const url = allowed(`https://127.0.0.1:${port}/api/v2`);
      const error = errorOf(await touchAt(url));
      const { title, what, next } = errorWords(error, '127.0.0.1:7');
      expect(`${title} ${what} ${next}`).not.toMatch(/certificate/iu);
      expect(what).toBe('127.0.0.1:7 does not speak https at that port, so nothing was sent.');
      expect(next).toContain('http://');
    }
  });

  test('http at a port that speaks https: nothing is believed of it', async () => {
    const pem = (part: string) =>
      readFileSync(new URL(`fixtures/good.${part}.pem`, import.meta.url), 'utf8');
    const server = createHttpsServer({ key: pem('key'), cert: pem('cert') }, (_, res) => res.end());
    server.on('tlsClientError', () => undefined);
    const { port } = await listen(server, 'https');
    const url = allowed(`http://127.0.0.1:${port}/api/v2`);
    expect(errorOf(await touchAt(url))).toMatchObject({
      kind: 'line',
    });
  });

  test.each([
    [407, 'The proxy of this computer asks for a sign-in, which Tabkeeper does not do.'],
    [511, 'The network asks for a sign-in of its own before it lets anything through.'],
  ])('status %i: the proxy, or the sign-in page of the network', async (status, what) => {
    for (const body of [page, '{}', '', success({})]) {
      const { baseUrl } = await httpServer((_, response) =>
        response.writeHead(status, json).end(body),
      );
      const error = errorOf(await touchAt(baseUrl));
      expect([body, errorWords(error, 'BILL').what]).toEqual([body, what]);
    }
  });

  test.each([
    ['PROXY_HTTP_407', 'proxyAuth', 'The proxy of this computer asks for a sign-in'],
    ['PROXY_HTTP_511', 'proxy', 'The network asks for a sign-in of its own'],
    ['PROXY_HTTP_502', 'proxy', 'The proxy of this computer did not connect to BILL.'],
    ['PROXY_ETIMEDOUT', 'timeout', 'The proxy of this computer did not connect to BILL in time.'],
    ['PROXY_LOOKUP', 'timeout', 'This computer did not say in time which proxy leads to BILL.'],
    ['PROXY_ECONNREFUSED', 'refused', 'The proxy that the system names is not reached'],
    ['PROXY_ENOTFOUND', 'dns', 'The proxy that the system names is not reached'],
    ['PROXY_CERT_HAS_EXPIRED', 'tls', 'The certificate of the system’s proxy'],
  ] as const)('%s: the proxy', (code, fault, what) => {
    const error = { kind: 'line', fault, code } as const;
    expect(errorWords(error, 'BILL').what).toContain(what);
    expect(signInOutcome(error, 'BILL')).toBe(
      'The proxy did not lead to BILL. Nothing was sent or saved.',
    );
  });

  test.each(['expired', 'war', 'rejected'] as const)(
    'a notification: the server of this computer, which is not BILL: %s',
    (kind) => {
      const incident = { kind, key: '', action: 'signIn' } as const;
      const { title, body } = incidentWords({ ...incident, server: 'the local server' });
      expect(`${title} ${body}`).toMatch(/the local server/iu);
      expect(`${title} ${body}`).not.toContain('BILL');
      const ofBill = incidentWords(incident);
      expect(`${ofBill.title} ${ofBill.body}`).toContain('BILL');
    },
  );
});
