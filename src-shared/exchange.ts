/** One request and its reply as a person may see them: redacted in main before they get this shape. */
import type { AppError } from './result.ts';

/**
 * Who wanted a call. `check`: nobody kept the session any more, and its time was over; one call finds
 * out whether it is there.
 */
export type Cause = 'you' | 'signIn' | 'keepAlive' | 'beforeSleep' | 'afterWake' | 'check';

/** A row of Activity. */
export interface Exchange {
  readonly id: number;
  readonly profile: string;
  /** Epoch ms at which the call was sent. */
  readonly at: number;
  /** Path below the base URL without `.json`, for example `GetSessionInfo`. */
  readonly endpoint: string;
  readonly by: Cause;
  /** Milliseconds until the reply was read or the call was given up; null while under way. */
  readonly ms: number | null;
  /** HTTP status; null while under way or when no reply came. */
  readonly status: number | null;
  readonly outcome: 'pending' | 'ok' | 'refused' | 'failed';
  /** Null unless the outcome is `refused` or `failed`. */
  readonly error: AppError | null;
  /** The reply carried a session ID that nobody had asked for, which was not used. */
  readonly newSession: boolean;
}

/** What the detail pane of Activity shows for one row. */
export interface ExchangeDetail extends Exchange {
  readonly request: {
    /** `POST /api/v2/Login.json` */
    readonly line: string;
    /** Form fields in the order sent; secrets masked. */
    readonly fields: readonly { readonly name: string; readonly value: string }[];
  };
  /** The reply's JSON, indented, secrets masked; null when there was none that we show. */
  readonly reply: string | null;
}
