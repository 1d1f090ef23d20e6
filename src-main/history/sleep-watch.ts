/**
 * When the computer slept: as reported by the system, or else found by the gap between two looks at
 * the clock. A clock that was set forward leaves the same gap.
 */
import type { Cancel, Clock } from '../ports.ts';
import { MINUTE, SECOND } from '../session/time.ts';

/** The clock is looked at this often. */
const LOOK_MS = 30 * SECOND;
/** Shorter gaps do not matter to anybody, and a busy computer may be late by as much. */
const LEAST_MS = MINUTE;

export interface Sleep {
  readonly cause: 'system' | 'clock';
  readonly from: number;
  readonly to: number;
}

export interface SleepWatch {
  /** The system is about to sleep, or has woken up. */
  hint(type: 'suspend' | 'resumed'): void;
  stop(): void;
}

/** Reports each sleep once, when it is over. Times are epoch ms. */
export function watchSleep(clock: Clock, tell: (sleep: Sleep) => void): SleepWatch {
  let seen = clock.now().wall;
  let suspended: number | null = null;
  let cancel: Cancel = () => undefined;

  /** `isBack`: the system reported the wake. */
  function readClock(isBack = false): void {
    const now = clock.now().wall;
    const isGap = now - seen >= LOOK_MS + LEAST_MS;
    if (isGap || isBack) {
      const from = suspended ?? (isGap ? seen : now);
      const cause = suspended === null ? 'clock' : 'system';
      if (now - from >= LEAST_MS) tell({ cause, from, to: now });
      suspended = null;
    }
    seen = now;
    cancel();
    cancel = clock.after(LOOK_MS, readClock);
  }

  readClock();
  return {
    hint: (type) => {
      readClock(type === 'resumed');
      if (type === 'suspend') suspended = clock.now().wall;
    },
    stop: () => cancel(),
  };
}
