/**
 * Reads data that somebody wrote: `{ORGID: {ENTITY: [object, …]}}` (contract of `--data`). An object
 * may leave out what it likes: the rest is what a fresh one holds. References are not followed, so that
 * objects may come in any order.
 */
import type { Directory } from '../account/directory.ts';
import { SHAPES } from '../facts/shapes.ts';
import type { EntityShape, Field, Shape } from '../facts/shapes.ts';
import { isObject } from './read-object.ts';
import { newRow } from './make.ts';
import type { OrgData } from './org-data.ts';
import { storedTime, textOf } from './row.ts';
import type { Row } from './row.ts';
import { isIdForm } from './read-value.ts';

/** A refusal whose message is a sentence for the author of the data. */
export class DataError extends Error {}

/** Objects without times of their own were made then. */
const MADE = storedTime(Date.UTC(2026, 0, 5, 9));

/** The organizations of the file, complete. Throws DataError. */
export function readDataFile(
  file: unknown,
  directory: Directory,
  emptyOrg: (orgId: string) => OrgData,
): ReadonlyMap<string, OrgData> {
  if (!isObject(file)) throw new DataError('The data must be an object of organization IDs.');
  const read = new Map<string, OrgData>();
  for (const [orgId, tables] of Object.entries(file)) {
    if (!directory.orgs.has(orgId)) {
      throw new DataError(`The data name an organization "${orgId}" that does not exist here.`);
    }
    if (!isObject(tables))
      throw new DataError(`The data of ${orgId} must be an object of entities.`);
    const org = emptyOrg(orgId);
    for (const [entity, rows] of Object.entries(tables)) readTable(org, entity, rows);
    read.set(orgId, org);
  }
  return read;
}

function readTable(org: OrgData, entity: string, rows: unknown): void {
  const shape = SHAPES.get(entity);
  if (shape === undefined) throw new DataError(`There is no entity "${entity}".`);
  if (!Array.isArray(rows)) throw new DataError(`${entity} must be a list of objects.`);
  const table = org.table(entity);
  for (const row of table.all()) table.remove(textOf(row, 'id'));
  // The given ids first, so that no id that is made is one of them.
  const given = rows.map((row, index) => checked(`${entity} ${String(index + 1)}`, shape, row));
  for (const row of given) {
    const { id } = row;
    if (typeof id !== 'string') continue;
    if (table.has(id)) throw new DataError(`${entity} has the id "${id}" twice.`);
    table.put(row);
  }
  for (const row of given) {
    const made = newRow(org, entity, row, {
      newId: (prefix) => org.newId(prefix),
      now: MADE,
      usersId: '00000000000000000000',
      maskRouting: false,
    });
    // What was given goes before what would be worked out; lines have been completed.
    const complete: Record<string, unknown> = { ...made };
    for (const [name, value] of Object.entries(row)) {
      const worked = shape.fields.get(name)?.lines !== null && shape.fields.has(name);
      if (!worked && !isAccountNumber(entity, name)) complete[name] = value;
    }
    table.put(complete);
  }
}

/** Numbers of bank accounts are masked, however they came. */
function isAccountNumber(entity: string, name: string): boolean {
  return entity.endsWith('BankAccount') && name === 'accountNumber';
}

/** The object with its keys and types checked. */
function checked(where: string, shape: EntityShape, row: unknown): Row {
  const object = checkKeys(where, shape, row);
  const { id, entity } = object;
  if (entity !== undefined && entity !== shape.entity) {
    throw new DataError(`${where}: "entity" must be ${shape.entity}.`);
  }
  const own = isIdForm(id) && id.startsWith(shape.prefix ?? '');
  if (id !== undefined && !own) {
    const form = `20 letters and digits that begin with ${shape.prefix ?? ''}`;
    throw new DataError(`${where}: "id" must be ${form}.`);
  }
  return object;
}

function checkKeys(where: string, shape: Shape, row: unknown): Row {
  if (!isObject(row)) throw new DataError(`${where} must be an object.`);
  for (const [name, value] of Object.entries(row)) {
    if (name === 'id' || name === 'entity' || EXTRA[shape.entity]?.includes(name)) continue;
    const field = shape.fields.get(name);
    if (field === undefined) throw new DataError(`${where} has an unknown key "${name}".`);
    if (!fits(where, field, value)) {
      throw new DataError(`${where}: "${name}" must be ${NOUNS[field.kind]} or null.`);
    }
  }
  return row;
}

/** Fields of documents that the facts do not have (C OTEEMO, and ours). */
const EXTRA: Readonly<Record<string, readonly string[]>> = {
  Document: ['orgId', 'documentRef', 'objectId', 'type', 'size', 'isPublic'],
};

function fits(where: string, { name, kind, lines }: Field, value: unknown): boolean {
  if (value === null || kind === 'other') return true;
  switch (kind) {
    case 'number':
      return typeof value === 'number';
    case 'flag':
      return typeof value === 'boolean';
    case 'lines':
      if (!Array.isArray(value) || lines === null) return false;
      value.forEach((line, index) => {
        checkKeys(`${where}, ${name} ${String(index + 1)}`, lines, line);
      });
      return true;
    case 'text':
    case 'enum':
    case 'date':
    case 'time':
    case 'reference':
      return typeof value === 'string';
  }
}

const NOUNS: Readonly<Record<Field['kind'], string>> = {
  text: 'a text',
  number: 'a number',
  flag: 'true or false',
  enum: 'a number as text',
  date: 'a date as text',
  time: 'a time as text',
  reference: 'an id',
  lines: 'a list of objects',
  other: 'anything',
};
