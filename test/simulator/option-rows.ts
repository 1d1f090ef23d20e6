/** The rows of the named options that concern data: what is seen without an option, and with it. */
import type { NamedOptions } from '../../src-simulator/index.ts';
import { code, PAY_ONE_CENT, said, text } from './support.ts';
import type { Bench, FieldsIn } from './support.ts';

type Options = Partial<NamedOptions>;

/**
 * That an option changes what is seen, from something to something else. `also` are further options
 * on both sides, to make the case reachable.
 */
export const flips = (
  set: Options,
  from: unknown,
  to: unknown,
  see: (b: Bench) => Promise<unknown>,
  also: Options = {},
) => ({ set, from, to, see, also });

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

export const dataRows = [
  flips(
    { deviceIdError: 'BDC_1119' },
    'BDC_1143: Invalid entity data. deviceId.',
    `BDC_1119: Invalid field,value: deviceId, ${'d'.repeat(49)}.`,
    async (b) => {
      const session = await b.session();
      const deviceId = 'd'.repeat(49);
      return said(b.authenticate(session, await b.challenge(session), { deviceId }));
    },
  ),
  flips({ challengeBoundToSession: true }, null, 'BDC_1119', async (b) => {
    const challengeId = await b.challenge(await b.session());
    return code(b.authenticate(await b.session(), challengeId));
  }),
  flips({ protectedCallTakesMfaId: false }, null, 'BDC_1361', async (b) => {
    const mfaId = await b.trust(await b.session());
    const fresh = { ...(await b.session()), mfaId, deviceId: 'device-1' };
    return code(b.op('/PayBills.json', fresh, PAY_ONE_CENT));
  }),
  flips({ doubtfulNeedsTrust: true }, 5, 'BDC_1361', (b) =>
    listed(b, '/List/VendorBankAccount.json', {}),
  ),
  flips({ notSimulated: 'empty' }, 'BDC_1121', null, (b) =>
    code(call(b, '/GetAPSummary.json', {})),
  ),
  flips(
    { unknownIdError: 'BDC_1119' },
    'BDC_1120: No data found.',
    `BDC_1119: Invalid field,value: id, ${NOBODY}.`,
    (b) => said(call(b, '/Crud/Read/Vendor.json', { id: NOBODY })),
  ),
  flips(
    { unknownUpdateIdError: 'BDC_1120' },
    `BDC_1119: Invalid field,value: id, ${NOBODY}.`,
    'BDC_1120: No data found.',
    (b) => said(call(b, '/Crud/Update/Vendor.json', { obj: { ...vendor('x').obj, id: NOBODY } })),
  ),
  flips({ unknownReferenceError: 'BDC_1120' }, 'BDC_1119', 'BDC_1120', (b) =>
    code(call(b, '/Crud/Create/Bill.json', bill({ vendorId: NOBODY }))),
  ),
  flips(
    { dataValueError: 'BDC_1124' },
    'BDC_1119: Invalid value for data key,value: dueDate, 9.',
    'BDC_1124: Invalid field datatype: dueDate.',
    (b) => said(call(b, '/Crud/Create/Bill.json', bill({ dueDate: 9 }))),
  ),
  flips(
    { unknownEntityError: 'BDC_1116' },
    'BDC_1114: Invalid entity type: Nothing.',
    'BDC_1116: Invalid CRUD operation entity: Nothing.',
    (b) => said(call(b, '/GetEntityMetadata.json', { entity: ['Nothing'] })),
  ),
  flips({ entityMismatchError: 'BDC_1114' }, 'BDC_1118', 'BDC_1114', (b) =>
    code(call(b, '/Crud/Create/Vendor.json', bill())),
  ),
  flips({ lenientDataTypes: false }, null, 'BDC_1124', (b) =>
    code(call(b, '/Crud/Create/Bill.json', bill({ billLineItems: [{ amount: '5' }] }))),
  ),
  flips({ updateOmitted: 'reset' }, '(916) 555-0100', null, async (b) => {
    const id = '0cu01ABCDEFGHI000001';
    const obj = { entity: 'Customer', id, name: 'Other name' };
    const { data } = await call(b, '/Crud/Update/Customer.json', { obj });
    return (data as { phone: unknown }).phone;
  }),
  flips({ duplicateNumberError: 'BDC_1119' }, 'BDC_1171', 'BDC_1119', async (b) => {
    await call(b, '/Crud/Create/Bill.json', bill());
    return code(call(b, '/Crud/Create/Bill.json', bill()));
  }),
  flips({ uniqueNames: true }, null, 'BDC_1143', (b) =>
    code(call(b, '/Crud/Create/Vendor.json', vendor('Ridgeline Freight'))),
  ),
  flips({ secondAccountError: 'BDC_1119' }, 'BDC_1143', 'BDC_1119', async (b) => {
    const path = '/Crud/Create/VendorBankAccount.json';
    return code(b.op(path, await trustedSession(b), account(VENDOR)));
  }),
  flips({ routingNumberMasked: true }, '322271627', '*****1627', async (b) => {
    const path = '/Crud/Create/VendorBankAccount.json';
    return text((await b.op(path, await trustedSession(b), account())).data, 'routingNumber');
  }),
  flips({ bulkFailure: 'none' }, 1, 0, async (b) => {
    const bulk = [vendor('Made in bulk'), vendor(null)];
    await call(b, '/Bulk/Crud/Create/Vendor.json', { bulk });
    const filters = [{ field: 'name', op: '=', value: 'Made in bulk' }];
    return listed(b, '/List/Vendor.json', { filters });
  }),
  flips({ listMax: 3 }, 4, 'BDC_1119', (b) => listed(b, '/List/Vendor.json', { max: 4 })),
  flips(
    { listBeyondMax: 'clamp' },
    'BDC_1119',
    3,
    (b) => listed(b, '/List/Vendor.json', { max: 4 }),
    { listMax: 3 },
  ),
  flips({ listFilters: 'documented' }, 1, 'BDC_1130', (b) => {
    const filters = [{ field: 'name', op: '=', value: 'Ridgeline Freight' }];
    return listed(b, '/List/Vendor.json', { filters });
  }),
  flips({ filterIgnoresCase: true }, 0, 1, (b) => {
    const filters = [{ field: 'name', op: '=', value: 'RIDGELINE freight' }];
    return listed(b, '/List/Vendor.json', { filters });
  }),
  flips({ unknownSortField: 'ignored' }, 'BDC_1119', 5, (b) =>
    listed(b, '/List/Vendor.json', { sort: [{ field: 'nothing', asc: true }] }),
  ),
  ...(
    [
      ['whenTrue', [true, true, false], [false, true, false]],
      ['always', [true, true, false], [true, true, true]],
    ] as const
  ).map(([listLines, from, to]) =>
    flips({ listLines }, from, to, (b) =>
      Promise.all(
        [{}, { nested: true }, { nested: false }].map(async (data) => {
          const { data: list } = await call(b, '/List/Bill.json', { start: 0, max: 1, ...data });
          return Object.hasOwn((list as readonly [object])[0], 'billLineItems');
        }),
      ),
    ),
  ),
  flips({ payDayError: 'BDC_1119' }, 'BDC_1152', 'BDC_1119', async (b) => {
    const past = { ...PAY_ONE_CENT, processDate: '2026-11-24' };
    return code(b.op('/PayBills.json', await trustedSession(b), past));
  }),
  flips({ paymentStateError: 'BDC_1120' }, 'BDC_1119', 'BDC_1120', (b) =>
    code(call(b, '/CancelAPPayment.json', { sentPayId: 'stp01ABCDEFGHI000001' })),
  ),
  flips(
    { invalidIdError: 'BDC_1120' },
    'BDC_1119: Invalid Id: 0cu01GTWXVFCEJWM12lyx.',
    'BDC_1120: No data found.',
    (b) => {
      const invoicePays = [{ invoiceId: '0cu01GTWXVFCEJWM12lyx', amount: 1 }];
      const customerId = '0cu01ABCDEFGHI000001';
      const paymentAccountId = 'cba01ABCDEFGHI000001';
      const data = { customerId, paymentType: '3', paymentAccountId, invoicePays };
      return said(call(b, '/ChargeCustomer.json', data));
    },
  ),
  flips(
    { noInvoiceError: 'BDC_1120' },
    'BDC_1119: Invoice is not found.',
    'BDC_1120: No data found.',
    (b) => {
      const invoicePays = [{ invoiceId: 'none', amount: 1 }];
      const customerId = '0cu01ABCDEFGHI000001';
      const data = { customerId, paymentDate: '2026-11-20', paymentType: '0', invoicePays };
      return said(call(b, '/RecordARPayment.json', data));
    },
  ),
  flips({ openInviteError: 'BDC_1120' }, 'BDC_1119', 'BDC_1120', async (b) => {
    const session = await trustedSession(b);
    const data = { vendorId: VENDOR, email: 'someone@example.test' };
    await b.op('/SendVendorInvite.json', session, data);
    return code(b.op('/SendVendorInvite.json', session, data));
  }),
  flips({ uploadMaxMegabytes: 1 }, null, 'BDC_1119', async (b) =>
    code(b.upload(await b.session(), { fileName: 'a.pdf', id: BILL }, 'a.pdf', 1_000_000)),
  ),
  flips(
    { text1171: 'Twice: $0.' },
    'BDC_1171: Number is already in use: OPT-1.',
    'BDC_1171: Twice: OPT-1.',
    async (b) => {
      await call(b, '/Crud/Create/Bill.json', bill());
      return said(call(b, '/Crud/Create/Bill.json', bill()));
    },
  ),
];
