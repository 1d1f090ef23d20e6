/**
 * The vault's folder: what lies in it, what is moved aside, what is removed. Only names of names.ts
 * are ever touched.
 */
import path from 'node:path';
import type { Clock } from '../ports.ts';
import { type Disk, codeOf, removeFile } from './disk.ts';
import { type Found, readVaultFile } from './file-reader.ts';
import { BACKUP, LOCK, MAIN, isSetAside, isTemp, setAsideName } from './names.ts';
import type { VaultLog } from './types.ts';

/** How many unreadable files are kept for whoever can still make sense of them. */
const KEPT_ASIDE = 2;

export interface Folder {
  /** Whether there is a vault file or its backup, of whatever kind. Rejects when the disk refuses. */
  hasVault(): Promise<boolean>;
  /** Makes the folder, and closes it to others (0700) where the system knows modes. */
  ensure(): Promise<void>;
  read(): Promise<{ readonly main: Found; readonly backup: Found }>;
  /** Removes what a crash left of a save. Never rejects. */
  removeTemps(): Promise<void>;
  /** Moves the main file aside, or both; null when that failed. Never rejects. */
  setAside(which: 'main' | 'both'): Promise<string | null>;
  /** Removes every file but the vault itself that can hold an older ciphertext. */
  removeOld(): Promise<void>;
  /** Removes every vault file but the lock; the main file last, or its backup would come back. */
  removeAll(): Promise<void>;
}

export function createFolder(
  dir: string,
  disk: Disk,
  platform: NodeJS.Platform,
  clock: Clock,
  log: VaultLog,
): Folder {
  const at = (name: string) => path.join(dir, name);

  async function names(): Promise<string[]> {
    try {
      return await disk.readdir(dir);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    }
  }

  async function exists(name: string): Promise<boolean> {
    try {
      await disk.lstat(at(name));
      return true;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return false;
      throw error;
    }
  }

  async function removeWhere(fits: (name: string) => boolean): Promise<number> {
    const found = (await names()).filter(fits);
    for (const name of found) await removeFile(disk, at(name));
    return found.length;
  }

  async function moveAside(name: string, suffix: string): Promise<string | null> {
    if (!(await exists(name))) return null;
    const aside = setAsideName(clock.now().wall, suffix, await names());
    await disk.rename(at(name), at(aside));
    return aside;
  }

  /** A clock that went back must not cost those that were `just` moved. */
  async function prune(just: readonly (string | null)[]): Promise<void> {
    // The names hold the time with 13 digits until the year 2286, so they sort by age.
    const before = (await names()).filter((name) => isSetAside(name) && !just.includes(name));
    const kept = Math.max(0, KEPT_ASIDE - just.filter((name) => name !== null).length);
    for (const name of before.toSorted().slice(0, Math.max(0, before.length - kept))) {
      await removeFile(disk, at(name)).catch(() => undefined);
    }
  }

  return {
    hasVault: async () => (await exists(MAIN)) || (await exists(BACKUP)),

    ensure: async () => {
      await disk.mkdir(dir, { recursive: true, mode: 0o700 });
      if (platform === 'win32' || ((await disk.stat(dir)).mode & 0o077) === 0) return;
      try {
        await disk.chmod(dir, 0o700);
        log({ event: 'vault-mode-tightened', what: 'folder' });
      } catch (error) {
        log({ event: 'vault-mode-kept', what: 'folder', code: codeOf(error) });
      }
    },

    read: async () => {
      const main = await readVaultFile(at(MAIN), disk, platform, log);
      const backup = await readVaultFile(at(BACKUP), disk, platform, log);
      if (main.is === 'bad') log({ event: 'vault-bad-file', what: 'main', why: main.why });
      if (backup.is === 'bad') log({ event: 'vault-bad-file', what: 'backup', why: backup.why });
      return { main, backup };
    },

    removeTemps: async () => {
      try {
        const count = await removeWhere(isTemp);
        if (count > 0) log({ event: 'vault-temps-removed', count });
      } catch {
        // A folder that cannot be written to keeps them; they hold nothing but ciphertext.
      }
    },

    setAside: async (which) => {
      let moved: string | null = null;
      try {
        const backup = which === 'both' ? await moveAside(BACKUP, '-bak') : null;
        const main = await moveAside(MAIN, '');
        await prune([backup, main]);
        moved = main ?? backup;
      } catch {
        moved = null;
      }
      log({ event: 'vault-set-aside', moved: moved !== null });
      return moved;
    },

    removeOld: async () => {
      await removeWhere((name) => name === BACKUP || isSetAside(name) || isTemp(name));
    },

    removeAll: async () => {
      await removeWhere((name) => name.startsWith('vault.') && name !== MAIN && name !== LOCK);
      await removeFile(disk, at(MAIN));
    },
  };
}
