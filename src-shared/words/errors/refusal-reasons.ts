/**
 * Why BILL refuses: for each meaning, and for the codes of which more is known, the likely reasons in
 * order and what to do. Facts: bill-api 1.6, 2, 3.2 and 4. The cause itself stands in refusals.ts.
 */
import type { Meaning } from '../../bill/meaning.ts';
import { because, type Reasons } from './explanation-shape.ts';

const MISTYPED = 'It was mistyped, or copied with a character too many or too few.';
const OTHER_VERSION = because(
  'editServer',
  'The base URL names another version: it must end in /api/v2.',
  'The server is none of BILL’s v2 API.',
);
const BY_HAND = 'An example was sent as it stands, with IDs that this organization does not have.';

/** Said last where the reasons before it are our reading of a text, which nobody has confirmed. */
const TEXT_ALONE = 'That is read from BILL’s text alone: what else may lead to it is not known.';
const NO_TEXT = 'This reading of the code is not certain: BILL’s text for it is not public.';

const byMeaning: Readonly<Record<Meaning, Reasons>> = {
  sessionInvalid: because(
    'tryAgain',
    'It had no call for 35 minutes: the computer slept, was offline, or keep-alive was paused.',
    'Somebody signed out of it, here or in another tool.',
    'It belongs to another developer key or another server, or its ID was copied in part.',
  ),
  untrusted: because(
    'verify',
    'The session was not verified by phone since its sign-in.',
    'The device is not remembered any more: its 30 days are over, or it was forgotten.',
    'The session was opened with a token, and none of those can be verified.',
  ),
  wrongCredentials: because(
    'editPassword',
    'The account is one of BILL’s production: the sandbox has accounts of its own.',
    'User name or password was mistyped, or the password has changed.',
    'It is a token: its name and value go with the way “Token”.',
  ),
  keyRefused: because(
    'editDevKey',
    'The key is one of BILL’s production: the sandbox has keys of its own.',
    'It was copied in part: a key has 20 characters.',
    'The key is right, and the account is of the other environment.',
  ),
  orgRefused: because(
    'editOrganization',
    'The ID is that of something else: an organization’s begins with 008.',
    'The organization is one of BILL’s production.',
    MISTYPED,
  ),
  locked: because(
    'copyForSupport',
    'Another tool keeps trying with an old password: BILL’s help says that more than ten wrong ones lock a user, until the password is reset in BILL’s web app.',
    'That this code means the same lock is likely, and not documented.',
  ),
  userInactive: because(
    'editUserName',
    'The user belongs to another organization than the one that was asked for.',
    'An administrator has switched the user off.',
    'User name or organization ID was mistyped.',
  ),
  idRefused: because(
    'editOrganization',
    'The ID is that of something else: an organization’s begins with 008.',
    MISTYPED,
    'It belongs to another server.',
  ),
  deviceRefused: because(
    'tryAgain',
    'The ID of this computer was longer than %s takes, or was not known there any more.',
  ),
  signInFailed: because(
    'tryAgain',
    '%s has a fault of its own for a moment.',
    'Something about the account is not in order: signing in to BILL’s web app may tell what.',
    TEXT_ALONE,
  ),
  wrongCode: because(
    'enterCode',
    'A digit was mistyped.',
    'It is the code of an older message: only the newest one counts.',
    'It was used already.',
  ),
  codeExpired: because(
    'sendCode',
    'More than five minutes have passed since the message.',
    'It is the code of an older message.',
  ),
  tooManyCodes: because(
    'sendCode',
    'Several wrong codes were entered, here or in another tool.',
    'Users report that it takes five to ten minutes until codes are taken again.',
  ),
  noPhone: because(
    'openPhoneHelp',
    'The user has never set up a phone for codes in BILL’s web app.',
    'The number was changed, or never confirmed.',
  ),
  hourLimit: because(
    'tryAgain',
    'All tools with this developer key together made 20,000 calls in this clock hour.',
    'Or they signed in 200 times in it: sign-ins and lists of organizations have a limit of their own.',
    'A tool calls in a loop.',
  ),
  tooManyAtOnce: because(
    'tryAgain',
    'Other tools with this developer key called this organization at the same moment: three calls at once are allowed.',
    'A slow call, such as a long list, holds one of the three.',
  ),
  serverFault: because(
    'tryAgain',
    'The sandbox is being deployed anew, as it is at least twice a day.',
    'This very call brings %s down: another one then works.',
  ),
  unsupported: because(
    'editServer',
    'The base URL is not quite right: it must end in /api/v2.',
    'The operation’s name is misspelt. Capitals count.',
    'This server has no such operation.',
  ),
  badRequest: because(
    'openActivity',
    'The name of a parameter is misspelt.',
    'The request was not sent as a form.',
  ),
  bodyRefused: because(
    'openConsole',
    'A field has a value that is not allowed, or is missing.',
    BY_HAND,
    'The operation needs more fields together than were sent.',
  ),
  notFound: because(
    'openConsole',
    'The ID was copied from another organization or another server.',
    BY_HAND,
    'The object was deleted.',
  ),
  cannotPay: because(
    'copyForSupport',
    'The user’s role in the organization does not allow payments.',
    'Payments are not set up for the organization.',
    TEXT_ALONE,
  ),
  other: because('copyForSupport'),
};

