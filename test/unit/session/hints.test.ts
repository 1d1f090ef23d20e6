import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../src-shared/result.ts';
import type { Event } from '../../../src-main/session/session-events.ts';
import { isCutOff, plan } from '../../../src-main/session/keep-alive.ts';
import { step } from '../../../src-main/session/machine.ts';
import type { ClockWatch, Open, State } from '../../../src-main/session/state.ts';
import { watch } from '../../../src-main/session/time.ts';
import {
  after,
  asOpen,
  at,
  awake,
  clocks,
  device,
  fresh,
  HOUR,
  info,
  line,
  MINUTE,
  opened,
  play,
  refused,
  SECOND,
  signedInReply,
  START,
  status,
  tick,
  touchAnswered,
  touching,
  whoOf,
} from './support.ts';

const suspend = (ms: number): Event => ({ type: 'suspend', now: at(ms) });
const resumed = (wall: number, mono = wall): Event => ({
  type: 'resumed',
  now: clocks(wall, mono),
});
const network = (online: boolean, ms: number): Event => ({ type: 'network', online, now: at(ms) });
const touchesOf = (state: State, ...events: Event[]) =>
  play(state, ...events)[1].filter(({ type }) => type === 'touch').length;
/** The touch that is under way failed at `ms`, on both clocks. */
const failedAt = (open: Open, ms: number, result = fail(line('dns'))) =>
  asOpen(after(open, touchAnswered(open, result, at(ms), at(ms))));
const answeredAt = (open: Open, sent: number, ms: number) =>
  asOpen(after(open, touchAnswered(open, info, at(sent), at(ms))));

describe('a look at the clocks', () => {
  const seen: ClockWatch = {
    seen: { wall: START, mono: 0 },
    doubt: null,
    woke: null,
    restless: false,
  };
  it.each([
    ['a tick in its time', 15 * SECOND, 15 * SECOND, false, false],
    ['a tick that came late by 40 s', 55 * SECOND, 55 * SECOND, false, false],
    ['just a minute', MINUTE, MINUTE, false, false],
    ['more than a minute on both clocks', MINUTE + 1, MINUTE + 1, true, false],
    ['more than a minute on the wall clock', MINUTE + 1, 15 * SECOND, true, false],
    ['just more than a minute on the wall clock alone', MINUTE + 1, MINUTE, true, false],
    ['just more than a minute on the other alone', MINUTE, MINUTE + 1, true, false],
    ['more than a minute on the monotonic clock', 15 * SECOND, MINUTE + 1, true, false],
    ['30 s between the clocks', 45 * SECOND, 15 * SECOND, false, false],
    ['more than 30 s between the clocks', 45 * SECOND + 1, 15 * SECOND, true, false],
    ['a slew back by a second', -SECOND, 0, false, false],
    ['a set-back by more', -SECOND - 1, 0, false, true],
    ['a set-back by more than 30 s', -15 * SECOND - 1, 15 * SECOND, true, true],
    ['a set-back by an hour', -HOUR, 15 * SECOND, true, true],
  ])('tells %s: %d ms by the wall, %d ms by the other', (_, wall, mono, gap, doubt) => {
    const now = { wall: START + wall, mono };
    const next = watch(seen, now, 7);
    expect(next.woke).toEqual(gap ? now : null);
    expect(next.doubt).toBe(doubt ? 7 : null);
    expect(next.seen).toEqual(now);
  });

  it('keeps a doubt until it is settled, and a wake until the next', () => {
    const now = { wall: START + SECOND, mono: SECOND };
    const before = { ...seen, doubt: 3, woke: { wall: START - HOUR, mono: -HOUR } };
    expect(watch(before, now, 7)).toMatchObject({ doubt: 3, woke: before.woke });
  });

  it('takes a gap and the system’s word within five seconds for one sleep', () => {
    const slept = (wordAfter: number) => {
      const noticed = after(opened(), { type: 'tick', now: clocks(HOUR, SECOND) });
      return asOpen(after(noticed, resumed(HOUR + wordAfter, SECOND + wordAfter))).clock.woke;
    };
    expect(slept(5 * SECOND - 1)).toMatchObject({ mono: SECOND });
    expect(slept(5 * SECOND)).toMatchObject({ mono: 6 * SECOND });
  });
});

