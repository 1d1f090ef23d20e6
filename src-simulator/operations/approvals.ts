/**
 * Approve, Deny and the lists of approvers of bills and vendor credits (bill-data 6, 8). Approvers are
 * asked one after the other.
 */
import { isRefusal, missingKey } from '../calls/data-fields.ts';
import { findById, isMissing } from '../data/read-object.ts';
import { newRow } from '../data/make.ts';
import { numberOf, storedTime, textOf } from '../data/row.ts';
import type { Row } from '../data/row.ts';
import { badValue, isIdForm, readNumber, shown } from '../data/read-value.ts';
import { shapeOf } from '../facts/shapes.ts';
import { refuse, refuseWith, succeed } from '../calls/outcome.ts';
import type { Outcome, Refusal } from '../calls/outcome.ts';
import type { DataCall } from './call.ts';
import { readFilters } from './filters.ts';

/** Of a bill or vendor credit: 0 unassigned, 1 assigned, 3 approved, 4 approving, 5 denied. */
const STATUS = { unassigned: '0', assigned: '1', approved: '3', approving: '4', denied: '5' };
/** Of an approver: 0 waiting, 3 denied, 4 approved, 5 upcoming. */
const ANSWER = { waiting: '0', denied: '3', approved: '4', upcoming: '5' };

interface Subject {
  readonly entity: 'Bill' | 'VendorCredit';
  readonly object: Row;
  /** Where its approvers are kept, and under which key they name it. */
  readonly table: 'BillApprover' | 'VendorCreditApprover';
  readonly key: 'billid' | 'vendorCreditId';
}

export function approve(call: DataCall): Outcome {
  const subject = readSubject(call);
  if (isRefusal(subject)) return subject;
  const own = readOwn(call, subject);
  if (isRefusal(own)) return own;
  if (own === null) return settle(call, subject, STATUS.approved);
  answer(call, subject, own, ANSWER.approved);
  const next = approversOf(call, subject).find((row) => row['status'] === ANSWER.upcoming);
  if (next === undefined) return settle(call, subject, STATUS.approved);
  answer(call, subject, next, ANSWER.waiting);
  return settle(call, subject, STATUS.approving);
}

export function deny(call: DataCall): Outcome {
  const subject = readSubject(call);
  if (isRefusal(subject)) return subject;
  const own = readOwn(call, subject);
  if (isRefusal(own)) return own;
  if (own !== null) answer(call, subject, own, ANSWER.denied);
  return settle(call, subject, STATUS.denied);
}

/** In the order in which they are asked. */
export function listApprovers(call: DataCall): Outcome {
  const subject = readSubject(call);
  return isRefusal(subject) ? subject : succeed(approversOf(call, subject));
}

export function setApprovers(call: DataCall): Outcome {
  const subject = readSubject(call);
  if (isRefusal(subject)) return subject;
  const { org, data, options } = call;
  if (isMissing(data, 'approvers')) return missingKey(options, 'approvers');
  const approvers = data['approvers'];
  if (!Array.isArray(approvers)) return refuse('BDC_1124', 'approvers');
  for (const id of approvers as readonly unknown[]) {
    if (isIdForm(id) && org.find('User', id) !== undefined) continue;
    return refuseWith(options.unknownReferenceError, 'approvers', shown(id));
  }
  removeAll(call, subject);
  for (const [index, usersId] of (approvers as readonly string[]).entries()) {
    const fields = {
      [subject.key]: subject.object['id'],
      usersId,
      sortOrder: index,
      status: index === 0 ? ANSWER.waiting : ANSWER.upcoming,
    };
    org.put(subject.table, newRow(org, subject.table, fields, call));
  }
  return settle(call, subject, STATUS.assigned);
}

export function clearApprovers(call: DataCall): Outcome {
  const subject = readSubject(call);
  if (isRefusal(subject)) return subject;
  removeAll(call, subject);
  return settle(call, subject, STATUS.unassigned);
}

