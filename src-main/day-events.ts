/**
 * What became of sessions in the last seven days: moments and kinds, and nothing that says whose. It
 * answers "how often was I thrown out?" when Activity is long gone.
 */
import type { DayEvent, DayEventKind, SessionView } from '../src-shared/snapshot.ts';
import type { Clock, Preferences } from './ports.ts';
import { DAY } from './session/time.ts';

const KEPT_MS = 7 * DAY;
const MOST = 500;

export interface DayEvents {
  /** Looks at what has changed for a profile since it was seen last. */
  see(profile: string, session: SessionView): void;
  /** Newest first. */
  all(): readonly DayEvent[];
}

/** Drops what is old when it begins and with each that is added. */
export function createDayEvents(preferences: Preferences, clock: Clock): DayEvents {
  const seen = new Map<string, SessionView>();
  const recent = (events: readonly DayEvent[]) =>
    events.filter(({ at }) => at > clock.now().wall - KEPT_MS).slice(0, MOST);
  const stored = preferences.dayEvents();
  if (recent(stored).length < stored.length) preferences.rememberDays(recent(stored));

  return {
    see: (profile, session) => {
      const kind = dayEventOf(seen.get(profile) ?? null, session);
      seen.set(profile, session);
      if (kind === null) return;
      const event = { at: clock.now().wall, kind };
      preferences.rememberDays(recent([event, ...preferences.dayEvents()]));
    },
    all: () => recent(preferences.dayEvents()),
  };
}

/** What has happened between two looks at a session; null when that is nothing to remember. */
export function dayEventOf(before: SessionView | null, after: SessionView): DayEventKind | null {
  const wasOpen = before !== null && 'mfa' in before;
  if ('mfa' in after) {
    if (!wasOpen) return isByItself(before) ? 'signedInAgain' : 'signedIn';
    if ((after.state === 'offline') === (before.state === 'offline')) return null;
    return after.state === 'offline' ? 'offline' : 'backOnline';
  }
  if (!wasOpen) return null;
  // Signing in again begins in the same step in which the old session is found dead.
  if (after.state === 'signingIn') return 'endedByServer';
  switch (after.ended?.reason) {
    case 'endedByServer':
      return 'endedByServer';
    case 'idle':
      return 'idled';
    case 'signedOut':
    case 'signedOutUnconfirmed':
      return 'signedOut';
    case undefined:
      return null;
  }
}

function isByItself(before: SessionView | null): boolean {
  return before?.state === 'signingIn' && before.by !== 'you';
}
