/**
 * A system keyring that a test drives: taken away, given back, locked, slow, with another key. It
 * copies what Electron does on Linux: without a keyring it seals with a key that everybody knows.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Opened, SecretBox } from '../../src-main/vault/secret-box.ts';

export const NOT_NOW =
  'safeStorage.decryptStringAsync is temporarily unavailable. Please try again.';
export const REFUSED =
  'Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.';

/** The fallback's key: the same on every machine, so it protects nothing. */
const KNOWN_TO_ALL = Buffer.alloc(32, 'peanuts');

export class MemorySecretBox implements SecretBox {
  readonly platform: NodeJS.Platform;
  /** What it seals with; see protection.ts. */
  tag: string;
  selected: string | null = 'gnome_libsecret';
  isAvailable = true;
  /** The collection is locked, as the session bus says; whoever asks all the same is not answered. Null: it
   * says nothing. */
  locked: boolean | null = false;
  looks = 0;
  shouldReseal = false;
  readonly calls = { available: 0, seal: 0, open: 0 };
  #key: Buffer;
  #rejections: { readonly message: string; left: number } = { message: '', left: 0 };
  #gate: Promise<void> | null = null;

  constructor(platform: NodeJS.Platform = 'linux', key: Buffer = randomBytes(32)) {
    this.platform = platform;
    this.tag = platform === 'linux' ? 'v11' : 'v10';
    this.#key = key;
  }

  /** The keyring is gone: the fixed key answers in its place, and opens nothing of the keyring's. */
  takeAway(): void {
    this.tag = 'v10';
  }

  giveBack(tag: 'v11' | 'v12' = 'v11'): void {
    this.tag = tag;
  }

  /** Somebody put another keyring in its place. */
  changeKey(): void {
    this.#key = randomBytes(32);
  }

  /** The next `times` calls of seal and open reject. */
  reject(message: string, times = Infinity): void {
    this.#rejections = { message, left: times };
  }

  /** From now on nobody answers, as with an open dialog. Returns the way to answer all calls. */
  hold(): () => void {
    let answer: () => void = () => undefined;
    this.#gate = new Promise((resolve) => {
      answer = resolve;
    });
    return () => {
      this.#gate = null;
      answer();
    };
  }

  isLocked(): Promise<boolean | null> {
    this.looks += 1;
    return Promise.resolve(this.locked);
  }

  async available(): Promise<boolean> {
    this.calls.available += 1;
    await this.#gate;
    return this.isAvailable;
  }

  backend(): string | null {
    return this.selected;
  }

  async seal(text: string): Promise<Uint8Array> {
    this.calls.seal += 1;
    await this.#answer();
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#keyOf(this.tag), nonce);
    const data = [cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
    return Buffer.concat([Buffer.from(this.tag, 'latin1'), nonce, ...data]);
  }

  async open(sealed: Uint8Array): Promise<Opened> {
    this.calls.open += 1;
    await this.#answer();
    // Electron does this too: nothing opens to nothing, without an error.
    if (sealed.length === 0) return { text: '', shouldReseal: false };
    const bytes = Buffer.from(sealed);
    const tag = bytes.subarray(0, 3).toString('latin1');
    const isGone = this.platform === 'linux' && this.tag === 'v10' && tag !== 'v10';
    if (isGone || bytes.length < 31) throw new Error(REFUSED);
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#keyOf(tag), bytes.subarray(3, 15));
      decipher.setAuthTag(bytes.subarray(-16));
      const text = Buffer.concat([decipher.update(bytes.subarray(15, -16)), decipher.final()]);
      return { text: text.toString('utf8'), shouldReseal: this.shouldReseal };
    } catch {
      throw new Error(REFUSED);
    }
  }

  #keyOf(tag: string): Buffer {
    return this.platform === 'linux' && tag === 'v10' ? KNOWN_TO_ALL : this.#key;
  }

  async #answer(): Promise<void> {
    await this.#gate;
    if (!this.isAvailable) throw new Error(REFUSED);
    if (this.#rejections.left === 0) return;
    this.#rejections.left -= 1;
    throw new Error(this.#rejections.message);
  }
}
