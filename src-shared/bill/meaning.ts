/**
 * What BILL's refusals mean. `src-main/bill/code-meanings.ts` is the one place that knows BILL's codes; the
 * rules of a session, the words and the panels decide by these.
 */
import type { AppError } from '../result.ts';

export const meanings = [
  // the session
  'sessionInvalid', // it has ended, or there never was one of this ID
  'untrusted', // it is not verified by phone, and this needs it
  // who signs in, and with what
  'wrongCredentials',
  'keyRefused', // the developer key: unknown, inactive, missing, or its terms are open
  'orgRefused', // the organization: unknown, without API access, or another partner's
  'locked', // the user, or the whole organization
  'userInactive',
  'idRefused', // an ID in the sign-in: the organization's, or that of a remembered device
  'deviceRefused', // the ID of this computer, at a sign-in or at a code
  'signInFailed', // BILL gives no reason
  // the code from the phone
  'wrongCode', // also a refusal of a code for a reason that nobody knows
  'codeExpired',
  'tooManyCodes', // too many wrong ones
  'noPhone',
  // how often and how many
  'hourLimit', // until the server's next full hour
  'tooManyAtOnce',
  // the server and the request
  'serverFault',
  'unsupported', // this version of the API, or this endpoint
  'badRequest',
  'bodyRefused', // a value in it is missing, of the wrong type, or not allowed
  'notFound',
  'cannotPay',
  // a code that we do not know
  'other',
] as const;
export type Meaning = (typeof meanings)[number];

/** True for a refusal of BILL that means just this. */
export function means(error: AppError | null, meaning: Meaning): boolean {
  return error?.kind === 'refused' && error.meaning === meaning;
}
