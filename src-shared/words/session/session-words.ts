/** The state of a session: its word, its time, its sentence, its banner, and how it ended. */
import {
  isOpen,
  type EndedView,
  type EndReason,
  type OpenState,
  type OpenView,
  type SessionView,
} from '../../snapshot.ts';
import { clock, left, MINUTE, moment, span } from '../../text/times.ts';
import { errorWords } from '../errors/error-words.ts';
import { contactWords, nextTouchWords } from './keep-alive-words.ts';
import { fill } from '../name-words.ts';

export const openStateWords: Readonly<Record<OpenState, string>> = {
  live: 'Live',
  atRisk: 'At risk',
  checking: 'Checking',
  busy: 'Busy',
  offline: 'Offline',
};

export interface StateWords {
  /** Live, At risk, Offline, Busy, Expired, Signed out. */
  readonly word: string;
  /** What follows it: "at least 31 min". Empty when there is nothing to add. */
  readonly rest: string;
}

export function stateWords(session: SessionView, now: number): StateWords {
  switch (session.state) {
    case 'signedOut':
      return { word: 'Signed out', rest: '' };
    case 'signingIn':
      return { word: session.by === 'again' ? 'Signing in again' : 'Signing in', rest: '' };
    case 'expired':
      return { word: 'Expired', rest: session.ended ? `at ${moment(session.ended.at, now)}` : '' };
    case 'live':
    case 'atRisk':
    case 'checking':
    case 'busy':
    case 'offline':
      return { word: openStateWords[session.state], rest: timeLeftWords(session, now) };
  }
}

/** "at least 31 min", or that it is not known. */
export function timeLeftWords(session: OpenView, now: number): string {
  if (session.doubtful) return 'time left not known';
  if (session.endsAtLeast === null) return 'does not expire';
  const ms = session.endsAtLeast - now;
  return ms > 0 ? `at least ${left(ms)}` : 'not known if still open';
}

/**
 * One line for tray and terminal: "live, at least 31 min". In whole minutes, since nobody draws it
 * anew each second; cut down, so that it never promises more than is left.
 */
export function stateLine(session: SessionView, now: number): string {
  const { word, rest } = stateWords(session, now);
  const said = isOpen(session) ? minutesLeftWords(session, now) : rest;
  return said === '' ? word.toLowerCase() : `${word.toLowerCase()}, ${said}`;
}

function minutesLeftWords(session: OpenView, now: number): string {
  const ms = session.endsAtLeast === null ? null : session.endsAtLeast - now;
  const lastMinute = !session.doubtful && ms !== null && ms > 0 && ms < MINUTE;
  if (lastMinute) return 'less than 1 min';
  return !session.doubtful && ms !== null && ms >= MINUTE
    ? `at least ${span(ms)}`
    : timeLeftWords(session, now);
}

/** Milliseconds until `stateLine` says another minute; at most one minute. */
export function nextMinuteIn(session: SessionView, now: number): number {
  if (!isOpen(session) || session.endsAtLeast === null) return MINUTE;
  const ms = session.endsAtLeast - now;
  if (ms <= 0) return MINUTE;
  // At a full minute itself the old words are still true; at the end they are not.
  return ms < MINUTE ? ms : Math.min(MINUTE, (ms % MINUTE) + 1);
}

export interface BannerWords {
  readonly tone: 'quiet' | 'warn' | 'danger';
  readonly icon: 'offline' | 'busy' | 'clock' | 'alert';
  readonly title: string;
  readonly text: string;
}

/** Two facts under the state word: the last contact, and what follows. */
export function openSentence(session: OpenView, now: number): string {
  const contact = contactWords(
    session.lastContact,
    now,
    session.kind,
    session.openedBy === 'again',
  );
  if (session.signingOut) return `Signing out. ${contact}`;
  if (session.endsAtLeast !== null && session.endsAtLeast <= now) {
    return `No contact for ${span(now - session.lastContact.at)}. Open only if another tool called since.`;
  }
  return `${contact} ${nextTouchWords(session.keepAlive, session.extending)}`;
}

/** The banner of an open session; null when nothing needs the person or the network. */
export function bannerWords(session: OpenView, now: number, server: string): BannerWords | null {
  const { trouble } = session.keepAlive;
  const cause = trouble === null ? '' : `${errorWords(trouble.error, server).what} `;
  const since = trouble === null ? '' : ` since ${moment(trouble.since, now)}`;
  const stands =
    session.endsAtLeast !== null && session.endsAtLeast > now && !session.doubtful
      ? `The session is there until ${clock(session.endsAtLeast)} at least.`
      : 'The next answer says if the session is still open.';
  const banner = (
    tone: BannerWords['tone'],
    icon: BannerWords['icon'],
    title: string,
    text: string,
  ): BannerWords => ({ tone, icon, title: fill(title, server), text: fill(text, server) });
  switch (session.state) {
    case 'offline':
      // Something answered, but not as BILL does: it did not hear us either.
      return trouble?.error.kind === 'oddReply'
        ? banner('quiet', 'offline', `No usable answer from %s${since}`, cause + stands)
        : banner('quiet', 'offline', `No answer from %s${since}`, cause + stands);
    case 'busy':
      return banner('quiet', 'busy', `%s is busy${since}`, cause + stands);
    case 'atRisk':
      return banner(
        'warn',
        'alert',
        'Ten minutes or less are certain',
        `${cause}Extend now asks %s at once.`,
      );
    case 'checking':
      return trouble?.error.kind === 'refused'
        ? banner('quiet', 'alert', `%s refuses the touch${since}`, cause + stands)
        : banner('quiet', 'clock', 'Asking %s if the session is still open', cause + stands);
    case 'live':
      return session.doubtful
        ? banner(
            'quiet',
            'clock',
            'The computer’s clock was moved back',
            'The time left is not certain until the next answer of %s.',
          )
        : null;
  }
}

/** A session has another ID than the one before it. `replaces`: that one's, masked. */
export const newIdWords = {
  title: 'The session ID changed',
  text: (replaces: string, now: string) =>
    `${replaces} has ended, and the session is now ${now}. Tools that hold the old one need the new one.`,
  copy: 'Copy the new one',
  dismiss: 'Not needed',
  spoken: 'The session ID changed. Tools that hold the old one need the new one.',
} as const;

const endWords: Readonly<Record<EndReason, string>> = {
  signedOut: '%s has closed the session.',
  signedOutUnconfirmed: '%s did not confirm it: the session may stay open there for up to 35 min.',
  endedByServer: '%s ended it before 35 idle minutes were over.',
  idle: '%s ended it after 35 idle minutes.',
};

/** Why and when the session before this one ended: two facts. */
export function endedWords(ended: EndedView, now: number, server: string): string {
  const reason = fill(endWords[ended.reason], server);
  switch (ended.reason) {
    case 'signedOut':
    case 'signedOutUnconfirmed':
      return `Signed out at ${moment(ended.at, now)}. ${reason}`;
    case 'endedByServer':
    case 'idle':
      return `${reason} The last contact was at ${moment(ended.lastContactAt, now)}.`;
  }
}