describe('the suspend hint', () => {
  it.each([
    [MINUTE, 0],
    [MINUTE + 1, 1],
    [9 * MINUTE, 1],
  ])('touches at once when the last contact is more than a minute old: %d ms', (ms, touches) => {
    const open = awake(opened(), 0, ms);
    const [state, effects] = step(open, suspend(ms));
    expect(effects).toHaveLength(touches);
    if (touches > 0) expect(effects).toMatchObject([{ type: 'touch', by: 'beforeSleep' }]);
    else expect(state).toBe(open);
  });

  it('costs one touch in five minutes, however often the lid moves', () => {
    let open = answeredAt(asOpen(after(opened(), suspend(2 * MINUTE))), 2 * MINUTE, 2 * MINUTE);
    const rest: Event[] = [];
    for (let ms = 2 * MINUTE; ms < 7 * MINUTE; ms += 15 * SECOND) rest.push(tick(ms), suspend(ms));
    expect(touchesOf(open, ...rest)).toBe(0);
    open = asOpen(after(open, ...rest));
    expect(touchesOf(open, suspend(7 * MINUTE))).toBe(1);
  });

  it.each([
    ['a touch is under way', (open: Open) => touching(open, at(2 * MINUTE))],
    [
      'it is being signed out',
      (open: Open) => after(open, { type: 'signOut', now: at(2 * MINUTE) }),
    ],
    [
      'keep-alive is paused',
      (open: Open) => after(open, { type: 'pause', ms: HOUR, now: at(2 * MINUTE) }),
    ],
    [
      'the hour’s calls are used up',
      (open: Open) =>
        failedAt(
          touching(open, at(2 * MINUTE)),
          2 * MINUTE,
          refused('BDC_1144', { serverTime: START }),
        ),
    ],
  ])('is not worth a touch while %s', (_, make) => {
    expect(touchesOf(make(awake(opened(), 0, 2 * MINUTE)), suspend(3 * MINUTE))).toBe(0);
  });

  it('is worth one in the new hour, and after any other failure', () => {
    const used = failedAt(
      touching(awake(opened(), 0, 2 * MINUTE), at(2 * MINUTE)),
      2 * MINUTE,
      refused('BDC_1144', { serverTime: START + HOUR - MINUTE }),
    );
    expect(touchesOf(used, suspend(3 * MINUTE + SECOND))).toBe(1);
    const busy = failedAt(
      touching(awake(opened(), 0, 2 * MINUTE), at(2 * MINUTE)),
      2 * MINUTE,
      fail(status(503, HOUR)),
    );
    expect(touchesOf(busy, suspend(3 * MINUTE))).toBe(1);
  });

  it('counts its answer from when it was sent, even if that comes after the sleep', () => {
    const sleeping = asOpen(after(awake(opened(), 0, 5 * MINUTE), suspend(5 * MINUTE)));
    const woke = clocks(2 * HOUR, 5 * MINUTE + SECOND);
    const open = asOpen(after(sleeping, touchAnswered(sleeping, info, at(5 * MINUTE), woke)));
    expect(open.contact.at).toMatchObject({ mono: 5 * MINUTE });
    expect(open.contact.by).toBe('beforeSleep');
  });
});

