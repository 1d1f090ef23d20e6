/**
 * Holds one profile's state: steps it at each event, runs the effects through the API, feeds the
 * answers back, and keeps the one timer. It decides nothing.
 */
import type { OperationReply } from '../../src-shared/contract.ts';
import { fail, type Result } from '../../src-shared/result.ts';
import { isOpen, type SessionView } from '../../src-shared/snapshot.ts';
import { nameOf } from '../../src-shared/text/thrown.ts';
import type { BillApi, CallContext, Cancel, Chance, Clock, Log, SessionKeys } from '../ports.ts';
import type { Answered, Call, Effect, Event, EventOf, Typed } from './session-events.ts';
import { plan } from './keep-alive/touch-plan.ts';
import { initialState, step } from './machine.ts';
import { openSession } from './open-session.ts';
import type { Device, Moment, Policy, State } from './state.ts';
import { SECOND } from './time.ts';
import { view } from './view.ts';

/** While a session is open the clocks are read this often: a sleep shows as a gap. */
const TICK_MS = 15 * SECOND;

export interface RunnerDeps {
  readonly profile: string;
  readonly device: Device;
  readonly policy: Policy;
  /** What is kept for this profile; null when that is not enough to sign in with. */
  readonly saved: () => Promise<Typed | null>;
  readonly api: BillApi;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  /** Called after each change that a panel could see. `canWait`: it is routine, and nobody misses it at once. */
  readonly onChange: (canWait: boolean) => void;
  /** Called when time has passed, some times a minute while a session is open: a panel may see no change. */
  readonly onTick?: () => void;
  readonly newDeviceId: () => string;
  /** Called when a session is being signed out: nobody needs a copy of its ID any more. */
  readonly onSignOut?: (sessionId: string) => void;
  /** Called when the device was remembered, forgotten or renamed: it is kept beside the profile. */
  readonly onDevice?: (device: Device) => void;
}

/** An event before the runner stamps it. */
export type Wish = Event extends infer E ? (E extends Event ? Omit<E, 'now'> : never) : never;

/** One that a person sent, and the way to give it up. */
interface Sent {
  readonly reply: Promise<Result<OperationReply>>;
  readonly cancel: () => void;
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
  const { api, clock, chance, log, profile } = deps;
  let state: State = initialState(deps.device, deps.policy);
  let shown = '';
  /** Of each profile a snapshot has a view, and most have not changed since the last one. */
  let latest: SessionView = view(state, clock.now());
  let cancelTimer: Cancel = () => undefined;
  let stopped = false;
  const calls = new Set<Promise<unknown>>();
  /** Ends with the session that its calls belong to. */
  let session = new AbortController();
  /** What a person sent and is under way, by its name: the rules let one of a name go at a time. */
  const sent = new Map<string, Sent>();

  const moment = (): Moment => ({ ...clock.now(), chance: chance() });

  function dispatch(wish: Wish): boolean {
    if (stopped) return false;
    const before = state;
    const [next, effects] = step(before, { ...wish, now: moment() });
    state = next;
    if (before.at !== next.at || before.attempts !== next.attempts) enter(before, next);
    if (before.device !== next.device) deps.onDevice?.(next.device);
    for (const effect of effects) start(effect);
    schedule();
    if (!isUnseen(before, next, wish)) publish(isRoutine(before, wish, effects));
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
    const call = run(effect)
      .catch(failed(effect))
      .finally(() => calls.delete(call));
    calls.add(call);
  }

  /** A bug of ours or of an adapter. Its message may hold anything, so only its class is noted. */
  function failed({ type: where }: { readonly type: string }): (error: unknown) => Result<never> {
    return (error) => {
      log.write({ event: 'failure', where, name: nameOf(error) });
      return fail({ kind: 'internal' });
    };
  }

