/**
 * What the person has just set and main has not confirmed yet: a control shows it at once, and goes
 * back if it is refused. The next snapshot replaces it.
 */
import type { AppError } from '../src-shared/result.ts';

export class Wishes<T extends object> {
  #wished: Partial<T> = $state.raw({});
  #underWay = 0;

  over(known: T): T {
    return { ...known, ...this.#wished };
  }

  async send(change: Partial<T>, ask: () => Promise<AppError | null>): Promise<AppError | null> {
    this.#wished = { ...this.#wished, ...change };
    this.#underWay += 1;
    const error = await ask();
    this.#underWay -= 1;
    if (error !== null) this.#wished = {};
    return error;
  }

  /** To be called with each snapshot. */
  settle(): void {
    if (this.#underWay === 0) this.#wished = {};
  }
}
