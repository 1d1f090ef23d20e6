/** What the client makes of replies whose text is not what BILL promises. */
import { describe, expect, test } from 'vitest';
import {
  afterRequest,
  canary,
  client,
  context,
  credentialsAt,
  httpServer,
  infoOf,
  json,
  keysAt,
  odd,
  orgId,
  page,
  rawServer,
  refusal,
  sessionInfo,
  signInFrom,
  success,
  touchAt,
} from './support.ts';

test('[C1] a page with status 200 is odd, and nothing of it is kept', async () => {
  const { result, recorder, log } = await infoOf(page, 200, { 'content-type': 'text/html' });
  expect(result).toEqual(odd('html', 200));
  expect(recorder.detail(1)).toMatchObject({ outcome: 'failed', status: 200, reply: null });
  expect(JSON.stringify([recorder.detail(1), log, result])).not.toContain('secret-of-the-page');
});

test('[C2] a page that is called JSON is recognised by its text', async () => {
  const { result } = await infoOf(`\n ${page}`);
  expect(result).toEqual(odd('html', 200));
});

test('text that is neither a page nor JSON is odd', async () => {
  const { result } = await infoOf('no healthy');
  expect(result).toEqual(odd('json', 200));
});

test('the content type does not matter where the text is BILL’s envelope', async () => {
  const { result } = await infoOf(`\uFEFF${sessionInfo}`, 200, { 'content-type': 'text/html' });
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
  const result = await touchAt(baseUrl);
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
  const { result } = await infoOf('');
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
  const { result } = await infoOf(text);
  expect(result).toEqual({ ok: true, value: { organizationId: 'o', userId: 'u' } });
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

describe('[C122] a list of organizations', () => {
  const listFrom = async (list: unknown) => {
    const { baseUrl } = await httpServer((_, response) =>
      response.writeHead(200, json).end(success(list)),
    );
    return client().api.findOrganizations(credentialsAt(baseUrl), context());
  };
  const acme = { orgId: '008A', orgName: 'Acme' };

  test('has each once, by a name that can be shown', async () => {
    const list = [acme, { orgId: '008B', orgName: 'Be\u202Eta\n' }, acme];
    expect(await listFrom(list)).toEqual({
      ok: true,
      value: [acme, { orgId: '008B', orgName: 'Be[U+202E]ta' }],
    });
  });

  test.each([
    ['null', null],
    ['a text', '008B'],
    ['a list', []],
    ['no ID', { orgName: 'Beta' }],
    ['a null ID', { orgId: null, orgName: 'Beta' }],
    ['a number as ID', { orgId: 8, orgName: 'Beta' }],
    ['an empty ID', { orgId: '', orgName: 'Beta' }],
    ['an ID that hides something', { orgId: '008\u202eB', orgName: 'Beta' }],
    ['an ID of 10 kB', { orgId: '8'.repeat(10_240), orgName: 'Beta' }],
  ])('with one odd entry shows the others: %s', async (_, entry) => {
    expect(await listFrom([entry, acme])).toEqual({ ok: true, value: [acme] });
    expect(await listFrom([acme, entry])).toEqual({ ok: true, value: [acme] });
    expect(await listFrom([entry]), 'nothing else').toEqual(odd('shape', 200));
  });

  test.each([
    ['none', undefined, ''],
    ['null', null, ''],
    ['a number', 7, ''],
    ['one of 400,000 characters', 'x'.repeat(400_000), `${'x'.repeat(120)}…`],
  ])('shows an organization whatever its name is: %s', async (_, orgName, shown) => {
    expect(await listFrom([{ orgId: '008B', orgName }, acme])).toEqual({
      ok: true,
      value: [{ orgId: '008B', orgName: shown }, acme],
    });
  });

  test('may be empty', async () => {
    expect(await listFrom([])).toEqual({ ok: true, value: [] });
  });
});

describe('[S124] a reply to a sign-in that has a session ID is one', () => {
  const { sessionId } = canary;
  const [usersId, other] = ['00601USER', '00601OTHER'];
  test.each([
    ['as documented', { orgId, usersId }, { orgId, usersId }],
    ['by the other names', { organizationId: orgId, userId: usersId }, { orgId, usersId }],
    ['by both names', { orgId, organizationId: 'x', usersId, userId: other }, { orgId, usersId }],
    ['with nothing else', {}, { orgId, usersId: null }],
    ['with nulls', { orgId: null, usersId: null }, { orgId, usersId: null }],
    ['with numbers', { orgId: 8, usersId: 6 }, { orgId, usersId: null }],
    ['with empty ones', { orgId: '', usersId: '' }, { orgId, usersId: null }],
    [
      'with one of each that is none',
      { orgId: '', organizationId: orgId, usersId: null, userId: usersId },
      { orgId, usersId },
    ],
  ])('%s', async (_, ids, expected) => {
    const { result } = await signInFrom((response) =>
      response.writeHead(200, json).end(success({ sessionId, ...ids })),
    );
    expect(result).toEqual({ ok: true, value: { sessionId, ...expected, apiEndPoint: null } });
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
