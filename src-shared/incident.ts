/** What a notification tells of. */
import { verbWords, type Verb } from './words/session/verb.ts';

/** Something that needs the user: what a notification and the tray tell of. No secret, no name. */
export interface Incident {
  readonly kind: 'expired' | 'war' | 'rejected' | 'atRisk' | 'maxAge' | 'verify' | 'newId';
  /** The same incident has the same key: it is told once. */
  readonly key: string;
  /** The primary verb; the same in window, tray and notification. */
  readonly action: Verb | 'verify' | 'show';
  /** For `atRisk`: at most so many minutes are certain. */
  readonly minutes?: number;
}

/** A notification's words. No secret and no name of an organization: they stay in the system's history. */
export function incidentWords({ kind, action, minutes }: Incident): IncidentWords {
  const { title, body } = incidents[kind];
  // A click that opens the form is not one that signs in.
  const byForm =
    kind === 'expired' && action === 'signIn' ? 'BILL ended it. Sign in to go on.' : body;
  return { title, body: byForm.replace('%n', String(minutes)), verb: verbWords[action] };
}

export interface IncidentWords {
  readonly title: string;
  readonly body: string;
  readonly verb: string;
}

const incidents: Readonly<Record<Incident['kind'], { title: string; body: string }>> = {
  expired: { title: 'The session expired', body: 'BILL ended it. One click signs in again.' },
  war: {
    title: 'Another tool keeps ending the session',
    body: 'BILL ended two sessions in a row right after the sign-in. Nothing signs in by itself now.',
  },
  rejected: {
    title: 'BILL refused the saved credentials',
    body: 'Nothing signs in by itself until you have signed in once.',
  },
  atRisk: { title: 'The session is at risk', body: 'At most %n minutes are certain.' },
  maxAge: {
    title: 'Keep-alive has stopped',
    body: 'The session reached the age that you set. It is left to lapse.',
  },
  newId: {
    title: 'The session ID changed',
    body: 'Tools that hold the old one need the new one.',
  },
  verify: {
    title: 'Verification needed',
    body: 'The operation that you sent needs a session that was verified by phone.',
  },
};
