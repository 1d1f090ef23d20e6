/** What a caller wants to have paid: which bills, with which credits, when and from where. */
import { DAY } from '../../base/simulated-clock.ts';
import { isRefusal, missingKey } from '../../calls/data-fields.ts';
import { isMissing } from '../../data/read-object.ts';
import { dayOf, textOf } from '../../data/row.ts';
import type { Row } from '../../data/row.ts';
import { badValue, isIdForm, readDate, shown } from '../../data/read-value.ts';
import { UNSET } from '../../facts/shapes.ts';
import { refuseWith } from '../../calls/outcome.ts';
import type { Refusal } from '../../calls/outcome.ts';
import type { DataCall } from '../call.ts';
import { readAllocations } from './allocations.ts';
import type { Allocation } from './allocations.ts';
import type { Credit, Payment } from './sent-pays.ts';

/** D OAS2. */
const MOST_BILLS = 200;

export interface Order {
  readonly pays: readonly Allocation[];
  readonly credits: readonly Credit[];
}

/** Reads and checks vendor, bills, amounts and credits. */
export function readOrder(call: DataCall): Order | Refusal {
  const { org, data, options } = call;
  const vendorId = data['vendorId'];
  const named = !isMissing(data, 'vendorId');
  if (named && !isIdForm(vendorId)) return badValue('vendorId', vendorId, options);
  const vendor = isIdForm(vendorId) ? org.find('Vendor', vendorId) : undefined;
  if (named && vendor === undefined) {
    return refuseWith(options.unknownReferenceError, 'vendorId', shown(vendorId));
  }
  if (isMissing(data, 'billPays')) return missingKey(options, 'billPays');
  const owner =
    vendor === undefined ? null : ({ key: 'vendorId', id: textOf(vendor, 'id') } as const);
  const what = { entity: 'Bill', key: 'billId', due: 'dueAmount', owner } as const;
  const pays = readAllocations(call, { ...what, list: 'billPays' });
  if (isRefusal(pays)) return pays;
  if (pays.length > MOST_BILLS) return badValue('billPays', pays.length, options);
  const credits = readAllocations(call, { ...what, list: 'billCredits' });
  if (isRefusal(credits)) return credits;
  const used = readCredits(call, credits, pays);
  return isRefusal(used) ? used : { pays, credits: used };
}

/**
 * The vendor credits to use; one that is not named is the oldest of the vendor with enough left (I). A
 * credit pays a part of what billPays say of the same bill.
 */
function readCredits(
  { org, options }: DataCall,
  credits: readonly Allocation[],
  pays: readonly Allocation[],
): Credit[] | Refusal {
  const read: Credit[] = [];
  const usedOf = (key: 'billId' | 'vendorCreditId', id: string) =>
    read.filter((one) => one[key] === id).reduce((sum, one) => sum + one.amount, 0);
  for (const { target, amount, sent } of credits) {
    const id = sent['vendorCreditId'];
    const named = !isMissing(sent, 'vendorCreditId');
    const enough = (row: Row) =>
      leftOf(row) >= amount + usedOf('vendorCreditId', textOf(row, 'id')) &&
      row['vendorId'] === target['vendorId'];
    const credit = named
      ? isIdForm(id) && org.find('VendorCredit', id)
      : org.table('VendorCredit').all().find(enough);
    if (!credit) return refuseWith(options.unknownReferenceError, 'vendorCreditId', shown(id));
    const billId = textOf(target, 'id');
    const paid = pays
      .filter((pay) => pay.target === target)
      .reduce((sum, pay) => sum + pay.amount, 0);
    const covered = amount + usedOf('billId', billId) <= paid;
    if (!enough(credit) || !covered)
      return refuseWith(options.paymentStateError, 'amount', String(amount));
    read.push({ billId, vendorCreditId: textOf(credit, 'id'), amount });
  }
  return read;
}

function leftOf(credit: Row): number {
  const { amount, appliedAmount } = credit;
  return Number(amount) - Number(appliedAmount);
}

/** One group for each payment: by vendor, or by bill where the vendor wants them apart. */
export function groups(
  { org }: DataCall,
  { pays, credits }: Order,
  always = false,
): Pick<Payment, 'vendor' | 'parts' | 'credits'>[] {
  const together = new Map<string, Allocation[]>();
  for (const pay of pays) {
    const vendorId = textOf(pay.target, 'vendorId');
    const combined = always || org.find('Vendor', vendorId)?.['enabledCombinePayments'] !== false;
    const key = combined ? vendorId : textOf(pay.target, 'id');
    together.set(key, [...(together.get(key) ?? []), pay]);
  }
  return [...together.values()].map((group) => {
    const parts = group.map(({ target, amount }) => ({ billId: textOf(target, 'id'), amount }));
    const bills = new Set(parts.map(({ billId }) => billId));
    const vendorId = textOf(group[0]?.target ?? {}, 'vendorId');
    return {
      vendor: org.find('Vendor', vendorId) ?? { id: vendorId },
      parts,
      credits: credits.filter(({ billId }) => bills.has(billId)),
    };
  });
}

/** A weekday after today; without one the next such day (D OAS2; refusals: C). Holidays are not known. */
export function payDay({ data, options, at }: DataCall): string | Refusal {
  const today = dayOf(at);
  if (isMissing(data, 'processDate')) {
    let next = at + DAY;
    while (isWeekend(dayOf(next))) next += DAY;
    return dayOf(next);
  }
  const day = readDate(data['processDate']);
  if (day === null) return badValue('processDate', data['processDate'], options);
  return day > today && !isWeekend(day) ? day : refuseWith(options.payDayError);
}

function isWeekend(day: string): boolean {
  return [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}

/** The bank account to pay from; without one the primary one. */
export function readAccount({ org, data, options }: DataCall): string | Refusal {
  if (isMissing(data, 'bankAccountId')) {
    const primary = org
      .table('BankAccount')
      .all()
      .find((row) => row['primaryAP'] === true);
    return primary === undefined ? UNSET : textOf(primary, 'id');
  }
  const id = data['bankAccountId'];
  if (isIdForm(id) && org.find('BankAccount', id) !== undefined) return id;
  return refuseWith(options.unknownReferenceError, 'bankAccountId', shown(id));
}
