/** Data that somebody puts in the place of the sample: --data, and the handle’s data. */
import { describe, expect, it } from 'vitest';

import { DataError } from '../../src-simulator/index.ts';
import type { DataFile } from '../../src-simulator/index.ts';
import { bench, signedIn } from './support.ts';
import type { Bench, FieldsIn } from './support.ts';

type Row = Readonly<Record<string, unknown>>;

const page = { start: 0, max: 999 };

async function listed(b: Bench, session: FieldsIn, entity: string): Promise<Row[]> {
  return (await b.op(`/List/${entity}.json`, session, page)).data as Row[];
}

describe('the data of the simulator', () => {
  it('are exported in the form in which they are taken, and come back the same', async () => {
    const { b, session } = await signedIn();
    const data = { customerId: '0cu01ABCDEFGHI000001', hasAuthorizedToCharge: false };
    await b.op('/SetCustomerAuthorization.json', session, data);
    await b.upload(session, { fileName: 'a.pdf', id: '00n01ABCDEFGHI000001' }, 'a.pdf');
    const exported = b.simulator.data.export();
    expect(Object.keys(exported)).toContain(b.account().orgId);
    b.simulator.data.reset();
    expect(b.simulator.data.export()).not.toEqual(exported);
    b.simulator.data.replace(JSON.parse(JSON.stringify(exported)) as DataFile);
    expect(b.simulator.data.export()).toEqual(exported);
  });

  it('replace the organizations that are named, whose other entities are empty then', async () => {
    const b = await bench();
    const { orgId } = b.account();
    b.simulator.data.replace({
      [orgId]: { Vendor: [{ name: 'Only one' }, { id: '00901AAAAAAAAA00000z', name: 'Two' }] },
    });
    const session = await b.session();
    const vendors = await listed(b, session, 'Vendor');
    expect(vendors.map(({ name }) => name).sort()).toEqual(['Only one', 'Two']);
    expect(vendors[0]).toMatchObject({ entity: 'Vendor', isActive: '1', billCurrency: 'USD' });
    expect(await listed(b, session, 'Bill')).toEqual([]);
    // The organization and its people are who they were.
    expect((await b.op('/Crud/Read/Organization.json', session, { id: orgId })).code).toBeNull();
    const other = await b.session(b.account({}, 1));
    expect((await listed(b, other, 'Bill')).length).toBeGreaterThan(0);
  });

  it('complete what is left out, and take what is given as it is', async () => {
    const b = await bench();
    const bill = {
      id: '00n01AAAAAAAAA000001',
      vendorId: '00901AAAAAAAAA000001',
      amount: 100,
      dueAmount: 40,
      billLineItems: [{ amount: 60 }, { amount: 40, id: 'bli01AAAAAAAAA000009' }],
    };
    b.simulator.data.replace({ [b.account().orgId]: { Bill: [bill] } });
    const [row] = await listed(b, await b.session(), 'Bill');
    expect(row).toMatchObject({
      ...bill,
      paymentStatus: '1',
      billLineItems: [
        { entity: 'BillLineItem', amount: 60, billId: bill.id },
        { id: 'bli01AAAAAAAAA000009', amount: 40 },
      ],
    });
  });

  it('are changed by calls afterwards, with ids of their own', async () => {
    const b = await bench();
    const id = '00901ABCDEFGHI000001';
    b.simulator.data.replace({ [b.account().orgId]: { Vendor: [{ id, name: 'Given' }] } });
    const session = await b.session();
    const obj = { entity: 'Vendor', name: 'Made' };
    const made = (await b.op('/Crud/Create/Vendor.json', session, { obj })).data as Row;
    expect(made['id']).not.toBe(id);
    expect(await listed(b, session, 'Vendor')).toMatchObject([{ id }, { id: made['id'] }]);
  });

  it('given at the start are what a reset goes back to', async () => {
    const first = (await bench()).account().orgId;
    const b = await bench({ data: { [first]: { Vendor: [{ name: 'Given' }] } } });
    const names = async () =>
      (await listed(b, await b.session(), 'Vendor')).map(({ name }) => name);
    expect(await names()).toEqual(['Given']);
    b.simulator.data.replace({ [first]: {} });
    expect(await names()).toEqual([]);
    b.simulator.data.reset();
    expect(await names()).toEqual(['Given']);
    b.simulator.data.replace({ [first]: {} });
    b.simulator.reset();
    expect(await names()).toEqual(['Given']);
  });

  const refusals: readonly [what: string, tables: unknown, sentence: string][] = [
    ['no object of entities', [], 'must be an object of entities.'],
    ['an unknown entity', { Vendors: [] }, 'There is no entity "Vendors".'],
    ['no list', { Vendor: {} }, 'Vendor must be a list of objects.'],
    ['no object', { Vendor: ['x'] }, 'Vendor 1 must be an object.'],
    ['an unknown key', { Vendor: [{ nam: 'x' }] }, 'Vendor 1 has an unknown key "nam".'],
    ['a wrong type', { Bill: [{ amount: '5' }] }, 'Bill 1: "amount" must be a number or null.'],
    ['an id that is none', { Vendor: [{ id: '1' }] }, 'Vendor 1: "id" must be 20 letters'],
    [
      'an id of another entity',
      { Vendor: [{ id: '00n01ABCDEFGHI000001' }] },
      'that begin with 009.',
    ],
    [
      'an id twice',
      { Vendor: [1, 2].map(() => ({ id: '00901ABCDEFGHI000001' })) },
      'Vendor has the id "00901ABCDEFGHI000001" twice.',
    ],
    ['another entity', { Vendor: [{ entity: 'Bill' }] }, 'Vendor 1: "entity" must be Vendor.'],
    [
      'a bad line',
      { Bill: [{ billLineItems: [{ amount: 'x' }] }] },
      'Bill 1, billLineItems 1: "amount" must be a number or null.',
    ],
    [
      '__proto__ as a key',
      JSON.parse('{"Vendor":[{"__proto__":{"name":"x"}}]}'),
      'Vendor 1 has an unknown key "__proto__".',
    ],
  ];
  it.each(refusals)('with %s are refused, and nothing is changed', async (_, tables, sentence) => {
    const b = await bench();
    const before = b.simulator.data.export();
    const file = { [b.account().orgId]: tables } as DataFile;
    const replace = () => {
      b.simulator.data.replace(file);
    };
    expect(replace).toThrow(DataError);
    expect(replace).toThrow(sentence);
    expect(b.simulator.data.export()).toEqual(before);
    await expect(bench({ data: file })).rejects.toThrow(sentence);
  });

  it('of an organization that does not exist are refused', async () => {
    await expect(bench({ data: { '008x': {} } })).rejects.toThrow(
      'The data name an organization "008x" that does not exist here.',
    );
    await expect(bench({ data: [] as unknown as DataFile })).rejects.toThrow(
      'The data must be an object of organization IDs.',
    );
  });
});
