/** Fast time of the practice sandbox: its sessions live by its own clock, everything else by the real one. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPractice } from '../../src-main/servers/practice.ts';
import { timeOf } from '../../src-shared/session-view.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { PROFILE, startTabkeeper, type Tabkeeper } from './tabkeeper.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

describe('fast time', () => {
  let app: Tabkeeper;
  /** The profile in the practice sandbox; the first one is signed in elsewhere. */
  let practice: string;
  beforeEach(async () => {
    const real = new ManualClock();
    app = await startTabkeeper({ clock: real, practice: createPractice(real) });
    await app.signIn();
    await app.app.practise();
    await app.settled();
    practice = app.app.snapshot().selected;
  });
  afterEach(() => app.close());

  const fast = (on: boolean) => app.does('setFastTime', { on });
  const clock = () => app.app.snapshot().sessions[practice]?.clock;
  const now = () => {
    const { sessions, at } = app.app.snapshot();
    return timeOf(sessions[practice], at);
  };
  /** Real time, in steps of half a second at most, which are 17 of fast time. */
  async function pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 500) await app.advance(Math.min(500, left));
  }

  it('makes 35 minutes pass in one for a practice session, which is touched at its own times', async () => {
    expect(clock()).toBeUndefined();
    const start = app.clock.now().wall;
    await fast(true);
    await pass(MINUTE);
    expect(clock()).toEqual({ at: start + 35 * MINUTE, speed: 35 });
    const open = app.open(practice);
    expect(open).toMatchObject({ state: 'live', keepAlive: { touches: 3 } });
    expect((open.endsAtLeast ?? 0) - now()).toBeGreaterThan(24 * MINUTE);
  });

  it('leaves sessions elsewhere in real time', async () => {
    await fast(true);
    await pass(MINUTE);
    const elsewhere = app.open(PROFILE);
    expect(elsewhere).toMatchObject({ state: 'live', keepAlive: { touches: 0 } });
    expect(elsewhere.clock).toBeUndefined();
    expect(elsewhere.endsAtLeast).toBe(elsewhere.signedInAt + 35 * MINUTE);
  });

  it('lets a session expire within some 62 seconds once nothing keeps it, and then stands still', async () => {
    await fast(true);
    await app.does('pauseKeepAlive', { profile: practice, ms: 'off' });
    await pass(62 * SECOND);
    expect(app.session(practice)).toMatchObject({
      state: 'expired',
      ended: { reason: 'idle', cause: 'off' },
    });
    const before = now();
    await pass(MINUTE);
    expect(now() - before).toBe(MINUTE);
    expect(app.app.snapshot().practice?.fastTime).toBe(true);
  });

  it('gives a person five minutes of real time for a code, and goes on after it', async () => {
    await fast(true);
    await app.does('sendMfaCode', { profile: practice });
    expect(clock()).toBeUndefined();
    const before = now();
    await pass(2 * MINUTE);
    expect(now() - before).toBe(2 * MINUTE);
    const code = app.app.snapshot().practice?.message?.code ?? '';
    await app.does('submitMfaCode', { profile: practice, code, rememberDevice: false });
    expect(app.open(practice).trust.is).toBe('session');
    await pass(SECOND);
    expect(clock()?.speed).toBe(35);
  });

  it('waits for a code that is never entered only as long as it works', async () => {
    await fast(true);
    await app.does('sendMfaCode', { profile: practice });
    await pass(5 * MINUTE + SECOND);
    expect(clock()?.speed).toBe(35);
  });

  it('is turned off again: the session goes on in real time from where its clock stands', async () => {
    await fast(true);
    await pass(MINUTE);
    await fast(false);
    const before = now();
    const { touches } = app.open(practice).keepAlive;
    await pass(MINUTE);
    expect(clock()?.speed).toBe(1);
    expect(now() - before).toBe(MINUTE);
    expect(before - app.clock.now().wall).toBe(33 * MINUTE);
    await app.advance(11 * MINUTE);
    expect(app.open(practice)).toMatchObject({
      state: 'live',
      keepAlive: { touches: touches + 1 },
    });
  });

  it('stamps calls and history of the session by its own clock', async () => {
    const start = app.clock.now().wall;
    await fast(true);
    await pass(40 * SECOND);
    const touched = app.app.snapshot().activity.filter(({ by }) => by === 'keepAlive');
    expect(touched.map(({ at }) => Math.round((at - start) / MINUTE))).toEqual([20, 10]);
    const span = { profile: practice, from: start, to: now() };
    expect(await app.call('getHistory', span)).toMatchObject({
      ok: true,
      value: expect.arrayContaining([
        expect.objectContaining({ kind: 'touch', from: touched[0]?.at }),
      ]) as unknown,
    });
  });

  it('keeps its time from the next session of the profile elsewhere', async () => {
    await fast(true);
    await pass(MINUTE);
    await app.does('signOut', { profile: practice });
    await app.signIn({ profile: practice });
    const open = app.open(practice);
    expect(open).toMatchObject({ state: 'live', signedInAt: app.clock.now().wall });
    expect(open.clock).toBeUndefined();
  });
});
