/**
 * The data operations held against the facts of BILL's v2 API, over the wire. Each row names the
 * strength and source of its evidence: D documented, C seen in public code, C* code by BILL staff, I
 * our own choice.
 */
import { describe, expect, it } from 'vitest';

import { bench } from './support.ts';
import type { Bench, FieldsIn, Reply } from './support.ts';

interface Row {
  readonly mark: string;
  readonly fact: string;
  /** Calls before, in the same session. */
  readonly first?: readonly (readonly [path: string, data: object])[];
  readonly call: readonly [path: string, data: unknown];
  /** Null: success. */
  readonly code: string | null;
  readonly message?: string;
  /** What `response_data` matches. */
  readonly data?: unknown;
}

const VENDOR = '00901ABCDEFGHI000001';
const BILL = '00n01ABCDEFGHI000001';
const CUSTOMER = '0cu01ABCDEFGHI000001';
const INVOICE = '00e01ABCDEFGHI000001';
const NOBODY = '00901ZZZZZZZZZ000001';
const UNSET = '00000000000000000000';
const LONG = 'x'.repeat(101);

const vendor = (change: object = {}) => ({ obj: { entity: 'Vendor', name: 'Fresh', ...change } });
const bill = (change: object = {}, beside: object = {}) => ({
  obj: {
    entity: 'Bill',
    vendorId: VENDOR,
    invoiceNumber: 'B-1',
    invoiceDate: '2025-10-1',
    dueDate: '2025-10-15',
    billLineItems: [{ amount: 5 }],
    ...change,
  },
  ...beside,
});
const invoice = (change: object = {}) => ({
  obj: {
    entity: 'Invoice',
    customerId: CUSTOMER,
    invoiceNumber: 'I-1',
    invoiceDate: '2025-9-1',
    dueDate: '2025-9-15',
    invoiceLineItems: [{ quantity: 5 }],
    ...change,
  },
});
const recurringInvoice = (change: object = {}) => ({
  obj: {
    entity: 'RecurringInvoice',
    customerId: CUSTOMER,
    timePeriod: '2',
    frequencyPerTimePeriod: 1,
    nextDueDate: '2026-12-15',
    daysInAdvance: 10,
    recurringInvoiceLineItems: [{ quantity: 5 }],
    ...change,
  },
});
const updated = (entity: string, id: string, change: object) => ({
  obj: { entity, id, ...change },
});

const create = (entity: string) => `/Crud/Create/${entity}.json`;
const read = (entity: string) => `/Crud/Read/${entity}.json`;
const update = (entity: string) => `/Crud/Update/${entity}.json`;
const like = (value: object) => expect.objectContaining(value) as unknown;
const matching = (pattern: RegExp) => expect.stringMatching(pattern) as unknown;

