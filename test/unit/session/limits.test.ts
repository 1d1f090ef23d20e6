/** What bounds keep-alive: a pause, an age, an absence, the interval, and a token that needs none. */
import { describe, expect, it } from 'vitest';
import { fail } from '../../../src-shared/result.ts';
import { plan } from '../../../src-main/session/keep-alive/touch-plan.ts';
import { step } from '../../../src-main/session/machine.ts';
import type { Open, Policy, State } from '../../../src-main/session/state.ts';
import { view } from '../../../src-main/session/view.ts';
import { dead, info, line, refusal } from './given/outcomes.ts';
import { credentials, device, policy } from './given/people.ts';
import { event, reply, tick, ticks } from './given/events.ts';
import {
  after,
  answered,
  asks,
  awake,
  dies,
  failing,
  live,
  openAfter,
  opened,
  play,
  signsOut,
  touched,
  touching,
} from './given/sessions.ts';
import { at, clocks, DAY, HOUR, MINUTE, moment, SECOND, START, type When } from './given/times.ts';

const pause = (ms: number | 'off' | null, when: number) => event('pauseKeepAlive', when, { ms });
const activity = (active: boolean, when: number) => event('activity', when, { active });
const rules = (change: Partial<Policy>, when = 0) =>
  event('policy', when, { policy: { ...policy, ...change } });
/** When a session that is looked at every 15 seconds is touched. */
const touchesIn = (from: State, start: number, end: number) =>
  live(from, ticks(start, end)).touches.map(({ mono }) => mono);

describe('a pause', () => {
  const paused = () => openAfter(opened(), pause(HOUR, 0));

  it('asks again after the usual wait when that probe says nothing, and never at each look', () => {
    const looks = ticks(36 * MINUTE, 50 * MINUTE, SECOND);
    const { touches } = live(paused(), looks, () => fail(line()));
    expect(touches.length).toBeGreaterThan(1);
    expect(touches.length).toBeLessThan(15);
  });

  it.each([
    ['by itself, and a touch that is due goes out then', pause(20 * MINUTE, 0), 20 * MINUTE],
    ['by a click', pause(null, MINUTE), 10 * MINUTE],
  ])('ends %s', (_, end, first) => {
    const open = openAfter(paused(), end);
    expect(open.keepAlive.ageFrom).toBeNull();
    expect(touchesIn(open, MINUTE, 21 * MINUTE)[0]).toBe(first);
    expect(view(open, at(first))).toMatchObject({ keepAlive: { pausedUntil: null } });
  });

  it('ends with a sleep that it did not outlast, whichever clock tells', () => {
    const woke = view(paused(), clocks(2 * HOUR, MINUTE));
    expect(woke).toMatchObject({ keepAlive: { pausedUntil: null } });
  });

  it('does not hold the user back, and belongs to its session alone', () => {
    const touch = step(paused(), event('extendNow', MINUTE))[1];
    expect(touch).toMatchObject([{ type: 'touch', by: 'you' }]);
    const next = after(signsOut(paused(), MINUTE), event('resume', 2 * MINUTE));
    expect(JSON.stringify(next)).not.toContain('paused');
  });
});

describe('a pause of 30 minutes', () => {
  const half = 30 * MINUTE;
  const young = () => step(touched(opened(), MINUTE), pause(half, 2 * MINUTE));
  const old = () => step(opened(), pause(half, 9 * MINUTE));

  it('fits into the session: it begins with a touch where it would outlast it, and only there', () => {
    expect(young()[1]).toEqual([]);
    expect(old()[1]).toMatchObject([{ type: 'touch', by: 'keepAlive' }]);
    expect(step(opened(), pause(33 * MINUTE, MINUTE))[1]).toMatchObject([{ type: 'touch' }]);
    expect(step(opened(), pause(HOUR, 9 * MINUTE))[1]).toEqual([]);
  });

  it('leaves the session open, and touches it when it is over', () => {
    const paused = answered(old()[0] as Open, 'touchAnswered', info, 9 * MINUTE);
    expect(view(paused, at(20 * MINUTE))).toMatchObject({
      state: 'lapsing',
      keepAlive: { halt: 'paused', pausedUntil: START + 39 * MINUTE },
    });
    expect(touchesIn(paused, 10 * MINUTE, 40 * MINUTE)).toEqual([39 * MINUTE]);
  });
});

