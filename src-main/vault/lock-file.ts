/**
 * One writer for one folder: a lock file with the number and the start of its process. The lock of a
 * process that died is taken over; that of a living one never.
 */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { type Disk, codeOf, readStart, removeFile } from './disk.ts';
import { LOCK } from './names.ts';
import type { Processes } from './processes.ts';

/** How far two readings of the machine's start may lie apart and still be the same start. */
const SAME_BOOT_MS = 120_000;
const MAX_LOCK_BYTES = 4096;
/** Whoever loses a race for a stale lock looks again this often. */
const TRIES = 3;

const holderSchema = v.strictObject({
  pid: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  token: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/u)),
  start: v.nullable(v.string()),
  bootedAt: v.number(),
});
type Holder = v.InferOutput<typeof holderSchema>;

interface Lock {
  /**
   * `ours`: held since the last call. `taken`: held from now on, so the files may have changed since
   * they were last read. `other`: somebody else holds it. Rejects when the disk refuses.
   */
  hold(): Promise<'ours' | 'taken' | 'other'>;
  /** Whether it is held, by what lies on the disk. Takes nothing. */
  isOurs(): Promise<boolean>;
  /** Removes the lock if it is ours. Never rejects. */
  release(): Promise<void>;
}

/** Which locks this very process holds: its number alone would not tell two vaults apart. */
const heldHere = new Set<string>();

/** The lock of the folder `dir`, which must be there by the time of `hold`. */
export function createLock(dir: string, disk: Disk, processes: Processes): Lock {
  const file = path.join(dir, LOCK);
  const token = randomBytes(16).toString('hex');
  const own: Holder = {
    pid: processes.pid,
    token,
    start: processes.startOf(processes.pid),
    bootedAt: processes.bootedAt(),
  };
  const unique = () => `${file}.${own.pid}.${randomBytes(6).toString('hex')}.tmp`;

  function isLive(holder: Holder): boolean {
    if (holder.pid === own.pid) return heldHere.has(holder.token);
    if (!processes.isAlive(holder.pid)) return false;
    const start = processes.startOf(holder.pid);
    if (start !== null && holder.start !== null) return start === holder.start;
    return Math.abs(holder.bootedAt - own.bootedAt) <= SAME_BOOT_MS;
  }

  async function take(): Promise<'taken' | 'other'> {
    for (let n = 0; n < TRIES; n += 1) {
      if (await place()) {
        heldHere.add(token);
        await removeDeadTemps();
        return 'taken';
      }
      const found = await readLock(disk, file);
      if (found === null) continue; // Released between our two looks.
      const holder = parse(found);
      if (holder !== null && isLive(holder)) return 'other';
      if (!(await moveAway(found))) return 'other';
    }
    return 'other';
  }

  /** Complete or not there at all: a link to a finished file. False when there is a lock already. */
  async function place(): Promise<boolean> {
    const temp = unique();
    try {
      await writeNew(disk, temp, JSON.stringify(own));
      await disk.link(temp, file);
      return true;
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EEXIST') return false;
      if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL'].includes(code)) throw error;
    } finally {
      await removeFile(disk, temp).catch(() => undefined);
    }
    try {
      await writeNew(disk, file, JSON.stringify(own)); // No hard links here.
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      throw error;
    }
  }

  /**
   * Moves a stale lock out of the way. If what was moved is not what was judged, somebody was faster
   * and it is theirs: it is put back, and false is returned.
   */
  async function moveAway(judged: string): Promise<boolean> {
    const away = unique();
    try {
      await disk.rename(file, away);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return true;
      throw error;
    }
    const same = (await readLock(disk, away)) === judged;
    if (!same) await disk.link(away, file).catch(() => undefined);
    await removeFile(disk, away);
    return same;
  }

  async function removeDeadTemps(): Promise<void> {
    for (const name of await disk.readdir(dir)) {
      const pid = /^vault\.lock\.([0-9]+)\.[0-9a-f]+\.tmp$/u.exec(name)?.[1];
      if (pid === undefined || Number(pid) === own.pid || processes.isAlive(Number(pid))) continue;
      await removeFile(disk, path.join(dir, name)).catch(() => undefined);
    }
  }

  async function isOurs(): Promise<boolean> {
    if (!heldHere.has(token)) return false;
    const found = await readLock(disk, file);
    return found !== null && parse(found)?.token === token;
  }

  return {
    isOurs,
    hold: async () => {
      if (await isOurs()) return 'ours';
      heldHere.delete(token);
      return take();
    },
    release: async () => {
      try {
        if (await isOurs()) await removeFile(disk, file);
      } catch {
        // It stays behind; the next start sees that its process is gone.
      }
      heldHere.delete(token);
    },
  };
}

async function writeNew(disk: Disk, file: string, text: string): Promise<void> {
  const opened = await disk.open(file, 'wx', 0o600);
  try {
    await opened.writeFile(Buffer.from(text, 'utf8'));
  } finally {
    await opened.close();
  }
}

/** The lock's text; null when there is none. What is no plain file reads as empty, so as stale. */
async function readLock(disk: Disk, file: string): Promise<string | null> {
  try {
    const facts = await disk.lstat(file);
    if (!facts.isFile() || facts.size > MAX_LOCK_BYTES) return '';
    const opened = await disk.open(file, constants.O_RDONLY);
    try {
      return (await readStart(opened, MAX_LOCK_BYTES)).toString('utf8');
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function parse(text: string): Holder | null {
  try {
    const parsed = v.safeParse(holderSchema, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
