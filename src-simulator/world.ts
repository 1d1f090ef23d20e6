/**
 * All state of one simulated BILL, put together in one place.
 */
import { HOUR, MINUTE } from './clock.ts';
import { createDirectory } from './directory.ts';
import type { Directory } from './directory.ts';
import { secureRandom, seededRandom } from './ids.ts';
import { LockBook, Slots, WindowCounter } from './limits.ts';
import type { NamedOptions } from './option-values.ts';
import { SessionBook } from './sessions.ts';
import { TrustBook } from './trust.ts';
import type { SimulatorEvent } from './types.ts';

/** Accounts without a seed of the caller: the same on every start, so a saved profile stays good. */
const ACCOUNT_SEED = 'sandbox';

export interface World {
  readonly options: NamedOptions;
  readonly directory: Directory;
  readonly sessions: SessionBook;
  readonly trust: TrustBook;
  readonly locks: LockBook;
  readonly calls: WindowCounter;
  readonly signIns: WindowCounter;
  readonly texts: WindowCounter;
  readonly slots: Slots;
}

export function createWorld(given: {
  readonly options: NamedOptions;
  readonly seed: string | null;
  readonly emit: (event: SimulatorEvent) => void;
}): World {
  const { options, seed, emit } = given;
  const random = (stream: string) => (seed === null ? secureRandom() : seededRandom(seed, stream));
  return {
    options,
    directory: createDirectory(seed ?? ACCOUNT_SEED),
    sessions: new SessionBook(options, random('sessions'), emit),
    trust: new TrustBook(options, random('trust'), emit),
    locks: new LockBook(options),
    calls: new WindowCounter(HOUR, options.callsPerHour),
    signIns: new WindowCounter(HOUR, options.signInsPerHour),
    texts: new WindowCounter(MINUTE, options.smsPerMinute),
    slots: new Slots(options.concurrentCalls),
  };
}
