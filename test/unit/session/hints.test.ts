/** What the system and the clocks say: reasons to ask, never a verdict, and never a storm of calls. */
import { describe, expect, it } from 'vitest';
import { fail, ok, type AppError } from '../../../src-shared/result.ts';
import type { Event } from '../../../src-main/session/session-events.ts';
import { isCutOff } from '../../../src-main/session/keep-alive/keep-alive.ts';
import { plan } from '../../../src-main/session/keep-alive/touch-plan.ts';
import { step } from '../../../src-main/session/machine.ts';
import type { ClockWatch, Open, State } from '../../../src-main/session/state.ts';
import { watch } from '../../../src-main/session/time.ts';
import { info, line, refusal, status } from './given/outcomes.ts';
import { device, fresh } from './given/people.ts';
import { event, reply, tick, ticks } from './given/events.ts';
import {
  after,
  answered,
  asks,
  asOpen,
  awake,
  failing,
  live,
  openAfter,
  opened,
  play,
  signInEnds,
  touching,
} from './given/sessions.ts';
import { at, clocks, HOUR, MINUTE, SECOND, START, type When } from './given/times.ts';

const suspend = (when: When) => event('suspend', when);
const resumed = (when: When) => event('resumed', when);
const network = (online: boolean, when: When) => event('network', when, { online });
const touchesOf = (state: State, ...events: Event[]) =>
  asks(state, ...events).filter((type) => type === 'touch').length;
/** The touch that is under way failed at `when`. */
const failed = (open: Open, when: When, error: AppError = line('dns')) =>
  answered(open, 'touchAnswered', fail(error), when);
const hourIsFull = (serverTime: number) => refusal('BDC_1144', { serverTime });

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
    expect(next).toEqual({
      seen: now,
      woke: gap ? now : null,
      doubt: doubt ? 7 : null,
      restless: false,
    });
  });

  it('keeps a doubt until it is settled, and a wake until the next', () => {
    const woke = { wall: START - HOUR, mono: -HOUR };
    const now = { wall: START + SECOND, mono: SECOND };
    expect(watch({ ...seen, doubt: 3, woke }, now, 7)).toMatchObject({ doubt: 3, woke });
  });

  it('is no reason for a touch any more once another call of after the sleep was answered', () => {
    const woke = clocks(20 * MINUTE, MINUTE);
    const calling = openAfter(opened(), event('callOperation', woke));
    expect(asks(calling, tick(woke))).toEqual(['touch']);
    expect(asks(answered(calling, 'callOperationAnswered', ok({}), woke), tick(woke))).toEqual([]);
  });

  it('takes a gap and the system’s word within five seconds for one sleep', () => {
    const noticed = after(opened(), tick(clocks(HOUR, SECOND)));
    const woke = (wordAfter: number) =>
      openAfter(noticed, resumed(clocks(HOUR + wordAfter, SECOND + wordAfter))).clock.woke?.mono;
    expect([woke(5 * SECOND - 1), woke(5 * SECOND)]).toEqual([SECOND, 6 * SECOND]);
  });
});

