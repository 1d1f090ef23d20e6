/** The lines that are drawn: a mark for each day, and keep-alive calls in a row as one. Pure. */
import { dayHead } from '../../../src-shared/text/times.ts';
import { countOf, isQuietTouch, type Entry } from './entries.ts';

/** Keep-alive calls that went well, with nothing between them on the same day. */
export interface Fold {
  readonly is: 'fold';
  /** By the oldest of them, which stays the same while others come. */
  readonly key: string;
  readonly at: number;
  /** Newest first; at least `LEAST_FOLDED`. */
  readonly entries: readonly Entry[];
  readonly count: number;
  readonly from: number;
  readonly to: number;
  readonly isOpen: boolean;
}

export type Item = Entry | Fold;

export type Row =
  | { readonly is: 'day'; readonly key: string; readonly head: string }
  | {
      readonly is: 'item';
      readonly key: string;
      /** Of its day. */
      readonly head: string;
      readonly item: Item;
      /** It belongs to the open fold above it. */
      readonly isInFold: boolean;
    };

/** Two in a row are as quickly read as the line that would stand for them. */
const LEAST_FOLDED = 3;

/** `entries` newest first; `open`: the keys of folds whose calls are listed one by one. */
export function rowsOf(
  entries: readonly Entry[],
  open: ReadonlySet<string>,
  now: number,
): readonly Row[] {
  const rows: Row[] = [];
  const headOf = dayHeads(now);
  let head = '';
  for (let n = 0; n < entries.length;) {
    const entry = entries[n];
    if (entry === undefined) break;
    const today = headOf(entry.at);
    if (today !== head) {
      head = today;
      rows.push({ is: 'day', key: `day ${head}`, head });
    }
    const run = quietRun(entries, n, (at) => headOf(at) === head);
    if (run.length < LEAST_FOLDED) {
      rows.push({ is: 'item', key: entry.key, head, item: entry, isInFold: false });
      n += 1;
      continue;
    }
    const fold = foldOf(run, open);
    rows.push({ is: 'item', key: fold.key, head, item: fold, isInFold: false });
    if (fold.isOpen) {
      for (const one of run)
        rows.push({ is: 'item', key: one.key, head, item: one, isInFold: true });
    }
    n += run.length;
  }
  return rows;
}

function quietRun(
  entries: readonly Entry[],
  start: number,
  isSameDay: (at: number) => boolean,
): readonly Entry[] {
  let end = start;
  for (let next = entries[end]; next !== undefined; next = entries[end]) {
    if (!isQuietTouch(next) || !isSameDay(next.at)) break;
    end += 1;
  }
  return entries.slice(start, end);
}

function foldOf(run: readonly Entry[], open: ReadonlySet<string>): Fold {
  const oldest = run.at(-1);
  const at = run[0]?.at ?? 0;
  const key = `fold ${oldest?.key ?? ''}`;
  const to = Math.max(...run.map((one) => (one.is === 'past' ? (one.event.to ?? one.at) : one.at)));
  return {
    is: 'fold',
    key,
    at,
    entries: run,
    count: run.reduce((sum, one) => sum + countOf(one), 0),
    from: oldest?.at ?? at,
    to,
    isOpen: open.has(key),
  };
}

/** The head of the day of a moment, found anew only where the day is another one than the last. */
function dayHeads(now: number): (at: number) => string {
  let from = 0;
  let to = 0;
  let head = '';
  return (at) => {
    if (at >= from && at < to) return head;
    const date = new Date(at);
    const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()];
    from = new Date(year, month, day).getTime();
    to = new Date(year, month, day + 1).getTime();
    head = dayHead(at, now);
    return head;
  };
}

/**
 * The index of the row that is `step` rows of calls or events after the row `from`; days are passed over.
 * From -1, the first one. -1 where there is none.
 */
export function stepTo(rows: readonly Row[], from: number, step: number): number {
  const places = rows.flatMap((row, index) => (row.is === 'item' ? [index] : []));
  const at = from < 0 ? (step > 0 ? -1 : 0) : places.findLastIndex((index) => index <= from);
  return places[Math.min(places.length - 1, Math.max(0, at + step))] ?? -1;
}

/** Midnight before `now`, in the zone of the computer: days are named by it. */
export const startOfDay = (now: number): number => new Date(now).setHours(0, 0, 0, 0);
