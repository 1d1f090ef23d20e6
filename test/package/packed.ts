/** `npm run pack`, once for the tests that look at what it made. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Configuration } from 'electron-builder';

const root = path.resolve(import.meta.dirname, '../..');

/** A value of the environment that has no business in an app. */
export const CANARY = 'canary-of-the-build-machine-7d1c4a';
/** A page of the project that is at none of the hosts that the code names. */
export const HOMEPAGE = 'https://git.example.org/somebody/tabkeeper';

export interface Packed {
  readonly release: string;
  /** What the run was told by its environment. */
  readonly env: NodeJS.ProcessEnv;
  readonly output: string;
  readonly folders: readonly string[];
  readonly standIn: string | null;
  readonly checked: readonly string[];
  /** What electron-builder worked with: the file, the places of the run, its own defaults. */
  readonly config: Configuration;
  remove(): Promise<void>;
}

/**
 * Packs into a folder of its own, so that `dist/` is left to the other tests. Rejects with all that the
 * run wrote when it failed or took longer than `withinMs`, and leaves nothing behind then.
 */
export async function packOnce(withinMs: number): Promise<Packed> {
  const release = await mkdtemp(path.join(tmpdir(), 'tabkeeper-pack-'));
  const remove = () => rm(release, { recursive: true, force: true, maxRetries: 5 });
  try {
    const more = { TABKEEPER_CANARY: CANARY, VITE_CANARY: CANARY, TABKEEPER_HOMEPAGE: HOMEPAGE };
    const { output, env } = await runPack(['--out', release], more, withinMs);
    const told = JSON.parse(await readFile(path.join(release, 'pack.json'), 'utf8')) as Packed;
    return { ...told, release, env, output, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** `npm run pack` as a process of its own, without keys. Rejects unless it ends with 0 in time. */
export async function runPack(
  args: readonly string[],
  more: NodeJS.ProcessEnv,
  withinMs: number,
): Promise<{ readonly output: string; readonly env: NodeJS.ProcessEnv }> {
  const env: NodeJS.ProcessEnv = { ...process.env, ...more };
  for (const name of KEYS) Reflect.deleteProperty(env, name);
  const child = spawn(process.execPath, [path.join(root, 'scripts/pack.ts'), ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const note = (chunk: Buffer) => (output += chunk.toString());
  child.stdout.on('data', note);
  child.stderr.on('data', note);
  const timer = setTimeout(() => child.kill('SIGKILL'), withinMs);
  const code = await new Promise<number | string | null>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', resolve);
  });
  clearTimeout(timer);
  if (child.killed) throw new Error(`npm run pack took more than ${withinMs / 1000} s:\n${output}`);
  if (code !== 0) throw new Error(`npm run pack ended with ${String(code)}:\n${output}`);
  return { output, env };
}

/** What a release machine may hold: this run is one without. */
const KEYS = [
  ...['CSC_LINK', 'CSC_NAME', 'WIN_CSC_LINK', 'TABKEEPER_MAINTAINER'],
  ...['APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'],
];
