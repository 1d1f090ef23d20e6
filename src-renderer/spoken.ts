/** What is worth hearing of a session: a change of state, and the marks at 10, 5 and 1 minute. */
import type { SessionView } from '../src-shared/snapshot.ts';
import { MINUTE } from '../src-shared/times.ts';
import { openStateWords } from '../src-shared/words.ts';
import { isOpen } from './parts/state-look.ts';

const marks = [1, 5, 10] as const;

export interface Spoken {
  readonly text: string;
  /** Needs the person: it goes to the urgent region. */
  readonly urgent: boolean;
}

export function spokenState(session: SessionView, now: number): Spoken {
  if (!isOpen(session)) {
    switch (session.state) {
      case 'signedOut':
        return { text: session.error === null ? 'Signed out.' : '', urgent: false };
      case 'signingIn':
        return { text: '', urgent: false };
      case 'expired':
        return { text: 'The session has expired.', urgent: true };
    }
  }
  const word = `${openStateWords[session.state]}.`;
  const minutes = (session.endsAtLeast - now) / MINUTE;
  const mark = session.doubtful ? undefined : marks.find((it) => minutes <= it);
  const text =
    mark === undefined
      ? word
      : `${word} ${mark} ${mark === 1 ? 'minute' : 'minutes'} or less left.`;
  return { text, urgent: false };
}