/** What more than its meaning is known of a code. */
const byCode: Readonly<Record<string, Reasons>> = {
  BDC_1003: OTHER_VERSION,
  BDC_1005: OTHER_VERSION,
  BDC_1103: because(
    'editDevKey',
    'It was switched off in the developer settings, or a new one has replaced it.',
  ),
  BDC_1104: because(
    'copyForSupport',
    'Whoever made the key has not accepted BILL’s terms for developers yet.',
  ),
  BDC_1105: because(
    'copyForSupport',
    'Access to the API was never switched on for this organization, or not for its sandbox.',
    NO_TEXT,
  ),
  BDC_1106: because(
    'editUserName',
    'The user belongs to a partner of BILL’s, and the organization to none or to another.',
    TEXT_ALONE,
  ),
  BDC_1107: because(
    'copyForSupport',
    'BILL itself has locked it, and only BILL can tell why.',
    TEXT_ALONE,
  ),
  BDC_1108: because(
    'openActivity',
    'A form field is missing that this call needs: the text names it.',
    'The request was not sent as a form.',
  ),
  BDC_1114: because('openConsole', 'The name of the entity is misspelt. Capitals count.', BY_HAND),
  BDC_1115: because(
    'openConsole',
    'The operation is none of Create, Read, Update, Delete and Undelete.',
  ),
  BDC_1116: because(
    'openConsole',
    'Some kinds can only be read and listed, and some not be deleted.',
    'The name of the entity is misspelt. Capitals count.',
  ),
  BDC_1117: because(
    'openConsole',
    'The data has no field of the name that the text gives.',
    'The field stands one level too high or too low.',
  ),
  BDC_1118: because(
    'openConsole',
    'The data was written for another operation.',
    'The field “entity” in it is missing or misspelt.',
  ),
  BDC_1119: because(
    'openConsole',
    'The text names a field and its value: the value is not one of those allowed, or too long.',
    BY_HAND,
  ),
  BDC_1121: because(
    'openConsole',
    'The operation’s name is misspelt. Capitals count.',
    'The base URL is not quite right: it must end in /api/v2.',
    'This server has no such operation.',
  ),
  BDC_1122: because(
    'openConsole',
    'A quote, a comma or a bracket is missing or too many.',
    'The data was not encoded for a form, so that it ended at the first “&”.',
  ),
  BDC_1124: because(
    'openConsole',
    'A number, a date or true and false stands there as something else.',
    'A date is not written like 2026-12-24.',
  ),
  BDC_1128: because('openConsole', 'The name of the entity is misspelt. Capitals count.'),
  BDC_1129: because(
    'openConsole',
    'A form field has a value that is not allowed: the text names both.',
    'At a sign-in: the organization ID is none.',
  ),
  BDC_1130: because(
    'openConsole',
    'The field’s name is misspelt. Capitals count.',
    'Objects of this kind have no such field, or lists do not filter by it.',
  ),
  BDC_1131: because('openConsole', 'It is one of =, !=, <, >, <=, >=, in and nin.'),
  BDC_1143: because(
    'openConsole',
    'The text names a field of the data that does not hold what it must.',
    'At a sign-in or at a code: the ID of the device is too long.',
  ),
  BDC_1151: because(
    'copyForSupport',
    'The bank account is not verified, or cannot pay at all.',
    NO_TEXT,
  ),
  BDC_1152: because(
    'openConsole',
    'The day is today or over.',
    'It is a weekend or a bank holiday.',
  ),
  BDC_1171: because(
    'openConsole',
    'The same call was sent before, and went through.',
    'Another document of this vendor or customer has the number.',
  ),
  BDC_1178: because(
    'editDevKey',
    'The request had no developer key.',
    'A tool sends it under another name than “devKey”.',
  ),
  BDC_1374: because('sendCode', 'More than five minutes have passed since the message.', NO_TEXT),
  BDC_1402: because(
    'openConsole',
    'The bank account is new: the date must be two business days ahead.',
  ),
};

/** `code`: where it tells more than the meaning, and means the same there. */
export function refusalReasons(meaning: Meaning, code: string): Reasons {
  const isOwn = meaning !== 'wrongCode' && meaning !== 'idRefused' && meaning !== 'deviceRefused';
  const own = isOwn && Object.hasOwn(byCode, code) ? byCode[code] : undefined;
  return own ?? byMeaning[meaning];
}
