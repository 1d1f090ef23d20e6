/** The history as a list, oldest first: events are added, folded, queried and dropped. Pure. */
import { isOfAllProfiles, type HistoryEvent, type HistorySpan } from '../../src-shared/history.ts';
import { DAY, MINUTE } from '../session/time.ts';
import { isSame, sizeOf } from './history-lines.ts';

export type Events = readonly HistoryEvent[];

/** Calls that are less than this apart are one event. */
const FOLDED_MS = 5 * MINUTE;
export const KEPT_MS = 30 * DAY;

/** The list with the event in the place of the earlier version of it, or at the end. */
export function put(events: Events, event: HistoryEvent): Events {
  const at = events.findLastIndex((one) => isSame(one, event));
  return at < 0 ? [...events, event] : events.with(at, event);
}

/**
 * The event that records a call: the newest of its kind with its count raised by one, or the call
 * itself if that is too long ago.
 */
export function folded(events: Events, call: HistoryEvent): HistoryEvent {
  const last = events.findLast(
    ({ kind, cause, profile, practice }) =>
      kind === call.kind &&
      cause === call.cause &&
      profile === call.profile &&
      practice === call.practice,
  );
  const until = last?.to ?? null;
  if (last === undefined || until === null) return call;
  // If the clock was set back, the event keeps its beginning: it must not cover time that never
  // passed.
  if (call.from < last.from || call.from - until >= FOLDED_MS) return call;
  return { ...last, to: Math.max(until, call.from), count: last.count + call.count };
}

/**
 * What overlaps a span, in the order of its beginning. A profile has its own events and those that
 * concern all; `practice`: it is one of the practice sandbox, where the days before tell of others.
 */
export function within(events: Events, span: HistorySpan, practice: boolean): Events {
  const { profile, from, to } = span;
  return events
    .filter((event) => event.from < to && (event.to ?? Infinity) >= from)
    .filter((event) => {
      if (profile === null) return !event.practice;
      if (event.profile === null) return isOfAllProfiles[event.kind] || !practice;
      return event.profile === profile;
    })
    .toSorted((one, other) => one.from - other.from);
}

/** Without what ended more than 30 days before `now` (epoch ms). */
export function recent(events: Events, now: number): Events {
  return events.filter(({ to }) => to === null || to > now - KEPT_MS);
}

/** The newest of them that fit into `bytes` as lines of the file. */
export function fitting(events: Events, bytes: number): Events {
  let left = bytes;
  const at = events.findLastIndex((event) => {
    left -= sizeOf(event);
    return left < 0;
  });
  return events.slice(at + 1);
}

/**
 * Completes the history of a run that ended without recording its end (a crash): whatever was going
 * on, and each open session, ends at the last moment that is known.
 */
export function closed(events: Events): Events {
  // Practice has a clock of its own.
  const lastOf = (isPractice: boolean) =>
    events
      .filter(({ practice }) => practice === isPractice)
      .reduce((most, { from, to }) => Math.max(most, from, to ?? 0), 0);
  const last = { own: lastOf(false), practice: lastOf(true) };
  const lastFor = ({ practice }: HistoryEvent) => (practice ? last.practice : last.own);
  const opened = new Map<string, HistoryEvent>();
  for (const event of events) {
    if (event.profile === null) continue;
    if (event.kind === 'signIn') opened.set(event.profile, event);
    if (event.kind === 'end') opened.delete(event.profile);
  }
  const unseen = [...opened.values()].map((event): HistoryEvent => ({
    ...event,
    ...{ kind: 'end', cause: 'unseen', count: 0 },
    to: Math.max(event.from, lastFor(event)),
  }));
  const over = events.map((event) =>
    event.to === null ? { ...event, to: Math.max(event.from, lastFor(event)) } : event,
  );
  return [...over, ...unseen];
}