describe('the suspend hint', () => {
  const quiet = awake(opened(), 0, 2 * MINUTE);

  it.each([
    ['not when the last contact is a minute old', MINUTE, 0],
    ['at once when it is older than that', MINUTE + 1, 1],
    ['at once when it is nine minutes old', 9 * MINUTE, 1],
  ])('touches %s', (_, ms, touches) => {
    const open = awake(opened(), 0, ms);
    const [state, effects] = step(open, suspend(ms));
    expect(effects).toMatchObject(Array(touches).fill({ by: 'beforeSleep' }));
    if (touches === 0) expect(state).toBe(open);
  });

  it('costs one touch in five minutes, however often the lid moves', () => {
    const moves = ticks(2 * MINUTE, 7 * MINUTE).flatMap((one) => [one, suspend(one.now)]);
    const { touches } = live(opened(), moves);
    expect(touches.map(({ mono }) => mono)).toEqual([2 * MINUTE, 7 * MINUTE]);
  });

  it.each<[string, State]>([
    ['a touch is under way', touching(quiet, 2 * MINUTE)],
    ['it is being signed out', after(quiet, event('signOut', 2 * MINUTE))],
    ['keep-alive is paused', after(quiet, event('pauseKeepAlive', 2 * MINUTE, { ms: HOUR }))],
    ['the hour’s calls are used up', failing(quiet, 2 * MINUTE, hourIsFull(START))],
  ])('is not worth a touch while %s', (_, state) => {
    expect(touchesOf(state, suspend(3 * MINUTE))).toBe(0);
  });

  it('is worth one in the new hour, and after any other failure', () => {
    const used = failing(quiet, 2 * MINUTE, hourIsFull(START + HOUR - MINUTE));
    expect(touchesOf(used, suspend(3 * MINUTE + SECOND))).toBe(1);
    const busy = failing(quiet, 2 * MINUTE, status(503, HOUR));
    expect(touchesOf(busy, suspend(3 * MINUTE))).toBe(1);
  });
});

describe('a wake', () => {
  const asleep = awake(opened(), 0, MINUTE);
  const wake = (age: number, later = SECOND) => tick(clocks(age, MINUTE + later));

  it('is a reason to ask once the last contact is five minutes old', () => {
    expect(touchesOf(asleep, wake(5 * MINUTE - 1))).toBe(0);
    const [state, effects] = step(asleep, wake(5 * MINUTE));
    expect(effects).toMatchObject([{ type: 'touch', by: 'afterWake' }]);
    expect(asOpen(state).keepAlive).toMatchObject({ nudged: null, hintAt: { mono: 61_000 } });
  });

  it('is noticed by the system’s word alone as well', () => {
    const told = (ms: number) => step(awake(opened(), 0, ms), resumed(ms))[1];
    expect(told(6 * MINUTE)).toMatchObject([{ by: 'afterWake' }]);
    expect(told(4 * MINUTE)).toEqual([]);
  });

  it('is asked about once in ten minutes when another came so soon before it', () => {
    const now = clocks(6 * MINUTE, MINUTE + SECOND);
    const busy = failed(openAfter(asleep, tick(now)), now, status(503, HOUR));
    expect(touchesOf(busy, wake(16 * MINUTE - 1, 2 * SECOND))).toBe(0);
    expect(touchesOf(busy, wake(16 * MINUTE, 2 * SECOND))).toBe(1);
  });

  it('shortens a wait that a server had asked for before it, and none after it', () => {
    const [woken, effects] = step(failing(asleep, MINUTE, status(503, HOUR)), wake(20 * MINUTE));
    expect(effects).toMatchObject([{ by: 'afterWake' }]);
    const now = clocks(20 * MINUTE, MINUTE + SECOND);
    const again = failed(asOpen(woken), now, status(503, 10 * MINUTE));
    expect(plan(again, now).inMs).toBe(10 * MINUTE);
  });

  it('is no reason to ask before the hour is over whose calls are used up', () => {
    const used = failing(asleep, MINUTE, hourIsFull(START));
    expect(touchesOf(used, wake(40 * MINUTE))).toBe(0);
    expect(touchesOf(used, wake(HOUR + MINUTE + SECOND))).toBe(1);
  });
});

