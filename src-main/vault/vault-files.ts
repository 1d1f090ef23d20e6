/**
 * The vault's files: `vault.json`, its backup, and what was set aside or left by a crash. Saves go in
 * one line; without a header nothing is ever written. Only names that are the vault's are touched.
 */
import { codeOf } from '../../src-shared/bill/error-code.ts';
import path from 'node:path';
import { type Disk, fileError, namesIn, removeFile } from '../files/disk.ts';
import { readFile } from '../files/read-file.ts';
import { removeTemps, replaceFile } from '../files/replace-file.ts';
import { createSaveQueue } from '../files/save-queue.ts';
import { isSetAside, setAside } from '../files/set-aside.ts';
import type { Clock } from '../ports.ts';
import type { Contents } from './contents.ts';
import { type Header, MAX_FILE_BYTES, type Parsed, parseVault } from './envelope.ts';
import type { Saved, VaultLog } from './vault-types.ts';

const MAIN = 'vault.json';
const BACKUP = 'vault.json.bak';
const UNREADABLE = 'unreadable';
/** How long closing waits for what is being written. */
const FLUSH_MS = 2_000;

export type Found =
  | Parsed
  | { readonly is: 'bad'; readonly why: string }
  | { readonly is: 'missing' }
  /** The disk refused: may work later. */
  | { readonly is: 'unavailable' };

export interface VaultFilesDeps {
  readonly dir: string;
  readonly disk: Disk;
  readonly clock: Clock;
  readonly contents: Contents;
  readonly log: VaultLog;
  readonly onSaved: () => void;
  /** `code` says why the disk refused. */
  readonly onNotSaved: (code: string) => void;
}

export interface VaultFiles {
  /** Reads both files, once what a crash left of a save is gone. Never rejects. */
  read(): Promise<{ readonly main: Found; readonly backup: Found }>;
  header(): Header | null;
  /** From now on saves are written. */
  use(header: Header): void;
  /** Saves what the vault holds when its turn comes. Never rejects. */
  save(): Promise<Saved>;
  /** Moves files out of the way, still sealed; the name of the main one, or null if that failed. */
  setAside(which: 'main' | 'both'): Promise<string | null>;
  /** With the next save, everything that can hold an older ciphertext goes. */
  dropOld(): void;
  /** Whether that is still to be done. */
  hasOldLeft(): boolean;
  /** Removes every file. False when the disk refused one. */
  wipe(): Promise<boolean>;
  /** Waits for what is being written, for two seconds at most. */
  close(): Promise<void>;
}

export function createVaultFiles(deps: VaultFilesDeps): VaultFiles {
  const { dir, disk, contents, log } = deps;
  const at = (name: string) => path.join(dir, name);
  const queue = createSaveQueue(saveNow);
  let header: Header | null = null;
  /** Known to be bad and impossible to move: then it must not become the backup. */
  let mainIsBad = false;
  let oldMustGo = false;

  async function readOne(name: string, what: 'main' | 'backup'): Promise<Found> {
    const read = await readFile(at(name), MAX_FILE_BYTES, disk);
    if (read.is === 'read' && read.mode !== 'private') logMode(read.mode, 'file');
    const found = read.is === 'read' ? parseVault(read.bytes) : read;
    if (found.is === 'bad') log({ event: 'vault-bad-file', what, why: found.why });
    return found;
  }

  function logMode(mode: 'tightened' | 'open', what: 'file' | 'folder'): void {
    log({ event: mode === 'open' ? 'vault-mode-kept' : 'vault-mode-tightened', what });
  }

  /** Closes the folder to others (0700), where there is one and the system knows modes. */
  async function tightenFolder(): Promise<void> {
    if (disk.platform === 'win32') return;
    const facts = await disk.stat(dir).catch(() => null);
    if (facts === null || (facts.mode & 0o077) === 0) return;
    const mode = await disk.chmod(dir, 0o700).then(
      () => 'tightened' as const,
      () => 'open' as const,
    );
    logMode(mode, 'folder');
  }

  async function removeWhere(fits: (name: string) => boolean): Promise<void> {
    for (const name of (await namesIn(disk, dir)).filter(fits)) await removeFile(disk, at(name));
  }

  async function saveNow(): Promise<Saved> {
    if (header === null) return 'memoryOnly';
    const { bytes, saved } = contents.encode(header);
    const dropsOld = oldMustGo;
    try {
      if (bytes.length > MAX_FILE_BYTES) throw fileError('TOO_LARGE');
      await replaceFile(at(MAIN), bytes, { backUp: !mainIsBad, disk });
      saved();
      mainIsBad = false;
      if (dropsOld) {
        const isOld = (name: string) => name === BACKUP || isSetAside(name, `vault.${UNREADABLE}-`);
        await removeWhere(isOld);
        oldMustGo = false;
      }
    } catch (error) {
      deps.onNotSaved(codeOf(error) ?? 'UNKNOWN');
      return 'notSaved';
    }
    deps.onSaved();
    return 'sealed';
  }

  return {
    read: async () => {
      mainIsBad = false;
      await tightenFolder();
      // Earlier versions had a lock of their own, which a crash left behind.
      await removeWhere((name) => /^vault\.lock(?:\.|$)/u.test(name)).catch(() => undefined);
      const count = await removeTemps(at(MAIN), disk);
      if (count > 0) log({ event: 'vault-temps-removed', count });
      return { main: await readOne(MAIN, 'main'), backup: await readOne(BACKUP, 'backup') };
    },
    header: () => header,
    use: (next) => {
      header = next;
    },
    save: () => queue.save(),
    setAside: (which) =>
      queue.run(async () => {
        const names = which === 'both' ? [BACKUP, MAIN] : [MAIN];
        const moved = await setAside(names.map(at), UNREADABLE, deps.clock.now().wall, disk);
        mainIsBad = moved === null;
        log({ event: 'vault-set-aside', moved: moved !== null });
        return moved;
      }),
    dropOld: () => {
      oldMustGo = true;
    },
    hasOldLeft: () => oldMustGo,
    wipe: () => {
      header = null;
      return queue.run(async () => {
        try {
          // The main file last: without it, its backup would come back.
          await removeWhere((name) => name.startsWith('vault.') && name !== MAIN);
          await removeFile(disk, at(MAIN));
        } catch {
          return false;
        }
        mainIsBad = false;
        oldMustGo = false;
        return true;
      });
    },
    close: async () => {
      await new Promise<void>((resolve) => {
        const cancel = deps.clock.after(FLUSH_MS, resolve);
        queue.idle().then(() => {
          cancel();
          resolve();
        }, resolve);
      });
      header = null;
    },
  };
}
