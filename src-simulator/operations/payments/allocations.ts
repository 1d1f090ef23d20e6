/** Reads the lists of what a payment pays: `{billId, amount}`, `{invoiceId, amount}` (bill-data 8). */
import { isRefusal, missingKey } from '../../calls/data-fields.ts';
import type { DataObject } from '../../calls/data-fields.ts';
import { isMissing, isObject } from '../../data/read-object.ts';
import { numberOf, textOf } from '../../data/row.ts';
import type { Row } from '../../data/row.ts';
import { isIdForm, readNumber, shown } from '../../data/read-value.ts';
import { refuse, refuseWith } from '../../calls/outcome.ts';
import type { Refusal } from '../../calls/outcome.ts';
import type { DataCall } from '../call.ts';

export interface Allocation {
  /** The bill or invoice as it was before the payment. */
  readonly target: Row;
  readonly amount: number;
  readonly sent: DataObject;
}

export interface Allocated {
  readonly list: 'billPays' | 'billCredits' | 'invoicePays';
  readonly entity: 'Bill' | 'Invoice';
  readonly key: 'billId' | 'invoiceId';
  readonly due: 'dueAmount' | 'amountDue';
  /** The owner that every target must have, where one is named. */
  readonly owner: { readonly key: 'vendorId' | 'customerId'; readonly id: string } | null;
  /** What an id gets that has not the form of one. */
  readonly badId?: (id: unknown) => Refusal;
}

/** The allocations, none of which pays more than is due (all of one target together). */
export function readAllocations(call: DataCall, what: Allocated): readonly Allocation[] | Refusal {
  const { data, options } = call;
  const value = data[what.list];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return refuse('BDC_1124', what.list);
  const read: Allocation[] = [];
  const paid = new Map<string, number>();
  for (const sent of value as readonly unknown[]) {
    if (!isObject(sent)) return refuse('BDC_1124', what.list);
    const one = readAllocation(call, what, sent);
    if (isRefusal(one)) return one;
    const id = textOf(one.target, 'id');
    const together = (paid.get(id) ?? 0) + one.amount;
    // Credits are a part of what billPays says, so only that is held against what is due.
    const tooMuch =
      what.list !== 'billCredits' && together > numberOf(one.target, what.due) + 0.001;
    if (tooMuch) return refuseWith(options.paymentStateError, 'amount', String(one.amount));
    paid.set(id, together);
    read.push(one);
  }
  return read;
}

function readAllocation(
  { org, options }: DataCall,
  { entity, key, owner, badId }: Allocated,
  sent: DataObject,
): Allocation | Refusal {
  for (const name of [key, 'amount']) {
    if (isMissing(sent, name)) return missingKey(options, name);
  }
  const id = sent[key];
  if (!isIdForm(id) && badId !== undefined) return badId(id);
  const target = isIdForm(id) ? org.find(entity, id) : undefined;
  const foreign = owner !== null && target?.[owner.key] !== owner.id;
  if (target === undefined || foreign) {
    return refuseWith(options.unknownReferenceError, key, shown(id));
  }
  const amount = readNumber(sent['amount'], options);
  if (amount === null) return refuse('BDC_1124', 'amount');
  return amount > 0 ? { target, amount, sent } : refuse('BDC_1119', 'amount', String(amount));
}
