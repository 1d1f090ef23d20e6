/** BILL's codes of this surface in our words. Facts: the v2 error list and what users report. */
import { AGAIN, words, type ErrorWords } from './shape.ts';

const SYSTEM = words('Fault at the server', '%s reports a fault of its own.', AGAIN);
const VERSION = words(
  'API version not known',
  '%s does not know this version of the API.',
  'The URL must end in /api/v2.',
  'url',
);
const ORGANIZATION = words(
  'Organization not found',
  '%s does not know this organization ID.',
  'It starts with 008 and stands in Settings, under Profile.',
  'orgId',
);
const NEW_CODE = 'Send a new code.';
const CODE_EXPIRED = words('Code expired', 'This code has run out.', NEW_CODE, 'code');
const BODY = words('Body refused', '%s could not use the request body.', 'Check it.', 'body');

/** The codes of this surface. BILL's own text is shown beside ours, never instead. */
export const billWords: Readonly<Record<string, ErrorWords>> = {
  BDC_1001: SYSTEM,
  BDC_1002: words(
    'Request not understood',
    '%s did not understand the request.',
    'Look at it in Activity.',
  ),
  BDC_1003: VERSION,
  BDC_1005: VERSION,
  BDC_1101: words(
    'Sign-in refused',
    'User name and password do not belong together here.',
    'Use the sandbox’s own account: production accounts do not work.',
    'password',
  ),
  BDC_1102: words(
    'Developer key refused',
    '%s does not know this developer key.',
    'Use the key of the sandbox: a production key does not work.',
    'devKey',
  ),
  BDC_1103: words(
    'Developer key inactive',
    'This developer key is switched off.',
    'Make a new one in the developer settings.',
    'devKey',
  ),
  BDC_1104: words(
    'Developer terms open',
    'The terms for this developer key are not accepted yet.',
    'Accept them in BILL’s web app.',
    'devKey',
  ),
  BDC_1105: words(
    'API access off',
    'This organization has its API access switched off.',
    'Switch it on in BILL’s web app.',
    'orgId',
  ),
  BDC_1106: words(
    'Different partner',
    'User and organization belong to different partners.',
    'Use a user of this organization.',
    'orgId',
  ),
  BDC_1107: words(
    'Organization locked',
    'This organization is locked.',
    'Ask BILL’s support, or use another one.',
    'orgId',
  ),
  BDC_1108: words(
    'A value is missing',
    'A value is missing from the request.',
    'Look at it in Activity.',
  ),
  BDC_1109: words(
    'Session not valid',
    '%s does not know this session any more.',
    'Sign in for a new one.',
  ),
  BDC_1110: words(
    'User locked',
    'This user is locked, as after too many wrong passwords.',
    'Reset the password in BILL’s web app.',
    'userName',
  ),
  BDC_1111: words(
    'User not active',
    'This user is not active in that organization.',
    'Check user name and organization ID.',
    'userName',
  ),
  BDC_1113: words('Sign-in refused', '%s gives no reason for it.', AGAIN),
  BDC_1117: { ...BODY, what: 'A required value is missing from the request body.' },
  BDC_1119: { ...BODY, what: 'One value of the request body is not allowed.' },
  BDC_1120: words('Nothing found', 'There is no object with this ID.', 'Check the IDs.', 'body'),
  BDC_1121: words(
    'Endpoint not known',
    '%s has no endpoint of that name.',
    'Check the base URL: it ends in /api/v2.',
    'url',
  ),
  BDC_1122: { ...BODY, what: '%s could not read the request body as JSON.' },
  BDC_1123: ORGANIZATION,
  BDC_1124: { ...BODY, what: 'One value of the request body has the wrong type.' },
  BDC_1129: ORGANIZATION,
  BDC_1144: words(
    'Hourly limit reached',
    'The calls of this developer key are used up until the next full hour.',
    'Wait until then. The session stays open as long as its 35 min last.',
  ),
  BDC_1150: words('No online payments', 'This user is not allowed to pay online.', 'Use another.'),
  BDC_1151: words('No online payments', 'This bank account cannot pay online.', 'Use another.'),
  BDC_1178: words(
    'Developer key missing',
    '%s got no developer key.',
    'Enter your developer key.',
    'devKey',
  ),
  BDC_1322: words(
    'Busy',
    'More than three calls of this organization are under way.',
    'Wait a few seconds. The session stays as it is.',
  ),
  BDC_1354: words(
    'No phone to text',
    'This user has no phone for codes, or its number is not in order.',
    'Add the phone in BILL’s web app, then send the code.',
  ),
  BDC_1356: CODE_EXPIRED,
  BDC_1358: words(
    'Too many wrong codes',
    'Too many codes were wrong, so %s takes no more of them for now.',
    'Wait until a new one may be sent, then send it.',
    'code',
  ),
  BDC_1361: words(
    'Verification needed',
    'This operation needs a trusted session, and this one is not verified. Nothing was changed.',
    'Verify by phone, then try it again.',
  ),
  BDC_1374: CODE_EXPIRED,
};

export const isKnownCode = (code: string): boolean => Object.hasOwn(billWords, code);