describe('a wake', () => {
  const asleep = awake(opened(), 0, MINUTE);
  const wake = (age: number): Event => ({ type: 'tick', now: clocks(age, MINUTE + SECOND) });

  it('is a reason to ask once the last contact is five minutes old', () => {
    expect(touchesOf(asleep, wake(5 * MINUTE - 1))).toBe(0);
    const [state, effects] = step(asleep, wake(5 * MINUTE));
    expect(effects).toMatchObject([{ type: 'touch', by: 'afterWake' }]);
    expect(asOpen(state).keepAlive).toMatchObject({ nudged: null, hintAt: { mono: 61_000 } });
  });

  it('is noticed by the system’s word alone as well', () => {
    const open = awake(opened(), 0, 6 * MINUTE);
    expect(step(open, resumed(6 * MINUTE))[1]).toMatchObject([{ by: 'afterWake' }]);
    expect(touchesOf(awake(opened(), 0, 4 * MINUTE), resumed(4 * MINUTE))).toBe(0);
  });

  it('is asked about once in five minutes', () => {
    const [woken] = play(asleep, wake(6 * MINUTE));
    const failed = asOpen(
      after(
        woken,
        touchAnswered(
          asOpen(woken),
          fail(status(503, HOUR)),
          clocks(6 * MINUTE, MINUTE + SECOND),
          clocks(6 * MINUTE, MINUTE + SECOND),
        ),
      ),
    );
    const again = (wall: number) =>
      touchesOf(failed, { type: 'tick', now: clocks(wall, MINUTE + 2 * SECOND) });
    expect(again(11 * MINUTE - 1)).toBe(0);
    expect(again(11 * MINUTE)).toBe(1);
  });

  it('shortens a wait that a server had asked for before it, and none after it', () => {
    const failed = failedAt(touching(asleep, at(MINUTE)), MINUTE, fail(status(503, HOUR)));
    const [woken, effects] = step(failed, wake(20 * MINUTE));
    expect(effects).toMatchObject([{ by: 'afterWake' }]);
    const now = clocks(20 * MINUTE, MINUTE + SECOND);
    const again = asOpen(
      after(woken, touchAnswered(asOpen(woken), fail(status(503, 10 * MINUTE)), now, now)),
    );
    expect(plan(again, now).inMs).toBe(10 * MINUTE);
  });

  it('is no reason to ask before the hour is over whose calls are used up', () => {
    const used = failedAt(
      touching(asleep, at(MINUTE)),
      MINUTE,
      refused('BDC_1144', { serverTime: START }),
    );
    expect(touchesOf(used, wake(40 * MINUTE))).toBe(0);
    expect(touchesOf(used, wake(HOUR + MINUTE + SECOND))).toBe(1);
  });
});

