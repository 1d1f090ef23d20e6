/** Something that needs the user: what a notification and the tray tell of. No secret, no name. */
export interface Incident {
  readonly kind: 'expired' | 'war' | 'rejected' | 'atRisk' | 'maxAge' | 'verify';
  /** The same incident has the same key: it is told once. */
  readonly key: string;
  /** The primary verb; the same in window, tray and notification. */
  readonly action: 'resume' | 'signIn' | 'extend' | 'verify';
}

/** A notification's words. No secret and no name of an organization: they stay in the system's history. */
export function incidentWords({ kind, action }: Incident): IncidentWords {
  return { ...incidents[kind], verb: verbs[action] };
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
  atRisk: { title: 'The session is at risk', body: 'At most 10 minutes are certain.' },
  maxAge: {
    title: 'Keep-alive has stopped',
    body: 'The session reached the age that you set. It is left to lapse.',
  },
  verify: {
    title: 'Verification needed',
    body: 'The operation that you sent needs a session that was verified by phone.',
  },
};

const verbs: Readonly<Record<Incident['action'], string>> = {
  resume: 'Resume',
  signIn: 'Sign in',
  extend: 'Extend now',
  verify: 'Verify',
};
