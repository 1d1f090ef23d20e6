/** What programs are told and what is done for them, over the real socket. */
import { expect, test } from 'vitest';
import { PROFILE } from '../flow/tabkeeper.ts';
import { startBench, startProgram } from './bench.ts';
import { readEndpoint } from './client.ts';

const profile = PROFILE;

test('the app proves that it has the key of endpoint.json', async () => {
  const { client, folder } = await startBench();
  expect(await client().proves(readEndpoint(folder).key)).toBe(true);
  expect(await client().proves('another')).toBe(false);
});

test('a program that was let in sees the state of the session, and none that it was not given', async () => {
  const bench = await startBench();
  const { tabkeeper } = bench;
  const token = await bench.grant(['status']);
  const client = bench.client();
  const before = await client.post('getStatus', { profile }, { token });
  expect(before).toMatchObject({ status: 200, body: { ok: true, value: { state: 'signedOut' } } });
  await tabkeeper.signIn();
  const { body } = await client.post('getStatus', { profile }, { token });
  const [account] = tabkeeper.simulator.accounts;
  expect(body.value).toEqual({
    profile: { id: profile, name: expect.any(String) as string },
    server: 'local',
    baseUrl: tabkeeper.simulator.baseUrl,
    state: 'live',
    organizationId: account?.orgId,
    userId: expect.any(String) as string,
    trusted: false,
    trustedUntil: null,
    expiresAtLeast: new Date(tabkeeper.open().endsAtLeast ?? 0).toISOString(),
    keepAlive: 'on',
  });
  const { profile: who, ...rest } = body.value as { profile: object };
  const list = await client.post('listProfiles', {}, { token });
  expect(list.body.value).toEqual([{ ...who, ...rest }]);
});

test('getSession hands out the session ID and the key to the scope session alone', async () => {
  const bench = await startBench();
  const { tabkeeper } = bench;
  const all = await bench.grant(['status', 'read', 'call']);
  const token = await bench.grant(['session']);
  const client = bench.client();
  expect(await client.post('getSession', { profile }, { token })).toMatchObject({
    ...{ status: 409, body: { ok: false, error: { kind: 'noSession' } } },
  });
  await tabkeeper.signIn();
  const keys = tabkeeper.app.liveKeys(profile);
  expect((await client.post('getSession', { profile }, { token })).body.value).toMatchObject({
    ...{ sessionId: keys?.sessionId, devKey: keys?.devKey, state: 'live' },
  });
  const refused = await client.post('getSession', { profile }, { token: all });
  expect(refused).toMatchObject({ status: 403, body: { error: { kind: 'scope' } } });
});

test('an operation that only reads needs read, one that changes something needs call', async () => {
  const bench = await startBench();
  await bench.tabkeeper.signIn();
  const client = bench.client();
  const [reads, calls] = [await bench.grant(['read']), await bench.grant(['call'])];
  const list = { profile, operation: 'List/Vendor', data: { start: 0, max: 2 } };
  const read = await client.post('callOperation', list, { token: reads });
  expect(read.status).toBe(200);
  expect(read.body.value).toHaveLength(2);
  expect((await client.post('callOperation', list, { token: calls })).status).toBe(403);
  const create = {
    profile,
    operation: '/Crud/Create/Vendor.json',
    data: { obj: { entity: 'Vendor', name: 'From a program' } },
  };
  expect((await client.post('callOperation', create, { token: reads })).status).toBe(403);
  const made = await client.post('callOperation', create, { token: calls });
  expect(made).toMatchObject({ status: 200, body: { value: { name: 'From a program' } } });
});

test.each(['Login', 'Logout', 'ListOrgs', 'MFAChallenge', 'MFAAuthenticate', 'MFAStatus'])(
  '%s cannot be called by any program',
  async (operation) => {
    const { post, tabkeeper } = await startProgram('status', 'read', 'call', 'session');
    const before = tabkeeper.simulator.requests().length;
    const answer = await post('callOperation', { profile, operation });
    expect(answer).toMatchObject({
      status: 403,
      body: { error: { kind: 'scope', meaning: 'forTheApp' } },
    });
    expect(answer.body.error?.message).toContain('No grant allows that');
    expect(tabkeeper.simulator.requests()).toHaveLength(before);
  },
);

