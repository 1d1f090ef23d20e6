/**
 * The explainer: what stands around an explanation. Not among what words.ts exports: it is loaded with
 * the explainer, and so are the explanations in `errors/`.
 */
import type { ListedText } from '../bill/explained.ts';
import { clock, wait } from '../text/times.ts';
import { errorWords } from './errors/error-words.ts';
import type { Fix } from './errors/explanation-shape.ts';
import { actionWords } from './session/primary-action.ts';

export const explainWords = {
  title: 'Explain an error code',
  field: 'Error code',
  example: 'BDC_1101',
  explain: 'Explain',
  notACode: 'That is no code of BILL’s: they are written BDC_1101. The digits alone will do.',
  reasons: 'Likely reasons',
  reading: 'Reading the server’s own list of codes…',
  /** For a code that nobody was answered with just now. */
  unknown: { title: 'Not known', what: 'Tabkeeper does not know this code.' },
  held: (until: number, now: number) => `Free again at ${clock(until)}, in ${wait(until - now)}.`,
  fullHour: (until: number, now: number) =>
    `The count begins anew with the next full hour: at ${clock(until)}, in ${wait(until - now)}.`,
  itself: (at: number, now: number) => `Tabkeeper tries again by itself in ${wait(at - now)}.`,
  copied: 'Copied: the code and the last call that it answered, without secrets.',
  close: 'Close',
} as const;

/** What the server has for a code that we do not know, or why nobody knows that. */
export function listedWords(listed: ListedText, server: string): string {
  switch (listed.is) {
    case 'said':
      return `The server’s own list of codes says: “${listed.text}”`;
    case 'absent':
      return 'It is not in the server’s own list of codes either.';
    case 'notRead':
      return `The server’s own list of codes is not known. ${errorWords(listed.error, server).what}`;
  }
}

/** What the button does, or says when it cannot do it itself. `isOpen`: a session is. */
export function fixLabel(fix: Fix, isOpen: boolean): string {
  return fix === 'tryAgain' && isOpen ? actionWords.extendNow : fixLabels[fix];
}

const fixLabels: Readonly<Record<Fix, string>> = {
  tryAgain: actionWords.signIn,
  editUserName: 'Edit the user name',
  editPassword: 'Edit the password',
  editOrganization: 'Edit the organization ID',
  editDevKey: 'Edit the developer key',
  editServer: 'Edit the server',
  verify: 'Verify by phone',
  sendCode: 'Send a code',
  enterCode: 'Enter the code',
  openActivity: 'Open Activity',
  openConsole: 'Open the console',
  openPhoneHelp: 'BILL’s help on phones',
  openDiagnostics: 'Look at the diagnostics',
  copyForSupport: 'Copy for support',
};
