/** A simulator on the app's own time, and what a person at its phone sees. */
import {
  startSimulator,
  type Simulator,
  type SimulatorOptions,
} from '../../src-simulator/index.ts';
import type { AppDriver } from '../driver/driver.ts';

export interface Sandbox {
  readonly simulator: Simulator;
  readonly account: Simulator['accounts'][number];
  /** Moves the app and the simulator together. */
  advance(app: AppDriver, ms: number): Promise<void>;
  /** The computer sleeps for `ms`, as on Linux and macOS: no timer runs, and only the wall clock tells. */
  sleep(app: AppDriver, ms: number): Promise<void>;
  /** The code of the newest text message. */
  code(): string;
  calls(endpoint: string): number;
  close(): Promise<void>;
}

export async function startSandbox(given: Partial<SimulatorOptions> = {}): Promise<Sandbox> {
  let moved = 0;
  const simulator = await startSimulator({ clock: { now: () => Date.now() + moved }, ...given });
  const [account] = simulator.accounts;
  if (account === undefined || account.phone === null)
    throw new Error('the first account has a phone');
  const { phone } = account;
  return {
    simulator,
    account,
    advance: (app, ms) => app.advance(ms, (step) => void (moved += step)),
    sleep: async (app, ms) => {
      await app.power('suspend');
      await app.settled();
      moved += ms;
      await app.jumpWall(ms);
      await app.power('resume');
      await app.settled();
    },
    code: () => {
      const code = simulator.latestCode(phone);
      if (code === null) throw new Error('no message came to the phone');
      return code;
    },
    calls: (endpoint) =>
      simulator.requests().filter((one) => one.endpoint === `/${endpoint}.json`).length,
    close: () => simulator.close(),
  };
}
