/** Payments in and out, over the wire (bill-data 8). Marks as in data.test.ts. */
import { describe, expect, it } from 'vitest';

import { badData, badField, bench, DAY, lacks, said, signedIn, trusted } from './support.ts';
import type { Bench, FieldsIn } from './support.ts';

type Row = Readonly<Record<string, unknown>>;

const VENDOR = '00901ABCDEFGHI000001';
const BILL = '00n01ABCDEFGHI000001';
const CREDIT = 'vcr01ABCDEFGHI000001';
const CUSTOMER = '0cu01ABCDEFGHI000001';
const INVOICE = '00e01ABCDEFGHI000001';
const ACCOUNT = 'cba01ABCDEFGHI000001';

async function ok(b: Bench, session: FieldsIn, path: string, data: object): Promise<Row> {
  const reply = await b.op(path, session, data);
  expect([reply.code, reply.message]).toEqual([null, undefined]);
  return reply.data as Row;
}

const read = (b: Bench, session: FieldsIn, entity: string, id: string) =>
  ok(b, session, `/Crud/Read/${entity}.json`, { id });

async function pay(b: Bench, session: FieldsIn, change: object = {}): Promise<Row> {
  const data = { vendorId: VENDOR, billPays: [{ billId: BILL, amount: 100 }], ...change };
  const { sentPays } = await ok(b, session, '/PayBills.json', data);
  const [first] = sentPays as readonly Row[];
  if (first === undefined) throw new Error('Nothing was paid.');
  return first;
}

describe('PayBills', () => {
  it('[D OAS2] makes a scheduled online payment, on the next weekday, from the primary account', async () => {
    const { b, session } = await trusted();
    const sentPay = await pay(b, session);
    expect(sentPay).toMatchObject({
      entity: 'SentPay',
      vendorId: VENDOR,
      status: '1',
      isOnline: true,
      amount: 100,
      processDate: '2026-11-25',
      bankAccountId: 'bac01ABCDEFGHI000001',
      createdBy: b.account().usersId,
      name: expect.stringMatching(/^P\d{8} - \d{7}$/) as unknown,
      txnNumber: expect.stringMatching(/^[A-Z]{20}$/) as unknown,
      billPays: [
        { entity: 'BillPay', billId: BILL, amount: 100, paymentStatus: '1', paymentType: '0' },
      ],
      billCredits: [],
    });
    const id = String(sentPay['id']);
    expect(await read(b, session, 'SentPay', id)).toEqual(sentPay);
    const [billPay] = sentPay['billPays'] as readonly Row[];
    expect(await read(b, session, 'BillPay', String(billPay?.['id']))).toEqual(billPay);
  });

  it('[I] moves what is due of the bill, its status and the vendor’s balance', async () => {
    const { b, session } = await trusted();
    const { balance } = await read(b, session, 'Vendor', VENDOR);
    await pay(b, session);
    expect(await read(b, session, 'Bill', BILL)).toMatchObject({
      amount: 4850.75,
      dueAmount: 4750.75,
      scheduledAmount: 100,
      paymentStatus: '2',
    });
    await pay(b, session, { billPays: [{ billId: BILL, amount: 4750.75 }] });
    expect(await read(b, session, 'Bill', BILL)).toMatchObject({
      dueAmount: 0,
      paymentStatus: '4',
    });
    const after = await read(b, session, 'Vendor', VENDOR);
    expect(Number(balance) - Number(after['balance'])).toBeCloseTo(4850.75);
  });

  it('[D OLD] uses a vendor credit for a part of what is paid', async () => {
    const { b, session } = await trusted();
    const billCredits = [{ billId: BILL, vendorCreditId: CREDIT, amount: 40 }];
    const sentPay = await pay(b, session, { billCredits });
    expect(sentPay).toMatchObject({
      amount: 60,
      billCredits: [{ entity: 'BillCredit', billId: BILL, vendorCreditId: CREDIT, amount: 40 }],
    });
    expect(await read(b, session, 'VendorCredit', CREDIT)).toMatchObject({
      appliedAmount: 40,
      creditStatus: '2',
    });
  });

  it('[I] pays the bills of two vendors with two payments', async () => {
    const { b, session } = await trusted();
    const bills = await b.op('/List/Bill.json', session, {
      start: 0,
      max: 999,
      filters: [
        { field: 'paymentStatus', op: '=', value: '1' },
        { field: 'vendorId', op: '!=', value: VENDOR },
      ],
    });
    const [other] = bills.data as readonly Row[];
    const billPays = [BILL, other?.['id']].map((billId) => ({ billId, amount: 1 }));
    const { sentPays } = await ok(b, session, '/PayBills.json', { billPays });
    expect((sentPays as readonly Row[]).map((one) => one['vendorId'])).toEqual([
      VENDOR,
      other?.['vendorId'],
    ]);
  });

  const of = (amount: number) => ({ billPays: [{ billId: BILL, amount }] });
  const credit = (...amounts: number[]) => ({
    billCredits: amounts.map((amount) => ({ billId: BILL, vendorCreditId: CREDIT, amount })),
  });
  const badDay = 'BDC_1152: Invalid Process Date : ${paramName0}.';
  const noAccount = 'bac01ZZZZZZZZZ000001';
  const longId = '00901SZQNDBJSAXN1josx';
  it.each<[string, object, string]>([
    ['without billPays', { billPays: undefined }, lacks('billPays')],
    ['of a bill without an amount', { billPays: [{ billId: BILL }] }, lacks('amount')],
    ['with a vendorId of 21 signs [C* NODE]', { vendorId: longId }, badData(`vendorId, ${longId}`)],
    ['of another’s bill', { vendorId: '00901ABCDEFGHI000002' }, badField(`billId, ${BILL}`)],
    ['of more than is due', of(4850.76), badField('amount, 4850.76')],
    [
      'of more than is due, in two parts',
      { billPays: [4000, 4000].map((amount) => ({ billId: BILL, amount })) },
      badField('amount, 4000'),
    ],
    ['of less than nothing', of(-5), badField('amount, -5')],
    ['with a credit of more than is paid', credit(2), badField('amount, 2')],
    [
      'with more credit than there is',
      { ...of(400), ...credit(200, 101) },
      badField('amount, 101'),
    ],
    ['today [C]', { processDate: '2026-11-24' }, badDay],
    ['on a Saturday [C]', { processDate: '2026-11-28' }, badDay],
    ['from no account', { bankAccountId: noAccount }, badField(`bankAccountId, ${noAccount}`)],
  ])('is refused %s', async (_, change, words) => {
    const { b, session } = await trusted();
    const before = await read(b, session, 'Bill', BILL);
    const data = { vendorId: VENDOR, ...of(1), ...change };
    expect(await said(b.op('/PayBills.json', session, data))).toBe(words);
    expect(await read(b, session, 'Bill', BILL)).toEqual(before);
  });
});

