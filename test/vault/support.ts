/** What the vault's tests share: folders that go away, vaults that are closed, and a few readings. */
import { spawn } from 'node:child_process';
import { lstatSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Vault, VaultDeps, VaultEvent } from '../../src-main/vault/vault-types.ts';
import { createVault } from '../../src-main/vault/vault.ts';
import { tempDir } from '../temp-dir.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { MemorySecretBox } from '../fakes/memory-secret-box.ts';

/**
 * Runs after the test, last one first. Asked for by each test, since a hook of this file would be set
 * up once for all files that share a process.
 */
export function cleanUp(undo: () => unknown): void {
  onTestFinished(async () => {
    await undo();
  });
}

export interface Opened {
  readonly vault: Vault;
  readonly clock: ManualClock;
  readonly events: VaultEvent[];
  readonly changes: () => number;
}

/** A vault that is not open yet, closed after the test. */
export function newVault(dir: string, box: MemorySecretBox, more: Partial<VaultDeps> = {}): Opened {
  const clock = new ManualClock();
  const events: VaultEvent[] = [];
  let changes = 0;
  const vault = createVault({
    dir,
    box,
    clock,
    log: (event) => events.push(event),
    onChange: () => (changes += 1),
    ...more,
  });
  cleanUp(() => vault.close());
  return { vault, clock, events, changes: () => changes };
}

export async function openVault(
  dir: string,
  box: MemorySecretBox,
  more: Partial<VaultDeps> = {},
): Promise<Opened> {
  const opened = newVault(dir, box, more);
  await opened.vault.open();
  return opened;
}

/** A folder with a closed vault in it that holds `records`, one save each. */
export async function sealedVault(
  records: Readonly<Record<string, Readonly<Record<string, string>>>>,
  box: MemorySecretBox = new MemorySecretBox(),
): Promise<{ readonly dir: string; readonly box: MemorySecretBox; readonly file: string }> {
  const dir = tempDir();
  const { vault } = await openVault(dir, box);
  for (const [id, fields] of Object.entries(records)) {
    const saved = await vault.put(id, fields);
    if (saved !== 'sealed') throw new Error(`The vault of this test was not sealed: ${saved}.`);
  }
  await vault.close();
  box.calls.available = box.calls.open = box.calls.seal = 0;
  return { dir, box, file: path.join(dir, 'vault.json') };
}

/** Name -> bytes of everything in a folder; links and folders by kind only. */
export function contentsOf(dir: string): Record<string, string> {
  const all = readdirSync(dir).sort();
  return Object.fromEntries(
    all.map((name) => {
      const file = path.join(dir, name);
      const facts = lstatSync(file);
      if (facts.isSymbolicLink()) return [name, 'link'];
      return [name, facts.isFile() ? readFileSync(file).toString('base64') : 'folder'];
    }),
  );
}

/** Waits until something has come about; a minute of real time only ends what hangs. */
export async function until(what: () => boolean): Promise<void> {
  const end = Date.now() + 60_000;
  while (!what()) {
    if (Date.now() > end) throw new Error('It did not come about.');
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
}

/** Runs a script of this folder in a process of its own. */
export function runChild(script: string, args: readonly string[]): Promise<Ended> {
  const file = path.join(import.meta.dirname, 'children', script);
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (out += text));
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({ code, signal, out });
    });
  });
}
