/**
 * The simulator held against the facts of BILL's v2 API. Each row names the strength and source of
 * its evidence: D documented, C seen in public code, C* code by BILL staff, I our own choice.
 */
import { describe, expect, it } from 'vitest';

import type { SimulatorAccount } from '../../src-simulator/index.ts';
import { badField, bench, credentials, lacks, MINUTE, PAY_ONE_CENT, text } from './support.ts';
import type { Bench, FieldsIn, Reply } from './support.ts';

type Call = (b: Bench) => Promise<Reply>;

type Row = [fact: string, call: Call, data?: (b: Bench) => unknown];

const VENDOR = '00901ABCDEFGHI000001';
const NEW_ACCOUNT = {
  obj: {
    entity: 'VendorBankAccount',
    vendorId: '00901ABCDEFGHI000009',
    accountNumber: '123456789',
    routingNumber: '322271627',
  },
};
/** Each protected operation with a body that is accepted. */
const PROTECTED: Readonly<Record<string, object>> = {
  '/SendVendorInvite.json': { vendorId: VENDOR, email: 'someone@example.test' },
  '/SendInvite.json': { id: VENDOR, networkId: '1234567890' },
  '/PayBills.json': PAY_ONE_CENT,
  '/VendorBankAccount.json': NEW_ACCOUNT,
  '/Crud/Create/VendorBankAccount.json': NEW_ACCOUNT,
  '/Crud/Delete/VendorBankAccount.json': { id: 'vba01ABCDEFGHI000001' },
};

const LONG_ID = /^![ab][A-Za-z0-9_-]+$/;

/** What a call of a new session is answered with. */
const inSession =
  (path: string, data?: unknown): Call =>
  async (b) =>
    b.op(path, await b.session(), data);
const inTokenSession =
  (path: string): Call =>
  async (b) =>
    b.op(path, await b.session(b.account({ kind: 'token' })), {});
const login =
  (extra: FieldsIn): Call =>
  (b) =>
    b.signIn(b.account(), extra);
const loginTo =
  (condition: SimulatorAccount['condition']): Call =>
  (b) =>
    b.signIn(b.account({ condition }));
const at =
  (root: string, path = '/Login.json'): Call =>
  (b) =>
    b.call(path, {}, { root });

