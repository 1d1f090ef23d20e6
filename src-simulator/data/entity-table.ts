/**
 * The objects of one entity in one organization, in the order in which they were made. Finding one by
 * its id or its key costs the same however many there are.
 */
import { textOf } from './row.ts';
import type { Row } from './row.ts';

export class Table {
  readonly #rows = new Map<string, Row>();
  /** The ids of the objects with each key. */
  readonly #groups = new Map<string, Set<string>>();
  readonly #keyOf: (row: Row) => string | null;

  /** @param keyOf the value by which objects are found together; null where one has none. */
  constructor(keyOf: (row: Row) => string | null) {
    this.#keyOf = keyOf;
  }

  /** With the same objects, which are never changed, only replaced. */
  copy(): Table {
    const made = new Table(this.#keyOf);
    for (const [id, row] of this.#rows) made.#rows.set(id, row);
    for (const [key, ids] of this.#groups) made.#groups.set(key, new Set(ids));
    return made;
  }

  get size(): number {
    return this.#rows.size;
  }

  get(id: string): Row | undefined {
    return this.#rows.get(id);
  }

  has(id: string): boolean {
    return this.#rows.has(id);
  }

  all(): readonly Row[] {
    return [...this.#rows.values()];
  }

  /** The objects with that key. */
  group(key: string): Row[] {
    return [...(this.#groups.get(key) ?? [])]
      .map((id) => this.#rows.get(id))
      .filter((row) => row !== undefined);
  }

  /** Adds an object, or puts it in the place of the one with its id. */
  put(row: Row): void {
    const id = textOf(row, 'id');
    const before = this.#rows.get(id);
    const key = this.#keyOf(row);
    this.#rows.set(id, row);
    if (before !== undefined && this.#keyOf(before) === key) return;
    this.#leave(before);
    if (key === null) return;
    const group = this.#groups.get(key);
    if (group === undefined) this.#groups.set(key, new Set([id]));
    else group.add(id);
  }

  remove(id: string): void {
    this.#leave(this.#rows.get(id));
    this.#rows.delete(id);
  }

  /** Whether another object has the key of this one. */
  isTaken(row: Row): boolean {
    const key = this.#keyOf(row);
    const group = key === null ? undefined : this.#groups.get(key);
    if (group === undefined) return false;
    return group.size > (group.has(textOf(row, 'id')) ? 1 : 0);
  }

  #leave(row: Row | undefined): void {
    const key = row === undefined ? null : this.#keyOf(row);
    if (row === undefined || key === null) return;
    const group = this.#groups.get(key);
    group?.delete(textOf(row, 'id'));
    if (group?.size === 0) this.#groups.delete(key);
  }
}
