/**
 * What each of BILL's codes means, and what it means at the endpoint that answered it. The one table
 * of codes: past `bill/` nobody decides by a code. Facts: bill-api 3.2.
 */
import type { Meaning } from '../../src-shared/bill/meaning.ts';
import type { Endpoint } from './paths.ts';

/** What a code means at any endpoint, unless the function below knows better. */
const general: Readonly<Record<string, Meaning>> = {
  BDC_1001: 'serverFault',
  BDC_1002: 'badRequest',
  BDC_1003: 'unsupported',
  BDC_1005: 'unsupported',
  BDC_1101: 'wrongCredentials',
  BDC_1102: 'keyRefused',
  BDC_1103: 'keyRefused',
  BDC_1104: 'keyRefused',
  BDC_1105: 'orgRefused',
  BDC_1106: 'orgRefused',
  BDC_1107: 'locked',
  BDC_1108: 'bodyRefused',
  BDC_1109: 'sessionInvalid',
  BDC_1110: 'locked',
  BDC_1111: 'userInactive',
  BDC_1113: 'signInFailed',
  BDC_1114: 'bodyRefused',
  BDC_1115: 'bodyRefused',
  BDC_1116: 'bodyRefused',
  BDC_1117: 'bodyRefused',
  BDC_1118: 'bodyRefused',
  BDC_1119: 'bodyRefused',
  // Not the end of a session, though some public clients take it for that.
  BDC_1120: 'notFound',
  BDC_1121: 'unsupported',
  BDC_1122: 'bodyRefused',
  BDC_1123: 'orgRefused',
  BDC_1124: 'bodyRefused',
  BDC_1128: 'bodyRefused',
  BDC_1129: 'bodyRefused',
  BDC_1130: 'bodyRefused',
  BDC_1131: 'bodyRefused',
  BDC_1143: 'bodyRefused',
  BDC_1144: 'hourLimit',
  BDC_1150: 'cannotPay',
  BDC_1151: 'cannotPay',
  BDC_1152: 'bodyRefused',
  BDC_1171: 'bodyRefused',
  BDC_1178: 'keyRefused',
  BDC_1322: 'tooManyAtOnce',
  BDC_1354: 'noPhone',
  BDC_1356: 'codeExpired',
  BDC_1358: 'tooManyCodes',
  BDC_1361: 'untrusted',
  BDC_1374: 'codeExpired',
  BDC_1402: 'bodyRefused',
};

/** "Invalid parameter value": a sign-in answers it to an organization ID that does not exist. */
const INVALID_PARAMETER = 'BDC_1129';

/** "Invalid entity data": where a device goes along, what is meant is its ID (bill-api 1.6). */
const INVALID_DEVICE = 'BDC_1143';

/**
 * BILL's code for a wrong MFA token, or for a challenge that it does not know, is not public. Whatever
 * it answers to a token that speaks of no other matter is taken for a refusal of that token.
 */
const mayMeanWrongCode: ReadonlySet<Meaning> = new Set([
  'other',
  'bodyRefused',
  'badRequest',
  'notFound',
  'signInFailed',
  'wrongCredentials',
  'userInactive',
  'cannotPay',
]);

/**
 * What `code` means as the answer of `endpoint`; `other` for one that is not known. `named`: of an
 * operation that was called by its name.
 */
export function meaningOf(code: string, endpoint: Endpoint | 'named'): Meaning {
  const known = (Object.hasOwn(general, code) ? general[code] : undefined) ?? 'other';
  switch (endpoint) {
    case 'login':
      if (code === INVALID_DEVICE) return 'deviceRefused';
      return code === INVALID_PARAMETER ? 'idRefused' : known;
    case 'listOrganizations':
      return code === INVALID_PARAMETER ? 'idRefused' : known;
    case 'mfaAuthenticate':
      if (code === INVALID_DEVICE) return 'deviceRefused';
      return mayMeanWrongCode.has(known) ? 'wrongCode' : known;
    case 'getSessionInfo':
    case 'logout':
    case 'mfaChallenge':
    case 'listErrors':
    case 'named':
      return known;
    case 'mfaStatus':
      return code === INVALID_DEVICE ? 'deviceRefused' : known;
  }
}
