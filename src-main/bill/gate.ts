/**
 * Keeps the calls of all profiles within what BILL allows: two in flight for a developer key and
 * organization, the rest in line, and so many sign-ins and text messages (budgets.ts). What a person
 * waits for goes before keep-alive touches.
 */
import { fail, type Result } from '../../src-shared/result.ts';
import type { Clock } from '../ports.ts';
import { createBudgets, type Spending } from './budgets.ts';
import { CALLS_AT_ONCE } from './call-limits.ts';

export interface Turn {
  readonly devKey: string;
  readonly orgId: string;
  /** Goes before those that are not; among equals the first come is the first served. */
  readonly urgent: boolean;
  readonly signal: AbortSignal;
  /** What is taken from a budget right before the call runs; null for most calls. */
  readonly spends: Spending | null;
}

export interface Gate {
  /**
   * Runs `call` when it is its turn and resolves to its result. A call that is aborted while it
   * waits leaves the line and resolves to `cancelled`; once it runs, it handles its signal itself.
   * A call beyond its budget does not run: `ownLimit`.
   */
  run<T>(turn: Turn, call: () => Promise<Result<T>>): Promise<Result<T>>;
}

interface Waiting {
  readonly urgent: boolean;
  readonly go: () => void;
}

interface Lane {
  running: number;
  readonly waiting: Waiting[];
}

export function createGate(options: {
  readonly clock: Clock;
  /** Calls in flight for each developer key and organization. */
  readonly atOnce?: number;
}): Gate {
  const { clock, atOnce = CALLS_AT_ONCE } = options;
  const budgets = createBudgets(clock);
  /** Only lanes in use: a developer key is forgotten with its last call. */
  const lanes = new Map<string, Lane>();

  function leave(key: string, lane: Lane): void {
    // The place goes directly to the next call in line, so that a newer call cannot take it.
    const next = lane.waiting.shift();
    if (next !== undefined) {
      next.go();
      return;
    }
    lane.running -= 1;
    if (lane.running === 0) lanes.delete(key);
  }

  return {
    run: async ({ devKey, orgId, urgent, signal, spends }, call) => {
      if (signal.aborted) return fail({ kind: 'cancelled' });
      const key = JSON.stringify([devKey, orgId]);
      const lane = lanes.get(key) ?? { running: 0, waiting: [] };
      lanes.set(key, lane);
      if (lane.running < atOnce) lane.running += 1;
      else if (!(await myTurn(lane, urgent, signal))) return fail({ kind: 'cancelled' });
      try {
        const spent = spends === null ? null : budgets.take(spends, devKey);
        return spent?.ok === false ? spent : await call();
      } finally {
        leave(key, lane);
      }
    },
  };
}

/** Resolves to true with a place in the lane, or to false when aborted in the line. */
function myTurn(lane: Lane, urgent: boolean, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const me: Waiting = {
      urgent,
      go: () => {
        signal.removeEventListener('abort', giveUp);
        resolve(true);
      },
    };
    const giveUp = () => {
      lane.waiting.splice(lane.waiting.indexOf(me), 1);
      resolve(false);
    };
    const behind = urgent ? lane.waiting.findIndex((other) => !other.urgent) : -1;
    lane.waiting.splice(behind === -1 ? lane.waiting.length : behind, 0, me);
    signal.addEventListener('abort', giveUp, { once: true });
  });
}
