/** Data that nobody should send: each gets an answer in the envelope, and nothing else changes. */
import { describe, expect, it } from 'vitest';

import { bench, trusted } from './support.ts';

const VENDOR = '00901ABCDEFGHI000001';
const CREATE = '/Crud/Create/Vendor.json';

const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
const deepObject = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
const many = Array.from({ length: 100_000 }, (_, n) => `"f${String(n)}":1`).join(',');
const vendor = (rest: string) => `{"obj":{"entity":"Vendor","name":"Hostile"${rest}}}`;

const rows: readonly [what: string, path: string, data: string, code: string | null][] = [
  ['JSON that is 200,000 lists deep', CREATE, deep, 'BDC_1122'],
  ['a deep object as an unknown field', CREATE, vendor(`,"x":${deepObject}`), null],
  ['a deep list as a name', CREATE, `{"obj":{"entity":"Vendor","name":${deep}}}`, 'BDC_1124'],
  ['a deep object as an entity', CREATE, `{"obj":{"entity":${deepObject}}}`, 'BDC_1118'],
  ['a deep list as an id', '/Crud/Read/Vendor.json', `{"id":${deep}}`, 'BDC_1119'],
  [
    'a deep list as a filter',
    '/List/Bill.json',
    `{"start":0,"max":9,"filters":[${deep}]}`,
    'BDC_1119',
  ],
  [
    'a deep value of a filter',
    '/List/Bill.json',
    `{"start":0,"max":9,"filters":[{"field":"amount","op":"=","value":${deepObject}}]}`,
    'BDC_1119',
  ],
  [
    'deep lines',
    '/Crud/Update/Bill.json',
    `{"obj":{"entity":"Bill","id":"00n01ABCDEFGHI000001","vendorId":"${VENDOR}","invoiceNumber":"1","invoiceDate":"2026-01-01","dueDate":"2026-01-01","billLineItems":${deep}}}`,
    'BDC_1124',
  ],
  ['deep parts of a Bulk call', '/Bulk/Crud/Read/Vendor.json', `{"bulk":${deep}}`, 'BDC_1121'],
  ['a deep part of a Bulk call', '/Bulk/Crud/Delete/Vendor.json', `{"bulk":[${deep}]}`, 'part'],
  ['100,000 unknown fields', CREATE, vendor(`,${many}`), null],
  ['__proto__ as a field', CREATE, vendor(',"__proto__":{"isActive":"2"}'), null],
  [
    '__proto__ as the object',
    CREATE,
    '{"__proto__":{"obj":{"entity":"Vendor","name":"x"}}}',
    'BDC_1117',
  ],
  ['constructor as a field', CREATE, vendor(',"constructor":{"prototype":{"polluted":1}}'), null],
  ['__proto__ as an entity', CREATE, '{"obj":{"entity":"__proto__","name":"x"}}', 'BDC_1118'],
  ['__proto__ as metadata', '/GetEntityMetadata.json', '{"entity":["__proto__"]}', 'BDC_1114'],
  ['__proto__ as an id', '/Crud/Read/Vendor.json', '{"id":"__proto__"}', 'BDC_1119'],
  ['a lone surrogate as a name', CREATE, vendor(',"shortName":"\\ud800"'), null],
  ['a null character as a name', CREATE, vendor(',"shortName":"\\u0000"'), null],
  [
    'an amount beyond all numbers',
    '/PayBills.json',
    '{"billPays":[{"billId":"00n01ABCDEFGHI000001","amount":1e999}]}',
    'BDC_1124',
  ],
  [
    'an amount of a line beyond all numbers',
    '/Crud/Create/Bill.json',
    `{"obj":{"entity":"Bill","vendorId":"${VENDOR}","invoiceNumber":"1","invoiceDate":"2026-01-01","dueDate":"2026-01-01","billLineItems":[{"amount":1e999}]}}`,
    'BDC_1124',
  ],
  ['a number beyond what is exact', CREATE, vendor(',"payDaysBefore":1e15'), 'BDC_1124'],
  ['a list in the place of obj', CREATE, '{"obj":[]}', 'BDC_1117'],
  ['a text in the place of obj', CREATE, '{"obj":"x"}', 'BDC_1124'],
];

describe('data with', () => {
  it.each(rows)(
    '%s gets an answer, and the next call is none the worse',
    async (_, path, data, code) => {
      const { b, session } = await trusted();
      const before = await b.op('/Crud/Read/Vendor.json', session, { id: VENDOR });
      // As a form it would be three times as long, and too long to be read.
      const reply = await b.multipart(path, { ...session, data });
      expect(JSON.parse(reply.text)).toHaveProperty('response_data');
      expect(reply.status).toBe(code === 'BDC_1121' ? 404 : 200);
      expect(reply.code).toBe(code === 'part' ? undefined : code);
      if (code === null) expect(reply.data).toMatchObject({ name: 'Hostile', isActive: '1' });
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
      const after = await b.op('/Crud/Read/Vendor.json', session, { id: VENDOR });
      expect(after.data).toEqual(before.data);
    },
  );

  it('100,000 form fields is read, and only what is known counts', async () => {
    const b = await bench();
    const raw = Array.from({ length: 100_000 }, (_, n) => `${String(n)}=`).join('&');
    const session = new URLSearchParams(await b.session()).toString();
    const reply = await b.call('/GetSessionInfo.json', {}, { raw: `${session}&${raw}` });
    expect(reply.code).toBeNull();
  });

  it('a file over the limit of all uploads is refused with 413', async () => {
    const b = await bench();
    const reply = await b.upload(await b.session(), { fileName: 'a.pdf' }, 'a.pdf', 33 * 1_048_576);
    expect([reply.status, reply.code]).toEqual([413, 'BDC_1002']);
  });
});
