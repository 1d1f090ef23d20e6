/** A row of Activity as a call that can be made again: what is masked in it becomes a placeholder. */
import type { ExchangeDetail } from '../exchange.ts';
import { HIDDEN } from '../text/mask.ts';
import { parseJson } from '../text/parse-json.ts';
import type { CopyRefusal } from './formats.ts';
import { DEV_KEY, SESSION_ID, type CallToCopy, type Value } from './copied-request.ts';

/**
 * Null for a row that is no call to the server. `longest`: as many characters of a value are kept for
 * Activity.
 */
export function recordedCall(
  { endpoint, request }: ExchangeDetail,
  longest: number,
): CallToCopy | CopyRefusal | null {
  if (request.baseUrl === null) return null;
  if (request.fields.some(({ value }) => value.length > longest)) return 'cut';
  const fields = request.fields.map(({ name, value }) => ({ name, value: openValue(name, value) }));
  return { title: endpoint, path: `/${endpoint}.json`, fields };
}

const known: Readonly<Record<string, Value>> = { sessionId: SESSION_ID, devKey: DEV_KEY };

function openValue(name: string, value: string): Value {
  if (Object.hasOwn(known, name)) return known[name] ?? value;
  if (!value.includes(HIDDEN)) return value;
  const json = parseJson(value);
  return json === undefined
    ? { env: `BILL_${upperSnake(name)}` }
    : JSON.stringify(withPlaces(json, name));
}

/** `accountNumber` becomes `ACCOUNT_NUMBER`. */
const upperSnake = (name: string) =>
  name
    .replace(/(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+/gu, '_')
    .replace(/^_+|_+$/gu, '')
    .toUpperCase();

/** The JSON with `<accountNumber>` for each text that was masked. */
function withPlaces(value: unknown, name: string): unknown {
  if (typeof value === 'string') return value.includes(HIDDEN) ? `<${name}>` : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => withPlaces(item, name));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withPlaces(item, key)]),
  );
}