describe('RecordAPPayment', () => {
  it('[D OAS2] makes a bare payment that is paid and not online, without trust', async () => {
    const { b, session } = await signedIn();
    const data = {
      vendorId: VENDOR,
      processDate: '2025-10-15',
      toPrintCheck: false,
      billPays: [{ billId: BILL, amount: 50.5 }],
    };
    expect(await ok(b, session, '/RecordAPPayment.json', data)).toMatchObject({
      entity: 'SentPay',
      status: '2',
      isOnline: false,
      paymentType: '4',
      processDate: '2025-10-15',
      amount: 50.5,
      billPays: [{ paymentStatus: '2', paymentType: '1' }],
    });
    expect(await read(b, session, 'Bill', BILL)).toMatchObject({
      paidAmount: 50.5,
      dueAmount: 4800.25,
      paymentStatus: '2',
    });
  });
});

describe('a payment', () => {
  it('[D OAS2] that is canceled leaves bill, credit and balance as they were', async () => {
    const { b, session } = await trusted();
    const state = () =>
      Promise.all([
        read(b, session, 'Vendor', VENDOR),
        read(b, session, 'Bill', BILL),
        read(b, session, 'VendorCredit', CREDIT),
      ]);
    const before = await state();
    const billCredits = [{ billId: BILL, vendorCreditId: CREDIT, amount: 40 }];
    const { id: sentPayId } = await pay(b, session, { billCredits });
    expect(await ok(b, session, '/CancelAPPayment.json', { sentPayId })).toMatchObject({
      id: sentPayId,
      status: '3',
      billPays: [{ paymentStatus: '3' }],
    });
    // That it was changed and changed back shows in the time.
    const times = { updatedTime: expect.any(String) as unknown };
    expect(await state()).toEqual(before.map((row) => ({ ...row, ...times })));
    const again = await b.op('/CancelAPPayment.json', session, { sentPayId });
    expect(again.code).toBe('BDC_1119');
  });

  it('[D OLD] that is voided says why, and the bill is due again', async () => {
    const { b, session } = await trusted();
    const { id: sentPayId } = await pay(b, session);
    const data = { sentPayId, voidRequestType: '2', reason: 'Wrong vendor' };
    expect(await ok(b, session, '/VoidAPPayment.json', data)).toMatchObject({
      status: '4',
      billPays: [{ paymentStatus: '4' }],
      voidRequests: [{ entity: 'VoidRequestQueue', type: '2', reason: 'Wrong vendor' }],
    });
    expect(await read(b, session, 'Bill', BILL)).toMatchObject({
      dueAmount: 4850.75,
      paymentStatus: '1',
    });
  });

  it('[D OAS2] is found by the state of its money', async () => {
    const { b, session } = await trusted();
    const { id } = await pay(b, session);
    const ids = async (disbursementStatus: string) => {
      const page = { start: 0, max: 999, disbursementStatus };
      const { payments } = await ok(b, session, '/ListPayments.json', page);
      return (payments as readonly Row[]).map((one) => one['id']);
    };
    expect(await ids('0')).toContain(id);
    expect(await ids('3')).not.toContain(id);
    await ok(b, session, '/VoidAPPayment.json', {
      sentPayId: id,
      voidRequestType: '2',
      reason: '',
    });
    expect(await ids('5')).toEqual([id]);
    const disbursement = await ok(b, session, '/GetDisbursementData.json', { sentPayId: id });
    expect(disbursement).toMatchObject({ disbursementStatus: '5', isVoidable: false });
  });

  it('says where money is', async () => {
    const { b, session } = await trusted();
    const page = { start: 0, max: 1, disbursementStatus: '3' };
    const { payments } = await ok(b, session, '/ListPayments.json', page);
    expect(payments).toMatchObject([
      { entity: 'SentPay', status: '2', vendorBankCountry: null, vendorAddressCountry: 'USA' },
    ]);
    const none = await b.op('/ListPayments.json', session, { start: 0, max: 1 });
    expect(none.message).toBe('Missing required data for: disbursementStatus.');
  });
});

