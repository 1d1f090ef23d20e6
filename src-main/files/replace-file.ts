/**
 * Replaces a file as a whole: whoever reads it, after a crash at any moment, finds the old file or the
 * new one, and a disk that is full keeps the old one.
 */
import { codeOf } from '../../src-shared/bill/error-code.ts';
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import path from 'node:path';
import { type Disk, fileError, namesIn, nodeDisk, removeFile } from './disk.ts';

export interface Replacing {
  /** 0600 unless said otherwise. */
  readonly mode?: number;
  /** The old file stays as `<file>.bak`. Not for one that is known to be bad. */
  readonly backUp?: boolean;
  readonly disk?: Disk;
}

/** A virus scanner that has a file open lets go within this time. Milliseconds, 1.55 s together. */
const RENAME_PAUSES_MS = [50, 100, 200, 400, 800];
const BUSY = ['EPERM', 'EACCES', 'EBUSY'];
/** Some file systems cannot sync a folder; there is nothing more that we could do about it. */
const NO_FOLDER_SYNC = ['EINVAL', 'ENOTSUP', 'EISDIR', 'EPERM', 'EACCES'];

/**
 * Writes `bytes` as `file`, whose folder is made (0700) if it is not there. Rejects with an error that
 * has a `code`: an errno name, or CUT_SHORT. The old file is then as it was.
 */
export async function replaceFile(
  file: string,
  bytes: Uint8Array,
  { mode = 0o600, backUp = false, disk = nodeDisk }: Replacing = {},
): Promise<void> {
  const token = randomBytes(6).toString('hex');
  const temp = `${file}.${token}.tmp`;
  const backupTemp = `${file}.${token}.bak.tmp`;
  const dir = path.dirname(file);
  try {
    await disk.mkdir(dir, { recursive: true, mode: 0o700 });
    await writeTemp(temp, bytes, mode, disk);
    if (backUp) await keepOld(file, backupTemp, disk);
    await rename(temp, file, disk);
    if (disk.platform !== 'win32') await syncFolder(dir, disk);
  } catch (error) {
    for (const left of [temp, backupTemp]) await removeFile(disk, left).catch(() => undefined);
    throw error;
  }
}

/** What a crash leaves of a save: ours, and electron-store's, which kept the settings once. */
const TEMP = /^\.(?:[0-9a-f]+(?:\.bak)?\.tmp|tmp-[0-9a-f]+)$/u;

/**
 * Removes what a crash left of a save of `file`, while nobody else saves it, and says how many there
 * were. Never rejects: what cannot be removed stays, and nobody reads it.
 */
export async function removeTemps(file: string, disk: Disk = nodeDisk): Promise<number> {
  const { dir, base } = path.parse(file);
  const isTemp = (name: string) => name.startsWith(base) && TEMP.test(name.slice(base.length));
  try {
    const temps = (await namesIn(disk, dir)).filter(isTemp);
    for (const name of temps) await removeFile(disk, path.join(dir, name));
    return temps.length;
  } catch {
    return 0;
  }
}

async function writeTemp(temp: string, bytes: Uint8Array, mode: number, disk: Disk): Promise<void> {
  const file = await disk.open(temp, 'wx', mode);
  try {
    await file.writeFile(bytes);
    await file.sync();
    // A full disk can cut a write short without an error from whoever counts carelessly.
    if ((await file.stat()).size !== bytes.length) throw fileError('CUT_SHORT');
  } finally {
    await file.close();
  }
}

/** The backup never points at a half file: a second name for the current one, moved into place. */
async function keepOld(file: string, temp: string, disk: Disk): Promise<void> {
  const backup = `${file}.bak`;
  try {
    // The copy is for where there are no hard links (exFAT, some network shares).
    await disk.link(file, temp).catch(() => copy(file, temp, disk));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return; // The first save has nothing to keep.
    throw error;
  }
  try {
    await rename(temp, backup, disk);
  } catch (error) {
    // A folder in its place: better no backup than no save.
    const facts = await disk.lstat(backup).catch(() => null);
    if (facts?.isDirectory() !== true) throw error;
  }
  // When both were names of one file already, POSIX says that rename leaves both.
  await removeFile(disk, temp);
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

async function rename(from: string, to: string, disk: Disk): Promise<void> {
  const pauses = disk.platform === 'win32' ? RENAME_PAUSES_MS : [];
  for (const ms of pauses) {
    try {
      await disk.rename(from, to);
      return;
    } catch (error) {
      if (!BUSY.includes(codeOf(error) ?? '')) throw error;
      await disk.pause(ms);
    }
  }
  await disk.rename(from, to);
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
    if (!NO_FOLDER_SYNC.includes(codeOf(error) ?? '')) throw error;
  }
}