test.each([
  ['List/Nothing', 'BILL has no operation of that name'],
  ['UploadAttachment', 'takes a file'],
  ['Errors', 'takes no session'],
])(
  '%s is no operation for callOperation, and the sentence says why',
  async (operation, sentence) => {
    const { post } = await startProgram('read', 'call');
    const answer = await post('callOperation', { profile, operation });
    expect(answer).toMatchObject({ status: 400, body: { error: { kind: 'input' } } });
    expect(answer.body.error?.message).toContain(sentence);
  },
);

test.each([
  ['callOperation', { operation: 'List/Bill', data: { a: 'b\r\nc' } }, 'line feed'],
  ['getStatus', { more: 1 }, 'more is missing, is no field'],
  ['grants', { name: '' }, 'name is empty'],
])('what is wrong with the input of %s is said: %o', async (command, input, sentence) => {
  const { post } = await startProgram('status', 'read');
  const sent =
    command === 'grants'
      ? { ...input, scopes: ['status'], profiles: '*', until: 'quit' }
      : { profile, ...input };
  const { body } = await post(command, sent);
  expect(body.error).toMatchObject({ kind: 'input' });
  expect(body.error?.message).toContain(sentence);
});

test('a refusal of BILL comes with its code and what that means, and one for want of trust is learned from', async () => {
  const { post, tabkeeper } = await startProgram('call', 'status');
  const data = { vendorId: '00901ABCDEFGHI000001', email: 'vendor@example.com' };
  const sent = { profile, operation: 'SendVendorInvite', data };
  const answer = await post('callOperation', sent);
  expect(answer).toMatchObject({
    status: 502,
    body: { error: { kind: 'api', code: 'BDC_1361', meaning: 'untrusted' } },
  });
  tabkeeper.simulator.endSession('all');
  const dead = await post('callOperation', sent);
  expect(dead).toMatchObject({
    status: 502,
    body: { error: { kind: 'api', code: 'BDC_1109', meaning: 'sessionInvalid' } },
  });
  await tabkeeper.settled();
  expect(tabkeeper.session().state).toBe('expired');
});

test('a program’s call extends the session, and is a row of Activity with the program’s name', async () => {
  const bench = await startBench();
  const { tabkeeper } = bench;
  await tabkeeper.signIn();
  const token = await bench.grant(['read'], { name: 'my-script' });
  await tabkeeper.advance(5 * 60_000);
  const before = tabkeeper.open().endsAtLeast ?? 0;
  await bench
    .client()
    .post(
      'callOperation',
      { profile, operation: 'List/Bill', data: { start: 0, max: 1 } },
      { token },
    );
  await tabkeeper.settled();
  expect(tabkeeper.open().endsAtLeast).toBe(before + 5 * 60_000);
  expect(tabkeeper.app.snapshot().activity[0]).toMatchObject({
    endpoint: 'List/Bill',
    by: 'program',
    program: { name: 'my-script', times: null },
    outcome: 'ok',
  });
});

test('what the app answers by itself is one row that counts', async () => {
  const bench = await startBench();
  const token = await bench.grant(['status'], { name: 'my-script' });
  for (let times = 0; times < 300; times += 1) {
    await bench.client().post('getStatus', { profile }, { token });
  }
  const rows = bench.tabkeeper.app.snapshot().activity.filter(({ by }) => by === 'program');
  expect(rows).toMatchObject([
    { endpoint: 'getStatus', profile, program: { name: 'my-script', times: 300 } },
  ]);
});

