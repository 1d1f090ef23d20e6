/** Why keep-alive stands still though the session is open: a pause, its greatest age, nobody there. Pure. */
import type { Halt } from '../../../src-shared/session-view.ts';
import type { Instant } from '../../ports.ts';
import type { KeepAlive, Open } from '../state.ts';
import { elapsed, instantOf, remaining } from '../time.ts';
import { LAST_TRY_AGE_MS } from './keep-alive.ts';

/** From when the age counts that keep-alive stops at. */
export function ageFrom({ signedInAt, keepAlive }: Open): Instant {
  return keepAlive.ageFrom ?? signedInAt;
}

/** Why keep-alive stands still, though the session is open; null while it runs. */
export function standstill(open: Open, now: Instant): Halt | 'token' | null {
  return open.kind === 'token' ? 'token' : haltOf(open, now);
}

/** The same where there is something to keep alive: a token's session needs nothing. */
export function haltOf(open: Open, now: Instant): Halt | null {
  const { paused } = open.keepAlive;
  if (open.kind === 'token') return null;
  if (elapsed(ageFrom(open), now) >= open.policy.maxAgeMs) return 'maxAge';
  if (paused === 'off') return 'off';
  if (paused !== null && remaining(paused, now) > 0) return 'paused';
  return open.policy.onlyWhileActive && !open.world.active ? 'away' : null;
}

/** Keep-alive runs, or would if the session were touched now: the session is meant to stay. */
export function isKeptAlive(open: Open, now: Instant): boolean {
  return standstill(open, now) === null;
}

/**
 * Keep-alive stands still from now on: for `ms`, until the user extends the session (`off`), or no
 * longer (null), with the age counted anew if it was that which had stopped it.
 */
export function afterPause(open: Open, ms: number | 'off' | null, now: Instant): KeepAlive {
  const from = instantOf(now);
  const paused = typeof ms === 'number' ? { from, ms } : ms;
  const anew = ms === null && haltOf(open, now) === 'maxAge';
  return { ...open.keepAlive, paused, ageFrom: anew ? from : open.keepAlive.ageFrom };
}

/** True where a pause of `ms` would outlast the session, and would not if it were touched first. */
export function touchBeforePause(open: Open, ms: number | 'off' | null, now: Instant): boolean {
  const { contact, keepAlive } = open;
  if (typeof ms !== 'number' || keepAlive.inFlight !== null) return false;
  if (!isKeptAlive(open, now)) return false;
  return ms <= LAST_TRY_AGE_MS && elapsed(contact.at, now) + ms > LAST_TRY_AGE_MS;
}
