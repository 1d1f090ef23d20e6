/**
 * Keeps the calls of all profiles within what BILL allows: three in flight for a developer key and
 * organization, two of them the app's own or two of other programs, the rest in line; and so many calls,
 * sign-ins and text messages (budgets.ts). What a person waits for goes before keep-alive touches, and
 * these before the calls of other programs.
 */
import { fail, type AppError, type Result } from '../../src-shared/result.ts';
import type { Clock } from '../ports.ts';
import { type Budgets, createBudgets, type Spending } from './budgets.ts';
import { CALLS_AT_ONCE, CALLS_AT_ONCE_EACH } from './call-limits.ts';

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
  /** How many calls of a developer key this clock hour has had; see budgets.ts. */
  calls: Budgets['calls'];
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

/** `own`: the app's, whoever wanted them. */
type Side = 'own' | 'program';
const sideOf = (rank: Rank): Side => (rank === 'program' ? 'program' : 'own');

interface Lane {
  readonly running: Record<Side, number>;
  readonly waiting: Waiting[];
}

/** Whether another call of this side may run now. */
const hasRoom = ({ running }: Lane, side: Side): boolean =>
  running.own + running.program < CALLS_AT_ONCE && running[side] < CALLS_AT_ONCE_EACH;

export function createGate({ clock }: { readonly clock: Clock }): Gate {
  const budgets = createBudgets(clock);
  /** Only lanes in use: a developer key is forgotten with its last call. */
  const lanes = new Map<string, Lane>();

  function leave(key: string, lane: Lane, side: Side): void {
    lane.running[side] -= 1;
    // The place goes directly to the next call in line that may have it, so that no newer one takes it.
    const at = lane.waiting.findIndex(({ rank }) => hasRoom(lane, sideOf(rank)));
    const [next] = at === -1 ? [] : lane.waiting.splice(at, 1);
    if (next !== undefined) {
      lane.running[sideOf(next.rank)] += 1;
      next.go();
    } else if (lane.running.own + lane.running.program === 0) lanes.delete(key);
  }

  return {
    run: async ({ devKey, orgId, rank, signal, spends }, call) => {
      if (signal.aborted) return fail({ kind: 'cancelled' });
      const key = JSON.stringify([devKey, orgId]);
      const lane = lanes.get(key) ?? { running: { own: 0, program: 0 }, waiting: [] };
      lanes.set(key, lane);
      const side = sideOf(rank);
      if (hasRoom(lane, side)) lane.running[side] += 1;
      else {
        const refused = await myTurn(lane, { rank, signal, clock });
        if (refused !== null) return fail(refused);
      }
      try {
        const spent = spends === null ? null : budgets.take(spends, devKey);
        if (spent?.ok === false) return spent;
        const counted = budgets.takeCall(devKey, side === 'program');
        return counted.ok ? await call() : counted;
      } finally {
        leave(key, lane, side);
      }
    },
    calls: (devKey) => budgets.calls(devKey),
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
