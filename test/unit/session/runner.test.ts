import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../src-shared/result.ts';
import type { SessionView } from '../../../src-shared/snapshot.ts';
import { createRunner, type Runner, type RunnerDeps } from '../../../src-main/session/runner.ts';
import { FakeBillApi, type Method } from '../../fakes/fake-bill-api.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { MemoryLog } from '../../fakes/memory-log.ts';
import {
  credentials,
  device,
  DAY,
  HOUR,
  line,
  MINUTE,
  policy,
  refused,
  SECOND,
  secrets,
  START,
  status,
} from './support.ts';

const IDLE = 35 * MINUTE;

class Bench {
  readonly clock = new ManualClock();
  readonly api = new FakeBillApi();
  readonly log = new MemoryLog();
  readonly published: SessionView[] = [];
  readonly runner: Runner;

  constructor({ chance = () => 0.5, ...changes }: Partial<RunnerDeps> = {}) {
    this.runner = createRunner({
      profile: 'first',
      device,
      policy,
      saved: () => Promise.resolve(null),
      api: this.api,
      clock: this.clock,
      chance,
      log: this.log,
      onChange: () => this.published.push(this.runner.view()),
      ...changes,
    });
  }

  get view(): SessionView {
    return this.runner.view();
  }

  /** Lets the time pass second by second, so that answers come in between. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= SECOND) {
      this.clock.advance(Math.min(left, SECOND));
      await this.runner.settled();
      expect(this.clock.pending).toBeLessThanOrEqual(1);
    }
  }

  async signIn(): Promise<void> {
    expect(this.runner.dispatch({ type: 'signIn', credentials })).toBe(true);
    await this.runner.settled();
  }
}

async function signedIn(): Promise<Bench> {
  const bench = new Bench();
  await bench.signIn();
  expect(bench.view.state).toBe('live');
  return bench;
}

describe('the runner', () => {
  it('keeps a session alive over four idle windows by touches alone', async () => {
    const bench = await signedIn();
    let lastAnswer = bench.clock.now().wall;
    bench.api.on('getSessionInfo', () => {
      const now = bench.clock.now().wall;
      if (now - lastAnswer >= IDLE) return refused('BDC_1109');
      lastAnswer = now;
      return ok({ organizationId: 'o', userId: 'u' });
    });
    await bench.pass(4 * IDLE);
    expect(bench.view).toMatchObject({ state: 'live', keepAlive: { touches: 14 } });
    expect(bench.api.calls.map(({ method }) => method)).toEqual([
      'login',
      ...Array<Method>(14).fill('getSessionInfo'),
    ]);
    expect(bench.api.last('getSessionInfo').context).toMatchObject({
      profile: 'first',
      by: 'keepAlive',
    });
  });

  it('makes no touch while the user’s own calls keep the session alive', async () => {
    const bench = await signedIn();
    for (let n = 0; n < 10; n += 1) {
      await bench.pass(8 * MINUTE);
      bench.runner.dispatch({ type: 'tryOperation', operation: 'payBills', data: '{}' });
      await bench.runner.settled();
    }
    expect(bench.api.of('getSessionInfo')).toHaveLength(0);
    expect(bench.view.state).toBe('live');
  });

  it('has no timer before a sign-in, one while a session is open, and none after it', async () => {
    const bench = new Bench();
    expect(bench.clock.pending).toBe(0);
    bench.runner.dispatch({ type: 'signIn', credentials });
    expect(bench.clock.pending).toBe(0);
    await bench.runner.settled();
    expect(bench.clock.pending).toBe(1);
    bench.runner.dispatch({ type: 'signIn', credentials });
    bench.runner.dispatch({ type: 'extendNow' });
    expect(bench.clock.pending).toBe(1);
    bench.runner.dispatch({ type: 'signOut' });
    await bench.runner.settled();
    expect(bench.view.state).toBe('signedOut');
    expect(bench.clock.pending).toBe(0);
    await bench.pass(HOUR);
    expect(bench.api.calls.map(({ method }) => method)).toEqual([
      'login',
      'getSessionInfo',
      'logout',
    ]);
  });

  it('has no timer and makes no call after it was stopped, and takes no wish', async () => {
    const bench = await signedIn();
    bench.api.on('getSessionInfo', 'hold');
    bench.runner.dispatch({ type: 'extendNow' });
    bench.runner.stop();
    expect(bench.api.last('getSessionInfo').context.signal.aborted).toBe(true);
    await bench.runner.settled();
    expect(bench.clock.pending).toBe(0);
    expect(bench.runner.dispatch({ type: 'signOut' })).toBe(false);
    await bench.pass(HOUR);
    expect(bench.api.calls).toHaveLength(2);
  });

  it('looks at the clocks every 15 seconds, and no later than the touch is due', async () => {
    const bench = await signedIn();
    const next = () => {
      let ms = 0;
      for (const before = bench.published.length; ms < HOUR; ms += SECOND) {
        bench.clock.advance(SECOND);
        if (bench.published.length > before) break;
      }
      return ms + SECOND;
    };
    bench.clock.jumpWall(-HOUR);
    expect(next()).toBe(15 * SECOND);
  });

  it('touches once, at the first look after a sleep', async () => {
    const bench = await signedIn();
    await bench.pass(8 * MINUTE);
    bench.clock.jumpWall(10 * MINUTE);
    await bench.pass(15 * SECOND);
    expect(bench.api.of('getSessionInfo')).toHaveLength(1);
    await bench.pass(8 * MINUTE);
    expect(bench.api.of('getSessionInfo')).toHaveLength(1);
  });

  it('asks once after a long sleep, and ends by the server’s word with the reason', async () => {
    const bench = await signedIn();
    await bench.pass(MINUTE);
    bench.api.on('getSessionInfo', refused('BDC_1109'));
    bench.clock.jumpWall(2 * HOUR);
    expect(bench.view.state).toBe('checking');
    await bench.pass(10 * MINUTE);
    expect(bench.api.of('getSessionInfo')).toHaveLength(1);
    expect(bench.view).toMatchObject({ state: 'expired', ended: { reason: 'idle' } });
  });

  it('does not give a session up while the network is away after a long sleep', async () => {
    const bench = await signedIn();
    bench.clock.jumpWall(2 * HOUR);
    bench.api.on('getSessionInfo', fail(line('dns')));
    await bench.pass(40 * SECOND);
    expect(bench.view.state).toBe('offline');
    bench.api.heal('getSessionInfo');
    await bench.pass(2 * MINUTE);
    expect(bench.view.state).toBe('live');
  });

  it.each([HOUR, 10 * 365 * DAY])(
    'shows the right time again when the clock was set forward',
    async (jump) => {
      const bench = await signedIn();
      bench.clock.jumpWall(jump);
      await bench.pass(30 * SECOND);
      expect(bench.api.of('getSessionInfo')).toHaveLength(1);
      const { wall } = bench.clock.now();
      expect(bench.view).toMatchObject({ state: 'live', doubtful: false });
      expect(bench.view).toHaveProperty('endsAtLeast', wall - 15 * SECOND + IDLE);
    },
  );

  it('touches on time after the wall clock was set back', async () => {
    const bench = await signedIn();
    bench.clock.jumpWall(-HOUR);
    await bench.pass(30 * SECOND);
    expect(bench.api.of('getSessionInfo')).toHaveLength(1);
    expect(bench.view).toMatchObject({ state: 'live', doubtful: false });
    await bench.pass(10 * MINUTE);
    expect(bench.api.of('getSessionInfo')).toHaveLength(2);
  });

  it('outlives three 500s without a word of an end', async () => {
    const bench = await signedIn();
    let failures = 3;
    bench.api.on('getSessionInfo', () => {
      failures -= 1;
      return failures < 0 ? ok({ organizationId: 'o', userId: 'u' }) : fail(status(500));
    });
    await bench.pass(12 * MINUTE);
    expect(bench.api.of('getSessionInfo')).toHaveLength(4);
    expect(bench.view).toMatchObject({ state: 'live', keepAlive: { trouble: null } });
    expect(new Set(bench.published.map(({ state }) => state))).toEqual(
      new Set(['signingIn', 'live', 'offline']),
    );
  });

  it('gives the sign-in up at a cancel, and a session that came of it back', async () => {
    const bench = new Bench();
    bench.api.on('login', 'hold');
    bench.runner.dispatch({ type: 'signIn', credentials });
    const login = bench.api.last('login');
    bench.runner.dispatch({ type: 'cancelSignIn' });
    expect(login.context.signal.aborted).toBe(true);
    await bench.runner.settled();
    expect(bench.view).toEqual({
      state: 'signedOut',
      error: null,
      deviceLost: null,
      codeLost: false,
      ended: null,
      againStopped: null,
    });
    expect(bench.api.calls).toHaveLength(1);
  });

  it('gives a session back that came after the cancel, and nothing cuts that off', async () => {
    const bench = new Bench();
    let land = () => undefined as unknown;
    bench.api.login = () =>
      new Promise((resolve) => {
        land = () => {
          resolve(ok({ sessionId: 'late', orgId: 'o', usersId: 'u', apiEndPoint: null }));
        };
      });
    bench.runner.dispatch({ type: 'signIn', credentials });
    bench.runner.dispatch({ type: 'cancelSignIn' });
    bench.api.on('logout', 'hold');
    land();
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    const logout = bench.api.last('logout');
    expect(logout.args[0]).toMatchObject({ sessionId: 'late', orgId: 'o' });
    bench.runner.dispatch({ type: 'signIn', credentials });
    expect(logout.context.signal.aborted).toBe(false);
  });

  it('gives up the other calls when the session ends', async () => {
    const bench = await signedIn();
    bench.api.on('operation', 'hold');
    bench.api.on('mfaChallenge', 'hold');
    bench.api.on('getSessionInfo', refused('BDC_1109'));
    bench.runner.dispatch({ type: 'tryOperation', operation: 'payBills', data: '{}' });
    bench.runner.dispatch({ type: 'sendMfaCode' });
    bench.runner.dispatch({ type: 'extendNow' });
    await bench.runner.settled();
    expect(bench.view.state).toBe('expired');
    expect(bench.api.last('operation').context.signal.aborted).toBe(true);
    expect(bench.api.last('mfaChallenge').context.signal.aborted).toBe(true);
  });

  it('publishes when the view has changed, and only then', async () => {
    const bench = await signedIn();
    const before = bench.published.length;
    await bench.pass(9 * MINUTE);
    expect(bench.runner.dispatch({ type: 'cancelSignIn' })).toBe(false);
    expect(bench.published).toHaveLength(before);
    await bench.pass(2 * MINUTE);
    expect(bench.published.length).toBeGreaterThan(before);
    const texts = bench.published.map((view) => JSON.stringify(view));
    for (const [n, text] of texts.entries()) expect(text).not.toBe(texts[n - 1]);
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
    bench.api.on('login', 'hold');
    bench.runner.dispatch({ type: 'signIn', credentials });
    let settled = false;
    const settling = bench.runner.settled().then(() => {
      settled = true;
    });
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    expect(settled).toBe(false);
    bench.api.last('login').answer(refused('BDC_1101'));
    await settling;
    expect(bench.view).toMatchObject({ state: 'signedOut', error: { code: 'BDC_1101' } });
  });

  it('hands the session’s keys to main, and none when there is no session', async () => {
    const bench = new Bench();
    expect(bench.runner.keys()).toBeNull();
    await bench.signIn();
    expect(bench.runner.keys()).toMatchObject({ sessionId: secrets.sessionId });
    bench.runner.dispatch({ type: 'signOut' });
    await bench.runner.settled();
    expect(bench.runner.keys()).toBeNull();
  });

  it('logs the states and no secret', async () => {
    const bench = await signedIn();
    bench.runner.dispatch({ type: 'sendMfaCode' });
    await bench.runner.settled();
    bench.runner.dispatch({ type: 'mfaCodeTyped', code: secrets.code, remember: true });
    await bench.runner.settled();
    bench.runner.dispatch({ type: 'signOut' });
    await bench.runner.settled();
    expect(bench.log.entries).toEqual(
      ['signingIn', 'open', 'signedOut'].map((state) => ({
        event: 'state',
        profile: 'first',
        state,
      })),
    );
  });
});

describe('an adapter that breaks its promise', () => {
  class Leaky extends Error {
    override readonly name = 'Leaky';
  }
  const ways = [
    ['rejects', { rejects: new Leaky(secrets.password) }],
    ['rejects with a text', { rejects: secrets.password }],
    ['throws', { throws: new Leaky(secrets.password) }],
  ] as const;

  it.each(ways)('and %s fails the sign-in', async (_, act) => {
    const bench = new Bench();
    bench.api.on('login', act);
    await bench.signIn();
    expect(bench.view).toMatchObject({ state: 'signedOut', error: { kind: 'internal' } });
    expect(bench.log.entries).toContainEqual({
      event: 'failure',
      where: 'signIn',
      name: act === ways[1][1] ? 'string' : 'Leaky',
    });
    expect(bench.log.text).not.toContain(secrets.password);
  });

  it.each(ways)('and %s does not stop the touches', async (_, act) => {
    const bench = await signedIn();
    bench.api.on('getSessionInfo', act);
    await bench.pass(12 * MINUTE);
    expect(bench.view.state).toBe('offline');
    bench.api.heal('getSessionInfo');
    await bench.pass(2 * MINUTE);
    expect(bench.view.state).toBe('live');
  });

  it.each(ways)('and %s does not hold up the sign-out', async (_, act) => {
    const bench = await signedIn();
    bench.api.on('logout', act);
    bench.runner.dispatch({ type: 'signOut' });
    await bench.runner.settled();
    expect(bench.view).toMatchObject({
      state: 'signedOut',
      ended: { reason: 'signedOutUnconfirmed' },
    });
  });

  it.each(ways)('and %s lets the MFA steps and the tries be done again', async (_, act) => {
    const bench = await signedIn();
    bench.api.on('mfaChallenge', act);
    bench.api.on('operation', act);
    bench.runner.dispatch({ type: 'sendMfaCode' });
    bench.runner.dispatch({ type: 'tryOperation', operation: 'payBills', data: '{}' });
    await bench.runner.settled();
    expect(bench.view).toMatchObject({
      mfa: { step: 'start', error: { kind: 'internal' }, sendAgainAt: START + 30 * SECOND },
      tries: { payBills: { outcome: 'failed' } },
    });
    bench.api.heal('mfaChallenge');
    bench.api.on('mfaAuthenticate', act);
    await bench.pass(MINUTE);
    bench.runner.dispatch({ type: 'sendMfaCode' });
    await bench.runner.settled();
    bench.runner.dispatch({ type: 'mfaCodeTyped', code: secrets.code, remember: false });
    await bench.runner.settled();
    expect(bench.view).toMatchObject({ mfa: { step: 'codeWanted' } });
  });

  it.each(ways)('and %s does not matter where a session is given back', async (_, act) => {
    const bench = new Bench();
    bench.api.on('logout', act);
    bench.api.on('login', 'hold');
    bench.runner.dispatch({ type: 'signIn', credentials });
    // The answer is there before the cancel that it crosses.
    bench.api
      .last('login')
      .answer(ok({ sessionId: 's', orgId: 'o', usersId: 'u', apiEndPoint: null }));
    bench.runner.dispatch({ type: 'cancelSignIn' });
    await bench.runner.settled();
    expect(bench.api.of('logout')).toHaveLength(1);
    expect(bench.log.entries.at(-1)).toMatchObject({ event: 'failure', where: 'giveBack' });
  });
});
