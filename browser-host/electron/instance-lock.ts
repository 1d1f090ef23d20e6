/**
 * The single-instance lock: one file a user-data folder, with the process that holds it. A second
 * process leaves a note beside it, which the first one finds. All of it is synchronous, since the
 * second process often ends right after it asked.
 */
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';

export interface SecondInstance {
  readonly argv: string[];
  readonly workingDirectory: string;
  readonly additionalData: unknown;
}

const LOCK = 'browser-host.lock';
const NOTE = 'browser-host.second-';
/** Electron's own lock on POSIX: a link to nothing, whose text is `<host name>-<process>`. */
const ELECTRONS = 'SingletonLock';

/** What a disk says that takes nothing: Electron starts all the same, and so do we. */
const TAKES_NOTHING = new Set(['EROFS', 'EACCES', 'EPERM', 'ENOSPC']);

/**
 * True: this process holds the lock for `folder` now, and hears of every later one that asks. On a disk
 * that takes nothing there is no lock, and everybody is the first. Throws where there can be no folder,
 * and where Electron uses it: it would not heed our lock.
 */
export function takeLock(
  folder: string,
  additionalData: unknown,
  onSecond: (second: SecondInstance) => void,
): boolean {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new Error(`${folder} cannot be the folder of the app’s data (${codeOf(error)}).`);
  }
  if (isElectrons(folder)) {
    throw new Error(
      `${folder} is in use: Tabkeeper runs on Electron. Quit it, or choose another --user-data.`,
    );
  }
  const file = path.join(folder, LOCK);
  try {
    return lock(folder, file, additionalData, onSecond);
  } catch (error) {
    if (!TAKES_NOTHING.has(codeOf(error))) throw error;
    process.stderr.write(`The disk takes nothing in ${folder} (${codeOf(error)}).\n`);
    return true;
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
    return isAlive(readFileSync(file, 'utf8'));
  } catch {
    return false;
  }
}

/** As Chromium reads its lock: that of another computer, which shares the folder, counts for living. */
function isElectrons(folder: string): boolean {
  let holder: string;
  try {
    holder = readlinkSync(path.join(folder, ELECTRONS));
  } catch {
    return false;
  }
  const at = holder.lastIndexOf('-');
  return at >= 0 && (holder.slice(0, at) !== hostname() || isAlive(holder.slice(at + 1)));
}

function isAlive(text: string): boolean {
  try {
    const pid = Number(text);
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

/** None where the folder was removed under a running app. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function collectNotes(folder: string, onSecond: (second: SecondInstance) => void): void {
  for (const name of namesIn(folder).filter((entry) => entry.startsWith(NOTE))) {
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
