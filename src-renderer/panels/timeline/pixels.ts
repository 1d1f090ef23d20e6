/**
 * The picture on so many pixels. What falls on the same pixels becomes one mark with a count, so that
 * thousands of events are drawn as at most a few marks for each pixel. Pure.
 */
import { scaleTime } from 'd3-scale';
import type { BandKind, PointKind } from '../../../src-shared/words/session/timeline-words.ts';
import type { Picture } from './lanes.ts';

export interface Mark {
  readonly kind: BandKind | PointKind;
  /** Left edge and width, in CSS pixels within the plot. */
  readonly x: number;
  readonly width: number;
  /** Epoch ms of its first moment and of its last. */
  readonly from: number;
  readonly to: number;
  /** Calls in it, or pieces of a length of time. */
  readonly count: number;
}

export interface Tick {
  readonly x: number;
  readonly at: number;
}

export interface Drawing {
  readonly bands: readonly Mark[];
  readonly points: readonly Mark[];
  readonly ticks: readonly Tick[];
}

/** A mark of a moment is this wide, and a length of time at least so. */
const POINT_PX = 2;
const LEAST_PX: Partial<Record<BandKind, number>> = { offline: 4, busy: 4 };
/** Less than this between two of a kind is no gap that can be seen. */
const GAP_PX = 1;
/** One label of the axis needs so much room. */
const LABEL_PX = 72;

/** `width` is the plot's, in CSS pixels. */
export function draw(picture: Picture, width: number): Drawing {
  const scale = scaleTime([picture.from, picture.to], [0, width]);
  const most = Math.max(0, width - POINT_PX);
  const points = picture.points.map((point): Mark => ({
    ...point,
    // A fold of calls is as long as they took; on a day that is less than a pixel or two.
    x: Math.min(most, Math.max(0, scale(point.from) - POINT_PX / 2)),
    width: Math.max(POINT_PX, scale(point.to) - scale(point.from)),
  }));
  const bands = picture.bands.map((band): Mark => {
    const [left, right] = [scale(band.from), scale(band.to)];
    const long = Math.max(right - left, LEAST_PX[band.kind] ?? GAP_PX);
    return { ...band, x: Math.max(0, Math.min(left, width - long)), width: long, count: 1 };
  });
  return {
    points: merged(points),
    bands: merged(bands),
    ticks: scale
      .ticks(Math.max(2, Math.floor(width / LABEL_PX)))
      .map((at) => ({ at: at.getTime(), x: scale(at) })),
  };
}

/** Marks of one kind that nobody could tell apart are one; the rest keeps its order. */
function merged(marks: readonly Mark[]): Mark[] {
  const last = new Map<Mark['kind'], number>();
  const all: Mark[] = [];
  for (const mark of marks) {
    const at = last.get(mark.kind);
    const before = at === undefined ? undefined : all[at];
    if (at !== undefined && before !== undefined && mark.x < before.x + before.width + GAP_PX) {
      all[at] = {
        ...before,
        width: Math.max(before.width, mark.x + mark.width - before.x),
        to: Math.max(before.to, mark.to),
        count: before.count + mark.count,
      };
    } else {
      last.set(mark.kind, all.length);
      all.push(mark);
    }
  }
  return all;
}

/** What can be pointed at and walked through by keys, in the order of time. */
export function stops({ bands, points }: Drawing): readonly Mark[] {
  return [...bands, ...points].toSorted((one, other) => one.from - other.from || one.to - other.to);
}

/** How far beside a moment one may point and still mean it, in pixels. */
const NEAR_PX = 5;

/** The moment nearest to `x`; of two that lie over it the one whose middle is nearer. Null: none is near. */
export function pointAt({ points }: Drawing, x: number): Mark | null {
  const off = (mark: Mark) => Math.max(mark.x - x, x - (mark.x + mark.width), 0);
  const offMiddle = (mark: Mark) => Math.abs(mark.x + mark.width / 2 - x);
  const [nearest] = points
    .filter((mark) => off(mark) <= NEAR_PX)
    .toSorted((one, other) => off(one) - off(other) || offMiddle(one) - offMiddle(other));
  return nearest ?? null;
}

/** Everything that lasts over `x`. */
export function bandsAt({ bands }: Drawing, x: number): readonly Mark[] {
  return bands.filter((mark) => mark.x <= x && x <= mark.x + mark.width);
}

/**
 * The index of the mark that is `step` marks after `from`, within the list; the last one where none was
 * chosen yet. A mark that is gone is taken for the one that stands nearest before its time. -1: none.
 */
export function stepFrom(marks: readonly Mark[], from: Mark | null, step: number): number {
  const last = marks.length - 1;
  if (from === null) return last;
  const same = marks.findIndex((mark) => mark.kind === from.kind && mark.from === from.from);
  const at = same >= 0 ? same : marks.findLastIndex((mark) => mark.from <= from.from);
  return Math.min(last, Math.max(0, at + step));
}