const rows: readonly Row[] = [
  // --- values
  {
    mark: 'C OTEEMO, PRISM',
    fact: 'an id has a prefix, two digits, nine capitals and a counter to the base of 36',
    call: [create('Vendor'), vendor()],
    code: null,
    data: like({ id: matching(/^009\d{2}[A-Z]{9}[0-9a-z]{6}$/) }),
  },
  {
    mark: 'D RESP, OLD',
    fact: 'times end in .000 and +0000',
    call: [create('Vendor'), vendor()],
    code: null,
    data: like({
      createdTime: '2026-11-24T10:00:00.000+0000',
      updatedTime: '2026-11-24T10:00:00.000+0000',
    }),
  },
  {
    mark: 'C PRISM, D SLATE',
    fact: 'an unset reference is 20 zeros, an unset text is null',
    call: [create('Vendor'), vendor({ shortName: '', paymentTermId: '' })],
    code: null,
    data: like({ shortName: null, paymentTermId: UNSET, mergedIntoId: UNSET }),
  },
  {
    mark: 'C PRISM',
    fact: 'a fresh vendor has the fields that were recorded',
    call: [create('Vendor'), vendor()],
    code: null,
    data: like({
      entity: 'Vendor',
      isActive: '1',
      payBy: '0',
      accountType: '0',
      sendNotifications: true,
      enabledCombinePayments: true,
      balance: 0,
      billCurrency: 'USD',
      billSyncPref: '0',
      prefPmtMethod: '1',
      vendorBankAccountStatus: -1,
      unmodifiedBillsCount: 0,
      creationSource: '0',
    }),
  },
  {
    mark: 'D; C* NODE',
    fact: 'dates without zeros are taken and come back with them',
    call: [create('Bill'), bill()],
    code: null,
    data: like({ invoiceDate: '2025-10-01', dueDate: '2025-10-15' }),
  },
  {
    mark: 'C PRISM',
    fact: 'a fresh bill is open, with what is due, and its general ledger date is that of the invoice',
    call: [create('Bill'), bill({ billLineItems: [{ amount: 5 }, { amount: 2.5 }] })],
    code: null,
    data: like({
      approvalStatus: '0',
      paymentStatus: '1',
      amount: 7.5,
      dueAmount: 7.5,
      scheduledAmount: 0,
      paidAmount: null,
      localAmount: null,
      exchangeRate: null,
      glPostingDate: '2025-10-01',
      source: '0',
    }),
  },
  {
    mark: 'C PRISM',
    fact: 'a bill’s lines get ids, an order from 0, and the type of an expense',
    call: [create('Bill'), bill({ billLineItems: [{ amount: 5 }, { amount: 2.5 }] })],
    code: null,
    data: like({
      billLineItems: [0, 1].map((lineOrder) =>
        like({
          entity: 'BillLineItem',
          id: matching(/^bli/),
          billId: matching(/^00n/),
          lineType: '1',
          lineOrder,
          quantity: null,
          unitPrice: null,
        }),
      ),
    }),
  },
  {
    mark: 'D OLD',
    fact: 'the amount of an invoice line is quantity x price, and ratePercent is of the others',
    call: [
      create('Invoice'),
      invoice({
        invoiceLineItems: [
          { quantity: 4, price: 12.5 },
          { quantity: 1, ratePercent: 10 },
        ],
      }),
    ],
    code: null,
    data: like({
      amount: 55,
      amountDue: 55,
      paymentStatus: '1',
      invoiceLineItems: [like({ amount: 50, taxCode: 'Non' }), like({ amount: 5 })],
    }),
  },
  {
    mark: 'C* NODE',
    fact: 'lines may leave out their entity, and those of a recurring invoice their amount',
    call: [create('RecurringInvoice'), recurringInvoice()],
    code: null,
  },

  {
    mark: 'C* NODE',
    fact: 'a recurring invoice says whether it is mailed by itself, which the facts leave out',
    call: [read('RecurringInvoice'), { id: 'rit01ABCDEFGHI000001' }],
    code: null,
    data: like({ isToBeAutoEmailed: false, isToBeAutoMailed: false }),
  },

  // --- the five ways
  {
    mark: 'D KEY, OAS2',
    fact: 'Read gives the whole object',
    call: [read('Vendor'), { id: VENDOR }],
    code: null,
    data: like({ entity: 'Vendor', id: VENDOR, name: 'Cascade Paper & Supply' }),
  },
  {
    mark: 'D KEY, OAS2',
    fact: 'Update changes what it sends and gives the whole object',
    call: [update('Customer'), updated('Customer', CUSTOMER, { name: 'Renamed', fax: '555' })],
    code: null,
    data: like({ id: CUSTOMER, name: 'Renamed', fax: '555', phone: '(916) 555-0100' }),
  },
  {
    mark: 'D KEY, OAS2',
    fact: 'Update ignores what only the server sets',
    call: [
      update('Customer'),
      updated('Customer', CUSTOMER, { name: 'Renamed', balance: 9, createdTime: 'never' }),
    ],
    code: null,
    data: like({ createdTime: '2026-01-08T10:00:00.000+0000' }),
  },
  {
    mark: 'D OLD; new ids I',
    fact: 'Update of a bill replaces all of its lines, and they are new ones',
    call: [
      update('Bill'),
      updated('Bill', BILL, { ...bill().obj, billLineItems: [{ amount: 3 }] }),
    ],
    code: null,
    data: like({
      amount: 3,
      dueAmount: 3,
      billLineItems: [like({ amount: 3, id: expect.not.stringMatching(/000001$/) as unknown })],
    }),
  },
  {
    mark: 'C* NODE RecurringBill.spec.js',
    fact: 'Update of a recurring bill keeps its period where that is not sent',
    call: [
      update('RecurringBill'),
      updated('RecurringBill', 'btp01ABCDEFGHI000001', {
        isActive: '1',
        vendorId: '00901ABCDEFGHI000005',
        invoiceNumber: 'undefined',
        invoiceDate: 'undefined',
        description: 'null',
        recurringBillLineItems: [{ entity: 'RecurringBillLineItem', amount: 5 }],
      }),
    ],
    code: null,
    data: like({
      amount: 5,
      timePeriod: '2',
      frequencyPerTimePeriod: 1,
      nextDueDate: '2026-12-01',
    }),
  },
  {
    mark: 'C* S-JAVA CustomerContactTest',
    fact: 'Update of a contact keeps its customer where that is not sent',
    call: [
      update('CustomerContact'),
      updated('CustomerContact', 'cpu01ABCDEFGHI000001', { firstName: 'A', email: 'a@b.test' }),
    ],
    code: null,
    data: like({ customerId: CUSTOMER, firstName: 'A', email: 'a@b.test' }),
  },
  {
    mark: 'D KEY; C RUBILL',
    fact: 'a deleted object is inactive and stays readable',
    first: [['/Crud/Delete/Vendor.json', { id: VENDOR }]],
    call: [read('Vendor'), { id: VENDOR }],
    code: null,
    data: like({ isActive: '2' }),
  },
  {
    mark: 'D KEY',
    fact: 'Undelete makes it active again',
    first: [['/Crud/Delete/Vendor.json', { id: VENDOR }]],
    call: ['/Crud/Undelete/Vendor.json', { id: VENDOR }],
    code: null,
    data: like({ id: VENDOR, isActive: '1' }),
  },
  {
    mark: 'D OAS2',
    fact: 'a way that an entity does not have is HTTP 404 with BDC_1121',
    call: ['/Crud/Undelete/VendorCredit.json', { id: 'vcr01ABCDEFGHI000001' }],
    code: 'BDC_1121',
  },
  {
    mark: 'D OAS2',
    fact: 'a payment term has no times, and none after an update',
    call: [update('PaymentTerm'), updated('PaymentTerm', '00p01ABCDEFGHI000002', { netDue: 20 })],
    code: null,
    data: { entity: 'PaymentTerm', id: '00p01ABCDEFGHI000002', name: 'Net 15', netDue: 20 },
  },
  {
    mark: 'D OAS2',
    fact: 'a user needs a username beside obj',
    call: [
      create('User'),
      {
        obj: {
          entity: 'User',
          profileId: '0po01ABCDEFGHI000002',
          firstName: 'A',
          lastName: 'B',
          email: 'a@b.test',
        },
      },
    ],
    code: 'BDC_1117',
    message: 'Missing required data for: username.',
  },

  // --- what is refused
  {
    mark: 'D S-OLD-ERR, I for the case',
    fact: 'a missing mandatory field is BDC_1117 and named',
    call: [create('Vendor'), { obj: { entity: 'Vendor' } }],
    code: 'BDC_1117',
    message: 'Missing required data for: name.',
  },
  {
    mark: 'D S-OLD-ERR, I for the case',
    fact: 'a bill without lines is BDC_1117',
    call: [create('Bill'), bill({ billLineItems: [] })],
    code: 'BDC_1117',
    message: 'Missing required data for: billLineItems.',
  },
  {
    mark: 'D S-OLD-ERR, I for the case',
    fact: 'a line without an amount is BDC_1117',
    call: [create('Bill'), bill({ billLineItems: [{ description: 'x' }] })],
    code: 'BDC_1117',
    message: 'Missing required data for: amount.',
  },
  {
    mark: 'D S-OLD-ERR by its text',
    fact: 'an entity that is not that of the path is BDC_1118',
    call: [create('Vendor'), { obj: { entity: 'Customer', name: 'x' } }],
    code: 'BDC_1118',
    message:
      'Entity from CRUD operation: Vendor does not match the entity specified in the data: Customer.',
  },
  {
    mark: 'D S-OLD-ERR',
    fact: 'a call without data is BDC_1108',
    call: [create('Vendor'), undefined],
    code: 'BDC_1108',
    message: 'Missing parameter value for parameter: data.',
  },
  {
    mark: 'C* NODE; C for the code',
    fact: 'a name of 101 characters is BDC_1143, with the limit in the text',
    call: [create('Vendor'), vendor({ name: LONG })],
    code: 'BDC_1143',
    message: 'Invalid entity data. name: Maximum length cannot be greater than 100 characters.',
  },
  {
    mark: 'C id:57636485986',
    fact: 'an invoice number of 22 characters is BDC_1143',
    call: [create('Bill'), bill({ invoiceNumber: 'x'.repeat(22) })],
    code: 'BDC_1143',
    message:
      'Invalid entity data. invoiceNumber: Maximum length cannot be greater than 21 characters.',
  },
  ...[
    'Vendor',
    'Customer',
    'Invoice',
    'RecurringBill',
    'RecurringInvoice',
    'VendorBankAccount',
    'CustomerBankAccount',
  ].map((entity): Row => ({
    mark: 'C* NODE for the text',
    fact: `Read of a ${entity} with an id of ten characters names id and value`,
    call: [read(entity), { id: '1234567890' }],
    code: 'BDC_1119',
    message: 'Invalid value for data key,value: id, 1234567890.',
  })),
  ...['Bill', 'VendorCredit'].map((entity): Row => ({
    mark: 'C* NODE',
    fact: `Read of a ${entity} with an id of ten characters says that the id is missing`,
    call: [read(entity), { id: '1234567890' }],
    code: 'BDC_1117',
    message: 'Missing required data for: id.',
  })),
  {
    mark: 'I by its text',
    fact: 'Read of a well-formed id that does not exist is BDC_1120',
    call: [read('Vendor'), { id: NOBODY }],
    code: 'BDC_1120',
    message: 'No data found.',
  },
  {
    mark: 'C id:52975048172',
    fact: 'Update of an id that does not exist is BDC_1119 with id',
    call: [update('Vendor'), updated('Vendor', NOBODY, { name: 'x' })],
    code: 'BDC_1119',
    message: `Invalid field,value: id, ${NOBODY}.`,
  },
  {
    mark: 'C* NODE',
    fact: 'a bill for a vendor that is none names id',
    call: [create('Bill'), bill({ vendorId: '1234567890' })],
    code: 'BDC_1119',
    message: 'Invalid field,value: id, 1234567890.',
  },
  {
    mark: 'C* NODE',
    fact: 'an invoice for a customer that is none names customerId',
    call: [create('Invoice'), invoice({ customerId: '1234567890' })],
    code: 'BDC_1119',
    message: 'Invalid field,value: customerId, 1234567890.',
  },
  {
    mark: 'C* NODE; C for the code',
    fact: 'a customer’s bank account without a customer says so in other words',
    call: [
      create('CustomerBankAccount'),
      {
        obj: {
          entity: 'CustomerBankAccount',
          customerId: 'customerId',
          nameOnAccount: 'x',
          routingNumber: 'x',
          accountNumber: 'x',
        },
        agreedWithTOS: true,
      },
    ],
    code: 'BDC_1143',
    message: 'Invalid entity data. Invalid DB ID: customerId.',
  },
  {
    mark: 'I',
    fact: 'a reference in a line to an account that does not exist is refused',
    call: [
      create('Bill'),
      bill({ billLineItems: [{ amount: 1, chartOfAccountId: '0ca01ZZZZZZZZZ000001' }] }),
    ],
    code: 'BDC_1119',
    message: 'Invalid field,value: chartOfAccountId, 0ca01ZZZZZZZZZ000001.',
  },
  {
    mark: 'C* NODE for the text',
    fact: 'a date that is a number is refused with its value',
    call: [update('Bill'), updated('Bill', BILL, { ...bill().obj, dueDate: 9 })],
    code: 'BDC_1119',
    message: 'Invalid value for data key,value: dueDate, 9.',
  },
  {
    mark: 'C* NODE for the text',
    fact: 'a date that is a sentence is refused with its value',
    call: [
      create('RecurringInvoice'),
      recurringInvoice({ nextDueDate: 'this is an invalid date' }),
    ],
    code: 'BDC_1119',
    message: 'Invalid value for data key,value: nextDueDate, this is an invalid date.',
  },
  {
    mark: 'I',
    fact: '30 February is no date',
    call: [create('Bill'), bill({ dueDate: '2026-02-30' })],
    code: 'BDC_1119',
    message: 'Invalid value for data key,value: dueDate, 2026-02-30.',
  },
  {
    mark: 'C* NODE',
    fact: 'a flag that is 9 is BDC_1124',
    call: [create('Invoice'), invoice({ isToBeEmailed: 9 })],
    code: 'BDC_1124',
    message: 'Invalid field datatype: isToBeEmailed.',
  },
  {
    mark: 'C* NODE',
    fact: 'isActive f is BDC_1119',
    call: [create('Vendor'), vendor({ isActive: 'f' })],
    code: 'BDC_1119',
    message: 'Invalid field,value: isActive, f.',
  },
  {
    mark: 'C id:57636485986',
    fact: 'a second bill of a vendor with the same number is BDC_1171',
    first: [[create('Bill'), bill()]],
    call: [create('Bill'), bill()],
    code: 'BDC_1171',
  },
  {
    mark: 'D OAS2',
    fact: 'allowDuplicateInvNum takes a second bill with the same number',
    first: [[create('Bill'), bill()]],
    call: [create('Bill'), bill({}, { allowDuplicateInvNum: true })],
    code: null,
  },
  {
    mark: 'I',
    fact: 'an update of a bill that keeps its number is no duplicate',
    first: [[create('Bill'), bill()]],
    call: [update('Bill'), updated('Bill', '00n01ABCDEFGHI000019', bill().obj)],
    code: null,
  },
  {
    mark: 'C id:57636485986',
    fact: 'a second invoice with the same number is BDC_1171',
    first: [[create('Invoice'), invoice()]],
    call: [create('Invoice'), invoice()],
    code: 'BDC_1171',
  },
  {
    mark: 'C* NODE, S-JAVA; D OAS2 says otherwise',
    fact: 'two vendors may have the same name',
    first: [[create('Vendor'), vendor()]],
    call: [create('Vendor'), vendor()],
    code: null,
  },

  // --- Bulk
  {
    mark: 'D OAS2; C PRISM',
    fact: 'Bulk gives an envelope for each part, in order',
    call: ['/Bulk/Crud/Create/Vendor.json', { bulk: [vendor(), vendor({ name: 'Second' })] }],
    code: null,
    data: {
      bulk: ['Fresh', 'Second'].map((name) => ({
        response_status: 0,
        response_message: 'Success',
        response_data: like({ entity: 'Vendor', name }),
      })),
    },
  },
  {
    mark: 'C ODOO',
    fact: 'Bulk is called without .json as well',
    call: ['/Bulk/Crud/Delete/Vendor', { bulk: [{ id: VENDOR }] }],
    code: null,
    data: { bulk: [like({ response_data: like({ id: VENDOR, isActive: '2' }) })] },
  },

  // --- trust by fields
  {
    mark: 'D OAS2',
    fact: 'Update of a vendor’s e-mail needs a trusted session',
    call: [update('Vendor'), updated('Vendor', VENDOR, { name: 'x', email: 'new@example.test' })],
    code: 'BDC_1361',
    message: 'Untrusted session.',
  },
  {
    mark: 'D OAS2',
    fact: 'Update of a vendor’s description needs none',
    call: [update('Vendor'), updated('Vendor', VENDOR, { name: 'x', description: 'y' })],
    code: null,
  },
  {
    mark: 'D OAS2; I that only a change counts',
    fact: 'Update that sends a vendor’s address as it is needs none',
    call: [
      update('Vendor'),
      updated('Vendor', VENDOR, { name: 'x', nameOnCheck: 'Cascade Paper & Supply' }),
    ],
    code: null,
  },
  {
    mark: 'D OAS2',
    fact: 'a Bulk update needs trust for one part that does',
    call: [
      '/Bulk/Crud/Update/Vendor.json',
      {
        bulk: [
          updated('Vendor', VENDOR, { name: 'x' }),
          updated('Vendor', '00901ABCDEFGHI000002', { name: 'y', address1: 'z' }),
        ],
      },
    ],
    code: 'BDC_1361',
  },

  // --- other calls that read
  {
    mark: 'C* NODE',
    fact: 'GetEntityMetadata describes the fields of an entity',
    call: ['/GetEntityMetadata.json', { entity: ['Vendor'] }],
    code: null,
    data: {
      Vendor: {
        fields: like({
          id: like({ readonly: true, required: false, type: 'IdField', entity: 'Vendor' }),
          name: like({ readonly: false, required: true }),
          balance: like({ readonly: true }),
        }),
      },
    },
  },
  {
    mark: 'D S-OLD-ERR, I for the case',
    fact: 'GetEntityMetadata of no entity is BDC_1114',
    call: ['/GetEntityMetadata.json', { entity: ['Nothing'] }],
    code: 'BDC_1114',
    message: 'Invalid entity type: Nothing.',
  },
  {
    mark: 'D OAS2; C id:13965513886',
    fact: 'SearchEntity finds vendors by whole words',
    call: ['/SearchEntity.json', { entity: 'Vendor', term: 'paper cascade' }],
    code: null,
    data: [like({ id: VENDOR })],
  },
  {
    mark: 'D OAS2',
    fact: 'SearchEntity does not find parts of words',
    call: ['/SearchEntity.json', { entity: 'Vendor', term: 'casc' }],
    code: null,
    data: [],
  },
  {
    mark: 'C* NODE',
    fact: 'SetCustomerAuthorization with an id that is none says that it is missing',
    call: [
      '/SetCustomerAuthorization.json',
      { customerId: '1234567890', hasAuthorizedToCharge: true },
    ],
    code: 'BDC_1117',
    message: 'Missing required data for: customerId.',
  },
  {
    mark: 'D OLD',
    fact: 'SendInvoice answers an empty object',
    call: ['/SendInvoice.json', { invoiceId: INVOICE, headers: {}, content: {} }],
    code: null,
    data: {},
  },
  {
    mark: 'D OLD',
    fact: 'SendInvoice without content is BDC_1117',
    call: ['/SendInvoice.json', { invoiceId: INVOICE, headers: {} }],
    code: 'BDC_1117',
    message: 'Missing required data for: content.',
  },
];

