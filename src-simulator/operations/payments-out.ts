/**
 * Payments to vendors: PayBills, RecordAPPayment, CancelAPPayment, VoidAPPayment, ListPayments and
 * GetDisbursementData (bill-data 8).
 */
import { DAY } from '../clock.ts';
import { isRefusal, missingKey } from '../data-fields.ts';
import { findById, isMissing } from '../data/input.ts';
import { withoutLines } from '../data/json-text.ts';
import { dayOf, linesOf, textOf } from '../data/row.ts';
import type { Row } from '../data/row.ts';
import { badValue, isIdForm, readDate, readFlag, shown } from '../data/values.ts';
import { UNSET, shapeOf } from '../facts/shapes.ts';
import { refuse, refuseWith, succeed } from '../outcome.ts';
import type { Outcome, Refusal } from '../outcome.ts';
import { readAllocations } from './allocations.ts';
import type { Allocation } from './allocations.ts';
import type { DataCall } from './call.ts';
import { select } from './list.ts';
import { addSentPay, endSentPay } from './sent-pays.ts';
import type { Credit, Payment } from './sent-pays.ts';

/** D OAS2. */
const MOST_BILLS = 200;

interface Order {
  readonly pays: readonly Allocation[];
  readonly credits: readonly Credit[];
}

/** Pays bills: those of one vendor become one payment, unless the vendor wants them apart (I). */
export function payBills(call: DataCall): Outcome {
  const { data } = call;
  const order = readOrder(call);
  if (isRefusal(order)) return order;
  const processDate = payDay(call);
  if (isRefusal(processDate)) return processDate;
  const bankAccountId = readAccount(call);
  if (isRefusal(bankAccountId)) return bankAccountId;
  const fields = {
    bankAccountId,
    description: textOrNull(data, 'description'),
    fasterPayment: data['isFasterPayment'] === true,
    deliveryTypeRequested: textOrNull(data, 'deliveryType') ?? '0',
    requestedDeliveryDate: processDate,
  };
  const sentPays = groups(call, order).map((group) =>
    addSentPay(call, { ...group, processDate, status: '1', online: true, fields }),
  );
  return succeed({ sentPays });
}

/** Records that bills were paid elsewhere: one bare SentPay, paid, offline. */
export function recordAPPayment(call: DataCall): Outcome {
  const { data, options } = call;
  for (const name of ['processDate', 'toPrintCheck']) {
    if (isMissing(data, name)) return missingKey(options, name);
  }
  const order = readOrder(call);
  if (isRefusal(order)) return order;
  const processDate = readDate(data['processDate']);
  if (processDate === null) return badValue('processDate', data['processDate'], options);
  const toPrintCheck = readFlag(data['toPrintCheck'], options);
  if (toPrintCheck === null) return refuse('BDC_1124', 'toPrintCheck');
  const account = data['chartOfAccountId'];
  const known = isIdForm(account) && call.org.find('ChartOfAccount', account) !== undefined;
  if (!isMissing(data, 'chartOfAccountId') && account !== UNSET && !known) {
    return refuseWith(options.unknownReferenceError, 'chartOfAccountId', shown(account));
  }
  const [first, ...others] = groups(call, order, true);
  if (first === undefined || others.length > 0) {
    return refuseWith(options.unknownReferenceError, 'billId', 'bills of several vendors');
  }
  const fields = {
    toPrintCheck,
    chartOfAccountId: known ? account : UNSET,
    description: textOrNull(data, 'description'),
    syncReference: textOrNull(data, 'syncReference'),
    allowExport: data['allowExport'] === true,
  };
  return succeed(addSentPay(call, { ...first, processDate, status: '2', online: false, fields }));
}

/** Only what has not gone out can be canceled. */
export function cancelAPPayment(call: DataCall): Outcome {
  return ended(call, ['0', '1'], { status: '3', type: '2', reason: null });
}

/** In the sandbox what is only scheduled can be voided as well (D OLD). */
export function voidAPPayment(call: DataCall): Outcome {
  const type = textOrNull(call.data, 'voidRequestType') ?? '2';
  const reason = textOrNull(call.data, 'reason');
  return ended(call, ['1', '2'], { status: '4', type, reason });
}

function ended(
  call: DataCall,
  from: readonly string[],
  ending: Parameters<typeof endSentPay>[2],
): Outcome {
  const sentPay = findById(call, 'SentPay', call.data, 'sentPayId');
  if (isRefusal(sentPay)) return sentPay;
  const id = textOf(sentPay, 'id');
  if (!from.includes(textOf(sentPay, 'status'))) {
    return refuseWith(call.options.paymentStateError, 'sentPayId', id);
  }
  return succeed(endSentPay(call, sentPay, ending));
}

/** The payments in a state of their money, with two countries beside each (D OAS2). */
export function listPayments(call: DataCall): Outcome {
  const { org, data, options } = call;
  if (isMissing(data, 'disbursementStatus')) {
    return missingKey(options, 'disbursementStatus');
  }
  const status = shown(data['disbursementStatus']);
  if (!/^[0-7]$/.test(status)) return refuse('BDC_1119', 'disbursementStatus', status);
  const rows = org.table('SentPay').all();
  const inState = rows.filter((row) => disbursementStatus(row) === status);
  const shape = shapeOf('SentPay');
  const page = select(call, shape, inState);
  if (isRefusal(page)) return page;
  return succeed({
    payments: page.rows.map((row) => {
      const vendor = org.find('Vendor', textOf(row, 'vendorId'));
      return {
        ...(page.withLines ? row : withoutLines(shape, row)),
        vendorBankCountry: vendor?.['bankCountry'] ?? null,
        vendorAddressCountry: vendor?.['addressCountry'] ?? null,
        disbursement: disbursement(call, row),
        extraData: {
          estimatedArrivesByDate: row['processDate'],
          bankName: null,
          accountNumber: null,
          isSavings: false,
          disbursementStatus: status,
          disbursementStatusDescription: null,
          adjustedCombinedStatus: 0,
        },
      };
    }),
  });
}

