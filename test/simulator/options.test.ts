/**
 * Every named option changes what it says it changes. A row gives what is seen without the option
 * and what is seen with it; the last test fails for an option that has no row.
 */
import { describe, expect, it } from 'vitest';

import { optionTable } from '../../src-simulator/options/option-table.ts';
import { dataRows, flips } from './option-rows.ts';
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
/** How many of two calls at one time are too many. */
const tooMany = async (b: Bench) => {
  const session = await b.session();
  const two = [1, 2].map(() => b.op('/GetSessionInfo.json', session));
  return (await Promise.all(two)).filter((reply) => reply.code === 'BDC_1322').length;
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

const rows = [
  flips({ idleMinutes: 2 }, null, 'BDC_1109', afterMinutes(3)),
  flips({ codeMinutes: 1 }, null, 'BDC_1356', async (b) => {
    const session = await b.session();
    const challengeId = await b.challenge(session);
    const token = b.code();
    b.clock.advance(2 * MINUTE);
    return code(b.authenticate(session, challengeId, { token }));
  }),
  flips({ rememberDays: 1 }, null, 'BDC_1361', async (b) => {
    const mfaId = await b.trust(await b.session());
    b.clock.advance(2 * DAY);
    const next = await b.session(b.account(), { mfaId, deviceId: 'device-1' });
    return code(b.op('/PayBills.json', next, PAY_ONE_CENT));
  }),
  flips(
    { callsPerHour: 1 },
    ': ',
    'BDC_1144: Max number of allowed requests per hour reached: 1.',
    async (b) => said(b.op('/GetSessionInfo.json', await b.session())),
  ),
  flips({ signInsPerHour: 1 }, null, 'BDC_1144', async (b) => {
    await b.signIn();
    return code(b.signIn());
  }),
  flips({ concurrentCalls: 1 }, 0, 1, tooMany, { latencyMs: 400 }),
  flips(
    { smsPerMinute: 1 },
    ': ',
    'BDC_1144: Max number of allowed requests per hour reached: 1.',
    challenges(2),
  ),
  flips({ deviceIdMaxLength: 3 }, null, 'BDC_1143', async (b) => {
    const session = await b.session();
    return code(b.authenticate(session, await b.challenge(session)));
  }),
  flips({ tokenSessionLife: '48h' }, null, 'BDC_1109', async (b) => {
    const session = await b.session(b.account({ kind: 'token' }));
    b.clock.advance(3 * DAY);
    return code(b.op('/GetSessionInfo.json', session));
  }),
  flips({ failedCallResetsIdle: true }, 'BDC_1109', null, async (b) => {
    const session = await b.session();
    b.clock.advance(20 * MINUTE);
    await b.op('/PayBills.json', session, PAY_ONE_CENT);
    b.clock.advance(20 * MINUTE);
    return code(b.op('/GetSessionInfo.json', session));
  }),
  flips(
    { maxSessionsPerUser: 2 },
    [[null, null, null, null], []],
    [['BDC_1109', null, null, null], ['replaced']],
    async (b) => {
      const sessions = [await b.session(), await b.session(), await b.session()];
      const other = await b.session(b.account({}, 1));
      const codes = [];
      for (const one of [...sessions, other])
        codes.push(await code(b.op('/CurrentTime.json', one)));
      return [codes, b.of('sessionEnded').map((event) => event.reason)];
    },
  ),
  flips(
    { unknownSessionError: 'BDC_1120' },
    'BDC_1109: Session is invalid.  Please log in.',
    'BDC_1120: No data found.',
    (b) => said(b.op('/GetSessionInfo.json', { devKey: b.account().devKey, sessionId: '!anone' })),
  ),
  flips(
    { idleSessionError: 'BDC_1374' },
    ['BDC_1109', 'BDC_1109'],
    ['BDC_1374', 'BDC_1109'],
    async (b) => {
      const signedOut = await b.session();
      await b.op('/Logout.json', signedOut);
      return [await afterMinutes(35)(b), await code(b.op('/GetSessionInfo.json', signedOut))];
    },
  ),
  flips(
    { endedSessionError: 'BDC_1107' },
    ['BDC_1109', 'BDC_1109'],
    ['BDC_1107', 'BDC_1109'],
    async (b) => {
      const session = await b.session();
      await b.op('/Logout.json', session);
      return [await code(b.op('/GetSessionInfo.json', session)), await afterMinutes(35)(b)];
    },
  ),
  flips({ otherDevKeySessionError: 'BDC_1102' }, 'BDC_1109', 'BDC_1102', async (b) => {
    const devKey = b.account({}, 1).devKey;
    return code(b.op('/GetSessionInfo.json', { ...(await b.session()), devKey }));
  }),
  flips(
    { cookieAttributes: 'Path=/api; Secure' },
    '; Path=/; HttpOnly',
    '; Path=/api; Secure',
    async (b) => String((await b.signIn()).headers['set-cookie']).replace(/^[^;]*/, ''),
  ),
  flips(
    { apiEndPoint: 'https://api-sandbox.bill.com/api/v2' },
    'own',
    'https://api-sandbox.bill.com/api/v2',
    async (b) => text((await b.signIn()).data, 'apiEndPoint').replace(b.simulator.baseUrl, 'own'),
  ),
  flips(
    { loginCheckOrder: 'org,user,devKey' },
    ['BDC_1102', 'BDC_1102', 'BDC_1102'],
    ['BDC_1129', 'BDC_1101', 'BDC_1102'],
    async (b) => [
      await code(b.signIn(b.account(), { ...notAnOrg, password: 'x', devKey: '01x' })),
      await code(b.signIn(b.account(), { password: 'x', devKey: '01x' })),
      await code(b.signIn(b.account(), { devKey: '01x' })),
    ],
  ),
  flips({ orgNotOfUserError: 'BDC_1123' }, 'BDC_1129', 'BDC_1123', (b) =>
    code(b.signIn(b.account(), { orgId: b.account({}, 1).orgId })),
  ),
  flips({ devKeyTiedToOrg: true }, null, 'BDC_1106', (b) =>
    code(b.signIn(b.account(), { devKey: b.account({}, 1).devKey })),
  ),
  flips({ failedSignInsBeforeLock: 1 }, null, 'BDC_1110', async (b) => {
    await wrongPasswords(b, 2);
    return code(b.signIn());
  }),
  flips({ lockMinutes: 10 }, ['BDC_1110', 'BDC_1110'], ['BDC_1110', null], async (b) => {
    await wrongPasswords(b, 11);
    b.clock.advance(10 * MINUTE - 1);
    const before = await code(b.signIn());
    b.clock.advance(1);
    return [before, await code(b.signIn())];
  }),
  flips({ lockedUserError: 'BDC_1101' }, 'BDC_1110', 'BDC_1101', (b) =>
    code(b.signIn(b.account({ condition: 'userLocked' }))),
  ),
  flips(
    { lockedUserNeedsPassword: true },
    ['BDC_1110', 'BDC_1110'],
    ['BDC_1101', 'BDC_1110'],
    async (b) => {
      const locked = b.account({ condition: 'userLocked' });
      return [await code(b.signIn(locked, { password: 'x' })), await code(b.signIn(locked))];
    },
  ),
  flips({ staleMfaId: 'reject' }, null, 'BDC_1113', (b) => code(staleLogin(b))),
  flips({ staleMfaIdError: 'BDC_1374' }, 'BDC_1113', 'BDC_1374', (b) => code(staleLogin(b)), {
    staleMfaId: 'reject',
  }),
  flips({ logoutRevokesRememberedTrust: true }, null, 'BDC_1361', async (b) => {
    const session = await b.session();
    const mfaId = await b.trust(session);
    await b.op('/Logout.json', session);
    const next = await b.session(b.account(), { mfaId, deviceId: 'device-1' });
    return code(b.op('/PayBills.json', next, PAY_ONE_CENT));
  }),
  flips(
    { listOrgsSharesLoginLimit: false },
    'BDC_1144',
    null,
    async (b) => {
      await b.signIn();
      return code(b.call('/ListOrgs.json', credentials(b.account())));
    },
    { signInsPerHour: 1 },
  ),
  flips(
    { loginLimitNumber: 20_000 },
    'Max number of allowed requests per hour reached: 200.',
    'Max number of allowed requests per hour reached: 20000.',
    async (b) => {
      await b.signIn();
      return (await b.signIn()).message;
    },
    { signInsPerHour: 1 },
  ),
  flips(
    { limitHttpStatus: 429 },
    200,
    429,
    async (b) => {
      await b.signIn();
      return statusOf(b.signIn());
    },
    { signInsPerHour: 1 },
  ),
  flips(
    { smsLimitError: 'BDC_1358: Wait a minute.' },
    'BDC_1144: Max number of allowed requests per hour reached: 1.',
    'BDC_1358: Wait a minute.',
    challenges(2),
    { smsPerMinute: 1 },
  ),
  flips({ latencyMs: 300 }, 0, 1, tooMany, { concurrentCalls: 1 }),
  flips(
    { wrongCodeError: 'BDC_1355: Wrong.' },
    'BDC_1119: Invalid field,value: token, TOKEN.',
    'BDC_1355: Wrong.',
    async (b) => {
      const session = await b.session();
      const token = await b.challenge(session).then(() => b.wrongCode());
      const said1 = await said(b.authenticate(session, await b.challenge(session), { token }));
      return said1.replace(token, 'TOKEN');
    },
  ),
  flips({ wrongCodesBeforeLimit: 1 }, 'BDC_1119', 'BDC_1358', wrongCodes(2)),
  flips({ tooManyTriesWaitMinutes: 10 }, [null, null], ['BDC_1358', null], async (b) => {
    await wrongCodes(4)(b);
    const session = await b.session();
    const at0 = await code(b.op('/MFAChallenge.json', session, {}));
    b.clock.advance(10 * MINUTE);
    return [at0, await code(b.op('/MFAChallenge.json', session, {}))];
  }),
  flips({ unknownChallengeError: 'BDC_1120' }, 'BDC_1119', 'BDC_1120', async (b) =>
    code(b.authenticate(await b.session(), '!anone', { token: '123456' })),
  ),
  flips({ expiredCodeError: 'BDC_1374' }, 'BDC_1356', 'BDC_1374', async (b) => {
    const session = await b.session();
    const challengeId = await b.challenge(session);
    b.clock.advance(6 * MINUTE);
    return code(b.authenticate(session, challengeId, { token: '123456' }));
  }),
  flips({ acceptDashedCode: false }, null, 'BDC_1119', async (b) => {
    const session = await b.session();
    const challengeId = await b.challenge(session);
    const token = `${b.code().slice(0, 3)}-${b.code().slice(3)}`;
    return code(b.authenticate(session, challengeId, { token }));
  }),
  flips({ newChallengeReplacesOld: true }, null, 'BDC_1119', async (b) => {
    const session = await b.session();
    const first = await b.challenge(session);
    const token = b.code();
    await b.challenge(session);
    return code(b.authenticate(session, first, { token }));
  }),
  flips({ useBackup: 'accept' }, 'BDC_1119', null, async (b) =>
    code(b.op('/MFAChallenge.json', await b.session(), { useBackup: true })),
  ),
  flips({ useBackupError: 'BDC_1354' }, 'BDC_1119', 'BDC_1354', async (b) =>
    code(b.op('/MFAChallenge.json', await b.session(), { useBackup: true })),
  ),
  flips({ mfaIdWhenNotRemembered: 'absent' }, true, false, async (b) =>
    Object.keys((await authenticated({ rememberMe: false })(b)) as object).includes('mfaId'),
  ),
  flips({ machineNameReturned: false }, ['machineName', 'mfaId'], ['mfaId'], async (b) =>
    Object.keys((await authenticated({})(b)) as object),
  ),
  flips(
    { rememberMeRequired: true },
    ': ',
    'BDC_1117: Missing required data for: rememberMe.',
    async (b) => {
      const session = await b.session();
      const challengeId = await b.challenge(session);
      return said(b.authenticate(session, challengeId, { rememberMe: undefined }));
    },
  ),
  flips({ sessionMfaIdIsTrusted: false }, { isTrusted: true }, { isTrusted: false }, async (b) => {
    const session = await b.session();
    const mfaId = await b.trust(session, { rememberMe: false });
    return (await b.op('/MFAStatus.json', session, { mfaId, deviceId: 'device-1' })).data;
  }),
  flips(
    { trustOutlivesRememberDays: false },
    [null, null],
    [null, 'BDC_1361'],
    async (b) => {
      const session = await b.session();
      await b.trust(session);
      b.clock.advance(30 * DAY - 1);
      const before = await code(b.op('/PayBills.json', session, PAY_ONE_CENT));
      b.clock.advance(1);
      return [before, await code(b.op('/PayBills.json', session, PAY_ONE_CENT))];
    },
    { idleMinutes: 60 * 24 * 40 },
  ),
  flips(
    { untrustedError: 'BDC_1361: No trust.' },
    'BDC_1361: Untrusted session.',
    'BDC_1361: No trust.',
    async (b) => said(b.op('/PayBills.json', await b.session(), {})),
  ),
  flips({ tokenProtectedError: 'BDC_1121' }, 'BDC_1361', 'BDC_1121', tokenCall('/PayBills.json')),
  flips({ tokenMfaError: 'BDC_1354' }, 'BDC_1361', 'BDC_1354', tokenCall('/MFAChallenge.json')),
  flips({ errorHttpStatus: 400 }, 200, 400, (b) => statusOf(wrongKey(b))),
  flips({ malformedHttpStatus: 400 }, 200, 400, (b) =>
    statusOf(b.call('/Login.json', {}, { method: 'GET' })),
  ),
  flips(
    { contentType: 'application/json;charset=UTF-8' },
    'application/json',
    'application/json;charset=UTF-8',
    async (b) => (await b.signIn()).headers['content-type'],
  ),
  flips({ lenientContentType: true }, 'BDC_1002', null, async (b) =>
    code(
      b.call('/CurrentTime.json', await b.session(), {
        headers: { 'content-type': 'text/plain' },
      }),
    ),
  ),
  flips(
    { missingDataKeyError: 'BDC_1108' },
    'BDC_1117: Missing required data for: mfaId.',
    'BDC_1108: Missing parameter value for parameter: mfaId.',
    async (b) => said(b.op('/MFAStatus.json', await b.session(), {})),
  ),
  flips({ errorsShape: 'map' }, 'list', 'BDC_1001', errorsBody),
  flips({ errorsShape: 'object' }, 'list', 'errors', errorsBody),
  flips(
    { text1105: 'API is off.' },
    'BDC_1105: Organization does not have API access.',
    'BDC_1105: API is off.',
    (b) => said(b.signIn(b.account({ condition: 'apiOff' }))),
  ),
  flips(
    { text1356: 'Too late.' },
    'BDC_1356: 2-Step Verification token has expired',
    'BDC_1356: Too late.',
    async (b) => {
      const session = await b.session();
      const challengeId = await b.challenge(session);
      b.clock.advance(6 * MINUTE);
      return said(b.authenticate(session, challengeId, { token: '123456' }));
    },
  ),
  flips(
    { text1374: 'Gone.' },
    'BDC_1374: 2-Step Verification token is expired.',
    'BDC_1374: Gone.',
    (b) => said(staleLogin(b)),
    { staleMfaId: 'reject', staleMfaIdError: 'BDC_1374' },
  ),
  ...dataRows,
];

describe('a named option', () => {
  for (const { set, from, to, see, also } of rows) {
    const [name = '', value] = Object.entries(set)[0] ?? [];
    it(`${name}=${String(value)} flips what is stated`, async () => {
      expect(await see(await bench({ options: also }))).toEqual(from);
      expect(await see(await bench({ options: { ...also, ...set } }))).toEqual(to);
    });
  }

  it('has a row above, every one of them', () => {
    const covered = new Set(rows.flatMap(({ set }) => Object.keys(set)));
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
