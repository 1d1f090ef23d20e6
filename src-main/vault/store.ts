/**
 * The vault's files while somebody works with them: holds the lock, saves in one line, and knows what
 * the next file begins with. Without a header nothing is ever written.
 */
import type { Clock } from '../ports.ts';
import type { Contents } from './contents.ts';
import { type Disk, codeOf } from './disk.ts';
import { type Header, MAX_FILE_BYTES } from './envelope.ts';
import { WriteFailure, type WriterDeps, writeVaultFile } from './file-writer.ts';
import type { Folder } from './folder.ts';
import { createLock } from './lock-file.ts';
import type { Processes } from './processes.ts';
import { createSaveQueue } from './save-queue.ts';
import type { Saved, Wiped } from './types.ts';

/** How long closing waits for what is being written. */
const FLUSH_MS = 2_000;

interface StoreDeps {
  readonly dir: string;
  readonly disk: Disk;
  readonly clock: Clock;
  readonly folder: Folder;
  readonly contents: Contents;
  readonly processes: Processes;
  readonly writer: WriterDeps;
  readonly onSaved: () => void;
  /** `code` says why the disk refused. */
  readonly onNotSaved: (code: string) => void;
  /** The lock was lost, so nothing is known about the file any more. */
  readonly onLockLost: () => void;
}

interface Store {
  /**
   * `held`: and what a crash left of a save is gone. `none`: the disk refuses a lock file. Then
   * reading is all right, and a save tries again.
   */
  takeLock(): Promise<'held' | 'other' | 'none'>;
  releaseLock(): Promise<void>;
  header(): Header | null;
  /** From now on saves are written (or, with null, are not). */
  use(header: Header | null): void;
  /** `reload`: the lock was lost and is held again, so the file has to be read first. */
  save(): Promise<Saved | 'reload'>;
  /** Moves bad files out of the way; gives the name of what was moved. */
  setAside(which: 'main' | 'both'): Promise<string | null>;
  /** The same for good ones. False when the disk refused: then the main file is where it was. */
  putAway(): Promise<boolean>;
  /** Whether a file lies in the way that is not known to be bad. */
  hasUnknownVault(): Promise<boolean>;
  /** With the next save, everything that can hold an older ciphertext goes. */
  dropOld(): void;
  /** Whether that is still to be done. */
  hasOldLeft(): boolean;
  /** Removes every file. */
  wipe(): Promise<Wiped>;
  close(): Promise<void>;
}

export function createStore(deps: StoreDeps): Store {
  const { dir, folder, contents } = deps;
  const lock = createLock(dir, deps.disk, deps.processes);
  const queue = createSaveQueue(saveNow);
  let header: Header | null = null;
  /** Known to be bad and impossible to move: then it must not become the backup. */
  let mainIsBad = false;
  let oldMustGo = false;
  let closed = false;

  async function takeLock(): Promise<'held' | 'other' | 'none'> {
    try {
      await folder.ensure();
      const held = await lock.hold();
      if (closed) await lock.release();
      else if (held === 'taken') await folder.removeTemps();
      return held === 'other' ? 'other' : 'held';
    } catch {
      return 'none';
    }
  }

  async function saveNow(): Promise<Saved | 'reload'> {
    if (header === null) return 'memoryOnly';
    try {
      await folder.ensure();
      const held = await lock.hold();
      if (held !== 'ours') {
        header = null;
        deps.onLockLost();
        return held === 'taken' ? 'reload' : 'memoryOnly';
      }
      await write(header);
    } catch (error) {
      deps.onNotSaved(error instanceof WriteFailure ? error.code : codeOf(error));
      return 'notSaved';
    }
    deps.onSaved();
    return 'sealed';
  }

  async function write(first: Header): Promise<void> {
    const { bytes, saved } = contents.encode(first);
    if (bytes.length > MAX_FILE_BYTES) throw new WriteFailure('TOO_LARGE');
    const options = { backUp: !mainIsBad, mayReplace: () => lock.isOurs() };
    const dropsOld = oldMustGo;
    await writeVaultFile(dir, bytes, options, deps.writer);
    saved();
    mainIsBad = false;
    if (!dropsOld) return;
    await folder.removeOld();
    oldMustGo = false;
  }

  return {
    takeLock,
    releaseLock: () => lock.release(),
    header: () => header,
    use: (next) => {
      header = next;
    },
    save: () => queue.save(),
    setAside: async (which) => {
      const moved = await queue.run(() => folder.setAside(which));
      mainIsBad = moved === null;
      return moved;
    },
    putAway: () => queue.run(async () => (await folder.setAside('both')) !== null),
    hasUnknownVault: async () => !mainIsBad && (await folder.hasVault()),
    dropOld: () => {
      oldMustGo = true;
    },
    hasOldLeft: () => oldMustGo,
    wipe: () => {
      header = null;
      return queue.run(async () => {
        try {
          if ((await takeLock()) === 'other') return 'inUse';
          await folder.removeAll();
        } catch {
          return 'refused';
        }
        mainIsBad = false;
        oldMustGo = false;
        return 'wiped';
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
      closed = true;
      header = null;
      await lock.release();
    },
  };
}
