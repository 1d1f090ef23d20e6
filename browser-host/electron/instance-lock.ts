/**
 * The single-instance lock: one file a user-data folder, with the process that holds it. A second
 * process leaves a note beside it, which the first one finds. All of it is synchronous, since the
 * second process often ends right after it asked.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface SecondInstance {
  readonly argv: string[];
  readonly workingDirectory: string;
  readonly additionalData: unknown;
}

const LOCK = 'browser-host.lock';
const NOTE = 'browser-host.second-';

/**
 * True: this process holds the lock for `folder` now, and hears of every later one that asks. False
 * where another has it, and also where none can be made, as with Chromium's ProcessSingleton.
 */
export function takeLock(
  folder: string,
  additionalData: unknown,
  onSecond: (second: SecondInstance) => void,
): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    return lock(folder, path.join(folder, LOCK), additionalData, onSecond);
  } catch {
    return false;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

function lock(
  folder: string,
  file: string,
  additionalData: unknown,
  onSecond: (second: SecondInstance) => void,
): boolean {
  if (!write(file, String(process.pid))) {
    if (isHeld(file)) {
      leaveNote(folder, additionalData);
      return false;
    }
    rmSync(file, { force: true });
    if (!write(file, String(process.pid))) return lock(folder, file, additionalData, onSecond);
  }
  const watcher = watch(folder, () => collectNotes(folder, onSecond));
  watcher.unref();
  process.on('exit', () => {
    watcher.close();
    rmSync(file, { force: true });
  });
  return true;
}

function write(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    // A full disk leaves an empty file, which would be nobody's.
    if (codeOf(error) === 'ENOSPC') rmSync(file, { force: true });
    throw error;
  }
}

function isHeld(file: string): boolean {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    if (!Number.isSafeInteger(pid) || pid <= 0) return false;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function leaveNote(folder: string, additionalData: unknown): void {
  const note: SecondInstance = {
    argv: process.argv,
    workingDirectory: process.cwd(),
    additionalData: additionalData ?? null,
  };
  writeFileSync(path.join(folder, `${NOTE}${process.pid}.json`), JSON.stringify(note));
}

function collectNotes(folder: string, onSecond: (second: SecondInstance) => void): void {
  for (const name of readdirSync(folder).filter((entry) => entry.startsWith(NOTE))) {
    const file = path.join(folder, name);
    let note: SecondInstance;
    try {
      note = JSON.parse(readFileSync(file, 'utf8')) as SecondInstance;
    } catch {
      continue; // Half written or taken already: the next change of the folder shows it again.
    }
    rmSync(file, { force: true });
    onSecond(note);
  }
}
