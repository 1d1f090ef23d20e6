/** The main job below the window: every step over real HTTP. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPractice } from '../../src-main/servers/practice.ts';
import { sampleBodies, type OperationId } from '../../src-shared/bill/operations.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { PROFILE, startTabkeeper, type Tabkeeper } from './tabkeeper.ts';

const MINUTE = 60_000;
const profile = PROFILE;

describe('the main job', () => {
  let app: Tabkeeper;
  beforeEach(async () => {
    app = await startTabkeeper();
  });
  afterEach(() => app.close());

  it('signs in and shows who, where and how long', async () => {
    expect(await app.signIn()).toEqual({ ok: true, value: null });
    const account = app.simulator.accounts[0];
    const view = app.open();
    expect(view).toMatchObject({
      state: 'live',
      userName: account?.userName,
      organizationId: { value: account?.orgId, source: 'login' },
      baseUrl: app.simulator.baseUrl,
      trust: { is: 'untrusted', source: 'login' },
    });
    expect((view.endsAtLeast ?? 0) - app.clock.now().wall).toBe(35 * MINUTE);
  });

  it('keeps the session alive over four idle windows by touches alone', async () => {
    await app.signIn();
    await app.advance(140 * MINUTE);
    expect(app.open().state).toBe('live');
    const logins = app.simulator.requests().filter((one) => one.endpoint === '/Login.json');
    expect(logins).toHaveLength(1);
    // 140 minutes at 10 ± 1 minutes between touches.
    expect(app.touches()).toBeGreaterThanOrEqual(12);
    expect(app.touches()).toBeLessThanOrEqual(15);
  });

  it('sends one snapshot for a touch, with its row and the new end of the session', async () => {
    await app.signIn();
    const [before, ends] = [app.snapshots.length, app.open().endsAtLeast ?? 0];
    while (app.touches() === 0) await app.advance(MINUTE / 4);
    const [sent, ...more] = app.snapshots.slice(before);
    expect(more).toEqual([]);
    expect(sent?.activity[0]).toMatchObject({ endpoint: 'GetSessionInfo', outcome: 'ok' });
    expect(app.open().endsAtLeast).toBeGreaterThan(ends);
  });

  it('gets a protected operation refused before the verification and accepted after it', async () => {
    await app.signIn();
    const body = JSON.stringify({ vendorId: '00901ABCDEFGHI000001', email: 'v@example.com' });
    await app.does('tryOperation', { profile, operation: 'SendVendorInvite', body });
    expect(app.open().tries.SendVendorInvite).toMatchObject({
      outcome: 'refused',
      error: { code: 'BDC_1361' },
    });

    await app.does('sendMfaCode', { profile });
    expect(app.open().mfa.step).toBe('codeWanted');
    const code = app.code();
    await app.does('submitMfaCode', { profile, code, rememberDevice: false });
    expect(app.open().trust).toMatchObject({ is: 'session', source: 'mfaAuthenticate' });

    await app.does('tryOperation', { profile, operation: 'SendVendorInvite', body });
    expect(app.open().tries.SendVendorInvite).toMatchObject({ outcome: 'accepted' });
  });

  it('signs out, and the server refuses the old session ID from then on', async () => {
    await app.signIn();
    await app.call('copySessionId', { profile });
    const sessionId = app.clipboard();
    await app.does('signOut', { profile });
    expect(app.session()).toMatchObject({ state: 'signedOut', ended: { reason: 'signedOut' } });
    const devKey = app.simulator.accounts[0]?.devKey ?? '';
    const reply = await fetch(`${app.simulator.baseUrl}/GetSessionInfo.json`, {
      method: 'POST',
      body: new URLSearchParams({ devKey, sessionId }),
    });
    expect(await reply.json()).toMatchObject({ response_data: { error_code: 'BDC_1109' } });
  });

  it('shows a refused password as state, with the code and the text of BILL', async () => {
    await app.signIn({ password: 'wrong' });
    expect(app.session()).toMatchObject({
      state: 'signedOut',
      error: {
        kind: 'refused',
        code: 'BDC_1101',
        text: 'User name and/or password do not match our records.',
      },
    });
  });

  it('refuses an empty field and a host that is not the sandbox before anything is sent', async () => {
    expect(await app.signIn({ devKey: ' ' })).toMatchObject({
      ok: false,
      error: { kind: 'invalidInput', field: 'devKey', problem: 'missing' },
    });
    const server = { kind: 'local', url: 'https://api.bill.com/api/v2' } as const;
    expect(await app.signIn({ server })).toMatchObject({
      ok: false,
      error: { kind: 'hostRefused', reason: 'production' },
    });
    expect(app.simulator.requests()).toHaveLength(0);
  });
});

describe('in the practice sandbox', () => {
  let app: Tabkeeper;
  beforeEach(async () => {
    const clock = new ManualClock();
    app = await startTabkeeper({ clock, practice: createPractice(clock) });
    await app.app.practise();
    await app.settled();
    await app.does('sendMfaCode', { profile });
    const code = app.snapshots.at(-1)?.practice?.message?.code ?? '';
    await app.does('submitMfaCode', { profile, code, rememberDevice: false });
  });
  afterEach(() => app.close());

  it.each<[OperationId, RegExp]>([
    ['SendVendorInvite', /"response_data": ?"nrr\w{17}"/],
    [
      'Crud/Create/VendorBankAccount',
      /"entity": ?"VendorBankAccount"[^]*"vendorId": ?"00901ABCDEFGHI000009"/,
    ],
    ['PayBills', /"sentPays"[^]*"vendorId": ?"00901ABCDEFGHI000001"[^]*"billId": ?"00n01ABC/],
    ['SendInvite', /"requestId": ?"nrr\w{17}"/],
  ])('the body that Try it begins %s with gets a real reply', async (operation, reply) => {
    const body = sampleBodies[operation];
    const answer = await app.does('tryOperation', { profile, operation, body });
    expect(answer).toMatchObject({
      ok: true,
      value: { reply: expect.stringMatching(reply) as string },
    });
    expect(app.open().tries[operation]).toMatchObject({ outcome: 'accepted', error: null });
  });
});
