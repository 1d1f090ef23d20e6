/**
 * What BILL's refusals mean. `src-main/bill/code-meanings.ts` is the one place that knows BILL's codes; the
 * rules of a session, the words and the panels decide by these.
 */
/** Each meaning with what it is about: the rules of that matter name its meanings, and others need not. */
const matters = {
  sessionInvalid: 'session', // it has ended, or there never was one of this ID
  untrusted: 'session', // it is not verified by phone, and this needs it
  // who signs in, and with what
  wrongCredentials: 'signIn',
  keyRefused: 'signIn', // the developer key: unknown, inactive, missing, or its terms are open
  orgRefused: 'signIn', // the organization: unknown, without API access, or another partner's
  locked: 'signIn', // the user, or the whole organization
  userInactive: 'signIn',
  idRefused: 'signIn', // an ID in the sign-in: the organization's, or that of a remembered device
  deviceRefused: 'signIn', // the ID of this computer, at a sign-in or at a code
  signInFailed: 'signIn', // BILL gives no reason
  // the code from the phone
  wrongCode: 'code', // also a refusal of a code for a reason that nobody knows
  codeExpired: 'code',
  tooManyCodes: 'code', // too many wrong ones
  noPhone: 'code',
  // how often and how many
  hourLimit: 'limit', // until the server's next full hour
  tooManyAtOnce: 'limit',
  // the server and the request
  serverFault: 'request',
  unsupported: 'request', // this version of the API, or this endpoint
  badRequest: 'request',
  bodyRefused: 'request', // a value in it is missing, of the wrong type, or not allowed
  notFound: 'request',
  cannotPay: 'request',
  other: 'request', // a code that we do not know
} as const;

export type Meaning = keyof typeof matters;
export const meanings = Object.keys(matters) as readonly Meaning[];
type Matter = (typeof matters)[Meaning];
type MeaningAbout<M extends Matter> = {
  [K in Meaning]: (typeof matters)[K] extends M ? K : never;
}[Meaning];

export function isAbout<M extends Matter>(meaning: Meaning, matter: M): meaning is MeaningAbout<M> {
  return matters[meaning] === matter;
}
