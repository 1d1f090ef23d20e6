/** What is worth hearing of a session: a change of state, and the marks at 10, 5 and 1 minute. */
import { isOpen, type SessionView } from '../src-shared/snapshot.ts';
import { MINUTE } from '../src-shared/text/times.ts';
import { byItselfWords, newIdWords, openStateWords } from '../src-shared/words.ts';

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

interface Heard {
  readonly profile: string;
  readonly text: string;
  /** With what was said beside the state. */
  readonly said: string;
  readonly isNewId: boolean;
}

interface Voice {
  say(text: string): void;
  cry(text: string): void;
  unsay(text: string): void;
}

/** Says each piece of news of the profile in sight once. */
export class Speaker {
  readonly #voice: Voice;
  #before: Heard | null = null;

  constructor(voice: Voice) {
    this.#voice = voice;
  }

  hear(profile: string, session: SessionView, now: number): void {
    const { text, urgent } = spokenState(session, now);
    const replaces = isOpen(session) ? session.replaces : null;
    const before = this.#before;
    const isNewId = before?.profile === profile && replaces !== null && !before.isNewId;
    const said = isNewId ? `${text} ${newIdWords.spoken}` : text;
    this.#before = { profile, text, said, isNewId: replaces !== null };
    // The first state is read from the panel itself; only changes are news.
    if (before === null || (before.profile === profile && before.text === text && !isNewId)) return;
    this.#voice.unsay(before.said);
    if (before.profile !== profile || said === '') return;
    if (urgent) this.#voice.cry(said);
    else this.#voice.say(said);
  }
}
