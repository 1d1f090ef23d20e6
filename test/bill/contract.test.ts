/** The client against the simulator: two readings of BILL's API, written apart from each other. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BaseUrl, Credentials, SessionKeys, SignedIn } from '../../src-main/ports.ts';
import { operationIds, sampleBodies } from '../../src-shared/bill/operations.ts';
import {
  startSimulator,
  type Simulator,
  type SimulatorAccount,
} from '../../src-simulator/index.ts';
import { allowed, client, context, expectOk, later } from './support.ts';

let simulator: Simulator;
let baseUrl: BaseUrl;
beforeEach(async () => {
  simulator = await startSimulator({ seed: 'contract' });
  baseUrl = allowed(simulator.baseUrl);
});
afterEach(() => simulator.close());

function account(condition: SimulatorAccount['condition'] = 'normal', nth = 0): SimulatorAccount {
  const found = simulator.accounts.filter((one) => one.condition === condition)[nth];
  if (found === undefined) throw new Error(`no account that is ${condition}`);
  return found;
}

function credentialsOf(who: SimulatorAccount): Credentials {
  const { userName, password, orgId, devKey } = who;
  return { baseUrl, userName, password, orgId, devKey, device: null };
}

const keysOf = (who: SimulatorAccount, session: SignedIn): SessionKeys => ({
  baseUrl,
  sessionId: session.sessionId,
  devKey: who.devKey,
  orgId: who.orgId,
});

async function signedIn(who = account()) {
  const made = client();
  const session = expectOk(await made.api.signIn(credentialsOf(who), context({ by: 'signIn' })));
  return { ...made, who, session, keys: keysOf(who, session) };
}

const refused = (code: string) => ({ ok: false, error: { kind: 'refused', code } });
const endpoints = () => simulator.requests().map(({ endpoint }) => endpoint);

test('a sign-in gives the session and says for whom', async () => {
  const { session, who } = await signedIn();
  expect(session).toEqual({
    sessionId: session.sessionId,
    orgId: who.orgId,
    usersId: who.usersId,
    apiEndPoint: simulator.baseUrl,
  });
});

test('a password with characters that must be encoded arrives as it is', async () => {
  const who = account('normal', 1);
  expect(who.password).toContain(' &=+%é');
  expect((await signedIn(who)).session.usersId).toBe(who.usersId);
});

test('session information says the same organization and user', async () => {
  const { api, keys, who } = await signedIn();
  const info = expectOk(await api.touch(keys, context({ by: 'keepAlive' })));
  expect(info).toEqual({ organizationId: who.orgId, userId: who.usersId });
});

test('after signing out the session is invalid, in BILL’s own words', async () => {
  const { api, keys } = await signedIn();
  expect(await api.signOut(keys, context())).toEqual({ ok: true, value: null });
  const text = 'Session is invalid.  Please log in.';
  expect(await api.touch(keys, context())).toMatchObject({
    error: { kind: 'refused', code: 'BDC_1109', text },
  });
});

test.each<[string, SimulatorAccount['condition'], Partial<Credentials>, string]>([
  ['with a wrong password', 'normal', { password: 'wrong' }, 'BDC_1101'],
  ['with an unknown developer key', 'normal', { devKey: '01UNKNOWNDEVKEY00000' }, 'BDC_1102'],
  ['of a user who is locked', 'userLocked', {}, 'BDC_1110'],
  ['of an organization that is locked', 'orgLocked', {}, 'BDC_1107'],
  ['with an inactive developer key', 'keyInactive', {}, 'BDC_1103'],
])('a sign-in %s is refused', async (_, condition, part, code) => {
  const credentials = { ...credentialsOf(account(condition)), ...part };
  expect(await client().api.signIn(credentials, context())).toMatchObject(refused(code));
});

test('verification: a code, a trusted session, and the protected operations opened by it', async () => {
  const { api, keys, who } = await signedIn();
  for (const id of operationIds) {
    expect(await api.tryOperation(keys, `/${id}.json`, '{}', context())).toMatchObject(
      refused('BDC_1361'),
    );
  }
  const { challengeId } = expectOk(await api.sendMfaCode(keys, context()));
  const code = simulator.latestCode(who.phone ?? '') ?? '';
  expect(code).toMatch(/^\d{6}$/u);
  const answer = { challengeId, deviceId: 'device-1', machineName: 'Desk', rememberDevice: true };
  const wrong = code === '000000' ? '000001' : '000000';
  expect(await api.submitMfaCode(keys, { ...answer, code: wrong }, context())).toMatchObject({
    error: { kind: 'refused' },
  });
  const { mfaId } = expectOk(await api.submitMfaCode(keys, { ...answer, code }, context()));
  expect(mfaId).toEqual(expect.any(String));
  if (mfaId === null) return;

  const device = { mfaId, deviceId: 'device-1' };
  expect(await api.checkTrust(keys, device, context())).toEqual({
    ok: true,
    value: { isTrusted: true },
  });
  expect(await api.checkTrust(keys, { ...device, deviceId: 'other' }, context())).toEqual({
    ok: true,
    value: { isTrusted: false },
  });
  const sample = JSON.stringify({ vendorId: '00901ABCDEFGHI000001', email: 'v@example.com' });
  const { reply } = expectOk(
    await api.tryOperation(keys, '/SendVendorInvite.json', sample, context()),
  );
  expect(JSON.parse(reply)).toMatchObject({ response_status: 0 });

  // A remembered device opens a trusted session at once.
  await api.signOut(keys, context());
  const again = expectOk(await api.signIn({ ...credentialsOf(who), device }, context()));
  const opened = await api.tryOperation(
    keysOf(who, again),
    '/PayBills.json',
    sampleBodies.PayBills,
    context(),
  );
  expect(opened).toMatchObject({ ok: true });
});

test('the body that an operation starts from gets a real reply, as in the practice sandbox', async () => {
  const { api, keys, who } = await signedIn();
  const { challengeId } = expectOk(await api.sendMfaCode(keys, context()));
  const code = simulator.latestCode(who.phone ?? '') ?? '';
  const answer = { challengeId, deviceId: 'd', machineName: 'Desk', rememberDevice: false, code };
  expectOk(await api.submitMfaCode(keys, answer, context()));
  const replies = new Map<string, unknown>();
  for (const id of operationIds) {
    const { reply } = expectOk(
      await api.tryOperation(keys, `/${id}.json`, sampleBodies[id], context()),
    );
    replies.set(id, (JSON.parse(reply) as { response_data: unknown }).response_data);
  }
  const requestId = expect.stringMatching(/^nrr/u) as unknown;
  expect(Object.fromEntries(replies)).toMatchObject({
    SendVendorInvite: requestId,
    'Crud/Create/VendorBankAccount': {
      entity: 'VendorBankAccount',
      status: '1',
      accountNumber: '••••••••••',
    },
    PayBills: { sentPays: [{ entity: 'SentPay', status: '1', amount: 1 }] },
    SendInvite: { requestId },
  });
});

test('a user without a phone is told so', async () => {
  const { api, keys } = await signedIn(account('noPhone'));
  expect(await api.sendMfaCode(keys, context())).toMatchObject(refused('BDC_1354'));
});

test('no call of a whole session shows a secret in Activity or the log', async () => {
  const { api, keys, who, recorder, log, session } = await signedIn();
  const { challengeId } = expectOk(await api.sendMfaCode(keys, context()));
  const code = simulator.latestCode(who.phone ?? '') ?? '';
  const deviceId = 'device-that-nobody-may-see';
  const answer = { challengeId, code, deviceId, machineName: 'Desk', rememberDevice: true };
  const { mfaId } = expectOk(await api.submitMfaCode(keys, answer, context()));
  await api.signOut(keys, context());
  const details = recorder.rows().map(({ id }) => recorder.detail(id));
  const text = JSON.stringify([details, log]);
  const secrets = [who.password, who.devKey, session.sessionId, challengeId, code, deviceId, mfaId];
  for (const secret of secrets) expect(text).not.toContain(secret);
  expect(recorder.rows().map(({ endpoint, outcome }) => `${endpoint} ${outcome}`)).toEqual([
    'Logout ok',
    'MFAAuthenticate ok',
    'MFAChallenge ok',
    'Login ok',
  ]);
  expect(log).toContainEqual({
    event: 'call',
    endpoint: 'Login',
    by: 'signIn',
    outcome: 'ok',
    ms: expect.any(Number) as number,
  });
});

test('[C19] of many calls at once never more than two are under way, so BDC_1322 never comes', async () => {
  const { api, keys } = await signedIn();
  simulator.setFaults([{ endpoint: '/GetSessionInfo.json', fault: 'delay', ms: 50 }]);
  const calls = Array.from({ length: 8 }, () => api.touch(keys, context()));
  for (const result of await Promise.all(calls)) expect(result).toMatchObject({ ok: true });
  expect(simulator.requests().every(({ code }) => code === null)).toBe(true);
});

test('[C19] BDC_1322, when another tool brings it about, is BILL’s refusal and is not repeated', async () => {
  const { api, keys } = await signedIn();
  const target = { endpoint: '/GetSessionInfo.json', nth: 1 };
  simulator.setFaults([{ ...target, fault: 'bdc', code: 'BDC_1322' }]);
  expect(await api.touch(keys, context())).toMatchObject(refused('BDC_1322'));
  expect(endpoints()).toEqual(['/Login.json', '/GetSessionInfo.json']);
});

test('[C30] a sign-in that is cancelled in flight leaves no session behind', async () => {
  simulator.setFaults([{ endpoint: '/Login.json', fault: 'delay', ms: 150, processed: true }]);
  const ended = later<string>();
  const stop = new AbortController();
  simulator.subscribe((event) => {
    // Not by a time: the reply is still held back when the session is there.
    if (event.event === 'sessionStarted') stop.abort();
    if (event.event === 'sessionEnded') ended.resolve(event.reason);
  });
  const { api } = client();
  const call = api.signIn(credentialsOf(account()), context({ signal: stop.signal }));
  expect(await call).toEqual({ ok: false, error: { kind: 'cancelled' } });
  expect(await ended.promise).toBe('logout');
});

test('[S39] the sixth text message within a minute is not sent', async () => {
  const { api, keys } = await signedIn();
  const results = [];
  for (let i = 0; i < 10; i++) results.push(await api.sendMfaCode(keys, context()));
  expect(results.filter(({ ok }) => ok)).toHaveLength(5);
  expect(results[5]).toMatchObject({ error: { kind: 'ownLimit', limit: 'textMessage' } });
  expect(endpoints().filter((path) => path === '/MFAChallenge.json')).toHaveLength(5);
});

test('[C29] echoed form fields in the headers change nothing and are kept nowhere', async () => {
  const { api, keys, recorder } = await signedIn();
  simulator.setFaults([{ endpoint: '*', fault: 'echo' }]);
  expect(await api.touch(keys, context())).toMatchObject({ ok: true });
  const details = recorder.rows().map(({ id }) => recorder.detail(id));
  expect(JSON.stringify(details)).not.toContain(keys.sessionId);
});
