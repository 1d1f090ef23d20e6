/** Tokens, codes and IDs of grants: all that is random about them, and the one comparison. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 bits, with a head by which a scanner of leaked secrets can know it. */
export const newToken = (): string => `tabkeeper_${randomBytes(32).toString('base64url')}`;

/** 128 bits: whoever knows the ID of a question is given the answer. */
export const newQuestionId = (): string => randomBytes(16).toString('hex');

/** Of a grant, as the window names it: no secret. */
export const newGrantId = (): string => randomBytes(8).toString('hex');

/** Neither vowels nor what looks alike: no word comes of it, and it can be read out. */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';

/** `ABCD-1234`, to be compared by eye in the window and in the program. */
export function newCode(): string {
  const bytes = [...randomBytes(8)];
  const letters = bytes.slice(0, 4).map((byte) => LETTERS[byte % LETTERS.length] ?? 'B');
  const digits = bytes.slice(4).map((byte) => byte % 10);
  return `${letters.join('')}-${digits.join('')}`;
}

export const hashOf = (token: string): string =>
  createHash('sha256').update(token, 'utf8').digest('hex');

/** Both in hex and of one length. Takes as long whatever they have in common. */
export const isSameHash = (one: string, other: string): boolean =>
  timingSafeEqual(Buffer.from(one, 'hex'), Buffer.from(other, 'hex'));
