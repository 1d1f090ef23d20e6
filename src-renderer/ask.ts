/**
 * Sends one command for a panel and gives back its error, or null when it was accepted.
 * A bridge that rejects or never answers becomes an error too, so that no button waits for ever.
 */
import type { Bridge } from '../src-shared/bridge.ts';
import type { CommandName, Input, Output } from '../src-shared/contract.ts';
import { fail, type AppError, type Result } from '../src-shared/result.ts';

/** Main answers "accepted" at once: what takes time arrives as state. */
const ANSWER_MS = 8000;

export async function request<N extends CommandName>(
  bridge: Bridge,
  name: N,
  input: Input<N>,
): Promise<Result<Output<N>>> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Result<never>>((resolve) => {
    timer = setTimeout(() => resolve(fail({ kind: 'internal' })), ANSWER_MS);
  });
  try {
    return await Promise.race([bridge.call(name, input), late]);
  } catch {
    return fail({ kind: 'internal' });
  } finally {
    clearTimeout(timer);
  }
}

/** The commands that panels send, bound to one bridge. */
export type Ask = <N extends CommandName>(name: N, input: Input<N>) => Promise<AppError | null>;

export function askOver(bridge: Bridge): Ask {
  return async (name, input) => {
    const result = await request(bridge, name, input);
    return result.ok ? null : result.error;
  };
}
