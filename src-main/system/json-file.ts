/**
 * A small JSON file that is not a secret but must not be lost: read whole, replaced whole. A full disk
 * or a crash leaves the old file.
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

const MAX_BYTES = 1024 * 1024;

export type JsonRead =
  | { readonly is: 'missing' }
  /** There is something, but not a file of ours: a folder, a link, too much, no JSON. */
  | { readonly is: 'bad' }
  /** The disk refused: it may be whole and well. */
  | { readonly is: 'unavailable' }
  | { readonly is: 'read'; readonly value: unknown };

/** A pipe put in the file's place must not hold us up. Windows has neither flag. */
const READ_FLAGS =
  process.platform === 'win32'
    ? constants.O_RDONLY
    : constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Never throws. A file that others may read is closed to them (0600), where the system knows modes. */
export function readJsonFile(file: string): JsonRead {
  let text: string;
  try {
    if (!lstatSync(file).isFile()) return { is: 'bad' };
    const opened = openSync(file, READ_FLAGS);
    try {
      const { mode, size } = fstatSync(opened);
      if (process.platform !== 'win32' && (mode & 0o077) !== 0) tighten(opened);
      if (size > MAX_BYTES) return { is: 'bad' };
      text = readFileSync(opened, 'utf8');
    } finally {
      closeSync(opened);
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    return { is: code === 'ENOENT' ? 'missing' : code === 'ELOOP' ? 'bad' : 'unavailable' };
  }
  try {
    return { is: 'read', value: JSON.parse(text) as unknown };
  } catch {
    return { is: 'bad' };
  }
}

/** A file of somebody else's can be read but not closed. That is no reason not to read it. */
function tighten(opened: number): void {
  try {
    fchmodSync(opened, 0o600);
  } catch {
    // It stays as it was.
  }
}

/** So many of those that were set aside are kept, for whoever can still make sense of them. */
const KEPT_ASIDE = 2;

/**
 * Sets a bad file aside, so that nothing of it is lost, and gives its new name; null when it could not
 * be moved. Only the newest of those before it is kept. Never throws. `now`: epoch ms.
 */
export function setAside(file: string, now: number): string | null {
  const { dir, name: stem } = path.parse(file);
  const aside = `${stem}.bad-${now}.json`;
  try {
    renameSync(file, path.join(dir, aside));
  } catch {
    return null;
  }
  const isAside = (name: string) =>
    name.startsWith(stem) && /^\.bad-\d+\.json$/u.test(name.slice(stem.length));
  // The names hold the time with 13 digits until the year 2286, so they sort by age. A clock that went
  // back must not cost the one that was just moved.
  remove(dir, (names) =>
    names
      .filter((name) => name !== aside && isAside(name))
      .toSorted()
      .slice(0, 1 - KEPT_ASIDE),
  );
  return aside;
}

/** What a crash leaves of a save: ours, and electron-store's. */
const TEMP = /^\.(?:[0-9a-f]{12}\.tmp|tmp-[0-9a-f]+)$/u;

/** Removes what a crash left of a save of `file`, while nobody else saves it. Never throws. */
export function removeTemps(file: string): void {
  const { dir, base } = path.parse(file);
  remove(dir, (names) =>
    names.filter((name) => name.startsWith(base) && TEMP.test(name.slice(base.length))),
  );
}

function remove(dir: string, which: (names: readonly string[]) => readonly string[]): void {
  try {
    for (const name of which(readdirSync(dir))) rmSync(path.join(dir, name));
  } catch {
    // What cannot be removed stays; nobody reads it.
  }
}

/** Rejects when the disk refuses; the old file is then as it was. Mode 0600. */
export async function writeJsonFile(file: string, value: unknown): Promise<void> {
  const bytes = Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
  const temp = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  try {
    const handle = await open(temp, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
      if ((await handle.stat()).size !== bytes.length) throw new Error('cut short');
    } finally {
      await handle.close();
    }
    await rename(temp, file);
  } catch (error) {
    await rm(temp, { force: true }).catch(() => undefined);
    throw error;
  }
}
