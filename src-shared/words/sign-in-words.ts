/** The form: its kinds, what was pasted, what came of a sign-in, why nothing signs in by itself. */
import { means, type AppError } from '../result.ts';
import type { SessionKind, SignedOutView } from '../session-view.ts';
import { clock, HOUR, nextFullHour, wait } from '../text/times.ts';
import { errorWords } from './errors/error-words.ts';
import type { BannerWords } from './session/banner-words.ts';
import { fill } from './name-words.ts';
import type { ErrorWords, FieldName } from './errors/error-shape.ts';

/** The sentence under the title of the form: what came of the sign-in. */
export function signInOutcome(
  error: AppError,
  server: string,
  kind: SessionKind = 'password',
): string {
  switch (error.kind) {
    case 'refused':
      return kind === 'session'
        ? fill('%s does not take this session. Nothing was saved.', server)
        : fill('%s refused the sign-in. Nothing was saved.', server);
    case 'line':
      return fill(error.sent === true ? MAY_BE_OPEN : notReached(error.code), server);
    case 'oddReply':
      return error.odd === 'json' && error.status !== null && error.status < 300
        ? fill(MAY_BE_OPEN, server)
        : 'The answer was not one to sign in with. Nothing was saved.';
    case 'cancelled':
      return 'Cancelled. Nothing was saved.';
    case 'invalidInput':
    case 'unknownCommand':
    case 'notAllowed':
    case 'tooFast':
    case 'notNow':
    case 'hostRefused':
    case 'practiceFailed':
    case 'file':
    case 'storage':
    case 'ownLimit':
      return 'Nothing was sent.';
    case 'internal':
      return 'Not known what came of it.';
  }
}

/** The request was out, and its answer did not come, or broke off. */
const MAY_BE_OPEN =
  'No whole answer came: %s may have opened a session, which ends by itself. Nothing was saved.';

/** A certificate or a proxy that does not let us through is no server that is away. */
const notReached = (code: string | null): string =>
  code?.startsWith('PROXY_') === true
    ? 'The proxy did not lead to %s. Nothing was sent or saved.'
    : '%s was not reached. Nothing was saved.';

/** What each kind of sign-in means, in one sentence. The first needs none. */
export const kindHints: Readonly<Record<SessionKind, string>> = {
  password: '',
  token: 'A token’s session does not expire; it gets no MFA and no payments.',
  session: 'Takes over what another tool opened. It is checked once, and never signs in by itself.',
};

/** Under the field of a secret that need not be typed. `typedBefore`: for a try that did not work. */
export function keptHint(kept: boolean, typedBefore: boolean): string {
  if (typedBefore) return 'Kept for this try. Type to replace it.';
  return kept ? 'Kept. Leave empty to use it.' : '';
}

type Own = Pick<ErrorWords, 'what' | 'next'>;

/**
 * Where an error stands and what it says, when the kind of sign-in tells more than the error itself;
 * null when the error's own words and place are right.
 */
export function errorOfKind(
  error: AppError,
  kind: SessionKind,
  server: string,
): { readonly field: FieldName | null; readonly own: Own } | null {
  const limit = limitWords(error, server);
  if (limit !== null) return { field: null, own: limit };
  const missing = error.kind === 'invalidInput' && error.problem === 'missing' ? error.field : null;
  if (kind === 'session' && means(error, 'sessionInvalid')) {
    const what = fill('%s does not know this session ID any more.', server);
    const own = { what, next: 'Copy the newest one from the other tool, or sign in.' };
    return { field: 'sessionId', own };
  }
  if (kind !== 'token') return null;
  if (means(error, 'wrongCredentials')) {
    const what = 'Token name and token value do not match.';
    return { field: 'password', own: { what, next: 'Use a token of the sandbox account.' } };
  }
  if (missing === 'userName') {
    return { field: 'userName', own: { what: 'Enter the token’s name.', next: 'Fill it in.' } };
  }
  return missing === 'password'
    ? { field: 'password', own: { what: 'Enter the token’s value.', next: 'Fill it in.' } }
    : null;
}

/**
 * The usual words for a limit say that the session stays. Without a session other words are needed.
 */
function limitWords(error: AppError, server: string): Own | null {
  const { what } = errorWords(error, server);
  if (means(error, 'tooManyAtOnce')) return { what, next: 'Sign in again in a few seconds.' };
  return means(error, 'hourLimit') || (error.kind === 'ownLimit' && error.limit === 'signIn')
    ? { what, next: 'Wait until then, or use another developer key.' }
    : null;
}

/**
 * Until when (epoch ms) another sign-in with the same developer key would be refused as well; null
 * when nothing is known against it. By the server's clock (bill-api 4, S-RATE): one that is far from
 * ours tells nothing.
 */
