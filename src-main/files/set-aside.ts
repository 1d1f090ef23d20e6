/** Moves a bad file out of the way, so that nothing of it is lost and a good one can take its place. */
import { codeOf } from '../../src-shared/bill/error-code.ts';
import path from 'node:path';
import { type Disk, namesIn, nodeDisk, removeFile } from './disk.ts';

/** So many of those that were set aside are kept, for whoever can still make sense of them. */
const KEPT = 2;

/**
 * Moves each of `files` that is there to `<stem>.<word>-<now>.json` in its folder, in their order, and
 * gives the name of the last; null when there was none or the disk refused one, which ends it. All
 * `files` have one folder and one stem; a backup's name says so. Never rejects. `now`: epoch ms.
 */
export async function setAside(
  files: readonly string[],
  word: 'bad' | 'unreadable',
  now: number,
  disk: Disk = nodeDisk,
): Promise<string | null> {
  const moved: string[] = [];
  try {
    for (const file of files) {
      const { dir, prefix } = placeOf(file, word);
      const suffix = file.endsWith('.bak') ? '-bak' : '';
      const stem = `${prefix}${Math.max(0, Math.floor(now))}${suffix}`;
      const name = freeName(stem, await namesIn(disk, dir));
      if (await moveIfThere(file, path.join(dir, name), disk)) moved.push(name);
    }
  } catch {
    return null;
  }
  const [first] = files;
  if (first !== undefined) await prune(placeOf(first, word), moved, disk).catch(() => undefined);
  return moved.at(-1) ?? null;
}

/** Whether `name` is one that `setAside` gives, up to its time: `vault.unreadable-`. */
export function isSetAside(name: string, prefix: string): boolean {
  const rest = name.startsWith(prefix) ? name.slice(prefix.length) : '';
  return /^[0-9]+(?:-[a-z0-9-]+)?\.json$/u.test(rest);
}

interface Place {
  readonly dir: string;
  /** What the names of a file that was set aside begin with, before the time. */
  readonly prefix: string;
}

function placeOf(file: string, word: string): Place {
  const [stem = ''] = path.basename(file).split('.');
  return { dir: path.dirname(file), prefix: `${stem}.${word}-` };
}

async function moveIfThere(from: string, to: string, disk: Disk): Promise<boolean> {
  try {
    await disk.rename(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

function freeName(stem: string, taken: readonly string[]): string {
  let name = `${stem}.json`;
  for (let n = 2; taken.includes(name); n += 1) name = `${stem}-${n}.json`;
  return name;
}

/** A clock that went back must not cost those that were `just` moved. */
async function prune({ dir, prefix }: Place, just: readonly string[], disk: Disk): Promise<void> {
  // The names hold the time with 13 digits until the year 2286, so they sort by age.
  const before = (await namesIn(disk, dir))
    .filter((name) => isSetAside(name, prefix) && !just.includes(name))
    .toSorted();
  const kept = Math.max(0, KEPT - just.length);
  for (const name of before.slice(0, Math.max(0, before.length - kept))) {
    await removeFile(disk, path.join(dir, name)).catch(() => undefined);
  }
}
