/**
 * `safeStorage`: without a driver there is no protection, so the app keeps secrets in memory. A test
 * driver can turn on a fake keyring, Linux's fixed key that protects from nobody, or a keyring that is
 * locked.
 *
 * As in Electron the key ring is built once, at the first call, and stays as it is until the process
 * ends: a keyring that is unlocked later changes nothing.
 */
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { strict, type Part } from '../strict.ts';

export type Keyring = 'none' | 'fixed-key' | 'protected' | 'locked';

let keyring: Keyring = 'none';
let built: Keyring | null = null;
let isReady = false;

/** Before that nothing is sealed, and nothing is built. */
export function openSafeStorage(): void {
  isReady = true;
}

function keyRing(): Keyring {
  if (!isReady) return 'none';
  return (built ??= keyring);
}

/** For the driver alone: the system's keyring. */
export function setKeyring(kind: Keyring): void {
  keyring = kind;
}

/** Chromium's tags on Linux: v10 is the fixed key, v11 a key out of the keyring. */
const FIXED = 'v10';
const REAL = 'v11';
const IV = Buffer.alloc(16, ' ');
const keyOf = (tag: string) => createHash('sha256').update(`fake ${tag}`).digest().subarray(0, 16);

function encrypt(text: string): Buffer {
  const ring = keyRing();
  if (ring === 'none') throw new Error('safeStorage is not available');
  const tag = ring === 'protected' ? REAL : FIXED;
  const cipher = createCipheriv('aes-128-cbc', keyOf(tag), IV);
  return Buffer.concat([Buffer.from(tag), cipher.update(text, 'utf8'), cipher.final()]);
}

const NOT_NOW = 'safeStorage.decryptStringAsync is temporarily unavailable. Please try again.';

function decrypt(sealed: Buffer): string {
  const ring = keyRing();
  const tag = sealed.subarray(0, 3).toString();
  if (ring === 'none' || (ring === 'locked' && tag === REAL)) throw new Error(NOT_NOW);
  if (tag !== FIXED && !(tag === REAL && ring === 'protected'))
    throw new Error('Error while decrypting the ciphertext');
  const decipher = createDecipheriv('aes-128-cbc', keyOf(tag), IV);
  return Buffer.concat([decipher.update(sealed.subarray(3)), decipher.final()]).toString();
}

export const safeStorage = strict('safeStorage', {
  isAsyncEncryptionAvailable: () => Promise.resolve(keyRing() !== 'none'),
  encryptStringAsync: (text) => Promise.resolve(text).then(encrypt),
  decryptStringAsync: (sealed) =>
    Promise.resolve(sealed).then((bytes) => ({
      result: decrypt(bytes),
      shouldReEncrypt: false,
    })),
  getSelectedStorageBackend: () =>
    keyring === 'protected' || keyring === 'locked' ? 'gnome_libsecret' : 'basic_text',
} satisfies Part<
  Electron.SafeStorage,
  | ('isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync')
  | 'getSelectedStorageBackend'
>);
