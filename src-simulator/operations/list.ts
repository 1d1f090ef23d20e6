/** List: one page of the objects of an entity, filtered and sorted (bill-data 4). */
import { isRefusal, missingKey } from '../calls/data-fields.ts';
import type { DataObject } from '../calls/data-fields.ts';
import { isMissing, isObject } from '../data/read-object.ts';
import { listText } from '../data/json-text.ts';
import type { Row } from '../data/row.ts';
import { badValue, readFlag, readNumber } from '../data/read-value.ts';
import { shapeOf } from '../facts/shapes.ts';
import type { EntityShape } from '../facts/shapes.ts';
import type { NamedOptions } from '../options/named-options.ts';
import { succeed } from '../calls/outcome.ts';
import type { Outcome, Refusal } from '../calls/outcome.ts';
import type { DataCall } from './call.ts';
import { comparable, readFilters } from './filters.ts';
import { firstInOrder } from './first-in-order.ts';
import type { Order } from './first-in-order.ts';

export interface Page {
  readonly start: number;
  readonly max: number;
}

export interface Selected {
  readonly rows: readonly Row[];
  /** Whether the caller wants their lines. */
  readonly withLines: boolean;
}

export function list(call: DataCall, entity: string): Outcome {
  const shape = shapeOf(entity);
  const selected = select(call, shape, call.org.table(entity).all());
  if (isRefusal(selected)) return selected;
  return succeed(listText(shape, selected.rows, selected.withLines));
}

/** Those of `all` that the call's start, max, filters, sort and nested ask for. */
export function select(
  { data, options }: Pick<DataCall, 'data' | 'options'>,
  shape: EntityShape,
  all: readonly Row[],
): Selected | Refusal {
  const page = readPage(data, options);
  if (isRefusal(page)) return page;
  const tests = readFilters(shape, data['filters'], options);
  if (isRefusal(tests)) return tests;
  const orders = readSort(shape, data['sort'], options);
  if (isRefusal(orders)) return orders;
  const withLines = readNested(data, options);
  if (isRefusal(withLines)) return withLines;
  const found = tests.length === 0 ? all : all.filter((row) => tests.every((test) => test(row)));
  const end = page.start + page.max;
  const inOrder = orders.length === 0 ? found : firstInOrder(found, orders, end);
  return { rows: inOrder.slice(page.start, end), withLines };
}

/** `start` counts from 0; there is no total and no mark of what comes next. */
export function readPage(data: DataObject, options: NamedOptions): Page | Refusal {
  const start = readCount(data, 'start', 0, options);
  if (isRefusal(start)) return start;
  const max = readCount(data, 'max', 1, options);
  if (isRefusal(max)) return max;
  const most = options.listMax;
  if (most === 0 || max <= most) return { start, max };
  return options.listBeyondMax === 'clamp' ? { start, max: most } : badValue('max', max, options);
}

function readCount(
  data: DataObject,
  name: string,
  least: number,
  options: NamedOptions,
): number | Refusal {
  if (isMissing(data, name)) return missingKey(options, name);
  const count = readNumber(data[name], options);
  if (count === null || !Number.isSafeInteger(count) || count < least) {
    return badValue(name, data[name], options);
  }
  return count;
}

function readSort(
  shape: EntityShape,
  sort: unknown,
  options: NamedOptions,
): readonly Order[] | Refusal {
  if (sort === undefined || sort === null || sort === '') return [];
  if (!Array.isArray(sort)) return badValue('sort', sort, options);
  const orders: Order[] = [];
  for (const part of sort as readonly unknown[]) {
    if (!isObject(part)) return badValue('sort', part, options);
    const { field: name, asc } = part;
    const rising = readAsc(asc, options);
    if (rising === null) return badValue('asc', asc, options);
    const field = typeof name === 'string' ? comparable(shape, name) : null;
    if (field !== null) orders.push({ name: field.name, sign: rising ? 1 : -1 });
    else if (options.unknownSortField === 'error') return badValue('sort', name, options);
  }
  return orders;
}

/** Documented as text; clients send true and false, 0 and 1 (bill-data 4). Rising unless it says not. */
function readAsc(asc: unknown, options: NamedOptions): boolean | null {
  if (asc === undefined || asc === null) return true;
  return readFlag(asc, { ...options, lenientDataTypes: true }) ?? readDigit(asc);
}

/** Whether lines are wanted. 13 is no flag (C* NODE); 0 and 1 are. */
function readNested(data: DataObject, options: NamedOptions): boolean | Refusal {
  const value = data['nested'];
  const absent = value === undefined || value === null || value === '';
  const nested = absent ? null : (readFlag(value, options) ?? readDigit(value));
  if (!absent && nested === null) return badValue('nested', value, options);
  const { listLines } = options;
  if (listLines === 'always') return true;
  return listLines === 'whenTrue' ? nested === true : nested !== false;
}

function readDigit(value: unknown): boolean | null {
  if (value === 1 || value === '1') return true;
  return value === 0 || value === '0' ? false : null;
}
