/**
 * What a span of the history looks like: lengths of time and single moments, clipped to the span and
 * without overlaps of one kind. Pure; what it is drawn with is in pixels.ts. Times are epoch ms.
 */
import { isOfAllProfiles, type HistoryEvent } from '../../../src-shared/history.ts';
import type {
  BandKind,
  PointKind,
  Totals,
} from '../../../src-shared/words/session/timeline-words.ts';

export interface Band {
  readonly kind: BandKind;
  readonly from: number;
  /** Never before `from`. */
  readonly to: number;
}

export interface Point {
  readonly kind: PointKind;
  readonly from: number;
  readonly to: number;
  /** How many there were from the first to the last. */
  readonly count: number;
}

export interface Picture {
  readonly from: number;
  /** The right edge: now. */
  readonly to: number;
  /** In the order of their beginning; those of one kind neither overlap nor touch each other. */
  readonly bands: readonly Band[];
  /** In the order of their beginning. */
  readonly points: readonly Point[];
}

/** The session that is open: no event tells of it before its end. */
export interface OpenNow {
  readonly signedInAt: number;
  /** It is certain to be there until then; null for one without an end. */
  readonly endsAtLeast: number | null;
}

type Length = Omit<Band, 'kind'>;

/** What happened in [now - ms, now]. Events may overlap, lie in the future, and come in any order. */
export function pictureOf(
  events: readonly HistoryEvent[],
  open: OpenNow | null,
  { now, ms }: { readonly now: number; readonly ms: number },
): Picture {
  const from = now - ms;
  // What was noted before profiles were told apart may be another profile's.
  const own = events.filter(({ profile, kind }) => profile !== null || isOfAllProfiles[kind]);
  const bands = new Map<BandKind, Length[]>();
  const add = (kind: BandKind, length: Length) => {
    const those = bands.get(kind);
    if (those === undefined) bands.set(kind, [length]);
    else those.push(length);
  };
  const points: Point[] = [];
  const contacts = own.filter(isContact).map(({ to }) => to ?? 0);
  for (const event of own) {
    const end = event.to ?? now;
    const kind = bandOf(event);
    if (kind !== null) add(kind, { from: event.from, to: end });
    const point = pointOf(event);
    if (point !== null) points.push({ kind: point, from: event.from, to: end, count: event.count });
    if (event.kind !== 'end') continue;
    const certain = certainEnd(event, contacts);
    add('live', { from: event.from, to: certain });
    if (certain < end) add('maybe', { from: certain, to: end });
  }
  if (open !== null) {
    const certain = Math.min(now, open.endsAtLeast ?? now);
    add('live', { from: open.signedInAt, to: Math.max(open.signedInAt, certain) });
    if (certain < now) add('maybe', { from: certain, to: now });
  }
  const live = union(bands.get('live') ?? []);
  bands.set('maybe', without(union(bands.get('maybe') ?? []), live));
  const isIn = (length: Length) => length.from <= now && length.to >= from;
  const clip = (length: Length) => ({
    from: Math.max(from, length.from),
    to: Math.min(now, length.to),
  });
  return {
    from,
    to: now,
    bands: [...bands]
      .flatMap(([kind, lengths]) =>
        union(lengths)
          .filter(isIn)
          .map((length) => ({ kind, ...clip(length) })),
      )
      .toSorted((one, other) => one.from - other.from),
    points: points
      .filter(isIn)
      .map((point) => ({ ...point, ...clip(point) }))
      .toSorted((one, other) => one.from - other.from),
  };
}

function bandOf({ kind }: HistoryEvent): BandKind | null {
  switch (kind) {
    case 'sleep':
      return 'asleep';
    case 'outage':
      return 'offline';
    case 'busy':
      return 'busy';
    case 'pause':
      return 'paused';
    case 'trust':
      return 'trusted';
    case 'signIn':
    case 'newId':
    case 'touch':
    case 'call':
    case 'end':
      return null;
  }
}

function pointOf({ kind, cause }: HistoryEvent): PointKind | null {
  switch (kind) {
    case 'signIn':
      return cause === 'you' ? 'signIn' : 'again';
    case 'newId':
    case 'touch':
      return kind;
    case 'call':
      return cause === 'you' ? 'yours' : 'others';
    case 'sleep':
    case 'outage':
    case 'busy':
    case 'pause':
    case 'trust':
    case 'end':
      return null;
  }
}

const isContact = ({ kind }: HistoryEvent) =>
  kind === 'touch' || kind === 'call' || kind === 'signIn';

/**
 * Until when an ended session is certain to have been there. Where nobody saw its end, that is the
 * last answer before it.
 */
function certainEnd(
  { cause, from, to }: Extract<HistoryEvent, { kind: 'end' }>,
  contacts: readonly number[],
): number {
  const end = to ?? from;
  if (cause !== 'idle' && cause !== 'endedByServer') return end;
  let last = from;
  for (const at of contacts) if (at > last && at <= end) last = at;
  return last;
}

/** The same time without overlaps, in order; lengths that touch become one. */
export function union(lengths: readonly Length[]): Length[] {
  const all: { from: number; to: number }[] = [];
  for (const { from, to } of lengths.toSorted((one, other) => one.from - other.from)) {
    const last = all.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else all.push({ from, to });
  }
  return all;
}

/** What of `lengths` is in none of `others`. Both without overlaps and in order. */
function without(lengths: readonly Length[], others: readonly Length[]): Length[] {
  return lengths.flatMap(({ from, to }) => {
    const left: Length[] = [];
    let at = from;
    for (const other of others) {
      if (other.to <= at || other.from >= to) continue;
      if (other.from > at) left.push({ from: at, to: other.from });
      at = Math.max(at, other.to);
    }
    if (at < to) left.push({ from: at, to });
    return left;
  });
}

/** Milliseconds of one kind in the picture, and in how many pieces. */
function sumOf({ bands }: Picture, kind: BandKind): { ms: number; pieces: number } {
  const those = bands.filter((band) => band.kind === kind);
  return {
    ms: those.reduce((sum, { from, to }) => sum + to - from, 0),
    pieces: those.length,
  };
}

/** What the sentence under the picture counts. */
export function totalsOf(picture: Picture): Totals {
  const live = picture.bands.filter(({ kind }) => kind === 'live');
  const [only] = live;
  const since = live.length === 1 && only?.to === picture.to ? only.from : null;
  return {
    isEmpty: picture.bands.length === 0 && picture.points.length === 0,
    allMs: picture.to - picture.from,
    liveMs: sumOf(picture, 'live').ms,
    liveSince: since,
    maybeMs: sumOf(picture, 'maybe').ms,
    asleep: sumOf(picture, 'asleep'),
    offline: sumOf(picture, 'offline'),
  };
}

/** A row of the table: what lasted, and calls, of which those of one kind in a row are one. */
export function rowsOf({ bands, points }: Picture): readonly (Band | Point)[] {
  const rows: (Band | Point)[] = [];
  for (const one of [...bands, ...points].toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    const last = rows.at(-1);
    if (last !== undefined && 'count' in one && 'count' in last && last.kind === one.kind) {
      const [to, count] = [Math.max(last.to, one.to), last.count + one.count];
      rows[rows.length - 1] = { ...last, to, count };
    } else rows.push(one);
  }
  return rows;
}
