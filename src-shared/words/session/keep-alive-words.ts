/** What keeps a session open: the last contact, the next touch, and why then. */
import type { KeepAliveView, OpenView, SessionKind, TouchReason } from '../../snapshot.ts';
import { clock, clockSeconds, moment, span } from '../../text/times.ts';

/** Who had the last contact and when. */
export function contactWords(
  contact: OpenView['lastContact'],
  now: number,
  kind: SessionKind = 'password',
  again = false,
): string {
  const at = moment(contact.at, now);
  switch (contact.by) {
    case 'keepAlive':
      return `Extended by us at ${at}.`;
    case 'beforeSleep':
      return `Extended by us before sleep, at ${at}.`;
    case 'afterWake':
      return `Extended by us after wake, at ${at}.`;
    case 'you':
      return `Extended by your call at ${at}.`;
    case 'program':
      return `Extended by a program’s call at ${at}.`;
    case 'signIn':
      if (kind === 'session') return `Taken over at ${at}.`;
      return again ? `Signed in again at ${at}.` : `Signed in at ${at}.`;
  }
}

const noTouch: Readonly<Record<TouchReason, string>> = {
  regular: 'No touch is planned.',
  retry: 'The next touch follows.',
  busy: 'The next touch follows when it is less busy.',
  hourLimit: 'No touch before the next full hour.',
  doubtful: 'A touch follows at once.',
  woke: 'A touch follows at once.',
  offline: 'The next touch waits for the network.',
  paused: 'Keep-alive is paused.',
  off: 'Keep-alive is off.',
  maxAge: 'Keep-alive has stopped at the age that you set.',
  away: 'Keep-alive waits until you use this computer.',
  token: 'A token’s session needs no touch.',
  stopped: 'No touch is planned.',
};

/** When the next touch is due, as a sentence. */
export function nextTouchWords(keepAlive: KeepAliveView, extending: boolean): string {
  if (extending) return 'A touch is under way.';
  if (keepAlive.why === 'paused' && keepAlive.pausedUntil !== null) {
    return `Keep-alive is paused until ${clock(keepAlive.pausedUntil)}.`;
  }
  if (keepAlive.nextTouchAt === null) return noTouch[keepAlive.why];
  switch (keepAlive.why) {
    case 'regular':
      return `Next touch about ${clock(keepAlive.nextTouchAt)}.`;
    case 'retry':
    case 'busy':
    case 'doubtful':
    case 'woke':
      return `Trying again at ${clockSeconds(keepAlive.nextTouchAt)}.`;
    case 'hourLimit':
      return `Next touch after the full hour, at ${clock(keepAlive.nextTouchAt)}.`;
    case 'offline':
    case 'maxAge':
    case 'away':
    case 'token':
    case 'stopped':
    case 'paused':
    case 'off':
      return noTouch[keepAlive.why];
  }
}

/** Why the next touch is due when it is due. */
export function touchReason(why: TouchReason, lastContactAt: number): string {
  switch (why) {
    case 'regular':
      return `because last contact was ${clock(lastContactAt)}`;
    case 'retry':
      return 'the last touch failed';
    case 'busy':
      return 'the server is busy';
    case 'hourLimit':
      return 'the hour’s calls are used up';
    case 'doubtful':
      return 'the clock was moved';
    case 'woke':
      return 'after a sleep or a network gap';
    case 'offline':
      return 'the system sees no network';
    case 'paused':
      return 'keep-alive is paused';
    case 'off':
      return 'you turned keep-alive off';
    case 'maxAge':
      return 'the age that you set is reached';
    case 'away':
      return 'nobody uses this computer';
    case 'token':
      return 'a token’s session needs none';
    case 'stopped':
      return 'keep-alive has stopped';
  }
}

/** Beside the setting of how often a session is touched. */
export const TOUCH_COST =
  'Each touch is one GetSessionInfo, so 10 min are about 6 calls an hour of 20,000.';

/** When keep-alive stops by itself: "at 20:52, the age that you set". */
export function stopsWords({ why, stopsAt }: KeepAliveView, now: number): string {
  const at = moment(stopsAt, now);
  return why === 'maxAge' || stopsAt <= now ? `stopped at ${at}` : `at ${at}`;
}

/** What was seen of how old a kept-alive session gets. BILL documents no maximum. */
export function observedWords(
  ends: readonly { readonly at: number; readonly ageMs: number }[],
): string {
  const newest = ends[0];
  return newest === undefined
    ? 'not known, none has ended yet'
    : `observed: ended after ${span(newest.ageMs)}`;
}
