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

/** The longest body that a tool may send, in bytes: of a form, and with a file in it. */
export const MAX_PASSED_FORM_BYTES = 1024 * 1024;
export const MAX_PASSED_FILE_BYTES = 32 * 1024 * 1024;
/** The longest reply that is passed on to a tool. */
export const MAX_PASSED_REPLY_BYTES = 64 * 1024 * 1024;
/** A reply up to this is held until it was read whole and judged; a longer one is no refusal of BILL's. */
export const JUDGED_REPLY_BYTES = 64 * 1024;

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

/**
 * The same for a call that is passed on for a tool: it may carry a file either way. `read` is the longest
 * silence within a reply.
 */
export const PASSED_TIMEOUTS: Timeouts = {
  ...TIMEOUTS,
  send: 60_000,
  response: 30_000,
  read: 20_000,
  request: 120_000,
};

/** BILL allows 3 calls at once per developer key and organization … */
export const CALLS_AT_ONCE = 3;
/** … of which neither the app itself nor other programs through it may have more: one is always left. */
export const CALLS_AT_ONCE_EACH = 2;

/** BILL allows 20,000 calls a clock hour per developer key; the rest is for the app's own. */
export const PROGRAM_CALLS_PER_HOUR = 19_000;

/** BILL allows 200 sign-ins a clock hour per developer key; the rest is for your own tools. */
export const SIGN_INS_PER_HOUR = 180;

/** Text messages per developer key in any minute (stated by BILL for v3, taken for v2 too). */
export const TEXT_MESSAGES_PER_MINUTE = 5;

/** How much of one reply, and of one form field, an exchange keeps, in characters. */
export const EXCHANGE_BODY = 4096;

/** How much of a reply the console is given, in characters: a page of 999 entries, indented. */
export const SHOWN_REPLY = 4 * 1024 * 1024;
