/** List over the wire: pages, filters, sorting, lines (bill-data 4). Marks as in data.test.ts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { bench, signedIn } from './support.ts';
import type { Bench, FieldsIn } from './support.ts';

type Row = Readonly<Record<string, unknown>>;

async function listed(
  b: Bench,
  session: FieldsIn,
  entity: string,
  data: object = {},
): Promise<Row[]> {
  const reply = await b.op(`/List/${entity}.json`, session, { start: 0, max: 999, ...data });
  expect([reply.code, reply.message]).toEqual([null, undefined]);
  return reply.data as Row[];
}

const values = (rows: readonly Row[], name: string) => rows.map((row) => row[name]);

describe('List', () => {
  it('[D; C NH, BRITE] gives a bare array from start on, and fewer than max at the end', async () => {
    const { b, session } = await signedIn();
    const all = values(await listed(b, session, 'Bill'), 'id');
    expect(all.length).toBeGreaterThanOrEqual(40);
    const page = (start: number) => listed(b, session, 'Bill', { start, max: 15 });
    const pages = await Promise.all([page(0), page(15), page(30), page(45)]);
    expect(pages.flatMap((rows) => values(rows, 'id'))).toEqual(all);
    expect(pages.map((rows) => rows.length)).toEqual([15, 15, all.length - 30, 0]);
  });

  it('[C OTEEMO] is in the order of creation', async () => {
    const { b, session } = await signedIn();
    const ids = values(await listed(b, session, 'Bill'), 'id');
    expect(ids).toEqual([...ids].sort());
  });

  it('[C RUBILL, IOS] has inactive objects unless isActive is filtered', async () => {
    const { b, session } = await signedIn();
    await b.op('/Crud/Delete/Vendor.json', session, { id: '00901ABCDEFGHI000002' });
    const all = await listed(b, session, 'Vendor');
    const filters = [{ field: 'isActive', op: '=', value: '1' }];
    expect(await listed(b, session, 'Vendor', { filters })).toHaveLength(all.length - 1);
  });

  const sorts: readonly [asc: unknown, rising: boolean][] = [
    ...[true, 1, '1', 'true', 'True', undefined].map((asc): [unknown, boolean] => [asc, true]),
    ...[false, 0, '0', 'false', 'False'].map((asc): [unknown, boolean] => [asc, false]),
  ];
  it.each(sorts)('[D; C BRITE, NH, GO] takes asc %j, which is rising: %s', async (asc, rising) => {
    const b = await bench();
    const sort = [{ field: 'amount', asc }];
    const amounts = values(await listed(b, await b.session(), 'Bill', { sort }), 'amount');
    const ordered = (amounts as number[]).toSorted((a, z) => (rising ? a - z : z - a));
    expect(amounts).toEqual(ordered);
  });

  it('sorts by several fields, the first one first, and keeps the order of what is alike', async () => {
    const { b, session } = await signedIn();
    const sort = [
      { field: 'paymentStatus', asc: true },
      { field: 'dueDate', asc: false },
    ];
    const rows = await listed(b, session, 'Bill', { sort });
    const keys = rows.map((row) => [row['paymentStatus'], row['dueDate'], row['id']] as string[]);
    const ordered = keys.toSorted(
      ([a = '', b1 = '', c = ''], [x = '', y = '', z = '']) =>
        a.localeCompare(x) || y.localeCompare(b1) || c.localeCompare(z),
    );
    expect(keys).toEqual(ordered);
  });

  it.each([
    ['in', ['0', '4'], (status: unknown) => status === '0' || status === '4'],
    ['in', '0,4', (status: unknown) => status === '0' || status === '4'],
    ['in', '0, 4', (status: unknown) => status === '0' || status === '4'],
    ['nin', '1', (status: unknown) => status !== '1'],
    ['=', '1', (status: unknown) => status === '1'],
    ['!=', '1', (status: unknown) => status !== '1'],
  ] as const)('[D LIST; I] filters by %s %j', async (op, value, fits) => {
    const { b, session } = await signedIn();
    const all = values(await listed(b, session, 'Bill'), 'paymentStatus');
    const filters = [{ field: 'paymentStatus', op, value }];
    const found = values(await listed(b, session, 'Bill', { filters }), 'paymentStatus');
    expect(found).toEqual(all.filter(fits));
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(all.length);
  });

  it('[D LIST] compares as the type of the field does, whatever the type of the value', async () => {
    const { b, session } = await signedIn();
    const count = async (entity: string, field: string, op: string, value: unknown) =>
      (await listed(b, session, entity, { filters: [{ field, op, value }] })).length;
    // As texts '1000' would be below '60'.
    const above = await count('Bill', 'amount', '>', '1000');
    expect(above).toBe(await count('Bill', 'amount', '>', 1000));
    const amounts = values(await listed(b, session, 'Bill'), 'amount') as number[];
    expect(above).toBe(amounts.filter((amount) => amount > 1000).length);
    expect(await count('Vendor', 'track1099', '=', 'true')).toBe(
      await count('Vendor', 'track1099', '=', true),
    );
    expect(await count('Vendor', 'track1099', '=', 'True')).toBe(
      await count('Vendor', 'track1099', '=', true),
    );
    expect(await count('Bill', 'dueDate', '<', '2026-5-1')).toBe(
      await count('Bill', 'dueDate', '<', '2026-05-01'),
    );
    // The same moment in other words.
    const since = await count('Bill', 'createdTime', '>=', '2026-06-01T10:00:00.000+0000');
    expect(await count('Bill', 'createdTime', '>=', '2026-06-01T12:00:00+02:00')).toBe(since);
    expect(await count('Bill', 'createdTime', '>=', '2026-06-01T10:00:00Z')).toBe(since);
    expect(since).toBeGreaterThan(0);
  });

  it('[D LIST; C NH] wants every filter to fit', async () => {
    const { b, session } = await signedIn();
    const filters = [
      { field: 'vendorId', op: '=', value: '00901ABCDEFGHI000001' },
      { field: 'amount', op: '>=', value: '4850.75' },
    ];
    expect(values(await listed(b, session, 'Bill', { filters }), 'id')).toEqual([
      '00n01ABCDEFGHI000001',
    ]);
  });

  it('finds what a field does not hold, and says nothing of it with < and >', async () => {
    const { b, session } = await signedIn();
    const count = async (op: string, value: unknown) =>
      (await listed(b, session, 'Bill', { filters: [{ field: 'poNumber', op, value }] })).length;
    const all = (await listed(b, session, 'Bill')).length;
    const unset = await count('=', '');
    expect(unset).toBe(await count('=', null));
    expect(unset + (await count('!=', ''))).toBe(all);
    expect(await count('>', '')).toBe(0);
  });

  it('[C GO, OTEEMO; D] has the lines of bills, and leaves them out where nested is false', async () => {
    const { b, session } = await signedIn();
    const [plain] = await listed(b, session, 'Bill', { max: 1 });
    expect(plain?.['billLineItems']).toMatchObject([{ entity: 'BillLineItem', amount: 4850.75 }]);
    const [nested] = await listed(b, session, 'Bill', { max: 1, nested: true });
    expect(nested).toEqual(plain);
    const [bare = {}] = await listed(b, session, 'Bill', { max: 1, nested: false });
    expect(Object.keys(plain ?? {}).filter((key) => !Object.hasOwn(bare, key))).toEqual([
      'billLineItems',
    ]);
  });

  it('shows at once what was changed', async () => {
    const { b, session } = await signedIn();
    await listed(b, session, 'Customer', { max: 1 });
    const obj = { entity: 'Customer', id: '0cu01ABCDEFGHI000001', name: 'Changed' };
    await b.op('/Crud/Update/Customer.json', session, { obj });
    expect(values(await listed(b, session, 'Customer', { max: 1 }), 'name')).toEqual(['Changed']);
  });

  const refusals: readonly [what: string, data: object, code: string, message: string][] = [
    ['no start', { max: 9 }, 'BDC_1117', 'Missing required data for: start.'],
    ['no max', { start: 0 }, 'BDC_1117', 'Missing required data for: max.'],
    ['a negative start', { start: -1, max: 9 }, 'BDC_1119', bad('start, -1')],
    ['a start that is no number', { start: 'x', max: 9 }, 'BDC_1119', bad('start, x')],
    ['a max of 0', { start: 0, max: 0 }, 'BDC_1119', bad('max, 0')],
    ['a max of 1000', { start: 0, max: 1000 }, 'BDC_1119', bad('max, 1000')],
    ['a max of 1.5', { start: 0, max: 1.5 }, 'BDC_1119', bad('max, 1.5')],
    ['a max without end', { start: 0, max: 1e400 }, 'BDC_1117', 'Missing required data for: max.'],
    ['nested 13', { start: 0, max: 9, nested: 13 }, 'BDC_1119', bad('nested, 13')],
    [
      'filters that are an object',
      { start: 0, max: 9, filters: {} },
      'BDC_1119',
      bad('filters, {…}'),
    ],
    ['a filter on an unknown field', filter('nothing'), 'BDC_1130', unknownField('nothing')],
    ['a filter on __proto__', filter('__proto__'), 'BDC_1130', unknownField('__proto__')],
    ['a filter on constructor', filter('constructor'), 'BDC_1130', unknownField('constructor')],
    ['a filter on lines', filter('billLineItems'), 'BDC_1130', unknownField('billLineItems')],
    [
      'an unknown operator',
      filter('amount', 'like'),
      'BDC_1131',
      'Invalid list filter operator: like.',
    ],
    ['a value of another type', filter('amount', '=', 'much'), 'BDC_1119', bad('amount, much')],
    ['a date that is none', filter('dueDate', '>', 'soon'), 'BDC_1119', bad('dueDate, soon')],
    [
      'a sort by an unknown field',
      { start: 0, max: 9, sort: [{ field: 'nothing', asc: true }] },
      'BDC_1119',
      bad('sort, nothing'),
    ],
    [
      'a direction that is none',
      { start: 0, max: 9, sort: [{ field: 'amount', asc: 'down' }] },
      'BDC_1119',
      bad('asc, down'),
    ],
  ];
  it.each(refusals)('refuses %s', async (_, data, code, message) => {
    const b = await bench();
    const reply = await b.op('/List/Bill.json', await b.session(), data);
    expect([reply.status, reply.code, reply.message]).toEqual([200, code, message]);
  });

  it('gives what a plain filter and sort of everything would give', async () => {
    const { b, session } = await signedIn();
    const all = await listed(b, session, 'Bill');
    const fields = ['amount', 'dueDate', 'vendorId', 'paymentStatus'] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...fields),
        fc.constantFrom('<', '>', '<=', '>='),
        fc.nat(all.length - 1),
        fc.constantFrom(...fields),
        fc.boolean(),
        fc.nat(50),
        fc.integer({ min: 1, max: 50 }),
        async (field, op, at, by, asc, start, max) => {
          const value = all[at]?.[field] as string | number;
          const filters = [{ field, op, value: String(value) }];
          const rows = await listed(b, session, 'Bill', {
            start,
            max,
            filters,
            sort: [{ field: by, asc }],
          });
          const fits = all.filter((row) => holds(row[field] as string | number, op, value));
          const ordered = fits.toSorted((a, z) => {
            const [x, y] = [a[by] as string, z[by] as string];
            return (asc ? 1 : -1) * (x < y ? -1 : x > y ? 1 : 0);
          });
          expect(values(rows, 'id')).toEqual(values(ordered.slice(start, start + max), 'id'));
        },
      ),
      { numRuns: 60, seed: 4, endOnFailure: true },
    );
  });
});

function holds(own: string | number, op: string, value: string | number): boolean {
  if (op === '<') return own < value;
  if (op === '>') return own > value;
  return op === '<=' ? own <= value : own >= value;
}

function bad(what: string): string {
  return `Invalid value for data key,value: ${what}.`;
}

function unknownField(name: string): string {
  return `Invalid list filter field: ${name}.`;
}

function filter(field: string, op = '=', value = ''): object {
  return { start: 0, max: 9, filters: [{ field, op, value }] };
}
