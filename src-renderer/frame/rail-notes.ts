/** What stands at the right end of the rail's items. */
import { isOpen, type SessionView } from '../../src-shared/session-view.ts';
import { clock, day, left } from '../../src-shared/text/times.ts';
import { certainMs, stateLine, stateWords, timeLeftWords } from '../../src-shared/words.ts';

export interface Note {
  /** As it is shown: "≥ 31 min". */
  readonly short: string;
  /** For screen readers: "at least 31 min". */
  readonly long: string;
}

export function sessionNote(session: SessionView | null, now: number): Note | null {
  if (session === null) return null;
  if (!isOpen(session)) {
    return session.state === 'expired' ? { short: 'expired', long: 'expired' } : null;
  }
  if (session.state === 'lapsing' && session.endsAtLeast !== null) {
    return { short: `until ${clock(session.endsAtLeast)}`, long: stateLine(session, now) };
  }
  const certain = session.state === 'live' || session.state === 'atRisk';
  const ms = certainMs(session, now);
  if (certain && ms !== null && ms > 0 && !session.doubtful) {
    return { short: `≥ ${left(ms)}`, long: timeLeftWords(session, now) };
  }
  const word = stateWords(session, now).word.toLowerCase();
  return { short: word, long: word };
}

export function trustNote(session: SessionView | null): string | null {
  const trust = session !== null && isOpen(session) ? session.trust : null;
  return trust?.is === 'until' ? day(trust.until) : null;
}
