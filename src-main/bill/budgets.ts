/**
 * Counts what BILL allows only so often, so that we stop before BILL has to: calls and sign-ins in a
 * clock hour and text messages in a minute, each by developer key.
 */
import { createHash } from 'node:crypto';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Clock, Instant } from '../ports.ts';
import { HOUR, MINUTE } from '../../src-shared/text/times.ts';
import {
  PROGRAM_CALLS_PER_HOUR,
  SIGN_INS_PER_HOUR,
  TEXT_MESSAGES_PER_MINUTE,
} from './call-limits.ts';

export type Spending = 'signIn' | 'textMessage';

export interface Budgets {
  /**
   * Takes one, or says until when (wall, epoch ms) there is none: `ownLimit`. Ask right before
   * sending; what was taken is not given back, whatever becomes of the call.
   */
  take(what: Spending, devKey: string): Result<null>;
  /** Counts a call. Of programs alone there can be too many: `ownLimit`, and it is not counted. */
  takeCall(devKey: string, isProgram: boolean): Result<null>;
  /** How many calls the clock hour has had, and when (wall, epoch ms) it is over. */
  calls(devKey: string): { readonly calls: number; readonly until: number };
}

interface HourCount {
  readonly hour: number;
  /** Monotonic time of the hour's first. */
  readonly since: number;
  readonly count: number;
}

/** Limits: bill-api 4. BILL's hour is a fixed window by the clock; the minute is taken as sliding. */
export function createBudgets(clock: Clock): Budgets {
  const signIns = new Map<string, HourCount>();
  const calls = new Map<string, HourCount>();
  const messages = new Map<string, readonly number[]>();

  function takeOf(
    hours: Map<string, HourCount>,
    key: string,
    limit: 'signIn' | 'call',
    most: number,
  ): Result<null> {
    const current = hourOf(hours.get(key), clock.now());
    if (current.count >= most) return fail({ kind: 'ownLimit', limit, until: endOf(current) });
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

  return {
    take: (what, devKey) => {
      const key = nameless(devKey);
      return what === 'signIn'
        ? takeOf(signIns, key, 'signIn', SIGN_INS_PER_HOUR)
        : takeTextMessage(key, clock.now());
    },
    takeCall: (devKey, isProgram) =>
      takeOf(calls, nameless(devKey), 'call', isProgram ? PROGRAM_CALLS_PER_HOUR : Infinity),
    calls: (devKey) => {
      const current = hourOf(calls.get(nameless(devKey)), clock.now());
      return { calls: current.count, until: endOf(current) };
    },
  };
}

/** The count that goes on, or a new one. */
function hourOf(known: HourCount | undefined, now: Instant): HourCount {
  const hour = Math.floor(now.wall / HOUR);
  const isFresh = known === undefined || isOver(known, hour, now);
  return isFresh ? { hour, since: now.mono, count: 0 } : known;
}

const endOf = ({ hour }: HourCount) => (hour + 1) * HOUR;

/**
 * Setting the clock back to an earlier hour does not start a new count, unless an hour has passed
 * on the monotonic clock.
 */
const isOver = (known: HourCount, hour: number, now: Instant) =>
  hour > known.hour || now.mono - known.since >= HOUR;

/** The counts stay in memory for long, so they are kept under a hash of the developer key. */
const nameless = (devKey: string) => createHash('sha256').update(devKey).digest('base64');
