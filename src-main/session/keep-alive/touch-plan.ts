/** When the next touch is due, and why then. Pure. */
import type { TouchReason } from '../../../src-shared/session-view.ts';
import type { Instant } from '../../ports.ts';
import type { Open, Trouble } from '../state.ts';
import { elapsed, MINUTE, remaining, SECOND } from '../time.ts';
import { LAST_TRY_AGE_MS, lifeOf } from './keep-alive.ts';
import { standstill } from './standstill.ts';
import { hintIn, isRestless } from './wake-hints.ts';

/** Without keep-alive one call finds out, this long after the session should have ended. */
const FIND_OUT_AFTER_MS = MINUTE;
/** How long the network may take to come up after a wake. */
const NETWORK_GRACE_MS = 30 * SECOND;
/** A machine that sleeps and wakes all the time retries once it was awake for this long. */
const SETTLED_MS = MINUTE;

export interface Plan {
  /** Milliseconds from now until the next touch is due, 0 when it is; null when none is planned. */
  readonly inMs: number | null;
  readonly why: TouchReason;
}

/** When the next touch is due. */
export function plan(open: Open, now: Instant): Plan {
  const { inFlight, trouble } = open.keepAlive;
  if (open.signingOut) return { inMs: null, why: 'stopped' };
  const halt = standstill(open, now);
  const why = halt ?? reason(open);
  if (inFlight !== null) return { inMs: null, why };
  if (halt !== null) return { inMs: findOutIn(open, now), why };
  if (trouble !== null) return { inMs: retryIn(open, trouble, now), why };
  const wanted = wantedIn(open, now);
  return { inMs: wanted > 0 ? wanted : networkIn(open, now), why };
}

/** While keep-alive stands still: one call after the session should have ended. */
function findOutIn(open: Open, now: Instant): number | null {
  const { trouble } = open.keepAlive;
  const life = lifeOf(open);
  if (life === null) return null;
  const wait = trouble === null ? 0 : remaining(trouble.wait, now);
  return Math.max(wait, life + FIND_OUT_AFTER_MS - elapsed(open.contact.at, now));
}

/** When a touch is wanted that nothing has failed before: at its time, or earlier for a hint. */
function wantedIn(open: Open, now: Instant): number {
  const { policy, contact, clock, keepAlive } = open;
  if (keepAlive.nudged !== null) return 0;
  const jitter = isRestless(open, now) ? Math.max(0, keepAlive.jitterMs) : keepAlive.jitterMs;
  const due = policy.touchAfterMs + jitter - elapsed(contact.at, now);
  return Math.max(0, clock.doubt === null ? due : Math.min(due, hintIn(open, now)));
}

/**
 * Without a network a touch waits for it: after a wake for half a minute, else until the last two
 * minutes. Then it is tried all the same, since the system's word for "offline" may be wrong.
 */
function networkIn(open: Open, now: Instant): number {
  if (open.world.online) return 0;
  const { nudged } = open.keepAlive;
  const since = nudged ?? open.clock.woke;
  const grace = since === null ? 0 : remaining({ from: since, ms: NETWORK_GRACE_MS }, now);
  if (nudged !== null || grace > 0) return grace;
  return Math.max(0, LAST_TRY_AGE_MS - elapsed(open.contact.at, now));
}

/** A long wait that the server asked for gives way once to the last two minutes, but a limit does not. */
function retryIn(open: Open, trouble: Trouble, now: Instant): number {
  const own = remaining(trouble.wait, now);
  if (trouble.hourLimit) return own;
  const { nudged } = open.keepAlive;
  // A hint shortens the wait after a failure before it, not after one that came later.
  if (nudged !== null && elapsed(nudged, now) <= elapsed(trouble.wait.from, now)) {
    return networkIn(open, now);
  }
  const wait = Math.max(own, settledIn(open, now), networkIn(open, now));
  const askedBefore = elapsed(open.contact.at, trouble.wait.from) >= LAST_TRY_AGE_MS;
  const untilLastTry = LAST_TRY_AGE_MS - elapsed(open.contact.at, now);
  return askedBefore ? wait : Math.min(wait, Math.max(0, untilLastTry));
}

/**
 * A machine that wakes for a moment only (macOS "dark wake") does not retry what has just failed;
 * touches after hints have a limit of their own.
 */
function settledIn({ clock: { woke, restless } }: Open, now: Instant): number {
  return restless && woke !== null ? remaining({ from: woke, ms: SETTLED_MS }, now) : 0;
}

function reason(open: Open): TouchReason {
  const { trouble, nudged } = open.keepAlive;
  if (trouble !== null) {
    if (trouble.hourLimit) return 'hourLimit';
    return trouble.kind === 'throttled' ? 'busy' : 'retry';
  }
  if (open.clock.doubt !== null) return 'doubtful';
  if (nudged !== null) return 'woke';
  return open.world.online ? 'regular' : 'offline';
}
