/**
 * Keeps the calls of all profiles within what BILL allows: two in flight for a developer key and
 * organization, the rest in line, and so many sign-ins and text messages (budgets.ts). What a person
 * waits for goes before keep-alive touches, and these before the calls of other programs.
 */
import { fail, type AppError, type Result } from '../../src-shared/result.ts';
import type { Clock } from '../ports.ts';
import { createBudgets, type Spending } from './budgets.ts';
import { CALLS_AT_ONCE } from './call-limits.ts';

export interface Turn {
  readonly devKey: string;
  readonly orgId: string;
  /** Who goes first; among equals the first come is the first served. */
  readonly rank: Rank;
  readonly signal: AbortSignal;
  /** What is taken from a budget right before the call runs; null for most calls. */
  readonly spends: Spending | null;
}

export interface Gate {
  /**
   * Runs `call` when it is its turn and resolves to its result. A call that is aborted while it
   * waits leaves the line and resolves to `cancelled`; once it runs, it handles its signal itself.
   * A call beyond its budget does not run: `ownLimit`. One of a program's that would have to wait too
   * long does not either: `tooFast`.
   */
  run<T>(turn: Turn, call: () => Promise<Result<T>>): Promise<Result<T>>;
}

/** `person`: somebody waits for it. `app`: a touch. `program`: whatever other programs want. */
export type Rank = 'person' | 'app' | 'program';
const places: Readonly<Record<Rank, number>> = { person: 0, app: 1, program: 2 };

/** Programs wait this long at most, in ms, and so many of their calls … */
const PROGRAM_WAITS_MS = 30_000;
/** … in one lane: more are refused at once. */
const MOST_PROGRAMS_WAITING = 100;

interface Waiting {
  readonly rank: Rank;
  readonly go: () => void;
}

interface Lane {
  running: number;
  readonly waiting: Waiting[];
}

export function createGate({ clock }: { readonly clock: Clock }): Gate {
  const spend = createBudgets(clock);
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
    run: async ({ devKey, orgId, rank, signal, spends }, call) => {
      if (signal.aborted) return fail({ kind: 'cancelled' });
      const key = JSON.stringify([devKey, orgId]);
      const lane = lanes.get(key) ?? { running: 0, waiting: [] };
      lanes.set(key, lane);
      if (lane.running < CALLS_AT_ONCE) lane.running += 1;
      else {
        const refused = await myTurn(lane, { rank, signal, clock });
        if (refused !== null) return fail(refused);
      }
      try {
        const spent = spends === null ? null : spend(spends, devKey);
        return spent?.ok === false ? spent : await call();
      } finally {
        leave(key, lane);
      }
    },
  };
}

/** Resolves to null with a place in the lane, or to why there was none. */
function myTurn(
  lane: Lane,
  { rank, signal, clock }: Pick<Turn, 'rank' | 'signal'> & { readonly clock: Clock },
): Promise<AppError | null> {
  const isProgram = rank === 'program';
  const programs = lane.waiting.filter((other) => other.rank === 'program').length;
  if (isProgram && programs >= MOST_PROGRAMS_WAITING) return Promise.resolve({ kind: 'tooFast' });
  return new Promise((resolve) => {
    const done = (refused: AppError | null) => {
      signal.removeEventListener('abort', giveUp);
      cancel();
      resolve(refused);
    };
    const me: Waiting = { rank, go: () => done(null) };
    const leaveLine = (why: AppError) => {
      lane.waiting.splice(lane.waiting.indexOf(me), 1);
      done(why);
    };
    const giveUp = () => leaveLine({ kind: 'cancelled' });
    const cancel = isProgram
      ? clock.after(PROGRAM_WAITS_MS, () => leaveLine({ kind: 'tooFast' }))
      : () => undefined;
    const behind = lane.waiting.findIndex((other) => places[other.rank] > places[rank]);
    lane.waiting.splice(behind === -1 ? lane.waiting.length : behind, 0, me);
    signal.addEventListener('abort', giveUp, { once: true });
  });
}
