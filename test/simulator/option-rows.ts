/** The rows of the named options that concern data: what is seen without an option, and with it. */
import type { NamedOptions } from '../../src-simulator/index.ts';
import { code, PAY_ONE_CENT, said, text } from './support.ts';
import type { Bench, FieldsIn } from './support.ts';

export interface Row {
  readonly set: Partial<NamedOptions>;
  /** Further options on both sides, to make the case reachable. */
  readonly also?: Partial<NamedOptions>;
  readonly see: (b: Bench) => Promise<unknown>;
  readonly without: unknown;
  readonly with: unknown;
}

const VENDOR = '00901ABCDEFGHI000001';
const NOBODY = '00901ZZZZZZZZZ000001';
const BILL = '00n01ABCDEFGHI000001';

/** A call in a fresh session. */
const call = async (b: Bench, path: string, data: object) => b.op(path, await b.session(), data);
const trustedSession = async (b: Bench): Promise<FieldsIn> => {
  const session = await b.session();
  await b.trust(session);
  return session;
};
const listed = async (b: Bench, path: string, data: object): Promise<unknown> => {
  const { code: refused, data: list } = await call(b, path, { start: 0, max: 5, ...data });
  return refused ?? (list as readonly unknown[]).length;
};
const bill = (change: object = {}) => ({
  obj: {
    entity: 'Bill',
    vendorId: VENDOR,
    invoiceNumber: 'OPT-1',
    invoiceDate: '2026-11-01',
    dueDate: '2026-12-01',
    billLineItems: [{ amount: 5 }],
    ...change,
  },
});
const vendor = (name: unknown) => ({ obj: { entity: 'Vendor', name } });
const account = (vendorId = '00901ABCDEFGHI000009') => ({
  obj: {
    entity: 'VendorBankAccount',
    vendorId,
    accountNumber: '123456789',
    routingNumber: '322271627',
  },
});

