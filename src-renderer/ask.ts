/**
 * Sends one command for a panel and gives back its error, or null when it was accepted.
 * A bridge that rejects or never answers becomes an error too, so that no button waits for ever.
 */
import type { Bridge } from '../src-shared/bridge.ts';
import type { CommandName, Input, Output, Patience, Patiences } from '../src-shared/contract.ts';
import { fail, type AppError, type Result } from '../src-shared/result.ts';

declare global {
  /**
   * How long each command may take; written in from the contract when the window is built
   * (scripts/vite.ts).
   */
  const PATIENCE: Patiences;
}

/** Milliseconds; null where there is no limit. */
const WAITS: Readonly<Record<Patience, number | null>> = {
  prompt: 8000,
  patient: 60_000,
  person: null,
};

export async function request<N extends CommandName>(
  bridge: Bridge,
  name: N,
  input: Input<N>,
): Promise<Result<Output<N>>> {
  const ms = WAITS[PATIENCE[name]];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Result<never>>((resolve) => {
    if (ms !== null) timer = setTimeout(() => resolve(fail({ kind: 'internal' })), ms);
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
/** The same for the few commands that answer with something. */
export type Fetch = <N extends CommandName>(name: N, input: Input<N>) => Promise<Result<Output<N>>>;

export function fetchOver(bridge: Bridge): Fetch {
  return (name, input) => request(bridge, name, input);
}

export function askOver(bridge: Bridge): Ask {
  return async (name, input) => {
    const result = await request(bridge, name, input);
    return result.ok ? null : result.error;
  };
}
