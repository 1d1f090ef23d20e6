/** A token bucket for the commands of a caller: generous for a person, tight for a flood. */
import type { Clock } from '../ports.ts';

export interface Limiter {
  /** Takes one token of this caller; false when there is none left. */
  take(caller?: string): boolean;
}

/** Allows bursts of `burst` commands, refilled at `perSecond`. One bucket, whoever calls. */
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

/** More callers than there are grants; the one that came first is forgotten first. */
const MOST_CALLERS = 200;

/**
 * A bucket for each caller, so that a program that floods its door takes nothing from the others. Fifty
 * starts of the command line at once are one caller.
 */
export function createLimiterForEach(clock: Clock, burst = 400, perSecond = 100): Limiter {
  const buckets = new Map<string, Limiter>();
  return {
    take: (caller = '') => {
      const bucket = buckets.get(caller) ?? createLimiter(clock, burst, perSecond);
      buckets.set(caller, bucket);
      const [oldest] = buckets.keys();
      if (buckets.size > MOST_CALLERS && oldest !== undefined) buckets.delete(oldest);
      return bucket.take();
    },
  };
}

/** For tests that must not meet the limiter. */
export const unlimited: Limiter = { take: () => true };
