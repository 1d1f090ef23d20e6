/** What the last sign-in came to, and what that means for the next: an error, a sentence, a wait. */
import type { AppError } from '../../../src-shared/result.ts';
import type { ProfileView, SessionView } from '../../../src-shared/snapshot.ts';
import {
  beforeSignIn,
  byItselfWords,
  deviceRefusedWords,
  emptyWords,
  endedWords,
  flawedWords,
  serverName,
  signingInTo,
  signInHeldUntil,
  signInOutcome,
} from '../../../src-shared/words.ts';
import type { SignInForm } from './sign-in-form.svelte.ts';

/** A session that is not open. */
export type OutView = Extract<SessionView, { state: 'signedOut' | 'expired' | 'signingIn' }>;

interface Situation {
  readonly profile: ProfileView;
  readonly session: OutView;
  readonly form: SignInForm;
  readonly busy: boolean;
  /** It has been busy for a moment, with this server. */
  readonly slowAt: string | null;
  readonly now: number;
}

interface Outcome {
  /** What the form shows. */
  readonly error: AppError | null;
  /** What is known of it beyond itself; it then speaks of no field. */
  readonly known: ReturnType<typeof deviceRefusedWords> | null;
  /** What a sign-out ran into; the form then shows nothing of it. */
  readonly signOutError: AppError | null;
  /** Under the title. */
  readonly sentence: string;
  /** Until when another sign-in would be refused as this one was; null when it may be tried. */
  readonly heldUntil: number | null;
  /** The same of one with what is kept, which has its own developer key and so its own limit. */
  readonly resumeHeldUntil: number | null;
}

/** What the profile's last sign-in ran into, by its session. */
export const errorOf = (session: OutView): AppError | null =>
  session.state === 'signingIn' ? null : session.error;

export function outcomeOf(situation: Situation): Outcome {
  const { profile, session, form, busy, now } = situation;
  const { sentTo } = form.draft;
  const said = errorOf(session);
  // If the form was not sent since, the error is that of the sign-out.
  const aboutSignOut =
    sentTo === null &&
    session.state !== 'signingIn' &&
    session.ended?.reason === 'signedOutUnconfirmed';
  const error =
    busy || form.empty.length > 0 || aboutSignOut
      ? null
      : (form.refusal ?? (form.turnedAway ? null : said));
  // The sign-in was refused because of the remembered device, which the code alone does not tell.
  const isDevice =
    session.state !== 'signingIn' &&
    session.deviceLost !== null &&
    error === said &&
    error?.kind === 'refused';
  const known = isDevice ? deviceRefusedWords(serverName(sentTo ?? profile.server)) : null;
  return {
    error,
    known,
    signOutError: aboutSignOut ? said : null,
    sentence: sentenceOf(situation, error, known?.sentence),
    // Each developer key has its own limit: with another key one may try at once.
    heldUntil: error === null || form.secrets.devKey !== '' ? null : signInHeldUntil(error, now),
    resumeHeldUntil: sentTo !== null || said === null ? null : signInHeldUntil(said, now),
  };
}

function sentenceOf(
  { profile, session, form, busy, slowAt, now }: Situation,
  error: AppError | null,
  known: string | undefined,
): string {
  const { draft, kept } = form;
  if (session.state === 'signingIn' && session.by !== 'you') return byItselfWords[session.by];
  if (busy) return slowAt === null ? '\u00a0' : signingInTo(slowAt);
  if (form.empty.length > 0) return emptyWords(form.empty.length);
  if (form.held) return flawedWords(Object.keys(form.flaws).length);
  if (known !== undefined) return known;
  if (error !== null) {
    return signInOutcome(error, serverName(draft.sentTo ?? profile.server), draft.way);
  }
  if (session.state !== 'signingIn' && session.ended !== null) {
    return endedWords(session.ended, now, serverName(profile.server));
  }
  if (kept.password) return beforeSignIn.allKept;
  if (kept.devKey && draft.way === 'password') return beforeSignIn.keyKept;
  return beforeSignIn.nothingKept;
}
