/**
 * Takes the user data folder for this process: it must exist, be usable and be locked before a file
 * in it is touched. Electron reports a second start and a lock that cannot be made in the same way,
 * so the folder is examined to tell which it was.
 */
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { app } from 'electron';
import { startWords } from '../../../src-shared/words.ts';
import type { Clock } from '../../ports.ts';

/** Why this process ends before it has begun. */
export interface Refusal {
  readonly sentence: string;
  readonly code: 0 | 1;
  /** To be shown in a box as well: nobody may be at a terminal, and no window comes. */
  readonly inBox: boolean;
}

/** The process before us may take five seconds for a sign-out and two for its files. */
const EVERY_MS = 250;
const FOR_MS = 15_000;

/**
 * A file in the folder which says that the process with the lock is ending: a new start then waits,
 * instead of asking for a window that is about to close. It stays behind, because the lock is held
 * until after our last line of code; the next process that gets the lock removes it.
 */
const markOf = (folder: string) => path.join(folder, 'tabkeeper.ending');

/** Takes the lock of `folder` (absolute), and resolves to null; or to why it cannot be had. */
export async function takeFolder(folder: string, clock: Clock): Promise<Refusal | null> {
  if (!isUsable(folder)) return { sentence: startWords.folder(folder), code: 1, inBox: true };
  // Electron neither makes nor checks what it is given here, and locks what it was given.
  app.setPath('userData', folder);
  let said = false;
  for (let tries = FOR_MS / EVERY_MS; !app.requestSingleInstanceLock(); tries -= 1) {
    if (!said && !existsSync(markOf(folder))) return whyRefused(folder);
    if (tries === 0) return { sentence: startWords.neverEnded, code: 1, inBox: true };
    if (!said) process.stderr.write(`${startWords.ending}\n`);
    said = true;
    await new Promise<void>((resolve) => {
      clock.after(EVERY_MS, resolve);
    });
  }
  rmSync(markOf(folder), { force: true, recursive: true });
  return null;
}

/** To be called when the end of this process is decided. */
export function markEnding(): void {
  try {
    writeFileSync(markOf(app.getPath('userData')), '', { mode: 0o600 });
  } catch {
    // A full disk: a start in the next seconds is told that the app is running, though it is ending.
  }
}

/** Called when no other process is ending: either one is running, or the lock cannot be written. */
function whyRefused(folder: string): Refusal {
  const full = [folder, tmpdir()].find((one) => !isOpen(one) || isFull(one));
  return full === undefined
    ? { sentence: startWords.running, code: 0, inBox: false }
    : { sentence: startWords.lock(full), code: 1, inBox: true };
}

/** Makes the folder if need be. */
function isUsable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    return isOpen(folder);
  } catch {
    return false;
  }
}

/** By permissions alone: nothing may be written into a folder that another process holds. */
function isOpen(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** File systems that count nothing say 0 of 0. */
function isFull(folder: string): boolean {
  try {
    const { blocks, bavail, files, ffree } = statfsSync(folder);
    return (blocks > 0 && bavail === 0) || (files > 0 && ffree === 0);
  } catch {
    return false;
  }
}
