/** GNOME Keyring itself, on a session bus and in folders of the test's own: the person's is not touched. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { busMissing, startBus } from './bus.ts';

export interface GnomeKeyring {
  /** For the process that is to find this keyring. */
  readonly env: Readonly<Record<string, string>>;
  /**
   * Starts it in the place of the one that runs, as a login with `password` does. The first makes the
   * login keyring; another password later leaves that locked.
   */
  logIn(password: string): void;
  close(): Promise<void>;
}

const PROGRAM = 'gnome-keyring-daemon';

/** Why there can be none here; null where there can be one. */
export function gnomeKeyringMissing(): string | null {
  const bus = busMissing();
  if (bus !== null) return bus;
  const { error } = spawnSync(PROGRAM, ['--version']);
  return error === undefined ? null : `${PROGRAM} is not installed`;
}

export async function startGnomeKeyring(): Promise<GnomeKeyring> {
  const bus = await startBus(() => null);
  const home = await mkdtemp(path.join(tmpdir(), 'tabkeeper-gnome-'));
  const run = path.join(home, 'run');
  await mkdir(run, { mode: 0o700 });
  const folders = { HOME: home, XDG_DATA_HOME: path.join(home, 'data'), XDG_RUNTIME_DIR: run };
  const busEnv = { DBUS_SESSION_BUS_ADDRESS: bus.address };
  const running: ChildProcess[] = [];
  return {
    env: { ...busEnv, XDG_CURRENT_DESKTOP: 'GNOME' },
    logIn: (password) => {
      const flags = ['--foreground', '--replace', '--unlock', '--components=secrets'];
      const child = spawn(PROGRAM, flags, {
        env: { ...process.env, ...folders, ...busEnv },
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      child.stdin.end(password);
      running.push(child);
    },
    close: async () => {
      for (const child of running) child.kill();
      await bus.close();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
