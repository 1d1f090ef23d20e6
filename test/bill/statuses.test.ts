/** What the client makes of redirects, of other HTTP statuses, and of BILL’s own refusals. */
import { describe, expect, test } from 'vitest';
import {
  canary,
  client,
  context,
  credentialsAt,
  httpServer,
  infoFrom,
  infoOf,
  json,
  odd,
  page,
  refusal,
  sessionInfo,
  signInFrom,
  touchAt,
} from './support.ts';

describe.each([301, 302, 303, 307, 308])('status %i', (status) => {
  test('[C14] a redirect to another host is an error and the second server sees no request', async () => {
    const second = await httpServer((_, response) => response.end(sessionInfo));
    const location = `http://127.0.0.1:${second.port}/api/v2/Login.json`;
    const { result } = await signInFrom((response) =>
      response.writeHead(status, { location }).end(sessionInfo),
    );
    expect(result).toEqual(odd('redirect', status));
    expect(second.sockets).toHaveLength(0);
  });

  test('[C15] a redirect within the host is an error and is not followed', async () => {
    const { result, sockets } = await infoOf('', status, { location: '/api/v2/elsewhere' });
    expect(result).toEqual(odd('redirect', status));
    expect(sockets).toHaveLength(1);
  });
});

test('[C14] a redirect is one even with BILL’s refusal as its body', async () => {
  const { result } = await infoOf(refusal('BDC_1109', 'x'), 302, {
    location: 'http://127.0.0.1:1/',
  });
  expect(result).toEqual(odd('redirect', 302));
});

test('[C16] 429 tells how long to wait, and is not repeated here', async () => {
  const { result, sockets } = await infoOf('', 429, { 'retry-after': '2' });
  expect(result).toEqual(odd('status', 429, 2000));
  expect(sockets).toHaveLength(1);
});

test('[C16] a date in Retry-After is counted from the server’s own clock', async () => {
  const { result } = await infoFrom((response) =>
    response
      .writeHead(503, {
        date: 'Tue, 24 Nov 2026 10:00:00 GMT',
        'retry-after': 'Tue, 24 Nov 2026 10:00:30 GMT',
      })
      .end(),
  );
  expect(result).toEqual(odd('status', 503, 30_000));
});

test('[C18] BDC_1144 is BILL’s refusal and comes with the server’s time', async () => {
  const text = 'Max number of allowed requests per hour reached: 20000.';
  const { result } = await infoFrom((response) =>
    response
      .writeHead(200, { ...json, date: 'Tue, 24 Nov 2026 10:12:13 GMT' })
      .end(refusal('BDC_1144', text)),
  );
  const serverTime = Date.UTC(2026, 10, 24, 10, 12, 13);
  expect(result).toEqual({
    ok: false,
    error: { kind: 'refused', meaning: 'hourLimit', code: 'BDC_1144', text, serverTime },
  });
});

test('[C20] three times 500 and then success are just that, one request each', async () => {
  let calls = 0;
  const { baseUrl } = await httpServer((_, response) => {
    calls += 1;
    if (calls <= 3) response.writeHead(500).end('oops');
    else response.end(sessionInfo);
  });
  const results = [];
  for (let i = 0; i < 4; i++) results.push(await touchAt(baseUrl));
  expect(results.slice(0, 3)).toEqual([1, 2, 3].map(() => odd('status', 500)));
  expect(results[3]).toMatchObject({ ok: true });
  expect(calls).toBe(4);
});

describe('[C21] a status of a proxy says nothing about the session', () => {
  test.each([400, 401, 403, 404, 407, 429, 500, 502, 503, 504, 511])('%i', async (status) => {
    const { result } = await infoOf(page, status, { 'content-type': 'text/html' });
    expect(result).toEqual(odd('status', status));
  });

  test('nor does it with JSON that is not BILL’s, or with success', async () => {
    for (const body of ['{"error":"BDC_1109"}', sessionInfo]) {
      const { result } = await infoOf(body, 503);
      expect(result).toEqual(odd('status', 503));
    }
  });
});

test.each([400, 401, 403, 404, 429, 500])(
  'a well-formed refusal of BILL with status %i is BILL’s answer',
  async (status) => {
    const { result, recorder } = await infoOf(refusal('BDC_1121', 'API not supported.'), status);
    expect(result).toMatchObject({ error: { kind: 'refused', code: 'BDC_1121' } });
    expect(recorder.rows()).toMatchObject([{ outcome: 'refused', status }]);
  },
);

test('BILL’s text is shortened, freed of what cannot be seen, and its marks of direction shown', async () => {
  const text = `a\u0000b\u001b[31m\u202E\r\nc${'x'.repeat(2000)}`;
  const { result } = await infoFrom((response) => response.end(refusal('BDC_1002', text)));
  const shown = !result.ok && result.error.kind === 'refused' ? result.error.text : '';
  expect(shown).toMatch(/^ab\[31m\[U\+202E\] cx+…$/u);
  expect(shown).toHaveLength(501);
});

test('[C29] secrets that the server puts into headers, texts and replies are shown nowhere', async () => {
  const { baseUrl } = await httpServer((_, response) => {
    response
      .writeHead(200, {
        'x-echo': encodeURIComponent(canary.password),
        'set-cookie': `sid=${canary.sessionId}`,
        'x-key': canary.devKey,
      })
      .end(refusal('BDC_1129', `Invalid: ${canary.devKey}, ${canary.password}.`));
  });
  const { api, recorder, log } = client();
  const result = await api.signIn(credentialsAt(baseUrl), context());
  expect(result).toMatchObject({ error: { kind: 'refused', code: 'BDC_1129' } });
  const everything = JSON.stringify([result, recorder.rows(), recorder.detail(1), log]);
  expect(everything).not.toContain(canary.devKey);
  expect(everything).not.toContain(JSON.stringify(canary.password).slice(1, -1));
  expect(everything).not.toContain(encodeURIComponent(canary.password));
});