/** What succeeds. */
const rows: readonly Row[] = [
  [
    '[D S-OAS] Login gives sessionId, orgId, apiEndPoint and usersId',
    (b) => b.signIn(),
    (b) => ({
      sessionId: expect.stringMatching(LONG_ID) as unknown,
      orgId: b.account().orgId,
      apiEndPoint: b.simulator.baseUrl,
      usersId: b.account().usersId,
    }),
  ],
  [
    '[D S-SIGNIN; C* S-JAVA for the array] ListOrgs gives an array of orgId and orgName, without a session',
    (b) => b.call('/ListOrgs.json', credentials(b.account())),
    (b) => b.account().orgs,
  ],
  [
    '[D S-OAS] GetSessionInfo names its fields organizationId and userId, unlike Login',
    inSession('/GetSessionInfo.json'),
    (b) => ({ organizationId: b.account().orgId, userId: b.account().usersId }),
  ],
  ['[D S-OAS] Logout gives an empty object', inSession('/Logout.json'), () => ({})],
  [
    '[D S-OLD-CHAL] MFAChallenge gives an opaque challengeId of 45 characters',
    inSession('/MFAChallenge.json', { useBackup: false }),
    () => ({ challengeId: expect.stringMatching(/^!a[A-Za-z0-9_-]{43}$/) as unknown }),
  ],
  [
    '[D S-OAS] MFAAuthenticate gives machineName and an mfaId of 66 characters',
    async (b) => {
      const session = await b.session();
      return b.authenticate(session, await b.challenge(session));
    },
    () => ({
      machineName: "Avery's laptop",
      mfaId: expect.stringMatching(/^!b[A-Za-z0-9_-]{64}$/) as unknown,
    }),
  ],
  [
    '[D S-STATUS] MFAStatus says true for a remembered mfaId with its deviceId',
    async (b) => {
      const session = await b.session();
      const mfaId = await b.trust(session);
      return b.op('/MFAStatus.json', session, { mfaId, deviceId: 'device-1' });
    },
    () => ({ isTrusted: true }),
  ],
  [
    '[C* S-JAVA SessionTest] MFAStatus of an unknown mfaId is a success with false',
    inSession('/MFAStatus.json', { mfaId: '!bnothing', deviceId: 'device-1' }),
    () => ({ isTrusted: false }),
  ],
  [
    '[D S-RESP; C S-BRITE] CurrentTime is written with milliseconds and +0000',
    inSession('/CurrentTime.json', {}),
    () => ({ currentTime: '2026-11-24T10:00:00.000+0000' }),
  ],
  [
    '[D S-ERR] Errors needs neither key nor session and lists the codes with their texts',
    (b) => b.call('/Errors.json', {}),
    () =>
      expect.arrayContaining([
        { error_code: 'BDC_1109', error_message: 'Session is invalid.  Please log in.' },
        {
          error_code: 'BDC_1144',
          error_message: 'Max number of allowed requests per hour reached: 20000.',
        },
        { error_code: 'BDC_1361', error_message: 'Untrusted session.' },
      ]) as unknown,
  ],
  [
    '[D S-V3ERR] Errors answers GET as well',
    (b) => b.call('/Errors.json', {}, { method: 'GET', raw: '', headers: {} }),
  ],
  [
    '[D S-TOKEN] a sync token signs in with the same call and organization',
    (b) => b.signIn(b.account({ kind: 'token' })),
    (b) =>
      expect.objectContaining({
        orgId: b.account().orgId,
        usersId: b.account({ kind: 'token' }).usersId,
      }) as unknown,
  ],
  [
    '[D S-PRISM sends data={}] MFAChallenge takes data={} and texts a code',
    inSession('/MFAChallenge.json', {}),
  ],
  ['[C S-CB] Logout tolerates data={}', inSession('/Logout.json', {})],
  ...Object.entries(PROTECTED).map(([path, data]): Row => [
    `[D overview, S-CHAL] ${path} is accepted in the same session once it is trusted`,
    async (b) => {
      const session = await b.session();
      await b.trust(session, { rememberMe: false });
      return b.op(path, session, data);
    },
  ]),
];

const unmatched = 'BDC_1101: User name and/or password do not match our records.';
const noKey = 'BDC_1178: Developer key must be specified.';
const invalidSession = 'BDC_1109: Session is invalid.  Please log in.';
const unknownPath = 'BDC_1121: API not supported.';
const untrusted = 'BDC_1361: Untrusted session.';

