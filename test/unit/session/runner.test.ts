/** The runner: one timer, calls that end with their session, and answers that always come to the state. */
import { describe, expect, it } from 'vitest';
import { ok } from '../../../src-shared/result.ts';
import type { Typed } from '../../../src-main/session/session-events.ts';
import type { RunnerDeps } from '../../../src-main/session/runner.ts';
import { Bench, signedIn } from './given/bench.ts';
import { dead, refused } from './given/outcomes.ts';
import {
  baseUrl,
  credentials,
  device,
  policy,
  rememberedDevice,
  secrets,
  signedInReply,
} from './given/people.ts';
import { DAY, HOUR, MINUTE, SECOND, START } from './given/times.ts';

const IDLE = 35 * MINUTE;
const pays = { type: 'tryOperation', operation: 'PayBills', data: '{}' } as const;
const signIn = { type: 'signIn', credentials } as const;
const typesCode = { type: 'submitMfaCode', code: secrets.code, rememberDevice: true } as const;

describe('the runner', () => {
  it('keeps a session alive over four idle windows by touches alone', async () => {
    const bench = await signedIn();
    let lastAnswer = bench.clock.now().wall;
    bench.api.on('touch', () => {
      const now = bench.clock.now().wall;
      if (now - lastAnswer >= IDLE) return dead;
      lastAnswer = now;
      return ok({ organizationId: 'o', userId: 'u' });
    });
    await bench.pass(4 * IDLE);
    expect(bench.view).toMatchObject({ state: 'live', keepAlive: { touches: 14 } });
    expect(bench.methods).toEqual(['signIn', ...Array<string>(14).fill('touch')]);
    const { context } = bench.api.last('touch');
    expect(context).toMatchObject({ profile: 'first', by: 'keepAlive' });
  });

  it('has no timer before a sign-in, one while a session is open, and none after it', async () => {
    const bench = new Bench();
    expect(bench.clock.pending).toBe(0);
    bench.runner.dispatch(signIn);
    expect(bench.clock.pending).toBe(0);
    await bench.does(signIn, { type: 'extendNow' });
    expect(bench.clock.pending).toBe(1);
    await bench.does({ type: 'signOut' });
    expect(bench.view.state).toBe('signedOut');
    expect(bench.clock.pending).toBe(0);
    await bench.pass(HOUR);
    expect(bench.methods).toEqual(['signIn', 'touch', 'signOut']);
  });

  it('has no timer and makes no call after it was stopped, and takes no wish', async () => {
    const bench = await signedIn();
    bench.api.on('touch', 'hold');
    bench.runner.dispatch({ type: 'extendNow' });
    bench.runner.stop();
    expect(bench.api.last('touch').context.signal.aborted).toBe(true);
    await bench.runner.settled();
    expect(bench.clock.pending).toBe(0);
    expect(await bench.does({ type: 'signOut' })).toBe(false);
    await bench.pass(HOUR);
    expect(bench.api.calls).toHaveLength(2);
  });

  it('looks at the clocks every 15 seconds: a clock that was set back is found then', async () => {
    const bench = await signedIn();
    bench.clock.jumpWall(-HOUR);
    await bench.pass(14 * SECOND);
    expect(bench.methods).toEqual(['signIn']);
    await bench.pass(SECOND);
    expect(bench.methods).toEqual(['signIn', 'touch']);
  });

  it('looks again in the moment in which a touch is due, whatever the 15 seconds say', async () => {
    const bench = await signedIn({ policy: { ...policy, touchAfterMs: 5 * MINUTE + 7 * SECOND } });
    await bench.pass(5 * MINUTE + 7 * SECOND);
    expect(bench.api.of('touch')).toHaveLength(1);
  });

  it('logs each attempt to sign in, of which the second opens the session', async () => {
    const staying = { device: rememberedDevice, policy: { ...policy, signInAgain: true } };
    const bench = await signedIn(staying);
    bench.api.on('touch', dead);
    const answers = [refused('BDC_1113', { by: 'login' }), ok(signedInReply)];
    bench.api.on('signIn', () => answers.shift() ?? dead);
    await bench.does({ type: 'extendNow' });
    const states = bench.log.entries.flatMap((entry) => ('state' in entry ? [entry.state] : []));
    expect(states).toEqual(['signingIn', 'open', 'signingIn', 'signingIn', 'open']);
    expect(bench.view.state).toBe('live');
  });

  it('gives the sign-in up at a cancel', async () => {
    const bench = new Bench();
    bench.api.on('signIn', 'hold');
    bench.runner.dispatch(signIn);
    bench.runner.dispatch({ type: 'cancelSignIn' });
    expect(bench.api.last('signIn').context.signal.aborted).toBe(true);
    await bench.runner.settled();
    expect(bench.view).toMatchObject({ state: 'signedOut', error: null });
    expect(bench.api.calls).toHaveLength(1);
  });

  it('gives a session back that came after the cancel, and nothing cuts that off', async () => {
    const bench = new Bench();
    let land = () => undefined as unknown;
    bench.api.signIn = () =>
      new Promise((resolve) => {
        land = () => resolve(ok({ ...signedInReply, sessionId: 'late' }));
      });
    bench.runner.dispatch(signIn);
    bench.runner.dispatch({ type: 'cancelSignIn' });
    bench.api.on('signOut', 'hold');
    land();
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    const logout = bench.api.last('signOut');
    expect(logout.args[0]).toMatchObject({ sessionId: 'late', orgId: signedInReply.orgId });
    expect(logout.context.by).toBe('you');
    bench.runner.dispatch(signIn);
    expect(logout.context.signal.aborted).toBe(false);
  });

  it('publishes when the view has changed, and only then', async () => {
    const bench = await signedIn();
    const before = bench.published.length;
    await bench.pass(9 * MINUTE);
    expect(await bench.does({ type: 'cancelSignIn' })).toBe(false);
    expect(bench.published).toHaveLength(before);
    await bench.pass(2 * MINUTE);
    expect(bench.published.length).toBeGreaterThan(before);
    const texts = bench.published.map((view) => JSON.stringify(view));
    for (const [n, text] of texts.entries()) expect(text).not.toBe(texts[n - 1]);
  });

  it('shows an open session as of its last event, and a code that is still good as of now', async () => {
    const bench = await signedIn();
    await bench.does({ type: 'sendMfaCode' });
    const before = bench.view;
    bench.clock.jumpWall(-HOUR);
    expect(bench.view).toBe(before);
    bench.clock.jumpWall(HOUR);
    bench.api.on('touch', dead);
    await bench.does({ type: 'extendNow' });
    expect(bench.runner.state()).toMatchObject({ at: 'signedOut' });
    expect(bench.view).toMatchObject({ codeLost: false, codeWorksUntil: START + 5 * MINUTE });
    bench.clock.advance(5 * MINUTE);
    expect(bench.view).toMatchObject({ codeLost: true, codeWorksUntil: null });
  });

  it('does not tremble where the two clocks are read a moment apart', async () => {
    const bench = await signedIn();
    const steady = bench.clock.now.bind(bench.clock);
    let reads = 0;
    bench.clock.now = () => {
      reads += 1;
      const { wall, mono } = steady();
      return { wall, mono: mono + (reads % 7) * 0.3 };
    };
    await bench.pass(MINUTE);
    const before = bench.published.length;
    await bench.pass(8 * MINUTE);
    expect(bench.published).toHaveLength(before);
  });

  it('settles only when no call is under way, also one that an answer has started', async () => {
    const bench = new Bench();
    bench.api.on('signIn', 'hold');
    bench.runner.dispatch(signIn);
    let settled = false;
    const settling = bench.runner.settled().then(() => {
      settled = true;
    });
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    expect(settled).toBe(false);
    bench.api.last('signIn').answer(refused('BDC_1101', { by: 'login' }));
    await settling;
    expect(bench.view).toMatchObject({ state: 'signedOut', error: { code: 'BDC_1101' } });
  });

  it('says with each call whose wish it was, by name where it was a program’s', async () => {
    const bench = await signedIn({ device: rememberedDevice });
    expect(bench.view).toMatchObject({ trust: { is: 'until', source: 'mfaStatus' } });
    await bench.does({ type: 'extendNow', program: 'a tool' }, { type: 'extendNow' });
    const { signal } = bench.api.last('touch').context;
    const wishes = [{ by: 'program', program: 'a tool' }, { by: 'you' }];
    const said = wishes.map((wish) => ({ profile: 'first', signal, ...wish }));
    expect(bench.api.of('touch').map(({ context }) => context)).toEqual(said);
  });

  it('hands the session’s keys to main, and none when there is no session', async () => {
    const bench = new Bench();
    expect(bench.runner.keys()).toBeNull();
    await bench.does(signIn);
    expect(bench.runner.keys()).toMatchObject({ sessionId: secrets.sessionId });
    await bench.does({ type: 'signOut' });
    expect(bench.runner.keys()).toBeNull();
  });

  it('logs the states and no secret', async () => {
    const bench = await signedIn();
    await bench.does({ type: 'sendMfaCode' }, typesCode, { type: 'signOut' });
    const states = ['signingIn', 'open', 'signedOut'];
    expect(bench.log.entries).toEqual(
      states.map((state) => ({ event: 'state', profile: 'first', state })),
    );
  });

  it('makes another ID for this computer where BILL refuses the one it has', async () => {
    const bench = await signedIn();
    bench.api.on('submitMfaCode', refused('BDC_1143', { by: 'mfaAuthenticate' }));
    await bench.does({ type: 'sendMfaCode' }, typesCode);
    expect(bench.devices.at(-1)?.deviceId).toBe('renewed0000000000000');
  });

  it('tells of the device whenever it was remembered, named or forgotten, and at nothing else', async () => {
    const bench = await signedIn();
    await bench.does({ type: 'sendMfaCode' });
    expect(bench.devices).toEqual([]);
    await bench.does(
      typesCode,
      { type: 'nameMachine', machineName: 'Bench' },
      { type: 'forgetDevice' },
    );
    expect(bench.devices).toMatchObject([
      { remembered: { until: START + 30 * DAY } },
      { machineName: 'Bench', deviceId: 'device-1' },
      { machineName: 'Bench', remembered: null },
    ]);
  });
});

