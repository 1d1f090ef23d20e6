/** Worlds for the fault table: the server keeps the true time, whatever the computer's clock says. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Incident } from '../../src-shared/incident.ts';
import type { FaultInput } from '../../src-simulator/index.ts';
import { ManualClock, START } from '../fakes/manual-clock.ts';
import { MemorySecretBox } from '../fakes/memory-secret-box.ts';
import { PROFILE, startTabkeeper, type FlowOptions, type Tabkeeper } from './tabkeeper.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const profile = PROFILE;

export interface FaultWorld extends Tabkeeper {
  /** The machine sleeps: true time goes on, timers and the monotonic clock do not. */
  sleep(ms: number): void;
  /** Somebody sets the wall clock: no time passes. */
  setClock(ms: number): void;
  /** From now on the server does this; nothing heals it. */
  faults(...faults: readonly FaultInput[]): void;
  /** Calls that reached the server, by endpoint. */
  calls(endpoint: string): number;
  /** Notifications that were shown, without those that were taken away. */
  shown(): readonly Incident[];
  /** Any call of another tool within the session that is open. */
  otherTool(): Promise<void>;
}

/** Signed in, on a server whose time is the true one. */
export async function startWorld(options: FlowOptions = {}): Promise<FaultWorld> {
  const clock = new ManualClock();
  let slept = 0;
  const now = () => START + clock.now().mono + slept;
  const app = await startTabkeeper({
    clock,
    ...options,
    simulator: { ...options.simulator, clock: { now } },
  });
  onTestFinished(() => app.close());
  await app.signIn();
  const { simulator } = app;
  return {
    ...app,
    sleep: (ms) => {
      slept += ms;
      clock.jumpWall(ms);
    },
    setClock: (ms) => clock.jumpWall(ms),
    faults: (...faults) => simulator.setFaults(faults),
    calls: (name) =>
      simulator.requests().filter(({ endpoint }) => endpoint === `/${name}.json`).length,
    shown: () => app.notices.flatMap(({ incident }) => (incident === null ? [] : [incident])),
    otherTool: async () => {
      await app.call('copySessionId', { profile });
      const form = { devKey: simulator.accounts[0]?.devKey ?? '', sessionId: app.clipboard() };
      const body = new URLSearchParams(form);
      await fetch(`${simulator.baseUrl}/GetSessionInfo.json`, { method: 'POST', body });
    },
  };
}

/** The same with everything kept, so that a session that died is opened again. */
export async function startStaying(options: FlowOptions = {}): Promise<FaultWorld> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tabkeeper-faults-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const vaultDir = path.join(folder, 'vault');
  const world = await startWorld({ vaultDir, box: new MemorySecretBox(), ...options });
  await world.call('keepSignIn', { profile, what: 'everything' });
  await world.settled();
  return world;
}
