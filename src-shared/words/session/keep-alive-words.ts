/** What keeps a session open: the last contact, the next touch, and why then. */
import type {
  Halt,
  KeepAliveView,
  OpenView,
  SessionKind,
  TouchReason,
} from '../../session-view.ts';
import { clock, clockSeconds, MINUTE, moment, span } from '../../text/times.ts';

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
    case 'check':
      return `Found open at ${at}.`;
    case 'program':
      return `Extended by a program’s call at ${at}.`;
    case 'signIn':
      if (kind === 'session') return `Taken over at ${at}.`;
      return again
        ? `Signed in again at ${at}, since the session before had ended.`
        : `Signed in at ${at}.`;
  }
}

/** How much the details of a session show. */
export const levelWords = {
  label: 'Show of the details',
  options: [
    { value: 'few', label: 'Six' },
    { value: 'all', label: 'All facts' },
    { value: 'expert', label: 'Expert' },
  ],
} as const;

/** A pause that fits into the 35 minutes of a session. */
export const PAUSE_MS = 30 * MINUTE;

/** The two pauses, each with what follows of it. */
export const pauseWords = {
  begin: 'Pause',
  menu: 'Pause keep-alive',
  while: { label: 'Pause 30 min', then: 'Then it is touched again, before the session ends' },
  until: { label: 'Pause until I extend', then: 'Without that the session ends at its time' },
  end: 'End the pause',
} as const;

/** What stands after "Live until 14:42" in the title, where the sentence under it says the rest. */
export const haltTitles: Readonly<Record<Halt, string>> = {
  paused: 'paused',
  off: 'paused',
  maxAge: 'past its age',
  away: 'waits for you',
};

/** The same of keep-alive, where nothing stands under it: "live until 14:42, keep-alive paused". */
export const haltLine = (halt: Halt): string =>
  `keep-alive ${haltTitles[halt]}${halt === 'off' ? ' until you extend' : ''}`;

/** The same as news. */
export const haltSpoken: Readonly<Record<Halt, string>> = {
  paused: 'Keep-alive is paused.',
  off: 'Keep-alive is paused: the session ends at its time unless you extend it.',
  maxAge: 'Keep-alive has stopped at the age that you set: the session ends at its time.',
  away: 'Keep-alive waits until you use this computer.',
};

/** What follows of it. `ends`: the time at which the session ends, as it is written. */
function haltConsequence(halt: Halt, { keepAlive, endsAtLeast }: OpenView): string {
  const ends = endsAtLeast === null ? 'its time' : clock(endsAtLeast);
  switch (halt) {
    case 'paused': {
      const until = keepAlive.pausedUntil ?? 0;
      return until < (endsAtLeast ?? Infinity)
        ? `Paused until ${clock(until)}, then it is touched again.`
        : `It ends about ${ends}, before the pause does at ${clock(until)}.`;
    }
    case 'off':
      return `It ends about ${ends}, unless you extend it.`;
    case 'maxAge':
      return `Keep-alive stopped at the age of ${span(keepAlive.maxAgeMs)} (a setting).`;
    case 'away':
      return 'It is touched again when you use this computer.';
  }
}

const noTouch: Readonly<Record<Exclude<TouchReason, Halt>, string>> = {
  regular: 'No touch is planned.',
  retry: 'The next touch follows.',
  busy: 'The next touch follows when it is less busy.',
  hourLimit: 'No touch before the next full hour.',
  doubtful: 'A touch follows at once.',
  woke: 'A touch follows at once.',
  offline: 'The next touch waits for the network.',
  token: 'A token’s session needs no touch.',
  stopped: 'No touch is planned.',
};

/** After its time a call keeps nothing open: it asks whether the session is there. */
export function isCheck({ keepAlive: { nextTouchAt }, endsAtLeast }: OpenView): boolean {
  return nextTouchAt !== null && endsAtLeast !== null && nextTouchAt >= endsAtLeast;
}

/** When the next touch is due, or what follows where there is none, as a sentence. */
export function nextTouchWords(session: OpenView): string {
  const { keepAlive, extending } = session;
  const { halt, why, nextTouchAt } = keepAlive;
  if (extending) return 'A touch is under way.';
  if (halt !== null) return haltConsequence(halt, session);
  switch (why) {
    case 'regular':
      return nextTouchAt === null ? noTouch.regular : `Next touch about ${clock(nextTouchAt)}.`;
    case 'retry':
    case 'busy':
    case 'doubtful':
    case 'woke':
      return nextTouchAt === null ? noTouch[why] : `Trying again at ${clockSeconds(nextTouchAt)}.`;
    case 'hourLimit':
      return nextTouchAt === null
        ? noTouch.hourLimit
        : `Next touch after the full hour, at ${clock(nextTouchAt)}.`;
    case 'offline':
    case 'token':
    case 'stopped':
      return noTouch[why];
    case 'paused':
    case 'off':
    case 'maxAge':
    case 'away':
      return noTouch.stopped;
  }
}

/** The tries that are left while the time runs: "Next try at 14:34:20, the last before 14:42." */
export function triesWords(session: OpenView): string {
  const { keepAlive, extending, endsAtLeast } = session;
  if (extending) return 'A try is under way.';
  const { nextTouchAt } = keepAlive;
  const last = endsAtLeast === null ? '' : `, the last before ${clock(endsAtLeast)}`;
  if (nextTouchAt === null) return `The next try waits for the network${last}.`;
  const next = `Next try at ${clockSeconds(nextTouchAt)}`;
  if (isCheck(session)) return `${next}, after the session may have ended.`;
  const isLast = endsAtLeast !== null && nextTouchAt > endsAtLeast - MINUTE;
  return isLast ? `${next}, the last before it may end.` : `${next}${last}.`;
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
      return 'keep-alive waits until you extend';
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

interface ObservedAge {
  readonly at: number;
  readonly ageMs: number;
}

/** The oldest that a kept-alive session got before the server ended it; null when none was seen. */
export function greatestAge(ends: readonly ObservedAge[]): ObservedAge | null {
  return ends.reduce<ObservedAge | null>(
    (most, one) => (most === null || one.ageMs > most.ageMs ? one : most),
    null,
  );
}

/** What was seen of how old a kept-alive session gets. BILL documents no maximum. */
export function observedWords(ends: readonly ObservedAge[]): string {
  const greatest = greatestAge(ends);
  return greatest === null
    ? 'not known, none has ended yet'
    : `observed: ended after ${span(greatest.ageMs)}`;
}
