/**
 * What can be looked at and changed from outside while the simulator runs. No HTTP here.
 */
import { isoTime } from '../base/simulated-clock.ts';
import type { MovableClock } from '../base/simulated-clock.ts';
import type { DataFile } from '../data/row.ts';
import { parseFaults } from '../faults/file.ts';
import type { FaultScript } from '../faults/script.ts';
import { OptionError } from '../options/named-options.ts';
import { parseStubs } from '../stubs/stubs.ts';
import type { SimulatorAccount } from '../simulator-types.ts';
import type { World } from '../world.ts';

/** Times are ISO 8601 in UTC, of the simulated clock. */
export interface Controls {
  readonly accounts: () => readonly SimulatorAccount[];
  /** Newest first; of one phone, or all. */
  readonly messages: (phone: string | null) => readonly object[];
  readonly sessions: () => readonly object[];
  readonly endAllSessions: () => void;
  /** False where no live session has that handle. */
  readonly endSession: (handle: string) => boolean;
  /** Throws FaultsError; then nothing is changed. */
  readonly setFaults: (list: unknown) => void;
  /** Throws StubsError; then nothing is changed. */
  readonly setStubs: (list: unknown) => void;
  readonly exportData: () => DataFile;
  /** Throws DataError; then nothing is changed. */
  readonly replaceData: (file: unknown) => void;
  readonly resetData: () => void;
  readonly now: () => string;
  /** Throws OptionError for less than 0 ms, or for a moment after the year 9999. */
  readonly advance: (ms: number) => void;
  readonly reset: () => void;
}

export interface ControlledParts {
  readonly world: () => World;
  readonly clock: MovableClock;
  readonly script: FaultScript;
  readonly reset: () => void;
}

export function createControls({ world, clock, script, reset }: ControlledParts): Controls {
  return {
    accounts: () => world().directory.accounts,
    messages: (phone) =>
      world()
        .trust.messages(phone)
        .map(({ code, userName, ...one }) => ({
          phone: one.phone,
          code,
          userName,
          at: isoTime(one.at),
          expiresAt: isoTime(one.expiresAt),
        })),
    sessions: () =>
      world()
        .sessions.all()
        .map((session) => ({
          handle: session.handle,
          userName: session.user.userName,
          orgId: session.orgId,
          trusted: world().trust.isTrusted(session, clock.now()),
          lastCallAt: isoTime(session.lastContactAt),
        })),
    endAllSessions: () => world().sessions.endById('all', clock.now()),
    endSession(handle) {
      const { sessions } = world();
      const session = sessions.all().find((one) => one.handle === handle);
      if (session !== undefined) sessions.end(session, 'server', clock.now());
      return session !== undefined;
    },
    setFaults: (list) => script.set(parseFaults(list)),
    setStubs: (list) => world().stubs.set(parseStubs(list)),
    exportData: () => world().data.export(),
    replaceData: (file) => world().data.replace(file),
    resetData: () => world().data.reset(),
    now: () => isoTime(clock.now()),
    advance(ms) {
      if (!(ms >= 0 && clock.now() + ms <= LAST_MOMENT)) {
        throw new OptionError('The clock goes forward, by 0 ms or more, and not beyond 9999.');
      }
      clock.advance(ms);
      world().sessions.sweep(clock.now());
    },
    reset,
  };
}

/** Years beyond have five digits, which not every reader of times knows. */
const LAST_MOMENT = Date.UTC(9999, 11, 31);