describe('a payment of a customer', () => {
  it('[D OAS2] that is recorded is a bare ReceivedPay, paid and not online', async () => {
    const { b, session } = await signedIn();
    const data = {
      customerId: CUSTOMER,
      paymentDate: '2025-10-15',
      paymentType: '0',
      amount: 12,
      invoicePays: [{ invoiceId: INVOICE, amount: 10 }],
    };
    const { balance } = await read(b, session, 'Customer', CUSTOMER);
    const pay = await ok(b, session, '/RecordARPayment.json', data);
    expect(pay).toMatchObject({
      entity: 'ReceivedPay',
      customerId: CUSTOMER,
      status: '0',
      isOnline: false,
      amount: 12,
      unappliedAmount: 2,
      rPConvFee: [],
      invoicePays: [{ entity: 'InvoicePay', invoiceId: INVOICE, amount: 10, status: '0' }],
    });
    const invoice = await read(b, session, 'Invoice', INVOICE);
    expect(invoice).toMatchObject({ paymentStatus: '2' });
    expect(Number(invoice['amount']) - Number(invoice['amountDue'])).toBe(10);
    const after = await read(b, session, 'Customer', CUSTOMER);
    expect(Number(balance) - Number(after['balance'])).toBeCloseTo(10);
  });

  it('[D OAS2] can be charged to a customer who has agreed, and to no other', async () => {
    const { b, session } = await signedIn();
    const data = {
      customerId: CUSTOMER,
      paymentType: '3',
      paymentAccountId: ACCOUNT,
      invoicePays: [{ invoiceId: INVOICE, amount: 1 }],
    };
    const { chargedReceivedPay } = await ok(b, session, '/ChargeCustomer.json', data);
    expect(chargedReceivedPay).toMatchObject({
      entity: 'ReceivedPay',
      status: '2',
      isOnline: true,
      amount: 1,
      customerBankAccountId: ACCOUNT,
      paymentDate: '2026-11-24',
    });
    const no = { customerId: CUSTOMER, hasAuthorizedToCharge: false };
    expect(await ok(b, session, '/SetCustomerAuthorization.json', no)).toMatchObject({
      id: CUSTOMER,
      hasAuthorizedToCharge: false,
    });
    expect((await b.op('/ChargeCustomer.json', session, data)).code).toBe('BDC_1119');
  });
});