describe('without a network', () => {
  const offline = (ms: number) => openAfter(awake(opened(), 0, ms), network(false, ms));
  const later = (seconds: number) =>
    clocks(20 * MINUTE + seconds * SECOND, MINUTE + (1 + seconds) * SECOND);
  const wake = tick(later(0));

  it.each([
    ['', offline(MINUTE)],
    [', also when a touch had failed before the sleep', failing(offline(MINUTE), MINUTE)],
  ])('a wake waits half a minute for it, then tries all the same%s', (_, open) => {
    const [woken, effects] = step(open, wake);
    expect(effects).toEqual([]);
    expect(plan(asOpen(woken), wake.now).inMs).toBe(30 * SECOND);
    expect(touchesOf(woken, tick(later(15)), tick(later(29)))).toBe(0);
    expect(touchesOf(woken, tick(later(15)), tick(later(30)))).toBe(1);
  });

  it('a wake that is too soon for a hint of its own tries what had failed after half a minute too', () => {
    const sent = openAfter(awake(opened(), 0, 8 * MINUTE), suspend(8 * MINUTE));
    const now = clocks(11 * MINUTE, 8 * MINUTE);
    const woken = openAfter(failed(sent, 8 * MINUTE + SECOND), network(false, now));
    expect(woken.keepAlive.nudged).toBeNull();
    expect(plan(woken, now).inMs).toBe(30 * SECOND);
  });

  it('a wake asks in the moment in which it is back', () => {
    const woken = after(offline(MINUTE), wake, tick(later(5)));
    expect(asks(woken, network(true, later(7)))).toEqual(['touch']);
  });

  it('a regular touch waits for it until the last two minutes, then tries all the same', () => {
    const open = offline(MINUTE);
    expect(plan(open, at(MINUTE))).toEqual({ inMs: 9 * MINUTE, why: 'offline' });
    const [first] = live(open, ticks(MINUTE, 35 * MINUTE)).touches;
    expect(first?.mono).toBe(33 * MINUTE);
  });

  const busy = (open: Open) => failing(open, 10 * MINUTE, status(503, HOUR));
  it.each([
    ['a touch that waited goes out', awake(offline(MINUTE), MINUTE, 12 * MINUTE), 1],
    ['one that is not due does not', awake(offline(MINUTE), MINUTE, 9 * MINUTE), 0],
    ['what failed is tried again', busy(offline(10 * MINUTE)), 1],
    // It never was away: no news.
    ['what failed for another reason is not', busy(awake(opened(), 0, 10 * MINUTE)), 0],
  ])('%s in the moment in which it is back', (_, open, touches) => {
    expect(touchesOf(open, network(true, open.clock.seen.mono))).toBe(touches);
  });
});

describe('a network that comes and goes', () => {
  const fails = () => fail(line('dns'));

  it('causes one touch in five minutes by its returns, however often each fails', () => {
    const open = failing(awake(opened(), 0, 40 * MINUTE), 40 * MINUTE);
    const calm = ticks(41 * MINUTE, HOUR);
    const flaps = calm.flatMap((one, n) =>
      n % 4 === 0 ? [network(n % 8 !== 0, one.now), one] : [one],
    );
    const count = (events: Event[]) => live(open, events, fails).touches.length;
    expect(count(flaps)).toBeLessThanOrEqual(count(calm) + 20 / 5);
  });

  it('may ask at its first return after each wake whose own probe failed, and at no other', () => {
    /** The monotonic clock stands still while the machine sleeps. */
    const wakes = (from: State, wall: number, mono: number) => {
      const when = (ms: number) => clocks(wall + ms, mono + ms);
      const returns = [100, 300].flatMap((ms) => [
        network(false, when(ms)),
        network(true, when(ms + 100)),
      ]);
      return live(from, [resumed(when(0)), ...returns], fails);
    };
    const first = wakes(awake(opened(), 0, MINUTE), 20 * MINUTE, MINUTE + SECOND);
    expect(first.touches).toHaveLength(2);
    expect(wakes(first.state, 31 * MINUTE, MINUTE + 2 * SECOND).touches).toHaveLength(2);
    // No probe, since the hint was used before that wake: only what had failed is tried again.
    const sent = openAfter(awake(opened(), 0, 8 * MINUTE), suspend(8 * MINUTE));
    const slept = failed(sent, 8 * MINUTE);
    expect(wakes(slept, 10 * MINUTE, 8 * MINUTE + SECOND).touches).toHaveLength(1);
  });
});

