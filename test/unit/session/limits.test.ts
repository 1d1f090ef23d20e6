import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../src-shared/result.ts';
import type { Event } from '../../../src-main/session/session-events.ts';
import { plan } from '../../../src-main/session/keep-alive.ts';
import { step } from '../../../src-main/session/machine.ts';
import type { Open, Policy, State } from '../../../src-main/session/state.ts';
import { view } from '../../../src-main/session/view.ts';
import {
  after,
  answer,
  asOpen,
  at,
  awake,
  clocks,
  credentials,
  DAY,
  device,
  HOUR,
  info,
  line,
  MINUTE,
  opened,
  play,
  policy,
  refused,
  SECOND,
  START,
  tick,
  touchAnswered,
  touching,
} from './support.ts';

const pause = (ms: number | 'off' | null, now: number): Event => ({
  type: 'pause',
  ms,
  now: at(now),
});
const activity = (active: boolean, ms: number): Event => ({
  type: 'activity',
  active,
  now: at(ms),
});
const rules = (change: Partial<Policy>, now = 0): Event => ({
  type: 'policy',
  policy: { ...policy, ...change },
  now: at(now),
});
/** The touch that is under way is answered at once. */
const alive = (open: Open, ms: number) =>
  asOpen(after(open, touchAnswered(open, info, at(ms), at(ms))));
const touchesUntil = (from: State, start: number, end: number): readonly [State, number[]] => {
  let state = from;
  const touches: number[] = [];
  for (let ms = start; ms <= end && state.at === 'open'; ms += 15 * SECOND) {
    const [next, effects] = step(state, tick(ms));
    state = next;
    if (effects.length === 0) continue;
    touches.push(ms);
    state = after(state, touchAnswered(asOpen(state), info, at(ms), at(ms)));
  }
  return [state, touches];
};

describe('a pause', () => {
  const paused = asOpen(after(opened(), pause(HOUR, 0)));

  it('holds the touches back and says until when', () => {
    expect(view(paused, at(0))).toMatchObject({
      keepAlive: { why: 'paused', pausedUntil: START + HOUR },
    });
    expect(touchesUntil(paused, 0, 35 * MINUTE)[1]).toEqual([]);
  });

  it('lets one probe find out a minute after the last certain one, and no sooner', () => {
    expect(plan(paused, at(0))).toEqual({ inMs: 36 * MINUTE, why: 'paused' });
    expect(touchesUntil(paused, 0, 50 * MINUTE)[1]).toEqual([36 * MINUTE]);
  });

  it('asks again after the usual wait when that probe says nothing, and never at each look', () => {
    let state: State = paused;
    const asked: number[] = [];
    for (let ms = 36 * MINUTE; ms < 50 * MINUTE; ms += SECOND) {
      const [next, effects] = step(state, tick(ms));
      state = next;
      if (effects.length === 0) continue;
      asked.push(ms);
      const failed = touchAnswered(asOpen(state), fail(line()), at(ms), at(ms));
      state = after(state, failed);
      expect(plan(asOpen(state), at(ms)).inMs).toBeGreaterThanOrEqual(SECOND);
    }
    expect(asked.length).toBeGreaterThan(1);
    expect(asked.length).toBeLessThan(15);
  });

  it('ends by itself, and a touch that is due goes out then', () => {
    const short = asOpen(after(opened(), pause(20 * MINUTE, 0)));
    expect(touchesUntil(short, 0, 21 * MINUTE)[1]).toEqual([20 * MINUTE]);
    expect(view(awake(short, 0, 20 * MINUTE), at(20 * MINUTE))).toMatchObject({
      keepAlive: { pausedUntil: null },
    });
  });

  it('ends by a click', () => {
    const ended = asOpen(after(paused, pause(null, MINUTE)));
    expect(plan(ended, at(MINUTE))).toEqual({ inMs: 9 * MINUTE, why: 'regular' });
  });

  it('ends with a sleep that it did not outlast, whichever clock tells', () => {
    expect(view(paused, clocks(2 * HOUR, MINUTE))).toMatchObject({
      keepAlive: { pausedUntil: null },
    });
  });

  it('does not hold the user back', () => {
    expect(step(paused, { type: 'extendNow', now: at(MINUTE) })[1]).toMatchObject([
      { type: 'touch', by: 'you' },
    ]);
  });

  it('belongs to its session alone', () => {
    const next = after(
      paused,
      { type: 'signOut', now: at(MINUTE) },
      answer(paused, 'signOutAnswered', 1, { result: ok(null), sentAt: at(0), now: at(MINUTE) }),
      { type: 'resume', now: at(2 * MINUTE) },
    );
    expect(JSON.stringify(next)).not.toContain('paused');
  });
});

