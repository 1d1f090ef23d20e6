/**
 * What an outcome says about the session. Only a well-formed refusal that calls the current session
 * invalid says that it is dead; whatever else goes wrong says nothing about it.
 */
import type { Meaning } from '../../src-shared/bill/meaning.ts';
import type { AppError, Result } from '../../src-shared/result.ts';
import type { Instant } from '../ports.ts';
import type { Wait } from './state.ts';
import { elapsed, HOUR, SECOND } from './time.ts';

/** No call takes longer while the machine is awake: bill/limits.ts, TIMEOUTS.request. */
const CALL_MS = 15 * SECOND;

export type Verdict =
  | { readonly is: 'alive' }
  | { readonly is: 'dead' }
  /** BILL answers but has no time for us; `wait` is null where our own back-off decides. */
  | { readonly is: 'throttled'; readonly wait: Wait | null; readonly hourLimit: boolean }
  /** BILL knows the session and refuses something else. It does not extend the session. */
  | { readonly is: 'refused' }
  | { readonly is: 'unknown'; readonly wait: Wait | null };

/** A call within the current session that was sent at one time and came back at another. */
interface Outcome extends Times {
  readonly result: Result<unknown>;
}
interface Times {
  readonly sentAt: Instant;
  readonly now: Instant;
}

export function judge({ result, ...times }: Outcome): Verdict {
  return result.ok ? { is: 'alive' } : judgeError(result.error, times);
}

function judgeError(error: AppError, times: Times): Verdict {
  switch (error.kind) {
    case 'refused':
      return judgeRefusal(error.meaning, error.serverTime, times);
    case 'oddReply':
      return error.status === 429
        ? { is: 'throttled', wait: waitFor(error.retryAfterMs, times), hourLimit: false }
        : { is: 'unknown', wait: waitFor(error.retryAfterMs, times) };
    case 'ownLimit':
    case 'line':
    case 'cancelled':
    case 'internal':
    case 'hostRefused':
    case 'practiceFailed':
    case 'file':
    case 'storage':
    case 'invalidInput':
    case 'unknownCommand':
    case 'notAllowed':
    case 'tooFast':
    case 'notNow':
      return { is: 'unknown', wait: null };
  }
}

function judgeRefusal(meaning: Meaning, serverTime: number | null, times: Times): Verdict {
  switch (meaning) {
    case 'sessionInvalid':
      return { is: 'dead' };
    case 'tooManyAtOnce':
      return { is: 'throttled', wait: null, hourLimit: false };
    case 'hourLimit':
      return { is: 'throttled', wait: untilNextHour(serverTime, times), hourLimit: true };
    case 'untrusted':
    case 'wrongCredentials':
    case 'keyRefused':
    case 'orgRefused':
    case 'locked':
    case 'userInactive':
    case 'idRefused':
    case 'signInFailed':
    case 'wrongCode':
    case 'codeExpired':
    case 'tooManyCodes':
    case 'noPhone':
    case 'serverFault':
    case 'unsupported':
    case 'badRequest':
    case 'bodyRefused':
    case 'notFound':
    case 'cannotPay':
    case 'other':
      return { is: 'refused' };
  }
}

function waitFor(ms: number | null, times: Times): Wait | null {
  return ms === null ? null : waitSaid(Math.min(ms, HOUR), times);
}

/** The limit's window is the clock hour of the server (bill-api 4), which only its Date header tells. */
function untilNextHour(serverTime: number | null, times: Times): Wait {
  const { now } = times;
  const intoHour = (((serverTime ?? now.wall) % HOUR) + HOUR) % HOUR;
  // The Date header has whole seconds; a second more keeps us out of the old hour.
  const ms = HOUR - intoHour + SECOND;
  return serverTime === null ? { from: now, ms } : waitSaid(ms, times);
}

/**
 * A wait counts from when the server said it: as late as the answer came in, but no later than a call
 * can take. What lies beyond that was a sleep in between, and a part of the wait.
 */
function waitSaid(ms: number, { sentAt, now }: Times): Wait {
  return { from: sentAt, ms: ms + Math.min(elapsed(sentAt, now), CALL_MS) };
}
