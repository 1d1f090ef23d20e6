/** The machine's two clocks and its timers. */
import type { Clock } from '../ports.ts';

/** A longer setTimeout fires at once. */
const LONGEST_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => ({ wall: Date.now(), mono: performance.now() }),
  after: (ms, fn) => {
    const timer = setTimeout(fn, Math.min(Math.max(0, Math.ceil(ms)), LONGEST_MS));
    return () => clearTimeout(timer);
  },
};