describe('what the system said before there was a session', () => {
  it('holds for the next one', () => {
    const away = event('activity', 0, { active: false });
    const before = after(fresh(device, { onlyWhileActive: true }), network(false, 0), away);
    const open = asOpen(signInEnds(after(before, event('resume', 0)), 0));
    expect(plan(open, at(0)).why).toBe('away');
    expect(open.world).toEqual({ online: false, active: false });
  });
});

describe('a touch that was cut off by a sleep', () => {
  const sent = openAfter(awake(opened(), 0, 5 * MINUTE), suspend(5 * MINUTE));
  const later = (ms: number) => clocks(HOUR + ms, 5 * MINUTE + SECOND + ms);
  const woken = openAfter(sent, tick(later(0)));
  const looks = (until: number) =>
    ticks(15 * SECOND, until).map(({ now }) => tick(later(now.mono)));

  it('has half a minute after it to come back, then one more is sent', () => {
    expect(isCutOff(woken, later(30 * SECOND))).toBe(false);
    expect(isCutOff(woken, later(30 * SECOND + 1))).toBe(true);
    expect(touchesOf(woken, ...looks(30 * SECOND))).toBe(0);
    const [state, effects] = play(woken, ...looks(45 * SECOND));
    expect(effects).toMatchObject([{ type: 'touch', by: 'afterWake', call: 2 }]);
    expect(touchesOf(state, ...looks(5 * MINUTE))).toBe(0);
  });

  it('still counts when it comes after all, and does not end what was sent after it', () => {
    const again = after(woken, ...looks(45 * SECOND));
    const late = reply(sent, 'touchAnswered', info, later(46 * SECOND), 5 * MINUTE);
    const open = openAfter(again, late);
    expect(open.contact).toMatchObject({ call: 1, at: { mono: 5 * MINUTE } });
    expect(open.keepAlive.inFlight).toMatchObject({ call: 2 });
  });

  it('is known as such by when it was sent', () => {
    const up = after(opened(), suspend(5 * MINUTE), tick(later(0)));
    expect(touchesOf(up, ...looks(45 * SECOND))).toBe(1);
    // One that was sent after the wake is not.
    const back = answered(woken, 'touchAnswered', info, later(SECOND), 5 * MINUTE);
    expect(isCutOff(touching(back, later(2 * SECOND)), later(50 * SECOND))).toBe(false);
  });

  it('that fails in the wake is tried again after the usual wait, not at once', () => {
    const open = answered(woken, 'touchAnswered', fail(line()), later(SECOND), 5 * MINUTE);
    expect(open.keepAlive.nudged).not.toBeNull();
    expect(plan(open, later(SECOND)).inMs).toBeGreaterThan(SECOND);
  });
});