describe('without a network', () => {
  const offline = (ms: number) => asOpen(after(awake(opened(), 0, ms), network(false, ms)));
  const wake: Event = { type: 'tick', now: clocks(20 * MINUTE, MINUTE + SECOND) };
  const later = (seconds: number): Event => ({
    type: 'tick',
    now: clocks(20 * MINUTE + seconds * SECOND, MINUTE + (1 + seconds) * SECOND),
  });

  it('a wake waits half a minute for it, then tries all the same', () => {
    const [woken, effects] = step(offline(MINUTE), wake);
    expect(effects).toEqual([]);
    expect(plan(asOpen(woken), wake.now)).toEqual({ inMs: 30 * SECOND, why: 'woke' });
    expect(touchesOf(woken, later(15), later(29))).toBe(0);
    expect(touchesOf(woken, later(15), later(30))).toBe(1);
  });

  it('a wake waits for it also when a touch had failed before the sleep', () => {
    const failed = failedAt(touching(offline(MINUTE), at(MINUTE)), MINUTE);
    const [woken, effects] = step(failed, wake);
    expect(effects).toEqual([]);
    expect(plan(asOpen(woken), wake.now).inMs).toBe(30 * SECOND);
  });

  it('a wake that is too soon for a hint of its own tries what had failed after half a minute too', () => {
    const sent = asOpen(after(awake(opened(), 0, 8 * MINUTE), suspend(8 * MINUTE)));
    const failed = failedAt(sent, 8 * MINUTE + SECOND);
    const woken = asOpen(
      after(failed, { ...network(false, 11 * MINUTE), now: clocks(11 * MINUTE, 8 * MINUTE) }),
    );
    expect(woken.keepAlive.nudged).toBeNull();
    expect(plan(woken, clocks(11 * MINUTE, 8 * MINUTE)).inMs).toBe(30 * SECOND);
  });

  it('a wake asks in the moment in which it is back', () => {
    const [woken] = step(offline(MINUTE), wake);
    const back: Event = { ...later(7), type: 'network', online: true };
    expect(step(after(woken, later(5)), back)[1]).toMatchObject([{ type: 'touch' }]);
  });

  it('a regular touch waits for it until the last two minutes, then tries all the same', () => {
    const open = offline(MINUTE);
    expect(plan(open, at(MINUTE))).toEqual({ inMs: 9 * MINUTE, why: 'offline' });
    const quiet = awake(open, MINUTE, 33 * MINUTE - 1);
    expect(quiet.calls).toBe(0);
    expect(touchesOf(quiet, tick(33 * MINUTE))).toBe(1);
  });

  it('a touch that waited goes out when it is back, and one that is not due does not', () => {
    expect(touchesOf(awake(offline(MINUTE), MINUTE, 12 * MINUTE), network(true, 12 * MINUTE))).toBe(
      1,
    );
    expect(touchesOf(awake(offline(MINUTE), MINUTE, 2 * MINUTE), network(true, 2 * MINUTE))).toBe(
      0,
    );
  });

  it('what failed is tried again in the moment in which it is back', () => {
    const failed = failedAt(
      touching(offline(10 * MINUTE), at(10 * MINUTE)),
      10 * MINUTE,
      fail(status(503, 20 * MINUTE)),
    );
    expect(step(failed, network(true, 11 * MINUTE))[1]).toMatchObject([{ by: 'afterWake' }]);
    // It never was away: no news.
    const online = failedAt(
      touching(awake(opened(), 0, 10 * MINUTE), at(10 * MINUTE)),
      10 * MINUTE,
      fail(status(503, 20 * MINUTE)),
    );
    expect(touchesOf(online, network(true, 11 * MINUTE))).toBe(0);
  });
});

