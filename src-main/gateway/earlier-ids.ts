/**
 * The session IDs that a profile has had, by their hashes, so that one that a tool still holds is known to
 * be the profile's own.
 */
import { createHash } from 'node:crypto';
import type { SessionKeys } from '../ports.ts';
import { MOST_EARLIER } from './gateway-file.ts';

export interface EarlierIds {
  /** Hashes, the newest last. */
  of(profile: string): readonly string[];
  /** What the file says. */
  take(profile: string, hashes: readonly string[]): void;
  /** Adds the ID of a session that is open; `number`: of that session. False where it was seen before. */
  see(profile: string, number: number, keys: SessionKeys): boolean;
  /** Whether `sessionId` is, or was, one of the profile's in the organization of `keys`. */
  isOwn(profile: string, keys: SessionKeys, sessionId: string): boolean;
  forget(profile: string): void;
  clear(): void;
}

export function createEarlierIds(): EarlierIds {
  const seen = new Map<string, readonly string[]>();
  /** The number of the session that was seen last. */
  const newest = new Map<string, number>();
  const of = (profile: string) => seen.get(profile) ?? [];

  return {
    of,
    take: (profile, hashes) => void seen.set(profile, hashes),
    see: (profile, number, keys) => {
      if (newest.get(profile) === number) return false;
      newest.set(profile, number);
      const hash = idHash(keys, keys.sessionId);
      const others = of(profile).filter((one) => one !== hash);
      seen.set(profile, [...others, hash].slice(-MOST_EARLIER));
      return true;
    },
    isOwn: (profile, keys, sessionId) =>
      sessionId === keys.sessionId || of(profile).includes(idHash(keys, sessionId)),
    forget: (profile) => {
      seen.delete(profile);
      newest.delete(profile);
    },
    clear: () => {
      seen.clear();
      newest.clear();
    },
  };
}

/**
 * What an ended session ID is known again by. With the organization in it, an ID of another one is never
 * taken for this one's.
 */
const idHash = ({ orgId }: SessionKeys, sessionId: string): string =>
  createHash('sha256')
    .update(JSON.stringify([orgId, sessionId]))
    .digest('hex');
