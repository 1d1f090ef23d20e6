/**
 * What happened to sessions, as src-main/history keeps it for 30 days: spans with causes, and nothing
 * that names a person, an organization or a session. Every time is epoch milliseconds, by the clock of the session that it is about (practice has its own).
 */

/** Each kind of event with what can be its cause. */
export const historyCauses = {
  /** A session was opened: by the user, by ourselves after one died, or at the launch of the app. */
  signIn: ['you', 'again', 'launch'],
  /** It has another ID than the session before it, which other programs may still hold. */
  newId: ['you', 'again', 'launch'],
  /** Calls of keep-alive that BILL answered without an error; see `count`. */
  touch: ['keepAlive', 'beforeSleep', 'afterWake'],
  /** Calls of the user's and of programs, likewise, and checks after the end of a session's time. */
  call: ['you', 'program', 'check'],
  /**
   * The computer slept: reported by the system, or inferred from a gap in the clock. Belongs to no
   * profile.
   */
  sleep: ['system', 'clock'],
  /** BILL could not be reached, or something else answered for it. */
  outage: ['noNetwork', 'noAnswer'],
  /** BILL's limit of calls in an hour, or at once, was reached. */
  busy: ['hourLimit', 'atOnce'],
  /** Trusted for this session, or by a remembered device. */
  trust: ['session', 'device'],
  /**
   * Keep-alive stood still: paused for a while, stopped by the user, at the maximum age, or while
   * the user was away.
   */
  pause: ['paused', 'off', 'maxAge', 'away'],
  /**
   * A session, from its sign-in to its end, and why it ended; `count` is the number of touches.
   * `quit`: left to lapse when the app quit. `unseen`: the app ended without recording it.
   */
  end: ['signedOut', 'signedOutUnconfirmed', 'endedByServer', 'idle', 'quit', 'unseen'],
} as const;

export type HistoryKind = keyof typeof historyCauses;

/** Whether a kind is about the computer as a whole, and so about every profile, practice included. */
export const isOfAllProfiles: Readonly<Record<HistoryKind, boolean>> = {
  signIn: false,
  newId: false,
  touch: false,
  call: false,
  sleep: true,
  outage: false,
  busy: false,
  trust: false,
  pause: false,
  end: false,
};

interface EventOf<K extends HistoryKind> {
  readonly kind: K;
  readonly cause: (typeof historyCauses)[K][number];
  /** The profile's ID; null for what concerns all of them, and for what is from before they were noted. */
  readonly profile: string | null;
  readonly from: number;
  /** Null while it goes on; `from` for what has no length. */
  readonly to: number | null;
  /** How many calls were folded into one event; 1 where nothing is counted. */
  readonly count: number;
  /** It happened in the practice sandbox. */
  readonly practice: boolean;
}
export type HistoryEvent = { readonly [K in HistoryKind]: EventOf<K> }[HistoryKind];

/** A profile, or null for all of them without practice; and what overlaps [from, to). */
export interface HistorySpan {
  readonly profile: string | null;
  readonly from: number;
  readonly to: number;
}

/** How old kept-alive sessions were when the server ended them, newest first. */
export function observedAges(
  events: readonly HistoryEvent[],
): readonly { readonly at: number; readonly ageMs: number }[] {
  return events
    .flatMap(({ kind, cause, from, to, count }) =>
      kind === 'end' && cause === 'endedByServer' && count > 0 && to !== null && to > from
        ? [{ at: to, ageMs: to - from }]
        : [],
    )
    .toSorted((one, other) => other.at - one.at);
}