describe('an adapter that breaks its promise', () => {
  class Leaky extends Error {
    override readonly name = 'Leaky';
  }
  const ways = [
    ['rejects', { rejects: new Leaky(secrets.password) }, 'Leaky'],
    ['rejects with a text', { rejects: secrets.password }, 'string'],
    ['throws', { throws: new Leaky(secrets.password) }, 'Leaky'],
  ] as const;

  it.each(ways)('and %s fails the sign-in', async (_, act, name) => {
    const bench = new Bench();
    bench.api.on('signIn', act);
    await bench.does(signIn);
    expect(bench.view).toMatchObject({ state: 'signedOut', error: { kind: 'internal' } });
    expect(bench.log.entries).toContainEqual({ event: 'failure', where: 'signIn', name });
    expect(bench.log.text).not.toContain(secrets.password);
  });

  it.each(ways)('and %s fails that call alone, whichever it is', async (_, act) => {
    const bench = await signedIn();
    bench.api.on('touch', act);
    await bench.pass(12 * MINUTE);
    expect(bench.view.state).toBe('offline');
    bench.api.heal('touch');
    await bench.pass(2 * MINUTE);
    expect(bench.view.state).toBe('live');
    bench.api.on('sendMfaCode', act);
    bench.api.on('tryOperation', act);
    await bench.does({ type: 'sendMfaCode' }, pays);
    expect(bench.view).toMatchObject({
      mfa: { step: 'start', error: { kind: 'internal' } },
      tries: { PayBills: { outcome: 'failed' } },
    });
    bench.api.heal('sendMfaCode');
    bench.api.on('submitMfaCode', act);
    await bench.pass(MINUTE);
    await bench.does({ type: 'sendMfaCode' }, typesCode);
    expect(bench.view).toMatchObject({ mfa: { step: 'codeWanted' } });
    bench.api.on('signOut', act);
    await bench.does({ type: 'signOut' });
    const ended = { reason: 'signedOutUnconfirmed' };
    expect(bench.view).toMatchObject({ state: 'signedOut', ended });
  });

  it.each(ways)('and %s does not matter where a session is given back', async (_, act) => {
    const bench = new Bench();
    bench.api.on('signOut', act);
    bench.api.on('signIn', 'hold');
    bench.runner.dispatch(signIn);
    // The answer is there before the cancel that it crosses.
    bench.api.last('signIn').answer(ok(signedInReply));
    await bench.does({ type: 'cancelSignIn' });
    expect(bench.api.of('signOut')).toHaveLength(1);
    expect(bench.log.entries.at(-1)).toMatchObject({ event: 'failure', where: 'giveBack' });
  });
});

