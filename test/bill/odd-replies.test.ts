/** What the client makes of replies whose text is not what BILL promises. */
import { describe, expect, test } from 'vitest';
import {
  afterRequest,
  canary,
  client,
  context,
  credentialsAt,
  httpServer,
  infoFrom,
  json,
  keysAt,
  odd,
  page,
  rawServer,
  refusal,
  sessionInfo,
  signInFrom,
  success,
} from './support.ts';

test('[C1] a page with status 200 is odd, and nothing of it is kept', async () => {
  const { result, recorder, log } = await infoFrom((response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(page),
  );
  expect(result).toEqual(odd('html', 200));
  expect(recorder.detail(1)).toMatchObject({ outcome: 'failed', status: 200, reply: null });
  expect(JSON.stringify([recorder.detail(1), log, result])).not.toContain('secret-of-the-page');
});

test('[C2] a page that is called JSON is recognised by its text', async () => {
  const { result } = await infoFrom((response) => response.writeHead(200, json).end(`\n ${page}`));
  expect(result).toEqual(odd('html', 200));
});

test('text that is neither a page nor JSON is odd', async () => {
  const { result } = await infoFrom((response) => response.writeHead(200, json).end('no healthy'));
  expect(result).toEqual(odd('json', 200));
});

test('the content type does not matter where the text is BILL’s envelope', async () => {
  const { result } = await infoFrom((response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(`\uFEFF${sessionInfo}`),
  );
  expect(result).toMatchObject({ ok: true });
});

test('[C3] JSON cut short by a closing server is no session, and no half of one is quoted', async () => {
  const whole = success({ sessionId: canary.sessionId, orgId: 'o', usersId: 'u' });
  const { baseUrl } = await rawServer((socket) => {
    afterRequest(socket, () => {
      const half = whole.slice(0, whole.indexOf(canary.sessionId) + 30);
      socket.end(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n${half}`);
    });
  });
  const { api, recorder, log } = client();
  const result = await api.signIn(credentialsAt(baseUrl), context());
  expect(result).toEqual(odd('json', 200));
  const said = JSON.stringify([result, recorder.rows(), recorder.detail(1), log]);
  expect(said).not.toContain(canary.sessionId.slice(0, 30));
});

test('[C5] a chunked body that is cut is a broken line', async () => {
  const { baseUrl } = await rawServer((socket) => {
    afterRequest(socket, () => {
      const start = sessionInfo.slice(0, 20);
      socket.end(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n14\r\n${start}\r\n`);
    });
  });
  const result = await client().api.touch(keysAt(baseUrl), context());
  expect(result).toMatchObject({ ok: false, error: { kind: 'line', fault: 'reset' } });
});

test('a body shorter than its content-length is a broken line', async () => {
  const { baseUrl, sockets } = await rawServer((socket) => {
    afterRequest(socket, () => {
      socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n${sessionInfo}`);
    });
  });
  const { api, recorder } = client();
  const result = await api.touch(keysAt(baseUrl), context());
  expect(result).toMatchObject({ ok: false, error: { kind: 'line', fault: 'reset' } });
  expect(sockets, 'the reply had begun, so it is not asked again').toHaveLength(1);
  expect(recorder.rows()).toMatchObject([{ status: 200, outcome: 'failed' }]);
});

test('[C6] an empty body with status 200 is odd', async () => {
  const { result } = await infoFrom((response) => response.writeHead(200, json).end());
  expect(result).toEqual(odd('shape', 200));
});

test('[C7] 204 to a sign-in is odd', async () => {
  const { result } = await signInFrom((response) => response.writeHead(204).end());
  expect(result).toEqual(odd('shape', 204));
});

describe('[C8] JSON that is not what BILL promises is odd', () => {
  const good = { sessionId: canary.sessionId, orgId: 'o', usersId: 'u' };
  test.each([
    ['null', 'null'],
    ['a list', '[]'],
    ['a number', '7'],
    ['text', '"Success"'],
    ['another envelope', '{"status":"ok"}'],
    ['no status', JSON.stringify({ response_data: good })],
    ['a status in text', JSON.stringify({ response_status: '0', response_data: good })],
    ['an unknown status', JSON.stringify({ response_status: 2, response_data: good })],
    ['no data', JSON.stringify({ response_status: 0 })],
    ['data that is null', success(null)],
    ['no sessionId', success({ orgId: 'o', usersId: 'u' })],
    ['a null sessionId', success({ ...good, sessionId: null })],
    ['a number as sessionId', success({ ...good, sessionId: 12 })],
    ['an empty sessionId', success({ ...good, sessionId: '' })],
    ['a sessionId of 10 kB', success({ ...good, sessionId: 'x'.repeat(10_240) })],
    ['a sessionId with a line break', success({ ...good, sessionId: '!b\r\nx: y' })],
    ['a sessionId with an invisible character', success({ ...good, sessionId: '!b\u202Ex' })],
    ['no usersId', success({ sessionId: canary.sessionId, orgId: 'o' })],
    ['a refusal without a code', refusal('', 'Session is invalid.')],
    ['a refusal with another kind of code', refusal('BDC_', 'x')],
    ['a refusal with more than a code', refusal('BDC_1109 ', 'x')],
    ['a refusal that is a list', JSON.stringify({ response_status: 1, response_data: [] })],
    [
      'own __proto__ instead of values',
      `{"response_status":0,"response_data":{"__proto__":${JSON.stringify(good)}}}`,
    ],
    ['an own __proto__ as envelope', `{"__proto__":${success(good)}}`],
  ])('%s', async (_, text) => {
    const { result } = await signInFrom((response) => response.writeHead(200, json).end(text));
    expect(result).toEqual(odd('shape', 200));
    expect(({} as Record<string, unknown>)['sessionId']).toBeUndefined();
  });
});

test('unknown fields are ignored and dropped', async () => {
  const text = `{"response_status":0,"new":{},"response_data":{"organizationId":"o","userId":"u",
    "mfaStatus":"x","__proto__":{"polluted":true},"constructor":1}}`;
  const { result } = await infoFrom((response) => response.writeHead(200, json).end(text));
  expect(result).toEqual({ ok: true, value: { organizationId: 'o', userId: 'u' } });
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('organizations come each once, by a name without what cannot be seen', async () => {
  const list = [
    { orgId: '008A', orgName: 'Acme' },
    { orgId: '008B', orgName: 'Be\u202Eta\n' },
    { orgId: '008A', orgName: 'Acme' },
  ];
  const { baseUrl } = await httpServer((_, response) =>
    response.writeHead(200, json).end(success(list)),
  );
  const { api } = client();
  expect(await api.findOrganizations(credentialsAt(baseUrl), context())).toEqual({
    ok: true,
    value: [
      { orgId: '008A', orgName: 'Acme' },
      { orgId: '008B', orgName: 'Beta' },
    ],
  });
});

test.each([undefined, 12, '', 'https://x/\n', 'x'.repeat(5000)])(
  'a strange apiEndPoint (%j) does not spoil a sign-in, for it is only shown',
  async (apiEndPoint) => {
    const data = { sessionId: canary.sessionId, orgId: 'o', usersId: 'u', apiEndPoint };
    const { result } = await signInFrom((response) =>
      response.writeHead(200, json).end(success(data)),
    );
    expect(result).toMatchObject({ ok: true, value: { apiEndPoint: null } });
  },
);

const verifiedFrom = async (text: string) => {
  const { baseUrl } = await httpServer((_, response) => response.writeHead(200, json).end(text));
  const answer = { challengeId: canary.challengeId, code: canary.code, deviceId: 'd' };
  return client().api.submitMfaCode(
    keysAt(baseUrl),
    { ...answer, machineName: 'm', rememberDevice: true },
    context(),
  );
};

test.each([
  ['no mfaId', success({})],
  ['a null one', success({ mfaId: null })],
  ['an empty one', success({ mfaId: '' })],
  ['a number', success({ mfaId: 7 })],
  ['one that cannot be seen', success({ mfaId: '!b\u202e' })],
  ['data that is null', success(null)],
  ['data that is text', success('')],
  ['no data', JSON.stringify({ response_status: 0, response_message: 'Success' })],
])('a code that was accepted with %s is accepted, and no device is remembered', async (_, text) => {
  expect(await verifiedFrom(text)).toEqual({ ok: true, value: { mfaId: null } });
});

test('a code is not accepted by what is no success', async () => {
  for (const text of ['{}', '[]', 'null', '{"response_data":{"mfaId":"!b"}}']) {
    expect(await verifiedFrom(text)).toEqual(odd('shape', 200));
  }
});
