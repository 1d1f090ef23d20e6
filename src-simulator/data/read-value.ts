/**
 * Reads one value of `data` by the kind of its field (bill-data 2, 7). What is unset may come as null
 * or as an empty text; numbers, flags and dates are brought into the form that BILL stores.
 */
import { isLegal } from '../facts/enums.ts';
import { LONGEST } from '../facts/fresh.ts';
import { UNSET } from '../facts/shapes.ts';
import type { Field } from '../facts/shapes.ts';
import type { NamedOptions } from '../options/named-options.ts';
import { refuse, refuseWith } from '../calls/outcome.ts';
import type { Refusal } from '../calls/outcome.ts';

export type Scalar = string | number | boolean | null;

/** The value to store, or why not. Lines and objects are not read here. */
export function readScalar(
  entity: string,
  field: Pick<Field, 'name' | 'kind' | 'fresh'>,
  value: unknown,
  options: NamedOptions,
): Scalar | Refusal {
  const { name, kind } = field;
  if (value === null || value === undefined || value === '') return unset(field);
  const wrongType = refuse('BDC_1124', name);
  switch (kind) {
    case 'number':
      return readNumber(value, options) ?? wrongType;
    case 'flag':
      return readFlag(value, options) ?? wrongType;
    case 'enum': {
      const text = typeof value === 'number' ? String(value) : value;
      const legal = typeof text === 'string' && isLegal(entity, name, text);
      return legal ? text : refuse('BDC_1119', name, shown(value));
    }
    case 'date':
      return readDate(value) ?? badValue(name, value, options);
    case 'time':
      return readTime(value) ?? badValue(name, value, options);
    case 'text': {
      const text = readText(value, options);
      return text === null ? wrongType : checkLength(entity, name, text);
    }
    case 'reference':
      return typeof value === 'string' ? value : wrongType;
    case 'lines':
    case 'other':
      return wrongType;
  }
}

function unset({ kind, fresh }: Pick<Field, 'kind' | 'fresh'>): Scalar {
  if (kind === 'reference') return UNSET;
  return isScalar(fresh) ? fresh : null;
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function checkLength(entity: string, name: string, text: string): string | Refusal {
  const longest = LONGEST[`${entity}.${name}`];
  if (longest === undefined || text.length <= longest) return text;
  const why = `Maximum length cannot be greater than ${String(longest)} characters`;
  return refuse('BDC_1143', `${name}: ${why}`);
}

/** Beyond this an amount has no exact cents; JSON can even write numbers that are none (1e999). */
const LARGEST = 1e15;

export function readNumber(value: unknown, { lenientDataTypes }: NamedOptions): number | null {
  if (typeof value === 'number') return Math.abs(value) < LARGEST ? value : null;
  if (!lenientDataTypes || typeof value !== 'string') return null;
  return /^-?\d{1,15}(\.\d{1,10})?$/.test(value) ? Number(value) : null;
}

export function readFlag(value: unknown, { lenientDataTypes }: NamedOptions): boolean | null {
  if (typeof value === 'boolean') return value;
  if (!lenientDataTypes || typeof value !== 'string') return null;
  return FLAGS.get(value.toLowerCase()) ?? null;
}

/** As texts; Python and .NET write them with a capital. */
const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

function readText(value: unknown, { lenientDataTypes }: NamedOptions): string | null {
  if (typeof value === 'string') return value;
  const scalar = typeof value === 'number' || typeof value === 'boolean';
  return lenientDataTypes && scalar ? String(value) : null;
}

/** `YYYY-MM-DD`; months and days may come without their zero (C* NODE), and with a time behind. */
export function readDate(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const [, year, month, day] = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:T.*)?$/.exec(value) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${text}T00:00:00Z`);
  // 30 February would become a day in March.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : null;
}

/** `YYYY-MM-DDThh:mm:ss.sss+0000` from that, from other zones, and from a date alone. */
export function readTime(value: unknown): string | null {
  if (typeof value !== 'string' || !/^\d{4}-\d\d?-\d\d?/.test(value)) return null;
  const day = readDate(value);
  if (day === null) return null;
  const time = /T.*$/.exec(value)?.[0] ?? 'T00:00:00';
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(time) ? time : `${time}Z`;
  const at = Date.parse(day + zoned.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(at) ? null : `${new Date(at).toISOString().slice(0, -1)}+0000`;
}

/** "Invalid value for data key,value: dueDate, 9." (C* NODE; its code is an option). */
export function badValue(name: string, value: unknown, options: NamedOptions): Refusal {
  return refuseWith(options.dataValueError, name, shown(value));
}

/** A value as an error names it. Lists and objects can be as deep as their sender likes. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return value.length > 100 ? `${value.slice(0, 100)}…` : value;
  if (Array.isArray(value)) return '[…]';
  if (typeof value === 'object' && value !== null) return '{…}';
  return String(value);
}

export function isIdForm(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9A-Za-z]{20}$/.test(value);
}