describe('keep-alive that the user turned off', () => {
  const off = asOpen(after(opened(), pause('off', 0)));

  it('stays off, says so, and lets one probe find the end of the session', () => {
    expect(view(off, at(0))).toMatchObject({ keepAlive: { why: 'off', pausedUntil: null } });
    expect(touchesUntil(off, 0, 3 * HOUR)[1].filter((ms) => ms < 36 * MINUTE)).toEqual([]);
    expect(plan(off, at(11 * HOUR))).toMatchObject({ why: 'off' });
  });

  it('is on again with a click', () => {
    const on = asOpen(after(off, pause(null, MINUTE)));
    expect(plan(on, at(MINUTE))).toEqual({ inMs: 9 * MINUTE, why: 'regular' });
  });

  it('does not sign in again after the session has lapsed', () => {
    const again = asOpen(after(opened(device, { signInAgain: true }), pause('off', 0)));
    const probing = asOpen(step(again, tick(36 * MINUTE))[0]);
    const dead = touchAnswered(probing, refused('BDC_1109'), at(36 * MINUTE), at(36 * MINUTE));
    expect(step(probing, dead)).toMatchObject([{ at: 'signedOut' }, []]);
  });
});

describe('the maximum age', () => {
  it('[S53] stops the touches, tells so, and lets one probe find the end', () => {
    const [open, touches] = touchesUntil(opened(device, { maxAgeMs: HOUR }), 0, HOUR);
    expect(touches).toHaveLength(5);
    expect(plan(asOpen(open), at(HOUR))).toEqual({ inMs: 26 * MINUTE, why: 'maxAge' });
    expect(view(open, at(HOUR))).toMatchObject({ keepAlive: { stopsAt: START + HOUR } });
    expect(touchesUntil(open, HOUR, 86 * MINUTE)[1]).toEqual([86 * MINUTE]);
  });

  it('can be changed while the session is open', () => {
    const [open] = touchesUntil(opened(device, { maxAgeMs: HOUR }), 0, HOUR);
    const longer = asOpen(after(open, rules({ maxAgeMs: 2 * HOUR }, HOUR)));
    expect(plan(longer, at(HOUR))).toEqual({ inMs: 0, why: 'regular' });
  });

  it('is not reached by a clock that was set ahead', () => {
    const ahead = clocks(DAY, MINUTE);
    const [noticed, effects] = step(awake(opened(), 0, MINUTE), { type: 'tick', now: ahead });
    expect(effects).toMatchObject([{ type: 'touch' }]);
    const open = asOpen(after(noticed, touchAnswered(asOpen(noticed), info, ahead, ahead)));
    expect(plan(open, ahead)).toEqual({ inMs: 10 * MINUTE, why: 'regular' });
    expect(open.signedInAt).toMatchObject({ wall: START + DAY - MINUTE, mono: 0 });
    // Later in the session just as at its start.
    const touched = alive(touching(opened(), at(20 * MINUTE)), 20 * MINUTE);
    const then = clocks(DAY, 21 * MINUTE);
    const probing = touching(touched, then);
    const later = asOpen(after(probing, touchAnswered(probing, info, then, then)));
    expect(later.signedInAt).toMatchObject({ wall: START + DAY - 21 * MINUTE, mono: 0 });
  });

  it('counts a short sleep', () => {
    const slept = clocks(30 * MINUTE, MINUTE);
    const noticed = after(awake(opened(), 0, MINUTE), { type: 'tick', now: slept });
    const open = asOpen(after(noticed, touchAnswered(asOpen(noticed), info, slept, slept)));
    expect(open.signedInAt).toMatchObject({ wall: START });
  });
});

describe('only while the computer is used', () => {
  const away = asOpen(after(opened(device, { onlyWhileActive: true }), activity(false, 0)));

  it('holds the touches back while nobody is there, and one probe finds out', () => {
    expect(plan(away, at(0))).toEqual({ inMs: 36 * MINUTE, why: 'away' });
    expect(touchesUntil(away, 0, 40 * MINUTE)[1]).toEqual([36 * MINUTE]);
  });

  it('touches in the moment in which somebody comes back, if it is due', () => {
    expect(step(awake(away, 0, 12 * MINUTE), activity(true, 12 * MINUTE))[1]).toMatchObject([
      { type: 'touch', by: 'keepAlive' },
    ]);
    expect(step(awake(away, 0, 5 * MINUTE), activity(true, 5 * MINUTE))[1]).toEqual([]);
  });

  it('is a choice: without it nobody’s absence counts', () => {
    const open = asOpen(after(opened(), activity(false, 0)));
    expect(plan(open, at(0))).toEqual({ inMs: 10 * MINUTE, why: 'regular' });
    expect(plan(asOpen(after(open, rules({ onlyWhileActive: true }))), at(0)).why).toBe('away');
  });

  it('a session that lapsed meanwhile is not opened again behind the user’s back', () => {
    const alone = opened(device, { onlyWhileActive: true, signInAgain: true });
    const probing = touching(asOpen(after(alone, activity(false, 0))), at(36 * MINUTE));
    const [state, effects] = step(
      probing,
      touchAnswered(probing, refused('BDC_1109'), at(36 * MINUTE), at(36 * MINUTE)),
    );
    expect(state).toMatchObject({ at: 'signedOut', ended: { reason: 'idle' } });
    expect(effects.map(({ type }) => type)).toEqual([]);
  });
});

