/**
 * What a screen reader announces of a session: changes of state and trust, what the person did, and
 * 10, 5 and 1 minute left.
 */
import { isOpen, type OpenView, type SessionView } from '../src-shared/session-view.ts';
import { MINUTE } from '../src-shared/text/times.ts';
import {
  byItselfWords,
  certainMs,
  newIdWords,
  openSpoken,
  spokenWords,
} from '../src-shared/words.ts';

const marks = [1, 5, 10] as const;

interface Spoken {
  readonly text: string;
  /** The person has to act: announced in the urgent region. */
  readonly urgent: boolean;
}

function spokenState(session: SessionView, now: number): Spoken {
  if (!isOpen(session)) {
    switch (session.state) {
      case 'signedOut':
        return { text: session.error === null ? spokenWords.signedOut : '', urgent: false };
      case 'signingIn':
        return { text: byItselfWords[session.by], urgent: false };
      case 'expired':
        return { text: spokenWords.expired, urgent: true };
    }
  }
  const word = openSpoken(session);
  const minutes = (certainMs(session, now) ?? Infinity) / MINUTE;
  const mark = session.doubtful ? undefined : marks.find((it) => minutes > 0 && minutes <= it);
  const text = mark === undefined ? word : `${word} ${spokenWords.left(mark)}`;
  return { text, urgent: false };
}

/** What a person did to the same session, or what was done for them, since the look before. */
function newsOf(before: SessionView | null, now: OpenView): readonly string[] {
  const last = before !== null && isOpen(before) ? before : null;
  const again = before?.state === 'signingIn' && now.openedBy === 'again';
  const { lastContact, signedInAt } = now;
  const extended =
    last?.signedInAt === signedInAt &&
    last.lastContact.at < lastContact.at &&
    lastContact.by === 'you' &&
    lastContact.endpoint === 'sessionInfo';
  return [...(again ? [spokenWords.again] : []), ...(extended ? [spokenWords.extended] : [])];
}

interface Voice {
  say(text: string): void;
  cry(text: string): void;
  unsay(text: string): void;
}

interface Heard {
  readonly profile: string;
  readonly session: SessionView;
  readonly text: string;
}

const replacedBy = (session: SessionView) => (isOpen(session) ? session.replaces : null);
const lostTrust = (session: SessionView) => isOpen(session) && session.trustLost;

/** Announces each change of the profile that is shown once. */
export class Speaker {
  readonly #voice: Voice;
  #before: Heard | null = null;
  /** What it has said last, to be taken back when it is over. */
  #said = '';

  constructor(voice: Voice) {
    this.#voice = voice;
  }

  /** `ofTrust`: nobody else tells of a trust that is lost. */
  hear(profile: string, session: SessionView, now: number, ofTrust = true): void {
    const { text, urgent } = spokenState(session, now);
    const before = this.#before;
    this.#before = { profile, session, text };
    // The first state is read from the panel itself; only changes are announced.
    if (before === null) return;
    if (before.profile !== profile) {
      this.#voice.unsay(this.#said);
      this.#said = '';
      return;
    }
    const isLoss = ofTrust && lostTrust(session) && !lostTrust(before.session);
    const isNewId = replacedBy(session) !== null && replacedBy(before.session) === null;
    const news = [
      ...(isOpen(session) ? newsOf(before.session, session) : []),
      ...(text === before.text ? [] : [text]),
      ...(isLoss ? [spokenWords.trustLost] : []),
      ...(isNewId ? [newIdWords.spoken] : []),
    ].filter((it) => it !== '');
    if (text === before.text && news.length === 0) return;
    this.#voice.unsay(this.#said);
    this.#said = news.join(' ');
    if (this.#said === '') return;
    if (urgent) this.#voice.cry(this.#said);
    else this.#voice.say(this.#said);
  }
}