describe('a sign-in with what is saved', () => {
  const resume = { type: 'resume' } as const;
  const { userName, password, orgId, devKey } = credentials;
  const sent = { baseUrl, userName, password, orgId, devKey };

  it('fetches it, signs in for the user, and shows the user’s name only then', async () => {
    const bench = new Bench();
    expect(bench.runner.dispatch(resume)).toBe(true);
    expect(bench.view).toMatchObject({ state: 'signingIn', userName: '' });
    await bench.runner.settled();
    const { args, context } = bench.api.last('signIn');
    expect(args).toEqual([{ ...sent, device: null }]);
    expect(context).toMatchObject({ by: 'you', profile: 'first' });
    expect(bench.view).toMatchObject({ state: 'live', userName });
  });

  it.each<[string, RunnerDeps['saved'], object[]]>([
    ['nothing is saved', () => Promise.resolve(null), []],
    [
      'it cannot be read, which is written down by its class alone',
      () => Promise.reject(new TypeError(secrets.password)),
      [{ event: 'failure', where: 'saved credentials', name: 'TypeError' }],
    ],
  ])('is refused without a call when %s', async (_, saved, noted) => {
    const bench = new Bench({ saved });
    await bench.does(resume);
    expect(bench.view).toMatchObject({ state: 'signedOut', error: { kind: 'notNow' } });
    expect(bench.api.calls).toEqual([]);
    expect(bench.log.entries.filter(({ event }) => event === 'failure')).toEqual(noted);
  });

  const token: Typed = { ...credentials, kind: 'token' };
  it.each<[string, Typed, number, boolean]>([
    ['takes the remembered device along', credentials, 0, true],
    ['leaves the device at home for a token', token, 0, false],
    ['leaves a device at home whose days are over by then', credentials, 21 * DAY, false],
  ])('%s', async (_, saved, later, along) => {
    const bench = new Bench({ device: rememberedDevice, saved: () => Promise.resolve(saved) });
    bench.clock.jumpWall(later);
    await bench.does(resume);
    const known = { mfaId: secrets.mfaId, deviceId: device.deviceId };
    expect(bench.api.last('signIn').args).toEqual([{ ...sent, device: along ? known : null }]);
    const asked = bench.api.of('checkTrust').map(({ context }) => context.by);
    expect(asked).toEqual(along ? ['signIn'] : []);
    expect(bench.view).toMatchObject({ kind: saved.kind });
  });

  it('given up while it is being fetched leaves nothing open', async () => {
    let give: (typed: Typed) => void = () => undefined;
    const saved = () => new Promise<Typed>((resolve) => (give = resolve));
    const bench = new Bench({ saved });
    bench.runner.dispatch(resume);
    bench.runner.dispatch({ type: 'cancelSignIn' });
    give(credentials);
    await bench.runner.settled();
    expect(bench.view.state).toBe('signedOut');
    // A call that is sent with an aborted signal never leaves; one that did is given back.
    expect(bench.api.last('signIn').context.signal.aborted).toBe(true);
    expect(bench.api.of('signOut')).toHaveLength(1);
  });
});

