/**
 * What Activity lists: calls, and what the history knows besides them, newest first. Pure, so that the
 * panel only draws. Times are epoch ms.
 */
import type { Exchange } from '../../../src-shared/exchange.ts';
import { isOfAllProfiles, type HistoryEvent } from '../../../src-shared/history.ts';
import { errorWords, serverSaid } from '../../../src-shared/words.ts';
import { NEW_SESSION, resultWord, whoWords } from '../../../src-shared/words/activity-words.ts';
import { pastWords } from '../../../src-shared/words/past-words.ts';

export type Entry =
  | { readonly is: 'call'; readonly key: string; readonly at: number; readonly call: Exchange }
  /** Of the history; `withNewId`: the sign-in brought another session ID. */
  | {
      readonly is: 'past';
      readonly key: string;
      readonly at: number;
      readonly event: HistoryEvent;
      readonly withNewId: boolean;
    };

/**
 * Calls (newest first) and the history (oldest first) as one list, newest first. The history counts the
 * calls of days of which no exchange is kept; where both know a call, the exchange stands.
 */
export function entriesOf(
  calls: readonly Exchange[],
  events: readonly HistoryEvent[],
): readonly Entry[] {
  const oldest = calls.at(-1)?.at ?? Infinity;
  const newIds = new Set(events.filter(({ kind }) => kind === 'newId').map(({ from }) => from));
  const past = events.flatMap((event): Entry[] => {
    const { kind, cause, from, to, profile } = event;
    // What was noted before profiles were told apart may be another profile's.
    if (profile === null && !isOfAllProfiles[kind]) return [];
    if (kind === 'trust' || kind === 'newId') return [];
    if ((kind === 'touch' || kind === 'call') && (to ?? from) >= oldest) return [];
    // A session is told of when it ends, everything else when it begins.
    const at = kind === 'end' ? (to ?? from) : from;
    const key = `past ${kind} ${cause} ${from}`;
    return [{ is: 'past', key, at, event, withNewId: kind === 'signIn' && newIds.has(from) }];
  });
  const all = calls.map((call): Entry => ({
    is: 'call',
    key: `call ${call.id}`,
    at: call.at,
    call,
  }));
  return [...all, ...past].toSorted((one, other) => other.at - one.at);
}

/** A keep-alive call that went well: several in a row say no more than one. */
export function isQuietTouch(entry: Entry): boolean {
  if (entry.is === 'past') return entry.event.kind === 'touch';
  const { by, outcome, newSession } = entry.call;
  const isTouch = by === 'keepAlive' || by === 'beforeSleep' || by === 'afterWake';
  return isTouch && outcome === 'ok' && !newSession;
}

/** How many calls an entry stands for. */
export const countOf = (entry: Entry): number =>
  entry.is === 'past' && (entry.event.kind === 'touch' || entry.event.kind === 'call')
    ? entry.event.count
    : 1;

export const filters = [
  { value: 'all', label: 'All' },
  { value: 'calls', label: 'Calls' },
  { value: 'refused', label: 'Refused' },
  { value: 'failed', label: 'No answer' },
  { value: 'events', label: 'Events' },
] as const;
export type Filter = (typeof filters)[number]['value'];

/** Who wanted it: anybody, the app by itself, the person, or the program of this name. */
export type Who = 'anyone' | 'app' | 'you' | `program ${string}`;

/** The programs that are the cause of an entry, by their names, in the order of the alphabet. */
export function programsOf(calls: readonly Exchange[]): readonly string[] {
  const names = calls.flatMap(({ program }) => (program === null ? [] : [program.name]));
  return [...new Set(names)].toSorted((one, other) => one.localeCompare(other));
}

function passes(entry: Entry, filter: Filter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'calls':
      return entry.is === 'call' || entry.event.kind === 'touch' || entry.event.kind === 'call';
    case 'refused':
    case 'failed':
      return entry.is === 'call' && entry.call.outcome === filter;
    case 'events':
      return entry.is === 'past' && entry.event.kind !== 'touch' && entry.event.kind !== 'call';
  }
}

/** Null where nobody wanted it, as a sleep. */
function whoOf(entry: Entry): Who | null {
  if (entry.is === 'call') {
    const { by, program } = entry.call;
    if (program !== null) return `program ${program.name}`;
    return by === 'you' || by === 'signIn' ? 'you' : 'app';
  }
  const { kind, cause } = entry.event;
  switch (kind) {
    case 'signIn':
    case 'newId':
      return cause === 'you' ? 'you' : 'app';
    case 'touch':
      return 'app';
    case 'call':
      return cause === 'you' ? 'you' : cause === 'check' ? 'app' : null;
    case 'pause':
      return cause === 'paused' || cause === 'off' ? 'you' : 'app';
    case 'end':
      return cause === 'signedOut' || cause === 'signedOutUnconfirmed' ? 'you' : null;
    case 'sleep':
    case 'outage':
    case 'busy':
    case 'trust':
      return null;
  }
}

/** What is searched in an entry; made once each, since every key press searches all of them. */
const texts = new WeakMap<object, string>();
function textOf(entry: Entry): string {
  const of = entry.is === 'call' ? entry.call : entry.event;
  const known = texts.get(of);
  if (known !== undefined) return known;
  const text = (entry.is === 'call' ? callText(entry.call) : pastWords(entry)).toLowerCase();
  texts.set(of, text);
  return text;
}

function callText(call: Exchange): string {
  const said = call.error === null ? null : serverSaid(call.error);
  const ours = call.error === null ? '' : errorWords(call.error).what;
  const mark = call.newSession ? NEW_SESSION.mark : '';
  return [call.endpoint, mark, resultWord(call), whoWords(call), said?.text ?? '', ours].join(' ');
}

/** Every word of the search must be found somewhere in the entry. */
export function pick(
  entries: readonly Entry[],
  { filter, who, search }: { readonly filter: Filter; readonly who: Who; readonly search: string },
): readonly Entry[] {
  const wanted = search.toLowerCase().split(/\s+/u).filter(Boolean);
  if (filter === 'all' && who === 'anyone' && wanted.length === 0) return entries;
  return entries.filter((entry) => {
    if (!passes(entry, filter)) return false;
    if (who !== 'anyone' && whoOf(entry) !== who) return false;
    if (wanted.length === 0) return true;
    const text = textOf(entry);
    return wanted.every((word) => text.includes(word));
  });
}
