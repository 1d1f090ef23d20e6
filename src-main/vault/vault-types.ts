/** The vault as others see it: its verbs, states, answers, notices and log events. Types, and one question. */
import type { LockedWhy, NoProtection } from '../../src-shared/snapshot.ts';
import type { Disk } from '../files/disk.ts';
import type { Clock } from '../ports.ts';
import type { Fields } from './sealed-records.ts';
import type { SecretBox } from './secret-box.ts';

/** Another keyring, or another name, will never open the file by itself. */
export function isForOthers(status: VaultStatus): boolean {
  return status.is === 'locked' && (status.why === 'otherKey' || status.why === 'otherApp');
}

/** `backend` is a name for people; null when nobody is known by name. */
export type VaultStatus =
  | { readonly is: 'opening' }
  /** `isLocked`: nobody was asked yet, since the keyring is locked. Else somebody was, and is silent. */
  | { readonly is: 'waiting'; readonly isLocked: boolean; readonly backend: string | null }
  | { readonly is: 'ready'; readonly backend: string | null }
  | { readonly is: 'memoryOnly'; readonly why: NoProtection; readonly backend: string | null }
  | {
      readonly is: 'locked';
      readonly why: LockedWhy;
      readonly backend: string | null;
      readonly hasFile: true;
    }
  | { readonly is: 'newerFormat' };

/** Where a change is now. `notSaved`: it should be on disk, but the disk refused; it is in memory. */
export type Saved = 'sealed' | 'memoryOnly' | 'notSaved';

/** What the user should be told, once each. `file` is a name in the vault's folder. */
export type Notice =
  | { readonly kind: 'unreadableSetAside'; readonly file: string | null }
  | { readonly kind: 'restoredFromBackup' }
  /** `code` is an errno name or one of our own, such as TOO_LARGE. Goes away with the next save. */
  | { readonly kind: 'notSaved'; readonly code: string };

/** Fixed words and errno names only, so no event can carry a secret or an identifier. */
export type VaultEvent =
  | { readonly event: 'vault-status'; readonly status: VaultStatus['is']; readonly why: string }
  /** Others could read it: closed to them, or not, since the disk keeps it so. */
  | {
      readonly event: 'vault-mode-tightened' | 'vault-mode-kept';
      readonly what: 'file' | 'folder';
    }
  | { readonly event: 'vault-bad-file'; readonly what: 'main' | 'backup'; readonly why: string }
  | { readonly event: 'vault-set-aside'; readonly moved: boolean }
  | { readonly event: 'vault-restored' }
  | { readonly event: 'vault-temps-removed'; readonly count: number }
  | { readonly event: 'vault-key-rewrapped' }
  | { readonly event: 'vault-not-saved'; readonly code: string }
  | { readonly event: 'vault-wiped' };

export type VaultLog = (event: VaultEvent) => void;

export interface VaultDeps {
  /** The vault's folder, made when something is first stored. */
  readonly dir: string;
  readonly box: SecretBox;
  readonly clock: Clock;
  readonly log: VaultLog;
  /** Status, notices or IDs have changed. */
  readonly onChange: () => void;
  readonly disk?: Disk;
}

export interface Vault {
  /** Never rejects; resolves when the status is no longer `opening`, after 30 s at the latest. */
  open(): Promise<void>;
  /** A person does not want to wait for a keyring that is locked: it may show its dialog. */
  hurry(): void;
  /** "Try again", unlock or resume: asks the keyring again, or saves what could not be saved. */
  retry(): Promise<void>;
  status(): VaultStatus;
  notices(): readonly Notice[];
  /** Sorted. While the file could not be opened: only what was put since. */
  ids(): readonly string[];
  /** Decrypts now; null for an unknown ID. The caller lets go of the text as soon as it can. */
  get(id: string): Fields | null;
  /**
   * The record without its secrets, and without decrypting anything: every field by name, empty but
   * for what says whom the record is for. Null for an unknown ID.
   */
  peek(id: string): Fields | null;
  /**
   * Keeps `fields` as the record `id`, in memory at once. Rejects, with a TypeError, only what is no
   * ID or no text. While `opening` it answers when that is over.
   */
  put(id: string, fields: Fields): Promise<Saved>;
  /**
   * Removes a record, and every file that can hold its old ciphertext. `memoryOnly` while `locked`:
   * then the file still has it, unless the file is opened later in this run.
   */
  forget(id: string): Promise<Saved>;
  /**
   * Removes every vault file, unreadable ones too, and starts over. `alsoGone` removes what else must
   * be gone before the vault opens anew: whatever waits for that would be written into it. It must
   * not ask the vault itself. Resolves then, without the keyring. False when the disk refused: then
   * nothing else is removed.
   */
  wipe(alsoGone?: () => Promise<void>): Promise<boolean>;
  /**
   * The way out where another keyring will never open the file (`isForOthers`): sets it aside, still
   * sealed, and starts over with what was put since. False elsewhere, or when the disk refuses: then
   * the file is where it was.
   */
  renew(): Promise<boolean>;
  /** Waits for writes (2 s at most) and zeroes the key. The vault is of no use then. */
  close(): Promise<void>;
}
