/** Customers and what they owe: invoices of the last months, payments, credits. */
import { numberOf, textOf } from '../data/row.ts';
import { addReceivedPay } from '../operations/payments/incoming.ts';
import type { Books } from './books.ts';
import { address } from './books.ts';
import { daysAfter } from './maker.ts';
import type { Maker } from './maker.ts';
import { CUSTOMERS, ITEMS, PEOPLE, slug } from './sample-words.ts';

const INVOICES = 24;
/** The first invoice was written then, and one every eleven days after it. */
const FIRST_INVOICE = '2026-02-11';

export function addReceivables(maker: Maker, books: Books): void {
  const customers = CUSTOMERS.map((_, index) => addCustomer(maker, books, index));
  const invoices = Array.from({ length: INVOICES }, (_, index) =>
    addInvoice(maker, books, customers, index),
  );
  for (const customerId of customers.slice(0, 3)) addAccount(maker, customerId);
  for (const invoiceId of invoices.slice(1, 8)) addPayment(maker, invoiceId);
  addCredits(maker, books, invoices[8] ?? '');
  for (const customerId of customers.slice(0, 2)) {
    maker.add('RecurringInvoice', '2026-02-02', {
      customerId,
      timePeriod: '2',
      frequencyPerTimePeriod: 1,
      nextDueDate: '2026-12-01',
      daysInAdvance: 10,
      recurringInvoiceLineItems: [{ quantity: 4, itemId: books.items[1], price: 95 }],
    });
  }
}

function addCustomer(maker: Maker, books: Books, index: number): string {
  const name = CUSTOMERS[index] ?? '';
  const [contactFirstName, contactLastName] = PEOPLE[index % PEOPLE.length] ?? ['', ''];
  const email = `${contactFirstName.toLowerCase()}@${slug(name)}.test`;
  const day = daysAfter('2026-01-08', index);
  const billing: readonly (readonly [string, string])[] = Object.entries(address(maker)).map(
    ([key, value]) => [`bill${key.charAt(0).toUpperCase()}${key.slice(1)}`, value],
  );
  const phone = `(916) 555-01${String(index).padStart(2, '0')}`;
  const id = maker.add('Customer', day, {
    name,
    companyName: name,
    contactFirstName,
    contactLastName,
    accNumber: `C-${maker.digits(5)}`,
    ...Object.fromEntries(billing),
    email,
    phone,
    accountType: '1',
    paymentTermId: books.terms[index % books.terms.length],
  });
  maker.add('CustomerContact', day, {
    customerId: id,
    firstName: contactFirstName,
    lastName: contactLastName,
    email,
    phone,
  });
  return id;
}

/** The first invoice of all is open, of the first customer, and large enough to be paid many times. */
function addInvoice(
  maker: Maker,
  books: Books,
  customers: readonly string[],
  index: number,
): string {
  const which = index === 0 ? 0 : maker.below(customers.length);
  const invoiceDate = daysAfter(FIRST_INVOICE, index * 11);
  const line = (itemAt: number, quantity: number) => ({
    itemId: books.items[itemAt],
    quantity,
    price: ITEMS[itemAt]?.[2] ?? 0,
    description: ITEMS[itemAt]?.[0] ?? null,
    departmentId: books.departments[1],
    actgClassId: books.classes[index % books.classes.length],
  });
  const lines = [
    line(3 + maker.below(7), index === 0 ? 40 : 1 + maker.below(12)),
    ...(index % 2 === 0 ? [line(maker.below(3), 1 + maker.below(6))] : []),
  ];
  return maker.add('Invoice', invoiceDate, {
    customerId: customers[which],
    invoiceNumber: String(20_300 + index),
    invoiceDate,
    dueDate: daysAfter(invoiceDate, 30),
    description: 'Thank you for your business.',
    salesRep: PEOPLE[index % 4]?.[1] ?? null,
    invoiceLineItems: lines,
  });
}

/** Customers who have said that their bank account may be charged. */
function addAccount(maker: Maker, customerId: string): void {
  maker.add('CustomerBankAccount', '2026-02-03', {
    customerId,
    nameOnAccount: maker.find('Customer', customerId)['name'],
    nickname: 'Operating account',
    accountNumber: maker.digits(9),
    routingNumber: '322271627',
    isWrittenAuth: true,
  });
  const customer = maker.find('Customer', customerId);
  maker.org.put('Customer', { ...customer, hasBankAccount: true, hasAuthorizedToCharge: true });
}

function addPayment(maker: Maker, invoiceId: string): string {
  const target = maker.find('Invoice', invoiceId);
  const amount = numberOf(target, 'amountDue');
  const paymentDate = daysAfter(textOf(target, 'dueDate'), -4);
  const customer = maker.find('Customer', textOf(target, 'customerId'));
  const pay = addReceivedPay(maker.on(paymentDate), customer, [{ target, amount }], {
    paymentDate,
    paymentType: '1',
    amount,
    status: '0',
    isOnline: false,
    refNumber: `CHK-${maker.digits(4)}`,
  });
  return textOf(pay, 'id');
}

function addCredits(maker: Maker, books: Books, invoiceId: string): void {
  const { customerId } = maker.find('Invoice', invoiceId);
  const creditMemoId = maker.add('CreditMemo', '2026-05-11', {
    customerId,
    refNumber: 'CM-501',
    creditDate: '2026-05-11',
    appliedAmount: 11.75,
    status: '2',
    creditMemoLineItems: [{ itemId: books.items[6], quantity: 2, price: 11.75, amount: 23.5 }],
  });
  maker.add('InvoiceCredit', '2026-05-12', {
    invoiceId,
    receivedPayId: addPayment(maker, invoiceId),
    creditMemoId,
    amount: 11.75,
    syncedAmount: 11.75,
  });
  maker.add('RPConvFee', '2026-05-12', {
    refNumber: 'FEE-1',
    amount: 2.5,
    paymentDate: '2026-05-12',
    chartOfAccountId: books.accounts.get('Professional fees'),
  });
}
