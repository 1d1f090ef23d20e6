/** The rules of a session, made from the settings and from what is kept of its profile. */
import type { Settings } from '../../src-shared/settings.ts';
import type { Policy } from '../session/state.ts';
import { HOUR, MINUTE } from '../session/time.ts';

/** `canSignIn`: everything that a sign-in takes is kept, and the profile is to stay signed in. */
export function policyOf(
  { touchMinutes, maxHours, onlyWhileActive, tokenIdleHours }: Settings,
  { reportsIdle, canSignIn }: { readonly reportsIdle: boolean; readonly canSignIn: boolean },
): Policy {
  return {
    touchAfterMs: touchMinutes * MINUTE,
    maxAgeMs: maxHours * HOUR,
    onlyWhileActive: onlyWhileActive && reportsIdle,
    tokenIdleMs: tokenIdleHours === 0 ? null : tokenIdleHours * HOUR,
    signInAgain: canSignIn,
  };
}
