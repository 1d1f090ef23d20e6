/**
 * Values that look like BILL's: object ids, developer keys, opaque ids, codes (bill-api 1.6).
 * Knows shapes and where randomness comes from; knows nothing of what the values stand for.
 */
import { createHash, randomBytes } from 'node:crypto';

export interface RandomSource {
  bytes(count: number): Buffer;
}

/** Unguessable; what sessions and codes use unless a seed was asked for. */
export function secureRandom(): RandomSource {
  return { bytes: (count) => randomBytes(count) };
}

/**
 * The same seed and stream give the same bytes on every machine. Streams are independent, so the
 * accounts do not change when one more session is opened.
 */
export function seededRandom(seed: string, stream: string): RandomSource {
  let block = 0;
  let pool = Buffer.alloc(0);
  return {
    bytes(count) {
      while (pool.length < count) {
        const hash = createHash('sha256').update(JSON.stringify([seed, stream, block]));
        pool = Buffer.concat([pool, hash.digest()]);
        block += 1;
      }
      const taken = Buffer.from(pool.subarray(0, count));
      pool = pool.subarray(count);
      return taken;
    },
  };
}

const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export function alphanumerics(random: RandomSource, length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of random.bytes(length - text.length)) {
      // 248 = 4 x 62: bytes above it would make the first characters likelier.
      if (byte < 248) text += ALPHANUMERIC.charAt(byte % 62);
    }
  }
  return text;
}

/** 20 alphanumerics with a type prefix: org 008, user 006, developer key 01 (bill-api 1.6, D/C). */
export function objectId(random: RandomSource, prefix: string): string {
  return prefix + alphanumerics(random, 20 - prefix.length);
}

/** sessionId and challengeId: 45 characters, URL-safe base64 after the prefix (bill-api 1.6). */
export function sessionLikeId(random: RandomSource): string {
  return `!a${random.bytes(32).toString('base64url')}`;
}

/** mfaId: 66 characters (bill-api 1.6, newer documents). */
export function mfaLikeId(random: RandomSource): string {
  return `!b${random.bytes(48).toString('base64url')}`;
}

/** The code of a text message: six digits (bill-api 1.6, D S-V3CHAL). */
export function sixDigits(random: RandomSource): string {
  return String(random.bytes(6).readUIntBE(0, 6) % 1_000_000).padStart(6, '0');
}

/**
 * An id as events and records may show it. A client can put anything into a sessionId field, its
 * password included, so only what has the shape of an id shows its last four characters.
 */
export function mask(id: string): string {
  return /^![ab][\w-]{20,}$/.test(id) ? `…${id.slice(-4)}` : '(not an id)';
}
