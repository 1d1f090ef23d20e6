/** A notification's words. No secret and no name of an organization: they stay in the system's history. */
import type { Incident } from '../../incident.ts';
import { fill } from '../name-words.ts';
import { idledWords } from './ended-words.ts';
import { actionWords } from './primary-action.ts';

export interface IncidentWords {
  readonly title: string;
  readonly body: string;
  readonly button: string;
}

export function incidentWords(incident: Incident): IncidentWords {
  const { kind, action, minutes, server = 'BILL' } = incident;
  const { title, body } = incidents[kind];
  const button = actionWords[action];
  if (kind === 'expired') return { title, body: expiredBody(incident), button };
  const text = fill(body.replace('%n', String(minutes)), server);
  return { title: fill(title, server), body: text, button };
}

function expiredBody({ action, cause = null, server = 'BILL' }: Incident): string {
  const how = cause === null ? fill('%s ended it.', server) : `It ended ${idledWords[cause]}.`;
  // A click that opens the form is not one that signs in.
  return `${how} ${action === 'signIn' ? 'Sign in to go on.' : 'One click signs in again.'}`;
}

const incidents: Readonly<Record<Incident['kind'], { title: string; body: string }>> = {
  expired: { title: 'The session expired', body: '' },
  war: {
    title: 'Another tool keeps ending the session',
    body: '%s ended two sessions in a row right after the sign-in. Nothing signs in by itself now.',
  },
  rejected: {
    title: '%s refused the saved credentials',
    body: 'Nothing signs in by itself until you have signed in once.',
  },
  atRisk: { title: 'The session is at risk', body: 'At most %n minutes are certain.' },
  maxAge: {
    title: 'Keep-alive has stopped',
    body: 'The session reached the age that you set. It ends within 35 minutes.',
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
