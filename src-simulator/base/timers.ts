/**
 * The real timers of faults and latency, so that close() can cancel them all.
 */

export class Timers {
  readonly #waiting = new Set<NodeJS.Timeout>();
  readonly #repeating = new Set<NodeJS.Timeout>();

  /** Resolves after `ms` real milliseconds; never, once cancelAll() was called. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(timer);
        resolve();
      }, ms);
      this.#waiting.add(timer);
    });
  }

  /** Does not keep the process alive. */
  every(ms: number, action: () => void): void {
    this.#repeating.add(setInterval(action, ms).unref());
  }

  cancelAll(): void {
    for (const timer of this.#waiting) clearTimeout(timer);
    for (const timer of this.#repeating) clearInterval(timer);
    this.#waiting.clear();
    this.#repeating.clear();
  }
}
