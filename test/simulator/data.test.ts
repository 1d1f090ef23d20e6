/**
 * The data operations held against the facts of BILL's v2 API, over the wire. Each row names the
 * strength and source of its evidence: D documented, C seen in public code, C* code by BILL staff, I
 * our own choice.
 */
import { describe, expect, it } from 'vitest';

import { badData, badField, bench, lacks, said, signedIn } from './support.ts';
import type { Bench, FieldsIn, Reply } from './support.ts';

interface Row {
  readonly fact: string;
  /** Calls before, in the same session. */
  readonly first?: readonly (readonly [path: string, data: object])[];
  readonly call: readonly [path: string, data: unknown];
  /** What `response_data` matches. */
  readonly data?: unknown;
}

const VENDOR = '00901ABCDEFGHI000001';
const BILL = '00n01ABCDEFGHI000001';
const CUSTOMER = '0cu01ABCDEFGHI000001';
const INVOICE = '00e01ABCDEFGHI000001';
/** Well formed, and of nobody. */
const NOBODY = '00901ZZZZZZZZZ000001';
const NO_ID = '1234567890';
const UNSET = '00000000000000000000';
const LONG = 'x'.repeat(101);

interface Entity {
  readonly entity: string;
  readonly id?: string;
  readonly [field: string]: unknown;
}

interface Sent {
  readonly obj: Entity;
  readonly agreedWithTOS?: boolean;
}

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

