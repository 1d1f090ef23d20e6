/** What a wake, a sleep and a network that came back ask of keep-alive, and how often they may. Pure. */
import type { Instant } from '../../ports.ts';
import type { KeepAlive, Open } from '../state.ts';
import { elapsed, MINUTE, remaining, RESTLESS_MS } from '../time.ts';
import { isKeptAlive } from './standstill.ts';

/** Hints may cause one touch in this time, however often a lid is opened. */
const HINT_EVERY_MS = 5 * MINUTE;
/** If the last contact is younger than this, a wake is no reason for a touch. */
const WAKE_AGE_MS = 5 * MINUTE;
/** If the last contact is younger than this, going to sleep is no reason for a touch. */
const SLEEP_AGE_MS = MINUTE;

/**
 * The machine woke, or the clock was set: a touch is due at once unless the last contact is recent.
 * `bySystem`: the system reported the wake; otherwise it was inferred from the clocks.
 */
export function afterWake(open: Open, now: Instant, bySystem: boolean): KeepAlive {
  const { keepAlive, contact, clock } = open;
  const age = isRestless(open, now) ? open.policy.touchAfterMs : WAKE_AGE_MS;
  const old = elapsed(contact.at, now) >= age || clock.doubt !== null;
  const allowed = hintAllowed(open, now) || (bySystem && isTimeless(open));
  return old && allowed ? { ...keepAlive, nudged: now } : keepAlive;
}

/**
 * True from when the wall clock is found set back until the next call. Until then no clock tells
 * how long ago anything was, the last hint included: the monotonic clock may have stood still in a
 * sleep. One hint from the system may then cause a call all the same; a clock that jumps back and
 * forth may not.
 */
function isTimeless({ clock, calls }: Open): boolean {
  return clock.doubt === calls;
}

/**
 * The clock was set back after the touch before a sleep: nobody may have told of the wake, and how long the
 * sleep was no clock tells, so that little of the session may be left. Once, as its call is answered or fails.
 */
function isBackFromSleep(open: Open): boolean {
  const { contact, keepAlive } = open;
  return isTimeless(open) && contact.by === 'beforeSleep' && keepAlive.trouble === null;
}

/**
 * A night of dark wakes: nobody is there, and a wake a minute must not cost more than the plan's own
 * touches. Hints have the plan's measure then.
 */
export function isRestless({ clock: { restless, woke } }: Open, now: Instant): boolean {
  return restless && woke !== null && elapsed(woke, now) < RESTLESS_MS;
}

/**
 * The network came back: after a failure a reason to ask at once. A hint like any other, but for the
 * first return after a wake whose own probe went out too early.
 */
export function networkBack(open: Open, now: Instant): KeepAlive {
  const { keepAlive } = open;
  if (keepAlive.trouble === null) return keepAlive;
  if (!hintAllowed(open, now) && !isFirstReturn(open, now)) return keepAlive;
  return { ...keepAlive, nudged: now, returnedAt: now };
}

function isFirstReturn({ keepAlive: { hintAt, returnedAt }, clock: { woke } }: Open, now: Instant) {
  if (woke === null || hintAt === null) return false;
  const sinceWake = elapsed(woke, now);
  const probed = elapsed(hintAt, now) <= sinceWake;
  return probed && (returnedAt === null || elapsed(returnedAt, now) > sinceWake);
}

/** True if the suspend hint is worth a touch: more than a minute is at stake. */
export function touchBeforeSleep(open: Open, now: Instant): boolean {
  const { keepAlive, contact, signingOut } = open;
  if (keepAlive.inFlight !== null || signingOut || !isKeptAlive(open, now)) return false;
  // BILL would refuse it until the hour is over.
  if (keepAlive.trouble?.hourLimit === true && remaining(keepAlive.trouble.wait, now) > 0) {
    return false;
  }
  const age = isRestless(open, now) ? open.policy.touchAfterMs : SLEEP_AGE_MS;
  return isTimeless(open) || (elapsed(contact.at, now) > age && hintAllowed(open, now));
}

function hintAllowed(open: Open, now: Instant): boolean {
  return hintIn(open, now) === 0;
}

/**
 * Milliseconds until a hint may cause a touch again. With a clock that was set back nothing shown is
 * certain until the next answer, which must not wait as long as a touch in a night of dark wakes may.
 */
export function hintIn(open: Open, now: Instant): number {
  if (isBackFromSleep(open)) return 0;
  const { hintAt } = open.keepAlive;
  const isCertain = open.clock.doubt === null;
  const ms = isCertain && isRestless(open, now) ? open.policy.touchAfterMs : HINT_EVERY_MS;
  return hintAt === null ? 0 : remaining({ from: hintAt, ms }, now);
}
