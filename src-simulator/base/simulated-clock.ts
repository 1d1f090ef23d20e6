/**
 * Where simulated time comes from. Rules never ask the machine for the time: they are given it.
 */

export interface SimulatorClock {
  /** Epoch milliseconds, simulated. */
  now(): number;
}

export function systemClock(): SimulatorClock {
  return { now: () => Date.now() };
}

/**
 * A clock that starts at the present and runs faster (or slower).
 * @param minutesPerSecond simulated minutes in one real second; 1/60 is real time.
 */
export function scaledClock(minutesPerSecond: number): SimulatorClock {
  const startWall = Date.now();
  const startMono = performance.now();
  const factor = minutesPerSecond * 60;
  return { now: () => Math.floor(startWall + (performance.now() - startMono) * factor) };
}

/** A clock that can be put forward, and back to where it would have been. */
export interface MovableClock extends SimulatorClock {
  /** @param ms not negative */
  advance(ms: number): void;
  reset(): void;
}

export function movableClock(base: SimulatorClock): MovableClock {
  let ahead = 0;
  return {
    now: () => base.now() + ahead,
    advance(ms) {
      ahead += ms;
    },
    reset() {
      ahead = 0;
    },
  };
}

/** ISO 8601 in UTC, as everybody outside sees times; BILL's replies have a form of their own. */
export function isoTime(at: number): string {
  return new Date(at).toISOString();
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
