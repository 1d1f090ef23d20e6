/** What comes of a call: good answers, refusals of BILL, and each way to fail. */
import { refusal, refusals } from '../../../fakes/refusal.ts';
import {
  fail,
  ok,
  type AppError,
  type LineFault,
  type Result,
} from '../../../../src-shared/result.ts';
import { signedInReply } from './people.ts';
import { MINUTE, START } from './times.ts';

export { refusal, refusals };
export const line = (fault: LineFault = 'timeout'): AppError => ({
  kind: 'line',
  fault,
  code: null,
});
export const status = (code: number, retryAfterMs: number | null = null): AppError => ({
  kind: 'oddReply',
  odd: 'status',
  status: code,
  retryAfterMs,
});
export const refused = (...of: Parameters<typeof refusal>): Result<never> => fail(refusal(...of));
/** The session is not there any more. */
export const dead = refused('BDC_1109');
/** What BILL answers to a wrong MFA code is not known: a code of its own that nobody knows. */
export const wrongCode = refused('BDC_9999', { by: 'mfaAuthenticate' });
export const sessionInfo = {
  organizationId: signedInReply.orgId,
  userId: signedInReply.usersId,
};
export const info = ok(sessionInfo);

/** One of each way to fail that is not BILL's own "no". A new kind does not compile without a row. */
export const failuresByKind = {
  invalidInput: [{ kind: 'invalidInput', field: 'code', problem: 'malformed' }],
  unknownCommand: [{ kind: 'unknownCommand' }],
  notAllowed: [{ kind: 'notAllowed' }],
  tooFast: [{ kind: 'tooFast' }],
  notNow: [{ kind: 'notNow' }],
  internal: [{ kind: 'internal' }],
  hostRefused: [{ kind: 'hostRefused', reason: 'notSandbox' }],
  practiceFailed: [{ kind: 'practiceFailed' }],
  file: [{ kind: 'file', trouble: 'notWritten', at: null }],
  storage: [{ kind: 'storage', trouble: 'notSaved' }],
  ownLimit: [{ kind: 'ownLimit', limit: 'textMessage', until: START + MINUTE }],
  cancelled: [{ kind: 'cancelled' }],
  line: (['offline', 'dns', 'refused', 'timeout', 'tls', 'reset', 'protocol'] as const).map(
    (fault): AppError => line(fault),
  ),
  oddReply: (
    ['status', 'redirect', 'html', 'json', 'shape', 'encoded', 'tooLarge'] as const
  ).flatMap((odd): AppError[] =>
    [null, 200, 302, 401, 403, 407, 500, 503, 511].map((code) => ({
      kind: 'oddReply',
      odd,
      status: code,
      retryAfterMs: null,
    })),
  ),
} satisfies Record<Exclude<AppError['kind'], 'refused'>, readonly AppError[]>;

/** Every outcome that says nothing about the session. */
export const unknownErrors: readonly AppError[] = Object.values(failuresByKind).flat();
