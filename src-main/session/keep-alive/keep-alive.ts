/** The keep-alive policy: when the next touch is due, and what changes it. Pure. */
import type { Cause } from '../../../src-shared/exchange.ts';
import type { Halt, TouchReason } from '../../../src-shared/snapshot.ts';
import type { Instant } from '../../ports.ts';
import type { KeepAlive, Moment, Open, Trouble, Wait } from '../state.ts';
import { elapsed, instantOf, MINUTE, remaining, RESTLESS_MS, SECOND } from '../time.ts';

/** A session ends after 35 idle minutes (bill-api 2, S-LOGIN). */
export const IDLE_LIMIT_MS = 35 * MINUTE;
/** Touches are spread at random by this much either way, so that many clients do not coincide. */
export const TOUCH_JITTER_MS = MINUTE;
/** With this much time left or less the session is at risk. */
export const AT_RISK_MS = 10 * MINUTE;

const RETRY_BASE_MS = 2 * SECOND;
const RETRY_CAP_MS = MINUTE;
/** Once the session may have ended there is no hurry: retries only find out whether it did. */
const RETRY_CAP_AFTER_END_MS = 7 * MINUTE;
/** One try is always made within the last two minutes. */
const LAST_TRY_AGE_MS = IDLE_LIMIT_MS - 2 * MINUTE;
/** Without keep-alive one call finds out, this long after the session should have ended. */
const FIND_OUT_AFTER_MS = MINUTE;

/** Hints may cause one touch in this time, however often a lid is opened. */
const HINT_EVERY_MS = 5 * MINUTE;
/** If the last contact is younger than this, a wake is no reason for a touch. */
const WAKE_AGE_MS = 5 * MINUTE;
/** If the last contact is younger than this, going to sleep is no reason for a touch. */
const SLEEP_AGE_MS = MINUTE;
/** How long the network may take to come up after a wake. */
const NETWORK_GRACE_MS = 30 * SECOND;
/** A machine that sleeps and wakes all the time retries once it was awake for this long. */
const SETTLED_MS = MINUTE;
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

// ---------------------------------------------------------------- hints

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
 * A night of dark wakes: nobody is there, and a wake a minute must not cost more than the plan's own
 * touches. Hints have the plan's measure then.
 */
function isRestless({ clock: { restless, woke } }: Open, now: Instant): boolean {
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

/**
 * Milliseconds until a hint may cause a touch again. With a clock that was set back nothing shown is
 * certain until the next answer, which must not wait as long as a touch in a night of dark wakes may.
 */
function hintIn(open: Open, now: Instant): number {
  const { hintAt } = open.keepAlive;
  const isCertain = open.clock.doubt === null;
  const ms = isCertain && isRestless(open, now) ? open.policy.touchAfterMs : HINT_EVERY_MS;
  return hintAt === null ? 0 : remaining({ from: hintAt, ms }, now);
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

// ---------------------------------------------------------------- the plan

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

/** From when the age counts that keep-alive stops at. */
export function ageFrom({ signedInAt, keepAlive }: Open): Instant {
  return keepAlive.ageFrom ?? signedInAt;
}

/** Why keep-alive stands still, though the session is open; null while it runs. */
function standstill(open: Open, now: Instant): Halt | 'token' | null {
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
