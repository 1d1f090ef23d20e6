/**
 * The log file: typed entries only, so that what is not an allowed field cannot be written. Two
 * files of at most 1 MiB, readable by their owner alone.
 */
import {
  chmodSync,
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../src-shared/text/thrown.ts';
import { noLogWords } from '../../src-shared/words.ts';
import { OWN_FILE } from '../files/disk.ts';
import type { Clock, Log } from '../ports.ts';

const MAX_BYTES = 1024 * 1024;

const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | OWN_FILE;

/** Logs to `tabkeeper.log` in `dir`. A log that cannot be written says so once, on `warn`. */
export function createFileLog(dir: string, clock: Clock, warn: (text: string) => void): Log {
  const file = path.join(dir, 'tabkeeper.log');
  let warned = false;
  closeToOthers(file);
  closeToOthers(`${file}.1`);
  return {
    write: (entry) => {
      try {
        const at = new Date(clock.now().wall).toISOString();
        const line = `${JSON.stringify({ at, ...entry })}\n`;
        mkdirSync(dir, { recursive: true, mode: 0o700 });
        makeRoom(file, Buffer.byteLength(line));
        append(file, line);
      } catch (error) {
        if (warned) return;
        warned = true;
        warn(noLogWords(codeOf(error) ?? 'unknown'));
      }
    },
  };
}

/** An existing file, of an older version or in a copied folder, may be readable by others. */
function closeToOthers(file: string): void {
  if (process.platform === 'win32') return;
  try {
    const facts = lstatSync(file, { throwIfNoEntry: false });
    if (facts?.isFile() === true && (facts.mode & 0o077) !== 0) chmodSync(file, 0o600);
  } catch {
    // A file of another user cannot be changed: it stays as it is.
  }
}

const TAIL_BYTES = 32 * 1024;

/** The newest whole lines of the log in `dir`, 32 KiB at most; empty where there is none. */
export async function readLogTail(dir: string): Promise<string> {
  const flag = constants.O_RDONLY | OWN_FILE;
  const read = (name: string) =>
    readFile(path.join(dir, name), { encoding: 'utf8', flag }).catch(() => '');
  const text = (await read('tabkeeper.log.1')) + (await read('tabkeeper.log'));
  if (text.length <= TAIL_BYTES) return text;
  const tail = text.slice(-TAIL_BYTES);
  return tail.slice(tail.indexOf('\n') + 1);
}

function append(file: string, line: string): void {
  const opened = openSync(file, APPEND, 0o600);
  try {
    writeFileSync(opened, line);
  } finally {
    closeSync(opened);
  }
}

function makeRoom(file: string, bytes: number): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size + bytes > MAX_BYTES) renameSync(file, `${file}.1`);
}