/** What is taken. */
const rows: readonly Row[] = [
  {
    fact: '[C OTEEMO, PRISM] an id has a prefix, two digits, nine capitals and a counter to the base of 36',
    call: [create('Vendor'), vendor()],
    data: like({ id: matching(/^009\d{2}[A-Z]{9}[0-9a-z]{6}$/) }),
  },
  {
    fact: '[D RESP, OLD] times end in .000 and +0000',
    call: [create('Vendor'), vendor()],
    data: like({
      createdTime: '2026-11-24T10:00:00.000+0000',
      updatedTime: '2026-11-24T10:00:00.000+0000',
    }),
  },
  {
    fact: '[C PRISM, D SLATE] an unset reference is 20 zeros, an unset text is null',
    call: [create('Vendor'), vendor({ shortName: '', paymentTermId: '' })],
    data: like({ shortName: null, paymentTermId: UNSET, mergedIntoId: UNSET }),
  },
  {
    fact: '[C PRISM] a fresh vendor has the fields that were recorded',
    call: [create('Vendor'), vendor()],
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
    fact: '[D; C* NODE] dates without zeros are taken and come back with them',
    call: [create('Bill'), bill()],
    data: like({ invoiceDate: '2025-10-01', dueDate: '2025-10-15' }),
  },
  {
    fact: '[C PRISM] a fresh bill is open, with what is due, and its general ledger date is that of the invoice',
    call: [create('Bill'), bill({ billLineItems: [{ amount: 5 }, { amount: 2.5 }] })],
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
    fact: '[C PRISM] a bill’s lines get ids, an order from 0, and the type of an expense',
    call: [create('Bill'), bill({ billLineItems: [{ amount: 5 }, { amount: 2.5 }] })],
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
    fact: '[D OLD] the amount of an invoice line is quantity x price, and ratePercent is of the others',
    call: [
      create('Invoice'),
      invoice({
        invoiceLineItems: [
          { quantity: 4, price: 12.5 },
          { quantity: 1, ratePercent: 10 },
        ],
      }),
    ],
    data: like({
      amount: 55,
      amountDue: 55,
      paymentStatus: '1',
      invoiceLineItems: [like({ amount: 50, taxCode: 'Non' }), like({ amount: 5 })],
    }),
  },
  {
    fact: '[C* NODE] lines may leave out their entity, and those of a recurring invoice their amount',
    call: [create('RecurringInvoice'), recurringInvoice()],
  },
  {
    fact: '[C* NODE] a recurring invoice says whether it is mailed by itself, which the facts leave out',
    call: [read('RecurringInvoice'), { id: 'rit01ABCDEFGHI000001' }],
    data: like({ isToBeAutoEmailed: false, isToBeAutoMailed: false }),
  },
  {
    fact: '[D KEY, OAS2] Read gives the whole object',
    call: [read('Vendor'), { id: VENDOR }],
    data: like({ entity: 'Vendor', id: VENDOR, name: 'Cascade Paper & Supply' }),
  },
  {
    fact: '[D KEY, OAS2] Update changes what it sends and gives the whole object',
    call: [update('Customer'), updated('Customer', CUSTOMER, { name: 'Renamed', fax: '555' })],
    data: like({ id: CUSTOMER, name: 'Renamed', fax: '555', phone: '(916) 555-0100' }),
  },
  {
    fact: '[D KEY, OAS2] Update ignores what only the server sets',
    call: [
      update('Customer'),
      updated('Customer', CUSTOMER, { name: 'Renamed', balance: 9, createdTime: 'never' }),
    ],
    data: like({ createdTime: '2026-01-08T10:00:00.000+0000' }),
  },
  {
    fact: '[D OLD; new ids I] Update of a bill replaces all of its lines, and they are new ones',
    call: [
      update('Bill'),
      updated('Bill', BILL, { ...bill().obj, billLineItems: [{ amount: 3 }] }),
    ],
    data: like({
      amount: 3,
      dueAmount: 3,
      billLineItems: [like({ amount: 3, id: expect.not.stringMatching(/000001$/) as unknown })],
    }),
  },
  {
    fact: '[C* NODE RecurringBill.spec.js] Update of a recurring bill keeps its period where that is not sent',
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
    data: like({
      amount: 5,
      timePeriod: '2',
      frequencyPerTimePeriod: 1,
      nextDueDate: '2026-12-01',
    }),
  },
  {
    fact: '[C* S-JAVA CustomerContactTest] Update of a contact keeps its customer where that is not sent',
    call: [
      update('CustomerContact'),
      updated('CustomerContact', 'cpu01ABCDEFGHI000001', { firstName: 'A', email: 'a@b.test' }),
    ],
    data: like({ customerId: CUSTOMER, firstName: 'A', email: 'a@b.test' }),
  },
  {
    fact: '[D KEY; C RUBILL] a deleted object is inactive and stays readable',
    first: [['/Crud/Delete/Vendor.json', { id: VENDOR }]],
    call: [read('Vendor'), { id: VENDOR }],
    data: like({ isActive: '2' }),
  },
  {
    fact: '[D KEY] Undelete makes it active again',
    first: [['/Crud/Delete/Vendor.json', { id: VENDOR }]],
    call: ['/Crud/Undelete/Vendor.json', { id: VENDOR }],
    data: like({ id: VENDOR, isActive: '1' }),
  },
  {
    fact: '[D OAS2] a payment term has no times, and none after an update',
    call: [update('PaymentTerm'), updated('PaymentTerm', '00p01ABCDEFGHI000002', { netDue: 20 })],
    data: { entity: 'PaymentTerm', id: '00p01ABCDEFGHI000002', name: 'Net 15', netDue: 20 },
  },
  {
    fact: '[D OAS2] allowDuplicateInvNum takes a second bill with the same number',
    first: [[create('Bill'), bill()]],
    call: [create('Bill'), bill({}, { allowDuplicateInvNum: true })],
  },
  {
    fact: '[I] an update of a bill that keeps its number is no duplicate',
    first: [[create('Bill'), bill()]],
    call: [update('Bill'), updated('Bill', '00n01ABCDEFGHI000019', bill().obj)],
  },
  {
    fact: '[C* NODE, S-JAVA; D OAS2 says otherwise] two vendors may have the same name',
    first: [[create('Vendor'), vendor()]],
    call: [create('Vendor'), vendor()],
  },
  {
    fact: '[D OAS2; C PRISM] Bulk gives an envelope for each part, in order',
    call: ['/Bulk/Crud/Create/Vendor.json', { bulk: [vendor(), vendor({ name: 'Second' })] }],
    data: {
      bulk: ['Fresh', 'Second'].map((name) => ({
        response_status: 0,
        response_message: 'Success',
        response_data: like({ entity: 'Vendor', name }),
      })),
    },
  },
  {
    fact: '[C ODOO] Bulk is called without .json as well',
    call: ['/Bulk/Crud/Delete/Vendor', { bulk: [{ id: VENDOR }] }],
    data: { bulk: [like({ response_data: like({ id: VENDOR, isActive: '2' }) })] },
  },
  {
    fact: '[D OAS2] Update of a vendor’s description needs none',
    call: [update('Vendor'), updated('Vendor', VENDOR, { name: 'x', description: 'y' })],
  },
  {
    fact: '[D OAS2; I that only a change counts] Update that sends a vendor’s address as it is needs none',
    call: [
      update('Vendor'),
      updated('Vendor', VENDOR, { name: 'x', nameOnCheck: 'Cascade Paper & Supply' }),
    ],
  },
  {
    fact: '[C* NODE] GetEntityMetadata describes the fields of an entity',
    call: ['/GetEntityMetadata.json', { entity: ['Vendor'] }],
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
    fact: '[D OAS2; C id:13965513886] SearchEntity finds vendors by whole words',
    call: ['/SearchEntity.json', { entity: 'Vendor', term: 'paper cascade' }],
    data: [like({ id: VENDOR })],
  },
  {
    fact: '[D OAS2] SearchEntity does not find parts of words',
    call: ['/SearchEntity.json', { entity: 'Vendor', term: 'casc' }],
    data: [],
  },
  {
    fact: '[D OLD] SendInvoice answers an empty object',
    call: ['/SendInvoice.json', { invoiceId: INVOICE, headers: {}, content: {} }],
    data: {},
  },
];

