/** Payments by customers: RecordARPayment, ChargeCustomer, SetCustomerAuthorization (bill-data 8). */
import { isRefusal, missingKey } from '../../calls/data-fields.ts';
import { invoiceDue } from '../../data/derive.ts';
import { findById, isMissing } from '../../data/read-object.ts';
import { newRow } from '../../data/make.ts';
import { dayOf, exactTime, money, numberOf, textOf } from '../../data/row.ts';
import type { Row } from '../../data/row.ts';
import { badValue, isIdForm, readDate, readFlag, readNumber, shown } from '../../data/read-value.ts';
import { shapeOf } from '../../facts/shapes.ts';
import { refuse, refuseWith, succeed } from '../../calls/outcome.ts';
import type { Outcome, Refusal } from '../../calls/outcome.ts';
import { readAllocations } from './allocations.ts';
import type { Allocation } from './allocations.ts';
import type { DataCall } from '../call.ts';
import type { Paying } from './sent-pays.ts';

const PAYMENT_TYPE = /^[0-7]$/;

/** A bare ReceivedPay, paid, not online. */
export function recordARPayment(call: DataCall): Outcome {
  const { data, options } = call;
  const missing = ['customerId', 'paymentDate', 'paymentType', 'invoicePays'].find((name) =>
    isMissing(data, name),
  );
  if (missing !== undefined) return missingKey(options, missing);
  const customer = findCustomer(call);
  if (isRefusal(customer)) return customer;
  const paymentDate = readDate(data['paymentDate']);
  if (paymentDate === null) return badValue('paymentDate', data['paymentDate'], options);
  const paymentType = shown(data['paymentType']);
  if (!PAYMENT_TYPE.test(paymentType)) return refuse('BDC_1119', 'paymentType', paymentType);
  const pays = readInvoicePays(call, customer, () => refuseWith(options.noInvoiceError));
  if (isRefusal(pays)) return pays;
  const amount = isMissing(data, 'amount') ? sum(pays) : readNumber(data['amount'], options);
  if (amount === null) return refuse('BDC_1124', 'amount');
  const fields = {
    paymentDate,
    paymentType,
    amount,
    status: '0',
    isOnline: false,
    description: data['description'] ?? null,
    refNumber: data['refNumber'] ?? null,
  };
  return succeed(addReceivedPay(call, customer, pays, fields));
}

/** Charges the bank account or card of a customer who has agreed to it. */
export function chargeCustomer(call: DataCall): Outcome {
  const { org, data, options } = call;
  const missing = ['customerId', 'paymentType', 'paymentAccountId'].find((name) =>
    isMissing(data, name),
  );
  if (missing !== undefined) return missingKey(options, missing);
  if (isMissing(data, 'totalAmount') && isMissing(data, 'invoicePays')) {
    return missingKey(options, 'invoicePays');
  }
  const customer = findCustomer(call);
  if (isRefusal(customer)) return customer;
  const accountId = data['paymentAccountId'];
  const account = isIdForm(accountId) ? org.find('CustomerBankAccount', accountId) : undefined;
  const agreed = customer['hasAuthorizedToCharge'] === true;
  if (account?.['customerId'] !== customer['id'] || !agreed) {
    const key = agreed ? 'paymentAccountId' : 'customerId';
    return refuseWith(options.unknownReferenceError, key, shown(data[key]));
  }
  const pays = readInvoicePays(call, customer, (id) =>
    refuseWith(options.invalidIdError, shown(id)),
  );
  if (isRefusal(pays)) return pays;
  const total = isMissing(data, 'totalAmount')
    ? sum(pays)
    : readNumber(data['totalAmount'], options);
  if (total === null) return refuse('BDC_1124', 'totalAmount');
  const paymentDate = isMissing(data, 'paymentDate')
    ? dayOf(call.at)
    : readDate(data['paymentDate']);
  if (paymentDate === null) return badValue('paymentDate', data['paymentDate'], options);
  const paymentType = shown(data['paymentType']);
  if (!PAYMENT_TYPE.test(paymentType)) return refuse('BDC_1119', 'paymentType', paymentType);
  const fields = {
    paymentDate,
    paymentType,
    amount: total,
    status: '2',
    isOnline: true,
    source: '2',
    customerBankAccountId: accountId,
    description: data['memo'] ?? null,
  };
  return succeed({ chargedReceivedPay: addReceivedPay(call, customer, pays, fields) });
}

