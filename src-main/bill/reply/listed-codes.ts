/**
 * Reads Errors.json: every code of the server with its text. What the list looks like is not established
 * (bill-api 7), so three plain forms are understood, and anything else is not known.
 */
import { isObject } from '../../../src-shared/text/parse-json.ts';

/** BILL has some hundreds; a list with more is none of codes. */
const MOST_CODES = 5000;
const CODE = /^BDC_\d{1,8}$/u;

type Entry = readonly [code: unknown, text: unknown];

/**
 * The texts by code, as they came: whoever shows one makes it fit to be shown. Of a code that is listed
 * twice the first text counts. Null where it is not a list of codes: `[{ error_code, error_message }]`,
 * or the same with v3's names `code` and `message`; `{ code: text }`; or `{ errors }` with one of these
 * in it. An entry that is none of a code is passed over, and a list without any code is none.
 */
export function readCodeTexts(data: unknown): ReadonlyMap<string, string> | null {
  const entries = entriesOf(inner(data));
  if (entries === null || entries.length > MOST_CODES) return null;
  const found = new Map<string, string>();
  for (const [code, text] of entries) {
    if (typeof code !== 'string' || typeof text !== 'string' || !CODE.test(code)) continue;
    if (text.trim() !== '' && !found.has(code)) found.set(code, text);
  }
  return found.size === 0 ? null : found;
}

function inner(data: unknown): unknown {
  return isObject(data) && Object.hasOwn(data, 'errors') ? data['errors'] : data;
}

function entriesOf(list: unknown): readonly Entry[] | null {
  if (Array.isArray(list))
    return list.flatMap((item: unknown) => (isObject(item) ? [row(item)] : []));
  return isObject(list) ? Object.entries(list) : null;
}

const row = (item: Readonly<Record<string, unknown>>): Entry => [
  item['error_code'] ?? item['code'],
  item['error_message'] ?? item['message'],
];
