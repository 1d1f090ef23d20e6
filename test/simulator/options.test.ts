/**
 * Every named option changes what it says it changes. A row gives what is seen without the option
 * and what is seen with it; the last test fails for an option that has no row.
 */
import { describe, expect, it } from 'vitest';

import { optionTable } from '../../src-simulator/options/option-table.ts';
import { dataRows } from './option-rows.ts';
import type { Row } from './option-rows.ts';
import { bench, code, credentials, DAY, MINUTE, PAY_ONE_CENT, said, text } from './support.ts';
import type { Bench, Reply } from './support.ts';

const afterMinutes = (minutes: number) => async (b: Bench) => {
  const session = await b.session();
  b.clock.advance(minutes * MINUTE);
  return code(b.op('/GetSessionInfo.json', session));
};
const challenges = (times: number) => async (b: Bench) => {
  const session = await b.session();
  for (let n = 1; n < times; n += 1) await b.challenge(session);
  return said(b.op('/MFAChallenge.json', session, {}));
};
const wrongCodes = (times: number) => async (b: Bench) => {
  const session = await b.session();
  const challengeId = await b.challenge(session);
  for (let n = 1; n < times; n += 1) {
    await b.authenticate(session, challengeId, { token: b.wrongCode() });
  }
  return code(b.authenticate(session, challengeId, { token: b.wrongCode() }));
};
const wrongPasswords = async (b: Bench, times: number) => {
  for (let n = 0; n < times; n += 1) await b.signIn(b.account(), { password: 'wrong' });
};
const authenticated = (change: Readonly<Record<string, unknown>>) => async (b: Bench) => {
  const session = await b.session();
  return (await b.authenticate(session, await b.challenge(session), change)).data;
};
const statusOf = async (reply: Promise<Reply>) => (await reply).status;
const wrongKey = (b: Bench) => b.signIn(b.account(), { devKey: '01ZZZZZZZZZZZZZZZZZZ' });
const notAnOrg = { orgId: '008ZZZZZZZZZZZZZZZZZ' };
const staleLogin = (b: Bench) => b.signIn(b.account(), { mfaId: '!bstale', deviceId: 'd' });
const tokenCall = (path: string) => async (b: Bench) =>
  code(b.op(path, await b.session(b.account({ kind: 'token' })), {}));
const errorsBody = async (b: Bench) => {
  const { data } = await b.call('/Errors.json', {});
  return Array.isArray(data) ? 'list' : Object.keys(data as object)[0];
};

