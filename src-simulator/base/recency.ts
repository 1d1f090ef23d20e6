/**
 * Things in the order of their last use. Each step takes the same time however many there are: a Set
 * would have to step over what was taken out of its front.
 */

interface Link<T> {
  readonly value: T;
  older: Link<T> | null;
  newer: Link<T> | null;
}

export class RecencyList<T> {
  readonly #links = new Map<T, Link<T>>();
  #oldest: Link<T> | null = null;
  #newest: Link<T> | null = null;

  /** The one that was used longest ago; null where there is none. */
  get oldest(): T | null {
    return this.#oldest?.value ?? null;
  }

  /** Puts it at the end as the newest, whether it was in the list or not. */
  use(value: T): void {
    const known = this.#links.get(value);
    if (known !== undefined && known === this.#newest) return;
    if (known !== undefined) this.#unlink(known);
    const link = known ?? { value, older: null, newer: null };
    if (known === undefined) this.#links.set(value, link);
    link.older = this.#newest;
    link.newer = null;
    if (this.#newest === null) this.#oldest = link;
    else this.#newest.newer = link;
    this.#newest = link;
  }

  delete(value: T): void {
    const link = this.#links.get(value);
    if (link === undefined) return;
    this.#links.delete(value);
    this.#unlink(link);
  }

  #unlink(link: Link<T>): void {
    if (link.older === null) this.#oldest = link.newer;
    else link.older.newer = link.newer;
    if (link.newer === null) this.#newest = link.older;
    else link.newer.older = link.older;
  }
}
