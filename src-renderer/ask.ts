/**
 * Sends one command for a panel and gives back its error, or null when it was accepted.
 * A bridge that rejects or never answers becomes an error too, so that no button waits for ever.
 */
import type { Bridge } from '../src-shared/bridge.ts';
import type { CommandName, Input, Output } from '../src-shared/contract.ts';
import { fail, type AppError, type Result } from '../src-shared/result.ts';

/** Main answers "accepted" at once: what takes time arrives as state. */
const ANSWER_MS = 8000;
/** A keyring that shows a dialog, or a disk that is slow. */
const PATIENT_MS = 60_000;

const patient: ReadonlySet<CommandName> = new Set<CommandName>([
  'signIn',
  'useSession',
  'findOrganizations',
  'keepSignIn',
  'forgetProfile',
  'retryStorage',
  'renewVault',
  'wipeEverything',
]);
/** A person may take any time at a file dialog. */
const unhurried: ReadonlySet<CommandName> = new Set<CommandName>([
  'exportProfiles',
  'importProfiles',
]);

export async function request<N extends CommandName>(
  bridge: Bridge,
  name: N,
  input: Input<N>,
): Promise<Result<Output<N>>> {
  const ms = patient.has(name) ? PATIENT_MS : ANSWER_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Result<never>>((resolve) => {
    if (!unhurried.has(name)) timer = setTimeout(() => resolve(fail({ kind: 'internal' })), ms);
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
