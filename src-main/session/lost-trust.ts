/** Whose session was trusted last, so that a trust that is gone can be told of. */
import type { TrustView } from '../../src-shared/snapshot.ts';
import { isSameOwner } from './owner.ts';
import type { Open, State } from './state.ts';

/** Notes whose session is trusted; the same state where that is known. */
export function rememberTrust(state: State): State {
  if (state.at !== 'open') return state;
  const { trust, hadTrust, owner } = state;
  const isTrusted = trust.is === 'session' || trust.is === 'until';
  const isKnown = hadTrust !== null && isSameOwner(hadTrust, owner);
  return isTrusted && !isKnown ? { ...state, hadTrust: owner } : state;
}

/** `trust` as it is shown: a device whose 30 days are over was trusted by its promise. */
export function isTrustLost({ hadTrust, owner }: Open, trust: TrustView): boolean {
  if (hadTrust === null || !isSameOwner(hadTrust, owner)) return false;
  return trust.is === 'untrusted' || (trust.is === 'unknown' && trust.source === 'lapsed');
}
