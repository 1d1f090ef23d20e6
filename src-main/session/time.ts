/** How long ago something was, by two clocks of which either may be wrong. */
import { DAY, HOUR, MINUTE, SECOND } from '../../src-shared/text/times.ts';
import type { Instant } from '../ports.ts';
import type { ClockWatch, Wait } from './state.ts';

export { DAY, HOUR, MINUTE, SECOND };

/** Without what a Moment has besides. */
export const instantOf = ({ wall, mono }: Instant): Instant => ({ wall, mono });

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

/** A wall clock that moved back by more was set by hand, not adjusted by NTP. */
const SET_BACK_MS = SECOND;
/** The clocks are read every 15 s: a longer gap is not a slow timer. */
const LONG_MS = MINUTE;
/** If the clocks differ by more, one of them stood still or was set. */
const APART_MS = 30 * SECOND;
/** Within this time the gap in the clocks and the report of the system are about the same sleep. */
const SAME_WAKE_MS = 5 * SECOND;
/** Wakes that follow each other sooner are not caused by a person. */
const RESTLESS_MS = 3 * MINUTE;

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
    seen: instantOf(now),
    doubt: -wall > SET_BACK_MS ? calls : clock.doubt,
  };
}

/** What a wake changes; a wake that was noticed a moment ago is the same one. */
export function awoken(
  { woke, restless }: Pick<ClockWatch, 'woke' | 'restless'>,
  now: Instant,
): Pick<ClockWatch, 'woke' | 'restless'> {
  const since = woke === null ? Infinity : elapsed(woke, now);
  if (since < SAME_WAKE_MS) return { woke, restless };
  return { woke: instantOf(now), restless: since < RESTLESS_MS };
}
