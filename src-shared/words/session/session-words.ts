/** The state of a session: its word, its time, its sentence, its banner, and how it ended. */
import { isOpen, type OpenState, type OpenView, type SessionView } from '../../session-view.ts';
import { clock, left, MINUTE, moment, SECOND, span } from '../../text/times.ts';
import { errorWords } from '../errors/error-words.ts';
import { endedAt } from './ended-words.ts';
import {
  contactWords,
  haltLine,
  haltSpoken,
  haltTitles,
  nextTouchWords,
  triesWords,
} from './keep-alive-words.ts';
import { fill } from '../name-words.ts';
import type { BannerWords } from './banner-words.ts';
import { LOST_TRUST } from './trust-words.ts';

const openStateWords: Readonly<Record<OpenState, string>> = {
  live: 'Live',
  lapsing: 'Live until',
  atRisk: 'At risk',
  checking: 'Checking',
  busy: 'Busy',
  offline: 'Offline',
};

export interface StateWords {
  /** Live, Live until 14:42, At risk, Offline, Busy, Expired, Signed out. */
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
      return { word: 'Expired', rest: session.ended ? endedAt(session.ended, now) : '' };
    case 'lapsing':
      return { word: lapsingWord(session), rest: haltRest(session) };
    case 'live':
    case 'atRisk':
      return { word: openStateWords[session.state], rest: timeLeftWords(session, now) };
    case 'checking':
    case 'busy':
    case 'offline': {
      // "Offline at least 31 min" would say how long it is offline: the time has a sentence of its own.
      const known = goodUntil(session, now) !== null;
      const rest =
        session.state === 'checking' ? 'if it is still open' : timeLeftWords(session, now);
      return { word: openStateWords[session.state], rest: known ? '' : rest };
    }
  }
}

const lapsingWord = ({ endsAtLeast }: OpenView) =>
  endsAtLeast === null ? openStateWords.live : `${openStateWords.lapsing} ${clock(endsAtLeast)}`;

const haltRest = ({ keepAlive: { halt } }: OpenView) => (halt === null ? '' : haltTitles[halt]);

/** "good until at least 14:42"; null where that is not known, or without an end. */
function goodUntil({ doubtful, endsAtLeast }: OpenView, now: number): string | null {
  if (doubtful || endsAtLeast === null || endsAtLeast <= now) return null;
  return `good until at least ${clock(endsAtLeast)}`;
}

/** A contact this young leaves its minute whole: 35 minutes that have just begun are 35. */
const JUST_NOW_MS = 10 * SECOND;

/** Milliseconds that are certain, negative after the end; null for a session without one. */
export function certainMs({ endsAtLeast, lastContact }: OpenView, now: number): number | null {
  if (endsAtLeast === null) return null;
  const ms = endsAtLeast - now;
  const justNow = ms > 0 && now - lastContact.at < JUST_NOW_MS;
  return justNow ? Math.ceil(ms / MINUTE) * MINUTE : ms;
}

/** "at least 31 min", or that it is not known. */
export function timeLeftWords(session: OpenView, now: number): string {
  if (session.doubtful) return 'time left not known';
  const ms = certainMs(session, now);
  if (ms === null) return 'does not expire';
  return ms > 0 ? `at least ${left(ms)}` : 'not known if still open';
}

/**
 * One line for tray and terminal: "live, at least 31 min". In whole minutes, since nobody draws it
 * anew each second; cut down, so that it never promises more than is left.
 */
export function stateLine(session: SessionView, now: number): string {
  const { word, rest } = stateWords(session, now);
  const said = isOpen(session) ? stateRest(session, rest, now) : rest;
  return said === '' ? word.toLowerCase() : `${word.toLowerCase()}, ${said}`;
}

function stateRest(session: OpenView, rest: string, now: number): string {
  const { halt } = session.keepAlive;
  if (session.state === 'lapsing') return halt === null ? rest : haltLine(halt);
  const timed = session.state === 'live' || session.state === 'atRisk';
  return (timed ? null : goodUntil(session, now)) ?? minutesLeftWords(session, now);
}

