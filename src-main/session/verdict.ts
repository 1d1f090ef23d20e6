/**
 * What an outcome says about the session. Only a well-formed BDC_1109 for the current session says
 * that it is dead; whatever else goes wrong says nothing about it.
 */
import type { AppError, Result } from '../../src-shared/result.ts';
import type { Instant } from '../ports.ts';
import type { Wait } from './state.ts';
import { HOUR, SECOND } from './time.ts';

/** "Session is invalid.  Please log in." (bill-api 3.2). BDC_1107 and 1120 are other facts. */
const SESSION_INVALID = 'BDC_1109';
/** Max number of concurrent requests per organization reached (bill-api 3.2, S-RATE). */
const TOO_MANY_AT_ONCE = 'BDC_1322';
/** Max number of allowed requests per hour reached; resets at the next full hour (S-RATE). */
const HOUR_LIMIT = 'BDC_1144';

export type Verdict =
  | { readonly is: 'alive' }
  | { readonly is: 'dead' }
  /** BILL answers but has no time for us; `wait` is null where our own back-off decides. */
  | { readonly is: 'throttled'; readonly wait: Wait | null; readonly hourLimit: boolean }
  /** BILL knows the session and refuses something else. It does not extend the session. */
  | { readonly is: 'refused' }
  | { readonly is: 'unknown'; readonly wait: Wait | null };

/** Judges the outcome of a call within the current session that came back at `now`. */
export function judge(result: Result<unknown>, now: Instant): Verdict {
  return result.ok ? { is: 'alive' } : judgeError(result.error, now);
}

function judgeError(error: AppError, now: Instant): Verdict {
  switch (error.kind) {
    case 'refused':
      if (error.code === SESSION_INVALID) return { is: 'dead' };
      if (error.code === TOO_MANY_AT_ONCE) return { is: 'throttled', wait: null, hourLimit: false };
      if (error.code === HOUR_LIMIT) {
        const wait = untilNextHour(error.serverTime ?? now.wall, now);
        return { is: 'throttled', wait, hourLimit: true };
      }
      return { is: 'refused' };
    case 'oddReply':
      return error.status === 429
        ? { is: 'throttled', wait: waitFor(error.retryAfterMs, now), hourLimit: false }
        : { is: 'unknown', wait: waitFor(error.retryAfterMs, now) };
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

function waitFor(ms: number | null, now: Instant): Wait | null {
  return ms === null ? null : { from: now, ms: Math.min(ms, HOUR) };
}

/** The limit's window is the clock hour of the server, which only its Date header tells. */
function untilNextHour(serverTime: number, now: Instant): Wait {
  const intoHour = ((serverTime % HOUR) + HOUR) % HOUR;
  // The Date header has whole seconds; a second more keeps us out of the old hour.
  return { from: now, ms: HOUR - intoHour + SECOND };
}