export function signInHeldUntil(error: AppError, now: number): number | null {
  const until =
    error.kind === 'refused' && error.meaning === 'hourLimit' && error.serverTime !== null
      ? nextFullHour(error.serverTime)
      : error.kind === 'ownLimit' && error.limit === 'signIn'
        ? error.until
        : now;
  return until > now && until <= now + HOUR ? until : null;
}

/** Beside the button that cannot be pressed until then. */
export const heldWords = (until: number, now: number): string =>
  `Again from ${clock(until)}, in ${wait(until - now)}`;

/** `key`: the one with which the filling is undone, as it is written on this system. */
export const undoWords = (key: string): string => `${key} takes it back.`;
export const UNDONE = 'Taken back: the fields are as they were.';

/** Why a sign-in is under way that nobody asked for just now; empty for one's own. */
export const byItselfWords = {
  you: '',
  again: 'Signing in again: the session had expired.',
  launch: 'Signing in with what is kept, as set for the start.',
} as const;

const stopped: Readonly<
  Record<NonNullable<SignedOutView['againStopped']>, { title: string; text: string }>
> = {
  cap: {
    title: 'Signing in again has stopped',
    text: 'It was done 3 times within an hour. Nothing signs in by itself until you do.',
  },
  war: {
    title: 'Another tool keeps ending the session',
    text: '%s ended two sessions in a row soon after the sign-in. Nothing signs in by itself until you do.',
  },
  rejected: {
    title: '%s refused the saved credentials',
    text: 'Nothing signs in by itself until you have signed in once.',
  },
  failed: {
    title: 'Signing in again did not work',
    text: 'Nothing signs in by itself until you do.',
  },
};

/** Why nothing signs in by itself any more; null when that is not the matter. */
export function againWords(why: SignedOutView['againStopped'], server: string): BannerWords | null {
  if (why === null) return null;
  const { title, text } = stopped[why];
  return { tone: 'danger', icon: 'alert', title: fill(title, server), text: fill(text, server) };
}

const idKinds: readonly (readonly [start: string, what: string])[] = [
  ['006', 'a user ID'],
  ['009', 'a vendor ID'],
  ['00n', 'a bill ID'],
  ['01', 'a developer key'],
  ['0cu', 'a customer ID'],
];

/** What an organization ID seems to be instead (bill-api 1.6); null when its beginning tells nothing. */
export function orgIdWords(orgId: string): Pick<ErrorWords, 'what' | 'next'> | null {
  const kind = idKinds.find(([start]) => orgId.trim().startsWith(start));
  if (kind === undefined) return null;
  const [start, what] = kind;
  return {
    what: `This is ${what}: it starts with ${start}.`,
    next: 'Your organization ID starts with 008.',
  };
}

/** A sign that no ID holds: which, and behind how many others. */
export function flawWords(sign: string, before: number): Pick<ErrorWords, 'what' | 'next'> {
  const code = `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  const what =
    sign === ' '
      ? `Character ${before + 1} is a space.`
      : `Character ${before + 1} cannot be seen (${code}).`;
  return { what, next: 'Delete it, or copy the text again.' };
}

/** Nothing was sent, since a field holds what cannot be right. */
export const flawedWords = (count: number): string =>
  count === 1
    ? 'One field holds what cannot be right. Nothing was sent.'
    : `${count} fields hold what cannot be right. Nothing was sent.`;

/** The form with `count` fields that are still empty. */
export const emptyWords = (count: number): string =>
  count === 1
    ? 'One field is empty. Nothing was sent.'
    : `${count} fields are empty. Nothing was sent.`;

/** Under the title while nothing was tried: what is kept, or what a sign-in does. */
export const beforeSignIn = {
  allKept: 'What is needed is kept: one click signs in.',
  keyKept: 'Only the password is missing.',
  nothingKept: 'Opens a session that ends after 35 min without a call. Tabkeeper keeps it open.',
} as const;

export const signingInTo = (server: string): string => `Signing in to ${server}…`;

export const PRACTICE_HINT =
  'A made-up BILL inside this app. It needs no credentials: leave the fields empty.';
export const PASTE_HINT =
  'A .env file, JSON, code, a Postman environment or a command. It is read once and not kept.';

/** Where what is typed goes; null: to the sandbox inside the app. */
export const goesToWords = (server: string | null): string =>
  server === null ? 'Stays inside this app.' : `Sent to ${server} and nowhere else.`;

/** For the form, after a sign-in that was refused for the sake of the device. */
export function deviceRefusedWords(
  server: string,
): { readonly sentence: string } & Pick<ErrorWords, 'what' | 'next'> {
  return {
    sentence: 'This device was forgotten. Sign in again, then verify by phone.',
    what: fill('%s did not accept this device any more.', server),
    next: 'Sign in again: it goes without the device now.',
  };
}