describe('a session that nothing keeps', () => {
  const limited = { maxAgeMs: HOUR };
  const aged = () => live(opened(device, limited), ticks(0, HOUR)).state;

  it.each<[string, State, number, number]>([
    ['paused', openAfter(opened(), pause(HOUR, 0)), MINUTE, 36],
    ['off', openAfter(opened(), pause('off', 0)), MINUTE, 36],
    ['maxAge', aged(), HOUR, 86],
    ['away', after(opened(device, { onlyWhileActive: true }), activity(false, 0)), MINUTE, 36],
  ])('says so, and one probe finds its end: %s', (halt, state, when, probe) => {
    const keepAlive = { halt, why: halt };
    expect(view(state, at(when))).toMatchObject({ state: 'lapsing', keepAlive });
    const due = { inMs: probe * MINUTE - when, why: halt };
    expect(plan(state as Open, at(when))).toEqual(due);
    expect(touchesIn(state, when, (probe + 4) * MINUTE)).toEqual([probe * MINUTE]);
  });

  it('stays turned off by the user for as long as it lives', () => {
    const off = openAfter(opened(), pause('off', 0));
    expect(plan(off, at(11 * HOUR))).toMatchObject({ why: 'off' });
    expect(view(off, at(0))).toMatchObject({ keepAlive: { pausedUntil: null } });
  });

  it('goes on when it was extended, after a pause until that', () => {
    const off = openAfter(opened(), pause('off', 0));
    expect(view(touched(off, MINUTE), at(MINUTE))).toMatchObject({
      state: 'live',
      keepAlive: { halt: null, why: 'regular' },
    });
  });

  it('goes on past its age for as long again', () => {
    const on = openAfter(aged(), pause(null, HOUR));
    expect(plan(on, at(HOUR))).toMatchObject({ inMs: 0, why: 'regular' });
    expect(view(on, at(HOUR))).toMatchObject({ keepAlive: { stopsAt: START + 2 * HOUR } });
    const { state } = live(on, ticks(HOUR, 2 * HOUR));
    expect(plan(state as Open, at(2 * HOUR)).why).toBe('maxAge');
    const ahead = clocks(DAY, 61 * MINUTE);
    const moved = answered(touching(on, ahead), 'touchAnswered', info, ahead);
    expect(plan(moved, ahead)).toMatchObject({ why: 'regular' });
  });

  it('is asked about after its end by a check, which is no touch', () => {
    const paused = awake(openAfter(opened(), pause(2 * HOUR, 0)), 0, 36 * MINUTE - SECOND);
    const [asked, effects] = step(paused, tick(36 * MINUTE));
    expect(effects).toMatchObject([{ type: 'touch', by: 'check' }]);
    const found = answered(asked as Open, 'touchAnswered', info, 36 * MINUTE);
    expect(view(found, at(36 * MINUTE))).toMatchObject({
      lastContact: { by: 'check' },
      keepAlive: { touches: 0 },
    });
  });
});

describe('the end of an idle session', () => {
  const ended = (state: State, when: When) => view(dies(state, when)[0], moment(when));
  /** The clocks were looked at all the time: no sleep is seen in them. */
  const alert = (open: Open): Open => ({ ...open, clock: { ...open.clock, seen: at(3 * HOUR) } });

  it.each<[string, State]>([
    ['paused', openAfter(opened(), pause(HOUR, 0))],
    ['off', openAfter(opened(), pause('off', 0))],
    ['away', after(opened(device, { onlyWhileActive: true }), activity(false, 0))],
    ['maxAge', opened(device, { maxAgeMs: 20 * MINUTE })],
    ['offline', alert(failing(opened(), 10 * MINUTE))],
    ['unknown', alert(opened())],
    ['unknown', alert(failing(opened(), 10 * MINUTE, refusal('BDC_1102')))],
  ])('is 35 minutes after the last contact, whenever it is found; cause: %s', (cause, state) => {
    expect(ended(state, 3 * HOUR)).toMatchObject({
      state: 'expired',
      ended: { reason: 'idle', cause, at: START + 35 * MINUTE, foundAt: START + 3 * HOUR },
    });
  });

  it('fell into the sleep of the computer where that outlasted it', () => {
    const woke = clocks(3 * HOUR, MINUTE);
    const asleep = after(awake(opened(), 0, MINUTE), event('resumed', woke));
    const probed = step(asleep, reply(openAfter(asleep), 'touchAnswered', dead, woke))[0];
    expect(view(probed, woke)).toMatchObject({
      ended: { cause: 'asleep', at: START + 35 * MINUTE, foundAt: START + 3 * HOUR },
    });
  });
});

