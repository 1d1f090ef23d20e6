/** Vendors and what is owed to them: bills of the last months, payments, credits, orders. */
import { numberOf, textOf } from '../data/row.ts';
import { addSentPay } from '../operations/payments/sent-pays.ts';
import type { Books } from './books.ts';
import { address } from './books.ts';
import { daysAfter } from './maker.ts';
import type { Maker } from './maker.ts';
import { PEOPLE, VENDORS, slug } from './sample-words.ts';

const BILLS = 44;
/** The first bill was written then, and one every six days after it. */
const FIRST_BILL = '2026-02-09';

export function addPayables(maker: Maker, books: Books): void {
  const vendors = VENDORS.map((_, index) => addVendor(maker, books, index));
  const bills = Array.from({ length: BILLS }, (_, index) => addBill(maker, books, vendors, index));
  const [vendorId = ''] = vendors;
  const account = books.accounts.get('Office supplies');
  for (const [refNumber, amount] of [
    ['CR-1001', 300],
    ['CR-1002', 125.5],
  ] as const) {
    maker.add('VendorCredit', '2026-03-02', {
      vendorId,
      refNumber,
      creditDate: '2026-03-02',
      description: 'Returned supplies',
      vendorCreditLineItems: [{ amount, chartOfAccountId: account, description: 'Returned' }],
    });
  }
  addBankAccounts(maker, vendors);
  addPayments(maker, books, bills);
  addApprovals(maker, books, bills);
  addRecurring(maker, books, vendors);
}

function addVendor(maker: Maker, books: Books, index: number): string {
  const [name, description] = VENDORS[index] ?? ['', ''];
  const [contactFirstName, contactLastName] = PEOPLE[index % PEOPLE.length] ?? ['', ''];
  const person = index % 7 === 3;
  return maker.add('Vendor', daysAfter('2026-01-06', index), {
    name,
    description,
    companyName: name,
    nameOnCheck: name,
    shortName: name.split(' ')[0],
    accNumber: `AC-${maker.digits(6)}`,
    taxId: `${maker.digits(2)}-${maker.digits(7)}`,
    taxIdType: person ? '2' : '1',
    track1099: person,
    accountType: person ? '2' : '1',
    ...address(maker),
    email: `billing@${slug(name)}.test`,
    phone: `(503) 555-01${String(index).padStart(2, '0')}`,
    contactFirstName,
    contactLastName,
    paymentTermId: books.terms[index % books.terms.length],
  });
}

/** The first bill of all is open, of the first vendor, and large enough to be paid many times. */
function addBill(maker: Maker, books: Books, vendors: readonly string[], index: number): string {
  const which = index === 0 ? 0 : maker.below(vendors.length);
  const [, description, accountName] = VENDORS[which] ?? ['', '', ''];
  const invoiceDate = daysAfter(FIRST_BILL, index * 6);
  const place = {
    chartOfAccountId: books.accounts.get(accountName),
    departmentId: books.departments[maker.below(books.departments.length)],
    locationId: books.locations[maker.below(books.locations.length)],
    actgClassId: books.classes[maker.below(books.classes.length)],
  };
  const line = (amount: number, lineDescription: string) => ({
    ...place,
    amount,
    description: lineDescription,
  });
  const first = index === 0 ? 4850.75 : maker.amount(60, 2400);
  const second = index % 3 === 1 ? [line(maker.amount(20, 400), 'Delivery')] : [];
  return maker.add('Bill', invoiceDate, {
    vendorId: vendors[which],
    invoiceNumber: `INV-${String(4100 + index * 7)}`,
    invoiceDate,
    dueDate: daysAfter(invoiceDate, [30, 15, 45][index % 3] ?? 30),
    description,
    poNumber: index % 5 === 0 ? `PO-${String(700 + index)}` : null,
    billLineItems: [line(first, description), ...second],
  });
}

/** Some vendors are paid by ACH. */
function addBankAccounts(maker: Maker, vendors: readonly string[]): void {
  for (const vendorId of vendors.slice(0, 6)) {
    maker.add('VendorBankAccount', '2026-02-02', {
      vendorId,
      nameOnAcct: maker.find('Vendor', vendorId)['name'],
      accountNumber: maker.digits(9),
      routingNumber: '322271627',
    });
    maker.org.put('Vendor', { ...maker.find('Vendor', vendorId), payBy: '1' });
  }
}

