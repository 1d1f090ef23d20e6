/** What a tool may write where the session's keys belong, and what that becomes. Pure. */
import type { SessionKeys } from '../../ports.ts';

/** Stands for both secrets: what a tool writes that holds neither, and what it gets to see of them. */
export const STAND_IN = 'tabkeeper';

/** What stood there; null where the field was missing. */
export interface GivenKeys {
  readonly sessionId: string | null;
  readonly devKey: string | null;
}
export const NOTHING_GIVEN: GivenKeys = { sessionId: null, devKey: null };

/** The field that a name stands for, in whatever case a careless server would take it. */
export function keyNamed(name: string): keyof GivenKeys | null {
  const plain = name.trim().toLowerCase();
  if (plain === 'sessionid') return 'sessionId';
  return plain === 'devkey' ? 'devKey' : null;
}

/** Adds a field; null where it was given before, since servers differ on which of two counts. */
export function withGiven(given: GivenKeys, key: keyof GivenKeys, value: string): GivenKeys | null {
  return given[key] === null ? { ...given, [key]: value } : null;
}

/** Whether the live keys may stand where these were given. `isOwn`: live, or an earlier one of the profile's. */
export function mayPass(
  { sessionId, devKey }: GivenKeys,
  keys: SessionKeys,
  isOwn: (sessionId: string) => boolean,
): boolean {
  const isFree = (value: string | null) => value === null || value === '' || value === STAND_IN;
  return (
    (isFree(sessionId) || isOwn(sessionId ?? '')) && (isFree(devKey) || devKey === keys.devKey)
  );
}