test('extendNow answers when the server has', async () => {
  const { post, tabkeeper } = await startProgram('call');
  await tabkeeper.advance(60_000);
  const before = tabkeeper.touches();
  const answer = await post('extendNow', { profile });
  expect(answer).toMatchObject({ status: 200, body: { ok: true, value: null } });
  expect(tabkeeper.touches()).toBe(before + 1);
});

test('what a program has BILL asked for is one row of Activity, under its name alone', async () => {
  const bench = await startBench();
  const { tabkeeper } = bench;
  await tabkeeper.signIn();
  const token = await bench.grant(['call'], { name: 'my-script' });
  const before = tabkeeper.app.snapshot().activity.length;
  const client = bench.client();
  await client.post('extendNow', { profile }, { token });
  await client.post('sendMfaCode', { profile }, { token });
  await client.post('submitMfaCode', { profile, code: '000000', rememberDevice: true }, { token });
  const { activity } = tabkeeper.app.snapshot();
  const rows = activity.slice(0, activity.length - before);
  expect(rows.map(({ endpoint, program }) => [endpoint, program?.name])).toEqual([
    ['MFAAuthenticate', 'my-script'],
    ['MFAChallenge', 'my-script'],
    ['GetSessionInfo', 'my-script'],
  ]);
});

test('a pause until the session is extended ends with the touch of a program too', async () => {
  const bench = await startBench();
  const { tabkeeper } = bench;
  await tabkeeper.signIn();
  const token = await bench.grant(['call', 'status']);
  await tabkeeper.call('pauseKeepAlive', { profile, ms: 'off' });
  const stands = async () => {
    const { body } = await bench.client().post('getStatus', { profile }, { token });
    const { state, keepAlive } = body.value as Readonly<Record<string, string>>;
    return [state, keepAlive];
  };
  // It is left to lapse, and is live all the same.
  expect(await stands()).toEqual(['live', 'stopped']);
  await bench.client().post('extendNow', { profile }, { token });
  expect(await stands()).toEqual(['live', 'on']);
});

test('a code is sent and submitted, and a wrong one is refused with BILL’s code', async () => {
  const { post, tabkeeper } = await startProgram('call', 'status');
  expect((await post('sendMfaCode', { profile })).status).toBe(200);
  const again = await post('sendMfaCode', { profile });
  expect(again).toMatchObject({ status: 409, body: { error: { kind: 'notNow' } } });
  expect(again.body.error?.message).toContain('less than 30 seconds ago');
  const code = tabkeeper.code();
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  const submit = (given: string) =>
    post('submitMfaCode', { profile, code: given, rememberDevice: true });
  expect(await submit(wrong)).toMatchObject({ status: 502, body: { error: { kind: 'api' } } });
  expect(await submit(code)).toMatchObject({ status: 200 });
  const { body } = await post('getStatus', { profile });
  expect(body.value).toMatchObject({ trusted: true, trustedUntil: expect.any(String) as string });
});

test('the gateway is off, and a program is told so', async () => {
  const { post } = await startProgram('call');
  const answer = await post('getGateway', { profile });
  expect(answer).toMatchObject({ status: 409, body: { error: { kind: 'noGateway' } } });
});

test('openapi.json names every command for programs and every field of its input', async () => {
  const { client } = await startBench();
  const { status, body } = await client().get('/v1/openapi.json');
  expect(status).toBe(200);
  const paths = body['paths'] as Record<string, { post?: { requestBody: unknown } }>;
  expect(Object.keys(paths).toSorted()).toEqual(
    [
      ...['/v1/hello', '/v1/grants', '/v1/grants/{id}', '/v1/events'],
      ...['listProfiles', 'getStatus', 'callOperation', 'getGateway', 'getSession'].map(
        (name) => `/v1/${name}`,
      ),
      ...['extendNow', 'sendMfaCode', 'submitMfaCode'].map((name) => `/v1/${name}`),
    ].toSorted(),
  );
  expect(JSON.stringify(paths['/v1/submitMfaCode'])).toContain('rememberDevice');
});
