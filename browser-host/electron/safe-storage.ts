/**
 * `safeStorage`: without a driver there is no protection, so the app keeps secrets in memory. A test
 * driver can turn on a fake keyring, or Linux's fixed key that protects from nobody.
 */
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { strict, type Part } from '../strict.ts';

export type Keyring = 'none' | 'fixed-key' | 'protected';

let keyring: Keyring = 'none';

/** For the driver alone. */
export function setKeyring(kind: Keyring): void {
  keyring = kind;
}

/** Chromium's tags on Linux: v10 is the fixed key, v11 a key out of the keyring. */
const TAGS = { 'fixed-key': 'v10', protected: 'v11' };
const IV = Buffer.alloc(16, ' ');
const keyOf = (tag: string) => createHash('sha256').update(`fake ${tag}`).digest().subarray(0, 16);

function encrypt(text: string): Buffer {
  if (keyring === 'none') throw new Error('safeStorage is not available');
  const tag = TAGS[keyring];
  const cipher = createCipheriv('aes-128-cbc', keyOf(tag), IV);
  return Buffer.concat([Buffer.from(tag), cipher.update(text, 'utf8'), cipher.final()]);
}

function decrypt(sealed: Buffer): string {
  if (keyring === 'none')
    throw new Error('safeStorage is temporarily unavailable. Please try again.');
  const tag = sealed.subarray(0, 3).toString();
  if (tag !== 'v10' && tag !== TAGS[keyring])
    throw new Error('Error while decrypting the ciphertext');
  const decipher = createDecipheriv('aes-128-cbc', keyOf(tag), IV);
  return Buffer.concat([decipher.update(sealed.subarray(3)), decipher.final()]).toString();
}

export const safeStorage = strict('safeStorage', {
  isAsyncEncryptionAvailable: () => Promise.resolve(keyring !== 'none'),
  encryptStringAsync: (text) => Promise.resolve(text).then(encrypt),
  decryptStringAsync: (sealed) =>
    Promise.resolve(sealed).then((bytes) => ({
      result: decrypt(bytes),
      shouldReEncrypt: false,
    })),
  getSelectedStorageBackend: () => (keyring === 'protected' ? 'gnome_libsecret' : 'basic_text'),
} satisfies Part<
  Electron.SafeStorage,
  | ('isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync')
  | 'getSelectedStorageBackend'
>);
