/**
 * Payments to vendors as objects: a SentPay with its BillPays and BillCredits, and what it does to
 * bills and vendor credits (bill-data 8). A scheduled payment stays scheduled: no money moves here.
 */
import { billDue } from '../../data/derive.ts';
import type { Deriving } from '../../data/derive.ts';
import { newRow } from '../../data/make.ts';
import type { OrgData } from '../../data/org-data.ts';
import { exactTime, linesOf, money, numberOf, textOf } from '../../data/row.ts';
import type { Row } from '../../data/row.ts';

export interface Part {
  readonly billId: string;
  readonly amount: number;
}

export interface Credit extends Part {
  readonly vendorCreditId: string;
}

export interface Payment {
  readonly vendor: Row;
  readonly parts: readonly Part[];
  readonly credits: readonly Credit[];
  readonly processDate: string;
  /** 1 scheduled, 2 paid (bill-data 6). */
  readonly status: '1' | '2';
  readonly online: boolean;
  /** More fields of the SentPay: description, accounts. */
  readonly fields: Row;
}

export interface Paying extends Deriving {
  readonly org: OrgData;
  readonly at: number;
}

/** Which amount of a bill a payment is in: money that will go, or money that went. */
const AMOUNT_OF: ReadonlyMap<unknown, string> = new Map([
  ['1', 'scheduledAmount'],
  ['2', 'paidAmount'],
]);

/** Stores the payment and moves its bills and credits. */
export function addSentPay(paying: Paying, payment: Payment): Row {
  const { org, at, newId, usersId } = paying;
  const { vendor, parts, credits, processDate, status, online } = payment;
  const sentPayId = newId('stp');
  const made = { createdTime: exactTime(at), updatedTime: exactTime(at) };
  const label = labelOf(sentPayId);
  const shared = { ...payment.fields, ...made, processDate, sentPayId };
  const billPays = parts.map(({ billId, amount }) => {
    const fields = { billId, amount, name: label, paymentStatus: status };
    const type = { paymentType: online ? '0' : '1' };
    return newRow(org, 'BillPay', { ...shared, ...fields, ...type }, paying);
  });
  const billCredits = credits.map((credit) =>
    newRow(org, 'BillCredit', { ...made, ...credit, sentPayId }, paying),
  );
  const sentPay = newRow(
    org,
    'SentPay',
    {
      ...payment.fields,
      ...made,
      id: sentPayId,
      name: label,
      txnNumber: lettersOf(sentPayId),
      vendorId: vendor['id'],
      processDate,
      amount: money(sum(parts) - sum(credits)),
      status,
      isOnline: online,
      paymentType: online ? paymentType(vendor) : '4',
      fundingType: online ? '2' : '0',
      createdBy: usersId,
    },
    paying,
  );
  // Not given to newRow: these lines are objects already, with times of their own.
  // Inside a payment a credit has no isActive (D OAS2).
  const complete = {
    ...sentPay,
    billPays,
    billCredits: billCredits.map(({ isActive: _, ...credit }) => credit),
  };
  org.put('SentPay', complete);
  for (const row of billPays) org.put('BillPay', row);
  for (const row of billCredits) org.put('BillCredit', row);
  apply(org, complete, status, 1);
  return complete;
}

/** Takes a payment back: it and its parts get the new states, and the bills are due again. */
export function endSentPay(
  { org, at, newId, usersId }: Paying,
  sentPay: Row,
  ending: { readonly status: '3' | '4'; readonly type: string; readonly reason: string | null },
): Row {
  apply(org, sentPay, textOf(sentPay, 'status'), -1);
  const updatedTime = exactTime(at);
  const { status, type, reason } = ending;
  const billPays = linesOf(sentPay, 'billPays').map((row) => {
    const ended = { ...row, paymentStatus: status, updatedTime };
    org.put('BillPay', ended);
    return ended;
  });
  const request = {
    entity: 'VoidRequestQueue',
    id: newId('vrq'),
    type,
    status: '1',
    reason,
    userId: usersId,
    decisionDate: updatedTime,
    createdDate: updatedTime,
    updatedDate: updatedTime,
  };
  const voidRequests = [...linesOf(sentPay, 'voidRequests'), ...(status === '4' ? [request] : [])];
  const ended = { ...sentPay, status, updatedTime, billPays, voidRequests };
  org.put('SentPay', ended);
  return ended;
}

function apply(org: OrgData, sentPay: Row, status: string, sign: 1 | -1): void {
  const field = AMOUNT_OF.get(status) ?? 'scheduledAmount';
  for (const part of linesOf(sentPay, 'billPays')) {
    const bill = org.find('Bill', textOf(part, 'billId'));
    if (bill === undefined) continue;
    const amount = money(numberOf(bill, field) + sign * numberOf(part, 'amount'));
    const changed = { ...bill, [field]: amount, updatedTime: sentPay['updatedTime'] };
    org.put('Bill', { ...changed, ...billDue(changed) });
  }
  for (const part of linesOf(sentPay, 'billCredits')) {
    const amount = sign * numberOf(part, 'amount');
    const bill = org.find('Bill', textOf(part, 'billId'));
    const creditAmount = money((bill === undefined ? 0 : numberOf(bill, 'creditAmount')) + amount);
    if (bill !== undefined) org.put('Bill', { ...bill, creditAmount });
    const credit = org.find('VendorCredit', textOf(part, 'vendorCreditId'));
    if (credit !== undefined) org.put('VendorCredit', { ...credit, ...applied(credit, amount) });
  }
}

/** How much of a vendor credit is used: 0 all of it, 1 nothing, 2 a part (bill-data 6). */
function applied(credit: Row, amount: number): Row {
  const appliedAmount = money(numberOf(credit, 'appliedAmount') + amount);
  const left = numberOf(credit, 'amount') - appliedAmount;
  return { appliedAmount, creditStatus: left <= 0 ? '0' : appliedAmount > 0 ? '2' : '1' };
}

function sum(parts: readonly Part[]): number {
  return parts.reduce((all, { amount }) => all + amount, 0);
}

/** By check, or by ACH where the vendor has a bank account. */
function paymentType(vendor: Row): string {
  return vendor['payBy'] === '1' ? '1' : '0';
}

/** `P` with eight digits and seven more (C PRISM), made of the number in the id. */
function labelOf(id: string): string {
  const number = Number.parseInt(id.slice(-6), 36);
  return `P${String(24_000_000 + number)} - ${String(7_000_000 + number)}`;
}

/** Twenty upper-case letters (C PRISM), made of the number in the id. */
function lettersOf(id: string): string {
  let number = Number.parseInt(id.slice(-6), 36);
  let letters = '';
  while (letters.length < 20) {
    letters = String.fromCharCode(65 + (number % 26)) + letters;
    number = Math.floor(number / 26);
  }
  return letters;
}