function minutesLeftWords(session: OpenView, now: number): string {
  const ms = certainMs(session, now);
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
  const young = JUST_NOW_MS - (now - session.lastContact.at);
  if (young > 0 && young <= JUST_NOW_MS) return young;
  // At a full minute itself the old words are still true; at the end they are not.
  return ms < MINUTE ? ms : Math.min(MINUTE, (ms % MINUTE) + 1);
}

/** Two facts under the state word: the last contact, and what follows. */
export function openSentence(session: OpenView, now: number): string {
  const { lastContact, kind, openedBy, signingOut, endsAtLeast, state } = session;
  const contact = contactWords(lastContact, now, kind, openedBy === 'again');
  if (signingOut) return `Signing out. ${contact}`;
  if (endsAtLeast !== null && endsAtLeast <= now) {
    return `No contact for ${span(now - lastContact.at)}. Open only if another tool called since.`;
  }
  const good = goodUntil(session, now);
  const hidden = state === 'offline' || state === 'busy' || state === 'checking';
  if (hidden && good !== null) return `The session is ${good}. ${contact}`;
  return `${contact} ${nextTouchWords(session)}`;
}

/** What is heard of an open session when its state changes. */
export function openSpoken({ state, keepAlive: { halt } }: OpenView): string {
  if (state === 'lapsing' && halt !== null) return haltSpoken[halt];
  return `${openStateWords[state]}.`;
}

/** The banner of an open session; null when nothing needs the person or the network. */
export function bannerWords(session: OpenView, now: number, server: string): BannerWords | null {
  const { trouble, halt } = session.keepAlive;
  const cause = trouble === null ? '' : `${errorWords(trouble.error, server).what} `;
  const since = trouble === null ? '' : ` since ${moment(trouble.since, now)}`;
  const stands =
    goodUntil(session, now) === null
      ? 'The next answer says if the session is still open.'
      : triesWords(session);
  const banner = (
    tone: BannerWords['tone'],
    icon: BannerWords['icon'],
    title: string,
    text: string,
  ): BannerWords => ({ tone, icon, title: fill(title, server), text: fill(text, server) });
  switch (session.state) {
    case 'offline':
      return banner('quiet', 'offline', `${troubleTitle(session)}${since}`, cause + stands);
    case 'busy':
      return banner('quiet', 'busy', `%s is busy${since}`, cause + stands);
    case 'atRisk':
      return halt === null
        ? banner('warn', 'alert', `${troubleTitle(session)}${since}`, cause + stands)
        : banner('warn', 'alert', 'Ten minutes or less are certain', haltSpoken[halt]);
    case 'checking':
      return trouble?.error.kind === 'refused'
        ? banner('quiet', 'alert', `%s refuses the touch${since}`, cause + stands)
        : banner('quiet', 'clock', 'Asking %s if the session is still open', cause + stands);
    case 'lapsing':
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

/** What the touches ran into. */
function troubleTitle({ keepAlive: { trouble, why } }: OpenView): string {
  if (trouble === null) return 'Ten minutes or less are certain';
  if (why === 'busy' || why === 'hourLimit') return '%s is busy';
  if (trouble.error.kind === 'refused') return '%s refuses the touch';
  // Something answered, but not as BILL does: it did not hear us either.
  return trouble.error.kind === 'oddReply' ? 'No usable answer from %s' : 'No answer from %s';
}

/** A profile whose session nobody knows yet. */
export const NOTHING_KNOWN = 'Nothing is known of its session yet.';

/** Main has sent nothing. */
export const silentWords = {
  title: 'No word from Tabkeeper’s main process',
  text: 'The window works, but nobody answers it. If it stays so, quit and start again.',
} as const;

/** What was copied, to be heard. */
export const copiedWords = {
  sessionId: 'Session ID copied. It leaves the clipboard after 30 seconds.',
  devKey: 'Developer key copied. It leaves the clipboard after 30 seconds.',
  fact: (field: string) => `${field} copied.`,
} as const;

/** What of a session is worth hearing; see spoken.ts. */
export const spokenWords = {
  signedOut: 'Signed out.',
  expired: 'The session has expired.',
  again: 'Signed in again: the session had expired.',
  extended: 'Extended: at least 35 minutes.',
  trustLost: `${LOST_TRUST}.`,
  left: (minutes: number) => `${minutes} ${minutes === 1 ? 'minute' : 'minutes'} or less left.`,
} as const;
