/**
 * How old kept-alive sessions were when the server ended them: BILL documents no maximum, so what was
 * seen is worth keeping. Ages and times only, for seven days.
 */
import type { Clock, ObservedEnd, Preferences } from './ports.ts';
import { DAY } from './session/time.ts';

const KEPT_MS = 7 * DAY;
const MOST = 50;

export interface Observations {
  /** A session that idled away says nothing about a maximum, and is not counted. */
  add(end: {
    readonly at: number;
    readonly ageMs: number;
    readonly keptAlive: boolean;
    readonly reason: string;
  }): void;
  /** Newest first. */
  all(): readonly ObservedEnd[];
}

export function createObservations(preferences: Preferences, clock: Clock): Observations {
  const recent = (ends: readonly ObservedEnd[]) =>
    ends.filter(({ at }) => at > clock.now().wall - KEPT_MS).slice(0, MOST);
  const stored = preferences.observedEnds();
  if (recent(stored).length < stored.length) preferences.rememberEnds(recent(stored));
  return {
    add: ({ at, ageMs, keptAlive, reason }) => {
      if (!keptAlive || reason !== 'endedByServer') return;
      preferences.rememberEnds(recent([{ at, ageMs }, ...preferences.observedEnds()]));
    },
    all: () => recent(preferences.observedEnds()),
  };
}
