/**
 * Counts what BILL allows only so often, so that we stop before BILL has to: sign-ins in a clock
 * hour and text messages in a minute, each by developer key.
 */
import { createHash } from 'node:crypto';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Clock, Instant } from '../ports.ts';
import { HOUR, MINUTE } from '../../src-shared/text/times.ts';
import { SIGN_INS_PER_HOUR, TEXT_MESSAGES_PER_MINUTE } from './call-limits.ts';

export type Spending = 'signIn' | 'textMessage';

/**
 * Takes one, or says until when (wall, epoch ms) there is none: `ownLimit`. Ask right before sending;
 * what was taken is not given back, whatever becomes of the call.
 */
export type Spend = (what: Spending, devKey: string) => Result<null>;

interface HourCount {
  readonly hour: number;
  /** Monotonic time of the hour's first. */
  readonly since: number;
  readonly count: number;
}

/** Limits: bill-api 4. BILL's hour is a fixed window by the clock; the minute is taken as sliding. */
export function createBudgets(clock: Clock): Spend {
  const hours = new Map<string, HourCount>();
  const messages = new Map<string, readonly number[]>();

  function takeSignIn(key: string, now: Instant): Result<null> {
    const hour = Math.floor(now.wall / HOUR);
    const known = hours.get(key);
    const fresh = known === undefined || isOver(known, hour, now);
    const current = fresh ? { hour, since: now.mono, count: 0 } : known;
    if (current.count >= SIGN_INS_PER_HOUR) {
      return fail({ kind: 'ownLimit', limit: 'signIn', until: (current.hour + 1) * HOUR });
    }
    hours.set(key, { ...current, count: current.count + 1 });
    return ok(null);
  }

  function takeTextMessage(key: string, now: Instant): Result<null> {
    // By the monotonic clock: setting the wall clock back must not stop messages for an hour.
    const recent = (messages.get(key) ?? []).filter((sent) => now.mono - sent < MINUTE);
    const oldest = recent[0];
    if (recent.length >= TEXT_MESSAGES_PER_MINUTE && oldest !== undefined) {
      const until = now.wall + oldest + MINUTE - now.mono;
      return fail({ kind: 'ownLimit', limit: 'textMessage', until });
    }
    messages.set(key, [...recent, now.mono]);
    return ok(null);
  }

  return (what, devKey) => {
    const key = nameless(devKey);
    return what === 'signIn' ? takeSignIn(key, clock.now()) : takeTextMessage(key, clock.now());
  };
}

/**
 * Setting the clock back to an earlier hour does not start a new count, unless an hour has passed
 * on the monotonic clock.
 */
const isOver = (known: HourCount, hour: number, now: Instant) =>
  hour > known.hour || now.mono - known.since >= HOUR;

/** The counts stay in memory for long, so they are kept under a hash of the developer key. */
const nameless = (devKey: string) => createHash('sha256').update(devKey).digest('base64');