export function getDisbursementData(call: DataCall): Outcome {
  const sentPay = findById(call, 'SentPay', call.data, 'sentPayId');
  if (isRefusal(sentPay)) return sentPay;
  // What the old documents nest is there too, and empty as in the sandbox (D OLD, JAVA).
  const nested = { checkData: null, achData: null, rppsData: null, payPalData: null };
  const voided = { voidReason: null, voidMessage: null };
  return succeed({ ...disbursement(call, sentPay), ...nested, ...voided });
}

/** Where the money of a payment is, flat as in the files (D OAS2). */
function disbursement({ org }: DataCall, sentPay: Row): Row {
  const vendor = org.find('Vendor', textOf(sentPay, 'vendorId')) ?? {};
  const address = ['address1', 'address2', 'address3', 'address4'];
  const place = ['addressCity', 'addressState', 'addressZip', 'addressCountry'];
  const isVoidable = ['1', '2'].includes(textOf(sentPay, 'status'));
  return {
    paymentType: sentPay['paymentType'],
    disbursementStatus: disbursementStatus(sentPay),
    vcardReissueReason: null,
    vendorName: vendor['name'] ?? null,
    orgName: org.orgName,
    ...Object.fromEntries([...address, ...place].map((name) => [name, vendor[name] ?? null])),
    combinedStatus: linesOf(sentPay, 'billPays').length,
    isVoidable,
    isVoidableFromUI: isVoidable,
    canReissue: false,
    isVendorDirectVCard: false,
  };
}

/** 0 scheduled, 3 done, 5 void (bill-data 6); what was canceled is in no such state. */
function disbursementStatus(sentPay: Row): string | null {
  switch (sentPay['status']) {
    case '0':
    case '1':
      return '0';
    case '2':
      return '3';
    case '4':
      return '5';
    default:
      return null;
  }
}

function readOrder(call: DataCall): Order | Refusal {
  const { org, data, options } = call;
  const vendorId = data['vendorId'];
  const named = !isMissing(data, 'vendorId');
  if (named && !isIdForm(vendorId)) return badValue('vendorId', vendorId, options);
  const vendor = isIdForm(vendorId) ? org.find('Vendor', vendorId) : undefined;
  if (named && vendor === undefined) {
    return refuseWith(options.unknownReferenceError, 'vendorId', shown(vendorId));
  }
  if (isMissing(data, 'billPays')) return missingKey(options, 'billPays');
  const owner = vendor === undefined ? null : { key: 'vendorId', id: textOf(vendor, 'id') } as const;
  const what = { entity: 'Bill', key: 'billId', due: 'dueAmount', owner } as const;
  const pays = readAllocations(call, { ...what, list: 'billPays' });
  if (isRefusal(pays)) return pays;
  if (pays.length > MOST_BILLS) return badValue('billPays', pays.length, options);
  const credits = readAllocations(call, { ...what, list: 'billCredits' });
  if (isRefusal(credits)) return credits;
  const used = readCredits(call, credits);
  return isRefusal(used) ? used : { pays, credits: used };
}

/** The vendor credits to use; one that is not named is the oldest of the vendor with enough left (I). */
function readCredits({ org, options }: DataCall, credits: readonly Allocation[]): Credit[] | Refusal {
  const read: Credit[] = [];
  for (const { target, amount, sent } of credits) {
    const id = sent['vendorCreditId'];
    const named = !isMissing(sent, 'vendorCreditId');
    const enough = (row: Row) => leftOf(row) >= amount && row['vendorId'] === target['vendorId'];
    const credit = named
      ? isIdForm(id) && org.find('VendorCredit', id)
      : org.table('VendorCredit').all().find(enough);
    if (!credit) return refuseWith(options.unknownReferenceError, 'vendorCreditId', shown(id));
    if (!enough(credit)) return refuseWith(options.paymentStateError, 'amount', String(amount));
    read.push({ billId: textOf(target, 'id'), vendorCreditId: textOf(credit, 'id'), amount });
  }
  return read;
}

function leftOf(credit: Row): number {
  const { amount, appliedAmount } = credit;
  return Number(amount) - Number(appliedAmount);
}

function groups(
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
function payDay({ data, options, at }: DataCall): string | Refusal {
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
function readAccount({ org, data, options }: DataCall): string | Refusal {
  if (isMissing(data, 'bankAccountId')) {
    const primary = org.table('BankAccount').all().find((row) => row['primaryAP'] === true);
    return primary === undefined ? UNSET : textOf(primary, 'id');
  }
  const id = data['bankAccountId'];
  if (isIdForm(id) && org.find('BankAccount', id) !== undefined) return id;
  return refuseWith(options.unknownReferenceError, 'bankAccountId', shown(id));
}

function textOrNull(data: Row, name: string): string | null {
  const value = data[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
