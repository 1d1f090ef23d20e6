/** Texts for other tools, by themselves: what they hold, what they never hold, and what has none. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectionText, copyText } from '../../src-shared/copy-as/copy-text.ts';
import { copyFormats, type CopyFormat } from '../../src-shared/copy-as/formats.ts';
import { recordedCall } from '../../src-shared/copy-as/recorded-call.ts';
import {
  DEV_KEY,
  requestOf,
  SESSION_ID,
  type CallToCopy,
  type Way,
} from '../../src-shared/copy-as/copied-request.ts';
import type { ExchangeDetail } from '../../src-shared/exchange.ts';
import { redactForm } from '../../src-main/bill/record/redact.ts';
import { anyText } from '../any-text.ts';

const direct: Way = { way: 'direct', baseUrl: 'https://api-stage.bill.com/api/v2' };
const gateway: Way = { way: 'gateway', baseUrl: 'http://127.0.0.1:17001/api/v2' };
const listVendors: CallToCopy = {
  title: 'List/Vendor',
  path: '/List/Vendor.json',
  fields: [
    { name: 'sessionId', value: SESSION_ID },
    { name: 'devKey', value: DEV_KEY },
    { name: 'data', value: '{"start":0,"max":10}' },
  ],
};
const withData = (data: string): CallToCopy => ({
  ...listVendors,
  fields: [...listVendors.fields.slice(0, 2), { name: 'data', value: data }],
});
function textOf(format: CopyFormat, call = listVendors, way = direct, values = {}): string {
  const made = copyText(format, requestOf(call, way), values);
  if ('refused' in made) throw new Error(`refused: ${made.refused}`);
  return made.text;
}
const live = { BILL_SESSION_ID: "!bLive'Session3Rq8", BILL_DEV_KEY: '01LIVEKEY' };

describe('a copied text', () => {
  it('is the line of the documents, for curl', () => {
    expect(textOf('curl')).toBe(
      [
        `curl -sS 'https://api-stage.bill.com/api/v2/List/Vendor.json' \\`,
        `  --data-urlencode sessionId@<(printf %s "$BILL_SESSION_ID") \\`,
        `  --data-urlencode devKey@<(printf %s "$BILL_DEV_KEY") \\`,
        `  --data-urlencode 'data={"start":0,"max":10}'`,
      ].join('\n'),
    );
    expect(textOf('curl', listVendors, gateway)).toBe(
      [
        `curl -sS 'http://127.0.0.1:17001/api/v2/List/Vendor.json' \\`,
        `  --noproxy '*' \\`,
        `  -H @<(printf 'Authorization: Bearer %s' "$TABKEEPER_GATEWAY_TOKEN") \\`,
        `  --data-urlencode 'data={"start":0,"max":10}'`,
      ].join('\n'),
    );
  });

  it.each(copyFormats)(
    'as %s names the variables of the way that it takes and no other',
    (format) => {
      expect(textOf(format)).toMatch(/BILL_SESSION_ID[^]*BILL_DEV_KEY/u);
      expect(textOf(format)).not.toContain('TABKEEPER_GATEWAY_TOKEN');
      // The address of a collection and an environment stands in a variable of theirs.
      expect(textOf(format)).toContain('https://api-stage.bill.com/api/v2');
      const through = textOf(format, listVendors, gateway);
      expect(through).toContain('TABKEEPER_GATEWAY_TOKEN');
      expect(through).toContain('http://127.0.0.1:17001/api/v2');
      expect(through).not.toMatch(/BILL_SESSION_ID|BILL_DEV_KEY/u);
    },
  );

  it.each(copyFormats)(
    'as %s is the same whatever is live, until it is asked for with live values',
    (format) => {
      const secret = /bLive|01LIVEKEY/u;
      expect(textOf(format)).not.toMatch(secret);
      const told = textOf(format, listVendors, direct, live);
      if (format === 'postman') expect(told).toBe(textOf(format));
      else expect(told).toMatch(secret);
    },
  );

  it.each(['curl', 'curlFish', 'httpie', 'powershell', 'fetch', 'python'] as const)(
    'as %s sets live values as variables, apart from the call, where no argument has them',
    (format) => {
      const told = textOf(format, listVendors, direct, live);
      const call = textOf(format)
        .split('\n')
        .filter((line) => !line.startsWith('import '));
      const rest = told.split('\n').filter((line) => !call.includes(line));
      expect(rest.filter((line) => /bLive|01LIVEKEY/u.test(line))).toHaveLength(2);
      expect(told.endsWith(call.join('\n'))).toBe(true);
    },
  );
});

describe('[A150] what cannot be copied', () => {
  it.each([
    ['an escape sequence', '\u001b[31m'],
    ['a NUL', 'a\0b'],
    ['a carriage return', 'a\rb'],
    ['a tab, which completes at a prompt', 'a\tb'],
    ['a control sequence of one character', '\u009b31m'],
    ['a mark of direction', 'a\u202eb'],
    ['half of a pair', 'a\ud83d'],
  ])('is %s in a field', (_what, value) => {
    const call = { ...listVendors, fields: [{ name: 'memo', value }] };
    for (const format of copyFormats) {
      if (format === 'postmanEnvironment') continue;
      expect(copyText(format, requestOf(call, direct))).toEqual({ refused: 'hidden' });
    }
  });

  it('is what a terminal would act on in an address or in a name', () => {
    const call = requestOf(listVendors, direct);
    expect(copyText('curl', { ...call, path: "/List/$(id)'.json" })).toEqual({ refused: 'hidden' });
    expect(copyText('curl', { ...call, fields: [{ name: 'a=@b', value: 'x' }] })).toEqual({
      refused: 'hidden',
    });
  });

  it('is a live value with a line break in it', () => {
    const values = { BILL_SESSION_ID: 'a\nrm -rf' };
    expect(copyText('curl', requestOf(listVendors, direct), values)).toEqual({ refused: 'hidden' });
  });

  it('is a place for a variable in a plain text, for Postman alone', () => {
    const call = { ...listVendors, fields: [{ name: 'memo', value: '{{BILL_SESSION_ID}}' }] };
    expect(copyText('postman', requestOf(call, direct))).toEqual({ refused: 'template' });
    expect('text' in copyText('curl', requestOf(call, direct))).toBe(true);
  });
});

describe('JSON in a call', () => {
  it('keeps its value, and shows what could not be seen in it', () => {
    const hard = anyText({ maxLength: 20 });
    fc.assert(
      fc.property(fc.dictionary(hard, fc.oneof(hard, fc.double({ noNaN: true }))), (value) => {
        const call = withData(JSON.stringify(value, null, '\t'));
        const { urlencoded } = bodyOf(textOf('postman', call));
        const data = urlencoded.find(({ key }) => key === 'data')?.value ?? '';
        expect(JSON.parse(data)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(data).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_Control}]|\{\{/u);
      }),
    );
  });

  it('keeps numbers as they were written, however long', () => {
    expect(textOf('curl', withData('{"id":12345678901234567890.10}'))).toContain(
      '12345678901234567890.10',
    );
  });
});

interface Body {
  readonly urlencoded: readonly { readonly key: string; readonly value: string }[];
}
const bodyOf = (text: string): Body =>
  (JSON.parse(text) as { item: [{ request: { body: Body } }] }).item[0].request.body;

describe('[A152] a row of Activity', () => {
  const rowOf = (
    endpoint: string,
    form: readonly (readonly [string, string])[],
  ): ExchangeDetail => ({
    ...{ id: 1, profile: 'first', at: 0, endpoint, by: 'you', program: null, ms: 1, status: 200 },
    ...{ outcome: 'ok', error: null, newSession: false, reply: null },
    request: {
      line: `POST /api/v2/${endpoint}.json`,
      baseUrl: direct.baseUrl,
      fields: redactForm(form),
    },
  });
  const call = (endpoint: string, form: readonly (readonly [string, string])[]) =>
    recordedCall(rowOf(endpoint, form), 4096);

  it('has a place for each secret that it held, and everything else as it was', () => {
    const made = call('Login', [
      ['userName', 'dana@acme.example'],
      ['password', 'hunter2!'],
      ['orgId', '00801ABCDEFGHI000001'],
      ['devKey', '01ABCDEFGHIJKLMNOP0XYZ'],
      ['deviceId', 'abcdefghij0123456789'],
    ]);
    expect(made).toEqual({
      title: 'Login',
      path: '/Login.json',
      fields: [
        { name: 'userName', value: 'dana@acme.example' },
        { name: 'password', value: { env: 'BILL_PASSWORD' } },
        { name: 'orgId', value: '00801ABCDEFGHI000001' },
        { name: 'devKey', value: { env: 'BILL_DEV_KEY' } },
        { name: 'deviceId', value: { env: 'BILL_DEVICE_ID' } },
      ],
    });
  });

  it('has a place inside of JSON too, that says what goes there', () => {
    const data = '{"obj":{"entity":"VendorBankAccount","accountNumber":"123456789","name":"A"}}';
    expect(call('Crud/Create/VendorBankAccount', [['data', data]])).toMatchObject({
      fields: [
        {
          name: 'data',
          value: data.replace('"123456789"', '"<accountNumber>"'),
        },
      ],
    });
  });

  it('that was too long to be kept whole has no copy', () => {
    expect(call('List/Bill', [['data', JSON.stringify({ a: 'x'.repeat(5000) })]])).toBe('cut');
  });

  it('that was no call to the server has none either', () => {
    const row = rowOf('getStatus', []);
    expect(recordedCall({ ...row, request: { ...row.request, baseUrl: null } }, 4096)).toBeNull();
  });
});

it('a collection of several calls has them in folders, each with its name', () => {
  const made = collectionText('BILL v2', [
    { request: requestOf(listVendors, gateway), folder: 'vendors' },
    { request: requestOf({ ...listVendors, title: 'List/Bill' }, gateway), folder: 'bills' },
    {
      request: requestOf({ ...listVendors, title: 'Crud/Read/Vendor' }, gateway),
      folder: 'vendors',
    },
  ]);
  const { item } = JSON.parse('text' in made ? made.text : '') as {
    item: { name: string; item: { name: string }[] }[];
  };
  expect(item.map((folder) => [folder.name, folder.item.map(({ name }) => name)])).toEqual([
    ['vendors', ['List/Vendor', 'Crud/Read/Vendor']],
    ['bills', ['List/Bill']],
  ]);
});
