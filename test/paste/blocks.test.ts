/** Paste to fill: what each kind of block gives, what is left alone, and that nothing breaks it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPaste } from '../../src-shared/paste/read.ts';
import type { Pasted } from '../../src-shared/paste/types.ts';
import { examples } from './examples.ts';

describe.each(Object.entries(examples))('a block of the kind “%s”', (_, rows) => {
  test.each(rows)('$block', ({ block, gives, empty }) => {
    const { found, unfilled } = readPaste(block);
    expect({ found, unfilled }).toEqual({ found: gives, unfilled: empty });
    // Windows’ line ends make no difference.
    expect(readPaste(block.replaceAll(/\r?\n/gu, '\r\n')).found).toEqual(gives);
  });
});

describe('the reader says what it did not understand', () => {
  test.each([
    ['password is hunter2', 'notUnderstood'],
    ['--username a --password b', 'notUnderstood'],
    ['<userName>a</userName><password>b</password>', 'notUnderstood'],
    ["curl -d 'userName=a&password=b", 'notUnderstood'],
    [`password=${'x'.repeat(70_000)}`, 'notUnderstood'],
    ['password=a\uFDD0b', 'notUnderstood'],
    ['[{"userName":"a","password":"b"},{"userName":"c","password":"d"}]', 'accounts'],
    ['DB_PASSWORD=x', 'nothing'],
    ['correct horse 7!', 'nothing'],
    ['', 'nothing'],
    ['{"__proto__":"x","constructor":"y","toString":"z"}', 'nothing'],
    ['BILL_USERNAME=a', 'read'],
  ])('%s: %s', (block, is) => {
    expect(readPaste(block).is).toBe(is);
  });
});

const all = {
  userName: 'dana@acme.example',
  password: 'correct horse 7!',
  orgId: '00801KTQZVJH4N8W2M6D',
  devKey: '01QQWERTZUIOPASDFGHJ',
};
const url = 'https://api-stage.bill.com/api/v2';

const env = `# sandbox
export BILL_USER_NAME="dana@acme.example"
BILL_PASSWORD='correct horse 7!'
BILL_ORG_ID=00801KTQZVJH4N8W2M6D # Acme
BILL_DEV_KEY = 01QQWERTZUIOPASDFGHJ
DATABASE_PASSWORD=other
`;

const postman = JSON.stringify({
  id: '1',
  name: 'BILL sandbox',
  values: [
    { key: 'baseUrl', value: 'https://api-stage.bill.com/api/v2', type: 'default', enabled: true },
    { key: 'userName', value: 'old@acme.example', type: 'default', enabled: false },
    { key: 'userName', value: all.userName, type: 'default', enabled: true },
    { key: 'password', value: all.password, type: 'secret', enabled: true },
    { key: 'orgId', value: all.orgId, enabled: true },
    { key: 'devKey', value: all.devKey, enabled: true },
  ],
  _postman_variable_scope: 'environment',
});

const curl = `curl --location 'https://api-stage.bill.com/api/v2/Login.json' \\
  --header 'Content-Type: application/x-www-form-urlencoded' \\
  --data-urlencode 'userName=dana@acme.example' \\
  --data-urlencode "password=correct horse 7!" \\
  --data-urlencode 'orgId=00801KTQZVJH4N8W2M6D' \\
  --data-urlencode 'devKey=01QQWERTZUIOPASDFGHJ'`;

const table: readonly (readonly [string, string, Pasted])[] = [
  ['.env', env, all],
  ['.env with Windows line ends', env.replaceAll('\n', '\r\n'), all],
  ['JSON', JSON.stringify(all), all],
  ['nested JSON', JSON.stringify({ bill: { sandbox: all } }), all],
  [
    'lines out of JSON',
    '  "userName": "a@b.example",\n  "orgId": "008A",',
    { userName: 'a@b.example', orgId: '008A' },
  ],
  [
    'YAML',
    'userName: a@b.example\npassword: "x: y"',
    { userName: 'a@b.example', password: 'x: y' },
  ],
  [
    'JavaScript',
    "const devKey = '01ABC';\nlet orgId = `008A`;",
    { devKey: '01ABC', orgId: '008A' },
  ],
  ['a Postman export', postman, { ...all, url }],
  ['curl', curl, { ...all, url }],
  [
    'curl with one -d',
    `curl -X POST ${url}/Login.json -d "userName=a%40b.example&password=p%2Bq+r&devKey=01A"`,
    { userName: 'a@b.example', password: 'p+q r', devKey: '01A', url },
  ],
  [
    'curl of a call in a session',
    `$ curl -d 'devKey=01A&sessionId=!bXY-z&data={"vendorId":"009"}' http://127.0.0.1:8080/api/v2/SendVendorInvite.json`,
    { devKey: '01A', sessionId: '!bXY-z', url: 'http://127.0.0.1:8080/api/v2' },
  ],
  [
    'curl with headers',
    `curl -H 'devKey: 01A' -H 'sessionId: s' ${url}`,
    { devKey: '01A', sessionId: 's', url },
  ],
  [
    'curl as browsers copy it for bash',
    `curl '${url}/Login.json' \\\n  -H 'content-type: application/x-www-form-urlencoded' \\\n  --data-raw $'userName=a%40b.example&password=it\\'s\\u0021\\x21&devKey=01A'`,
    { userName: 'a@b.example', password: "it's!!", devKey: '01A', url },
  ],
  [
    'curl as browsers copy it for cmd',
    `curl ^"${url}/Login.json^" ^\r\n  --data-raw ^"userName=a^%^40b.example^&password=x^!^\\^"y^&devKey=01A^"`,
    { userName: 'a@b.example', password: 'x!"y', devKey: '01A', url },
  ],
  [
    'curl that encodes, or sends as it stands, whatever is in the value',
    `curl --data-urlencode 'password=a&userName=b+%20' -F 'devKey=01&A'`,
    { password: 'a&userName=b+%20', devKey: '01&A' },
  ],
  [
    'curl with = and with JSON',
    `curl --data=orgId=008A --json '{"devKey":"01A"}' --url=${url}`,
    { orgId: '008A', devKey: '01A', url },
  ],
  ['curl below a comment', '# sign in\n  curl -d userName=a\\&b', { userName: 'a' }],
  [
    "a form's body",
    'userName=a%40b.example&password=p%26q&devKey=01A',
    { userName: 'a@b.example', password: 'p&q', devKey: '01A' },
  ],
  ['a value that looks like one', 'PASSWORD=a&b=c', { password: 'a&b=c' }],
  [
    'several variables in one line',
    "BILL_USERNAME=a BILL_PASSWORD='b c' node app.js",
    { userName: 'a', password: 'b c' },
  ],
  ['a value with spaces', 'PASSWORD=correct horse x=1', { password: 'correct horse x=1' }],
  ['PowerShell', '$env:BILL_USERNAME = "a"', { userName: 'a' }],
  [
    'words for people',
    'User name: a@b.example\nOrganization ID: 008A\nDeveloper key: 01A',
    { userName: 'a@b.example', orgId: '008A', devKey: '01A' },
  ],
  ['escapes in a line out of JSON', '  "password": "a\\"b\\u0021",', { password: 'a"b!' }],
  [
    'variables that were not filled in',
    '{"userName":"{{userName}}","password":"${BILL_PASSWORD}","devKey":"$x{}"}',
    { devKey: '$x{}' },
  ],
  ['-d without a space', 'curl -dorgId=008A -FdevKey=01A', { orgId: '008A', devKey: '01A' }],
  ['a token', 'BILL_TOKEN_NAME=ci\nBILL_TOKEN_VALUE=abc', { tokenName: 'ci', tokenValue: 'abc' }],
  [
    'prefixes',
    'VITE_BILL_API_URL=http://localhost:1\nBDC_SESSION_ID=s',
    { url: 'http://localhost:1', sessionId: 's' },
  ],
  ['the last of two', 'PASSWORD=a\nPASSWORD=b', { password: 'b' }],
  ['a # in a value', `PASSWORD='a#b' # not this`, { password: 'a#b' }],
  ['an empty value', 'PASSWORD=\nDEVKEY=01A', { devKey: '01A' }],
  ['names from elsewhere', 'AWS_SECRET=1\nDB_PASSWORD=2\nGITHUB_TOKEN=3', {}],
  ['names of every object', '{"__proto__":"x","constructor":"y","toString":"z"}', {}],
  ['no block at all', 'correct horse 7!', {}],
  ['nothing', '', {}],
  ['too much', `password=${'x'.repeat(70_000)}`, {}],
];

describe('a block as a whole', () => {
  test.each(table)('%s', (_, block, expected) => {
    expect(readPaste(block).found).toEqual(expected);
  });
});

describe('anything', () => {
  const pieces = fc.constantFrom(
    ...['curl ', ' -d ', '--data-urlencode ', "'", '"', '\\', '\n', '=', ':', '{', '}', '[', ']'],
    ...['#', '&', ' ', '%', '%zz', ',', 'password', 'BILL_', 'devKey', 'https://', '.json', '\0'],
  );
  const block = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.array(pieces, { maxLength: 80 }).map((parts) => parts.join('')),
    fc.json(),
  );

  test('never throws, and gives fields that have a value', () => {
    fc.assert(
      fc.property(fc.constantFrom('', 'curl ', '{', '$ curl '), block, (start, rest) => {
        const { found } = readPaste(start + rest);
        for (const value of Object.values(found)) expect(value).not.toBe('');
      }),
      { numRuns: 2000 },
    );
  });

  test('what was written as .env or JSON is read back', () => {
    const value = fc
      .string({ minLength: 1, maxLength: 30 })
      .filter((it) => /^[\w@.!-]+$/u.test(it))
      // Marks alone stand for what is left out.
      .map((it) => `v${it}7`);
    fc.assert(
      fc.property(value, value, (userName, password) => {
        const expected = { userName, password };
        expect(readPaste(JSON.stringify(expected)).found).toEqual(expected);
        expect(readPaste(`BILL_USERNAME='${userName}'\nBILL_PASSWORD="${password}"`).found).toEqual(
          expected,
        );
      }),
    );
  });

  test('the longest blocks take no time', () => {
    const n = 65_000;
    const hard = [
      `a=x${' '.repeat(n)}y`,
      `a${' '.repeat(n)}`,
      `a=x${' #'.repeat(n / 2)}`,
      '['.repeat(n),
      `curl ${'"'.repeat(n)}`,
      `curl ${'a'.repeat(n)}'`,
      `curl https:/${'/a'.repeat(n / 2)}`,
      `a="${'"x'.repeat(n / 2)}`,
      `curl $'${"\\'".repeat(n / 2)}`,
      `curl ${"$'".repeat(n / 2)}`,
      `"a": "${'\\"'.repeat(n / 2)}`,
      `a${' b'.repeat(n / 2)}`,
      'a=b&'.repeat(n / 4),
      '{ a='.repeat(n / 4),
      'a\n'.repeat(n / 2),
      // Signs that begin something, without an end, behind each kind of beginning.
      ...[
        '',
        'password=',
        '{"a": ',
        'const a = ',
        'curl -d ',
        '$env:a=',
        'set a=',
        '- a: ',
      ].flatMap((start) =>
        [
          '"',
          "\\'",
          '`',
          '\u201c',
          '^',
          '\n',
          '\n-',
          '\n  a:',
          '\n#',
          ' \t',
          '(',
          'a=b&',
          '\n&',
          '$(',
          '<!--',
        ].map((unit) => start + unit.repeat(n / unit.length / 2)),
      ),
    ];
    for (const block of hard) {
      // The time that this process had, whatever else the machine does.
      const start = process.cpuUsage();
      readPaste(block);
      const { user } = process.cpuUsage(start);
      expect(user / 1000, JSON.stringify(block.slice(0, 12))).toBeLessThan(2000);
    }
  });
});
