/** The app with a vault in a folder, over restarts on the same files, server, clock and keyring. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { ProfileView, Snapshot } from '../../src-shared/snapshot.ts';
import { MemorySecretBox } from '../fakes/memory-secret-box.ts';
import { PROFILE, startTabkeeper, type FlowOptions, type Tabkeeper } from './tabkeeper.ts';

export interface SavedWorld {
  /** The run that is on now. */
  readonly app: Tabkeeper;
  readonly folder: string;
  readonly vaultDir: string;
  readonly box: MemorySecretBox;
  account(index: number): Tabkeeper['simulator']['accounts'][number];
  snapshot(): Snapshot;
  profile(id?: string): ProfileView;
  signIn(index: number, profile?: string): Promise<void>;
  keepAll(profile?: string): Promise<void>;
  calls(endpoint: string): number;
  /** Quits, and starts again; `change` what lies there or what answers, in between. */
  restart(more?: FlowOptions, change?: () => void | Promise<void>): Promise<void>;
}

export async function startSaved(options: FlowOptions = {}): Promise<SavedWorld> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tabkeeper-saved-'));
  const vaultDir = path.join(folder, 'vault');
  const box = new MemorySecretBox();
  let app = await startTabkeeper({ vaultDir, box, ...options });
  const { simulator } = app;
  onTestFinished(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });
  const account = (index: number) => {
    const found = simulator.accounts.filter(
      ({ condition, kind }) => condition === 'normal' && kind === 'user',
    )[index];
    if (found === undefined) throw new Error('no such account');
    return found;
  };
  const snapshot = () => app.app.snapshot();
  return {
    get app() {
      return app;
    },
    ...{ folder, vaultDir, box, account, snapshot },
    profile: (id = PROFILE) => {
      const found = snapshot().profiles.find((one) => one.id === id);
      if (found === undefined) throw new Error('no such profile');
      return found;
    },
    signIn: async (index, profile = PROFILE) => {
      const { userName, password, orgId, devKey } = account(index);
      await app.signIn({ profile, userName, password, orgId, devKey });
      app.open(profile);
    },
    keepAll: async (profile = PROFILE) => {
      await app.does('keepSignIn', { profile, what: 'everything' });
    },
    calls: (endpoint) =>
      simulator.requests().filter((one) => one.endpoint === `/${endpoint}.json`).length,
    restart: async (more = {}, change = () => undefined) => {
      const stored = app.stored();
      const { clock } = app;
      await app.quit();
      await change();
      const same = { vaultDir, box, server: simulator, clock, stored };
      app = await startTabkeeper({ ...options, ...same, ...more });
      await app.settled();
    },
  };
}

/** The same, signed in with the first account, of which everything is kept. */
export async function startKept(options: FlowOptions = {}): Promise<SavedWorld> {
  const world = await startSaved(options);
  await world.signIn(0);
  await world.keepAll();
  return world;
}
