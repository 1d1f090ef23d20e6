/** What is worth hearing of a session: a change of state, and the marks at 10, 5 and 1 minute. */
import { isOpen, type SessionView } from '../src-shared/snapshot.ts';
import { MINUTE } from '../src-shared/text/times.ts';
import { byItselfWords, openStateWords } from '../src-shared/words.ts';

const marks = [1, 5, 10] as const;

interface Spoken {
  readonly text: string;
  /** Needs the person: it goes to the urgent region. */
  readonly urgent: boolean;
}

function spokenState(session: SessionView, now: number): Spoken {
  if (!isOpen(session)) {
    switch (session.state) {
      case 'signedOut':
        return { text: session.error === null ? 'Signed out.' : '', urgent: false };
      case 'signingIn':
        return {
          text: byItselfWords[session.by],
          urgent: false,
        };
      case 'expired':
        return { text: 'The session has expired.', urgent: true };
    }
  }
  const word = `${openStateWords[session.state]}.`;
  const minutes = session.endsAtLeast === null ? Infinity : (session.endsAtLeast - now) / MINUTE;
  const mark = session.doubtful ? undefined : marks.find((it) => minutes <= it);
  const text =
    mark === undefined
      ? word
      : `${word} ${mark} ${mark === 1 ? 'minute' : 'minutes'} or less left.`;
  return { text, urgent: false };
}

interface Voice {
  say(text: string): void;
  cry(text: string): void;
  unsay(text: string): void;
}

/** Says each piece of news of the profile in sight once. */
export class Speaker {
  readonly #voice: Voice;
  #before: { readonly profile: string; readonly text: string } | null = null;

  constructor(voice: Voice) {
    this.#voice = voice;
  }

  hear(profile: string, session: SessionView, now: number): void {
    const { text, urgent } = spokenState(session, now);
    const before = this.#before;
    this.#before = { profile, text };
    // The first state is read from the panel itself; only changes are news.
    if (before === null || (before.profile === profile && before.text === text)) return;
    this.#voice.unsay(before.text);
    if (before.profile !== profile || text === '') return;
    if (urgent) this.#voice.cry(text);
    else this.#voice.say(text);
  }
}
