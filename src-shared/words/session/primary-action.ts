/** The one thing to do next: the same word in window, tray and notification. */
import type { SessionView } from '../../session-view.ts';
import type { ProfileView } from '../../snapshot.ts';
import { span } from '../../text/times.ts';
import { errorWords } from '../errors/error-words.ts';

/** `signIn` needs the form; the others are one click. */
export type PrimaryAction = 'extendNow' | 'keepOn' | 'resume' | 'signIn';

export const actionWords: Readonly<Record<PrimaryAction | 'verify' | 'show', string>> = {
  extendNow: 'Extend now',
  keepOn: 'Keep on',
  resume: 'Resume',
  signIn: 'Sign in',
  verify: 'Verify',
  show: 'Show',
};

export interface Primary {
  readonly action: PrimaryAction;
  readonly label: string;
}

type Of = Pick<ProfileView, 'kept' | 'kind'>;

/** True where a click is enough to open a session again: what is kept is whole, and not refused. */
export function isOneClick(profile: Of, session: SessionView): boolean {
  if (session.state !== 'expired' && session.state !== 'signedOut') return false;
  const { error, againStopped } = session;
  const refused = error?.kind === 'refused' && errorWords(error).field !== null;
  const usable = profile.kept === 'everything' && profile.kind !== 'session';
  return usable && !refused && againStopped !== 'rejected';
}

/** Null while a sign-in is under way: there is nothing to do but wait. */
export function primaryOf(profile: Of, session: SessionView): Primary | null {
  switch (session.state) {
    case 'signingIn':
      return null;
    case 'signedOut':
      // One click as well, but labelled "Sign in": the user had signed out.
      return {
        action: isOneClick(profile, session) ? 'resume' : 'signIn',
        label: actionWords.signIn,
      };
    case 'expired': {
      const action = isOneClick(profile, session) ? 'resume' : 'signIn';
      return { action, label: actionWords[action] };
    }
    case 'live':
    case 'lapsing':
    case 'atRisk':
    case 'busy':
    case 'checking':
    case 'offline': {
      const { halt, maxAgeMs } = session.keepAlive;
      // "Keep on for 12 h more"
      return halt === 'maxAge'
        ? { action: 'keepOn', label: `${actionWords.keepOn} for ${span(maxAgeMs)} more` }
        : { action: 'extendNow', label: actionWords.extendNow };
    }
  }
}