describe('the interval', () => {
  it.each([5, 10, 30])('is a setting: %d minutes', (minutes) => {
    const touchAfterMs = minutes * MINUTE;
    const open = opened(device, { touchAfterMs });
    expect(plan(open, at(0)).inMs).toBe(touchAfterMs);
    expect(touchesUntil(open, 0, 4 * HOUR)[1]).toHaveLength((4 * 60) / minutes);
  });

  it('of 30 minutes and its jitter leaves time for a retry', () => {
    const open = opened(device, { touchAfterMs: 30 * MINUTE });
    const late = { ...open, keepAlive: { ...open.keepAlive, jitterMs: MINUTE } };
    expect(plan(late, at(0)).inMs).toBe(31 * MINUTE);
  });

  it('of 30 minutes is no worry before each touch, but where keep-alive fails or is off', () => {
    const open = opened(device, { touchAfterMs: 30 * MINUTE });
    const stateAt = (of: Open, ms: number) => view(of, at(ms)).state;
    expect(stateAt(open, 29 * MINUTE)).toBe('live');
    // The touch is on its way: nothing has failed yet.
    expect(stateAt(asOpen(after(open, tick(30 * MINUTE))), 30 * MINUTE)).toBe('live');
    const paused = asOpen(after(open, { type: 'pause', ms: HOUR, now: at(0) }));
    expect(stateAt(paused, 25 * MINUTE - 1)).toBe('live');
    expect(stateAt(paused, 25 * MINUTE)).toBe('atRisk');
    const away = { ...open, world: { ...open.world, online: false } };
    expect(stateAt(away, 29 * MINUTE)).toBe('atRisk');
  });
});

describe('a token’s session', () => {
  const token = { ...credentials, kind: 'token' } as const;
  const forever = opened(device, {}, token);
  const two = opened(device, { tokenIdleMs: 48 * HOUR }, token);

  it('is not touched, and does not end by itself', () => {
    expect(plan(forever, at(0))).toEqual({ inMs: null, why: 'token' });
    expect(view(forever, at(30 * DAY))).toMatchObject({
      state: 'live',
      kind: 'token',
      endsAtLeast: null,
      trust: { is: 'unavailable' },
    });
    expect(play(forever, { type: 'suspend', now: at(HOUR) }, tick(DAY))[1]).toEqual([]);
  });

  it('is asked about once, when the 48 hours are over that newer pages speak of', () => {
    expect(plan(two, at(0))).toEqual({ inMs: 48 * HOUR + MINUTE, why: 'token' });
    expect(view(two, at(0))).toMatchObject({ endsAtLeast: START + 48 * HOUR });
    expect(view(two, at(48 * HOUR)).state).toBe('checking');
    expect(step(two, tick(48 * HOUR + MINUTE))[1]).toMatchObject([{ type: 'touch' }]);
  });

  it('that BILL ended has not idled away after 35 minutes', () => {
    const end = (open: Open, ms: number) => {
      const probing = touching(open, at(ms));
      const dead = after(probing, touchAnswered(probing, refused('BDC_1109'), at(ms), at(ms)));
      return dead.at === 'signedOut' ? dead.ended?.reason : dead.at;
    };
    expect(end(forever, 40 * HOUR)).toBe('endedByServer');
    expect(end(two, 40 * HOUR)).toBe('endedByServer');
    expect(end(two, 48 * HOUR)).toBe('idle');
  });

  it('is never verified by phone', () => {
    expect(step(forever, { type: 'sendMfaCode', now: at(MINUTE) })).toEqual([forever, []]);
  });

  it('can be extended by a click', () => {
    const open = alive(touching(two, at(HOUR)), HOUR);
    expect(view(open, at(HOUR))).toMatchObject({ endsAtLeast: START + 49 * HOUR });
  });
});