describe('a fact of the v2 data API', () => {
  it.each(rows.map((row) => [`[${row.mark}] ${row.fact}`, row] as const))('%s', async (_, row) => {
    const b = await bench();
    const session = await b.session();
    for (const [path, data] of row.first ?? []) {
      expect((await b.op(path, session, data)).code).toBeNull();
    }
    const [path, data] = row.call;
    const reply = await b.op(path, session, data);
    expect([reply.code, reply.status]).toEqual([row.code, row.code === 'BDC_1121' ? 404 : 200]);
    if (row.message !== undefined) expect(reply.message).toBe(row.message);
    if (row.data !== undefined) expect(reply.data).toEqual(row.data);
  });
});

describe('Bulk', () => {
  it('[C ODOO] that fails in part says Error without a code, and the other parts are stored', async () => {
    const b = await bench();
    const session = await b.session();
    const bulk = [vendor(), { obj: { entity: 'Vendor' } }];
    const reply = await b.op('/Bulk/Crud/Create/Vendor.json', session, { bulk });
    expect(JSON.parse(reply.text)).toEqual({
      response_status: 1,
      response_message: 'Error',
      response_data: {
        bulk: [
          like({ response_status: 0, response_message: 'Success' }),
          {
            response_status: 1,
            response_message: 'Error',
            response_data: {
              error_code: 'BDC_1117',
              error_message: 'Missing required data for: name.',
            },
          },
        ],
      },
    });
    expect(await names(b, session, 'Fresh')).toEqual(['Fresh']);
    expect(b.simulator.requests().at(-2)).toMatchObject({ code: 'BDC_1117', status: 200 });
  });

  it('[D OAS2] takes 100 parts and no more', async () => {
    const b = await bench();
    const session = await b.session();
    const parts = (count: number) => ({
      bulk: Array.from({ length: count }, () => ({ id: VENDOR })),
    });
    const path = '/Bulk/Crud/Delete/Vendor.json';
    expect((await b.op(path, session, parts(100))).code).toBeNull();
    expect((await b.op(path, session, parts(101))).message).toBe(
      'Invalid value for data key,value: bulk, 101.',
    );
  });
});

