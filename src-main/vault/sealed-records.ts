/**
 * Sealing under the data key: AES-256-GCM with a random nonce each time. The additional data binds a
 * record to the schema version, its own name and the environment, so none can stand in for another.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import * as v from 'valibot';

export const SCHEMA_VERSION = 1;
export const ENVIRONMENT = 'sandbox';
const KEY_BYTES = 32;
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

/** Names the text that the keyring holds, so that an empty or a foreign answer is not taken for a key. */
const KEY_TEXT = 'tabkeeper-data-key-1:';

export interface SealedRecord {
  readonly id: string;
  readonly environment: typeof ENVIRONMENT;
  /** Both base64. `data` is the ciphertext with its tag behind it. */
  readonly nonce: string;
  readonly data: string;
}

export type Fields = Readonly<Record<string, string>>;

/**
 * Fields that are no secret though they are sealed: whom a record is for, and until when a device is
 * remembered. What is asked all the time needs no other.
 */
const SHOWN: ReadonlySet<string> = new Set(['for', 'mfaUntil']);

/** A record without its secrets: every field has its name, and only these have their text. */
export function outlineOf(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, text]) => [name, SHOWN.has(name) ? text : '']),
  );
}

/** Pairs, not an object: a field called `__proto__` is a field like any other. */
const pairsSchema = v.array(v.strictTuple([v.string(), v.string()]));

export function isRecordId(id: string): boolean {
  return /^[a-z0-9-]{1,64}$/u.test(id);
}

/** A new random data key. Whoever holds it zeroes it. */
export function newDataKey(): Buffer {
  return randomBytes(KEY_BYTES);
}

/** The text that the keyring seals. A string cannot be zeroed, so let it go at once. */
export function keyToText(key: Buffer): string {
  return KEY_TEXT + key.toString('base64');
}

/** The data key from what the keyring opened; null when that is not one of our texts. */
export function keyFromText(text: string): Buffer | null {
  if (!text.startsWith(KEY_TEXT)) return null;
  const encoded = text.slice(KEY_TEXT.length);
  const key = Buffer.from(encoded, 'base64');
  if (key.length === KEY_BYTES && key.toString('base64') === encoded) return key;
  key.fill(0);
  return null;
}

/** Encrypts `plain` and binds it to `context`. */
export function sealBytes(
  key: Buffer,
  plain: Buffer,
  context: string,
): { nonce: Buffer; data: Buffer } {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(context, 'utf8'));
  const data = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return { nonce, data };
}

/** The plain bytes (to be zeroed by the caller); null when anything at all is not as it was sealed. */
export function openBytes(
  key: Buffer,
  nonce: Buffer,
  data: Buffer,
  context: string,
): Buffer | null {
  if (nonce.length !== NONCE_BYTES || data.length < TAG_BYTES) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(context, 'utf8'));
    decipher.setAuthTag(data.subarray(-TAG_BYTES));
    const start = decipher.update(data.subarray(0, -TAG_BYTES));
    try {
      return Buffer.concat([start, decipher.final()]);
    } finally {
      start.fill(0);
    }
  } catch {
    return null;
  }
}

/** Seals the own text fields of `fields`. Throws a TypeError, without values, for anything else. */
export function sealRecord(key: Buffer, id: string, fields: Fields): SealedRecord {
  const pairs = v.safeParse(pairsSchema, Object.entries(fields));
  if (!pairs.success) throw new TypeError('Every field of a vault record must be text.');
  const plain = Buffer.from(JSON.stringify(pairs.output), 'utf8');
  const { nonce, data } = sealBytes(key, plain, contextOf(id));
  plain.fill(0);
  return {
    id,
    environment: ENVIRONMENT,
    nonce: nonce.toString('base64'),
    data: data.toString('base64'),
  };
}

/** The fields of a record; null when it was not sealed under this key as exactly this record. */
export function openRecord(key: Buffer, record: SealedRecord): Fields | null {
  const nonce = Buffer.from(record.nonce, 'base64');
  const plain = openBytes(key, nonce, Buffer.from(record.data, 'base64'), contextOf(record.id));
  if (plain === null) return null;
  try {
    const pairs = v.safeParse(pairsSchema, JSON.parse(plain.toString('utf8')));
    return pairs.success ? Object.fromEntries(pairs.output) : null;
  } catch {
    return null;
  } finally {
    plain.fill(0);
  }
}

function contextOf(id: string): string {
  return `${SCHEMA_VERSION}|${id}|${ENVIRONMENT}`;
}
