/**
 * Why a request was refused, for the record of it: a word for programs and a sentence for people.
 * Neither ever holds a value that a client sent, which may be its password.
 */
import type { Refusal } from '../calls/outcome.ts';
import type { RefusalReason } from '../simulator-types.ts';

export interface Why {
  readonly reason: RefusalReason | null;
  readonly hint: string | null;
}

/** What a code means where the rule that refused did not say it itself. */
const REASONS: ReadonlyMap<string, RefusalReason> = new Map<string, RefusalReason>([
  ...['BDC_1108', 'BDC_1117', 'BDC_1178'].map((code) => [code, 'missingField'] as const),
  ...[
    ...['BDC_1114', 'BDC_1118', 'BDC_1119', 'BDC_1120', 'BDC_1122', 'BDC_1124', 'BDC_1129'],
    ...['BDC_1130', 'BDC_1131', 'BDC_1143', 'BDC_1152', 'BDC_1171'],
  ].map((code) => [code, 'badField'] as const),
  ['BDC_1109', 'session'],
  ['BDC_1361', 'untrusted'],
  ['BDC_1144', 'limit'],
  ['BDC_1322', 'limit'],
]);

export function whyRefused(refusal: Refusal): Why {
  const reason = refusal.reason ?? REASONS.get(refusal.code) ?? null;
  return { reason, hint: refusal.hint ?? hintOf(reason, refusal) };
}

function hintOf(reason: RefusalReason | null, { code, params }: Refusal): string | null {
  const name = fieldName(params);
  switch (reason) {
    case 'missingField':
      if (code === 'BDC_1178') return 'The form field "devKey" is missing.';
      return name === null ? 'Something that is required is missing.' : `"${name}" is missing.`;
    case 'badField':
      return badField(code, name);
    case 'limit':
      return code === 'BDC_1322'
        ? 'Too many calls of this developer key and organization are under way at once.'
        : 'This developer key has made all the calls of this hour; the next begins with the clock hour.';
    case 'session':
      return 'Sign in again with /Login.json.';
    case 'untrusted':
      return UNTRUSTED;
    default:
      return OTHERS.get(code) ?? null;
  }
}

const UNTRUSTED =
  'Verify the session with /MFAChallenge.json and /MFAAuthenticate.json, or sign in with a remembered mfaId and its deviceId.';

function badField(code: string, name: string | null): string {
  switch (code) {
    case 'BDC_1122':
      return 'The form field "data" is no JSON object.';
    case 'BDC_1118':
      return '"entity" in "obj" is not the entity of the path.';
    case 'BDC_1120':
      return 'There is no object with this id in this organization.';
    case 'BDC_1130':
      return 'A filter names a field that this entity does not have, or that may not be filtered.';
    case 'BDC_1131':
      return 'A filter has an "op" that is none of = < > != <= >= in nin.';
    case 'BDC_1152':
      return '"processDate" must be a weekday after today.';
    default:
      return name === null
        ? 'A field has a value that is not taken.'
        : `"${name}" has a value that is not taken.`;
  }
}

/** Sign-in: which of the things that were sent is wrong. */
const OTHERS: ReadonlyMap<string, string> = new Map([
  ['BDC_1101', 'User name and password are not those of an account of the ready line.'],
  ['BDC_1102', 'The developer key is not that of an account of the ready line.'],
  ['BDC_1103', 'The developer key is inactive; that is what this account is for.'],
  ['BDC_1104', 'The terms are not accepted; that is what this account is for.'],
  ['BDC_1105', 'The organization has no API access; that is what this account is for.'],
  ['BDC_1107', 'The organization is locked; that is what this account is for.'],
  ['BDC_1110', 'The user is locked.'],
  ['BDC_1111', 'The user is inactive; that is what this account is for.'],
  ['BDC_1354', 'The user has no phone; that is what this account is for.'],
  ['BDC_1356', 'The code is too old; ask for another one.'],
  ['BDC_1358', 'Too many wrong codes; ask for another one.'],
]);

/** The first parameter of an error, where it is the name of a field and not what somebody sent. */
function fieldName(params: readonly string[]): string | null {
  const [first = ''] = params;
  const [name = ''] = first.split(':');
  return /^[A-Za-z][A-Za-z0-9.]{0,40}$/.test(name) ? name : null;
}