describe('a restless machine', () => {
  function costs(events: Event[], least: number, most: number, server = () => info): void {
    const { length } = live(opened(), events, server).touches;
    expect(length).toBeGreaterThanOrEqual(least);
    expect(length).toBeLessThanOrEqual(most);
  }

  it('[S48] that wakes each minute for some seconds tries again as often as the plan would', () => {
    const failing10 = failing(awake(opened(), 0, 10 * MINUTE), 10 * MINUTE);
    const wakes = Array.from({ length: 17 }, (_, n) => {
      const wall = (11 + n) * MINUTE;
      return [
        resumed(clocks(wall, 10 * MINUTE)),
        tick(clocks(wall + 5 * SECOND, 10 * MINUTE + 5 * SECOND)),
      ];
    });
    const { state, touches } = live(failing10, wakes.flat(), () => fail(line('dns')));
    const minutes = touches.map(({ wall }) => Math.floor((wall - START) / MINUTE));
    // The first wake could be the only one.
    expect(minutes).toEqual([11, 11, 21]);
    // Now it stays awake.
    const now = clocks(28 * MINUTE, 11 * MINUTE);
    expect(plan(openAfter(state, resumed(now)), now).inMs).toBeLessThanOrEqual(MINUTE);
  });

  /** The machine wakes for five seconds each minute of a night. */
  const darkWakes = Array.from({ length: 480 }, (_, n) => n + 1).flatMap((minute) =>
    [0, 2, 4].map((s) => {
      const now = clocks(minute * MINUTE + s * SECOND, minute * 5 * SECOND + s * SECOND);
      return s === 0 ? resumed(now) : tick(now);
    }),
  );

  it.each([
    ['at most one call in ten minutes', () => info, 480 / 12, 480 / 10],
    // One more at the first wake, which could be the only one, and the last try.
    ['no more when nothing answers', () => fail(line('dns')), 1, 480 / 10 + 2],
  ])('[S48] of a night of dark wakes costs %s', (_, server, least, most) => {
    costs(darkWakes, least, most, server);
  });

  it.each([
    ['back and forth', (look: number) => (look % 2 === 0 ? 0 : -HOUR), 240, 5, 13],
    ['back by a little', (look: number) => -look * 5 * SECOND, 40, 2, 2],
  ])(
    'with a clock set %s at each look costs one call in five minutes',
    (_, wall, looks, least, most) => {
      const events = Array.from({ length: looks }, (_, n) =>
        tick(clocks(wall(n + 1), (n + 1) * 15 * SECOND)),
      );
      costs(events, least, most);
    },
  );
});

describe('a clock that was set back during a sleep, right after the touch before it', () => {
  /** Asleep from minute 8, for as long as no clock tells: both say that no time has passed. */
  const sent = openAfter(opened(), suspend(8 * MINUTE));
  const asleep = answered(sent, 'touchAnswered', info, 8 * MINUTE + SECOND, 8 * MINUTE);
  const back = (ms = 0) => clocks(-HOUR + ms, 8 * MINUTE + 2 * SECOND + ms);
  const wake = resumed(back());

  it('is asked about when the system tells of the wake, though a hint was used a moment ago', () => {
    expect(step(asleep, wake)[1]).toMatchObject([{ type: 'touch', by: 'afterWake' }]);
    // A tick may see the clock before the system tells of the wake.
    expect(touchesOf(asleep, tick(back()), wake)).toBe(1);
  });

  it('is asked about once where nobody told of the wake, however often it is set back', () => {
    expect(touchesOf(asleep, tick(back()))).toBe(1);
    for (const result of [info, fail(line())]) {
      const probing = openAfter(asleep, tick(back()));
      const open = answered(probing, 'touchAnswered', result, back(SECOND), back());
      const more = Array.from({ length: 8 }, (_, n) =>
        tick(clocks(-2 * HOUR - n * MINUTE, 8 * MINUTE + (n + 4) * SECOND)),
      );
      // One that failed is tried again at its own time.
      expect(touchesOf(open, ...more)).toBeLessThanOrEqual(result.ok ? 0 : 1);
    }
  });

  it('is asked about once, however often the system tells', () => {
    const more = [1, 2, 3].map((n) => resumed(back(n * MINUTE)));
    const probed = openAfter(asleep, wake);
    const open = answered(probed, 'touchAnswered', fail(line()), back(SECOND), back());
    expect(open.clock.doubt).not.toBeNull();
    for (const one of [open, ...more.map((told) => openAfter(open, told))]) {
      expect(one.keepAlive.nudged).toBeNull();
    }
    expect(touchesOf(asleep, wake, ...more)).toBe(1);
  });

  it('is asked about though the answer to the touch before it comes in after the wake', () => {
    const late = reply(sent, 'touchAnswered', info, back(SECOND), 8 * MINUTE);
    const [probing, effects] = play(sent, wake, late, tick(back(2 * SECOND)));
    expect(effects).toMatchObject([{ type: 'touch', by: 'afterWake' }]);
    expect(asOpen(probing).clock.doubt).not.toBeNull();
  });
});
