/**
 * Holds one profile's state: steps it at each event, has the effects run (run-effects.ts), feeds their
 * answers back, and keeps the one timer. It decides nothing.
 */
import type { OperationReply } from '../../src-shared/contract.ts';
import { fail, type Result } from '../../src-shared/result.ts';
import { isOpen, type SessionView } from '../../src-shared/session-view.ts';
import type { CallContext, Cancel, Chance, SessionKeys } from '../ports.ts';
import type { Effect, Wish } from './session-events.ts';
import { plan } from './keep-alive/touch-plan.ts';
import { initialState, step } from './machine.ts';
import { createEffects, type EffectDeps } from './run-effects.ts';
import type { Device, Moment, Policy, State } from './state.ts';
import { SECOND } from './time.ts';
import { view } from './view.ts';

/** While a session is open the clocks are read this often: a sleep shows as a gap. */
const TICK_MS = 15 * SECOND;

export interface RunnerDeps extends EffectDeps {
  readonly device: Device;
  readonly policy: Policy;
  readonly chance: Chance;
  /** Called after each change that a panel could see. `canWait`: it is routine, and nobody misses it at once. */
  readonly onChange: (canWait: boolean) => void;
  /** Called when time has passed, some times a minute while a session is open: a panel may see no change. */
  readonly onTick?: () => void;
  /** Called when the device was remembered, forgotten or renamed: it is kept beside the profile. */
  readonly onDevice?: (device: Device) => void;
}

export interface Runner {
  /** Steps the state. False says that the state refused the event. */
  dispatch(wish: Wish): boolean;
  /** What a panel may see. Of an open session as of its last event, which is at most a tick ago. */
  view(): SessionView;
  state(): State;
  /** The keys of the open session; null without one. They never cross the bridge. */
  keys(): SessionKeys | null;
  /**
   * Makes a call of a program's with the live keys, and learns from its answer as from any other.
   * `notNow` without a session; `cancelled` where it ends meanwhile. With a `signal` that alone cuts the
   * call, which then is no affair of `settled` either: it may take long.
   */
  lend<T>(program: string, call: Lent<T>, signal?: AbortSignal): Promise<Result<T>>;
  /**
   * Sends an operation as the person asks for it, once the rules allow it, and resolves to its reply:
   * `notNow` where they do not, `cancelled` after `cancelOperation` or the end of the session.
   */
  tryOperation(operation: string, data: string): Promise<Result<OperationReply>>;
  /** False where none of that name is under way. */
  cancelOperation(operation: string): boolean;
  /** Resolves when no call is under way. */
  settled(): Promise<void>;
  /** Cancels every call and the timer. */
  stop(): void;
}

export type Lent<T> = (keys: SessionKeys, context: CallContext) => Promise<Result<T>>;

/** Starts a profile signed out. */
export function createRunner(deps: RunnerDeps): Runner {
  const { clock, chance, log, profile } = deps;
  let state: State = initialState(deps.device, deps.policy);
  let shown = '';
  /** Of each profile a snapshot has a view, and most have not changed since the last one. */
  let latest: SessionView = view(state, clock.now());
  let cancelTimer: Cancel = () => undefined;
  let stopped = false;
  const calls = new Set<Promise<unknown>>();
  /** Ends with the session that its calls belong to. */
  let session = new AbortController();
  const effects = createEffects(deps, dispatch);

  const moment = (): Moment => ({ ...clock.now(), chance: chance() });

  function dispatch(wish: Wish): boolean {
    if (stopped) return false;
    const before = state;
    const [next, asked] = step(before, { ...wish, now: moment() });
    state = next;
    if (before.at !== next.at || before.attempts !== next.attempts) enter(before, next);
    if (before.device !== next.device) deps.onDevice?.(next.device);
    for (const effect of asked) start(effect);
    schedule();
    publish(isRoutine(before, next, wish, asked));
    if (wish.type === 'tick') deps.onTick?.();
    return next !== before;
  }

  function enter(before: State, next: State): void {
    log.write({ event: 'state', profile, state: next.at });
    // A sign-in and the session that it opens share one abort signal. Leaving either cancels its
    // calls.
    if (!(before.at === 'signingIn' && next.at === 'open')) {
      session.abort();
      session = new AbortController();
    }
  }

  function publish(routine: boolean): void {
    const next = view(state, clock.now());
    const text = JSON.stringify(next);
    if (text === shown) return;
    const canWait = routine && isSameState(next, latest);
    [latest, shown] = [next, text];
    deps.onChange(canWait);
  }

  /** Sets the timer for the next tick: the rules depend on timestamps, but somebody has to run them. */
  function schedule(): void {
    cancelTimer();
    if (state.at !== 'open') return;
    const { inMs } = plan(state, clock.now());
    cancelTimer = clock.after(Math.min(inMs ?? TICK_MS, TICK_MS), () => dispatch({ type: 'tick' }));
  }

  function start(effect: Effect): void {
    // Read now: the end of this session must not cancel calls of the next one.
    const call = effects.run(effect, session.signal).finally(() => calls.delete(call));
    calls.add(call);
  }

  async function tryOperation(operation: string, data: string): Promise<Result<OperationReply>> {
    if (!dispatch({ type: 'tryOperation', operation, data })) return fail({ kind: 'notNow' });
    return effects.sent(operation)?.reply ?? fail({ kind: 'notNow' });
  }

  async function lend<T>(program: string, call: Lent<T>, signal?: AbortSignal): Promise<Result<T>> {
    if (!dispatch({ type: 'callOperation' }) || state.at !== 'open')
      return fail({ kind: 'notNow' });
    const { keys, attempts: generation, calls: number } = state;
    const sentAt = clock.now();
    const cut = signal ?? session.signal;
    const by = 'program';
    const context: CallContext = { profile, by, program, signal: cut };
    const answer = call(keys, context).catch(effects.failed('callOperation'));
    if (signal === undefined) calls.add(answer);
    const result = await answer.finally(() => calls.delete(answer));
    dispatch({ type: 'callOperationAnswered', generation, call: number, by, sentAt, result });
    return result;
  }

  return {
    dispatch,
    lend,
    tryOperation,
    cancelOperation: (operation) => {
      const one = effects.sent(operation);
      one?.cancel();
      return one !== undefined;
    },
    state: () => state,
    // Without a session nobody looks at the clock.
    view: () => (state.at === 'open' ? latest : view(state, clock.now())),
    keys: () => (state.at === 'open' ? state.keys : null),
    settled: async () => {
      while (calls.size > 0) await Promise.all(calls);
    },
    stop: () => {
      stopped = true;
      cancelTimer();
      session.abort();
    },
  };
}

/** Whether it happens by itself, many times an hour or a second: a touch or a program's call, or its answer. */
function isRoutine(before: State, next: State, wish: Wish, effects: readonly Effect[]): boolean {
  switch (wish.type) {
    case 'tick':
      return effects.some(({ type }) => type === 'touch');
    case 'touchAnswered':
      return wish.result.ok && wish.by === 'keepAlive';
    case 'callOperation':
      // It may be the first to notice a sleep, or that the clock was set back.
      return (
        before.at === 'open' &&
        next.at === 'open' &&
        before.keepAlive === next.keepAlive &&
        before.clock.doubt === next.clock.doubt
      );
    case 'callOperationAnswered':
      return wish.result.ok;
    default:
      return false;
  }
}

/** Whether both are said in the same words, whatever the times in them. */
function isSameState(one: SessionView, other: SessionView): boolean {
  if (!isOpen(one) || !isOpen(other)) return false;
  return one.state === other.state && one.trust.is === other.trust.is;
}
