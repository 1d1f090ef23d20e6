/** Why a request was refused, in its record: a word for programs and a sentence for people. */
import { describe, expect, it } from 'vitest';

import { bench, credentials, signedIn } from './support.ts';
import type { Bench, Reply } from './support.ts';

const INFO = '/GetSessionInfo.json';
const form = { 'content-type': 'application/x-www-form-urlencoded' };

const rows: readonly [what: string, call: (b: Bench) => Promise<Reply>, reason: string | null][] = [
  ['a success', async (b) => b.op(INFO, await b.session()), null],
  ['a wrong verb', (b) => b.call(INFO, {}, { method: 'PUT' }), 'method'],
  [
    'a JSON body',
    (b) => b.call(INFO, {}, { raw: '{}', headers: { 'content-type': 'application/json' } }),
    'contentType',
  ],
  [
    'a compressed body',
    (b) => b.call(INFO, {}, { raw: 'x', headers: { ...form, 'content-encoding': 'gzip' } }),
    'encoding',
  ],
  ['a broken percent-encoding', (b) => b.call(INFO, {}, { raw: 'a=%zz' }), 'encoding'],
  ['a field given twice', (b) => b.call(INFO, {}, { raw: 'devKey=a&devKey=b' }), 'badField'],
  ['no developer key', (b) => b.call(INFO, {}), 'missingField'],
  ['no password', (b) => b.signIn(b.account(), { password: '' }), 'missingField'],
  ['a wrong password', (b) => b.signIn(b.account(), { password: 'x' }), null],
  ['an organization that is none', (b) => b.signIn(b.account(), { orgId: 'x' }), 'badField'],
  ['no session', (b) => b.op(INFO, { devKey: b.account().devKey }), 'session'],
  [
    'a session that never was',
    (b) => b.op(INFO, { devKey: b.account().devKey, sessionId: '!ax' }),
    'session',
  ],
  [
    'a session of another key',
    async (b) => b.op(INFO, { ...(await b.session()), devKey: b.account({}, 1).devKey }),
    'session',
  ],
  ['no data', async (b) => b.op('/List/Bill.json', await b.session()), 'missingField'],
  [
    'data that is no JSON',
    async (b) => b.call('/List/Bill.json', { ...(await b.session()), data: '{' }),
    'badField',
  ],
  [
    'data without start',
    async (b) => b.op('/List/Bill.json', await b.session(), {}),
    'missingField',
  ],
  [
    'a date that is none',
    async (b) => {
      const filters = [{ field: 'dueDate', op: '=', value: 'x' }];
      return b.op('/List/Bill.json', await b.session(), { start: 0, max: 1, filters });
    },
    'badField',
  ],
  [
    'an id that does not exist',
    async (b) => b.op('/Crud/Read/Bill.json', await b.session(), { id: '00n01ZZZZZZZZZ000001' }),
    'badField',
  ],
  ['a misspelt path', async (b) => b.op('/List/Bil.json', await b.session(), {}), 'unknownPath'],
  ['a path of another version', (b) => b.call('/x', {}, { root: '/api/v1' }), null],
  [
    'what is not simulated',
    async (b) => b.op('/GetAPSummary.json', await b.session()),
    'notSimulated',
  ],
  ['another host', (b) => b.call(INFO, {}, { headers: { ...form, host: 'a.test' } }), 'host'],
  ['an untrusted session', async (b) => b.op('/PayBills.json', await b.session(), {}), 'untrusted'],
  [
    'a token',
    async (b) => b.op('/PayBills.json', await b.session(b.account({ kind: 'token' })), {}),
    'untrusted',
  ],
  [
    'the hourly limit',
    async (b) => {
      for (let n = 0; n < 4; n += 1) await b.call('/ListOrgs.json', credentials(b.account()));
      return b.call('/ListOrgs.json', credentials(b.account()));
    },
    'limit',
  ],
  ['a fault', (b) => b.call('/Errors.json', {}), 'fault'],
];

describe('the record of a request', () => {
  it.each(rows)('with %s says why', async (_, call, reason) => {
    const b = await bench({
      options: { signInsPerHour: 4 },
      faults: [{ endpoint: '/Errors.json', fault: 'empty' }],
    });
    await call(b);
    const record = b.simulator.requests().at(-1);
    expect(record?.reason).toBe(reason);
    if (reason !== null && reason !== 'fault') expect(record?.hint).toMatch(/[.?]$|count\.$/);
    expect(b.of('request').at(-1)).toEqual({ event: 'request', ...record });
  });

  it.each([
    ['/api/v2', '/list/vendor.json', '/List/Vendor.json? Capitals count.'],
    ['/api/v2', '/List/Vendor', '/List/Vendor.json?'],
    ['/api/v2', '/List/Vendor.json/', '/List/Vendor.json?'],
    ['/api/v2/', '/List/Vendor.json', '/List/Vendor.json?'],
    ['', '/List/Vendor.json', '/api/v2/List/Vendor.json?'],
    ['/', '/api/v2/List/Vendor.json?devKey=x', '/api/v2/List/Vendor.json?'],
    ['/API/V2', '/Login.json', '/api/v2/Login.json?'],
  ])('of %s%s suggests the path that was meant', async (root, path, meant) => {
    const b = await bench();
    expect((await b.call(path, {}, { root })).status).toBe(404);
    const hint = `Did you mean ${meant}`;
    expect(b.simulator.requests()).toMatchObject([{ reason: 'unknownPath', hint }]);
  });

  it('keeps its reason where an option gives the refusal another code', async () => {
    const { b, session } = await signedIn({
      options: {
        untrustedError: 'BDC_1001',
        unknownSessionError: 'BDC_1120',
        missingDataKeyError: 'BDC_1143',
      },
    });
    await b.op('/PayBills.json', session, {});
    await b.op(INFO, { ...session, sessionId: '!ax' });
    await b.op('/List/Bill.json', session, {});
    expect(b.simulator.requests().slice(-3)).toMatchObject([
      { code: 'BDC_1001', reason: 'untrusted' },
      { code: 'BDC_1120', reason: 'session' },
      { code: 'BDC_1143', reason: 'missingField' },
    ]);
  });

  it('never holds what was sent', async () => {
    const b = await bench();
    const secret = 'S3CRET-battery-staple';
    const session = await b.session();
    await b.signIn(b.account(), { orgId: secret });
    await b.signIn(b.account(), { userName: secret, password: secret });
    await b.op('/MFAAuthenticate.json', session, {
      challengeId: secret,
      token: secret,
      deviceId: 'd',
    });
    await b.op('/Crud/Read/Vendor.json', session, { id: secret });
    await b.op('/Crud/Create/Bill.json', session, { obj: { entity: secret } });
    const filters = [{ field: secret, op: secret, value: secret }];
    await b.op('/List/Bill.json', session, { start: 0, max: 9, filters });
    expect(JSON.stringify(b.simulator.requests())).not.toContain(secret);
  });
});
