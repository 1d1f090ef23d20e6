/** The first objects in an order, without sorting those that come after them. */
import type { Row } from '../data/row.ts';
import type { Scalar } from '../data/read-value.ts';
import { scalarOf } from './filters.ts';

export interface Order {
  readonly name: string;
  readonly sign: 1 | -1;
}

/** A place in the list, and how it compares with another. */
type Compare = (a: number, b: number) => number;

/**
 * The `count` first of `rows`, in order. Those that are alike stay in the order in which they are.
 * What is compared is taken out of the objects once for each, not once for each comparison.
 */
export function firstInOrder(
  rows: readonly Row[],
  orders: readonly Order[],
  count: number,
): readonly Row[] {
  const columns = orders.map(({ name, sign }) => ({
    sign,
    values: rows.map((row) => scalarOf(row[name])),
  }));
  const compare: Compare = (a, b) => {
    for (const { sign, values } of columns) {
      const result = compareScalars(values[a] ?? null, values[b] ?? null);
      if (result !== 0) return sign * result;
    }
    return a - b;
  };
  const places = [...rows.keys()];
  if (count < places.length) bringForward(places, count, compare);
  const first = places.slice(0, count).sort(compare);
  return first.map((place) => rows[place]).filter((row) => row !== undefined);
}

/** Moves the `count` first places to the front, in no order among themselves (Hoare's quickselect). */
function bringForward(places: number[], count: number, compare: Compare): void {
  const at = (index: number) => places[index] ?? 0;
  let low = 0;
  let high = places.length - 1;
  while (low < high) {
    const pivot = at((low + high) >> 1);
    let left = low;
    let right = high;
    while (left <= right) {
      while (compare(at(left), pivot) < 0) left += 1;
      while (compare(at(right), pivot) > 0) right -= 1;
      if (left > right) break;
      [places[left], places[right]] = [at(right), at(left)];
      left += 1;
      right -= 1;
    }
    if (count - 1 <= right) high = right;
    else if (count - 1 >= left) low = left;
    else return;
  }
}

/** What is unset comes first. */
function compareScalars(a: Scalar, b: Scalar): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}
