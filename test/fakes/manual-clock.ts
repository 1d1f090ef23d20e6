/** A clock that stands still until a test moves it: both times, and the timers on the way. */
import type { Cancel, Clock, Instant } from '../../src-main/ports.ts';

/** 24 November 2026, 10:00 UTC: a full hour, so that hours are easy to count. */
export const START = Date.UTC(2026, 10, 24, 10, 0, 0);

export class ManualClock implements Clock {
  #wall: number;
  #mono = 0;
  readonly #timers = new Set<{ readonly due: number; readonly fn: () => void }>();

  constructor(wall: number = START) {
    this.#wall = wall;
  }

  now(): Instant {
    return { wall: this.#wall, mono: this.#mono };
  }

  after(ms: number, fn: () => void): Cancel {
    const timer = { due: this.#mono + Math.max(0, Math.ceil(ms)), fn };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  /** Moves both times by `ms` and runs the timers that come due, in order, each at its own time. */
  advance(ms: number): void {
    const end = this.#mono + ms;
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#timers.delete(next);
      this.#move(next.due - this.#mono);
      next.fn();
    }
    this.#move(end - this.#mono);
  }

  /** Somebody sets the wall clock, or the machine has slept: no timer runs. */
  jumpWall(ms: number): void {
    this.#wall += ms;
  }

  /** The process is held up: both times go on, and what was due is late. */
  stall(ms: number): void {
    this.#move(ms);
  }

  /** Milliseconds until the next timer; null without one. */
  get nextIn(): number | null {
    const due = Math.min(...[...this.#timers].map((timer) => timer.due));
    return Number.isFinite(due) ? Math.max(0, due - this.#mono) : null;
  }

  get pending(): number {
    return this.#timers.size;
  }

  #move(ms: number): void {
    this.#wall += Math.max(0, ms);
    this.#mono += Math.max(0, ms);
  }

  #next(end: number) {
    return [...this.#timers].filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0];
  }
}
