/**
 * BILL's refusals in our words: one row a meaning, and within it the codes of which more is known.
 * BILL's own text is shown beside ours, never instead. Facts: the v2 error list and what users report.
 */
import type { Meaning } from '../../bill/meaning.ts';
import { clock, nextFullHour } from '../../text/times.ts';
import { AGAIN, words, type ErrorWords } from './error-shape.ts';

interface Row extends ErrorWords {
  /** What else is said where BILL's code tells more than the meaning. */
  readonly byCode?: Readonly<Record<string, Partial<ErrorWords>>>;
}

const VERSION = words(
  'API version not known',
  '%s does not know this version of the API.',
  'The URL must end in /api/v2.',
  'url',
);
const ORGANIZATION = words(
  'Organization not found',
  '%s does not know this organization ID.',
  'It starts with 008 and stands in BILL’s Settings, under Profile.',
  'orgId',
);

const rows: Readonly<Record<Meaning, Row>> = {
  sessionInvalid: words(
    'Session not valid',
    '%s does not know this session any more.',
    'Sign in for a new one.',
  ),
  untrusted: words(
    'Verification needed',
    'This operation needs a trusted session, and this one is not verified. Nothing was changed.',
    'Verify by phone, then try it again.',
  ),
  wrongCredentials: words(
    'Sign-in refused',
    'User name and password do not match.',
    'Use the sandbox’s own account: production accounts do not work.',
    'password',
  ),
  keyRefused: {
    ...words(
      'Developer key refused',
      '%s does not know this developer key.',
      'Use the key of the sandbox: a production key does not work.',
      'devKey',
    ),
    byCode: {
      BDC_1103: {
        title: 'Developer key inactive',
        what: 'This developer key is switched off.',
        next: 'Make a new one in the developer settings.',
      },
      BDC_1104: {
        title: 'Developer terms open',
        what: 'The terms for this developer key are not accepted yet.',
        next: 'Accept them in BILL’s web app.',
      },
      BDC_1178: {
        title: 'Developer key missing',
        what: '%s got no developer key.',
        next: 'Enter your developer key.',
      },
    },
  },
  orgRefused: {
    ...ORGANIZATION,
    byCode: {
      BDC_1105: {
        title: 'API access off',
        what: 'This organization has its API access switched off.',
        next: 'Switch it on in BILL’s web app.',
      },
      BDC_1106: {
        title: 'Different partner',
        what: 'User and organization belong to different partners.',
        next: 'Use a user of this organization.',
      },
    },
  },
  locked: {
    ...words(
      'User locked',
      'This user is locked, as after too many wrong passwords.',
      'Reset the password in BILL’s web app.',
      'userName',
    ),
    byCode: {
      BDC_1107: words(
        'Organization locked',
        'This organization is locked.',
        'Ask BILL’s support, or use another one.',
        'orgId',
      ),
    },
  },
  userInactive: words(
    'User not active',
    'This user is not active in that organization.',
    'Check user name and organization ID.',
    'userName',
  ),
  idRefused: ORGANIZATION,
  deviceRefused: words(
    'Device ID refused',
    '%s did not accept the ID of this computer.',
    'Tabkeeper has made a new one: try again.',
  ),
  signInFailed: words('Sign-in refused', '%s gives no reason for it.', AGAIN),
  wrongCode: words(
    'Code not accepted',
    '%s did not accept this code.',
    'Type it again, or send a new one.',
    'code',
  ),
  codeExpired: words('Code expired', 'This code has run out.', 'Send a new code.', 'code'),
  tooManyCodes: words(
    'Too many wrong codes',
    'Too many codes were wrong, so %s takes no more of them for now.',
    'Wait until a new one may be sent, then send it.',
    'code',
  ),
  noPhone: words(
    'No phone to text',
    'This user has no phone for codes, or its number is not in order.',
    'Add the phone in BILL’s web app, then send the code.',
  ),
  hourLimit: words(
    'Hourly limit reached',
    'The calls of this developer key are used up until the next full hour.',
    'Wait until then. The session stays open as long as its 35 min last.',
  ),
  tooManyAtOnce: words(
    'Busy',
    'More than three calls of this organization are under way.',
    'Wait a few seconds. The session stays as it is.',
  ),
  serverFault: words('Fault at the server', '%s reports a fault of its own.', AGAIN),
  unsupported: {
    ...words(
      'Endpoint not known',
      '%s has no endpoint of that name.',
      'Check the base URL: it ends in /api/v2.',
      'url',
    ),
    byCode: { BDC_1003: VERSION, BDC_1005: VERSION },
  },
  badRequest: words(
    'Request not understood',
    '%s did not understand the request.',
    'Look at it in Activity.',
  ),
  bodyRefused: {
    ...words('Body refused', '%s could not use the request body.', 'Check the request.', 'body'),
    byCode: {
      BDC_1108: words(
        'A value is missing',
        'A value is missing from the request.',
        'Look at it in Activity.',
      ),
      BDC_1114: { what: 'The request names a kind of object that %s does not have.' },
      BDC_1115: { what: 'The request asks for something that cannot be done with an object.' },
      BDC_1116: { what: 'What the request asks for cannot be done with objects of this kind.' },
      BDC_1117: { what: 'A required value is missing from the request body.' },
      BDC_1118: {
        what: 'The kind of object in the address and the one in the data are not the same.',
      },
      BDC_1119: { what: 'One value of the request body is not allowed.' },
      BDC_1122: { what: '%s could not read the request body as JSON.' },
      BDC_1124: { what: 'One value of the request body has the wrong type.' },
      BDC_1128: { what: 'There is no list of objects of this kind.' },
      BDC_1129: { what: 'One value of the request body is not allowed.' },
      BDC_1130: { what: 'A filter of the list names a field that cannot be filtered by.' },
      BDC_1131: { what: 'A filter of the list compares in a way that does not exist.' },
      BDC_1152: { what: 'Nothing can be paid on the date that was given.' },
      BDC_1171: { what: 'The number of this bill or invoice is in use already.' },
      BDC_1402: { what: 'The payment is dated too early for this vendor’s bank account.' },
    },
  },
  notFound: words('Nothing found', 'There is no object with this ID.', 'Check the IDs.', 'body'),
  cannotPay: {
    ...words('No online payments', 'This user is not allowed to pay online.', 'Use another.'),
    byCode: { BDC_1151: { what: 'This bank account cannot pay online.' } },
  },
  other: words(
    'Refused',
    '%s refused it, with a code that Tabkeeper does not know.',
    'Its own text stands beside the code.',
  ),
};

/** `serverTime`: the server's clock, epoch ms; null where its reply had none. */
export function refusalWords(
  meaning: Meaning,
  code: string,
  serverTime: number | null,
): ErrorWords {
  const { byCode = {}, ...row } = rows[meaning];
  const known = { ...row, ...(Object.hasOwn(byCode, code) ? byCode[code] : {}) };
  if (meaning !== 'hourLimit' || serverTime === null) return known;
  // The hour is the server's: its clock says when the counting starts anew.
  const until = clock(nextFullHour(serverTime));
  return {
    ...known,
    what: `The calls of this developer key are used up until ${until}, the next full hour.`,
  };
}