export const dataRows: readonly Row[] = [
  {
    set: { deviceIdError: 'BDC_1119' },
    see: async (b) => {
      const session = await b.session();
      const deviceId = 'd'.repeat(49);
      return said(b.authenticate(session, await b.challenge(session), { deviceId }));
    },
    without: 'BDC_1143: Invalid entity data. deviceId.',
    with: `BDC_1119: Invalid field,value: deviceId, ${'d'.repeat(49)}.`,
  },
  {
    set: { challengeBoundToSession: true },
    see: async (b) => {
      const challengeId = await b.challenge(await b.session());
      return code(b.authenticate(await b.session(), challengeId));
    },
    without: null,
    with: 'BDC_1119',
  },
  {
    set: { protectedCallTakesMfaId: false },
    see: async (b) => {
      const mfaId = await b.trust(await b.session());
      const fresh = { ...(await b.session()), mfaId, deviceId: 'device-1' };
      return code(b.op('/PayBills.json', fresh, PAY_ONE_CENT));
    },
    without: null,
    with: 'BDC_1361',
  },
  {
    set: { doubtfulNeedsTrust: true },
    see: (b) => listed(b, '/List/VendorBankAccount.json', {}),
    without: 5,
    with: 'BDC_1361',
  },
  {
    set: { notSimulated: 'empty' },
    see: (b) => code(call(b, '/GetAPSummary.json', {})),
    without: 'BDC_1121',
    with: null,
  },
  {
    set: { unknownIdError: 'BDC_1119' },
    see: (b) => said(call(b, '/Crud/Read/Vendor.json', { id: NOBODY })),
    without: 'BDC_1120: No data found.',
    with: `BDC_1119: Invalid field,value: id, ${NOBODY}.`,
  },
  {
    set: { unknownUpdateIdError: 'BDC_1120' },
    see: (b) =>
      said(call(b, '/Crud/Update/Vendor.json', { obj: { ...vendor('x').obj, id: NOBODY } })),
    without: `BDC_1119: Invalid field,value: id, ${NOBODY}.`,
    with: 'BDC_1120: No data found.',
  },
  {
    set: { unknownReferenceError: 'BDC_1120' },
    see: (b) => code(call(b, '/Crud/Create/Bill.json', bill({ vendorId: NOBODY }))),
    without: 'BDC_1119',
    with: 'BDC_1120',
  },
  {
    set: { dataValueError: 'BDC_1124' },
    see: (b) => said(call(b, '/Crud/Create/Bill.json', bill({ dueDate: 9 }))),
    without: 'BDC_1119: Invalid value for data key,value: dueDate, 9.',
    with: 'BDC_1124: Invalid field datatype: dueDate.',
  },
  {
    set: { unknownEntityError: 'BDC_1116' },
    see: (b) => said(call(b, '/GetEntityMetadata.json', { entity: ['Nothing'] })),
    without: 'BDC_1114: Invalid entity type: Nothing.',
    with: 'BDC_1116: Invalid CRUD operation entity: Nothing.',
  },
  {
    set: { entityMismatchError: 'BDC_1114' },
    see: (b) => code(call(b, '/Crud/Create/Vendor.json', bill())),
    without: 'BDC_1118',
    with: 'BDC_1114',
  },
  {
    set: { lenientDataTypes: false },
    see: (b) => code(call(b, '/Crud/Create/Bill.json', bill({ billLineItems: [{ amount: '5' }] }))),
    without: null,
    with: 'BDC_1124',
  },
  {
    set: { updateOmitted: 'reset' },
    see: async (b) => {
      const id = '0cu01ABCDEFGHI000001';
      const obj = { entity: 'Customer', id, name: 'Other name' };
      const { data } = await call(b, '/Crud/Update/Customer.json', { obj });
      return (data as { phone: unknown }).phone;
    },
    without: '(916) 555-0100',
    with: null,
  },
  {
    set: { duplicateNumberError: 'BDC_1119' },
    see: async (b) => {
      await call(b, '/Crud/Create/Bill.json', bill());
      return code(call(b, '/Crud/Create/Bill.json', bill()));
    },
    without: 'BDC_1171',
    with: 'BDC_1119',
  },
  {
    set: { uniqueNames: true },
    see: (b) => code(call(b, '/Crud/Create/Vendor.json', vendor('Ridgeline Freight'))),
    without: null,
    with: 'BDC_1143',
  },
  {
    set: { secondAccountError: 'BDC_1119' },
    see: async (b) => {
      const path = '/Crud/Create/VendorBankAccount.json';
      return code(b.op(path, await trustedSession(b), account(VENDOR)));
    },
    without: 'BDC_1143',
    with: 'BDC_1119',
  },
  {
    set: { routingNumberMasked: true },
    see: async (b) => {
      const path = '/Crud/Create/VendorBankAccount.json';
      return text((await b.op(path, await trustedSession(b), account())).data, 'routingNumber');
    },
    without: '322271627',
    with: '*****1627',
  },
  {
    set: { bulkFailure: 'none' },
    see: async (b) => {
      const bulk = [vendor('Made in bulk'), vendor(null)];
      await call(b, '/Bulk/Crud/Create/Vendor.json', { bulk });
      const filters = [{ field: 'name', op: '=', value: 'Made in bulk' }];
      return listed(b, '/List/Vendor.json', { filters });
    },
    without: 1,
    with: 0,
  },
  {
    set: { listMax: 3 },
    see: (b) => listed(b, '/List/Vendor.json', { max: 4 }),
    without: 4,
    with: 'BDC_1119',
  },
  {
    set: { listBeyondMax: 'clamp' },
    also: { listMax: 3 },
    see: (b) => listed(b, '/List/Vendor.json', { max: 4 }),
    without: 'BDC_1119',
    with: 3,
  },
  {
    set: { listFilters: 'documented' },
    see: (b) => {
      const filters = [{ field: 'name', op: '=', value: 'Ridgeline Freight' }];
      return listed(b, '/List/Vendor.json', { filters });
    },
    without: 1,
    with: 'BDC_1130',
  },
  {
    set: { filterIgnoresCase: true },
    see: (b) => {
      const filters = [{ field: 'name', op: '=', value: 'RIDGELINE freight' }];
      return listed(b, '/List/Vendor.json', { filters });
    },
    without: 0,
    with: 1,
  },
  {
    set: { unknownSortField: 'ignored' },
    see: (b) => listed(b, '/List/Vendor.json', { sort: [{ field: 'nothing', asc: true }] }),
    without: 'BDC_1119',
    with: 5,
  },
  ...(
    [
      ['whenTrue', [true, true, false], [false, true, false]],
      ['always', [true, true, false], [true, true, true]],
    ] as const
  ).map(([listLines, without, expected]): Row => ({
    set: { listLines },
    see: (b) =>
      Promise.all(
        [{}, { nested: true }, { nested: false }].map(async (data) => {
          const { data: list } = await call(b, '/List/Bill.json', { start: 0, max: 1, ...data });
          return Object.hasOwn((list as readonly [object])[0], 'billLineItems');
        }),
      ),
    without,
    with: expected,
  })),
  {
    set: { payDayError: 'BDC_1119' },
    see: async (b) => {
      const past = { ...PAY_ONE_CENT, processDate: '2026-11-24' };
      return code(b.op('/PayBills.json', await trustedSession(b), past));
    },
    without: 'BDC_1152',
    with: 'BDC_1119',
  },
  {
    set: { paymentStateError: 'BDC_1120' },
    see: (b) => code(call(b, '/CancelAPPayment.json', { sentPayId: 'stp01ABCDEFGHI000001' })),
    without: 'BDC_1119',
    with: 'BDC_1120',
  },
  {
    set: { invalidIdError: 'BDC_1120' },
    see: (b) => {
      const invoicePays = [{ invoiceId: '0cu01GTWXVFCEJWM12lyx', amount: 1 }];
      const customerId = '0cu01ABCDEFGHI000001';
      const paymentAccountId = 'cba01ABCDEFGHI000001';
      const data = { customerId, paymentType: '3', paymentAccountId, invoicePays };
      return said(call(b, '/ChargeCustomer.json', data));
    },
    without: 'BDC_1119: Invalid Id: 0cu01GTWXVFCEJWM12lyx.',
    with: 'BDC_1120: No data found.',
  },
  {
    set: { noInvoiceError: 'BDC_1120' },
    see: (b) => {
      const invoicePays = [{ invoiceId: 'none', amount: 1 }];
      const customerId = '0cu01ABCDEFGHI000001';
      const data = { customerId, paymentDate: '2026-11-20', paymentType: '0', invoicePays };
      return said(call(b, '/RecordARPayment.json', data));
    },
    without: 'BDC_1119: Invoice is not found.',
    with: 'BDC_1120: No data found.',
  },
  {
    set: { openInviteError: 'BDC_1120' },
    see: async (b) => {
      const session = await trustedSession(b);
      const data = { vendorId: VENDOR, email: 'someone@example.test' };
      await b.op('/SendVendorInvite.json', session, data);
      return code(b.op('/SendVendorInvite.json', session, data));
    },
    without: 'BDC_1119',
    with: 'BDC_1120',
  },
  {
    set: { uploadMaxMegabytes: 1 },
    see: async (b) =>
      code(b.upload(await b.session(), { fileName: 'a.pdf', id: BILL }, 'a.pdf', 1_000_000)),
    without: null,
    with: 'BDC_1119',
  },
  {
    set: { text1171: 'Twice: $0.' },
    see: async (b) => {
      await call(b, '/Crud/Create/Bill.json', bill());
      return said(call(b, '/Crud/Create/Bill.json', bill()));
    },
    without: 'BDC_1171: Number is already in use: OPT-1.',
    with: 'BDC_1171: Twice: OPT-1.',
  },
];