/** Says that a customer may be charged, or may no more. */
export function setCustomerAuthorization(call: DataCall): Outcome {
  const { org, data, options } = call;
  const id = data['customerId'];
  // An id that is none counts as missing here (C* NODE).
  if (!isIdForm(id)) return missingKey(options, 'customerId');
  const customer = findById(call, 'Customer', data, 'customerId');
  if (isRefusal(customer)) return customer;
  if (isMissing(data, 'hasAuthorizedToCharge')) {
    return missingKey(options, 'hasAuthorizedToCharge');
  }
  const hasAuthorizedToCharge = readFlag(data['hasAuthorizedToCharge'], options);
  if (hasAuthorizedToCharge === null) return refuse('BDC_1124', 'hasAuthorizedToCharge');
  const changed = { ...customer, hasAuthorizedToCharge, updatedTime: call.now };
  org.put('Customer', changed);
  return succeed(changed);
}

function findCustomer({ org, data, options }: DataCall): Row | Refusal {
  const id = data['customerId'];
  if (!isIdForm(id)) return badValue('customerId', id, options);
  return org.find('Customer', id) ?? refuseWith(options.unknownReferenceError, 'customerId', id);
}

function readInvoicePays(
  call: DataCall,
  customer: Row,
  badId: (id: unknown) => Refusal,
): readonly Allocation[] | Refusal {
  const owner = { key: 'customerId', id: textOf(customer, 'id') } as const;
  const what = {
    list: 'invoicePays',
    entity: 'Invoice',
    key: 'invoiceId',
    due: 'amountDue',
  } as const;
  return readAllocations(call, { ...what, owner, badId });
}

/** Stores the payment and what is left to pay of its invoices. */
export function addReceivedPay(
  paying: Paying,
  customer: Row,
  pays: readonly Pick<Allocation, 'target' | 'amount'>[],
  fields: Row,
): Row {
  const { org, at, newId } = paying;
  const id = newId('0rp');
  const made = { createdTime: exactTime(at), updatedTime: exactTime(at) };
  const pay = newRow(
    org,
    'ReceivedPay',
    {
      ...fields,
      ...made,
      id,
      customerId: customer['id'],
      unappliedAmount: money(numberOf(fields, 'amount') - sum(pays)),
    },
    paying,
  );
  const linePrefix = shapeOf('ReceivedPay').fields.get('invoicePays')?.lines?.prefix ?? '';
  const invoicePays = pays.map(({ target, amount }) => ({
    entity: 'InvoicePay',
    id: newId(linePrefix),
    invoiceId: target['id'],
    amount,
    status: fields['status'],
    paymentDate: fields['paymentDate'],
    ...made,
    receivedPayId: id,
    creditApplied: false,
    vCardReceivableInfo: null,
  }));
  const complete = { ...pay, invoicePays };
  org.put('ReceivedPay', complete);
  for (const { target, amount } of pays) {
    // Two parts may pay one invoice, so it is looked up again.
    const invoice = org.find('Invoice', textOf(target, 'id')) ?? target;
    const due = money(numberOf(invoice, 'amountDue') - amount);
    const changed = { ...invoice, ...invoiceDue(numberOf(invoice, 'amount'), due) };
    org.put('Invoice', { ...changed, updatedTime: made.updatedTime });
  }
  return complete;
}

function sum(pays: readonly Pick<Allocation, 'amount'>[]): number {
  return money(pays.reduce((all, { amount }) => all + amount, 0));
}
