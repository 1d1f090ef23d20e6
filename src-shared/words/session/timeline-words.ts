/**
 * The timeline: what its marks are called, and the one sentence under it. Not part of words.ts, since
 * it is loaded with the timeline.
 */
import { clock, moment, span } from '../../text/times.ts';

/** What lasts for a while. `maybe`: nobody knows if the session was still open. */
export type BandKind = 'live' | 'maybe' | 'trusted' | 'asleep' | 'offline' | 'busy' | 'paused';
/** What happens at once. `again`: a sign-in by ourselves; `others`: calls of programs, and checks. */
export type PointKind = 'signIn' | 'again' | 'newId' | 'touch' | 'yours' | 'others';
export type TimelineKind = BandKind | PointKind;

/** How much of the past is shown. */
export const zooms = [
  { value: 'hour', label: '1 h' },
  { value: 'day', label: '24 h' },
  { value: 'week', label: '7 days' },
] as const;
export type Zoom = (typeof zooms)[number]['value'];

export const zoomWords: Readonly<Record<Zoom, { readonly title: string; readonly of: string }>> = {
  hour: { title: 'Last hour', of: '60 min' },
  day: { title: 'Last 24 hours', of: '24 h' },
  week: { title: 'Last 7 days', of: '7 days' },
};

export const timelineWords = {
  zoom: 'Length of the timeline',
  slider: (title: string) => `Marks of the ${title.toLowerCase()}`,
  showTable: 'Show as table',
  hideTable: 'Hide the table',
  columns: ['When', 'For', 'What'],
} as const;

/** The lanes, from the top. */
export const laneWords = ['Session', 'Calls', 'Trust'] as const;

const bandWords: Readonly<Record<BandKind, string>> = {
  live: 'session live',
  maybe: 'not known if still open',
  trusted: 'trusted',
  asleep: 'asleep',
  offline: 'no contact',
  busy: 'server busy',
  paused: 'keep-alive paused',
};

const pointWords: Readonly<Record<PointKind, readonly [one: string, many: string]>> = {
  signIn: ['signed in', 'signed in'],
  again: ['signed in by itself', 'signed in by itself'],
  newId: ['new session ID', 'new session IDs'],
  touch: ['extended by us', 'extended by us'],
  yours: ['your call', 'your calls'],
  others: ['call of a program, or a check', 'calls of programs, or checks'],
};

interface Explained {
  readonly label: string;
  /** It is explained only where there is some of it. */
  readonly rare: boolean;
}

/** What the picture explains beneath itself, in this order; null for what says by itself what it is. */
export const legend: Readonly<Record<TimelineKind, Explained | null>> = {
  live: { label: 'Session', rare: false },
  maybe: { label: 'Uncertain', rare: true },
  touch: { label: 'Extended by us', rare: false },
  yours: { label: 'Your call', rare: false },
  others: { label: 'Program', rare: true },
  signIn: null,
  again: null,
  newId: { label: 'New ID', rare: true },
  trusted: { label: 'Trusted', rare: false },
  asleep: { label: 'Asleep', rare: false },
  offline: { label: 'No contact', rare: true },
  busy: { label: 'Busy', rare: true },
  paused: { label: 'Paused', rare: true },
};

interface Marked {
  readonly kind: TimelineKind;
  readonly from: number;
  readonly to: number;
  /** Left out for what is not counted. */
  readonly count?: number;
}

const isPoint = (kind: TimelineKind): kind is PointKind => Object.hasOwn(pointWords, kind);

/** "extended by us 3 ×", "2 sleeps", "session live". */
export function whatHappened({ kind, count = 1 }: Marked): string {
  if (!isPoint(kind)) return count > 1 ? `${bandWords[kind]}, ${count} ×` : bandWords[kind];
  const [one, many] = pointWords[kind];
  return count > 1 ? `${many} ${count} ×` : one;
}

/** "14:07", "12:42–13:20", with the day where it is another one. */
export function whenMarked({ from, to }: Marked, now: number): string {
  const start = moment(from, now);
  if (clock(from) === clock(to) && to - from < 86_400_000) return start;
  const end = moment(to, now);
  return start.length === end.length && start.slice(0, -5) === end.slice(0, -5)
    ? `${start}–${clock(to)}`
    : `${start} – ${end}`;
}

/** How long it took; empty for a moment. */
export function lengthWords({ from, to }: Marked): string {
  return to - from < 60_000 ? '' : span(to - from);
}

/** One mark in a line: "12:42–13:20 asleep, 38 min". */
export function markWords(mark: Marked, now: number): string {
  const length = isPoint(mark.kind) ? '' : lengthWords(mark);
  const what = `${whenMarked(mark, now)} ${whatHappened(mark)}`;
  return length === '' ? what : `${what}, ${length}`;
}

/** A moment between the marks: "11:20 session live, trusted". */
export function momentWords(at: number, lasting: readonly Marked[], now: number): string {
  const what = lasting.map((mark) => bandOfWords(mark)).join(', ');
  return `${moment(at, now)} ${what === '' ? 'nothing recorded' : what}`;
}

const bandOfWords = (mark: Marked) =>
  mark.kind === 'asleep' ? `${whatHappened(mark)} ${lengthWords(mark)}`.trim() : whatHappened(mark);

/** Within a sleep that has room for it. */
export const asleepLabel = (ms: number): string => `asleep ${span(ms)}`;

interface Sum {
  readonly ms: number;
  readonly pieces: number;
}
/** What a span of time held, in milliseconds. */
export interface Totals {
  readonly isEmpty: boolean;
  readonly allMs: number;
  readonly liveMs: number;
  /** The beginning of the only session, where it is still there. */
  readonly liveSince: number | null;
  readonly maybeMs: number;
  readonly asleep: Sum;
  readonly offline: Sum;
}

/** Shorter than this, a session is told by its beginning. */
const YOUNG_MS = 3_600_000;

/** "Live 22 h 10 min of 24 h, one sleep (38 min), no outage." */
export function timelineSentence(totals: Totals, zoom: Zoom, now: number): string {
  const { title, of } = zoomWords[zoom];
  if (totals.isEmpty) return `Nothing is known of the ${title.toLowerCase()}.`;
  const parts = [
    liveWords(totals, title, of, now),
    ...(totals.maybeMs < 60_000 ? [] : [`perhaps ${span(totals.maybeMs)} more`]),
    counted(totals.asleep, 'sleep', 'sleeps'),
    counted(totals.offline, 'outage', 'outages'),
  ];
  return `${parts.join(', ')}.`;
}

function liveWords(
  { allMs, liveMs, liveSince }: Totals,
  title: string,
  of: string,
  now: number,
): string {
  if (liveMs === 0) return `Not live in the ${title.toLowerCase()}`;
  if (liveMs >= allMs) return `Live all of the ${title.toLowerCase()}`;
  if (liveSince !== null && liveMs < YOUNG_MS) return `Live since ${moment(liveSince, now)}`;
  return `Live ${span(liveMs)} of ${of}`;
}

function counted({ ms, pieces }: Sum, one: string, many: string): string {
  if (pieces === 0) return `no ${one}`;
  const length = ms < 60_000 ? '' : ` (${span(ms)})`;
  return `${pieces === 1 ? `one ${one}` : `${pieces} ${many}`}${length}`;
}
