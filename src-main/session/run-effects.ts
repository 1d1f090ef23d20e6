/** Runs what the rules ask for through the API, and dispatches the answers. It decides nothing. */
import type { OperationReply } from '../../src-shared/contract.ts';
import { fail, type Result } from '../../src-shared/result.ts';
import { nameOf } from '../../src-shared/text/thrown.ts';
import type { BillApi, CallContext, Clock, Log, SessionKeys } from '../ports.ts';
import { openSession } from './open-session.ts';
import type { Answered, Call, Effect, EventOf, Typed, Wish } from './session-events.ts';

export interface EffectDeps {
  readonly profile: string;
  readonly api: BillApi;
  readonly clock: Clock;
  readonly log: Log;
  /** What is kept for this profile; null when that is not enough to sign in with. */
  readonly saved: () => Promise<Typed | null>;
  readonly newDeviceId: () => string;
  /** Called when a session is being signed out: nobody needs a copy of its ID any more. */
  readonly onSignOut?: (sessionId: string) => void;
}

/** An operation that a person sent, and the way to give it up. */
interface Sent {
  readonly reply: Promise<Result<OperationReply>>;
  readonly cancel: () => void;
}

export interface Effects {
  /** Resolves when its answer was dispatched; never rejects. `signal` ends with the session that it belongs to. */
  run(effect: Effect, signal: AbortSignal): Promise<unknown>;
  /** What of that name is under way: the rules let one of a name go at a time. */
  sent(operation: string): Sent | undefined;
  /**
   * What becomes of what was thrown: a bug of ours or of an adapter. Its message may hold anything, so
   * only its class is noted.
   */
  failed(where: string): (error: unknown) => Result<never>;
}

export function createEffects(deps: EffectDeps, dispatch: (wish: Wish) => boolean): Effects {
  const { api, clock, log, profile } = deps;
  const sent = new Map<string, Sent>();

  function failed(where: string): (error: unknown) => Result<never> {
    return (error) => {
      log.write({ event: 'failure', where, name: nameOf(error) });
      return fail({ kind: 'internal' });
    };
  }

  async function run(effect: Effect, signal: AbortSignal): Promise<unknown> {
    const sentAt = clock.now();
    // BillApi never rejects; if an adapter breaks that promise, the state must not wait for ever.
    const ask = async <T>(call: () => Promise<Result<T>>): Promise<Result<T>> => {
      try {
        return await call();
      } catch (error) {
        return failed(effect.type)(error);
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
      const { keys, generation, call, by } = asked;
      const result = await ask<unknown>(() => send(keys, within(asked)));
      return dispatch({ type, ...of, generation, call, by, sentAt, result } as unknown as Wish);
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
        return ask(() => api.signOut(effect.keys, { ...ctx(effect.by), signal: uncut }));
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

  return {
    run: (effect, signal) => run(effect, signal).catch(failed(effect.type)),
    sent: (operation) => sent.get(operation),
    failed,
  };
}
