/**
 * Reads `obj` of a call by the shape of its entity: what must be there, what may be set, and whether
 * references point to something (bill-data 3, 7). What may not be set is ignored.
 */
import { isRefusal, missingKey } from '../calls/data-fields.ts';
import type { DataObject } from '../calls/data-fields.ts';
import { UNSET } from '../facts/shapes.ts';
import type { Field, Shape } from '../facts/shapes.ts';
import type { NamedOptions } from '../options/named-options.ts';
import { refuse, refuseWith } from '../calls/outcome.ts';
import type { Refusal } from '../calls/outcome.ts';
import type { OrgData } from './org-data.ts';
import type { Row } from './row.ts';
import { badValue, isIdForm, readScalar, shown } from './read-value.ts';

export interface Reading {
  readonly org: OrgData;
  readonly options: NamedOptions;
}

export function isObject(value: unknown): value is DataObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What was entered, in the form in which it is stored; fields that were not sent are not in it. */
export function readObject(
  reading: Reading,
  shape: Shape,
  required: readonly string[],
  sent: DataObject,
): Row | Refusal {
  for (const name of required) {
    if (isMissing(sent, name)) return missingKey(reading.options, name);
  }
  const entered: Record<string, unknown> = {};
  for (const field of shape.fields.values()) {
    // A field that an object inherits (`__proto__`) is none that was sent.
    if (!field.settable || !Object.hasOwn(sent, field.name)) continue;
    const value = readField(reading, shape.entity, field, sent[field.name]);
    if (isRefusal(value)) return value;
    entered[field.name] = value;
  }
  return entered;
}

/** Null and an empty text mean unset (bill-data 2); an empty list of lines is no list. */
export function isMissing(sent: DataObject, name: string): boolean {
  if (!Object.hasOwn(sent, name)) return true;
  const value = sent[name];
  return value === null || value === undefined || value === '' || isEmptyList(value);
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function readField(
  reading: Reading,
  entity: string,
  field: Field,
  value: unknown,
): Row[] | string | number | boolean | null | Refusal {
  if (field.lines !== null) return readLines(reading, field.name, field.lines, value);
  const read = readScalar(entity, field, value, reading.options);
  if (field.kind !== 'reference' || typeof read !== 'string' || read === UNSET) return read;
  if (isIdForm(read) && (field.target === null || reading.org.find(field.target, read))) {
    return read;
  }
  return badReference(entity, field.name, read, reading.options);
}

function readLines(reading: Reading, name: string, shape: Shape, value: unknown): Row[] | Refusal {
  if (value === null || value === '') return [];
  if (!Array.isArray(value)) return refuse('BDC_1124', name);
  const lines: Row[] = [];
  for (const sent of value as readonly unknown[]) {
    if (!isObject(sent)) return refuse('BDC_1124', name);
    const line = readObject(reading, shape, shape.required, sent);
    if (isRefusal(line)) return line;
    lines.push(line);
  }
  return lines;
}

/** The owner of a bank account, and the vendor of a bill, are named in other words (C* NODE). */
function badReference(entity: string, name: string, value: string, options: NamedOptions): Refusal {
  const owned = name === 'vendorId' || name === 'customerId';
  if (entity.endsWith('BankAccount') && owned) return refuse('BDC_1143', `Invalid DB ID: ${name}`);
  const ofBill = name === 'vendorId' && (entity === 'Bill' || entity === 'VendorCredit');
  return refuseWith(options.unknownReferenceError, ofBill ? 'id' : name, shown(value));
}

/** The object that an id in `data` names, in the words of Read (bill-data 7). */
export function findById(
  { org, options }: Reading,
  entity: string,
  data: DataObject,
  key = 'id',
): Row | Refusal {
  const id = isMissing(data, key) ? null : data[key];
  if (id === null) return missingKey(options, key);
  if (!isIdForm(id)) {
    // BILL takes such an id for none at all here, and for a bad one elsewhere (C* NODE).
    const asNone = entity === 'Bill' || entity === 'VendorCredit';
    return asNone ? missingKey(options, key) : badValue(key, id, options);
  }
  return org.find(entity, id) ?? refuseWith(options.unknownIdError, key, id);
}
