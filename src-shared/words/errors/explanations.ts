/** An error in full for somebody who asks why: its cause, likely reasons in order, and the fix. */
import type { AppError } from '../../result.ts';
import type { SessionView } from '../../session-view.ts';
import { isOpen } from '../../session-view.ts';
import { HOUR, nextFullHour } from '../../text/times.ts';
import { fill } from '../name-words.ts';
import { errorWords } from './error-words.ts';
import type { ErrorWords } from './error-shape.ts';
import type { Fix, Reasons } from './explanation-shape.ts';
import { lineReasons, oddReasons, ownLimitReasons } from './line-reasons.ts';
import { refusalReasons } from './refusal-reasons.ts';

/** What can be explained: BILL's refusals, what came in the place of a verdict, and our own limits. */
export type Explainable = Extract<AppError, { kind: 'refused' | 'line' | 'oddReply' | 'ownLimit' }>;

export const isExplainable = (error: AppError): error is Explainable =>
  (['refused', 'line', 'oddReply', 'ownLimit'] as readonly string[]).includes(error.kind);

export interface Explanation extends Pick<ErrorWords, 'title' | 'what' | 'next'>, Reasons {}

/** `server` as from `serverName`. */
export function explanation(error: Explainable, server: string): Explanation {
  const { title, what, next } = errorWords(error, server);
  const { reasons, fix } = reasonsOf(error);
  return {
    title,
    what,
    next,
    reasons: reasons.map((reason) => fill(reason, server)),
    fix,
  };
}

function reasonsOf(error: Explainable): Reasons {
  switch (error.kind) {
    case 'refused':
      return refusalReasons(error.meaning, error.code);
    case 'line':
      return lineReasons[error.fault];
    case 'oddReply':
      return oddReasons[error.odd];
    case 'ownLimit':
      return ownLimitReasons[error.limit];
  }
}

/**
 * Until when (epoch ms) the same would be refused again, by whoever counts it; null where nothing is
 * known against another try. Limits of an hour end with the server's full hour: a clock of it that is
 * far from ours tells nothing (bill-api 4).
 */
export function heldUntil(
  error: Explainable,
  fix: Fix,
  session: SessionView | null,
  now: number,
): number | null {
  const until = untilOf(error, fix, session, now);
  return until !== null && until > now && until <= now + HOUR ? until : null;
}

function untilOf(
  error: Explainable,
  fix: Fix,
  session: SessionView | null,
  now: number,
): number | null {
  if (error.kind === 'ownLimit') return error.until;
  if (error.kind === 'refused' && error.meaning === 'hourLimit') {
    return nextFullHour(error.serverTime ?? now);
  }
  if (fix !== 'sendCode' || session === null || !isOpen(session)) return null;
  return 'sendAgainAt' in session.mfa ? session.mfa.sendAgainAt : null;
}

/** When Tabkeeper tries again by itself what did not work (epoch ms); null where it does not. */
export function triesItselfAt(session: SessionView | null, now: number): number | null {
  if (session === null || !isOpen(session)) return null;
  const { trouble, nextTouchAt } = session.keepAlive;
  return trouble !== null && nextTouchAt !== null && nextTouchAt > now ? nextTouchAt : null;
}
