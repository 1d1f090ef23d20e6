/**
 * BILL by its rules for a session alone, in memory and in true time: 35 idle minutes, any answered
 * call counts, a session that is over is BDC_1109. What the line and an illness make of a call is the
 * day's affair.
 */
import { fail, ok, type AppError, type Result } from '../../src-shared/result.ts';
import type { BillApi, CallContext } from '../../src-main/ports.ts';
import { refusal } from '../fakes/refusal.ts';
import type { Illness } from './days.ts';
import { HOUR, MINUTE } from './days.ts';

const IDLE_MS = 35 * MINUTE;

export interface BillSession {
  readonly id: string;
  readonly since: number;
  /** The last call that was answered. */
  last: number;
  killed: boolean;
}

/** A call on its way: when it was sent, and how to let it end. */
export interface Flight {
  readonly method: keyof BillApi;
  readonly by: CallContext['by'];
  readonly sentAt: number;
  /** What BILL makes of it at `at`, if it gets there. */
  readonly process: (at: number) => void;
  /** It ends: with BILL's answer if it was processed, else with `error`. */
  readonly end: (error: AppError) => void;
}

export interface Bill {
  readonly api: BillApi;
  readonly sessions: readonly BillSession[];
  /** Called for each call as it is sent; the world decides what becomes of it. */
  onSend: (flight: Flight) => void;
  kill(): void;
}

const nothing = () => Promise.resolve(fail({ kind: 'internal' }));

export function createBill(now: () => number): Bill {
  const sessions: BillSession[] = [];
  const isAlive = (one: BillSession, at: number) => !one.killed && at - one.last < IDLE_MS;

  function send<T>(
    method: keyof BillApi,
    { by, signal }: CallContext,
    answer: (at: number) => Result<T>,
  ): Promise<Result<T>> {
    return new Promise((resolve) => {
      let result: Result<T> | null = null;
      signal.addEventListener('abort', () => resolve(fail({ kind: 'cancelled' })), { once: true });
      bill.onSend({
        method,
        by,
        sentAt: now(),
        process: (at) => {
          result = answer(at);
        },
        end: (error) => resolve(result ?? fail(error)),
      });
    });
  }

  const bill: Bill = {
    sessions,
    onSend: () => undefined,
    kill: () => {
      for (const one of sessions) one.killed = true;
    },
    api: {
      signIn: (_, call) =>
        send('signIn', call, (at) => {
          const id = `session-${sessions.length}`;
          sessions.push({ id, since: at, last: at, killed: false });
          return ok({ sessionId: id, orgId: 'o', usersId: 'u', apiEndPoint: null });
        }),
      touch: ({ sessionId }, call) =>
        send('touch', call, (at) => {
          const one = sessions.find(({ id }) => id === sessionId);
          if (one === undefined || !isAlive(one, at)) return fail(refusal('BDC_1109'));
          one.last = at;
          return ok({ organizationId: 'o', userId: 'u' });
        }),
      signOut: (_, call) => send('signOut', call, () => ok(null)),
      findOrganizations: nothing,
      sendMfaCode: nothing,
      submitMfaCode: nothing,
      checkTrust: nothing,
      tryOperation: nothing,
      callOperation: nothing,
      listErrors: nothing,
    },
  };
  return bill;
}

/** What something unwell answers at the server's time `wall`, with an honest word on how long. */
export function illAnswer(kind: Illness, wall: number, left: number): AppError {
  switch (kind) {
    case 'page':
      return { kind: 'oddReply', odd: 'html', status: 503, retryAfterMs: null };
    case '503':
      return { kind: 'oddReply', odd: 'status', status: 503, retryAfterMs: Math.min(left, HOUR) };
    case '429':
      return { kind: 'oddReply', odd: 'status', status: 429, retryAfterMs: left };
    case 'hour':
      return refusal('BDC_1144', { serverTime: wall });
    case 'atOnce':
      return refusal('BDC_1322', { serverTime: wall });
  }
}