/** Older bills are paid, mostly online; two payments are on their way, one was for a part. */
function addPayments(maker: Maker, books: Books, bills: readonly string[]): void {
  for (const [index, billId] of bills.slice(1, 13).entries()) {
    const bill = maker.find('Bill', billId);
    const due = numberOf(bill, 'dueAmount');
    const online = index % 4 !== 3;
    const scheduled = index >= 10;
    const processDate = scheduled ? '2026-12-15' : daysAfter(textOf(bill, 'dueDate'), -2);
    const paid = maker.on(scheduled ? '2026-10-30' : daysAfter(processDate, -3));
    addSentPay(paid, {
      vendor: maker.find('Vendor', textOf(bill, 'vendorId')),
      parts: [{ billId, amount: index === 5 ? Math.floor(due / 2) : due }],
      credits: [],
      processDate,
      status: scheduled ? '1' : '2',
      online,
      fields: {
        bankAccountId: online ? books.bankAccountId : null,
        chartOfAccountId: books.accounts.get('Checking'),
        description: null,
      },
    });
  }
  addPaidWithCredit(maker, books, bills[13] ?? '');
  for (const name of ['Funding for payments', 'Deposit of payments']) {
    maker.add('MoneyMovement', '2026-06-15', {
      name,
      type: name.startsWith('Funding') ? '1' : '2',
      amount: maker.amount(900, 3000),
      processDate: '2026-06-15',
      status: '1',
      bankAccountId: books.bankAccountId,
      moneyMovementItems: [{ amount: '900.00', name }],
    });
  }
}

function addPaidWithCredit(maker: Maker, books: Books, billId: string): void {
  const bill = maker.find('Bill', billId);
  const { vendorId } = bill;
  const vendorCreditId = maker.add('VendorCredit', '2026-04-20', {
    vendorId,
    refNumber: 'CR-1003',
    creditDate: '2026-04-20',
    vendorCreditLineItems: [
      { amount: 40, chartOfAccountId: books.accounts.get('Packaging'), description: 'Rebate' },
    ],
  });
  addSentPay(maker.on('2026-05-18'), {
    vendor: maker.find('Vendor', textOf(bill, 'vendorId')),
    parts: [{ billId, amount: numberOf(bill, 'dueAmount') }],
    credits: [{ billId, vendorCreditId, amount: 40 }],
    processDate: '2026-05-20',
    status: '2',
    online: true,
    fields: { bankAccountId: books.bankAccountId },
  });
  maker.add('VendorCreditApprover', '2026-04-20', {
    usersId: books.approvers[0],
    vendorCreditId,
    sortOrder: 0,
    status: '4',
  });
}

/** The newest bills wait for somebody to approve them. */
function addApprovals(maker: Maker, books: Books, bills: readonly string[]): void {
  const approvalPolicyId = maker.add('ApprovalPolicy', '2026-01-12', {
    nickname: 'Bills over 1,000',
    type: '0',
    amountThreshold: 1000,
    minNumApprovers: 1,
  });
  for (const [sortOrder, usersId] of books.approvers.entries()) {
    maker.add('ApprovalPolicyApprover', '2026-01-12', { approvalPolicyId, usersId, sortOrder });
  }
  for (const billId of bills.slice(-3)) {
    for (const [sortOrder, usersId] of books.approvers.entries()) {
      const status = sortOrder === 0 ? '0' : '5';
      maker.add('BillApprover', '2026-10-26', { billid: billId, usersId, sortOrder, status });
    }
    maker.org.put('Bill', { ...maker.find('Bill', billId), approvalStatus: '1' });
  }
}

function addRecurring(maker: Maker, books: Books, vendors: readonly string[]): void {
  for (const [vendorId, accountName, amount] of [
    [vendors[4], 'Rent', 3200],
    [vendors[5], 'Software and hosting', 289],
  ] as const) {
    maker.add('RecurringBill', '2026-01-20', {
      vendorId,
      timePeriod: '2',
      frequencyPerTimePeriod: 1,
      nextDueDate: '2026-12-01',
      daysInAdvance: 10,
      recurringBillLineItems: [{ amount, chartOfAccountId: books.accounts.get(accountName) }],
    });
  }
  for (const [index, vendorId] of [vendors[6], vendors[18]].entries()) {
    const day = daysAfter('2026-09-14', index * 9);
    maker.add('PurchaseOrder', day, {
      vendorId,
      poNumber: `PO-${String(760 + index)}`,
      poDate: day,
      purchaseOrderLineItems: [{ amount: 540, quantity: 10, unitPrice: 54, lineType: '2' }],
    });
  }
}
