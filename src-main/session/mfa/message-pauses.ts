/**
 * How long no text message may be asked for, and by whom. It outlives the session: otherwise signing
 * out and in again would be a way around BILL's wait.
 */
import type { Instant } from '../../ports.ts';
import { isSameOwner, type Owner } from '../owner.ts';
import type { Pauses, Wait } from '../state.ts';
import { instantOf, remaining } from '../time.ts';

/**
 * Whose pause it is: the user's in the organization, without the developer key, which nobody holds when
 * the session has ended.
 */
const parts = ['userName', 'orgId'] as const;

/** Milliseconds until `owner` may ask for another message; 0 when it may. */
export function pauseLeft(pauses: Pauses, owner: Owner, now: Instant): number {
  const pause = pauses.find(({ whose }) => isSameOwner(whose, owner, parts));
  return pause === undefined ? 0 : remaining(pause, now);
}

/** The pauses with a new one for the owner; `ms` 0 removes it. Those that are over are dropped. */
export function withPause(pauses: Pauses, owner: Owner, { from, ms }: Wait): Pauses {
  const others = pauses.filter(
    (pause) => !isSameOwner(pause.whose, owner, parts) && remaining(pause, from) > 0,
  );
  if (ms <= 0) return others;
  const { userName, orgId } = owner;
  return [...others, { whose: { userName, orgId }, from: instantOf(from), ms }];
}
