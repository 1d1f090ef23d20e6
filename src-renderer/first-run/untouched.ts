import type { Snapshot } from '../../src-shared/snapshot.ts';

/**
 * Nobody has signed in, tried to, or named anything: there is but the draft that the app starts with, and
 * no notice about files that may have held more.
 */
export function isUntouched({ profiles, sessions, notices }: Snapshot): boolean {
  const [first, ...others] = profiles;
  if (first === undefined || others.length > 0 || notices.length > 0) return false;
  const session = sessions[first.id];
  const isOut = session?.state === 'signedOut' && session.ended === null && session.error === null;
  return first.draft && first.userName === '' && first.server.kind === 'bill' && isOut;
}