describe('data', () => {
  it('of one organization is not seen in another, nor its ids', async () => {
    const b = await bench();
    const theirs = await b.session(b.account({}, 1));
    expect((await b.op(read('Vendor'), theirs, { id: VENDOR })).code).toBe('BDC_1120');
    await b.op(create('Vendor'), theirs, vendor());
    expect(await names(b, await b.session(), 'Fresh')).toEqual([]);
    expect(await names(b, theirs, 'Fresh')).toEqual(['Fresh']);
  });

  it('is the same on every start with the same seed, and another with another seed', async () => {
    const listed = async (seed: string): Promise<string> => {
      const b = await bench({ seed });
      const page = { start: 0, max: 999, nested: true };
      const session = await b.session();
      const lists = ['Vendor', 'Bill', 'Invoice', 'SentPay', 'Customer'].map((entity) =>
        b.op(`/List/${entity}.json`, session, page),
      );
      return (await Promise.all(lists)).map(({ text }) => text).join('');
    };
    expect(await listed('one')).toBe(await listed('one'));
    expect(await listed('one')).not.toBe(await listed('two'));
  });

  it('moves a vendor’s balance with its bills', async () => {
    const b = await bench();
    const session = await b.session();
    const balance = async () => {
      const { data } = await b.op(read('Vendor'), session, { id: VENDOR });
      return (data as { balance: number }).balance;
    };
    const before = await balance();
    const { data } = await b.op(create('Bill'), session, bill());
    expect(await balance()).toBeCloseTo(before + 5);
    await b.op('/Crud/Delete/Bill.json', session, { id: (data as { id: string }).id });
    expect(await balance()).toBeCloseTo(before);
  });
});

async function names(b: Bench, session: FieldsIn, name: string): Promise<string[]> {
  const filters = [{ field: 'name', op: '=', value: name }];
  const { data }: Reply = await b.op('/List/Vendor.json', session, { start: 0, max: 9, filters });
  return (data as { name: string }[]).map((row) => row.name);
}
