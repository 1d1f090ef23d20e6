/** The one thing to do next: the same word in window, tray and notification. */
import type { ProfileView, SessionView } from '../../snapshot.ts';
import { errorWords } from '../errors/error-words.ts';

/** `signIn` needs the form; the other two are one click. */
export type Verb = 'extendNow' | 'resume' | 'signIn';

export const verbWords: Readonly<Record<Verb | 'verify' | 'show', string>> = {
  extendNow: 'Extend now',
  resume: 'Resume',
  signIn: 'Sign in',
  verify: 'Verify',
  show: 'Show',
};

export interface Primary {
  readonly verb: Verb;
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
      // One click as well, but nothing is resumed: the user had signed out.
      return { verb: isOneClick(profile, session) ? 'resume' : 'signIn', label: verbWords.signIn };
    case 'expired': {
      const verb = isOneClick(profile, session) ? 'resume' : 'signIn';
      return { verb, label: verbWords[verb] };
    }
    case 'live':
    case 'atRisk':
    case 'busy':
    case 'checking':
    case 'offline':
      return { verb: 'extendNow', label: verbWords.extendNow };
  }
}
