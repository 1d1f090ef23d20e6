/** A refusal as the client makes it of BILL's code: what the code means is not for a test to say. */
import { meaningOf } from '../../src-main/bill/meanings.ts';
import type { Endpoint } from '../../src-main/bill/paths.ts';
import type { AppError } from '../../src-shared/result.ts';

export type Refused = Extract<AppError, { kind: 'refused' }>;

/** `by`: the endpoint that answers; the same code can mean different things at two of them. */
export function refusal(
  code: string,
  {
    by = 'getSessionInfo',
    text = `The text of ${code}.`,
    serverTime = null,
  }: { by?: Endpoint; text?: string; serverTime?: number | null } = {},
): Refused {
  return { kind: 'refused', meaning: meaningOf(code, by), code, text, serverTime };
}
