/**
 * A call as its texts are made of it: an address, form fields, and the names of the environment
 * variables that stand for secrets. No secret has a place here.
 */
import { parseJson } from '../text/parse-json.ts';
import type { CopyRefusal } from './formats.ts';

/** The value of an environment variable. */
export interface Variable {
  readonly env: string;
}
export type Value = string | Variable;

export interface Field {
  readonly name: string;
  readonly value: Value;
}

/** A call below a base URL, whoever carries it there. */
export interface CallToCopy {
  /** As a person knows it: `List/Vendor`. */
  readonly title: string;
  /** Below the base URL: `/List/Vendor.json`. */
  readonly path: string;
  /** In the order sent. */
  readonly fields: readonly Field[];
}

/** Through the gateway, or to the server itself. Both without a slash at the end. */
export type Way =
  | { readonly way: 'gateway'; readonly baseUrl: string }
  | { readonly way: 'direct'; readonly baseUrl: string };

/** What goes over the wire. */
export interface Request {
  readonly title: string;
  readonly baseUrl: string;
  readonly path: string;
  /** The variable whose value is the bearer token; null where none is sent. */
  readonly bearer: Variable | null;
  readonly fields: readonly Field[];
}

export const SESSION_ID: Variable = { env: 'BILL_SESSION_ID' };
export const DEV_KEY: Variable = { env: 'BILL_DEV_KEY' };
export const GATEWAY_TOKEN: Variable = { env: 'TABKEEPER_GATEWAY_TOKEN' };

/** The names that the gateway fills in, and what it takes for "the live one" (contract of the gateway). */
const FILLED_IN = ['sessionId', 'devKey'];
const LIVE = 'tabkeeper';

/** A call on its way. */
export function requestOf({ title, path, fields }: CallToCopy, way: Way): Request {
  const { baseUrl } = way;
  if (way.way === 'direct') return { title, baseUrl, path, bearer: null, fields };
  const own = fields.filter(({ name }) => !FILLED_IN.includes(name));
  // A form without a field is easily sent as no form at all.
  const sent = own.length > 0 ? own : [{ name: 'sessionId', value: LIVE }];
  return { title, baseUrl, path, bearer: GATEWAY_TOKEN, fields: sent };
}

/** The variables that a request needs, each once. */
export function variablesOf({ bearer, fields }: Request): string[] {
  const values = [...(bearer === null ? [] : [bearer]), ...fields.map(({ value }) => value)];
  return [...new Set(values.flatMap((value) => (typeof value === 'string' ? [] : [value.env])))];
}

/** The server is this computer: a proxy on the way would only learn the token. */
export function isOnLoopback({ baseUrl }: Request): boolean {
  return /^https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?(?:\/|$)/u.test(baseUrl);
}

/** Names and addresses that mean the same in every shell and language. */
const PLAIN_NAME = /^[A-Za-z][\w.-]{0,99}$/u;
const PLAIN_ADDRESS = /^[\w.~:/[\]-]+$/u;
/** A terminal would act on these, or nobody would see them: half of a pair included. */
const HIDDEN = /(?!\n)\p{Cc}|[\p{Cs}\p{Bidi_Control}\u2028\u2029]/u;
const HIDDEN_IN_JSON = /[\u007f-\u009f\p{Cs}\p{Bidi_Control}\u2028\u2029]/gu;

/** The request as it can be written in any text; or why it cannot be. */
export function plainRequest(request: Request): Request | CopyRefusal {
  const fields = request.fields.map(({ name, value }) => ({ name, value: plainValue(value) }));
  const unfit =
    !PLAIN_ADDRESS.test(request.baseUrl + request.path) ||
    fields.some(({ name }) => !PLAIN_NAME.test(name)) ||
    fields.some(({ value }) => typeof value === 'string' && HIDDEN.test(value));
  return unfit ? 'hidden' : { ...request, fields };
}

/** In JSON, what cannot be seen can be written in signs that can. */
function plainValue(value: Value): Value {
  if (typeof value !== 'string' || parseJson(value) === undefined) return value;
  // Outside of its texts JSON knows these three for space alone, and inside of them none.
  return value.replace(/[\n\r\t]/gu, ' ').replace(HIDDEN_IN_JSON, escaped);
}

/** `\u202e`, by UTF-16 unit. */
const escaped = (text: string): string =>
  Array.from(
    { length: text.length },
    (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
