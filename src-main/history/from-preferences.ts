/**
 * What earlier versions kept in the preferences for seven days: the ages at which the server ended
 * sessions, and moments of what became of them, without whose they were.
 */
import * as v from 'valibot';
import { moment } from '../../src-shared/contract.ts';
import type { HistoryEvent } from '../../src-shared/history.ts';
import type { Preferences } from '../ports.ts';
import type { History } from './history-store.ts';

const dayKinds = [
  ...(['signedIn', 'signedInAgain', 'signedOut', 'endedByServer', 'idled'] as const),
  ...(['offline', 'backOnline'] as const),
];
const earlierSchema = v.object({
  observedEnds: v.optional(v.array(v.object({ at: moment, ageMs: moment })), []),
  dayEvents: v.optional(v.array(v.object({ at: moment, kind: v.picklist(dayKinds) })), []),
});

/** The keys of the preferences that hold it. */
const EARLIER_KEYS = ['observedEnds', 'dayEvents'] as const;

/**
 * The same as events of the history, oldest first; null for what cannot be read, which then stays
 * where it is. `values`: what the file of the preferences held.
 */
export function eventsOfEarlier(
  values: Readonly<Record<string, unknown>>,
): readonly HistoryEvent[] | null {
  const parsed = v.safeParse(earlierSchema, values);
  if (!parsed.success) return null;
  const { observedEnds, dayEvents } = parsed.output;
  const nobody = { profile: null, practice: false } as const;
  const ages = new Map(observedEnds.map(({ at, ageMs }) => [at, ageMs]));
  const events: HistoryEvent[] = [];
  const ended = (at: number, cause: 'endedByServer' | 'idle' | 'signedOut') => {
    const ageMs = cause === 'endedByServer' ? ages.get(at) : undefined;
    ages.delete(at);
    // Only what keep-alive had kept has an age, so it was touched.
    const from = ageMs === undefined ? at : Math.max(0, at - ageMs);
    events.push({
      kind: 'end',
      cause,
      ...nobody,
      from,
      to: at,
      count: ageMs === undefined ? 0 : 1,
    });
  };
  let offline: number | null = null;
  for (const { at, kind } of dayEvents.toSorted((one, other) => one.at - other.at)) {
    switch (kind) {
      case 'signedIn':
      case 'signedInAgain': {
        const cause = kind === 'signedIn' ? 'you' : 'again';
        events.push({ kind: 'signIn', cause, ...nobody, from: at, to: at, count: 1 });
        break;
      }
      case 'signedOut':
      case 'endedByServer':
        ended(at, kind);
        break;
      case 'idled':
        ended(at, 'idle');
        break;
      case 'offline':
      case 'backOnline':
        if (offline !== null || kind === 'backOnline') {
          const from = offline ?? at;
          const to = kind === 'backOnline' ? at : from;
          events.push({ kind: 'outage', cause: 'noAnswer', ...nobody, from, to, count: 1 });
        }
        offline = kind === 'offline' ? at : null;
    }
  }
  if (offline !== null) {
    const at = { from: offline, to: offline, count: 1 };
    events.push({ kind: 'outage', cause: 'noAnswer', ...nobody, ...at });
  }
  for (const at of [...ages.keys()]) ended(at, 'endedByServer');
  return events.toSorted((one, other) => (one.to ?? one.from) - (other.to ?? other.from));
}

/**
 * Reads the history, and takes over what the preferences hold of it: what cannot be moved stays there.
 * `profiles`: the IDs of those that exist.
 */
export async function openHistory(
  history: History,
  preferences: Pick<Preferences, 'others' | 'drop'>,
  profiles: () => ReadonlySet<string>,
): Promise<void> {
  await history.open();
  history.prune(profiles());
  const others = preferences.others();
  if (!EARLIER_KEYS.some((name) => name in others)) return;
  const events = eventsOfEarlier(others);
  if (events !== null && (await history.adopt(events))) preferences.drop(EARLIER_KEYS);
}