describe('the maximum age', () => {
  const { state, touches } = live(opened(device, { maxAgeMs: HOUR }), ticks(0, HOUR));

  it('[S53] stops the touches, and tells when', () => {
    expect(touches).toHaveLength(5);
    expect(view(state, at(HOUR))).toMatchObject({ keepAlive: { stopsAt: START + HOUR } });
  });

  it('can be changed while the session is open', () => {
    const longer = openAfter(state, rules({ maxAgeMs: 2 * HOUR }, HOUR));
    expect(plan(longer, at(HOUR))).toEqual({ inMs: 0, why: 'regular' });
  });

  it.each([
    ['at the start of the session', awake(opened(), 0, MINUTE), MINUTE],
    ['later in it', touched(opened(), 20 * MINUTE), 21 * MINUTE],
  ])('is not reached by a clock that was set ahead %s', (_, open, mono) => {
    const ahead = clocks(DAY, mono);
    const [noticed, effects] = step(open, event('extendNow', ahead));
    expect(effects).toMatchObject([{ type: 'touch' }]);
    const next = answered(noticed as Open, 'touchAnswered', info, ahead);
    expect(plan(next, ahead)).toEqual({ inMs: 10 * MINUTE, why: 'regular' });
    expect(next.signedInAt).toMatchObject({ wall: START + DAY - mono, mono: 0 });
  });

  it('counts a short sleep', () => {
    const slept = clocks(30 * MINUTE, MINUTE);
    const { state: open } = live(awake(opened(), 0, MINUTE), [tick(slept)]);
    expect(open).toMatchObject({ contact: { at: slept }, signedInAt: { wall: START } });
  });
});

describe('only while the computer is used', () => {
  const away = openAfter(opened(device, { onlyWhileActive: true }), activity(false, 0));

  it('touches in the moment in which somebody comes back, if it is due', () => {
    const back = (ms: number) => step(awake(away, 0, ms), activity(true, ms))[1];
    expect(back(12 * MINUTE)).toMatchObject([{ type: 'touch', by: 'keepAlive' }]);
    expect(back(5 * MINUTE)).toEqual([]);
  });

  it('is a choice: without it nobody’s absence counts', () => {
    const open = openAfter(opened(), activity(false, 0));
    expect(plan(open, at(0))).toEqual({ inMs: 10 * MINUTE, why: 'regular' });
    expect(plan(openAfter(open, rules({ onlyWhileActive: true })), at(0)).why).toBe('away');
  });
});

describe('the interval', () => {
  const half = opened(device, { touchAfterMs: 30 * MINUTE });
  const alone = { ...half, world: { ...half.world, online: false } };

  it.each([5, 10, 30])('is a setting: %d minutes', (minutes) => {
    const open = opened(device, { touchAfterMs: minutes * MINUTE });
    expect(plan(open, at(0)).inMs).toBe(minutes * MINUTE);
    expect(touchesIn(open, 0, 4 * HOUR)).toHaveLength((4 * 60) / minutes);
  });

  it.each([
    ['no worry before each touch', half, 29 * MINUTE, 'live'],
    // Nothing has failed yet.
    ['none while the touch is on its way', openAfter(half, tick(30 * MINUTE)), 30 * MINUTE, 'live'],
    ['none in a young pause', openAfter(half, pause(HOUR, 0)), 25 * MINUTE - 1, 'lapsing'],
    ['one in a pause', openAfter(half, pause(HOUR, 0)), 25 * MINUTE, 'atRisk'],
    ['one without a network', alone, 29 * MINUTE, 'atRisk'],
  ])('of 30 minutes is %s', (_, open, ms, state) => {
    expect(view(open, at(ms)).state).toBe(state);
  });
});

describe('a token’s session', () => {
  const token = { ...credentials, kind: 'token' } as const;
  const forever = opened(device, {}, token);
  const two = opened(device, { tokenIdleMs: 48 * HOUR }, token);

  it('is not touched, does not end by itself, and is never verified by phone', () => {
    expect(plan(forever, at(0))).toEqual({ inMs: null, why: 'token' });
    expect(view(forever, at(30 * DAY))).toMatchObject({
      state: 'live',
      kind: 'token',
      endsAtLeast: null,
      trust: { is: 'unavailable', source: 'tokenLogin' },
    });
    expect(play(forever, event('suspend', HOUR), tick(DAY))[1]).toEqual([]);
    expect(step(forever, event('sendMfaCode', MINUTE))).toEqual([forever, []]);
  });

  it('is asked about once, when the 48 hours are over that newer pages speak of', () => {
    expect(plan(two, at(0))).toEqual({ inMs: 48 * HOUR + MINUTE, why: 'token' });
    expect(view(two, at(0))).toMatchObject({ endsAtLeast: START + 48 * HOUR });
    expect(view(two, at(48 * HOUR)).state).toBe('checking');
    expect(asks(two, tick(48 * HOUR + MINUTE))).toEqual(['touch']);
  });

  it.each([
    ['was ended by BILL after 40 hours', forever, 40 * HOUR, 'endedByServer'],
    ['was ended by BILL before its 48 hours', two, 40 * HOUR, 'endedByServer'],
    ['idled away in 48 hours', two, 48 * HOUR, 'idle'],
  ])('that %s', (_, open, ms, reason) => {
    expect(dies(open, ms)[0]).toMatchObject({ ended: { reason } });
  });
});
