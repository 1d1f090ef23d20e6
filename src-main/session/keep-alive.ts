/** The keep-alive policy: when the next touch is due, and what a failed one changes. Pure. */
import type { Instant } from '../ports.ts';
import type { KeepAlive, Moment, Open, Trouble, Wait } from './state.ts';
import { elapsed, MINUTE, remaining, SECOND } from './time.ts';

/** A session ends after 35 idle minutes (bill-api 2, S-LOGIN). */
export const IDLE_LIMIT_MS = 35 * MINUTE;
/** A touch is due after this much known inactivity. */
export const TOUCH_AFTER_MS = 10 * MINUTE;
/** Touches are spread by this much either way, so that many clients do not knock together. */
export const TOUCH_JITTER_MS = MINUTE;
/** From here down the time left is a worry. */
export const AT_RISK_MS = 10 * MINUTE;

const RETRY_BASE_MS = 2 * SECOND;
const RETRY_CAP_MS = MINUTE;
/** After the last certain minute there is nothing left to save in a hurry: only to find out. */
const RETRY_CAP_AFTER_END_MS = 2 * MINUTE;
/** The last try belongs into the final two minutes. */
const LAST_TRY_AGE_MS = IDLE_LIMIT_MS - 2 * MINUTE;

/** Keep-alive as it starts with a session. */
export function fresh(now: Moment): KeepAlive {
  return afterContact({ jitterMs: 0, inFlight: null, touches: 0, trouble: null }, now);
}

/** Keep-alive as it goes on from a contact. */
export function afterContact(keepAlive: KeepAlive, now: Moment): KeepAlive {
  const jitterMs = Math.round((now.chance * 2 - 1) * TOUCH_JITTER_MS);
  return { ...keepAlive, jitterMs, trouble: null };
}

/** Keep-alive after a touch that brought no contact; `wait` is what the server asked for, if it did. */
export function afterFailure(
  open: Open,
  failure: Pick<Trouble, 'kind' | 'hourLimit' | 'error'> & { readonly wait: Wait | null },
  now: Moment,
): KeepAlive {
  const { trouble: before } = open.keepAlive;
  const failures = (before?.failures ?? 0) + 1;
  const own = backOff(failures, elapsed(open.contact.at, now), now.chance);
  return {
    ...open.keepAlive,
    inFlight: null,
    trouble: {
      ...failure,
      failures,
      since: before?.since ?? now.wall,
      // A server that asks for less than our own pause must not be hammered for it.
      wait: { from: now, ms: Math.max(own, failure.wait?.ms ?? 0) },
    },
  };
}

/**
 * Milliseconds to wait after the n-th failure in a row: full jitter, doubling from 2 s to 60 s.
 * Once at the cap a wait is at least three quarters of it: 40 minutes of 503 must not cost more
 * than 50 calls, whatever the luck.
 */
export function backOff(failures: number, ageMs: number, chance: number): number {
  const cap = ageMs < IDLE_LIMIT_MS ? RETRY_CAP_MS : RETRY_CAP_AFTER_END_MS;
  const grown = RETRY_BASE_MS * 2 ** Math.min(failures, 10);
  return Math.round(grown < cap ? chance * grown : cap * (0.75 + chance / 4));
}

export interface Plan {
  /** Milliseconds from now until the next touch is due, 0 when it is; null when none is planned. */
  readonly inMs: number | null;
  readonly why: 'regular' | 'retry' | 'busy' | 'hourLimit' | 'doubtful' | 'stopped';
}

/** When the next touch is due. */
export function plan(open: Open, now: Instant): Plan {
  const { inFlight, trouble, jitterMs } = open.keepAlive;
  if (open.signingOut) return { inMs: null, why: 'stopped' };
  const why = reason(open);
  if (inFlight !== null) return { inMs: null, why };
  if (trouble !== null) return { inMs: retryIn(open, trouble, now), why };
  if (open.clock.doubt !== null) return { inMs: 0, why };
  return { inMs: Math.max(0, TOUCH_AFTER_MS + jitterMs - elapsed(open.contact.at, now)), why };
}

/** A long wait that the server asked for gives way once to the last two minutes, but a limit does not. */
function retryIn(open: Open, trouble: Trouble, now: Instant): number {
  const wait = remaining(trouble.wait, now);
  if (trouble.hourLimit) return wait;
  const askedBefore = elapsed(open.contact.at, trouble.wait.from) >= LAST_TRY_AGE_MS;
  const untilLastTry = LAST_TRY_AGE_MS - elapsed(open.contact.at, now);
  return askedBefore ? wait : Math.min(wait, Math.max(0, untilLastTry));
}

function reason(open: Open): Plan['why'] {
  const { trouble } = open.keepAlive;
  if (trouble !== null) {
    if (trouble.hourLimit) return 'hourLimit';
    return trouble.kind === 'throttled' ? 'busy' : 'retry';
  }
  return open.clock.doubt === null ? 'regular' : 'doubtful';
}