describe('approvals', () => {
  const bill = { objectId: BILL, entity: 'Bill' };

  it('[D OAS2] go from one approver to the next', async () => {
    const { b, session } = await signedIn();
    const own = b.account().usersId;
    const approvers = [own, '00601ABCDEFGHI000001'];
    await ok(b, session, '/SetApprovers.json', { ...bill, approvers });
    expect(await read(b, session, 'Bill', BILL)).toMatchObject({ approvalStatus: '1' });
    const list = async () =>
      ((await ok(b, session, '/ListApprovers.json', bill)) as unknown as Row[]).map((row) => [
        row['usersId'],
        row['status'],
      ]);
    expect(await list()).toEqual([
      [approvers[0], '0'],
      [approvers[1], '5'],
    ]);
    const waiting = await ok(b, session, '/ListUserApprovals.json', { max: 9 });
    expect(waiting).toMatchObject({ marker: null, approvals: [{ id: BILL }] });
    expect(await ok(b, session, '/Approve.json', { ...bill, comment: '' })).toEqual({});
    expect(await list()).toEqual([
      [approvers[0], '4'],
      [approvers[1], '0'],
    ]);
    expect(await read(b, session, 'Bill', BILL)).toMatchObject({ approvalStatus: '4' });
    // It is somebody else's turn now.
    expect((await b.op('/Approve.json', session, bill)).code).toBe('BDC_1119');
  });

  it('[D OAS2] of the last approver approve the bill; a denial denies it', async () => {
    const { b, session } = await signedIn();
    const approvers = [b.account().usersId];
    await ok(b, session, '/SetApprovers.json', { ...bill, approvers });
    await ok(b, session, '/Approve.json', bill);
    expect(await read(b, session, 'Bill', BILL)).toMatchObject({ approvalStatus: '3' });
    await ok(b, session, '/SetApprovers.json', { ...bill, approvers });
    await ok(b, session, '/Deny.json', { ...bill, comment: 'No' });
    expect(await read(b, session, 'Bill', BILL)).toMatchObject({ approvalStatus: '5' });
    await ok(b, session, '/ClearApprovers.json', bill);
    expect(await ok(b, session, '/ListApprovers.json', bill)).toEqual([]);
    expect(await read(b, session, 'Bill', BILL)).toMatchObject({ approvalStatus: '0' });
  });

  it('come in pages with a marker', async () => {
    const { b, session } = await signedIn();
    const approver = { usersId: '00601ABCDEFGHI000001' };
    const page = async (marker: unknown) =>
      ok(b, session, '/ListUserApprovals.json', { ...approver, max: 2, marker });
    const first = await page(null);
    expect(first).toMatchObject({ marker: '2', approvals: [{}, {}] });
    expect(await page(first['marker'])).toMatchObject({ marker: null, approvals: [{}] });
  });
});

describe('invites', () => {
  it('[D OAS2] are refused while one is open, and lapse after 60 days', async () => {
    const { b, session } = await trusted();
    const data = { vendorId: VENDOR, email: 'someone@example.test' };
    const first = await b.op('/SendVendorInvite.json', session, data);
    expect(first.data).toMatch(/^nrr/);
    expect((await b.op('/SendVendorInvite.json', session, data)).code).toBe('BDC_1119');
    b.clock.advance(61 * DAY);
    const later = await b.session();
    await b.trust(later);
    expect((await b.op('/SendVendorInvite.json', later, data)).code).toBeNull();
    const invite = { id: CUSTOMER, networkId: '1' };
    expect((await b.op('/SendInvite.json', later, invite)).data).toEqual({
      requestId: expect.stringMatching(/^nrr/) as unknown,
    });
  });
});

describe('UploadAttachment', () => {
  it('[D OLD, C ODOO] attaches a file to a bill, and GetDocuments lists it', async () => {
    const { b, session } = await signedIn();
    const reply = await b.upload(session, { fileName: 'scan.pdf', id: BILL }, 'scan.pdf');
    const documentUploadedId = expect.stringMatching(/^0du/) as unknown;
    expect([reply.code, reply.data]).toEqual([null, { documentUploadedId }]);
    const page = { id: BILL, start: 0, max: 99 };
    expect(await ok(b, session, '/GetDocuments.json', page)).toMatchObject({
      numPages: 1,
      documents: [{ entity: 'Document', fileName: 'scan.pdf', numPages: 1 }],
    });
    expect(await ok(b, session, '/GetDocumentPages.json', { id: BILL })).toEqual({
      documentPages: { numPages: 1, fileUrl: null },
    });
    const none = { id: VENDOR, start: 0, max: 99 };
    expect(await ok(b, session, '/GetDocuments.json', none)).toEqual({
      documents: [],
      numPages: 0,
    });
  });

  const refusals: readonly [string, object, string, number, string][] = [
    ['a name without an extension', { fileName: 'scan' }, 'scan', 3, 'fileName, scan'],
    ['an extension that is not the file’s', { fileName: 'a.pdf' }, 'a.exe', 3, 'fileName, a.pdf'],
    ['a file of 20 MB', { fileName: 'a.pdf' }, 'a.pdf', 20_000_000, 'file, 20000000 bytes'],
  ];
  it.each(refusals)('[D OLD, I for the code] refuses %s', async (_, data, name, size, named) => {
    const b = await bench();
    const reply = await b.upload(await b.session(), data, name, size);
    expect(reply.message).toBe(`Invalid field,value: ${named}.`);
  });

  it('refuses a call without a file, and one for an object that does not exist', async () => {
    const { b, session } = await signedIn();
    const without = await b.op('/UploadAttachment.json', session, { fileName: 'a.pdf' });
    expect(without.message).toBe('Missing parameter value for parameter: file.');
    const id = '00n01ZZZZZZZZZ000001';
    const unknown = await b.upload(session, { fileName: 'a.pdf', id }, 'a.pdf');
    expect(unknown.code).toBe('BDC_1120');
  });
});
