/** How the session before this one ended: when, why, and how that is known. */
import type { EndedView, EndReason, IdleCause } from '../../session-view.ts';
import { clockSeconds, day, moment, span } from '../../text/times.ts';
import { END_SOURCE, fill } from '../name-words.ts';

/** Why nobody had called for 35 minutes, as the end of "It ended …". */
export const idledWords: Readonly<Record<IdleCause, string>> = {
  paused: 'while keep-alive was paused',
  off: 'while keep-alive waited for you to extend it',
  maxAge: 'at the age that you set',
  away: 'while nobody used this computer, as you set it',
  asleep: 'while the computer slept',
  offline: 'while BILL was not reached',
  unknown: 'after 35 idle minutes',
};

/** The same where there is room for the age itself and for the name of the server. */
function idled({ cause, maxAgeMs }: EndedView, server: string): string {
  if (cause === 'maxAge') return `at the age of ${span(maxAgeMs)} (a setting)`;
  if (cause === 'offline') return `while ${server} was not reached`;
  return idledWords[cause ?? 'unknown'];
}

/** What stands after "Expired": "about 02:33", or that it was earlier than what is known. */
export function endedAt({ reason, at }: EndedView, now: number): string {
  return `${reason === 'idle' ? 'about' : 'before'} ${moment(at, now)}`;
}

const outWords: Readonly<Record<Exclude<EndReason, 'idle'>, string>> = {
  signedOut: '%s has closed the session.',
  signedOutUnconfirmed: '%s did not confirm it: the session may stay open there for up to 35 min.',
  endedByServer: '%s ended it before 35 idle minutes were over.',
};

/** Why and when the session before this one ended: two facts. */
export function endedWords(ended: EndedView, now: number, server: string): string {
  const contact = `The last contact was at ${moment(ended.lastContact.at, now)}.`;
  switch (ended.reason) {
    case 'signedOut':
    case 'signedOutUnconfirmed':
      return `Signed out at ${moment(ended.at, now)}. ${fill(outWords[ended.reason], server)}`;
    case 'endedByServer':
      return `${fill(outWords.endedByServer, server)} ${contact}`;
    case 'idle':
      return `Ended about ${moment(ended.at, now)} ${idled(ended, server)}. ${contact}`;
  }
}

/** Beside a value of the session that is over. */
export const endedFactWords = {
  struck: 'no longer valid',
  key: 'gone with the session',
} as const;

/** The end as a row of the table: its time, and how that is known. */
export function endFact(ended: EndedView): { readonly value: string; readonly from: string } {
  const when = (at: number) => `${day(at)}, ${clockSeconds(at)}`;
  const found = `${END_SOURCE} at ${clockSeconds(ended.foundAt)}`;
  return ended.reason === 'idle'
    ? { value: `about ${when(ended.at)}`, from: `last contact + 35 min; ${found}` }
    : { value: `before ${when(ended.at)}`, from: END_SOURCE };
}
