/**
 * A code whose session ended before it was entered. BILL does not bind a challenge to its session
 * (bill-api 2): in the next session of the same user the code can be entered all the same. Pure.
 */
import type { Who } from '../session-events.ts';
import { CODE_LIFE_MS } from './mfa.ts';
import { isSameOwner } from '../owner.ts';
import type { Instant } from '../../ports.ts';
import type { Memory, Open, SignedOut, SigningIn } from '../state.ts';
import { elapsed } from '../time.ts';

/** What stays of the code of a session that ends under it. */
export function leftOpen(open: Open): Pick<Memory, 'codeLost' | 'openChallenge'> {
  const { mfa, owner, codeLost } = open;
  switch (mfa.step) {
    case 'start':
      return { codeLost, openChallenge: null };
    case 'sending':
      // Without the answer nobody knows the challenge of the message that may be on its way.
      return { codeLost: true, openChallenge: null };
    case 'codeWanted':
    case 'checking': {
      const { challengeId, sentAt, wrongCodes } = mfa;
      return { codeLost, openChallenge: { challengeId, sentAt, wrongCodes, owner } };
    }
  }
}

/** The code in the session that opens now: still wanted, or of no use any more. */
export function carriedOver(
  { codeLost, openChallenge }: SigningIn,
  { owner, kind }: Who,
  now: Instant,
): Pick<Open, 'mfa' | 'codeLost' | 'openChallenge'> {
  const none = { mfa: { step: 'start', error: null }, openChallenge: null } as const;
  if (openChallenge === null) return { ...none, codeLost };
  const { owner: whose, ...challenge } = openChallenge;
  if (!isSameOwner(whose, owner) || kind === 'token' || worksUntil(challenge, now) === null) {
    return { ...none, codeLost: true };
  }
  return { ...none, codeLost, mfa: { ...challenge, step: 'codeWanted', error: null } };
}

/** What can be said of the code while nobody is signed in. `codeWorksUntil`: epoch ms. */
export function codeBetween(
  { codeLost, openChallenge }: SignedOut | SigningIn,
  now: Instant,
): { readonly codeLost: boolean; readonly codeWorksUntil: number | null } {
  const until = openChallenge === null ? null : worksUntil(openChallenge, now);
  return {
    codeLost: codeLost || (openChallenge !== null && until === null),
    codeWorksUntil: until,
  };
}

function worksUntil({ sentAt }: { readonly sentAt: Instant }, now: Instant): number | null {
  return elapsed(sentAt, now) < CODE_LIFE_MS ? sentAt.wall + CODE_LIFE_MS : null;
}
