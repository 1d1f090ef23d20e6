/** One request and its reply as a person may see them: redacted in main before they get this shape. */
import type { AppError } from './result.ts';

/**
 * Who wanted a call. `check`: nobody kept the session any more, and its time was over; one call finds
 * out whether it is there. `program`: another program, through the local API.
 */
export type Cause =
  'you' | 'signIn' | 'keepAlive' | 'beforeSleep' | 'afterWake' | 'check' | 'program';

export interface ProgramCause {
  /** As it calls itself. */
  readonly name: string;
  /** How often it asked for the same, where the app answered by itself; null for a call to the server. */
  readonly times: number | null;
}

/** A row of Activity: a call to the server, or what a program asked the app for. */
export interface Exchange {
  readonly id: number;
  readonly profile: string;
  /** Epoch ms at which the call was sent. */
  readonly at: number;
  /**
   * Path below the base URL without `.json`, for example `GetSessionInfo`; or the command of a program
   * that was answered here.
   */
  readonly endpoint: string;
  readonly by: Cause;
  /** The program that is the cause, where one is. */
  readonly program: ProgramCause | null;
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

/** How many of them are kept, of all profiles together: the oldest go first. */
export const EXCHANGES_KEPT = 200;

/** What the detail pane of Activity shows for one row. */
export interface ExchangeDetail extends Exchange {
  readonly request: {
    /** `POST /api/v2/Login.json`, or `getStatus` */
    readonly line: string;
    /** Where it was sent, without a slash at the end; null where it was sent nowhere. */
    readonly baseUrl: string | null;
    /** Form fields in the order sent; secrets masked. */
    readonly fields: readonly { readonly name: string; readonly value: string }[];
  };
  /** The reply's JSON, indented, secrets masked; null when there was none that we show. */
  readonly reply: string | null;
}
