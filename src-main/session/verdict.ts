/**
 * What an outcome says about the session. Only a well-formed refusal that calls the current session
 * invalid says that it is dead; whatever else goes wrong says nothing about it.
 */
import { isAbout, type Meaning } from '../../src-shared/bill/meaning.ts';
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
  if (error.kind === 'refused') return judgeRefusal(error.meaning, error.serverTime, times);
  if (error.kind !== 'oddReply') return { is: 'unknown', wait: null };
  const wait = waitFor(error.retryAfterMs, times);
  return error.status === 429
    ? { is: 'throttled', wait, hourLimit: false }
    : { is: 'unknown', wait };
}

function judgeRefusal(meaning: Meaning, serverTime: number | null, times: Times): Verdict {
  if (meaning === 'sessionInvalid') return { is: 'dead' };
  if (!isAbout(meaning, 'limit')) return { is: 'refused' };
  switch (meaning) {
    case 'tooManyAtOnce':
      return { is: 'throttled', wait: null, hourLimit: false };
    case 'hourLimit':
      return { is: 'throttled', wait: untilNextHour(serverTime, times), hourLimit: true };
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