describe('a session that died', () => {
  it.each([
    ['leaves none of its calls under way', false, 'expired'],
    ['leaves none but the one that opens the next session', true, 'live'],
  ])('%s', async (_, signInAgain, state) => {
    const bench = await signedIn({ policy: { ...policy, signInAgain } });
    bench.api.on('tryOperation', 'hold');
    bench.api.on('sendMfaCode', 'hold');
    bench.api.on('touch', dead);
    bench.runner.dispatch(pays);
    bench.runner.dispatch({ type: 'sendMfaCode' });
    await bench.does({ type: 'extendNow' });
    expect(bench.view.state).toBe(state);
    const given = (method: 'tryOperation' | 'sendMfaCode' | 'signIn') =>
      bench.api.last(method).context.signal.aborted;
    expect([given('tryOperation'), given('sendMfaCode')]).toEqual([true, true]);
    expect(given('signIn')).toBe(!signInAgain);
  });
});

describe('a session from elsewhere', () => {
  const foreign = { baseUrl, sessionId: secrets.sessionId, devKey: secrets.devKey };
  const adopt = { type: 'useSession', foreign } as const;

  it('is checked by one GetSessionInfo, which tells whose it is', async () => {
    const bench = new Bench();
    await bench.does(adopt);
    expect(bench.methods).toEqual(['touch']);
    expect(bench.api.last('touch').args).toEqual([{ ...foreign, orgId: '' }]);
    const { orgId } = signedInReply;
    const organizationId = { value: orgId, source: 'sessionInfo' };
    const shown = { state: 'live', kind: 'session', userName: '', organizationId };
    expect(bench.view).toMatchObject({ ...shown, trust: { is: 'unknown' } });
    expect(bench.runner.keys()).toEqual({ ...foreign, orgId });
  });
});
