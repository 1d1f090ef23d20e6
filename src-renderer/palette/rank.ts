/** Which rows fit what was typed, the best ones first. */

export interface Findable {
  readonly id: string;
  readonly label: string;
  /** What else it can be found by. */
  readonly also: string;
  /** Null where it can be done now. */
  readonly why: string | null;
}

/** Without marks over letters, and in lower case: "Über" is found by "uber". */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const wordsOf = (text: string): readonly string[] => plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** How well a label fits: less is better; null where it does not. */
function distance(label: string, typed: readonly string[]): number | null {
  const words = wordsOf(label);
  if (words.join(' ').startsWith(typed.join(' '))) return 0;
  if (typed.every((part) => words.some((word) => word.startsWith(part)))) return 1;
  const initials = words.map((word) => word.charAt(0)).join('');
  if (initials.startsWith(typed.join(''))) return 2;
  return typed.every((part) => words.some((word) => word.includes(part))) ? 3 : null;
}

/** By the label alone before by what else it is found by. */
function distanceOf({ label, also }: Findable, typed: readonly string[]): number | null {
  const own = distance(label, typed);
  if (own !== null) return own;
  const wide = distance(`${label} ${also}`, typed);
  return wide === null ? null : 10 + wide;
}

/**
 * The rows that fit, best first. Of those that fit equally well: what can be done before what cannot,
 * what was done lately before the rest (`recent`: IDs, newest first), then the order of `rows`. Nothing
 * typed: all of them, in their order.
 */
export function rank<R extends Findable>(
  rows: readonly R[],
  text: string,
  recent: readonly string[],
): readonly R[] {
  const typed = wordsOf(text);
  if (typed.length === 0) return rows;
  const age = (id: string) => (recent.includes(id) ? recent.indexOf(id) : Infinity);
  return rows
    .flatMap((row) => {
      const far = distanceOf(row, typed);
      return far === null ? [] : [{ row, far }];
    })
    .toSorted(
      (a, b) =>
        a.far - b.far ||
        Number(a.row.why !== null) - Number(b.row.why !== null) ||
        compare(age(a.row.id), age(b.row.id)),
    )
    .map(({ row }) => row);
}

/** As a difference would, for infinite ones too. */
const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);
