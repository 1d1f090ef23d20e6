/**
 * Compares a session with how it was at the last look, and turns the difference into events of the
 * history. Pure but for the memory of the last look, one for each profile.
 */
import type { HistoryEvent } from '../../src-shared/history.ts';
import type { TouchReason } from '../../src-shared/session-view.ts';
import type { Instant } from '../ports.ts';
import { plan } from '../session/keep-alive/touch-plan.ts';
import type { Open, State } from '../session/state.ts';

/** An event without its profile. */
type Seen = HistoryEvent extends infer E
  ? E extends HistoryEvent
    ? Omit<E, 'profile' | 'practice'>
    : never
  : never;
/** Conditions that last for a while. One that goes on has the same kind, cause and beginning. */
type Going = Extract<Seen, { kind: 'outage' | 'busy' | 'trust' | 'pause' }>;

/** What is remembered of a session between two looks. */
export interface LastSeen {
  readonly open: Open | null;
  readonly going: readonly Going[];
  /** A session of this profile has ended since the app started. */
  readonly hadOne: boolean;
}

export const nothingSeen: LastSeen = { open: null, going: [], hadOne: false };

/** What has happened since the look `before`, and what is to be remembered of this one. */
export function changesSince(
  before: LastSeen,
  state: State,
  now: Instant,
): { readonly seen: LastSeen; readonly events: readonly Seen[] } {
  const open = state.at === 'open' ? state : null;
  // Each sign-in raises `attempts`, so one session cannot be mistaken for another.
  const last = before.open?.attempts === open?.attempts ? before.open : null;
  const ended = before.open !== null && last === null ? before.open : null;
  const going =
    open === null ? [] : goingOn(open, now).map(since(last === null ? [] : before.going));
  const over = before.going
    .filter((one) => !going.some((still) => isSame(one, still)))
    .map((one) => ({ ...one, to: Math.max(one.from, now.wall) }));
  const begun = going.filter((one) => !before.going.some((old) => isSame(one, old)));
  return {
    seen: { open, going, hadOne: before.hadOne || ended !== null },
    events: [
      ...over,
      ...(ended === null ? [] : [endOf(ended, state, now)]),
      ...(open === null || last !== null ? [] : beginningOf(open, before.hadOne || ended !== null)),
      ...(open === null || last === null ? [] : contactOf(last, open)),
      ...begun,
    ],
  };
}

/** The app is about to end, and whatever is open is left to lapse. */
export function changesAtQuit({ open, going }: LastSeen, now: Instant): readonly Seen[] {
  if (open === null) return [];
  const to = now.wall;
  return [
    ...going.map((one) => ({ ...one, to: Math.max(one.from, to) })),
    sessionOf(open, 'quit', to),
  ];
}

const isSame = (one: Going, other: Going) =>
  one.kind === other.kind && one.cause === other.cause && one.from === other.from;

/** A condition that was there at the last look keeps its beginning. */
function since(before: readonly Going[]): (now: Going) => Going {
  return (now) => before.find(({ kind, cause }) => kind === now.kind && cause === now.cause) ?? now;
}

function beginningOf(open: Open, isNewId: boolean): readonly Seen[] {
  const from = open.signedInAt.wall;
  const at = { from, to: from, count: 1, cause: open.openedBy };
  return [{ kind: 'signIn', ...at }, ...(isNewId ? [{ kind: 'newId' as const, ...at }] : [])];
}

function endOf(before: Open, { ended }: State, now: Instant): Seen {
  const isIts = ended !== null && ended.signedInAt === before.signedInAt.wall;
  return isIts ? sessionOf(before, ended.reason, ended.at) : sessionOf(before, 'unseen', now.wall);
}

function sessionOf(
  { signedInAt: { wall: from }, keepAlive }: Open,
  cause: Extract<Seen, { kind: 'end' }>['cause'],
  to: number,
): Seen {
  return { kind: 'end', cause, from, to: Math.max(from, to), count: keepAlive.touches };
}

/** The sign-in, and what it asks at once of a remembered device, are no calls of their own. */
function contactOf(before: Open, { contact }: Open): readonly Seen[] {
  if (contact.call === before.contact.call) return [];
  const from = contact.at.wall;
  const at = { from, to: from, count: 1 };
  switch (contact.by) {
    case 'keepAlive':
    case 'beforeSleep':
    case 'afterWake':
      return [{ kind: 'touch', cause: contact.by, ...at }];
    case 'check':
      return [{ kind: 'call', cause: 'check', ...at }];
    case 'program':
      return [{ kind: 'call', cause: 'program', ...at }];
    case 'you':
      return [{ kind: 'call', cause: 'you', ...at }];
    case 'signIn':
      return [];
  }
}

function goingOn(open: Open, now: Instant): readonly Going[] {
  const { trust, keepAlive } = open;
  const at = { to: null, count: 1 };
  const going: Going[] = [];
  const trouble = troubleOf(open);
  if (trouble !== null)
    going.push({ ...trouble, from: keepAlive.trouble?.since ?? now.wall, ...at });
  if (trust.is === 'session') {
    going.push({ kind: 'trust', cause: 'session', from: trust.at, ...at });
  }
  if (trust.is === 'until' && trust.until > now.wall) {
    going.push({ kind: 'trust', cause: 'device', from: trust.at, ...at });
  }
  const cause = pauseOf(plan(open, now).why);
  if (cause !== null) going.push({ kind: 'pause', cause, from: now.wall, ...at });
  return going;
}

function troubleOf({ keepAlive: { trouble }, world }: Open) {
  if (trouble === null) return null;
  if (trouble.kind === 'throttled') {
    return { kind: 'busy', cause: trouble.hourLimit ? 'hourLimit' : 'atOnce' } as const;
  }
  // BILL answered, though not with a verdict on the session: that is no outage.
  if (trouble.error.kind === 'refused') return null;
  return { kind: 'outage', cause: world.online ? 'noAnswer' : 'noNetwork' } as const;
}

function pauseOf(why: TouchReason): Extract<Going, { kind: 'pause' }>['cause'] | null {
  return why === 'paused' || why === 'off' || why === 'maxAge' || why === 'away' ? why : null;
}