/** What is refused, and how. What an option changes is refused in options.test.ts as well. */
const refusals: readonly (readonly [fact: string, call: Call, said: string])[] = [
  // --- developer key
  ['[C* S-NODE] Login without a devKey', login({ devKey: '' }), noKey],
  [
    '[C* S-NODE] a call without a devKey in a session',
    async (b) => b.op('/GetSessionInfo.json', { ...(await b.session()), devKey: '' }),
    noKey,
  ],
  [
    '[D; C id:71294907605] an unknown devKey',
    login({ devKey: '01ZZZZZZZZZZZZZZZZZZ' }),
    'BDC_1102: Developer key is invalid.',
  ],
  [
    '[D S-OLD-ERR] an inactive devKey',
    loginTo('keyInactive'),
    'BDC_1103: Developer key is inactive.',
  ],
  [
    '[D S-OLD-ERR] a devKey whose terms are not accepted',
    loginTo('termsNotAccepted'),
    'BDC_1104: Developer terms are not accepted.',
  ],

  // --- sign-in
  ...(['userName', 'password', 'orgId'] as const).map((field): (typeof refusals)[number] => [
    `[D S-OLD-ERR] Login without ${field}`,
    login({ [field]: '' }),
    `BDC_1108: Missing parameter value for parameter: ${field}.`,
  ]),
  ['[D S-ERR, S-FAQ] a wrong password', login({ password: 'wrong' }), unmatched],
  ['[D S-ERR, S-FAQ] an unknown user', login({ userName: 'nobody@nowhere.test' }), unmatched],
  [
    '[D S-OLD-ERR; C* S-NODE Auth.spec.js] an unknown orgId',
    login({ orgId: 'fakeOrganizationId' }),
    'BDC_1129: Invalid parameter value for parameter,value: orgId, fakeOrganizationId.',
  ],
  ['[D S-OLD-ERR] a locked user', loginTo('userLocked'), 'BDC_1110: Login is locked.'],
  [
    '[D S-OLD-ERR] a locked organization',
    loginTo('orgLocked'),
    'BDC_1107: Organization is locked out.',
  ],
  [
    '[D S-OLD-ERR] an inactive user',
    async (b) => {
      const reply = await loginTo('userInactive')(b);
      return { ...reply, message: reply.message?.replace(/008\w{17}/, 'ORGANIZATION') };
    },
    'BDC_1111: No active user for: indigo@left.test, ORGANIZATION.',
  ],

  // --- sessions and MFA
  [
    '[D S-V3ERR; C* S-NODE] a call without a sessionId, in words with two spaces,',
    (b) => b.op('/GetSessionInfo.json', { devKey: b.account().devKey }),
    invalidSession,
  ],
  [
    '[D S-OLD-CHAL; C id:67179196334] MFAChallenge without a registered phone',
    async (b) =>
      b.op('/MFAChallenge.json', await b.session(b.account({ condition: 'noPhone' })), {}),
    'BDC_1354: Specified 2-Step Verification phone is not setup or is invalid.',
  ],
  [
    '[C id:71294907605] a code that is five minutes old',
    async (b) => {
      const session = await b.session();
      const challengeId = await b.challenge(session);
      const token = b.code();
      b.clock.advance(5 * MINUTE);
      return b.authenticate(session, challengeId, { token });
    },
    'BDC_1356: 2-Step Verification token has expired',
  ],
  [
    '[C id:66865975660] even the right code after too many wrong ones',
    async (b) => {
      const session = await b.session();
      const challengeId = await b.challenge(session);
      for (let n = 0; n < 3; n += 1) {
        await b.authenticate(session, challengeId, { token: b.wrongCode() });
      }
      return b.authenticate(session, challengeId);
    },
    'BDC_1358: 2-Step Verification too many token response attempts.',
  ],
  [
    '[C seen sent, I what it does] a protected call with an mfaId and another deviceId beside the data',
    async (b) => {
      const mfaId = await b.trust(await b.session());
      const fresh = { ...(await b.session()), mfaId, deviceId: 'device-2' };
      return b.op('/PayBills.json', fresh, PAY_ONE_CENT);
    },
    untrusted,
  ],
  ...Object.keys(PROTECTED).map((path): (typeof refusals)[number] => [
    `[C id:66904843195, id:61010408546] ${path} without trust`,
    inSession(path, {}),
    untrusted,
  ]),
  ...[...Object.keys(PROTECTED), ...['Challenge', 'Authenticate', 'Status'].map(mfaPath)].map(
    (path): (typeof refusals)[number] => [
      `[D S-TOKEN, I for the code] ${path} in a token session`,
      inTokenSession(path),
      untrusted,
    ],
  ),

  // --- data
  [
    '[D S-OLD-ERR] MFAChallenge without data',
    inSession('/MFAChallenge.json'),
    'BDC_1108: Missing parameter value for parameter: data.',
  ],
  [
    '[D S-OLD-ERR] data that is not JSON',
    async (b) => b.call('/MFAChallenge.json', { ...(await b.session()), data: '{"use' }),
    'BDC_1122: Error Parsing Json Object. Please check your request.',
  ],
  [
    '[D S-OLD-ERR, I for the case] data that is a JSON list',
    inSession('/MFAChallenge.json', []),
    'BDC_1122: Error Parsing Json Object. Please check your request.',
  ],
  [
    '[D S-OLD-ERR, I for the case] MFAStatus without a deviceId',
    inSession('/MFAStatus.json', { mfaId: '!b' }),
    lacks('deviceId'),
  ],
  [
    '[D S-OLD-ERR] a key of the wrong type',
    inSession('/MFAChallenge.json', { useBackup: 'false' }),
    'BDC_1124: Invalid field datatype: useBackup.',
  ],
  [
    '[D S-BACKUP since 30 March 2026, I for the code] MFAChallenge with useBackup true',
    inSession('/MFAChallenge.json', { useBackup: true }),
    badField('useBackup, true'),
  ],

  // --- paths and versions
  ['[D S-FAQ] an unknown path', at('/api/v2', '/Nothing.json'), unknownPath],
  ['[D S-FAQ] a path in other capitals', at('/api/v2', '/login.json'), unknownPath],
  ['[D S-FAQ] a path outside /api', at(''), unknownPath],
  ...['/api/V2', '/API/v2', '/api/latest'].map((root): (typeof refusals)[number] => [
    `[D S-FAQ] ${root}, which is no version but a path,`,
    at(root),
    unknownPath,
  ]),
  ['[D S-OLD-ERR] another version', at('/api/v7'), 'BDC_1005: Version 7 is not supported.'],
  ['[D S-OLD-ERR] a version that is no number', at('/api/vNext'), 'BDC_1003: Unknown version.'],
];

