/** How long ago something was, on two clocks neither of which can be trusted alone. */
import type { Instant } from '../ports.ts';
import type { ClockWatch, Wait } from './state.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/**
 * Milliseconds since `from`, never negative: the greater of the two clocks' answers. The monotonic
 * clock may stand still in sleep, and the wall clock may be set back; both err towards too little.
 */
export function elapsed(from: Instant, now: Instant): number {
  return Math.max(0, now.wall - from.wall, now.mono - from.mono);
}

/** Milliseconds until a wait is over; 0 when it is. */
export function remaining(wait: Wait, now: Instant): number {
  return Math.max(0, wait.ms - elapsed(wait.from, now));
}

/** A wall clock that moved back by more than this was set, not slewed. */
const SET_BACK_MS = SECOND;
/** The clocks are looked at every 15 s: more than this between two looks was no slow tick. */
const LONG_MS = MINUTE;
/** The clocks apart by more than this: one of them stood still, or was set. */
const APART_MS = 30 * SECOND;
/** The gap in the clocks and the system's own word tell of one and the same sleep. */
const SAME_WAKE_MS = 5 * SECOND;
/**
 * A wake so soon after another is one of many: nobody opens a lid that often. As long as the plan's own
 * interval: where nobody tells of wakes, one of a few seconds is found only when a tick falls into it.
 */
export const RESTLESS_MS = 10 * MINUTE;

/**
 * Takes notice of the clocks at an event. A wall clock set back makes the age doubtful until a call
 * is answered that was sent after it; `calls` is the newest that was sent. A gap says that the
 * machine slept, or that somebody set the clock: both are reasons to ask.
 */
export function watch(clock: ClockWatch, now: Instant, calls: number): ClockWatch {
  const wall = now.wall - clock.seen.wall;
  const mono = now.mono - clock.seen.mono;
  const gap = wall > LONG_MS || mono > LONG_MS || Math.abs(wall - mono) > APART_MS;
  return {
    ...(gap ? awoken(clock, now) : { woke: clock.woke, restless: clock.restless }),
    seen: { wall: now.wall, mono: now.mono },
    doubt: -wall > SET_BACK_MS ? calls : clock.doubt,
  };
}

/** What a wake changes; one that was noticed a moment ago is the same. */
export function awoken(
  { woke, restless }: Pick<ClockWatch, 'woke' | 'restless'>,
  now: Instant,
): Pick<ClockWatch, 'woke' | 'restless'> {
  const since = woke === null ? Infinity : elapsed(woke, now);
  if (since < SAME_WAKE_MS) return { woke, restless };
  return { woke: { wall: now.wall, mono: now.mono }, restless: since < RESTLESS_MS };
}
