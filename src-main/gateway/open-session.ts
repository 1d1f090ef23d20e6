/** The keys of a profile's session, waited for while one is being opened. */
import type { SessionKeys } from '../ports.ts';
import type { GatewayDoor } from './gateway-door.ts';

/** As long as a call may stand in line. */
const LONGEST_WAIT_MS = 30_000;

type Deps = Pick<GatewayDoor, 'clock' | 'runner' | 'subscribe'>;

/** Null where there is no session and none is about to be, or when `signal` aborts. */
export function openSession(
  { clock, runner, subscribe }: Deps,
  profile: string,
  signal: AbortSignal,
): Promise<SessionKeys | null> {
  /** Undefined while nobody knows. */
  const look = (): SessionKeys | null | undefined => {
    const found = runner(profile);
    if (found === null) return null;
    const state = found.state();
    if (state.at === 'signingIn') return undefined;
    return state.at === 'open' && !state.signingOut ? state.keys : null;
  };
  const first = look();
  if (first !== undefined) return Promise.resolve(first);
  return new Promise((resolve) => {
    const end = (keys: SessionKeys | null) => {
      stop();
      cancel();
      signal.removeEventListener('abort', giveUp);
      resolve(keys);
    };
    const giveUp = () => end(null);
    const stop = subscribe(() => {
      const keys = look();
      if (keys !== undefined) end(keys);
    });
    const cancel = clock.after(LONGEST_WAIT_MS, giveUp);
    signal.addEventListener('abort', giveUp);
    if (signal.aborted) giveUp();
  });
}
