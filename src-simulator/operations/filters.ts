/**
 * The filters of List: `{field, op, value}`, all of which an object must pass (bill-data 4). A value is
 * text whatever the type of its field, and others are taken as well.
 */
import { isRefusal } from '../calls/data-fields.ts';
import { isObject } from '../data/read-object.ts';
import type { Row } from '../data/row.ts';
import { badValue, readDate, readFlag, readNumber, readTime, shown } from '../data/read-value.ts';
import type { Scalar } from '../data/read-value.ts';
import { UNSET } from '../facts/shapes.ts';
import type { EntityShape, Field } from '../facts/shapes.ts';
import type { NamedOptions } from '../options/named-options.ts';
import { refuse } from '../calls/outcome.ts';
import type { Refusal } from '../calls/outcome.ts';

export type Test = (row: Row) => boolean;

type Compare = (own: Scalar, wanted: Scalar) => boolean;

/** An object without a value is neither below nor above anything. */
const COMPARISONS: ReadonlyMap<string, Compare> = new Map<string, Compare>([
  ['=', (own, wanted) => own === wanted],
  ['!=', (own, wanted) => own !== wanted],
  ['<', (own, wanted) => own !== null && wanted !== null && own < wanted],
  ['>', (own, wanted) => own !== null && wanted !== null && own > wanted],
  ['<=', (own, wanted) => own !== null && wanted !== null && own <= wanted],
  ['>=', (own, wanted) => own !== null && wanted !== null && own >= wanted],
]);

/** The kinds of fields that can be compared; `id` and `entity` are fields of every object. */
export function comparable(shape: EntityShape, name: string): Pick<Field, 'name' | 'kind'> | null {
  if (name === 'id') return { name, kind: 'reference' };
  if (name === 'entity') return { name, kind: 'text' };
  const field = shape.fields.get(name);
  return field === undefined || field.kind === 'lines' || field.kind === 'other' ? null : field;
}

/** The tests that an object must pass, from the `filters` of a call. */
export function readFilters(
  shape: EntityShape,
  filters: unknown,
  options: NamedOptions,
): readonly Test[] | Refusal {
  if (filters === undefined || filters === null || filters === '') return [];
  if (!Array.isArray(filters)) return badValue('filters', filters, options);
  const tests: Test[] = [];
  for (const filter of filters as readonly unknown[]) {
    const test = readFilter(shape, filter, options);
    if (isRefusal(test)) return test;
    tests.push(test);
  }
  return tests;
}

function readFilter(shape: EntityShape, filter: unknown, options: NamedOptions): Test | Refusal {
  if (!isObject(filter)) return badValue('filters', filter, options);
  const { field: name, op, value } = filter;
  const field = typeof name === 'string' ? comparable(shape, name) : null;
  const open = options.listFilters === 'any' || shape.filterable.has(field?.name ?? '');
  if (field === null || !open) return refuse('BDC_1130', shown(name));
  const fold = (one: Scalar) =>
    options.filterIgnoresCase && field.kind === 'text' && typeof one === 'string'
      ? one.toLowerCase()
      : one;
  const own = (row: Row) => fold(scalarOf(row[field.name]));
  if (op === 'in' || op === 'nin') {
    const wanted = new Set<Scalar>();
    for (const one of listOf(value)) {
      const read = readWanted(field, one, options);
      if (isRefusal(read)) return read;
      wanted.add(fold(read));
    }
    return (row) => wanted.has(own(row)) === (op === 'in');
  }
  const compare = typeof op === 'string' ? COMPARISONS.get(op) : undefined;
  if (compare === undefined) return refuse('BDC_1131', shown(op));
  const read = readWanted(field, value, options);
  if (isRefusal(read)) return read;
  const wanted = fold(read);
  return (row) => compare(own(row), wanted);
}

/** Whether the values of `in` come as a list or as a text with commas is not proven: both are taken. */
function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  if (typeof value !== 'string') return [value];
  return value.split(',').map((part) => part.trim());
}

/** The value of a filter in the form in which objects have it. */
function readWanted(
  { name, kind }: Pick<Field, 'name' | 'kind'>,
  value: unknown,
  options: NamedOptions,
): Scalar | Refusal {
  const given = value === undefined || value === '' ? null : value;
  if (given === null) return kind === 'reference' ? UNSET : null;
  const wanted = wantedOf(kind, given, options);
  return wanted ?? badValue(name, value, options);
}

function wantedOf(kind: Field['kind'], value: unknown, options: NamedOptions): Scalar {
  const lenient = { ...options, lenientDataTypes: true };
  switch (kind) {
    case 'number':
      return readNumber(value, lenient);
    case 'flag':
      return readFlag(value, lenient);
    case 'date':
      return readDate(value);
    case 'time':
      return readTime(value);
    case 'text':
    case 'enum':
    case 'reference':
    case 'lines':
    case 'other':
      return isText(value) ? String(value) : null;
  }
}

function isText(value: unknown): value is string | number | boolean {
  return scalarOf(value) !== null;
}

export function scalarOf(value: unknown): Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : null;
}