const rows: readonly Row[] = [
  { set: { idleMinutes: 2 }, see: afterMinutes(3), without: null, with: 'BDC_1109' },
  {
    set: { codeMinutes: 1 },
    see: async (b) => {
      const session = await b.session();
      const challengeId = await b.challenge(session);
      const token = b.code();
      b.clock.advance(2 * MINUTE);
      return code(b.authenticate(session, challengeId, { token }));
    },
    without: null,
    with: 'BDC_1356',
  },
  {
    set: { rememberDays: 1 },
    see: async (b) => {
      const mfaId = await b.trust(await b.session());
      b.clock.advance(2 * DAY);
      const next = await b.session(b.account(), { mfaId, deviceId: 'device-1' });
      return code(b.op('/PayBills.json', next, PAY_ONE_CENT));
    },
    without: null,
    with: 'BDC_1361',
  },
  {
    set: { callsPerHour: 1 },
    see: async (b) => said(b.op('/GetSessionInfo.json', await b.session())),
    without: ': ',
    with: 'BDC_1144: Max number of allowed requests per hour reached: 1.',
  },
  {
    set: { signInsPerHour: 1 },
    see: async (b) => {
      await b.signIn();
      return code(b.signIn());
    },
    without: null,
    with: 'BDC_1144',
  },
  {
    set: { concurrentCalls: 1 },
    also: { latencyMs: 400 },
    see: async (b) => {
      const session = await b.session();
      const two = [1, 2].map(() => b.op('/GetSessionInfo.json', session));
      return (await Promise.all(two)).filter((reply) => reply.code === 'BDC_1322').length;
    },
    without: 0,
    with: 1,
  },
  {
    set: { smsPerMinute: 1 },
    see: challenges(2),
    without: ': ',
    with: 'BDC_1144: Max number of allowed requests per hour reached: 1.',
  },
  {
    set: { deviceIdMaxLength: 3 },
    see: async (b) => {
      const session = await b.session();
      return code(b.authenticate(session, await b.challenge(session)));
    },
    without: null,
    with: 'BDC_1143',
  },
  {
    set: { tokenSessionLife: '48h' },
    see: async (b) => {
      const session = await b.session(b.account({ kind: 'token' }));
      b.clock.advance(3 * DAY);
      return code(b.op('/GetSessionInfo.json', session));
    },
    without: null,
    with: 'BDC_1109',
  },
  {
    set: { failedCallResetsIdle: true },
    see: async (b) => {
      const session = await b.session();
      b.clock.advance(20 * MINUTE);
      await b.op('/PayBills.json', session, PAY_ONE_CENT);
      b.clock.advance(20 * MINUTE);
      return code(b.op('/GetSessionInfo.json', session));
    },
    without: 'BDC_1109',
    with: null,
  },
  {
    set: { maxSessionsPerUser: 2 },
    see: async (b) => {
      const sessions = [await b.session(), await b.session(), await b.session()];
      const other = await b.session(b.account({}, 1));
      const codes = [];
      for (const one of [...sessions, other])
        codes.push(await code(b.op('/CurrentTime.json', one)));
      return [codes, b.of('sessionEnded').map((event) => event.reason)];
    },
    without: [[null, null, null, null], []],
    with: [['BDC_1109', null, null, null], ['replaced']],
  },
  {
    set: { unknownSessionError: 'BDC_1120' },
    see: (b) =>
      said(b.op('/GetSessionInfo.json', { devKey: b.account().devKey, sessionId: '!anone' })),
    without: 'BDC_1109: Session is invalid.  Please log in.',
    with: 'BDC_1120: No data found.',
  },
  {
    set: { idleSessionError: 'BDC_1374' },
    see: async (b) => {
      const signedOut = await b.session();
      await b.op('/Logout.json', signedOut);
      return [await afterMinutes(35)(b), await code(b.op('/GetSessionInfo.json', signedOut))];
    },
    without: ['BDC_1109', 'BDC_1109'],
    with: ['BDC_1374', 'BDC_1109'],
  },
  {
    set: { endedSessionError: 'BDC_1107' },
    see: async (b) => {
      const session = await b.session();
      await b.op('/Logout.json', session);
      return [await code(b.op('/GetSessionInfo.json', session)), await afterMinutes(35)(b)];
    },
    without: ['BDC_1109', 'BDC_1109'],
    with: ['BDC_1107', 'BDC_1109'],
  },
  {
    set: { otherDevKeySessionError: 'BDC_1102' },
    see: async (b) => {
      const devKey = b.account({}, 1).devKey;
      return code(b.op('/GetSessionInfo.json', { ...(await b.session()), devKey }));
    },
    without: 'BDC_1109',
    with: 'BDC_1102',
  },
  {
    set: { cookieAttributes: 'Path=/api; Secure' },
    see: async (b) => String((await b.signIn()).headers['set-cookie']).replace(/^[^;]*/, ''),
    without: '; Path=/; HttpOnly',
    with: '; Path=/api; Secure',
  },
  {
    set: { apiEndPoint: 'https://api-sandbox.bill.com/api/v2' },
    see: async (b) =>
      text((await b.signIn()).data, 'apiEndPoint').replace(b.simulator.baseUrl, 'own'),
    without: 'own',
    with: 'https://api-sandbox.bill.com/api/v2',
  },
  {
    set: { loginCheckOrder: 'org,user,devKey' },
    see: async (b) => [
      await code(b.signIn(b.account(), { ...notAnOrg, password: 'x', devKey: '01x' })),
      await code(b.signIn(b.account(), { password: 'x', devKey: '01x' })),
      await code(b.signIn(b.account(), { devKey: '01x' })),
    ],
    without: ['BDC_1102', 'BDC_1102', 'BDC_1102'],
    with: ['BDC_1129', 'BDC_1101', 'BDC_1102'],
  },
  {
    set: { orgNotOfUserError: 'BDC_1123' },
    see: (b) => code(b.signIn(b.account(), { orgId: b.account({}, 1).orgId })),
    without: 'BDC_1129',
    with: 'BDC_1123',
  },
  {
    set: { devKeyTiedToOrg: true },
    see: (b) => code(b.signIn(b.account(), { devKey: b.account({}, 1).devKey })),
    without: null,
    with: 'BDC_1106',
  },
  {
    set: { failedSignInsBeforeLock: 1 },
    see: async (b) => {
      await wrongPasswords(b, 2);
      return code(b.signIn());
    },
    without: null,
    with: 'BDC_1110',
  },
  {
    set: { lockMinutes: 10 },
    see: async (b) => {
      await wrongPasswords(b, 11);
      b.clock.advance(10 * MINUTE - 1);
      const before = await code(b.signIn());
      b.clock.advance(1);
      return [before, await code(b.signIn())];
    },
    without: ['BDC_1110', 'BDC_1110'],
    with: ['BDC_1110', null],
  },
  {
    set: { lockedUserError: 'BDC_1101' },
    see: (b) => code(b.signIn(b.account({ condition: 'userLocked' }))),
    without: 'BDC_1110',
    with: 'BDC_1101',
  },
  {
    set: { lockedUserNeedsPassword: true },
    see: async (b) => {
      const locked = b.account({ condition: 'userLocked' });
      return [await code(b.signIn(locked, { password: 'x' })), await code(b.signIn(locked))];
    },
    without: ['BDC_1110', 'BDC_1110'],
    with: ['BDC_1101', 'BDC_1110'],
  },
  {
    set: { staleMfaId: 'reject' },
    see: (b) => code(staleLogin(b)),
    without: null,
    with: 'BDC_1113',
  },
  {
    set: { staleMfaIdError: 'BDC_1374' },
    also: { staleMfaId: 'reject' },
    see: (b) => code(staleLogin(b)),
    without: 'BDC_1113',
    with: 'BDC_1374',
  },
  {
    set: { logoutRevokesRememberedTrust: true },
    see: async (b) => {
      const session = await b.session();
      const mfaId = await b.trust(session);
      await b.op('/Logout.json', session);
      const next = await b.session(b.account(), { mfaId, deviceId: 'device-1' });
      return code(b.op('/PayBills.json', next, PAY_ONE_CENT));
    },
    without: null,
    with: 'BDC_1361',
  },
  {
    set: { listOrgsSharesLoginLimit: false },
    also: { signInsPerHour: 1 },
    see: async (b) => {
      await b.signIn();
      return code(b.call('/ListOrgs.json', credentials(b.account())));
    },
    without: 'BDC_1144',
    with: null,
  },
  {
    set: { loginLimitNumber: 20_000 },
    also: { signInsPerHour: 1 },
    see: async (b) => {
      await b.signIn();
      return (await b.signIn()).message;
    },
    without: 'Max number of allowed requests per hour reached: 200.',
    with: 'Max number of allowed requests per hour reached: 20000.',
  },
  {
    set: { limitHttpStatus: 429 },
    also: { signInsPerHour: 1 },
    see: async (b) => {
      await b.signIn();
      return statusOf(b.signIn());
    },
    without: 200,
    with: 429,
  },
  {
    set: { smsLimitError: 'BDC_1358: Wait a minute.' },
    also: { smsPerMinute: 1 },
    see: challenges(2),
    without: 'BDC_1144: Max number of allowed requests per hour reached: 1.',
    with: 'BDC_1358: Wait a minute.',
  },
  {
    set: { latencyMs: 300 },
    also: { concurrentCalls: 1 },
    see: async (b) => {
      const session = await b.session();
      const two = [1, 2].map(() => b.op('/GetSessionInfo.json', session));
      return (await Promise.all(two)).filter((reply) => reply.code === 'BDC_1322').length;
    },
    without: 0,
    with: 1,
  },
  {
    set: { wrongCodeError: 'BDC_1355: Wrong.' },
    see: async (b) => {
      const session = await b.session();
      const token = await b.challenge(session).then(() => b.wrongCode());
      const said1 = await said(b.authenticate(session, await b.challenge(session), { token }));
      return said1.replace(token, 'TOKEN');
    },
    without: 'BDC_1119: Invalid field,value: token, TOKEN.',
    with: 'BDC_1355: Wrong.',
  },
  { set: { wrongCodesBeforeLimit: 1 }, see: wrongCodes(2), without: 'BDC_1119', with: 'BDC_1358' },
  {
    set: { tooManyTriesWaitMinutes: 10 },
    see: async (b) => {
      await wrongCodes(4)(b);
      const session = await b.session();
      const at0 = await code(b.op('/MFAChallenge.json', session, {}));
      b.clock.advance(10 * MINUTE);
      return [at0, await code(b.op('/MFAChallenge.json', session, {}))];
    },
    without: [null, null],
    with: ['BDC_1358', null],
  },
  {
    set: { unknownChallengeError: 'BDC_1120' },
    see: async (b) => code(b.authenticate(await b.session(), '!anone', { token: '123456' })),
    without: 'BDC_1119',
    with: 'BDC_1120',
  },
  {
    set: { expiredCodeError: 'BDC_1374' },
    see: async (b) => {
      const session = await b.session();
      const challengeId = await b.challenge(session);
      b.clock.advance(6 * MINUTE);
      return code(b.authenticate(session, challengeId, { token: '123456' }));
    },
    without: 'BDC_1356',
    with: 'BDC_1374',
  },
  {
    set: { acceptDashedCode: false },
    see: async (b) => {
      const session = await b.session();
      const challengeId = await b.challenge(session);
      const token = `${b.code().slice(0, 3)}-${b.code().slice(3)}`;
      return code(b.authenticate(session, challengeId, { token }));
    },
    without: null,
    with: 'BDC_1119',
  },
  {
    set: { newChallengeReplacesOld: true },
    see: async (b) => {
      const session = await b.session();
      const first = await b.challenge(session);
      const token = b.code();
      await b.challenge(session);
      return code(b.authenticate(session, first, { token }));
    },
    without: null,
    with: 'BDC_1119',
  },
  {
    set: { useBackup: 'accept' },
    see: async (b) => code(b.op('/MFAChallenge.json', await b.session(), { useBackup: true })),
    without: 'BDC_1119',
    with: null,
  },
  {
    set: { useBackupError: 'BDC_1354' },
    see: async (b) => code(b.op('/MFAChallenge.json', await b.session(), { useBackup: true })),
    without: 'BDC_1119',
    with: 'BDC_1354',
  },
  {
    set: { mfaIdWhenNotRemembered: 'absent' },
    see: async (b) =>
      Object.keys((await authenticated({ rememberMe: false })(b)) as object).includes('mfaId'),
    without: true,
    with: false,
  },
  {
    set: { machineNameReturned: false },
    see: async (b) => Object.keys((await authenticated({})(b)) as object),
    without: ['machineName', 'mfaId'],
    with: ['mfaId'],
  },
  {
    set: { rememberMeRequired: true },
    see: async (b) => {
      const session = await b.session();
      const challengeId = await b.challenge(session);
      return said(b.authenticate(session, challengeId, { rememberMe: undefined }));
    },
    without: ': ',
    with: 'BDC_1117: Missing required data for: rememberMe.',
  },
  {
    set: { sessionMfaIdIsTrusted: false },
    see: async (b) => {
      const session = await b.session();
      const mfaId = await b.trust(session, { rememberMe: false });
      return (await b.op('/MFAStatus.json', session, { mfaId, deviceId: 'device-1' })).data;
    },
    without: { isTrusted: true },
    with: { isTrusted: false },
  },
  {
    set: { trustOutlivesRememberDays: false },
    also: { idleMinutes: 60 * 24 * 40 },
    see: async (b) => {
      const session = await b.session();
      await b.trust(session);
      b.clock.advance(30 * DAY - 1);
      const before = await code(b.op('/PayBills.json', session, PAY_ONE_CENT));
      b.clock.advance(1);
      return [before, await code(b.op('/PayBills.json', session, PAY_ONE_CENT))];
    },
    without: [null, null],
    with: [null, 'BDC_1361'],
  },
  {
    set: { untrustedError: 'BDC_1361: No trust.' },
    see: async (b) => said(b.op('/PayBills.json', await b.session(), {})),
    without: 'BDC_1361: Untrusted session.',
    with: 'BDC_1361: No trust.',
  },
  {
    set: { tokenProtectedError: 'BDC_1121' },
    see: tokenCall('/PayBills.json'),
    without: 'BDC_1361',
    with: 'BDC_1121',
  },
  {
    set: { tokenMfaError: 'BDC_1354' },
    see: tokenCall('/MFAChallenge.json'),
    without: 'BDC_1361',
    with: 'BDC_1354',
  },
  { set: { errorHttpStatus: 400 }, see: (b) => statusOf(wrongKey(b)), without: 200, with: 400 },
  {
    set: { malformedHttpStatus: 400 },
    see: (b) => statusOf(b.call('/Login.json', {}, { method: 'GET' })),
    without: 200,
    with: 400,
  },
  {
    set: { contentType: 'application/json;charset=UTF-8' },
    see: async (b) => (await b.signIn()).headers['content-type'],
    without: 'application/json',
    with: 'application/json;charset=UTF-8',
  },
  {
    set: { lenientContentType: true },
    see: async (b) =>
      code(
        b.call('/CurrentTime.json', await b.session(), {
          headers: { 'content-type': 'text/plain' },
        }),
      ),
    without: 'BDC_1002',
    with: null,
  },
  {
    set: { missingDataKeyError: 'BDC_1108' },
    see: async (b) => said(b.op('/MFAStatus.json', await b.session(), {})),
    without: 'BDC_1117: Missing required data for: mfaId.',
    with: 'BDC_1108: Missing parameter value for parameter: mfaId.',
  },
  { set: { errorsShape: 'map' }, see: errorsBody, without: 'list', with: 'BDC_1001' },
  { set: { errorsShape: 'object' }, see: errorsBody, without: 'list', with: 'errors' },
  {
    set: { text1105: 'API is off.' },
    see: (b) => said(b.signIn(b.account({ condition: 'apiOff' }))),
    without: 'BDC_1105: Organization does not have API access.',
    with: 'BDC_1105: API is off.',
  },
  {
    set: { text1356: 'Too late.' },
    see: async (b) => {
      const session = await b.session();
      const challengeId = await b.challenge(session);
      b.clock.advance(6 * MINUTE);
      return said(b.authenticate(session, challengeId, { token: '123456' }));
    },
    without: 'BDC_1356: 2-Step Verification token has expired',
    with: 'BDC_1356: Too late.',
  },
  {
    set: { text1374: 'Gone.' },
    also: { staleMfaId: 'reject', staleMfaIdError: 'BDC_1374' },
    see: (b) => said(staleLogin(b)),
    without: 'BDC_1374: 2-Step Verification token is expired.',
    with: 'BDC_1374: Gone.',
  },
  ...dataRows,
];

describe('a named option', () => {
  for (const row of rows) {
    const name = Object.keys(row.set)[0] ?? '';
    it(`${name}=${String(Object.values(row.set)[0])} flips what is stated`, async () => {
      const also = row.also ?? {};
      expect(await row.see(await bench({ options: also }))).toEqual(row.without);
      expect(await row.see(await bench({ options: { ...also, ...row.set } }))).toEqual(row.with);
    });
  }

  it('has a row above, every one of them', () => {
    const covered = new Set(rows.flatMap((row) => Object.keys(row.set)));
    expect([...covered].sort()).toEqual(Object.keys(optionTable).sort());
  });

  it('has a stated default that its own parser takes, a mark and a sentence', () => {
    for (const [name, spec] of Object.entries(optionTable)) {
      expect(spec.parse(String(spec.initial)), name).toBe(spec.initial);
      expect(spec.mark, name).toMatch(/^(D|C|I)\b/);
      expect(spec.about, name).toMatch(/\.$|\]\}\.$/);
    }
  });
});
