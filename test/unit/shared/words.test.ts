/** The words: every kind has its sentences, none breaks the house rules. */
import { describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../src-main/bill/paths.ts';
import { historyCauses, type HistoryKind } from '../../../src-shared/history.ts';
import type {
  AppError,
  FileTrouble,
  HostRefusal,
  LineFault,
  OddReply,
  StorageTrouble,
} from '../../../src-shared/result.ts';
import type {
  EndReason,
  OpenView,
  SignedOutView,
  TouchReason,
  TrustView,
} from '../../../src-shared/session-view.ts';
import type { StorageView } from '../../../src-shared/snapshot.ts';
import {
  againWords,
  bannerWords,
  codeErrorWords,
  deviceWords,
  endedWords,
  errorOfKind,
  errorWords,
  listed,
  observedWords,
  openSentence,
  orgIdWords,
  rememberWords,
  serverName,
  serverTag,
  signInHeldUntil,
  signInOutcome,
  nextMinuteIn,
  stateLine,
  stateWords,
  stopsWords,
  storageWords,
  touchReason,
  trustWords,
} from '../../../src-shared/words.ts';
import { refusalSpoken } from '../../../src-shared/words/verify-words.ts';
import { pastMeaning, pastWords } from '../../../src-shared/words/past-words.ts';
import { activityWords, resultWord } from '../../../src-shared/words/activity-words.ts';
import { notPastedWords, pastedWords } from '../../../src-shared/words/paste-words.ts';
import { clock, HOUR, nextFullHour } from '../../../src-shared/text/times.ts';
import { refusal } from '../../fakes/refusal.ts';
import { event } from '../../history/support.ts';
import { ended, expired, NOW, openSession, token } from '../../browser/snapshots.ts';

const MIN = 60_000;
const codes = [
  1001, 1002, 1003, 1005, 1101, 1102, 1103, 1104, 1105, 1106, 1107, 1108, 1109, 1110, 1111, 1113,
  1117, 1119, 1120, 1121, 1122, 1123, 1124, 1129, 1144, 1150, 1151, 1178, 1322, 1354, 1356, 1358,
  1361, 1374,
].map((it) => `BDC_${it}`);
const refused = (code: string, by?: Endpoint | 'named') =>
  refusal(code, { text: '', ...(by === undefined ? {} : { by }) });

// Records, so that a new member of a union does not compile here without its row.
const hosts: Record<HostRefusal, true> = {
  notAUrl: true,
  production: true,
  retired: true,
  insecure: true,
  notSandbox: true,
};
const faults: Record<LineFault, true> = {
  offline: true,
  dns: true,
  refused: true,
  timeout: true,
  tls: true,
  reset: true,
  protocol: true,
  proxy: true,
  proxyAuth: true,
  proxySocks: true,
};
const odds: Record<OddReply, true> = {
  status: true,
  redirect: true,
  html: true,
  json: true,
  shape: true,
  organization: true,
  encoded: true,
  tooLarge: true,
};
const touchReasons: Record<TouchReason, true> = {
  regular: true,
  retry: true,
  busy: true,
  hourLimit: true,
  doubtful: true,
  woke: true,
  offline: true,
  paused: true,
  off: true,
  maxAge: true,
  away: true,
  token: true,
  stopped: true,
};
const keys = <K extends string>(record: Record<K, true>) => Object.keys(record) as K[];

const byKind: Record<AppError['kind'], readonly AppError[]> = {
  invalidInput: (
    [
      'missing',
      'tooLong',
      'notSixDigits',
      'fewDigits',
      'manyDigits',
      'severalCodes',
      'notJson',
      'malformed',
      'tooMany',
    ] as const
  ).flatMap((problem) =>
    [
      ...['userName', 'password', 'orgId', 'devKey', 'sessionId', 'server.url', 'code', 'body'],
      ...['machineName', 'change.name', 'elsewhere', 'constructor', '__proto__'],
    ].map((field) => ({ kind: 'invalidInput', field, problem }) as const),
  ),
  unknownCommand: [{ kind: 'unknownCommand' }],
  notAllowed: [{ kind: 'notAllowed' }],
  tooFast: [{ kind: 'tooFast' }],
  notNow: [{ kind: 'notNow' }],
  internal: [{ kind: 'internal' }],
  hostRefused: keys(hosts).map((reason) => ({ kind: 'hostRefused', reason })),
  practiceFailed: [{ kind: 'practiceFailed' }],
  file: keys<FileTrouble>({
    ...{ notWritten: true, notRead: true, tooLarge: true, notJson: true },
    ...{ notAnExport: true, tooMany: true, newer: true },
  }).flatMap((trouble) =>
    [null, 'profiles.2.name'].map((at) => ({ kind: 'file', trouble, at }) as const),
  ),
  storage: keys<StorageTrouble>({
    ...{ notRemoved: true, notSaved: true, notSetAside: true, startAtLogin: true },
  }).map((trouble) => ({ kind: 'storage', trouble })),
  ownLimit: keys<Extract<AppError, { kind: 'ownLimit' }>['limit']>({
    ...{ signIn: true, textMessage: true, call: true },
  }).map((limit) => ({
    kind: 'ownLimit',
    limit,
    until: NOW,
  })),
  cancelled: [{ kind: 'cancelled' }],
  line: [
    ...keys(faults).flatMap((fault) =>
      [
        { code: null },
        { code: null, sent: true },
        { code: 'PROXY_ETIMEDOUT' },
        { code: 'PROXY_LOOKUP' },
        { code: 'PROXY_HTTP_511' },
      ].map((more) => ({ kind: 'line', fault, ...more }) as AppError),
    ),
    ...['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'ERR_TLS_CERT_ALTNAME_INVALID'].map(
      (code) => ({ kind: 'line', fault: 'tls', code }) as const,
    ),
  ],
  oddReply: keys(odds).flatMap((odd) =>
    [null, 30_000].flatMap((retryAfterMs) =>
      [200, 407, 502, 511].map(
        (status) => ({ kind: 'oddReply', odd, status, retryAfterMs }) as const,
      ),
    ),
  ),
  refused: [...codes, 'BDC_9999'].flatMap((code) =>
    (['login', 'getSessionInfo', 'mfaAuthenticate', 'named'] as const).map((by) =>
      refused(code, by),
    ),
  ),
};
const errors = Object.values(byKind).flat();
const servers = ['BILL', 'the practice sandbox', '127.0.0.1:8080'];
const label = (error: AppError) => JSON.stringify(error);

const forbidden =
  /oops|please|successfully|invalid input|token refreshed|session renewed|%s|undefined/iu;

function checkSentence(text: string): void {
  expect(text).toMatch(/^\S.*\S$/u);
  expect(text).not.toMatch(forbidden);
  expect(text).not.toMatch(/ {2}|\.\./u);
  expect(text.charAt(0), text).toMatch(/[A-Z0-9]/u);
  expect(text, text).toMatch(/[.…]$/u);
}

describe('every error', () => {
  test.each(errors.map((error) => [label(error), error] as const))('%s', (_, error) => {
    for (const server of servers) {
      const { title, what, next } = errorWords(error, server);
      checkSentence(what);
      checkSentence(next);
      checkSentence(signInOutcome(error, server));
      checkSentence(codeErrorWords(error, server).what);
      expect(title).not.toMatch(/\.$/u);
      expect(title).not.toMatch(forbidden);
      expect(title.length).toBeGreaterThan(2);
    }
    expect(resultWord({ outcome: 'failed', error, status: null }).length).toBeLessThanOrEqual(11);
  });

  test('each curated code has words of its own, not the ones of an unknown code', () => {
    const unknown = errorWords(refused('BDC_9999'));
    for (const code of codes) expect(errorWords(refused(code)).what, code).not.toBe(unknown.what);
  });

  test('the retired host names the new one; production names the sandbox', () => {
    expect(errorWords({ kind: 'hostRefused', reason: 'retired' }).what).toContain(
      'https://api-stage.bill.com/api/v2',
    );
    expect(errorWords({ kind: 'hostRefused', reason: 'production' }).what).toContain(
      'Tabkeeper talks to the sandbox only',
    );
  });

  test('[C11] a certificate that is not valid today points to the clock, not to a proxy', () => {
    for (const code of ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']) {
      const { what, next } = errorWords({ kind: 'line', fault: 'tls', code });
      expect(`${what} ${next}`).toMatch(/date/u);
      expect(`${what} ${next}`).not.toMatch(/proxy/u);
    }
  });

  test('the hourly limit names the next full hour by the server’s clock', () => {
    const at = new Date(2026, 10, 24, 14, 7).getTime();
    const error = refusal('BDC_1144', { serverTime: at });
    expect(errorWords(error).what).toContain('15:00');
    expect(errorWords(refused('BDC_1144')).what).toContain('the next full hour');
  });

  test('an expired code has one set of words under both of its codes', () => {
    expect(errorWords(refused('BDC_1356'))).toEqual(errorWords(refused('BDC_1374')));
  });

  test('a wrong kind of ID is named by its beginning', () => {
    expect(orgIdWords('00901ABC')?.what).toBe('This is a vendor ID: it starts with 009.');
    expect(orgIdWords('00801ABC')).toBeNull();
  });
});

describe('the session', () => {
  const open = (own: Partial<OpenView>): OpenView => ({ ...openSession, ...own });

  test('the time left is a lower bound, in minutes, and in seconds at the end', () => {
    const words = (ms: number) => stateWords(open({ endsAtLeast: NOW + ms }), NOW).rest;
    expect(words(31 * MIN + 59_999)).toBe('at least 31 min');
    expect(words(2 * MIN)).toBe('at least 2 min');
    expect(words(2 * MIN - 1)).toBe('at least 119 s');
    expect(words(0)).toBe('not known if still open');
    expect(stateLine(openSession, NOW)).toBe('live, at least 30 min');
  });

  test('the line of the tray never promises more than is left, and says no seconds', () => {
    for (let ms = 36 * MIN; ms > -MIN; ms -= 997) {
      const line = stateLine(open({ endsAtLeast: NOW + ms }), NOW);
      const said = /at least (\d+) min$/u.exec(line)?.[1];
      if (said !== undefined) expect(Number(said) * MIN).toBeLessThanOrEqual(ms);
      expect(line).not.toMatch(/\d s$/u);
    }
    const line = (ms: number) => stateLine(open({ endsAtLeast: NOW + ms }), NOW);
    expect(line(MIN)).toBe('live, at least 1 min');
    expect(line(MIN - 1)).toBe('live, less than 1 min');
    expect(line(0)).toBe('live, not known if still open');
    expect(stateLine(open({ endsAtLeast: NOW + MIN - 1, doubtful: true }), NOW)).toBe(
      'live, time left not known',
    );
  });

  test('35 minutes that have just begun are 35, for the time that it takes to look', () => {
    const young = (ago: number) => {
      const at = NOW - ago;
      const session = open({
        lastContact: { at, endpoint: 'sessionInfo', by: 'you' },
        endsAtLeast: at + 35 * MIN,
      });
      return [stateWords(session, NOW).rest, stateLine(session, NOW)];
    };
    for (const ago of [0, 1, 9999]) {
      expect(young(ago)).toEqual(['at least 35 min', 'live, at least 35 min']);
    }
    expect(young(10_000)).toEqual(['at least 34 min', 'live, at least 34 min']);
  });

  test('it is due to be drawn again when it would say another minute', () => {
    for (const ms of [31 * MIN, 31 * MIN - 1, 30 * MIN + 1, MIN, 1]) {
      const session = open({ endsAtLeast: NOW + ms });
      const due = NOW + nextMinuteIn(session, NOW);
      expect(stateLine(session, due)).not.toBe(stateLine(session, NOW));
      expect(stateLine(session, due - 1)).toBe(stateLine(session, NOW));
    }
    expect(nextMinuteIn(open({ endsAtLeast: NOW }), NOW)).toBe(MIN);
    expect(nextMinuteIn(open({ endsAtLeast: null }), NOW)).toBe(MIN);
  });

  test('busy, offline and expired are three words', () => {
    const state = (it: OpenView['state']) => stateWords(open({ state: it }), NOW).word;
    expect([state('busy'), state('offline')]).toEqual(['Busy', 'Offline']);
    expect(stateWords(expired, NOW).word).toBe('Expired');
  });

  test('all is well: no banner; each trouble: one', () => {
    expect(bannerWords(openSession, NOW, 'BILL')).toBeNull();
    const states = ['atRisk', 'checking', 'busy', 'offline'] as const;
    for (const state of states) {
      for (const error of [null, ...byKind.line, ...byKind.oddReply]) {
        const trouble = error === null ? null : { error, since: NOW };
        const session = open({ state, keepAlive: { ...openSession.keepAlive, trouble } });
        const banner = bannerWords(session, NOW, 'the practice sandbox');
        checkSentence(banner?.text ?? '');
        expect(banner?.title).not.toMatch(/\.$/u);
      }
    }
    expect(bannerWords(open({ doubtful: true }), NOW, 'BILL')?.title).toContain('clock');
  });

  test('two facts under the state word, whoever called and whatever comes next', () => {
    const causes = ['you', 'signIn', 'keepAlive', 'beforeSleep', 'afterWake'] as const;
    const halts = ['paused', 'off', 'maxAge', 'away'] as const;
    const whys = keys(touchReasons);
    for (const by of causes) {
      for (const why of whys) {
        for (const nextTouchAt of [null, NOW + MIN]) {
          for (const extending of [false, true]) {
            const lastContact = { ...openSession.lastContact, by };
            const halt = halts.find((it) => it === why) ?? null;
            const keepAlive = { ...openSession.keepAlive, why, halt, nextTouchAt };
            checkSentence(openSentence(open({ lastContact, keepAlive, extending }), NOW));
          }
        }
      }
    }
    expect(openSentence(openSession, NOW)).toBe('Extended by us at 14:07. Next touch about 14:17.');
  });

  test('each end has its reason', () => {
    const reasons: Record<EndReason, true> = {
      signedOut: true,
      signedOutUnconfirmed: true,
      endedByServer: true,
      idle: true,
    };
    const said = keys(reasons).map((reason) =>
      endedWords(
        { ...ended, reason, cause: reason === 'idle' ? 'asleep' : null },
        NOW,
        'the practice sandbox',
      ),
    );
    said.forEach(checkSentence);
    expect(new Set(said).size).toBe(4);
  });

  test('trust says how it is known', () => {
    const known = { source: 'mfaAuthenticate', at: NOW } as const;
    const views: TrustView[] = [
      { is: 'untrusted', ...known },
      { is: 'session', ...known },
      { is: 'until', until: NOW + 30 * 24 * 60 * MIN, ...known },
      { is: 'unknown', ...known },
      { is: 'unavailable', ...known },
    ];
    for (const view of views) checkSentence(trustWords(view, NOW).how);
    expect(views.map((view) => trustWords(view, NOW).title)).toEqual([
      'Not trusted',
      'Trusted until the session ends',
      'Trusted until 24 Dec',
      'Trust not known',
      'MFA not available',
    ]);
    expect(trustWords({ is: 'session', ...known }, NOW).how).toContain('From MFAAuthenticate at');
  });
});

describe('what happened to a session', () => {
  const kinds = Object.entries(historyCauses) as [HistoryKind, readonly string[]][];
  test.each(kinds.flatMap(([kind, causes]) => causes.map((cause) => [kind, cause] as const)))(
    '%s by %s',
    (kind, cause) => {
      for (const more of [{ to: NOW + HOUR }, { to: null }, { count: 7 }]) {
        for (const withNewId of [false, true]) {
          const past = {
            event: event(kind, { from: NOW, cause: cause as never, ...more }),
            withNewId,
          };
          checkSentence(pastMeaning(past));
          const line = pastWords(past);
          expect(line).toMatch(/^[a-z].*[^.]$/u);
          expect(line).not.toMatch(forbidden);
        }
      }
    },
  );
});

describe('limits', () => {
  const keepAlive = openSession.keepAlive;

  test('each reason of a touch has its own words', () => {
    const said = keys(touchReasons).map((why) => touchReason(why, NOW));
    expect(new Set(said).size).toBe(said.length);
  });

  test('a pause says until when; the age says when it stops or has stopped', () => {
    const halt = { why: 'paused', halt: 'paused', nextTouchAt: null } as const;
    const said = (pausedUntil: number) =>
      openSentence({ ...openSession, keepAlive: { ...keepAlive, ...halt, pausedUntil } }, NOW);
    expect(said(NOW + 20 * MIN)).toContain('Paused until 14:31, then it is touched again.');
    expect(said(NOW + 60 * MIN)).toContain('It ends about 14:42, before the pause does at 15:11.');
    expect(stopsWords(keepAlive, NOW)).toBe('at 20:52');
    expect(stopsWords({ ...keepAlive, stopsAt: NOW - 2 * MIN }, NOW)).toBe('stopped at 14:09');
  });

  test('the observed age', () => {
    expect(observedWords([])).toBe('not known, none has ended yet');
    expect(observedWords([{ at: NOW, ageMs: (9 * 60 + 12) * MIN }])).toBe(
      'observed: ended after 9 h 12 min',
    );
  });

  test('a session in the place of one that died says so', () => {
    const contact = { at: NOW, endpoint: 'login', by: 'signIn' } as const;
    const again = { ...openSession, lastContact: contact, openedBy: 'again' } as const;
    expect(openSentence(again, NOW)).toContain('Signed in again at ');
    expect(bannerWords(again, NOW, 'BILL')).toBeNull();
  });

  test('a token’s session does not expire', () => {
    expect(stateLine(token(), NOW)).toBe('live, does not expire');
    checkSentence(openSentence(token(), NOW));
  });
});

describe('storage and what is kept', () => {
  const memoryWhys = ['fixedKey', 'unavailable', 'failed'] as const;
  const lockedWhys = [
    ...(['unavailable', 'temporarily', 'failed'] as const),
    ...(['otherKey', 'otherApp', 'disk'] as const),
  ];
  const backends = [null, 'KWallet'];
  const states: StorageView[] = [
    { is: 'opening' },
    ...[true, false].flatMap((isLocked) =>
      backends.map((backend) => ({ is: 'waiting', isLocked, backend }) as const),
    ),
    { is: 'ready', backend: 'KWallet' },
    ...memoryWhys.flatMap((why) =>
      backends.map((backend) => ({ is: 'memoryOnly', why, backend }) as const),
    ),
    ...lockedWhys.flatMap((why) =>
      backends.flatMap((backend) => [
        { is: 'locked', why, backend } as const,
        { is: 'locked', why, backend, answers: 'GNOME Keyring' } as const,
      ]),
    ),
    { is: 'newerFormat' },
  ];

  test('each state says in one sentence what becomes of what is typed', () => {
    for (const storage of states) {
      const { before, keeping, state } = storageWords(storage);
      checkSentence(before);
      checkSentence(keeping);
      expect(before.match(/[.]/gu)).toHaveLength(1);
      expect(before).toContain(storage.is === 'ready' ? 'KWallet' : 'in memory until you quit');
      expect(state).not.toMatch(forbidden);
    }
  });

  test('the plain consequence of a remembered device', () => {
    const ready = { is: 'ready', backend: 'KWallet' } as const;
    expect(rememberWords('everything', ready)).toContain('Sealed with KWallet');
    expect(rememberWords('nothing', ready)).toContain('in memory');
    expect(rememberWords('everything', { is: 'newerFormat' })).toContain('in memory');
    for (const until of [null, NOW - MIN, NOW + MIN]) checkSentence(deviceWords(until, NOW));
  });
});

describe('the form', () => {
  test('why nothing signs in by itself: four reasons, four sentences', () => {
    const whys: Record<NonNullable<SignedOutView['againStopped']>, true> = {
      cap: true,
      war: true,
      rejected: true,
      failed: true,
    };
    const titles = keys(whys).map((why) => {
      const banner = againWords(why, 'BILL');
      checkSentence(banner?.text ?? '');
      return banner?.title;
    });
    expect(new Set(titles).size).toBe(4);
    expect(againWords(null, 'BILL')).toBeNull();
  });

  test('what was pasted is told by name', () => {
    expect(pastedWords(['userName', 'orgId', 'devKey'])).toBe(
      'Took user name, organization ID and developer key.',
    );
    checkSentence(pastedWords([]));
    checkSentence(pastedWords(['devKey'], ['url']));
    checkSentence(pastedWords(['password'], ['sessionId']));
    expect(pastedWords(['orgId'], [], { password: 'placeholder', devKey: 'reference' })).toBe(
      'Took organization ID. Left empty: password (a placeholder) and developer key (a reference).',
    );
    const whys = ['empty', 'placeholder', 'reference', 'encoded', 'unclear', 'conflict'] as const;
    for (const why of whys) checkSentence(pastedWords([], [], { password: why }));
    for (const sentence of Object.values(notPastedWords)) checkSentence(sentence);
    expect(listed(['a', 'b'])).toBe('a and b');
  });

  test('an error stands where its kind of sign-in has the field', () => {
    expect(errorOfKind(refused('BDC_1109'), 'session', 'BILL')?.field).toBe('sessionId');
    expect(errorOfKind(refused('BDC_1101'), 'token', 'BILL')?.own.what).toContain('Token name');
    expect(errorOfKind(refused('BDC_1101'), 'password', 'BILL')).toBeNull();
  });

  test('a limit that is met by a sign-in speaks of no session that stays', () => {
    const full = { ...refused('BDC_1144'), serverTime: NOW };
    expect(errorOfKind(full, 'password', 'BILL')).toMatchObject({
      field: null,
      own: { next: 'Wait until then, or use another developer key.' },
    });
    for (const kind of ['password', 'token', 'session'] as const) {
      const next = errorOfKind(refused('BDC_1322'), kind, 'BILL')?.own.next;
      expect(next).toBe('Sign in again in a few seconds.');
    }
  });

  test.each<[string, AppError, number | null]>([
    [
      'the next full hour of the server',
      { ...refused('BDC_1144'), serverTime: NOW },
      nextFullHour(NOW),
    ],
    ['nothing without its clock', refused('BDC_1144'), null],
    ['nothing by a clock that is far from ours', { ...refused('BDC_1144'), serverTime: 0 }, null],
    ['nothing by one that is ahead', { ...refused('BDC_1144'), serverTime: NOW + 9 * HOUR }, null],
    ['our own limit', { kind: 'ownLimit', limit: 'signIn', until: NOW + 9 }, NOW + 9],
    ['nothing for messages', { kind: 'ownLimit', limit: 'textMessage', until: NOW + 9 }, null],
    ['nothing for what may be tried again', refused('BDC_1322'), null],
  ])('a sign-in is held until %s', (_until, error, held) => {
    expect(signInHeldUntil(error, NOW)).toBe(held);
    if (held !== null) expect(signInHeldUntil(error, held)).toBeNull();
  });

  test('a code that was not looked at is not called wrong', () => {
    for (const code of ['BDC_1144', 'BDC_1322', 'BDC_1001']) {
      expect(codeErrorWords(refused(code), 'BILL').next).toContain('not looked at');
    }
    const error = refused('BDC_9999', 'mfaAuthenticate');
    expect(codeErrorWords(error, 'BILL').what).toBe('BILL did not accept this code.');
  });
});

describe('names and counts', () => {
  test('servers', () => {
    expect(serverTag({ kind: 'bill' })).toBe('api-stage');
    expect(serverTag({ kind: 'practice' })).toBe('practice');
    expect(serverTag({ kind: 'local', url: 'http://127.0.0.1:8080/api/v2' })).toBe(
      '127.0.0.1:8080',
    );
    expect(serverTag({ kind: 'local', url: 'http://[::1]:8080/api/v2' })).toBe('[::1]:8080');
    expect(serverName({ kind: 'local', url: 'nonsense' })).toBe('the local server');
  });

  test.each([
    'https://api.bill.com/api/v2',
    'http://127.0.0.1:8080@evil.test/',
    'http://user:password@127.0.0.1:8080/',
    'http://127.0.0.1.evil.test/',
    'http://localhost:8080evil.test/',
  ])('a URL that will be refused is not named as if something went there: %s', (url) => {
    expect(serverName({ kind: 'local', url })).toBe('the local server');
    expect(serverTag({ kind: 'local', url })).toBe('local');
  });

  test('a host keeps its letters at the beginning of a sentence', () => {
    expect(signInOutcome({ kind: 'line', fault: 'refused', code: null }, 'localhost:8080')).toBe(
      'localhost:8080 was not reached. Nothing was saved.',
    );
    expect(
      signInOutcome({ kind: 'line', fault: 'refused', code: null }, 'the local server'),
    ).toMatch(/^The local server /u);
  });

  test('calls', () => {
    expect(activityWords([])).toBe('No calls yet.');
    expect(activityWords([{ outcome: 'ok' }])).toBe('1 call.');
    expect(activityWords([{ outcome: 'ok' }, { outcome: 'refused' }])).toBe('2 calls, 1 refused.');
  });
});

describe('at the code step', () => {
  test.each(['BDC_1119', 'BDC_1120', 'BDC_1002', 'BDC_1999'])(
    '%s says that the code was not accepted: its general words would lead astray',
    (code) => {
      const error = refused(code, 'mfaAuthenticate');
      expect(codeErrorWords(error, 'BILL')).toMatchObject({
        title: 'Code not accepted',
        next: 'Type it again, or send a new one.',
      });
    },
  );

  test('BDC_1361 is not answered with "verify by phone": that is what was refused', () => {
    const mfa = { step: 'start', error: null, sendAgainAt: null } as const;
    const error = refused('BDC_1361');
    expect(codeErrorWords(error, 'BILL').what).toBe('BILL lets no code verify this session.');
    expect(refusalSpoken(error, mfa, 'BILL')).toMatch(/^BILL lets no code verify this session\./u);
    expect(errorWords(error).next).toContain('Verify by phone');
  });
});

describe('the head of the Verify panel', () => {
  test('says how it is known that a session is not trusted', () => {
    const trust = { is: 'untrusted', source: 'login', at: NOW } as const;
    expect(trustWords(trust, NOW).how).toBe(
      `From Login at ${clock(NOW)}. Four operations stay locked until you verify by phone.`,
    );
  });
});
