/** The head of the Verify panel, and what of it is worth hearing. */
import { isOperationId } from '../bill/operations.ts';
import type { AppError } from '../result.ts';
import {
  canBeVerified,
  isOpen,
  type DeviceLoss,
  type OpenView,
  type SessionView,
  type TryView,
} from '../session-view.ts';
import type { ProfileView, StorageView } from '../snapshot.ts';
import { clock, wait } from '../text/times.ts';
import { codeErrorWords, errorWords, noMfaWords } from './errors/error-words.ts';
import { fill } from './name-words.ts';
import { hasKeptKey, storageWords } from './storage-words.ts';
import { operationWords, trustWords, wrongCodeWords } from './session/trust-words.ts';

export interface VerifyHead {
  readonly title: string;
  readonly sentence: string;
  /** Announced and focused anew when the key changes, even if the words are the same. */
  readonly key: string;
}

/** `view`: null while nothing is known of the session. */
export function verifyHead(view: SessionView | null, now: number, server: string): VerifyHead {
  if (view === null || !isOpen(view)) {
    const { codeLost, codeWorksUntil } = view ?? { codeLost: false, codeWorksUntil: null };
    if (codeWorksUntil !== null) {
      const until = clock(codeWorksUntil);
      const then =
        view?.state === 'signingIn' ? 'Enter it in the next one.' : 'Sign in, then enter it.';
      const sentence = `The session ended, but the code still works until ${until}. ${then}`;
      return { title: 'Not signed in', sentence, key: `out ${codeWorksUntil}` };
    }
    const sentence = codeLost
      ? 'The session ended while the code was under way, so the code is of no use. Sign in, then send a new one.'
      : 'Only an open session can be verified by phone.';
    return { title: 'Not signed in', sentence, key: `out ${codeLost}` };
  }
  const { mfa, trust, deviceLost, codeLost } = view;
  const meanwhile = 'The session stays as it is meanwhile.';
  switch (mfa.step) {
    case 'start': {
      const { title, how } = trustWords(trust, now);
      const key = `${trust.is} ${trust.source} ${trust.at} ${codeLost} ${deviceLost}`;
      if (codeLost && canBeVerified(trust)) {
        const sentence =
          'The session ended while the code was under way; this is a new one. Send a new code.';
        return { title, sentence, key };
      }
      const isNews = trust.is === (deviceLost === 'noId' ? 'session' : 'untrusted');
      const lost = deviceLost !== null && isNews;
      return { title, sentence: lost ? deviceLostWords(deviceLost, server) : how, key };
    }
    case 'sending':
      return { title: 'Sending the code', sentence: meanwhile, key: 'sending' };
    case 'codeWanted': {
      const until = clock(mfa.worksUntil);
      return mfa.worksUntil > now
        ? {
            title: 'Code sent',
            sentence: `It works until ${until}. ${meanwhile}`,
            key: `sent ${mfa.sentAt}`,
          }
        : {
            title: 'Code has run out',
            sentence: `It worked until ${until}. Send again gives a new one.`,
            key: `run out ${mfa.sentAt}`,
          };
    }
    case 'checking':
      return { title: 'Checking the code', sentence: meanwhile, key: 'checking' };
  }
}

const lostWords: Readonly<Record<DeviceLoss, string>> = {
  refused: '%s did not accept this device any more, so it was forgotten. Verify again by phone.',
  over: 'The 30 days of this device are over. Verify again by phone.',
  noId: '%s accepted the code, but gave no ID to remember this device by.',
};

/** Why this device is not remembered, and what to do: said once. */
export function deviceLostWords(why: DeviceLoss, server: string): string {
  return fill(lostWords[why], server);
}

/** As the person knows it: by the words for one of the four, else by its name. */
export const operationTitle = (name: string): string =>
  isOperationId(name) ? operationWords[name].title : name;

/** What a screen reader says of a tried operation once its answer is there; empty before. */
export function trySpoken(name: string, { outcome, error }: TryView, server: string): string {
  if (outcome === 'pending') return '';
  const result = error === null ? { what: 'Accepted.', next: '' } : errorWords(error, server);
  return `${operationTitle(name)}: ${result.what} ${result.next}`.trimEnd();
}

/** What a screen reader says of a refusal at the steps: what happened, what to do, how often so far. */
export function refusalSpoken(error: AppError, mfa: OpenView['mfa'], server: string): string {
  const coding = mfa.step === 'codeWanted' || mfa.step === 'checking';
  const { what, next } = coding
    ? codeErrorWords(error, server)
    : (noMfaWords(error, server) ?? errorWords(error, server));
  const count = coding && mfa.wrongCodes > 0 ? ` ${wrongCodeWords(mfa.wrongCodes)}` : '';
  return `${what} ${next}${count}`;
}

/** At the first step: what happens, and until when it cannot happen again, in milliseconds from now. */
export const sendWords = {
  who: (server: string) =>
    `${server.charAt(0).toUpperCase()}${server.slice(1)} texts six digits to the phone registered for`,
  when: 'Nothing is sent until you press the button.',
  cost: 'One text message. BILL allows 5 a minute.',
  next: (ms: number) => `The next message in ${wait(ms)}.`,
  toRemember: 'To remember this device, verify once more.',
} as const;

/** Where no message came. The third goes on with the names of user and server, drawn by themselves. */
export const noMessageWords = {
  slow: 'Wait a minute: a text message can be slow.',
  newest: 'After Send again, type the newest code.',
  phone: ['It goes to the phone that', 'has registered with'],
  backup: 'BILL does not text a backup phone any more.',
} as const;

export const deviceNameWords = (server: string): string =>
  fill('%s lists this computer under this name', server);

/** Where the proof of a remembered device lies. */
export function proofWords({ kept }: Pick<ProfileView, 'kept'>, storage: StorageView): string {
  return hasKeptKey(kept) && storage.is === 'ready'
    ? `Its proof is ${storageWords(storage).state}.`
    : 'Its proof is in memory until you quit.';
}

export const forgetDeviceQuestion = (profile: string): string =>
  `New sign-ins of ${profile} need a code from the phone again. The session that is open stays as trusted as it is.`;

/** Under the protected operations: what Try it does. A locked one's answer is drawn between the two. */
export const tryWords = {
  open: (server: string) =>
    `Try it opens the API console with the operation, from where it goes to ${server}.`,
  token: (server: string) =>
    `A token’s session cannot be verified for them. Try it, and the API console shows what ${server} answers.`,
  locked: ['A locked operation answers', 'Try it, and the API console shows the reply.'],
} as const;

/** After an operation’s name: what became of it before and after the verification. */
export const repeatWords = {
  sent: 'was sent again as it was.',
  refused: 'was refused before the verification.',
  does: (name: string) =>
    isOperationId(name) ? `On BILL’s sandbox it ${operationWords[name].does}.` : '',
} as const;
