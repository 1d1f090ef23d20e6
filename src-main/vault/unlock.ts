/**
 * From what lies on the disk to what it says: asks the keyring for the data key, once if all is well,
 * and decides which of the two files is to be believed. Changes nothing on the disk.
 */
import { type VaultFile, isGenuine } from './envelope.ts';
import { isRealTag, probe } from './protection.ts';
import { keyFromText } from './sealed-records.ts';
import type { SecretBox } from './secret-box.ts';
import type { LockedWhy } from '../../src-shared/snapshot.ts';
import type { Found } from './vault-files.ts';

export type Unlocked =
  | { readonly is: 'noFile' }
  /** Nothing here will ever be readable, whatever a keyring says later. */
  | { readonly is: 'unreadable' }
  | { readonly is: 'newer' }
  | { readonly is: 'locked'; readonly why: LockedWhy }
  | {
      readonly is: 'opened';
      readonly file: VaultFile;
      /** The caller's, to be zeroed. */
      readonly key: Buffer;
      /** The main file is missing or bad: its backup answered. */
      readonly fromBackup: boolean;
      /** The data key should be sealed again and stored. */
      readonly shouldReseal: boolean;
    };

type KeyAnswer =
  | { readonly is: 'key'; readonly key: Buffer; readonly shouldReseal: boolean }
  | { readonly is: 'temporary' }
  | { readonly is: 'refused' };

/** Decides over both files. Never rejects; waits as long as the keyring does. */
export async function unlock(main: Found, backup: Found, box: SecretBox): Promise<Unlocked> {
  const found = [ours(main, box), ours(backup, box)];
  const first = found.find((one) => one.is !== 'missing' && one.is !== 'bad');
  const stop = first === undefined ? null : mustNotTouch(first);
  if (stop !== null) return stop;
  const files = found.flatMap((one) => (one.is === 'file' ? [one.file] : []));
  if (files.length === 0) {
    return { is: found.every((one) => one.is === 'missing') ? 'noFile' : 'unreadable' };
  }

  let refused = false;
  for (const wrapped of new Set(files.map((file) => file.key))) {
    const asked = files.find((file) => file.key === wrapped && file.platform === box.platform);
    // Another system's file must not be tried: Linux would open a v10 of anybody with its fixed key.
    const answer: KeyAnswer = asked === undefined ? { is: 'refused' } : await ask(box, wrapped);
    if (answer.is === 'temporary') return { is: 'locked', why: 'temporarily' };
    if (answer.is === 'refused') {
      refused = true;
      continue;
    }
    const { key } = answer;
    const file = files.find((candidate) => isGenuine(key, candidate));
    if (file !== undefined) {
      const fromBackup = found[0]?.is !== 'file' || file !== found[0].file;
      // Opened by the other file's key: the one that is kept has to get a key that can be opened.
      const shouldReseal = answer.shouldReseal || file.key !== wrapped;
      return { is: 'opened', file, key, fromBackup, shouldReseal };
    }
    key.fill(0);
  }
  if (refused) return { is: 'locked', why: await whyRefused(files, box) };
  return found.map(mustNotTouch).find((one) => one !== null) ?? { is: 'unreadable' };
}

/** What is newer, or cannot be read at the moment, must stay as it is. */
function mustNotTouch(found: Found): Unlocked | null {
  if (found.is === 'newer') return { is: 'newer' };
  return found.is === 'unavailable' ? { is: 'locked', why: 'disk' } : null;
}

/** A Linux file under the fixed key is not ours: we never write one, and anybody could. */
function ours(found: Found, box: SecretBox): Found {
  if (found.is !== 'file' || found.file.platform !== 'linux' || box.platform !== 'linux') {
    return found;
  }
  return isRealTag('linux', found.file.tag) ? found : { is: 'bad', why: 'fixedKey' };
}

async function ask(box: SecretBox, wrapped: string): Promise<KeyAnswer> {
  try {
    const { text, shouldReseal } = await box.open(Buffer.from(wrapped, 'base64'));
    const key = keyFromText(text);
    // The file is as it was written, so a text that is no key comes from a keyring that changed.
    return key === null ? { is: 'refused' } : { is: 'key', key, shouldReseal };
  } catch (error) {
    return { is: isTemporary(error) ? 'temporary' : 'refused' };
  }
}

/**
 * Electron's word for a key ring without the key, told apart by its message alone. It says "temporarily",
 * but the key ring stays as it is until the process ends.
 */
function isTemporary(error: unknown): boolean {
  return error instanceof Error && error.message.includes('temporarily unavailable');
}

/** The desktop portal keeps a key for each program, known by the name of its menu entry. */
const PORTAL = 'v12';

async function whyRefused(files: readonly VaultFile[], box: SecretBox): Promise<LockedWhy> {
  const now = await probe(box);
  if (now.level === 'protected') {
    return files.some(({ tag }) => tag === PORTAL) ? 'otherApp' : 'otherKey';
  }
  return now.why === 'failed' ? 'failed' : 'unavailable';
}