const user = { entity: 'User', profileId: '0po01ABCDEFGHI000002', email: 'a@b.test' };
const person = { firstName: 'A', lastName: 'B' };
const account = { nameOnAccount: 'x', routingNumber: 'x', accountNumber: 'x' };
const tooLong = (field: string, most: number) =>
  `BDC_1143: Invalid entity data. ${field}: Maximum length cannot be greater than ${most} characters.`;
const inUse = (number: string) => `BDC_1171: Number is already in use: ${number}.`;
const untrusted = 'BDC_1361: Untrusted session.';

/** What is sent to Create where it has no id, else to Update, and how it is refused. */
const objects: readonly (readonly [fact: string, data: Sent, said: string])[] = [
  [
    '[D OAS2] a user without a username beside obj',
    { obj: { ...user, ...person } },
    lacks('username'),
  ],
  ['[D S-OLD-ERR, I] a missing mandatory field', { obj: { entity: 'Vendor' } }, lacks('name')],
  ['[D S-OLD-ERR, I] a bill without lines', bill({ billLineItems: [] }), lacks('billLineItems')],
  ['[D S-OLD-ERR, I] a line without an amount', bill({ billLineItems: [{}] }), lacks('amount')],
  ['[C* NODE] a name of 101 characters', vendor({ name: LONG }), tooLong('name', 100)],
  [
    '[C id:57636485986] an invoice number of 22 characters',
    bill({ invoiceNumber: 'x'.repeat(22) }),
    tooLong('invoiceNumber', 21),
  ],
  ['[C id:52975048172] Update of no id', updated('Vendor', NOBODY, {}), badField(`id, ${NOBODY}`)],
  ['[C* NODE] a bill for no vendor', bill({ vendorId: NO_ID }), badField(`id, ${NO_ID}`)],
  [
    '[C* NODE] an invoice for no customer',
    invoice({ customerId: NO_ID }),
    badField(`customerId, ${NO_ID}`),
  ],
  [
    '[C* NODE; C for the code] a bank account for no customer',
    {
      obj: { entity: 'CustomerBankAccount', customerId: 'customerId', ...account },
      agreedWithTOS: true,
    },
    'BDC_1143: Invalid entity data. Invalid DB ID: customerId.',
  ],
  [
    '[I] a line on an account that does not exist',
    bill({ billLineItems: [{ amount: 1, chartOfAccountId: '0ca01ZZZZZZZZZ000001' }] }),
    badField('chartOfAccountId, 0ca01ZZZZZZZZZ000001'),
  ],
  ['[C* NODE] a date that is a number', bill({ id: BILL, dueDate: 9 }), badData('dueDate, 9')],
  [
    '[C* NODE] a date that is a sentence',
    recurringInvoice({ nextDueDate: 'next week' }),
    badData('nextDueDate, next week'),
  ],
  ['[I] 30 February', bill({ dueDate: '2026-02-30' }), badData('dueDate, 2026-02-30')],
  [
    '[C* NODE] a flag that is 9',
    invoice({ isToBeEmailed: 9 }),
    'BDC_1124: Invalid field datatype: isToBeEmailed.',
  ],
  ['[C* NODE] isActive f', vendor({ isActive: 'f' }), badField('isActive, f')],
  ['[C id:57636485986] a used number', bill({ invoiceNumber: 'INV-4100' }), inUse('INV-4100')],
  [
    '[C id:57636485986] a used number of an invoice',
    invoice({ invoiceNumber: '20300' }),
    inUse('20300'),
  ],
  [
    '[D OAS2] an untrusted change of e-mail',
    vendor({ id: VENDOR, email: 'new@x.test' }),
    untrusted,
  ],
];

