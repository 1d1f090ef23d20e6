/** The whole app below Electron, against the simulator over real HTTP, on one manual clock. */
import type { CommandName, Input } from '../../src-shared/contract.ts';
import type { Result } from '../../src-shared/result.ts';
import type { OpenView, SessionView, Snapshot } from '../../src-shared/snapshot.ts';
import { createApp } from '../../src-main/app.ts';
import { unlimited } from '../../src-main/ipc/limiter.ts';
import type { LogEntry, Practice } from '../../src-main/ports.ts';
import {
  startSimulator,
  type Simulator,
  type SimulatorOptions,
} from '../../src-simulator/index.ts';
import { ManualClock } from '../fakes/manual-clock.ts';

const noPractice: Practice = {
  start: () => Promise.resolve({ ok: false, error: { kind: 'practiceFailed' } }),
  account: () => null,
  message: () => null,
  onMessage: () => () => undefined,
  stop: () => Promise.resolve(),
};

export interface Tabkeeper {
  readonly clock: ManualClock;
  readonly simulator: Simulator;
  readonly log: readonly LogEntry[];
  readonly snapshots: readonly Snapshot[];
  readonly clipboard: () => string;
  call<N extends CommandName>(name: N, input: Input<N>): Promise<Result<unknown>>;
  /** Signs in with the simulator's first account and waits for the answer. */
  signIn(change?: Partial<Input<'signIn'>>): Promise<Result<unknown>>;
  session(): SessionView;
  open(): OpenView;
  /** Moves app and simulator together, timer by timer, waiting for each answer. */
  advance(ms: number): Promise<void>;
  settled(): Promise<void>;
  touches(): number;
  close(): Promise<void>;
}

export const PROFILE = 'first';

export async function startTabkeeper(given: Partial<SimulatorOptions> = {}): Promise<Tabkeeper> {
  const clock = new ManualClock();
  const simulator = await startSimulator({ clock: { now: () => clock.now().wall }, ...given });
  const log: LogEntry[] = [];
  const snapshots: Snapshot[] = [];
  let clipboard = '';
  const app = createApp({
    clock,
    chance: () => 0.5,
    log: { write: (entry) => log.push(entry) },
    desktop: {
      copySecret: (text) => {
        clipboard = text;
        return Promise.resolve(true);
      },
      openPage: () => Promise.resolve(true),
    },
    practice: noPractice,
    server: { start: { kind: 'bill' }, remember: () => undefined },
    device: { deviceId: 'device-1', machineName: 'Test machine' },
    version: '0.0.0',
    host: 'test',
    publish: (snapshot) => snapshots.push(snapshot),
    limiter: unlimited,
  });
  const session = (): SessionView => {
    const view = snapshots.at(-1)?.sessions[PROFILE];
    if (view === undefined) throw new Error('no snapshot yet');
    return view;
  };
  const settled = async (): Promise<void> => {
    await app.settled();
    // Snapshots are published once a turn.
    await Promise.resolve();
    await Promise.resolve();
  };
  return {
    clock,
    simulator,
    log,
    snapshots,
    clipboard: () => clipboard,
    call: (name, input) => app.route(name, input),
    signIn: async (change = {}) => {
      const account = simulator.accounts[0];
      if (account === undefined) throw new Error('the simulator has no account');
      const { userName, password, orgId, devKey } = account;
      const reply = await app.route('signIn', {
        profile: PROFILE,
        server: { kind: 'local', url: simulator.baseUrl },
        ...{ userName, password, orgId, devKey },
        ...change,
      });
      await settled();
      return reply;
    },
    session,
    open: () => {
      const view = session();
      if (!('mfa' in view)) throw new Error(`the session is ${view.state}`);
      return view;
    },
    advance: async (ms) => {
      const end = clock.now().mono + ms;
      while (clock.now().mono < end) {
        clock.advance(Math.min(15_000, end - clock.now().mono));
        await settled();
      }
    },
    settled,
    touches: () =>
      simulator.requests().filter(({ endpoint }) => endpoint === '/GetSessionInfo.json').length,
    close: async () => {
      await app.stop();
      await simulator.close();
    },
  };
}
