/**
 * Replaces the vault file so that whoever reads it, after a crash at any moment, finds the old file
 * or the new one. Each numbered step can be watched, which is how a test kills the process there.
 */
import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import path from 'node:path';
import type { Clock } from '../ports.ts';
import { type Disk, type OpenFile, codeOf, readStart, removeFile } from './disk.ts';
import { BACKUP, MAIN } from './names.ts';

/** In the order in which they are done. */
export const WRITE_STEPS = [
  'opened',
  'written',
  'synced',
  'sized',
  'verified',
  'linked',
  'backedUp',
  'renamed',
  'folderSynced',
] as const;
export type WriteStep = (typeof WRITE_STEPS)[number];

export interface WriterDeps {
  readonly disk: Disk;
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  /** Called after each step. */
  readonly onStep?: (step: WriteStep) => void;
}

/** Why nothing was replaced. Carries a code only: an errno name, CUT_SHORT, CHANGED or LOCK_LOST. */
export class WriteFailure extends Error {
  readonly code: string;
  constructor(code: string) {
    super(`The vault was not written (${code}).`);
    this.name = 'WriteFailure';
    this.code = code;
  }
}

/** A virus scanner that has a file open lets go within this time. Milliseconds, 1.55 s together. */
const RENAME_PAUSES_MS = [50, 100, 200, 400, 800];
const BUSY = ['EPERM', 'EACCES', 'EBUSY'];
/** Some file systems cannot sync a folder; there is nothing more that we could do about it. */
const NO_FOLDER_SYNC = ['EINVAL', 'ENOTSUP', 'EISDIR', 'EPERM', 'EACCES'];

/**
 * Writes `bytes` as the vault file of the folder `dir`. With `backUp` the current file becomes the
 * backup: pass false when it is known to be bad. `mayReplace` is asked last, right before the file
 * is replaced. Rejects with a WriteFailure; the old file is then as it was.
 */
export async function writeVaultFile(
  dir: string,
  bytes: Uint8Array,
  options: { readonly backUp: boolean; readonly mayReplace: () => Promise<boolean> },
  deps: WriterDeps,
): Promise<void> {
  const { disk } = deps;
  const main = path.join(dir, MAIN);
  const token = randomBytes(6).toString('hex');
  const temp = path.join(dir, `${MAIN}.${token}.tmp`);
  const backupTemp = path.join(dir, `${MAIN}.${token}.bak.tmp`);
  try {
    await writeTemp(temp, bytes, deps);
    if (options.backUp) await backUp(dir, backupTemp, deps);
    if (!(await options.mayReplace())) throw new WriteFailure('LOCK_LOST');
    await rename(temp, main, deps);
    deps.onStep?.('renamed');
    if (deps.platform !== 'win32') await syncFolder(dir, disk);
    deps.onStep?.('folderSynced');
  } catch (error) {
    for (const left of [temp, backupTemp]) await removeFile(disk, left).catch(() => undefined);
    throw error instanceof WriteFailure ? error : new WriteFailure(codeOf(error));
  }
}

async function writeTemp(temp: string, bytes: Uint8Array, deps: WriterDeps): Promise<void> {
  const step = (name: WriteStep) => deps.onStep?.(name);
  const file = await deps.disk.open(temp, 'wx+', 0o600);
  try {
    step('opened');
    await file.writeFile(bytes);
    step('written');
    await file.sync();
    step('synced');
    // A full disk can cut a write short without an error from whoever counts carelessly.
    if ((await file.stat()).size !== bytes.length) throw new WriteFailure('CUT_SHORT');
    step('sized');
    if (!(await holds(file, bytes))) throw new WriteFailure('CHANGED');
    step('verified');
  } finally {
    await file.close();
  }
}

async function holds(file: OpenFile, bytes: Uint8Array): Promise<boolean> {
  const hash = (data: Uint8Array) => createHash('sha256').update(data).digest();
  return hash(await readStart(file, bytes.length)).equals(hash(bytes));
}

/** The backup never points at a half file: a second name for the current one, moved into place. */
async function backUp(dir: string, temp: string, deps: WriterDeps): Promise<void> {
  const { disk } = deps;
  const main = path.join(dir, MAIN);
  try {
    // The copy is for where there are no hard links (exFAT, some network shares).
    await disk.link(main, temp).catch(() => copy(main, temp, disk));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return; // The first save has nothing to keep.
    throw error;
  }
  deps.onStep?.('linked');
  try {
    await rename(temp, path.join(dir, BACKUP), deps);
  } catch (error) {
    if (!(await isFolder(path.join(dir, BACKUP), disk))) throw error;
    // Better no backup than no save.
  }
  // When both were names of one file already, POSIX says that rename leaves both.
  await removeFile(disk, temp);
  deps.onStep?.('backedUp');
}

async function isFolder(place: string, disk: Disk): Promise<boolean> {
  return disk.lstat(place).then(
    (facts) => facts.isDirectory(),
    () => false,
  );
}

async function copy(from: string, to: string, disk: Disk): Promise<void> {
  await disk.copyFile(from, to, constants.COPYFILE_EXCL);
  const file = await disk.open(to, 'r+');
  try {
    await file.chmod(0o600);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function rename(from: string, to: string, deps: WriterDeps): Promise<void> {
  const pauses = deps.platform === 'win32' ? RENAME_PAUSES_MS : [];
  for (const ms of pauses) {
    try {
      await deps.disk.rename(from, to);
      return;
    } catch (error) {
      if (!BUSY.includes(codeOf(error))) throw error;
      await new Promise<void>((resolve) => {
        deps.clock.after(ms, resolve);
      });
    }
  }
  await deps.disk.rename(from, to);
}

async function syncFolder(dir: string, disk: Disk): Promise<void> {
  try {
    const folder = await disk.open(dir, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (error) {
    if (!NO_FOLDER_SYNC.includes(codeOf(error))) throw error;
  }
}