describe('a network that comes and goes', () => {
  const callsIn = (state: State, from: number, minutes: number, flapping: boolean): number => {
    let calls = 0;
    let current = state;
    for (let s = 0; s < minutes * 60; s += 15) {
      const now = from + s * SECOND;
      const news = flapping && s % 60 === 0 ? [network(s % 120 !== 0, now)] : [];
      for (const event of [...news, tick(now)]) {
        const [next, effects] = step(current, event);
        current = next;
        if (effects.some(({ type }) => type === 'touch')) {
          calls += 1;
          current = failedAt(asOpen(current), now);
        }
      }
    }
    return calls;
  };

  it('causes one touch in five minutes by its returns, however often each fails', () => {
    const failed = failedAt(
      touching(awake(opened(), 0, 40 * MINUTE), at(40 * MINUTE)),
      40 * MINUTE,
    );
    const calm = callsIn(failed, 41 * MINUTE, 20, false);
    expect(callsIn(failed, 41 * MINUTE, 20, true)).toBeLessThanOrEqual(calm + 20 / 5);
  });

  it('may ask at its first return after a wake whose own probe came too early', () => {
    const probe = asOpen(
      step(awake(opened(), 0, MINUTE), {
        type: 'tick',
        now: clocks(20 * MINUTE, MINUTE + SECOND),
      })[0],
    );
    const later = (ms: number) => clocks(20 * MINUTE + ms, MINUTE + SECOND + ms);
    const failed = asOpen(
      after(probe, touchAnswered(probe, fail(line()), later(0), later(SECOND))),
    );
    const back = (online: boolean, ms: number): Event => ({
      type: 'network',
      online,
      now: later(ms),
    });
    const away = asOpen(after(failed, back(false, 2 * SECOND)));
    const [again, effects] = step(away, back(true, 3 * SECOND));
    expect(effects).toMatchObject([{ type: 'touch', by: 'afterWake' }]);
    const failedTwice = asOpen(
      after(
        again,
        touchAnswered(asOpen(again), fail(line()), later(3 * SECOND), later(4 * SECOND)),
      ),
    );
    const second = after(failedTwice, back(false, 5 * SECOND));
    expect(step(second, back(true, 6 * SECOND))[1]).toEqual([]);
  });

  it('may ask so after each wake, but not if the hint was used before it', () => {
    /** The other clock stands still while the machine sleeps. */
    const from = (wall: number, mono: number) => (type: 'resumed' | 'tick' | boolean, ms: number) =>
      ({
        ...(typeof type === 'boolean' ? { type: 'network', online: type } : { type }),
        now: clocks(wall + ms, mono + ms),
      }) as Event;
    const fails = (state: State, { now }: Event) =>
      asOpen(after(state, touchAnswered(asOpen(state), fail(line()), now, now)));
    /** A wake whose own probe fails, and the network that goes and comes after it. */
    const wakes = (state: State, event: ReturnType<typeof from>): [State, number] => {
      const wake = event('resumed', 0);
      const probed = fails(after(state, wake), wake);
      const [next, effects] = play(probed, event(false, SECOND), event(true, 2 * SECOND));
      return [fails(next, event('tick', 2 * SECOND)), effects.length];
    };
    const [first, asked] = wakes(awake(opened(), 0, MINUTE), from(20 * MINUTE, MINUTE + SECOND));
    expect(asked).toBe(1);
    const [, again] = wakes(first, from(29 * MINUTE, MINUTE + 4 * SECOND));
    expect(again).toBe(1);

    const sent = asOpen(after(awake(opened(), 0, 8 * MINUTE), suspend(8 * MINUTE)));
    const slept = from(10 * MINUTE, 8 * MINUTE + SECOND);
    const woken = after(fails(sent, suspend(8 * MINUTE)), slept('resumed', 0));
    expect(touchesOf(woken, slept(false, 100), slept(true, 200))).toBe(0);
  });
});

describe('a machine that wakes each minute for some seconds', () => {
  it('tries again only when it stays awake for a minute, or when a hint is allowed', () => {
    let state: State = failedAt(
      touching(awake(opened(), 0, 10 * MINUTE), at(10 * MINUTE)),
      10 * MINUTE,
    );
    const sent: number[] = [];
    for (let wake = 11; wake < 28; wake += 1) {
      for (const s of [0, 5]) {
        const now = wake * MINUTE + s * SECOND;
        const [next, effects] = step(
          state,
          s === 0
            ? resumed(now, 10 * MINUTE + s * SECOND)
            : { type: 'tick', now: clocks(now, 10 * MINUTE + s * SECOND) },
        );
        state = next;
        if (!effects.some(({ type }) => type === 'touch')) continue;
        sent.push(wake);
        const { inFlight } = asOpen(state).keepAlive;
        if (inFlight === null) throw new Error('no touch under way');
        state = after(
          state,
          touchAnswered(
            asOpen(state),
            fail(line('dns')),
            clocks(now, 10 * MINUTE),
            clocks(now, 10 * MINUTE),
          ),
        );
      }
    }
    // The first wake could be the only one.
    expect(sent).toEqual([11, 11, 16, 21, 26]);
    // Now it stays awake.
    const settled = asOpen(after(state, resumed(28 * MINUTE, 11 * MINUTE)));
    expect(plan(settled, clocks(28 * MINUTE, 11 * MINUTE)).inMs).toBeLessThanOrEqual(MINUTE);
  });
});

describe('what the system said before there was a session', () => {
  it('holds for the next one', () => {
    const away: Event = { type: 'activity', active: false, now: at(0) };
    const before = after(fresh(device, { onlyWhileActive: true }), network(false, 0), away);
    expect(before).toMatchObject({ at: 'signedOut', world: { online: false, active: false } });
    const signingIn = after(before, { type: 'resume', now: at(0) });
    const open = asOpen(
      after(signingIn, {
        type: 'signInAnswered',
        attempt: signingIn.attempts,
        who: whoOf(),
        result: ok(signedInReply),
        sentAt: at(0),
        now: at(0),
      }),
    );
    expect(plan(open, at(0)).why).toBe('away');
    expect(open.world).toEqual({ online: false, active: false });
  });
});

