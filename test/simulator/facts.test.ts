/**
 * The simulator held against the facts of BILL's v2 API. Each row names the strength and source of
 * its evidence: D documented, C seen in public code, C* code by BILL staff, I our own choice.
 */
import { describe, expect, it } from 'vitest';

import { bench, credentials, PAY_ONE_CENT, text } from './support.ts';
import type { Bench, Reply } from './support.ts';

interface Row {
  readonly mark: string;
  readonly fact: string;
  readonly call: (b: Bench) => Promise<Reply>;
  readonly status?: number;
  /** null: success. */
  readonly code: string | null;
  readonly message?: string;
  readonly data?: (b: Bench) => unknown;
}

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

const rows: readonly Row[] = [
  // --- the envelope and the endpoints
  {
    mark: 'D S-OAS',
    fact: 'Login gives sessionId, orgId, apiEndPoint and usersId',
    call: (b) => b.signIn(),
    code: null,
    data: (b) => ({
      sessionId: expect.stringMatching(LONG_ID) as unknown,
      orgId: b.account().orgId,
      apiEndPoint: b.simulator.baseUrl,
      usersId: b.account().usersId,
    }),
  },
  {
    mark: 'D S-SIGNIN; C* S-JAVA for the array',
    fact: 'ListOrgs gives an array of orgId and orgName, without a session',
    call: (b) => b.call('/ListOrgs.json', credentials(b.account())),
    code: null,
    data: (b) => b.account().orgs,
  },
  {
    mark: 'D S-OAS',
    fact: 'GetSessionInfo names its fields organizationId and userId, unlike Login',
    call: async (b) => b.op('/GetSessionInfo.json', await b.session()),
    code: null,
    data: (b) => ({ organizationId: b.account().orgId, userId: b.account().usersId }),
  },
  {
    mark: 'D S-OAS',
    fact: 'Logout gives an empty object',
    call: async (b) => b.op('/Logout.json', await b.session()),
    code: null,
    data: () => ({}),
  },
  {
    mark: 'D S-OLD-CHAL',
    fact: 'MFAChallenge gives an opaque challengeId of 45 characters',
    call: async (b) => b.op('/MFAChallenge.json', await b.session(), { useBackup: false }),
    code: null,
    data: () => ({ challengeId: expect.stringMatching(/^!a[A-Za-z0-9_-]{43}$/) as unknown }),
  },
  {
    mark: 'D S-OAS',
    fact: 'MFAAuthenticate gives machineName and an mfaId of 66 characters',
    call: async (b) => {
      const session = await b.session();
      return b.authenticate(session, await b.challenge(session));
    },
    code: null,
    data: () => ({
      machineName: "Avery's laptop",
      mfaId: expect.stringMatching(/^!b[A-Za-z0-9_-]{64}$/) as unknown,
    }),
  },
  {
    mark: 'D S-STATUS',
    fact: 'MFAStatus says true for a remembered mfaId with its deviceId',
    call: async (b) => {
      const session = await b.session();
      const mfaId = await b.trust(session);
      return b.op('/MFAStatus.json', session, { mfaId, deviceId: 'device-1' });
    },
    code: null,
    data: () => ({ isTrusted: true }),
  },
  {
    mark: 'C* S-JAVA SessionTest',
    fact: 'MFAStatus of an unknown mfaId is a success with false',
    call: async (b) =>
      b.op('/MFAStatus.json', await b.session(), { mfaId: '!bnothing', deviceId: 'device-1' }),
    code: null,
    data: () => ({ isTrusted: false }),
  },
  {
    mark: 'D S-RESP; C S-BRITE',
    fact: 'CurrentTime is written with milliseconds and +0000',
    call: async (b) => b.op('/CurrentTime.json', await b.session(), {}),
    code: null,
    data: () => ({ currentTime: '2026-11-24T10:00:00.000+0000' }),
  },
  {
    mark: 'D S-ERR',
    fact: 'Errors needs neither key nor session and lists the codes with their texts',
    call: (b) => b.call('/Errors.json', {}),
    code: null,
    data: () =>
      expect.arrayContaining([
        { error_code: 'BDC_1109', error_message: 'Session is invalid.  Please log in.' },
        {
          error_code: 'BDC_1144',
          error_message: 'Max number of allowed requests per hour reached: 20000.',
        },
        { error_code: 'BDC_1361', error_message: 'Untrusted session.' },
      ]) as unknown,
  },

  {
    mark: 'D S-V3ERR',
    fact: 'Errors answers GET as well',
    call: (b) => b.call('/Errors.json', {}, { method: 'GET', raw: '', headers: {} }),
    code: null,
  },
  {
    mark: 'C seen sent, I what it does',
    fact: 'mfaId and deviceId beside the data of a protected call make that call trusted',
    call: async (b) => {
      const mfaId = await b.trust(await b.session());
      const fresh = { ...(await b.session()), mfaId, deviceId: 'device-1' };
      return b.op('/PayBills.json', fresh, PAY_ONE_CENT);
    },
    code: null,
  },
  {
    mark: 'C seen sent, I what it does',
    fact: 'an mfaId with another deviceId beside the data makes nothing trusted',
    call: async (b) => {
      const mfaId = await b.trust(await b.session());
      const fresh = { ...(await b.session()), mfaId, deviceId: 'device-2' };
      return b.op('/PayBills.json', fresh, PAY_ONE_CENT);
    },
    code: 'BDC_1361',
  },

  // --- developer key
  {
    mark: 'C* S-NODE',
    fact: 'a missing devKey is BDC_1178 on Login',
    call: (b) => b.signIn(b.account(), { devKey: '' }),
    code: 'BDC_1178',
    message: 'Developer key must be specified.',
  },
  {
    mark: 'C* S-NODE',
    fact: 'a missing devKey is BDC_1178 in a session too',
    call: async (b) => b.op('/GetSessionInfo.json', { ...(await b.session()), devKey: '' }),
    code: 'BDC_1178',
    message: 'Developer key must be specified.',
  },
  {
    mark: 'D; C id:71294907605',
    fact: 'an unknown devKey is BDC_1102',
    call: (b) => b.signIn(b.account(), { devKey: '01ZZZZZZZZZZZZZZZZZZ' }),
    code: 'BDC_1102',
    message: 'Developer key is invalid.',
  },
  {
    mark: 'D S-OLD-ERR',
    fact: 'an inactive devKey is BDC_1103',
    call: (b) => b.signIn(b.account({ condition: 'keyInactive' })),
    code: 'BDC_1103',
    message: 'Developer key is inactive.',
  },
  {
    mark: 'D S-OLD-ERR',
    fact: 'a devKey whose terms are not accepted is BDC_1104',
    call: (b) => b.signIn(b.account({ condition: 'termsNotAccepted' })),
    code: 'BDC_1104',
    message: 'Developer terms are not accepted.',
  },

  // --- sign-in
  ...(['userName', 'password', 'orgId'] as const).map((field) => ({
    mark: 'D S-OLD-ERR',
    fact: `Login without ${field} is BDC_1108`,
    call: (b: Bench) => b.signIn(b.account(), { [field]: '' }),
    code: 'BDC_1108',
    message: `Missing parameter value for parameter: ${field}.`,
  })),
  {
    mark: 'D S-ERR, S-FAQ',
    fact: 'a wrong password is BDC_1101',
    call: (b) => b.signIn(b.account(), { password: 'wrong' }),
    code: 'BDC_1101',
    message: 'User name and/or password do not match our records.',
  },
  {
    mark: 'D S-ERR, S-FAQ',
    fact: 'an unknown user is BDC_1101, in the same words',
    call: (b) => b.signIn(b.account(), { userName: 'nobody@nowhere.test' }),
    code: 'BDC_1101',
    message: 'User name and/or password do not match our records.',
  },
  {
    mark: 'D S-OLD-ERR; C* S-NODE Auth.spec.js',
    fact: 'an unknown orgId is BDC_1129 and named in the text',
    call: (b) => b.signIn(b.account(), { orgId: 'fakeOrganizationId' }),
    code: 'BDC_1129',
    message: 'Invalid parameter value for parameter,value: orgId, fakeOrganizationId.',
  },
  {
    mark: 'D S-OLD-ERR',
    fact: 'a locked user is BDC_1110',
    call: (b) => b.signIn(b.account({ condition: 'userLocked' })),
    code: 'BDC_1110',
    message: 'Login is locked.',
  },
  {
    mark: 'D S-OLD-ERR',
    fact: 'a locked organization is BDC_1107',
    call: (b) => b.signIn(b.account({ condition: 'orgLocked' })),
    code: 'BDC_1107',
    message: 'Organization is locked out.',
  },
  {
    mark: 'C id:13987088038, text I',
    fact: 'an organization without API access is BDC_1105',
    call: (b) => b.signIn(b.account({ condition: 'apiOff' })),
    code: 'BDC_1105',
  },
  {
    mark: 'D S-OLD-ERR',
    fact: 'an inactive user is BDC_1111, with user and organization in the text',
    call: (b) => b.signIn(b.account({ condition: 'userInactive' })),
    code: 'BDC_1111',
    message: expect.stringMatching(
      /^No active user for: indigo@left\.test, 008\w{17}\.$/,
    ) as string,
  },
  {
    mark: 'D S-TOKEN',
    fact: 'a sync token signs in with the same call and organization',
    call: (b) => b.signIn(b.account({ kind: 'token' })),
    code: null,
    data: (b) =>
      expect.objectContaining({
        orgId: b.account().orgId,
        usersId: b.account({ kind: 'token' }).usersId,
      }) as unknown,
  },

  // --- sessions
  {
    mark: 'D S-V3ERR; C* S-NODE',
    fact: 'BDC_1109 has two spaces',
    call: (b) => b.op('/GetSessionInfo.json', { devKey: b.account().devKey }),
    code: 'BDC_1109',
    message: 'Session is invalid.  Please log in.',
  },
  {
    mark: 'D S-OLD-ERR, I that the cases are alike',
    fact: 'an unknown sessionId is BDC_1109',
    call: (b) =>
      b.op('/GetSessionInfo.json', { devKey: b.account().devKey, sessionId: '!aunknown' }),
    code: 'BDC_1109',
  },
  {
    mark: 'D S-OLD-ERR, I that the cases are alike',
    fact: 'a signed-out sessionId is BDC_1109',
    call: async (b) => {
      const session = await b.session();
      await b.op('/Logout.json', session);
      return b.op('/GetSessionInfo.json', session);
    },
    code: 'BDC_1109',
  },
  {
    mark: 'D S-KEYS',
    fact: 'a sessionId works only with the devKey of its sign-in',
    call: async (b) =>
      b.op('/GetSessionInfo.json', { ...(await b.session()), devKey: b.account({}, 1).devKey }),
    code: 'BDC_1109',
  },
  {
    mark: 'I not established',
    fact: 'a second sign-in leaves the first session alive',
    call: async (b) => {
      const first = await b.session();
      await b.session();
      return b.op('/GetSessionInfo.json', first);
    },
    code: null,
  },

  // --- MFA and protected operations
  {
    mark: 'D S-OLD-CHAL; C id:67179196334',
    fact: 'MFAChallenge without a registered phone is BDC_1354',
    call: async (b) =>
      b.op('/MFAChallenge.json', await b.session(b.account({ condition: 'noPhone' })), {}),
    code: 'BDC_1354',
    message: 'Specified 2-Step Verification phone is not setup or is invalid.',
  },
  {
    mark: 'C id:71294907605',
    fact: 'a code older than five minutes is BDC_1356',
    call: async (b) => {
      const session = await b.session();
      const challengeId = await b.challenge(session);
      const token = b.code();
      b.clock.advance(5 * 60_000);
      return b.authenticate(session, challengeId, { token });
    },
    code: 'BDC_1356',
  },
  {
    mark: 'C id:66865975660',
    fact: 'after too many wrong codes even the right one is BDC_1358',
    call: async (b) => {
      const session = await b.session();
      const challengeId = await b.challenge(session);
      for (let n = 0; n < 3; n += 1) {
        await b.authenticate(session, challengeId, { token: b.wrongCode() });
      }
      return b.authenticate(session, challengeId);
    },
    code: 'BDC_1358',
    message: '2-Step Verification too many token response attempts.',
  },
  ...Object.entries(PROTECTED).flatMap(([path, data]): Row[] => [
    {
      mark: 'C id:66904843195, id:61010408546',
      fact: `${path} without trust is BDC_1361`,
      call: async (b) => b.op(path, await b.session(), {}),
      code: 'BDC_1361',
      message: 'Untrusted session.',
    },
    {
      mark: 'D overview, S-CHAL',
      fact: `${path} is accepted in the same session once it is trusted`,
      call: async (b) => {
        const session = await b.session();
        await b.trust(session, { rememberMe: false });
        return b.op(path, session, data);
      },
      code: null,
    },
    {
      mark: 'D S-TOKEN, I for the code',
      fact: `${path} is refused in a token session`,
      call: async (b) => b.op(path, await b.session(b.account({ kind: 'token' })), {}),
      code: 'BDC_1361',
    },
  ]),
  ...['/MFAChallenge.json', '/MFAAuthenticate.json', '/MFAStatus.json'].map((path) => ({
    mark: 'D S-TOKEN, I for the code',
    fact: `${path} is refused in a token session`,
    call: async (b: Bench) => b.op(path, await b.session(b.account({ kind: 'token' })), {}),
    code: 'BDC_1361',
  })),

  // --- data
  {
    mark: 'D S-OLD-ERR',
    fact: 'MFAChallenge without data is BDC_1108',
    call: async (b) => b.op('/MFAChallenge.json', await b.session()),
    code: 'BDC_1108',
    message: 'Missing parameter value for parameter: data.',
  },
  {
    mark: 'D S-OLD-ERR',
    fact: 'data that is not JSON is BDC_1122',
    call: async (b) => b.call('/MFAChallenge.json', { ...(await b.session()), data: '{"use' }),
    code: 'BDC_1122',
    message: 'Error Parsing Json Object. Please check your request.',
  },
  {
    mark: 'D S-OLD-ERR, I for the case',
    fact: 'data that is a JSON list is BDC_1122',
    call: async (b) => b.op('/MFAChallenge.json', await b.session(), []),
    code: 'BDC_1122',
  },
  {
    mark: 'D S-OLD-ERR, I for the case',
    fact: 'a missing key inside data is BDC_1117 and named',
    call: async (b) => b.op('/MFAStatus.json', await b.session(), { mfaId: '!b' }),
    code: 'BDC_1117',
    message: 'Missing required data for: deviceId.',
  },
  {
    mark: 'D S-OLD-ERR',
    fact: 'a key of the wrong type is BDC_1124 and named',
    call: async (b) => b.op('/MFAChallenge.json', await b.session(), { useBackup: 'false' }),
    code: 'BDC_1124',
    message: 'Invalid field datatype: useBackup.',
  },
  {
    mark: 'D S-PRISM sends data={}',
    fact: 'MFAChallenge takes data={} and texts a code',
    call: async (b) => b.op('/MFAChallenge.json', await b.session(), {}),
    code: null,
  },
  {
    mark: 'C S-CB',
    fact: 'Logout tolerates data={}',
    call: async (b) => b.op('/Logout.json', await b.session(), {}),
    code: null,
  },
  {
    mark: 'D S-BACKUP since 30 March 2026, I for the code',
    fact: 'MFAChallenge with useBackup true is an error',
    call: async (b) => b.op('/MFAChallenge.json', await b.session(), { useBackup: true }),
    code: 'BDC_1119',
    message: 'Invalid field,value: useBackup, true.',
  },

  // --- paths and versions
  {
    mark: 'D S-FAQ',
    fact: 'an unknown path is HTTP 404 with BDC_1121',
    call: (b) => b.call('/Nothing.json', {}),
    status: 404,
    code: 'BDC_1121',
    message: 'API not supported.',
  },
  {
    mark: 'D S-FAQ',
    fact: 'paths are case-sensitive',
    call: (b) => b.call('/login.json', { ...credentials(b.account()), orgId: b.account().orgId }),
    status: 404,
    code: 'BDC_1121',
  },
  {
    mark: 'D S-FAQ',
    fact: 'a path outside /api is HTTP 404 with BDC_1121',
    call: (b) => b.call('/Login.json', {}, { root: '' }),
    status: 404,
    code: 'BDC_1121',
  },
  {
    mark: 'D S-OLD-ERR',
    fact: 'another version is BDC_1005 and named',
    call: (b) => b.call('/Login.json', {}, { root: '/api/v7' }),
    code: 'BDC_1005',
    message: 'Version 7 is not supported.',
  },
  {
    mark: 'D S-OLD-ERR',
    fact: 'a version that is no number is BDC_1003',
    call: (b) => b.call('/Login.json', {}, { root: '/api/vNext' }),
    code: 'BDC_1003',
    message: 'Unknown version.',
  },
  ...['/api/V2', '/API/v2', '/api/latest'].map((root) => ({
    mark: 'D S-FAQ',
    fact: `${root} is no version but an unknown path`,
    call: (b: Bench) => b.call('/Login.json', {}, { root }),
    status: 404,
    code: 'BDC_1121',
  })),
];

describe('a fact of the v2 API', () => {
  for (const row of rows) {
    it(`[${row.mark}] ${row.fact}`, async () => {
      const b = await bench();
      const reply = await row.call(b);
      expect(reply.code).toBe(row.code);
      // API errors come as HTTP 200 (C* S-NODE), an unknown path excepted.
      expect(reply.status).toBe(row.status ?? 200);
      if (row.message !== undefined) expect(reply.message).toEqual(row.message);
      if (row.data !== undefined) expect(reply.data).toEqual(row.data(b));
    });
  }

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
