/** What the history tells among the calls of Activity: a line each, and what it means. */
import type { HistoryEvent } from '../history.ts';
import { clock, MINUTE, span } from '../text/times.ts';
import { callsOf, plural } from './name-words.ts';

interface Past {
  readonly event: HistoryEvent;
  /** A sign-in that brought another session ID than the one before. */
  readonly withNewId: boolean;
}

const lengthOf = ({ from, to }: HistoryEvent): string =>
  to === null || to - from < MINUTE ? '' : ` ${span(to - from)}`;
const isGoingOn = ({ to }: HistoryEvent): string => (to === null ? ', and still' : '');

/** "asleep 38 min", "signed in again, new session ID". */
export function pastWords({ event, withNewId }: Past): string {
  switch (event.kind) {
    case 'signIn': {
      const how = { you: 'signed in', again: 'signed in again', launch: 'signed in at the launch' };
      return withNewId ? `${how[event.cause]}, new session ID` : how[event.cause];
    }
    case 'newId':
      return 'new session ID';
    case 'touch':
      return event.count > 1 ? `extended by us ${event.count} ×` : 'extended by us';
    case 'call': {
      const whose = { you: 'your call', program: 'call of a program', check: 'check' }[event.cause];
      return event.count > 1 ? `${whose} ${event.count} ×` : whose;
    }
    case 'sleep':
      return `asleep${lengthOf(event)}`;
    case 'outage':
      return `${event.cause === 'noNetwork' ? 'no network' : 'no answer'}${lengthOf(event)}${isGoingOn(event)}`;
    case 'busy':
      return `server busy${lengthOf(event)}${isGoingOn(event)}`;
    case 'trust':
      return `trusted${lengthOf(event)}${isGoingOn(event)}`;
    case 'pause':
      return `${pauseNames[event.cause]}${lengthOf(event)}${isGoingOn(event)}`;
    case 'end':
      return endNames[event.cause];
  }
}

const pauseNames = {
  paused: 'keep-alive paused',
  off: 'keep-alive off until extended',
  maxAge: 'keep-alive stopped at the age you set',
  away: 'keep-alive rested while you were away',
} as const;

export const endNames = {
  signedOut: 'signed out',
  signedOutUnconfirmed: 'signed out, not confirmed',
  endedByServer: 'session ended by the server',
  idle: 'session idled away',
  quit: 'left to lapse when the app quit',
  unseen: 'the app ended unexpectedly',
} as const;

/** Why it happened and what it meant, as one or two sentences. */
export function pastMeaning({ event, withNewId }: Past): string {
  switch (event.kind) {
    case 'signIn':
      return withNewId
        ? 'This session has another ID than the one before it. Tools that hold the old one need the new one.'
        : signInMeaning[event.cause];
    case 'newId':
      return 'Tools that hold the old session ID need the new one.';
    case 'touch':
      return 'Keep-alive extended the session. The single calls are not kept any more, only how many there were.';
    case 'call':
      return 'The single calls are not kept any more, only how many there were.';
    case 'sleep':
      return event.cause === 'system'
        ? 'The computer slept. Nothing extends a session meanwhile: it ends after 35 idle minutes.'
        : 'The clock moved on with nothing in between: the computer slept, or its clock was set forward.';
    case 'outage':
      return event.cause === 'noNetwork'
        ? 'The system had no network, so no touch could go out.'
        : 'Touches went out and no usable answer came back.';
    case 'busy':
      return event.cause === 'hourLimit'
        ? 'The limit of calls in an hour was reached. It starts anew with each full hour.'
        : 'Too many calls were under way at once. The touch was sent again a little later.';
    case 'trust':
      return event.cause === 'device'
        ? 'The session was trusted through the remembered device.'
        : 'The session was verified with a code.';
    case 'pause':
      return pauseMeaning[event.cause];
    case 'end':
      return endMeaning[event.cause];
  }
}

const signInMeaning = {
  you: 'You signed in.',
  again: 'The session before had ended, so the app signed in again by itself.',
  launch: 'The app signed in when it started, as you set it.',
} as const;

const pauseMeaning = {
  paused: 'You paused keep-alive. Nothing was sent meanwhile.',
  off: 'You let keep-alive wait until you extend the session yourself.',
  maxAge: 'The session reached the greatest age that you set, so keep-alive stopped.',
  away: 'Keep-alive is on only while the computer is used, as you set it.',
} as const;

const endMeaning = {
  signedOut: 'You signed out, and the server has closed the session.',
  signedOutUnconfirmed:
    'You signed out and the server did not confirm it. The session may have stayed open for up to 35 min.',
  endedByServer: 'The server ended it before 35 idle minutes were over.',
  idle: 'Nobody called for 35 minutes, so the session ended.',
  quit: 'The app quit and left the session to end by itself, after 35 idle minutes.',
  unseen: 'The app ended without recording how, so the end of the session is not known.',
} as const;

/** "09:12–12:25", or "since 14:02" while it goes on. */
export function pastSpan({ from, to }: HistoryEvent): string {
  if (to === null) return `since ${clock(from)}`;
  return clock(from) === clock(to) ? '' : `${clock(from)}–${clock(to)}`;
}

/** Keep-alive calls in one line: "46 touches". */
export const foldWords = {
  name: (count: number) => plural(count, 'touch', 'touches'),
  result: 'all OK',
  span: (from: number, to: number) => `${clock(from)}–${clock(to)}`,
  meaning: 'Keep-alive extended the session each time, and each call went well.',
  show: 'Show each',
  hide: 'Fold them again',
} as const;

/** What a clock hour has had. */
export interface HourSum {
  readonly calls: number;
  readonly signIns: number;
  /** False where some of the hour's calls are not kept any more. */
  readonly isAll: boolean;
}

/** Above the list: what this clock hour had of what BILL allows (bill-api 4). */
export function hourWords({ calls, signIns, isAll }: HourSum): string {
  const least = isAll ? '' : 'at least ';
  return `This hour: ${least}${callsOf(calls, 20_000)}, ${least}${plural(signIns, 'sign-in', 'sign-ins')} of 200.`;
}

export const whoFilterWords = {
  label: 'By',
  anyone: 'By anyone',
  app: 'Keep-alive and checks',
  you: 'You',
} as const;
