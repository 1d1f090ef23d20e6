/** The calls of the console as values: what one is opened with, what became of it, and how many are kept. */
import { isOurs } from '../../../src-shared/bill/operations.ts';
import type { ExchangeDetail } from '../../../src-shared/exchange.ts';
import type { AppError } from '../../../src-shared/result.ts';
import { parseJson } from '../../../src-shared/text/parse-json.ts';

/** What the console is opened with; `body` is JSON text. */
export interface ConsoleCall {
  readonly operation: string;
  readonly body: string;
}

/** A call that was sent from here. */
export interface SentCall {
  readonly id: number;
  readonly operation: string;
  readonly body: string;
  /** Epoch ms of main's clock. */
  readonly at: number;
  /** Null while it is under way. */
  readonly ms: number | null;
  readonly outcome: 'pending' | 'accepted' | 'refused' | 'failed' | 'cancelled';
  readonly error: AppError | null;
  /** The reply as text; null where there is none, or where it was too long to be kept. */
  readonly reply: string | null;
}

/**
 * The call of a row of Activity; null for one that may not be sent by hand, or that never left. What was
 * masked there stays masked, as a place to fill in.
 */
export function callOf({ endpoint, program, request }: ExchangeDetail): ConsoleCall | null {
  if (isOurs(endpoint) || (program !== null && program.times !== null)) return null;
  const data = request.fields.find(({ name }) => name === 'data')?.value ?? '';
  const value = parseJson(data);
  // One that was too long to be kept whole is shown as far as it goes.
  const body = value === undefined ? data : JSON.stringify(value, null, 2);
  return { operation: endpoint, body };
}

const MOST_CALLS = 20;
/** Of all replies that are kept, in characters; the newest is kept whatever its length. */
const MOST_TEXT = 4 * 1024 * 1024;

/** Newest first: so many calls, and of the replies as many of the newest as fit. */
export function kept(calls: readonly SentCall[]): readonly SentCall[] {
  let left = MOST_TEXT;
  return calls.slice(0, MOST_CALLS).map((call, at) => {
    left -= call.reply?.length ?? 0;
    return at === 0 || left >= 0 ? call : { ...call, reply: null };
  });
}

export function outcomeOf({ kind }: AppError): SentCall['outcome'] {
  if (kind === 'refused') return 'refused';
  return kind === 'cancelled' ? 'cancelled' : 'failed';
}
