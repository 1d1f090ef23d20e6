/**
 * BILL's API by script: each method gives a good answer at once until a test says otherwise, and
 * every call is written down. A held call waits until the test answers it, or for its abort.
 */
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { BillApi, CallContext } from '../../src-main/ports.ts';

export type Method = keyof BillApi;
type ResultOf<M extends Method> = Awaited<ReturnType<BillApi[M]>>;

/** What a method does: a result, one made for each call, a call that waits, or a broken promise. */
export type Act<M extends Method> =
  | ResultOf<M>
  | (() => ResultOf<M>)
  | 'hold'
  | { readonly rejects: unknown }
  | { readonly throws: unknown };

export interface FakeCall {
  readonly method: Method;
  /** The arguments without the context. */
  readonly args: readonly unknown[];
  readonly context: CallContext;
  /** Answers a held call; a second answer is lost. */
  readonly answer: (result: Result<never> | ResultOf<Method>) => void;
}

type Script = { [M in Method]: Act<M> };

const goodAnswers: Script = {
  signIn: ok({
    sessionId: '!bSESSION-identifier-0123456789-abcdefghij-3Rq8',
    orgId: '00801ORGANIZATION001',
    usersId: '00601USERUSERUSER001',
    apiEndPoint: null,
  }),
  findOrganizations: ok([{ orgId: '00801ORGANIZATION001', orgName: 'Acme' }]),
  touch: ok({
    organizationId: '00801ORGANIZATION001',
    userId: '00601USERUSERUSER001',
  }),
  signOut: ok(null),
  sendMfaCode: ok({ challengeId: '!aCHALLENGE-identifier-0123456789' }),
  submitMfaCode: ok({ mfaId: '!bMFA-identifier-0123456789-abcdefghij' }),
  checkTrust: ok({ isTrusted: true }),
  tryOperation: ok({ reply: '{}' }),
  callOperation: ok({ data: {} }),
  listErrors: ok(new Map([['BDC_1999', 'A code of its own.']])),
};

export class FakeBillApi implements BillApi {
  readonly calls: FakeCall[] = [];
  readonly #script: Script = { ...goodAnswers };

  /** From now on `method` does `act`. */
  on<M extends Method>(method: M, act: Act<M>): void {
    (this.#script as Record<M, Act<M>>)[method] = act;
  }

  /** From now on `method` gives good answers again. */
  heal(method: Method): void {
    Object.assign(this.#script, { [method]: goodAnswers[method] });
  }

  of(method: Method): FakeCall[] {
    return this.calls.filter((call) => call.method === method);
  }

  /** The newest call of `method`. */
  last(method: Method): FakeCall {
    const call = this.of(method).at(-1);
    if (call === undefined) throw new Error(`Nobody called ${method}.`);
    return call;
  }

  signIn: BillApi['signIn'] = (...args) => this.#take('signIn', args);
  findOrganizations: BillApi['findOrganizations'] = (...args) =>
    this.#take('findOrganizations', args);
  touch: BillApi['touch'] = (...args) => this.#take('touch', args);
  signOut: BillApi['signOut'] = (...args) => this.#take('signOut', args);
  sendMfaCode: BillApi['sendMfaCode'] = (...args) => this.#take('sendMfaCode', args);
  submitMfaCode: BillApi['submitMfaCode'] = (...args) => this.#take('submitMfaCode', args);
  checkTrust: BillApi['checkTrust'] = (...args) => this.#take('checkTrust', args);
  tryOperation: BillApi['tryOperation'] = (...args) => this.#take('tryOperation', args);
  callOperation: BillApi['callOperation'] = (...args) => this.#take('callOperation', args);

  listErrors: BillApi['listErrors'] = (...args) => this.#take('listErrors', args);

  #take<M extends Method>(method: M, args: Parameters<BillApi[M]>): Promise<ResultOf<M>> {
    const context = args.at(-1) as CallContext;
    const act: Act<M> = this.#script[method];
    let settle: (result: ResultOf<M>) => void = () => undefined;
    const held = new Promise<ResultOf<M>>((resolve) => {
      settle = resolve;
    });
    const answer = (result: unknown) => settle(result as ResultOf<M>);
    this.calls.push({ method, args: args.slice(0, -1), context, answer });
    if (act === 'hold') {
      const cancelled = fail({ kind: 'cancelled' });
      context.signal.addEventListener('abort', () => answer(cancelled), { once: true });
      return held;
    }
    if (typeof act === 'function') return Promise.resolve(act());
    if ('throws' in act) throw act.throws as Error;
    if ('rejects' in act) {
      // A library may reject with anything at all.
      const reason = act.rejects as Error;
      return Promise.reject(reason);
    }
    return Promise.resolve(act);
  }
}
