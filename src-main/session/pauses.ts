/**
 * How long no text message may be asked for, and by whom. It outlives the session: otherwise signing
 * out and in again would be a way around BILL's wait.
 */
import type { Instant } from '../ports.ts';
import type { Pauses, Wait } from './state.ts';
import { remaining } from './time.ts';

/**
 * Whose pause it is: the user in the organization, without the developer key, which nobody holds when
 * the session has ended. `owner`: as from `ownerOf`.
 */
function keyOf(owner: string): string {
  const [userName, orgId] = JSON.parse(owner) as readonly string[];
  return JSON.stringify([userName, orgId]);
}

/** Milliseconds until `owner` may ask for another message; 0 when it may. */
export function pauseLeft(pauses: Pauses, owner: string, now: Instant): number {
  const pause = pauses[keyOf(owner)];
  return pause === undefined ? 0 : remaining(pause, now);
}

/** The pauses with this one in the place of the owner's; those that are over are let go. */
export function withPause(pauses: Pauses, owner: string, { from, ms }: Wait): Pauses {
  const key = keyOf(owner);
  const others: Pauses = Object.fromEntries(
    Object.entries(pauses).filter(([whose, wait]) => whose !== key && remaining(wait, from) > 0),
  );
  if (ms <= 0) return others;
  const { wall, mono } = from;
  return { ...others, [key]: { from: { wall, mono }, ms } };
}
