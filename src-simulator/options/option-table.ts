/**
 * Every choice that BILL's documents leave open, as a named option with a stated default.
 * Nothing here is a hidden guess: the mark says how strong the evidence for the default is
 * (D documented, C seen in public code, C* code by BILL staff, I our own choice).
 */
import { dataOptions } from './data-options.ts';
import {
  amount,
  bdcError,
  choice,
  COUNT,
  flag,
  order,
  words,
  type OptionSpec,
  type OptionValue,
} from './kinds.ts';

const MINUTES = { min: 0.001, max: 10_000_000, whole: false };
const HTTP_STATUS = { min: 200, max: 599, whole: true };

const sessionOptions = {
  // --- documented values, changeable so that tests need not wait for them
  idleMinutes: amount(35, MINUTES, {
    mark: 'D S-LOGIN',
    about: 'Minutes without a call after which a session ends; a call starts them again.',
  }),
  codeMinutes: amount(5, MINUTES, {
    mark: 'D web help; on the API not established',
    about: 'Minutes a texted code can be used.',
  }),
  rememberDays: amount(30, MINUTES, {
    mark: 'D S-AUTH',
    about: 'Days an mfaId from rememberMe=true is trusted.',
  }),
  callsPerHour: amount(20_000, COUNT, {
    mark: 'D S-RATE',
    about: 'Calls per developer key and clock hour; 0 means no limit.',
  }),
  signInsPerHour: amount(200, COUNT, {
    mark: 'D S-RATE',
    about: 'Login and ListOrgs calls per developer key and clock hour; 0 means no limit.',
  }),
  concurrentCalls: amount(3, COUNT, {
    mark: 'D S-RATE',
    about: 'Calls at once per developer key and organization; 0 means no limit.',
  }),
  smsPerMinute: amount(5, COUNT, {
    mark: 'D S-V3RATE for v3; for v2 I',
    about: 'Texted codes per user and clock minute; 0 means no limit.',
  }),
  deviceIdMaxLength: amount(48, COUNT, {
    mark: 'C live client: 49 refused, 19 taken; D S-OLD-AUTH says 100',
    about: 'Longest deviceId accepted by Login and MFAAuthenticate; 0 means no limit.',
  }),
  deviceIdError: bdcError('BDC_1143', {
    mark: 'C live client',
    about: 'Answer to a longer deviceId.',
  }),

  // --- sessions
  tokenSessionLife: choice('none', ['none', '48h'], {
    mark: 'D, sources disagree: overview says no end, S-TOKEN says 48 h',
    about: 'How long a token session lasts: for ever, or 48 hours without a call.',
  }),
  failedCallResetsIdle: flag(false, {
    mark: 'I not established',
    about: 'Whether a call answered with a BDC error also starts the idle minutes again.',
  }),
  maxSessionsPerUser: amount(0, COUNT, {
    mark: 'I not established',
    about: 'Parallel sessions of one user; one more ends the oldest. 0 means no limit.',
  }),
  unknownSessionError: bdcError('BDC_1109', {
    mark: 'D S-OLD-ERR for the code, I that all cases share it',
    about: 'Answer to a sessionId that never existed.',
  }),
  idleSessionError: bdcError('BDC_1109', {
    mark: 'D S-OLD-ERR for the code, I that all cases share it',
    about: 'Answer to a sessionId whose idle minutes ran out.',
  }),
  endedSessionError: bdcError('BDC_1109', {
    mark: 'D S-OLD-ERR for the code, I that all cases share it',
    about: 'Answer to a sessionId that was signed out or ended by the server.',
  }),
  otherDevKeySessionError: bdcError('BDC_1109', {
    mark: 'D S-KEYS for the rule, I for the code',
    about: 'Answer to a live sessionId used with another developer key.',
  }),
  cookieAttributes: words('Path=/; HttpOnly', {
    mark: 'C* S-JAVA for the cookie, I for its attributes',
    about: 'What follows sid=<sessionId> in the Set-Cookie header of Login.',
  }),

  // --- sign-in
  apiEndPoint: words('', {
    mark: 'D S-RESP for the field, I for the value',
    about: 'apiEndPoint in the Login reply; empty means this simulator by the host asked for.',
  }),
  loginCheckOrder: order('devKey,user,org', {
    mark: 'I not established',
    about: 'Order in which Login checks what it was given.',
  }),
  orgNotOfUserError: bdcError('BDC_1129', {
    mark: 'I not established',
    about: 'Login with an organization that exists but is not of this user.',
  }),
  devKeyTiedToOrg: flag(false, {
    mark: 'I not established',
    about: 'Whether a developer key opens only its own organizations (else BDC_1106).',
  }),
  failedSignInsBeforeLock: amount(10, COUNT, {
    mark: 'D web help; on the API I',
    about: 'Wrong passwords in a row that a user may give; one more locks. 0 means never.',
  }),
  lockMinutes: amount(
    0,
    { ...MINUTES, min: 0 },
    {
      mark: 'I not established',
      about: 'Minutes until such a lock opens by itself; 0 means it stays.',
    },
  ),
  lockedUserError: bdcError('BDC_1110', {
    mark: 'D S-OLD-ERR for the code, I that the lock gives it',
    about: 'Login of a locked user.',
  }),
  lockedUserNeedsPassword: flag(false, {
    mark: 'I not established',
    about: 'Whether a locked user hears of the lock only with the right password.',
  }),
  staleMfaId: choice('untrusted', ['untrusted', 'reject'], {
    mark: 'I not established; C clients assume untrusted',
    about: 'Login with an mfaId that is expired or does not fit the deviceId.',
  }),
  staleMfaIdError: bdcError('BDC_1113', {
    mark: 'I not established',
    about: 'Answer to such a Login where staleMfaId=reject.',
  }),
  logoutRevokesRememberedTrust: flag(false, {
    mark: 'D S-AUTH says it outlives sign-out; not established on the API',
    about: 'Whether Logout also ends the 30 days of the mfaId the session used.',
  }),

  // --- limits
  listOrgsSharesLoginLimit: flag(true, {
    mark: 'I, reading of "for Login and ListOrgs requests 200"',
    about: 'Whether Login and ListOrgs count together.',
  }),
  loginLimitNumber: amount(200, COUNT, {
    mark: 'I not established',
    about: 'The number BDC_1144 names when the sign-in limit is reached.',
  }),
  limitHttpStatus: amount(200, HTTP_STATUS, {
    mark: 'I by the general rule',
    about: 'HTTP status of BDC_1144 and BDC_1322.',
  }),
  smsLimitError: bdcError('BDC_1144', {
    mark: 'I not established',
    about: 'Answer to MFAChallenge beyond smsPerMinute.',
  }),
  latencyMs: amount(
    0,
    { min: 0, max: 60_000, whole: true },
    {
      mark: 'I',
      about:
        'Real milliseconds every reply takes; above 0 parallel calls really overlap. The program takes 50 in real time.',
    },
  ),

  // --- multi-factor authentication
  wrongCodeError: bdcError('BDC_1119', {
    mark: 'I not established',
    about: 'Answer to a wrong code.',
  }),
  wrongCodesBeforeLimit: amount(
    3,
    { ...COUNT, min: 1 },
    {
      mark: 'C for BDC_1358, I for the count',
      about: 'Wrong codes a challenge takes; after them every try gives BDC_1358.',
    },
  ),
  tooManyTriesWaitMinutes: amount(
    0,
    { ...MINUTES, min: 0 },
    {
      mark: 'C users wait 5 to 10 minutes; I',
      about: 'Minutes after BDC_1358 in which MFAChallenge gives it too; 0 means none.',
    },
  ),
  unknownChallengeError: bdcError('BDC_1119', {
    mark: 'I not established',
    about: 'Answer to a challengeId that is unknown, used, or of another user.',
  }),
  expiredCodeError: bdcError('BDC_1356', {
    mark: 'C id:71294907605',
    about: 'Answer to a code older than codeMinutes.',
  }),
  acceptDashedCode: flag(true, {
    mark: 'D S-OLD-AUTH writes 123-456; accepting both is I',
    about: 'Whether 123-456 is read as 123456.',
  }),
  newChallengeReplacesOld: flag(false, {
    mark: 'I not established',
    about: 'Whether a new challenge makes the codes before it useless.',
  }),
  challengeBoundToSession: flag(false, {
    mark: 'C live client: a code was taken in a later session',
    about: 'Whether a code is good only in the session that asked for it.',
  }),
  useBackup: choice('error', ['error', 'accept'], {
    mark: 'D S-BACKUP: an error since 30 March 2026; S-OAS accepted it',
    about: 'MFAChallenge with useBackup=true.',
  }),
  useBackupError: bdcError('BDC_1119', {
    mark: 'I not established',
    about: 'The error of useBackup=true.',
  }),
  mfaIdWhenNotRemembered: choice('returned', ['returned', 'absent'], {
    mark: 'D S-OAS returned; D S-OLD-AUTH absent',
    about: 'Whether MFAAuthenticate gives an mfaId when rememberMe is false.',
  }),
  machineNameReturned: flag(true, {
    mark: 'D S-OAS; old documents have mfaId only',
    about: 'Whether MFAAuthenticate gives the machineName back.',
  }),
  rememberMeRequired: flag(false, {
    mark: 'D S-OAS says both required and default false',
    about: 'Whether MFAAuthenticate refuses a call without rememberMe.',
  }),
  sessionMfaIdIsTrusted: flag(true, {
    mark: 'I not established',
    about: 'Whether MFAStatus says true for an mfaId without rememberMe while its session lives.',
  }),
  trustOutlivesRememberDays: flag(true, {
    mark: 'I not established',
    about: 'Whether a live session stays trusted when the days of its mfaId end within it.',
  }),

  // --- protected operations
  untrustedError: bdcError('BDC_1361', {
    mark: 'C id:66904843195, id:61010408546',
    about: 'A protected operation in a session that is not trusted.',
  }),
  tokenProtectedError: bdcError('BDC_1361', {
    mark: 'D S-TOKEN that it is refused, I for the code',
    about: 'A protected operation in a token session.',
  }),
  tokenMfaError: bdcError('BDC_1361', {
    mark: 'D S-TOKEN that it is refused, I for the code',
    about: 'An MFA operation in a token session.',
  }),

  protectedCallTakesMfaId: flag(true, {
    mark: 'C seen sent; what it does is I',
    about: 'Whether mfaId and deviceId beside the data of a protected call make this call trusted.',
  }),
  doubtfulNeedsTrust: flag(false, {
    mark: 'D OAS2, perhaps boilerplate',
    about: 'Whether Read and List of VendorBankAccount need a trusted session.',
  }),

  // --- the wire
  errorHttpStatus: amount(200, HTTP_STATUS, {
    mark: 'C* S-NODE',
    about: 'HTTP status of BDC errors (an unknown path is 404 in any case).',
  }),
  malformedHttpStatus: amount(200, HTTP_STATUS, {
    mark: 'I by the general rule',
    about: 'HTTP status of BDC_1002 for a request that cannot be read.',
  }),
  contentType: words('application/json', {
    mark: 'D S-OAS; charset not found',
    about: 'Content-Type of replies.',
  }),
  lenientContentType: flag(false, {
    mark: 'I not established',
    about: 'Whether a form body without the form content type is read all the same.',
  }),
  missingDataKeyError: bdcError('BDC_1117', {
    mark: 'D S-OLD-ERR for the text, I for the case',
    about: 'A required key is missing inside data.',
  }),
  errorsShape: choice('list', ['list', 'map', 'object'], {
    mark: 'I not established',
    about: 'Body of Errors.json: [{error_code, error_message}], {code: text}, or {errors: [...]}.',
  }),
  text1105: words('Organization does not have API access.', {
    mark: 'I text not found; constant ORG_NO_API seen',
    about: 'Text of BDC_1105.',
  }),
  text1356: words('2-Step Verification token has expired', {
    mark: 'C live client',
    about: 'Text of BDC_1356.',
  }),
  text1374: words('2-Step Verification token is expired.', {
    mark: 'I text not found',
    about: 'Text of BDC_1374.',
  }),
} satisfies OptionTable;

/** All of them: those above, and what concerns data. */
export const optionTable = { ...sessionOptions, ...dataOptions } satisfies OptionTable;

type OptionTable = Record<string, OptionSpec<OptionValue> | OptionSpec<never>>;