  async function run(effect: Effect): Promise<unknown> {
    const sentAt = clock.now();
    // Read now: the end of this session must not cancel calls of the next one.
    const { signal } = session;
    // BillApi never rejects; if an adapter breaks that promise, the state must not wait for ever.
    const ask = async <T>(call: () => Promise<Result<T>>): Promise<Result<T>> => {
      try {
        return await call();
      } catch (error) {
        return failed(effect)(error);
      }
    };
    const ctx = (by: CallContext['by']): CallContext => ({ profile, by, signal });
    const within = ({ by, program }: Call): CallContext =>
      program === undefined ? ctx(by) : { ...ctx(by), program };
    /** Sends a call within the session. Its answer has the numbers of the effect that asked. */
    const answer = async <T extends Answered['type']>(
      type: T,
      asked: Call,
      send: (keys: SessionKeys, call: CallContext) => Promise<EventOf<T>['result']>,
      of: object = {},
    ): Promise<boolean> => {
      const { keys, generation, call } = asked;
      const result = await ask<unknown>(() => send(keys, within(asked)));
      return dispatch({ type, ...of, generation, call, sentAt, result } as unknown as Wish);
    };
    switch (effect.type) {
      case 'signIn': {
        const { attempt } = effect;
        const { who, result } = await openSession(effect, sentAt, ctx(effect.by), {
          signIn: (credentials, call) => ask(() => api.signIn(credentials, call)),
          touch: (keys, call) => ask(() => api.touch(keys, call)),
          saved: readSaved,
        });
        return dispatch({ type: 'signInAnswered', attempt, sentAt, who, result });
      }
      case 'giveBack': {
        // No session's end cancels this call.
        const uncut = new AbortController().signal;
        return ask(() => api.signOut(effect.keys, { ...ctx('you'), signal: uncut }));
      }
      case 'touch':
        return answer('touchAnswered', effect, (keys, call) => api.touch(keys, call));
      case 'renewDevice':
        return dispatch({ type: 'deviceRenewed', deviceId: deps.newDeviceId() });
      case 'signOut':
        deps.onSignOut?.(effect.keys.sessionId);
        return answer('signOutAnswered', effect, (keys, call) => api.signOut(keys, call));
      case 'sendMfaCode':
        return answer('sendMfaCodeAnswered', effect, (keys, call) => api.sendMfaCode(keys, call));
      case 'submitMfaCode':
        return answer('submitMfaCodeAnswered', effect, (keys, call) =>
          api.submitMfaCode(keys, effect.answer, call),
        );
      case 'checkTrust':
        return answer('checkTrustAnswered', effect, (keys, call) =>
          api.checkTrust(keys, effect.device, call),
        );
      case 'tryOperation': {
        const { operation, data } = effect;
        const own = new AbortController();
        const call = { ...ctx(effect.by), signal: AbortSignal.any([signal, own.signal]) };
        const path = `/${operation}.json`;
        const reply = ask(() =>
          api.tryOperation(effect.keys, path, data === '' ? null : data, call),
        );
        const mine = { reply, cancel: () => own.abort() };
        sent.set(operation, mine);
        await reply;
        if (sent.get(operation) === mine) sent.delete(operation);
        return answer('tryOperationAnswered', effect, () => reply, { operation });
      }
    }
  }

  async function readSaved(): Promise<Typed | null> {
    try {
      return await deps.saved();
    } catch (error) {
      log.write({ event: 'failure', where: 'saved credentials', name: nameOf(error) });
      return null;
    }
  }

  async function tryOperation(operation: string, data: string): Promise<Result<OperationReply>> {
    if (!dispatch({ type: 'tryOperation', operation, data })) return fail({ kind: 'notNow' });
    return sent.get(operation)?.reply ?? fail({ kind: 'notNow' });
  }

  async function lend<T>(program: string, call: Lent<T>, signal?: AbortSignal): Promise<Result<T>> {
    if (!dispatch({ type: 'callOperation' }) || state.at !== 'open')
      return fail({ kind: 'notNow' });
    const { keys, attempts: generation, calls: number } = state;
    const sentAt = clock.now();
    const cut = signal ?? session.signal;
    const context = { profile, by: 'program', program, signal: cut } as const;
    const answer = call(keys, context).catch(failed({ type: 'callOperation' }));
    if (signal === undefined) calls.add(answer);
    const result = await answer.finally(() => calls.delete(answer));
    dispatch({ type: 'callOperationAnswered', generation, call: number, sentAt, result });
    return result;
  }

  return {
    dispatch,
    lend,
    tryOperation,
    cancelOperation: (operation) => {
      const one = sent.get(operation);
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

/** A program's call that goes out changes nothing that is seen, unless it is the first to notice a sleep. */
function isUnseen(before: State, next: State, wish: Wish): boolean {
  if (wish.type !== 'callOperation' || before.at !== 'open' || next.at !== 'open') return false;
  return before.clock.woke === next.clock.woke && before.clock.doubt === next.clock.doubt;
}

/**
 * Whether it happens by itself, many times an hour or a second: a touch goes out and is answered, or a
 * program's call is.
 */
function isRoutine(before: State, wish: Wish, effects: readonly Effect[]): boolean {
  if (wish.type === 'callOperationAnswered') return wish.result.ok;
  if (wish.type === 'tick') return effects.some(({ type }) => type === 'touch');
  if (wish.type !== 'touchAnswered' || before.at !== 'open') return false;
  return wish.result.ok && before.keepAlive.inFlight?.by === 'keepAlive';
}

/** Whether both are said in the same words, whatever the times in them. */
function isSameState(one: SessionView, other: SessionView): boolean {
  if (!isOpen(one) || !isOpen(other)) return false;
  return one.state === other.state && one.trust.is === other.trust.is;
}
