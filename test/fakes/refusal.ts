/** A refusal as the client makes it of BILL's code: what the code means is not for a test to say. */
import { meaningOf } from '../../src-main/bill/code-meanings.ts';
import type { Endpoint } from '../../src-main/bill/paths.ts';
import type { Meaning } from '../../src-shared/bill/meaning.ts';
import type { AppError } from '../../src-shared/result.ts';

type Refused = Extract<AppError, { kind: 'refused' }>;

/** `by`: the endpoint that answers; the same code can mean different things at two of them. */
export function refusal(
  code: string,
  {
    by = 'getSessionInfo',
    text = `The text of ${code}.`,
    serverTime = null,
  }: { by?: Endpoint | 'named'; text?: string; serverTime?: number | null } = {},
): Refused {
  return { kind: 'refused', meaning: meaningOf(code, by), code, text, serverTime };
}

/** A refusal of each meaning. A new meaning does not compile without its row. */
export const refusals: Readonly<Record<Meaning, Refused>> = {
  sessionInvalid: refusal('BDC_1109'),
  untrusted: refusal('BDC_1361', { by: 'named' }),
  wrongCredentials: refusal('BDC_1101', { by: 'login' }),
  keyRefused: refusal('BDC_1102'),
  orgRefused: refusal('BDC_1105'),
  locked: refusal('BDC_1107'),
  userInactive: refusal('BDC_1111', { by: 'login' }),
  idRefused: refusal('BDC_1129', { by: 'login' }),
  deviceRefused: refusal('BDC_1143', { by: 'mfaAuthenticate' }),
  signInFailed: refusal('BDC_1113', { by: 'login' }),
  wrongCode: refusal('BDC_9999', { by: 'mfaAuthenticate' }),
  codeExpired: refusal('BDC_1356', { by: 'mfaAuthenticate' }),
  tooManyCodes: refusal('BDC_1358', { by: 'mfaAuthenticate' }),
  noPhone: refusal('BDC_1354', { by: 'mfaChallenge' }),
  hourLimit: refusal('BDC_1144'),
  tooManyAtOnce: refusal('BDC_1322'),
  serverFault: refusal('BDC_1001'),
  unsupported: refusal('BDC_1121'),
  badRequest: refusal('BDC_1002'),
  bodyRefused: refusal('BDC_1119', { by: 'named' }),
  notFound: refusal('BDC_1120', { by: 'named' }),
  cannotPay: refusal('BDC_1150', { by: 'named' }),
  other: refusal('BDC_9999'),
};
