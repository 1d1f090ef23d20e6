/**
 * What an outcome says about the session. Only a well-formed refusal that calls the current session
 * invalid says that it is dead; whatever else goes wrong says nothing about it.
 */
import type { Meaning } from '../../src-shared/bill/meaning.ts';
import type { AppError, Result } from '../../src-shared/result.ts';
import type { Instant } from '../ports.ts';
import type { Wait } from './state.ts';
import { elapsed, HOUR, SECOND } from './time.ts';

/** No call takes longer while the machine is awake: see TIMEOUTS.request in bill/call-limits.ts. */
const CALL_MS = 15 * SECOND;

export type Verdict =
  | { readonly is: 'alive' }
  | { readonly is: 'dead' }
  /** One of BILL's limits is reached. `wait` is null where our own back-off decides. */
  | { readonly is: 'throttled'; readonly wait: Wait | null; readonly hourLimit: boolean }
  /** BILL knows the session and refuses something else. It does not extend the session. */
  | { readonly is: 'refused' }
  | { readonly is: 'unknown'; readonly wait: Wait | null };

/** A call within the current session: when it was sent, and when its answer came. */
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
    case 'deviceRefused':
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

/** The limit is for a clock hour of the server (bill-api 4), told by its Date header alone. */
function untilNextHour(serverTime: number | null, times: Times): Wait {
  const { now } = times;
  const intoHour = (((serverTime ?? now.wall) % HOUR) + HOUR) % HOUR;
  // The Date header has whole seconds, so one second is added.
  const ms = HOUR - intoHour + SECOND;
  return serverTime === null ? { from: now, ms } : waitSaid(ms, times);
}

/**
 * A wait begins when the server sent its answer: when it came in, but no later than a call can
 * take. More time than that was spent asleep, and is part of the wait.
 */
function waitSaid(ms: number, { sentAt, now }: Times): Wait {
  return { from: sentAt, ms: ms + Math.min(elapsed(sentAt, now), CALL_MS) };
}
