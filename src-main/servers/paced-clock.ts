/**
 * A clock that can run faster than the one that it stands on. What it has gained it keeps: it never
 * goes back by itself. A jump of the base's wall clock is one of its own, and is not made longer.
 */
import type { Cancel, Clock, PacedClock } from '../ports.ts';

interface Timer {
  readonly due: number;
  readonly fn: () => void;
  cancelBase: Cancel;
}

/** As fast as the base, until it is told otherwise. */
export function createPacedClock(base: Clock): PacedClock {
  let speed = 1;
  let gained = 0;
  let since = base.now().mono;
  const timers = new Set<Timer>();

  const aheadAt = (mono: number) => gained + Math.floor((mono - since) * (speed - 1));
  const now = () => {
    const { wall, mono } = base.now();
    const ahead = aheadAt(mono);
    return { wall: wall + ahead, mono: mono + ahead };
  };

  function arm(timer: Timer): void {
    timer.cancelBase();
    // Rounded up, so that a timer never fires before its time.
    const ms = Math.ceil((timer.due - now().mono) / speed);
    timer.cancelBase = base.after(ms, () => {
      timers.delete(timer);
      timer.fn();
    });
  }

  return {
    now,
    after: (ms, fn) => {
      const due = now().mono + Math.max(0, Math.ceil(ms));
      const timer: Timer = { due, fn, cancelBase: () => undefined };
      timers.add(timer);
      arm(timer);
      return () => {
        timers.delete(timer);
        timer.cancelBase();
      };
    },
    speed: () => speed,
    setSpeed: (next) => {
      if (next === speed) return;
      const { mono } = base.now();
      gained = aheadAt(mono);
      since = mono;
      speed = next;
      for (const timer of timers) arm(timer);
    },
    ahead: () => aheadAt(base.now().mono),
    realTime: (wall) => {
      const now = base.now();
      return Math.round(now.wall + (wall - now.wall - aheadAt(now.mono)) / speed);
    },
  };
}