function mfaPath(step: string): string {
  return `/MFA${step}.json`;
}

describe('a fact of the v2 API', () => {
  it.each(rows)('%s', async (_, call, data) => {
    const b = await bench();
    const reply = await call(b);
    expect([reply.code, reply.status]).toEqual([null, 200]);
    if (data !== undefined) expect(reply.data).toEqual(data(b));
  });

  // API errors come as HTTP 200 (C* S-NODE), an unknown path excepted.
  it.each(refusals)('%s is refused', async (_, call, words) => {
    const { status, code, message } = await call(await bench());
    expect(`${code}: ${message}`).toBe(words);
    expect(status).toBe(words === unknownPath ? 404 : 200);
  });

  it('[D S-RESP] success and error share one envelope, key for key', async () => {
    const b = await bench();
    const good = await b.op('/GetSessionInfo.json', await b.session());
    expect(JSON.parse(good.text)).toEqual({
      response_status: 0,
      response_message: 'Success',
      response_data: { organizationId: b.account().orgId, userId: b.account().usersId },
    });
    const bad = await b.signIn(b.account(), { password: 'wrong' });
    expect(bad.text).toBe(
      '{"response_status":1,"response_message":"Error","response_data":' +
        '{"error_code":"BDC_1101",' +
        '"error_message":"User name and/or password do not match our records."}}',
    );
  });

  it('[D S-OAS] replies are application/json and dated by the simulated clock', async () => {
    const b = await bench();
    b.clock.advance(90 * 60_000);
    const reply = await b.signIn();
    expect(reply.headers['content-type']).toBe('application/json');
    expect(reply.headers['date']).toBe('Tue, 24 Nov 2026 11:30:00 GMT');
  });

  it('[D/C S-SLATE, S-PRISM] ids have the documented shapes', async () => {
    const b = await bench();
    for (const account of b.simulator.accounts) {
      expect(account.usersId).toMatch(/^006\w{17}$/);
      expect(account.devKey).toMatch(/^01\w{18}$/);
      for (const org of account.orgs) expect(org.orgId).toMatch(/^008\w{17}$/);
    }
    expect(text((await b.signIn()).data, 'sessionId')).toMatch(/^!a[A-Za-z0-9_-]{43}$/);
  });
});
