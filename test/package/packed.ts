/** `npm run pack`, once for the tests that look at what it made. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Configuration } from 'electron-builder';

const root = path.resolve(import.meta.dirname, '../..');

export interface Packed {
  readonly release: string;
  readonly output: string;
  readonly folders: readonly string[];
  readonly standIn: string | null;
  readonly checked: readonly string[];
  /** What electron-builder worked with: the file, the places of the run, its own defaults. */
  readonly config: Configuration;
  remove(): Promise<void>;
}

/** Packs into a folder of its own, so that `dist/` is left to the other tests. */
export async function packOnce(): Promise<Packed> {
  const release = await mkdtemp(path.join(tmpdir(), 'tabkeeper-pack-'));
  const script = path.join(root, 'scripts/pack.ts');
  const child = spawn(process.execPath, [script, '--out', release], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const note = (chunk: Buffer) => (output += chunk.toString());
  child.stdout.on('data', note);
  child.stderr.on('data', note);
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`npm run pack ended with ${String(code)}:\n${output}`);
  const told = JSON.parse(await readFile(path.join(release, 'pack.json'), 'utf8')) as Packed;
  return {
    ...told,
    release,
    output,
    remove: () => rm(release, { recursive: true, force: true, maxRetries: 5 }),
  };
}