/** ListUserApprovals: what waits for a user, was approved or denied by it, or comes later. */
export function listUserApprovals(call: DataCall): Outcome {
  const { org, data, options, usersId } = call;
  if (isMissing(data, 'max')) return missingKey(options, 'max');
  const max = readNumber(data['max'], options);
  if (max === null || !Number.isSafeInteger(max) || max < 1) {
    return badValue('max', data['max'], options);
  }
  const entity = data['entity'] === 'VendorCredit' ? 'VendorCredit' : 'Bill';
  const user = isMissing(data, 'usersId') ? usersId : data['usersId'];
  const type = isMissing(data, 'approvalType') ? '0' : shown(data['approvalType']);
  const wanted = [ANSWER.waiting, ANSWER.approved, ANSWER.denied, ANSWER.upcoming][Number(type)];
  if (wanted === undefined) return refuse('BDC_1119', 'approvalType', type);
  const marker = isMissing(data, 'marker') ? 0 : Number(data['marker']);
  if (!Number.isSafeInteger(marker) || marker < 0)
    return badValue('marker', data['marker'], options);
  const tests = readFilters(shapeOf(entity), data['filters'], options);
  if (isRefusal(tests)) return tests;
  const { table, key } = placeOf(entity);
  const found = org
    .table(table)
    .all()
    .filter((row) => row['usersId'] === user && row['status'] === wanted)
    .map((row) => org.find(entity, textOf(row, key)))
    .filter((row) => row !== undefined)
    .filter((row) => tests.every((test) => test(row)));
  const most = options.listMax === 0 ? max : Math.min(max, options.listMax);
  const end = marker + most;
  const next = end < found.length ? String(end) : null;
  return succeed({ marker: next, approvals: found.slice(marker, end) });
}

function readSubject(call: DataCall): Subject | Refusal {
  const { data, options } = call;
  for (const name of ['objectId', 'entity']) {
    if (isMissing(data, name)) return missingKey(options, name);
  }
  const { entity } = data;
  if (entity !== 'Bill' && entity !== 'VendorCredit') {
    return refuseWith(options.unknownEntityError, shown(entity));
  }
  const object = findById(call, entity, data, 'objectId');
  return isRefusal(object) ? object : { entity, object, ...placeOf(entity) };
}

function placeOf(entity: Subject['entity']): Pick<Subject, 'table' | 'key'> {
  return entity === 'Bill'
    ? { table: 'BillApprover', key: 'billid' }
    : { table: 'VendorCreditApprover', key: 'vendorCreditId' };
}

function approversOf({ org }: DataCall, { object, table }: Subject): readonly Row[] {
  const own = org.table(table).group(textOf(object, 'id'));
  return own.sort((a, b) => numberOf(a, 'sortOrder') - numberOf(b, 'sortOrder'));
}

/**
 * The approver that the caller is, null where nobody was assigned (whoever may sign in may approve
 * then); somebody else's turn is refused.
 */
function readOwn(call: DataCall, subject: Subject): Row | Refusal | null {
  const approvers = approversOf(call, subject);
  if (approvers.length === 0) return null;
  const waits = approvers.find((row) => row['status'] === ANSWER.waiting);
  if (waits?.['usersId'] === call.usersId) return waits;
  return refuse('BDC_1119', 'objectId', textOf(subject.object, 'id'));
}

function answer({ org, at }: DataCall, { table }: Subject, approver: Row, status: string): void {
  org.put(table, { ...approver, status, statusChangedDate: storedTime(at) });
}

function removeAll(call: DataCall, subject: Subject): void {
  for (const row of approversOf(call, subject)) call.org.remove(subject.table, textOf(row, 'id'));
}

function settle({ org, now }: DataCall, { entity, object }: Subject, status: string): Outcome {
  org.put(entity, { ...object, approvalStatus: status, updatedTime: now });
  return succeed({});
}