/** Other calls, and how they are refused. */
const calls: readonly (readonly [fact: string, path: string, data: unknown, said: string])[] = [
  ...[
    ...['Vendor', 'Customer', 'Invoice', 'RecurringBill', 'RecurringInvoice'],
    ...['VendorBankAccount', 'CustomerBankAccount'],
  ].map((entity): (typeof calls)[number] => [
    `[C* NODE for the text] Read of a ${entity} with an id of ten characters`,
    read(entity),
    { id: NO_ID },
    badData(`id, ${NO_ID}`),
  ]),
  ...['Bill', 'VendorCredit'].map((entity): (typeof calls)[number] => [
    `[C* NODE] Read of a ${entity} with an id of ten characters, as if it were missing,`,
    read(entity),
    { id: NO_ID },
    lacks('id'),
  ]),
  [
    '[D S-OLD-ERR by its text] an entity that is not that of the path',
    create('Vendor'),
    { obj: { entity: 'Customer', name: 'x' } },
    'BDC_1118: Entity from CRUD operation: Vendor does not match the entity specified in the data: Customer.',
  ],
  [
    '[D S-OLD-ERR] a call without data',
    create('Vendor'),
    undefined,
    'BDC_1108: Missing parameter value for parameter: data.',
  ],
  ['[I by its text] Read of no id', read('Vendor'), { id: NOBODY }, 'BDC_1120: No data found.'],
  [
    '[D OAS2] a Bulk update, for one part that needs trust,',
    '/Bulk/Crud/Update/Vendor.json',
    {
      bulk: [
        updated('Vendor', VENDOR, { name: 'x' }),
        updated('Vendor', '00901ABCDEFGHI000002', { name: 'y', address1: 'z' }),
      ],
    },
    untrusted,
  ],
  [
    '[D S-OLD-ERR, I for the case] GetEntityMetadata of no entity',
    '/GetEntityMetadata.json',
    { entity: ['Nothing'] },
    'BDC_1114: Invalid entity type: Nothing.',
  ],
  [
    '[C* NODE] SetCustomerAuthorization of no customer',
    '/SetCustomerAuthorization.json',
    { customerId: NO_ID, hasAuthorizedToCharge: true },
    lacks('customerId'),
  ],
  [
    '[D OLD] SendInvoice without content',
    '/SendInvoice.json',
    { invoiceId: INVOICE, headers: {} },
    lacks('content'),
  ],
];

/** What refuses `data` that is sent there, as code and text. */
async function refusal(path: string, data: unknown): Promise<string> {
  const { b, session } = await signedIn();
  const reply = await b.op(path, session, data);
  expect(reply.status).toBe(200);
  return said(Promise.resolve(reply));
}

describe('a fact of the v2 data API', () => {
  it.each(rows)('$fact', async ({ first = [], call, data }) => {
    const { b, session } = await signedIn();
    for (const [path, sent] of first) {
      expect((await b.op(path, session, sent)).code).toBeNull();
    }
    const reply = await b.op(call[0], session, call[1]);
    expect([reply.code, reply.status]).toEqual([null, 200]);
    if (data !== undefined) expect(reply.data).toEqual(data);
  });

  it.each(objects)('%s is refused', async (_, data, words) => {
    const { entity, id } = data.obj;
    const path = id === undefined ? create(entity) : update(entity);
    expect(await refusal(path, data)).toBe(words);
  });

  it.each(calls)('%s is refused', async (_, path, data, words) => {
    expect(await refusal(path, data)).toBe(words);
  });

  it('[D OAS2] a way that an entity does not have is HTTP 404 with BDC_1121', async () => {
    const { b, session } = await signedIn();
    const id = 'vcr01ABCDEFGHI000001';
    const reply = await b.op('/Crud/Undelete/VendorCredit.json', session, { id });
    expect([reply.code, reply.status]).toEqual(['BDC_1121', 404]);
  });
});

describe('Bulk', () => {
  it('[C ODOO] that fails in part says Error without a code, and the other parts are stored', async () => {
    const { b, session } = await signedIn();
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
    const { b, session } = await signedIn();
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
    const { b, session } = await signedIn();
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
