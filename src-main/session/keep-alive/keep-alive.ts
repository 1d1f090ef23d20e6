/** What keep-alive knows of a session, and how an answer changes it. When the next touch is due: touch-plan.ts. Pure. */
import type { Cause } from '../../../src-shared/exchange.ts';
import type { Instant } from '../../ports.ts';
import type { KeepAlive, Moment, Open, Trouble, Wait } from '../state.ts';
import { elapsed, MINUTE, remaining, SECOND } from '../time.ts';

/** A session ends after 35 idle minutes (bill-api 2, S-LOGIN). */
export const IDLE_LIMIT_MS = 35 * MINUTE;
/** Touches are spread at random by this much either way, so that many clients do not coincide. */
export const TOUCH_JITTER_MS = MINUTE;
/** With this much time left or less the session is at risk. */
export const AT_RISK_MS = 10 * MINUTE;
/** One try is always made within the last two minutes. */
export const LAST_TRY_AGE_MS = IDLE_LIMIT_MS - 2 * MINUTE;
const RETRY_BASE_MS = 2 * SECOND;
const RETRY_CAP_MS = MINUTE;
/** Once the session may have ended there is no hurry: retries only find out whether it did. */
const RETRY_CAP_AFTER_END_MS = 7 * MINUTE;
/** How long after a wake the answer to a touch from before the sleep is waited for. */
const CUT_OFF_MS = 30 * SECOND;

/** How long a session lasts without a call, in ms; null for one that does not end by itself. */
export function lifeOf({ kind, policy }: Open): number | null {
  return kind === 'token' ? policy.tokenIdleMs : IDLE_LIMIT_MS;
}

/** Keep-alive as it starts with a session. */
export function fresh(now: Moment): KeepAlive {
  const quiet = { inFlight: null, touches: 0, nudged: null, hintAt: null, returnedAt: null };
  const going = { jitterMs: 0, trouble: null, paused: null, ageFrom: null };
  return afterContact({ ...quiet, ...going }, now);
}

/** Keep-alive as it goes on from a contact. */
export function afterContact(keepAlive: KeepAlive, now: Moment): KeepAlive {
  const jitterMs = Math.round((now.chance * 2 - 1) * TOUCH_JITTER_MS);
  return { ...keepAlive, jitterMs, trouble: null, nudged: null };
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
  const asked = failure.wait === null ? 0 : remaining(failure.wait, now);
  return {
    ...open.keepAlive,
    inFlight: null,
    trouble: {
      ...failure,
      failures,
      since: before?.since ?? now.wall,
      // A server may ask for a shorter pause than our own: then our own counts.
      wait: { from: now, ms: Math.max(own, asked) },
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

/** True for a touch that a sleep has cut off: it was sent before, and no answer came after. */
export function isCutOff({ keepAlive, clock }: Open, now: Instant): boolean {
  const { inFlight } = keepAlive;
  if (inFlight === null || clock.woke === null) return false;
  return (
    elapsed(inFlight.sentAt, now) > elapsed(clock.woke, now) &&
    elapsed(clock.woke, now) > CUT_OFF_MS
  );
}

/** Who a touch that is due now is sent for. */
export function causeOf(open: Open, now: Instant): Cause {
  if (open.keepAlive.nudged !== null) return 'afterWake';
  const life = lifeOf(open);
  return life !== null && elapsed(open.contact.at, now) >= life ? 'check' : 'keepAlive';
}
