/** A token bucket for one kind of caller: never in the way of a person, but stops a flood. */
import type { Clock } from '../ports.ts';

export interface Limiter {
  /** Takes one token; false when there is none left. */
  take(): boolean;
}

/** Allows bursts of `burst` commands, refilled at `perSecond`. */
export function createLimiter(clock: Clock, burst = 60, perSecond = 20): Limiter {
  let tokens = burst;
  let last = clock.now().mono;
  return {
    take: () => {
      const now = clock.now().mono;
      tokens = Math.min(burst, tokens + ((now - last) / 1000) * perSecond);
      last = now;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
