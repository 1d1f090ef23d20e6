/**
 * What became of a command that the app has accepted: a program waits for it, where the window sees it
 * as the next state. Pure but for the wait itself.
 */
import { fail, ok, type AppError, type Result } from '../../src-shared/result.ts';
import { isOpen, type OpenView, type SessionView } from '../../src-shared/session-view.ts';
import type { Cancel, Clock } from '../ports.ts';

/** A call may wait in its line before it takes its time. */
const LONGEST_WAIT_MS = 45_000;
const notNow = fail({ kind: 'notNow' });

const awaited = ['extendNow', 'sendMfaCode', 'submitMfaCode'] as const;
export type Awaited = (typeof awaited)[number];
export const isAwaited = (command: string): command is Awaited =>
  awaited.some((one) => one === command);

/** Null while it is not known. `before`: the session as it was when the command came. */
export function outcomeOf(
  command: Awaited,
  before: OpenView,
  session: SessionView | null,
): Result<null> | null {
  // The session is gone, or is another one: what was asked for has no outcome any more.
  if (session === null || !isOpen(session) || session.signedInAt !== before.signedInAt)
    return notNow;
  switch (command) {
    case 'extendNow':
      return extended(before, session);
    case 'sendMfaCode':
      return session.mfa.step === 'sending' ? null : failedWith(session.mfa.error);
    case 'submitMfaCode':
      if (session.mfa.step === 'checking') return null;
      return failedWith(session.mfa.step === 'sending' ? null : session.mfa.error);
  }
}

function extended(before: OpenView, session: OpenView): Result<null> | null {
  if (session.extending) return null;
  const { touches, trouble } = session.keepAlive;
  if (touches > before.keepAlive.touches) return ok(null);
  return fail(trouble?.error ?? { kind: 'internal' });
}

const failedWith = (error: AppError | null) => (error === null ? ok(null) : fail(error));

/** Looks at each change until the outcome is known. A time-out is one of the line. */
export function awaitOutcome(
  look: () => Result<null> | null,
  { clock, subscribe }: { readonly clock: Clock; readonly subscribe: (fn: () => void) => Cancel },
): Promise<Result<null>> {
  const first = look();
  if (first !== null) return Promise.resolve(first);
  return new Promise((resolve) => {
    const end = (outcome: Result<null>) => {
      stop();
      cancel();
      resolve(outcome);
    };
    const stop = subscribe(() => {
      const outcome = look();
      if (outcome !== null) end(outcome);
    });
    const cancel = clock.after(LONGEST_WAIT_MS, () =>
      end(fail({ kind: 'line', fault: 'timeout', code: null })),
    );
  });
}
