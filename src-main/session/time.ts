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

/**
 * Takes notice of the clocks at an event; a wall clock set back makes the age doubtful until a call
 * is answered that was sent after it. `calls` is the newest that was sent.
 */
export function watch(clock: ClockWatch, now: Instant, calls: number): ClockWatch {
  const back = clock.seen.wall - now.wall > SET_BACK_MS;
  return { seen: { wall: now.wall, mono: now.mono }, doubt: back ? calls : clock.doubt };
}
