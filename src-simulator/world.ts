/**
 * All state of one simulated BILL, put together in one place.
 */
import { HOUR, MINUTE } from './base/simulated-clock.ts';
import { DataBook } from './data/data-book.ts';
import { createDirectory } from './account/directory.ts';
import type { Directory } from './account/directory.ts';
import { secureRandom, seededRandom } from './base/ids.ts';
import { LockBook, Slots, WindowCounter } from './account/limits.ts';
import type { NamedOptions } from './options/named-options.ts';
import { SessionBook } from './account/live-sessions.ts';
import { TrustBook } from './account/trust.ts';
import { StubBook } from './stubs/stubs.ts';
import type { StubInput } from './stubs/stubs.ts';
import type { SimulatorEvent } from './simulator-types.ts';

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
  readonly data: DataBook;
  readonly stubs: StubBook;
  readonly emit: (event: SimulatorEvent) => void;
}

export function createWorld(given: {
  readonly options: NamedOptions;
  readonly seed: string | null;
  readonly emit: (event: SimulatorEvent) => void;
  readonly stubs: readonly StubInput[];
  /** What takes the place of sample data (see DataBook); null is none. */
  readonly data: unknown;
}): World {
  const { options, seed, emit } = given;
  const random = (stream: string) => (seed === null ? secureRandom() : seededRandom(seed, stream));
  const directory = createDirectory(seed ?? ACCOUNT_SEED);
  const stubs = new StubBook();
  stubs.set(given.stubs);
  return {
    options,
    emit,
    stubs,
    directory,
    data: new DataBook(directory, seed ?? ACCOUNT_SEED, given.data),
    sessions: new SessionBook(options, random('sessions'), emit),
    trust: new TrustBook(options, random('trust'), emit),
    locks: new LockBook(options),
    calls: new WindowCounter(HOUR, options.callsPerHour),
    signIns: new WindowCounter(HOUR, options.signInsPerHour),
    texts: new WindowCounter(MINUTE, options.smsPerMinute),
    slots: new Slots(options.concurrentCalls),
  };
}