describe('a touch that was cut off by a sleep', () => {
  const sent = asOpen(after(awake(opened(), 0, 5 * MINUTE), suspend(5 * MINUTE)));
  const woken = asOpen(after(sent, { type: 'tick', now: clocks(HOUR, 5 * MINUTE + SECOND) }));
  const later = (ms: number) => clocks(HOUR + ms, 5 * MINUTE + SECOND + ms);
  const looks = (until: number): Event[] =>
    Array.from({ length: until / (15 * SECOND) }, (_, n) => ({
      type: 'tick',
      now: later((n + 1) * 15 * SECOND),
    }));

  it('has half a minute after it to come back, then one more is sent', () => {
    expect(isCutOff(woken, later(30 * SECOND))).toBe(false);
    expect(isCutOff(woken, later(30 * SECOND + 1))).toBe(true);
    expect(touchesOf(woken, ...looks(30 * SECOND))).toBe(0);
    const [state, effects] = play(woken, ...looks(45 * SECOND));
    expect(effects).toMatchObject([{ type: 'touch', by: 'afterWake', call: 2 }]);
    expect(touchesOf(state, ...looks(5 * MINUTE))).toBe(0);
  });

  it('still counts when it comes after all, and does not end what was sent after it', () => {
    const [state] = play(woken, ...looks(45 * SECOND));
    const late = { ...touchAnswered(sent, info, at(5 * MINUTE), later(46 * SECOND)) };
    const open = asOpen(after(state, late));
    expect(open.contact).toMatchObject({ call: 1, at: { mono: 5 * MINUTE } });
    expect(open.keepAlive.inFlight).toMatchObject({ call: 2 });
  });

  it('is known as such by when it was sent', () => {
    const open = asOpen(after(opened(), suspend(5 * MINUTE)));
    const up = after(open, { type: 'tick', now: clocks(HOUR, 5 * MINUTE + SECOND) });
    expect(touchesOf(up, ...looks(45 * SECOND))).toBe(1);
  });

  it('that fails in the wake is tried again after the usual wait, not at once', () => {
    const failed = asOpen(
      after(woken, touchAnswered(woken, fail(line()), at(5 * MINUTE), later(SECOND))),
    );
    expect(failed.keepAlive.nudged).not.toBeNull();
    expect(plan(failed, later(SECOND)).inMs).toBeGreaterThan(SECOND);
  });

  it('is not one that was sent after the wake', () => {
    const answered = asOpen(
      after(woken, touchAnswered(woken, info, at(5 * MINUTE), later(SECOND))),
    );
    const next = asOpen(after(answered, { type: 'extendNow', now: later(2 * SECOND) }));
    expect(isCutOff(next, later(50 * SECOND))).toBe(false);
  });
});

