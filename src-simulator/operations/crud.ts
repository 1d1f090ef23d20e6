/**
 * Create, Read, Update, Delete and Undelete of every entity (bill-data 3). All of them answer the
 * whole object.
 */
import { isRefusal, missingKey } from '../calls/data-fields.ts';
import type { DataObject } from '../calls/data-fields.ts';
import { derived } from '../data/derive.ts';
import { findById, isMissing, isObject, readObject } from '../data/read-object.ts';
import { newRow } from '../data/make.ts';
import { textOf } from '../data/row.ts';
import type { Row } from '../data/row.ts';
import { isIdForm, readFlag, shown } from '../data/read-value.ts';
import { shapeOf } from '../facts/shapes.ts';
import type { EntityShape } from '../facts/shapes.ts';
import { refuse, refuseWith } from '../calls/outcome.ts';
import type { Refusal } from '../calls/outcome.ts';
import { afterStore } from './bank-accounts.ts';
import type { DataCall } from './call.ts';

/** One call, or one part of a Bulk call: `data` is its own `{obj}` or `{id}`. */
export type CrudAction = (call: DataCall, entity: string) => Row | Refusal;

export type CrudWay = 'Create' | 'Read' | 'Update' | 'Delete' | 'Undelete';

export const CRUD: Readonly<Record<CrudWay, CrudAction>> = {
  Create: create,
  Read: (call, entity) => findById(call, entity, call.data),
  Update: update,
  Delete: (call, entity) => setActive(call, entity, '2'),
  Undelete: (call, entity) => setActive(call, entity, '1'),
};

function create(call: DataCall, entity: string): Row | Refusal {
  const shape = shapeOf(entity);
  const obj = readObj(call, shape);
  if (isRefusal(obj)) return obj;
  for (const name of shape.beside) {
    if (isMissing(call.data, name)) return missingKey(call.options, name);
  }
  const entered = readObject(call, shape, shape.required, obj);
  if (isRefusal(entered)) return entered;
  return store(call, newRow(call.org, entity, entered, call));
}

function update(call: DataCall, entity: string): Row | Refusal {
  const { org, options } = call;
  const shape = shapeOf(entity);
  const obj = readObj(call, shape);
  if (isRefusal(obj)) return obj;
  const id = obj['id'];
  if (isMissing(obj, 'id')) return missingKey(options, 'id');
  const before = isIdForm(id) ? org.find(entity, id) : undefined;
  if (before === undefined) return refuseWith(options.unknownUpdateIdError, 'id', shown(id));
  const entered = readObject(call, shape, shape.requiredAtUpdate, obj);
  if (isRefusal(entered)) return entered;
  const kept = options.updateOmitted === 'reset' ? { ...before, ...settable(shape) } : before;
  const changed = { ...kept, ...entered, updatedTime: call.now };
  return store(call, derived(withoutTimes(shape, changed), before, call));
}

/** The object of the call, whose entity must be the one of the path where it names one. */
function readObj({ data, options }: DataCall, { entity }: EntityShape): DataObject | Refusal {
  const obj = data['obj'];
  if (isMissing(data, 'obj')) return missingKey(options, 'obj');
  if (!isObject(obj)) return refuse('BDC_1124', 'obj');
  if (isMissing(obj, 'entity')) return missingKey(options, 'entity');
  if (obj['entity'] === entity) return obj;
  return refuseWith(options.entityMismatchError, entity, shown(obj['entity']));
}

function settable(shape: EntityShape): Row {
  const fields = [...shape.fields.values()].filter((field) => field.settable);
  return Object.fromEntries(fields.map(({ name, fresh }) => [name, fresh]));
}

/** Some entities have no times (PaymentTerm): none must appear because of a change. */
function withoutTimes(shape: EntityShape, row: Row): Row {
  if (shape.fields.has('updatedTime')) return row;
  const { updatedTime: _, ...rest } = row;
  return rest;
}

function store(call: DataCall, row: Row): Row | Refusal {
  const taken = refuseTaken(call, row);
  if (taken !== null) return taken;
  call.org.put(textOf(row, 'entity'), row);
  afterStore(call.org, row);
  return row;
}

/** What must be there once (bill-data 3). */
function refuseTaken(call: DataCall, row: Row): Refusal | null {
  const { org, options, data } = call;
  const entity = textOf(row, 'entity');
  if (!org.table(entity).isTaken(row)) return null;
  switch (entity) {
    case 'Bill':
      if (readFlag(data['allowDuplicateInvNum'], options) === true) return null;
      return refuseWith(options.duplicateNumberError, textOf(row, 'invoiceNumber'));
    case 'Invoice':
      return refuseWith(options.duplicateNumberError, textOf(row, 'invoiceNumber'));
    case 'Vendor':
    case 'Customer':
      return options.uniqueNames ? refuse('BDC_1143', 'name: Must be unique') : null;
    default:
      return refuseWith(options.secondAccountError, 'There is an active bank account already');
  }
}

/** A deleted object stays readable and can be listed; doing it twice is no error (bill-data 3, I). */
function setActive(call: DataCall, entity: string, isActive: '1' | '2'): Row | Refusal {
  const found = findById(call, entity, call.data);
  if (isRefusal(found)) return found;
  const row = withoutTimes(shapeOf(entity), { ...found, isActive, updatedTime: call.now });
  call.org.put(entity, row);
  afterStore(call.org, row);
  return row;
}
