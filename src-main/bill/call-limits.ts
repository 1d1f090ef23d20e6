/** Every number that bounds what we send to BILL or take from it. */

/** The longest reply that we read. BILL's JSON is small; more is a mistake or an attack. */
export const MAX_REPLY_BYTES = 1024 * 1024;

/** The same for an operation that was called by its name: a list may hold 999 entries (bill-api 1.2). */
export const MAX_NAMED_REPLY_BYTES = 16 * 1024 * 1024;

/** How long each phase of one call may take, in milliseconds. `request` bounds the whole call. */
export interface Timeouts {
  readonly lookup: number;
  readonly connect: number;
  readonly secureConnect: number;
  readonly send: number;
  readonly response: number;
  readonly read: number;
  readonly request: number;
}

/** Only `request` stops a server that sends one byte at a time, so it must never be missing. */
export const TIMEOUTS: Timeouts = {
  lookup: 3000,
  connect: 5000,
  secureConnect: 5000,
  send: 10_000,
  response: 10_000,
  read: 10_000,
  request: 15_000,
};

/** BILL allows 3 calls at once per developer key and organization; one is for your own tools. */
export const CALLS_AT_ONCE = 2;

/** BILL allows 200 sign-ins a clock hour per developer key; the rest is for your own tools. */
export const SIGN_INS_PER_HOUR = 180;

/** Text messages per developer key in any minute (stated by BILL for v3, taken for v2 too). */
export const TEXT_MESSAGES_PER_MINUTE = 5;

/** How many exchanges Activity remembers. */
export const EXCHANGES_KEPT = 200;

/** How much of one reply, and of one form field, an exchange keeps, in characters. */
export const EXCHANGE_BODY = 4096;

/** How much of a reply the console is given, in characters: a page of 999 entries, indented. */
export const SHOWN_REPLY = 4 * 1024 * 1024;