describe('a restless night', () => {
  /** The machine wakes for five seconds each minute; each touch is answered by `server`. */
  function darkWakes(server: () => ReturnType<typeof refused> | typeof info): number {
    let state: State = opened();
    let touches = 0;
    for (let minute = 1; minute <= 480 && state.at === 'open'; minute += 1) {
      for (const second of [0, 2, 4]) {
        const now = {
          ...clocks(minute * MINUTE + second * SECOND, minute * 5 * SECOND + second * SECOND),
        };
        const [next, effects] = step(state, { type: second === 0 ? 'resumed' : 'tick', now });
        state = next;
        if (effects.length === 0) continue;
        touches += 1;
        state = after(state, touchAnswered(asOpen(state), server(), now, now));
      }
    }
    return touches;
  }

  it('of dark wakes each minute costs at most one call in five minutes', () => {
    const touches = darkWakes(() => info);
    expect(touches).toBeLessThanOrEqual(480 / 5);
    expect(touches).toBeGreaterThanOrEqual(480 / 12);
  });

  it('costs no more when nothing answers, once the session is past saving', () => {
    // A retry at each wake while there is something to save.
    expect(darkWakes(() => fail(line('dns')))).toBeLessThanOrEqual(480 / 5 + 25);
  });

  it('of a clock that is set back and forth at each look costs one call in five minutes', () => {
    let state: State = opened();
    let touches = 0;
    for (let look = 1; look <= 240; look += 1) {
      const now = clocks(look % 2 === 0 ? 0 : -HOUR, look * 15 * SECOND);
      const [next, effects] = step(state, { type: 'tick', now });
      state = next;
      touches += effects.length;
      if (effects.length > 0) state = after(state, touchAnswered(asOpen(state), info, now, now));
    }
    expect(touches).toBeLessThanOrEqual(60 / 5 + 1);
    expect(touches).toBeGreaterThanOrEqual(5);
  });
});

describe('a clock that is set back by a little at each look', () => {
  it('costs one call in five minutes', () => {
    let state: State = opened();
    let touches = 0;
    for (let n = 1; n <= 40; n += 1) {
      const now = clocks(n * 15 * SECOND - n * 20 * SECOND, n * 15 * SECOND);
      const [next, effects] = step(state, { type: 'tick', now });
      state = next;
      if (effects.length === 0) continue;
      touches += effects.length;
      state = after(state, touchAnswered(asOpen(state), info, now, now));
    }
    expect(touches).toBe(2);
  });
});

describe('a clock that was set back during a sleep, right after the touch before it', () => {
  /** Asleep from minute 8, for as long as no clock tells: both say that no time has passed. */
  const sent = asOpen(after(opened(), suspend(8 * MINUTE)));
  const asleep = answeredAt(sent, 8 * MINUTE, 8 * MINUTE + SECOND);
  const back = (ms = 0) => clocks(-HOUR + ms, 8 * MINUTE + 2 * SECOND + ms);
  const wake: Event = { type: 'resumed', now: back() };

  it('is asked about when the system tells of the wake, though a hint was used a moment ago', () => {
    expect(step(asleep, wake)[1]).toMatchObject([{ type: 'touch', by: 'afterWake' }]);
    // A tick may see the clock before the system tells of the wake.
    expect(touchesOf(asleep, { type: 'tick', now: back() }, wake)).toBe(1);
  });

  it('is asked about before the next sleep, if nobody told of the wake', () => {
    const ticks: Event[] = [{ type: 'tick', now: back() }];
    expect(touchesOf(asleep, ...ticks)).toBe(0);
    expect(touchesOf(asleep, ...ticks, { type: 'suspend', now: back(SECOND) })).toBe(1);
  });

  it('is asked about once, however often the system tells', () => {
    const more = [1, 2, 3].map((n): Event => ({ type: 'resumed', now: back(n * MINUTE) }));
    const probing = asOpen(after(asleep, wake));
    const failed = asOpen(
      after(probing, touchAnswered(probing, fail(line()), back(), back(SECOND))),
    );
    expect(failed.clock.doubt).not.toBeNull();
    expect(failed.keepAlive.nudged).toBeNull();
    for (const event of more) {
      expect(asOpen(after(failed, event)).keepAlive.nudged).toBeNull();
    }
    expect(touchesOf(asleep, wake, ...more)).toBe(1);
  });

  it('is asked about though the answer to the touch before it comes in after the wake', () => {
    const [probing, effects] = play(
      sent,
      wake,
      touchAnswered(sent, info, at(8 * MINUTE), back(SECOND)),
      { type: 'tick', now: back(2 * SECOND) },
    );
    expect(effects).toMatchObject([{ type: 'touch', by: 'afterWake' }]);
    expect(asOpen(probing).clock.doubt).not.toBeNull();
  });
});
