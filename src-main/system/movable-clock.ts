/**
 * A clock that can be moved by hand: the time hook of unpackaged builds. It runs with the clock that
 * it stands on until somebody advances it. Releases do not contain this file.
 */
import type { Cancel, Clock, Instant } from '../ports.ts';

export interface MovableClock extends Clock {
  /** Milliseconds until the next timer is due; null when there is none. */
  nextTimerIn(): number | null;
  /** From now on no time passes but by `jumpWall` and `advance`. */
  hold(): void;
  /** Sets the wall clock forward or back by `ms`, as a person or a sleep without timers does. */
  jumpWall(ms: number): void;
  /** Moves both clocks by `ms` and runs the timers that come due on the way, in order. */
  advance(ms: number, afterEach: () => Promise<void>): Promise<void>;
}

interface Timer {
  readonly due: number;
  readonly fn: () => void;
  cancelReal: Cancel;
}

export function createMovableClock(base: Clock): MovableClock {
  let offset = 0;
  let jumped = 0;
  let held: Instant | null = null;
  const timers = new Set<Timer>();
  const real = () => held ?? base.now();
  const mono = () => real().mono + offset;

  function arm(timer: Timer): void {
    timer.cancelReal();
    if (held === null) timer.cancelReal = base.after(timer.due - mono(), () => fire(timer));
  }

  function fire(timer: Timer): void {
    if (!timers.delete(timer)) return;
    timer.cancelReal();
    timer.fn();
  }

  function next(): Timer | null {
    return [...timers].reduce<Timer | null>(
      (first, timer) => (first === null || timer.due < first.due ? timer : first),
      null,
    );
  }

  return {
    now: () => {
      const now = real();
      return { wall: now.wall + offset + jumped, mono: now.mono + offset };
    },
    after: (ms, fn) => {
      const due = mono() + Math.max(0, Math.ceil(ms));
      const timer: Timer = { due, fn, cancelReal: () => undefined };
      timers.add(timer);
      arm(timer);
      return () => {
        timers.delete(timer);
        timer.cancelReal();
      };
    },
    hold: () => {
      held = real();
      for (const timer of timers) timer.cancelReal();
    },
    jumpWall: (ms) => {
      jumped += ms;
    },
    nextTimerIn: () => {
      const timer = next();
      return timer === null ? null : Math.max(0, timer.due - mono());
    },
    advance: async (ms, afterEach) => {
      const end = mono() + ms;
      for (let timer = next(); timer !== null && timer.due <= end; timer = next()) {
        offset += Math.max(0, timer.due - mono());
        fire(timer);
        await afterEach();
      }
      offset += Math.max(0, end - mono());
      for (const timer of timers) arm(timer);
      await afterEach();
    },
  };
}
