/** Made-up snapshots, one for each view worth looking at. All names, IDs and times are invented. */
import type { Endpoint } from '../../src-main/bill/paths.ts';
import type { Exchange, ExchangeDetail } from '../../src-shared/exchange.ts';
import type { HandOffView } from '../../src-shared/hand-off.ts';
import type { HistoryEvent } from '../../src-shared/history.ts';
import { shellLines } from '../../src-main/hand-off/shell-lines.ts';
import type { AppError } from '../../src-shared/result.ts';
import { defaultSettings } from '../../src-shared/settings.ts';
import type { Halt, OpenView, SessionView, SignedOutView } from '../../src-shared/session-view.ts';
import type { ProfileView, Snapshot, StorageView } from '../../src-shared/snapshot.ts';
import { refusal } from '../fakes/refusal.ts';
import { pastDay } from './session/past-day.ts';

export const MIN = 60_000;
/** 24 November, 14:11:20, wherever the test runs. */
export const NOW = new Date(2026, 10, 24, 14, 11, 20).getTime();
const at = (hour: number, minute: number, second = 0) =>
  new Date(2026, 10, 24, hour, minute, second).getTime();

/** `by`: the endpoint that answers. */
export const refused = (code: string, text: string, by: Endpoint = 'getSessionInfo'): AppError =>
  refusal(code, { by, text, serverTime: NOW });

const call = (
  id: number,
  when: number,
  endpoint: string,
  by: Exchange['by'],
  ms: number | null,
  error: AppError | null = null,
): Exchange => ({
  id,
  profile: 'default',
  at: when,
  endpoint,
  by,
  program: null,
  ms,
  status: error === null || error.kind === 'refused' ? 200 : null,
  outcome: error === null ? 'ok' : error.kind === 'refused' ? 'refused' : 'failed',
  error,
  newSession: false,
});

const yesterday = 24 * 60 * MIN;
export const calls: readonly Exchange[] = [
  call(31, at(14, 7, 3), 'GetSessionInfo', 'keepAlive', 184),
  call(30, at(13, 57, 1), 'GetSessionInfo', 'keepAlive', 171),
  call(29, at(13, 47, 12), 'GetSessionInfo', 'keepAlive', 190),
  call(28, at(13, 41, 52), 'SendInvite', 'you', 341),
  call(27, at(13, 36, 2), 'GetSessionInfo', 'keepAlive', 12_000, {
    kind: 'line',
    fault: 'timeout',
    code: 'ETIMEDOUT',
  }),
  call(26, at(13, 20, 44), 'Login', 'you', 402),
  call(
    25,
    at(13, 20, 43),
    'GetSessionInfo',
    'afterWake',
    143,
    refused('BDC_1109', 'Session is invalid.  Please log in.'),
  ),
  call(24, at(12, 42, 6), 'GetSessionInfo', 'beforeSleep', 166),
  call(23, at(9, 5, 12), 'SendVendorInvite', 'you', 388),
  call(22, at(9, 4, 40), 'MFAAuthenticate', 'you', 296),
  call(21, at(9, 3, 58), 'MFAChallenge', 'you', 611),
  call(
    20,
    at(8, 58, 11),
    'SendVendorInvite',
    'you',
    158,
    refused('BDC_1361', 'Untrusted session.'),
  ),
  call(19, at(8, 52, 17), 'GetSessionInfo', 'signIn', 131),
  call(18, at(8, 52, 16), 'Login', 'you', 417),
  call(17, at(18, 47, 30) - yesterday, 'Logout', 'you', 149),
  call(16, at(18, 31, 9) - yesterday, 'GetSessionInfo', 'keepAlive', 162),
];

export function detailOf(exchange: Exchange): ExchangeDetail {
  const error = exchange.error;
  return {
    ...exchange,
    request: {
      line: `POST /api/v2/${exchange.endpoint}.json`,
      baseUrl: 'https://api-stage.bill.com/api/v2',
      fields: [
        { name: 'devKey', value: '01••••••••••7KXA' },
        { name: 'sessionId', value: '!b••••••••••9fLe' },
        {
          name: 'data',
          value: '{"vendorId":\n  "00901LDGMB3XQ7ZP4T6K",\n "email": "••••••••"}',
        },
      ],
    },
    reply:
      error?.kind === 'line'
        ? null
        : JSON.stringify(
            error?.kind === 'refused'
              ? {
                  response_status: 1,
                  response_message: 'Error',
                  response_data: { error_code: error.code, error_message: error.text },
                }
              : { response_status: 0, response_message: 'Success', response_data: {} },
            null,
            2,
          ),
  };
}

export const openSession: OpenView = {
  state: 'live',
  kind: 'password',
  signingOut: false,
  baseUrl: 'https://api-stage.bill.com/api/v2',
  userName: 'dana@acme.example',
  signedInAt: at(13, 20, 44),
  openedBy: 'you',
  replaces: null,
  sessionIdMasked: '!b••••••••••3Rq8',
  devKeyMasked: '01••••••••••7KXA',
  apiEndPoint: 'https://api-stage.bill.com/api/v2',
  organizationId: { value: '00801KTQZVJH4N8W2M6D', source: 'sessionInfo', at: at(14, 7, 3) },
  userId: { value: '00601RDWXPFB7C3T9L5Y', source: 'sessionInfo', at: at(14, 7, 3) },
  lastContact: { at: at(14, 7, 3), endpoint: 'sessionInfo', by: 'keepAlive' },
  endsAtLeast: at(14, 42, 3),
  doubtful: false,
  keepAlive: {
    nextTouchAt: at(14, 17, 10),
    why: 'regular',
    halt: null,
    pausedUntil: null,
    stopsAt: at(20, 52, 16),
    maxAgeMs: 12 * 60 * MIN,
    touches: 5,
    trouble: null,
  },
  extending: false,
  trust: { is: 'untrusted', source: 'login', at: at(13, 20, 44) },
  trustLost: false,
  trustError: null,
  checkingTrust: false,
  deviceLost: null,
  codeLost: false,
  mfa: { step: 'start', error: null, sendAgainAt: null },
  tries: {},
};

export const acme: ProfileView = {
  id: 'default',
  name: 'Acme Test',
  colour: 'blue',
  kind: 'password',
  server: { kind: 'bill' },
  userName: 'dana@acme.example',
  orgId: '00801KTQZVJH4N8W2M6D',
  kept: 'nothing',
  typedBefore: null,
  draft: true,
  offerToKeep: false,
  staySignedIn: true,
  signInOnLaunch: false,
  machineName: 'dana-thinkpad',
  rememberedUntil: null,
};
/** What `acme` typed for a sign-in that did not work. */
export const typedBefore: NonNullable<ProfileView['typedBefore']> = {
  server: { kind: 'bill' },
  kind: 'password',
  password: true,
  devKey: true,
};
export const sealed: StorageView = { is: 'ready', backend: 'GNOME Keyring' };

export const handOffOff: HandOffView = {
  state: 'off',
  question: null,
  grants: [],
  canRestore: false,
  hasTools: false,
  lines: shellLines('/home/dana/.config/tabkeeper/bin', 'linux'),
  gateways: {
    default: { on: false, state: 'off', address: null, hasToken: false, hour: null },
  },
};

export const gatewayOn: HandOffView['gateways'][string] = {
  ...{ on: true, state: 'open', address: 'http://127.0.0.1:21734/api/v2', hasToken: true },
  hour: { calls: 1234, most: 19_000, until: NOW + 20 * 60_000 },
};

export function snapshot(session: SessionView, own: Partial<Snapshot> = {}): Snapshot {
  return {
    revision: 1,
    at: NOW,
    selected: 'default',
    profiles: [acme],
    sessions: { default: session },
    activity: calls,
    settings: defaultSettings,
    system: {
      reportsIdle: true,
      userData: '/home/dana/.config/tabkeeper',
      startAtLogin: { can: true, on: false },
      offersOneColour: true,
    },
    storage: sealed,
    handOff: handOffOff,
    historyRevision: 1,
    notices: [],
    practice: null,
    hasReleasesPage: true,
    appVersion: '0.1.0',
    host: 'browser host',
    ...own,
  };
}

export const signingIn = {
  ...{ state: 'signingIn', since: NOW, userName: 'dana@acme.example', by: 'you', codeLost: false },
  codeWorksUntil: null,
} as const satisfies SessionView;

export const signedOut: SignedOutView = {
  state: 'signedOut',
  error: null,
  ended: null,
  againStopped: null,
  deviceLost: null,
  codeLost: false,
  codeWorksUntil: null,
};
export const newProfile: ProfileView = {
  ...{ ...acme, name: 'New profile', userName: '', orgId: '' },
  draft: false,
};
/** The one that the app starts with. */
export const freshDraft: ProfileView = { ...newProfile, draft: true, kept: 'nothing' };
/** A session of the practice sandbox, as far as it is not in the session itself. */
export const inFastTime = {
  profiles: [{ ...acme, name: 'Practice', server: { kind: 'practice' } }],
  practice: { phone: '+1 555 010 0199', message: null, fastTime: true },
} satisfies Partial<Snapshot>;

const open = (own: Partial<OpenView>): OpenView => ({ ...openSession, ...own });
let revision = 1;
/** A snapshot that is newer than all before it. */
export const newer = (session: SessionView, own: Partial<Snapshot> = {}): Snapshot =>
  snapshot(session, { revision: ++revision, ...own });
/** The same with an open session, as the Verify panel shows it. */
export const verify = (own: Partial<OpenView> = {}, more: Partial<Snapshot> = {}): Snapshot =>
  newer(open(own), more);
/** A server on this computer, which is called without a question. */
export const onLocal = {
  profiles: [
    { ...acme, name: 'Local', server: { kind: 'local', url: 'http://127.0.0.1:8080/api/v2' } },
  ],
} satisfies Partial<Snapshot>;
const trouble = (error: AppError) => ({ error, since: NOW - 3 * MIN });
export const codeWanted = {
  step: 'codeWanted',
  sentAt: at(14, 11, 0),
  worksUntil: at(14, 16, 0),
  sendAgainAt: at(14, 12, 1),
  wrongCodes: 0,
  error: null,
} as const;

const beta: ProfileView = {
  ...acme,
  id: 'beta',
  name: 'Beta Org with a long name that does not fit',
  colour: 'purple',
  userName: 'dana@beta.example',
};
const local: ProfileView = {
  ...newProfile,
  id: 'local',
  name: 'Local tests',
  colour: 'green',
  server: { kind: 'local', url: 'http://127.0.0.1:8080/api/v2' },
};
const { organizationId, userId } = openSession;
export const ended: NonNullable<SignedOutView['ended']> = {
  kind: 'password',
  baseUrl: openSession.baseUrl,
  userName: openSession.userName,
  devKeyMasked: openSession.devKeyMasked,
  apiEndPoint: openSession.apiEndPoint,
  organizationId: { ...organizationId, at: at(12, 42, 6) },
  userId: userId === null ? null : { ...userId, at: at(12, 42, 6) },
  trust: { is: 'session', source: 'mfaAuthenticate', at: at(9, 4, 40) },
  reason: 'idle',
  at: at(13, 17, 6),
  foundAt: at(14, 8, 2),
  cause: 'asleep',
  maxAgeMs: 12 * 60 * MIN,
  signedInAt: at(8, 52, 16),
  lastContact: { at: at(12, 42, 6), endpoint: 'sessionInfo', by: 'beforeSleep' },
  sessionIdMasked: '!b••••••••••3Rq8',
};
export const expired: SignedOutView = { ...signedOut, state: 'expired', ended };
/** Three profiles, of which the first is shown. */
export const three: Partial<Snapshot> = {
  profiles: [acme, beta, local],
  sessions: { default: openSession, beta: expired, local: signedOut },
};
export const token = (): OpenView =>
  open({
    kind: 'token',
    userName: 'ci-runner',
    endsAtLeast: null,
    keepAlive: { ...openSession.keepAlive, nextTouchAt: null, why: 'token', touches: 0 },
    lastContact: { at: at(13, 20, 44), endpoint: 'login', by: 'signIn' },
    trust: { is: 'unavailable', source: 'tokenLogin', at: at(13, 20, 44) },
  });
export const adopted = (): OpenView =>
  open({
    kind: 'session',
    userName: '',
    lastContact: { at: at(14, 7, 3), endpoint: 'sessionInfo', by: 'signIn' },
    trust: { is: 'unknown', source: 'otherTool', at: at(14, 7, 3) },
  });

/** Open, with keep-alive standing still for one reason or another. */
export const halted = (halt: Halt): OpenView =>
  open({
    state: 'lapsing',
    keepAlive: {
      ...openSession.keepAlive,
      nextTouchAt: at(14, 43, 3),
      why: halt,
      halt,
      pausedUntil: halt === 'paused' ? at(14, 40, 0) : null,
      ...(halt === 'maxAge' ? { stopsAt: at(14, 9, 0) } : {}),
    },
  });

const grants: HandOffView['grants'] = [
  {
    id: 'g2',
    name: 'tabkeeper',
    scopes: ['status', 'session'],
    profiles: null,
    createdAt: at(14, 0, 0),
    endsAt: at(14, 0, 0) + 12 * 60 * MIN,
    lastUsedAt: at(14, 5, 0),
  },
  {
    id: 'g1',
    name: 'a-script-with-a-rather-long-name-of-its-own',
    scopes: ['status', 'read', 'call'],
    profiles: ['default'],
    createdAt: at(13, 0, 0),
    endsAt: null,
    lastUsedAt: null,
  },
];
const question: NonNullable<HandOffView['question']> = {
  question: 1,
  name: 'tabkeeper',
  code: 'KWRT-4711',
  scopes: ['status', 'call', 'session'],
  profiles: ['default'],
  until: '30d',
  pid: 48213,
  cwd: '/home/dana/projects/a-rather-long-name-of-a-project/packages/importer',
  expiresAt: NOW + MIN,
};
export const handOff = (own: Partial<HandOffView>): Partial<Snapshot> => ({
  settings: { ...defaultSettings, handOff: true },
  handOff: { ...handOffOff, state: 'on', hasTools: true, ...own },
});

const on =
  (hash: string) =>
  (session: SessionView, own: Partial<Snapshot> = {}) => ({
    hash,
    snapshot: snapshot(session, own),
  });
const onSession = on('#session');
const onVerify = on('#verify');
const onActivity = on('#activity');
const onHandOff = on('#hand-off');
const onSettings = on('#settings');
const opened = (own: Partial<OpenView>, more?: Partial<Snapshot>) => onSession(open(own), more);
const verifying = (own: Partial<OpenView>, more?: Partial<Snapshot>) => onVerify(open(own), more);

export interface View {
  readonly hash: string;
  readonly snapshot: Snapshot;
  /** What the history holds; nothing without it. */
  readonly history?: readonly HistoryEvent[];
}

/** Every view: its address and the snapshot it draws. */
export const views: Readonly<Record<string, View>> = {
  'first-run': onSession(signedOut, { activity: [], profiles: [freshDraft] }),
  'fast-time': onSession({ ...openSession, clock: { at: NOW, speed: 35 } }, inFastTime),
  signin: onSession(signedOut, { activity: [], profiles: [freshDraft] }),
  'signin-local-error': onSession(
    { ...signedOut, error: { kind: 'hostRefused', reason: 'retired' } },
    {
      profiles: [
        { ...newProfile, server: { kind: 'local', url: 'https://api-sandbox.bill.com/api/v2' } },
      ],
    },
  ),
  'signin-practice': onSession(signedOut, {
    profiles: [{ ...newProfile, server: { kind: 'practice' } }],
  }),
  'signin-busy': onSession(signingIn),
  'signin-error': onSession(
    {
      ...signedOut,
      error: refused(
        'BDC_1129',
        'Invalid parameter value for parameter,value: orgId, 00901KTQZVJH4N8W2M6D.',
        'login',
      ),
    },
    {
      profiles: [{ ...acme, orgId: '00901KTQZVJH4N8W2M6D' }],
    },
  ),
  'signin-offline': onSession({
    ...signedOut,
    error: { kind: 'line', fault: 'dns', code: 'ENOTFOUND' },
  }),
  'signed-out': onSession({
    ...signedOut,
    ended: {
      ...ended,
      reason: 'signedOutUnconfirmed',
      at: at(14, 10),
      foundAt: at(14, 10),
      cause: null,
      signedInAt: at(13, 20, 44),
      lastContact: openSession.lastContact,
    },
    error: { kind: 'line', fault: 'offline', code: null },
  }),
  expired: onSession({
    ...signedOut,
    state: 'expired',
    ended,
  }),
  live: onSession(openSession),
  'live-trusted': {
    ...opened(
      {
        trust: {
          is: 'until',
          until: at(14, 13) + 30 * yesterday,
          source: 'mfaAuthenticate',
          at: at(9, 4, 40),
        },
      },
      { settings: { ...defaultSettings, detailLevel: 'expert' } },
    ),
    history: pastDay(NOW),
  },
  risk: opened({
    state: 'atRisk',
    endsAtLeast: NOW + 8 * MIN + 20_000,
    lastContact: { at: NOW - 27 * MIN, endpoint: 'sessionInfo', by: 'keepAlive' },
    keepAlive: {
      ...openSession.keepAlive,
      nextTouchAt: NOW + 20_000,
      why: 'retry',
      trouble: trouble({ kind: 'line', fault: 'timeout', code: 'ETIMEDOUT' }),
    },
  }),
  busy: opened({
    state: 'busy',
    keepAlive: {
      ...openSession.keepAlive,
      nextTouchAt: NOW + 30_000,
      why: 'busy',
      trouble: trouble(
        refused('BDC_1322', 'Max number of concurrent requests per organization reached.'),
      ),
    },
  }),
  offline: opened({
    state: 'offline',
    endsAtLeast: NOW - 7 * MIN,
    lastContact: { at: NOW - 42 * MIN, endpoint: 'sessionInfo', by: 'keepAlive' },
    keepAlive: {
      ...openSession.keepAlive,
      nextTouchAt: null,
      why: 'retry',
      trouble: trouble({ kind: 'line', fault: 'dns', code: 'ENOTFOUND' }),
    },
  }),
  doubtful: opened({ doubtful: true }),
  'verify-out': onVerify(signedOut),
  'verify-1': onVerify(openSession),
  'verify-nophone': verifying({
    mfa: {
      step: 'start',
      sendAgainAt: null,
      error: refused('BDC_1354', 'Specified 2-Step Verification phone is not setup or is invalid.'),
    },
  }),
  'verify-2': verifying({ mfa: codeWanted }),
  'verify-wrong': verifying(
    {
      mfa: {
        ...codeWanted,
        wrongCodes: 2,
        error: refused('BDC_1377', 'Wrong token.', 'mfaAuthenticate'),
      },
    },
    {
      practice: {
        phone: '+1 555 010 0199',
        message: { code: '482917', at: at(14, 11, 1) },
        fastTime: false,
      },
      profiles: [{ ...acme, name: 'Practice', server: { kind: 'practice' } }],
    },
  ),
  'verify-trusted': verifying(
    {
      trust: {
        is: 'until',
        until: at(14, 13) + 30 * yesterday,
        source: 'mfaAuthenticate',
        at: at(14, 10, 2),
      },
      tries: {
        SendVendorInvite: {
          at: at(14, 11, 5),
          outcome: 'accepted',
          error: null,
        },
      },
    },
    {
      profiles: [{ ...acme, kept: 'everything', rememberedUntil: at(14, 13) + 30 * yesterday }],
    },
  ),
  'verify-session': verifying({
    trust: { is: 'session', source: 'mfaAuthenticate', at: at(14, 10, 2) },
  }),
  'verify-unknown': verifying({ trust: { is: 'unknown', source: 'login', at: at(13, 20, 44) } }),
  'verify-refused': verifying({
    tries: {
      SendVendorInvite: {
        at: at(14, 11, 5),
        outcome: 'refused',
        error: refused('BDC_1361', 'Untrusted session.'),
      },
    },
  }),
  'verify-lost': verifying({ deviceLost: 'over' }),
  'verify-check': verifying(
    {
      trust: { is: 'unknown', source: 'loginWithDevice', at: at(13, 20, 44) },
      trustError: { kind: 'line', fault: 'timeout', code: 'ETIMEDOUT' },
    },
    { profiles: [{ ...acme, kept: 'everything', rememberedUntil: NOW + 12 * yesterday }] },
  ),
  'verify-repeat': verifying({
    trust: { is: 'session', source: 'mfaAuthenticate', at: at(14, 10, 2) },
    tries: Object.fromEntries(
      (['SendVendorInvite', 'PayBills'] as const).map((id) => [
        id,
        {
          at: at(14, 9, 5),
          outcome: 'refused',
          error: refused('BDC_1361', 'Untrusted session.'),
        },
      ]),
    ),
  }),
  'signin-device': onSession({
    ...signedOut,
    deviceLost: 'refused',
    error: refused('BDC_1113', 'Login error.', 'login'),
  }),
  'signin-typed-before': onSession(
    { ...signedOut, error: refused('BDC_1101', 'User name and/or password …', 'login') },
    { profiles: [{ ...acme, typedBefore }] },
  ),
  activity: { ...onActivity(openSession), history: pastDay(NOW) },
  'activity-new-session': onActivity(openSession, {
    activity: calls.map((one, index) => (index === 0 ? { ...one, newSession: true } : one)),
  }),
  'verify-code-waits': onVerify({ ...expired, codeWorksUntil: NOW + 4 * MIN }),
  console: on('#activity/console')(openSession),
  'console-out': on('#activity/console')(signedOut),
  'activity-empty': onActivity(signedOut, { activity: [] }),
  'signin-token': onSession(signedOut, { profiles: [{ ...newProfile, kind: 'token' }] }),
  'signin-session': onSession(signedOut, {
    profiles: [{ ...newProfile, kind: 'session' }],
    storage: { is: 'memoryOnly', why: 'fixedKey', backend: null },
  }),
  'signin-kept': onSession(signedOut, { profiles: [{ ...acme, kept: 'everything' }] }),
  'signin-password': onSession(signedOut, {
    profiles: [{ ...acme, kept: 'allButPassword' }],
    storage: { is: 'waiting', isLocked: false, backend: 'KWallet' },
  }),
  'signin-locked': onSession(signedOut, {
    storage: { is: 'locked', why: 'unavailable', backend: 'GNOME Keyring' },
  }),
  'signin-again': onSession({ ...signingIn, by: 'again' }),
  'expired-resume': onSession(expired, { profiles: [{ ...acme, kept: 'everything' }] }),
  'expired-rejected': onSession(
    {
      ...expired,
      againStopped: 'rejected',
      error: refused('BDC_1101', 'User name and/or password do not match our records.'),
    },
    { profiles: [{ ...acme, kept: 'everything' }] },
  ),
  'expired-war': onSession(
    { ...expired, againStopped: 'war', ended: { ...ended, reason: 'endedByServer' } },
    { profiles: [{ ...acme, kept: 'everything' }] },
  ),
  'live-offer': onSession(openSession, { profiles: [{ ...acme, offerToKeep: true }] }),
  'live-offer-memory': onSession(openSession, {
    profiles: [{ ...acme, offerToKeep: true }],
    storage: { is: 'memoryOnly', why: 'unavailable', backend: 'GNOME Keyring' },
  }),
  'hand-off-off': onHandOff(signedOut),
  'hand-off': onHandOff(openSession, handOff({ grants })),
  'hand-off-failed': onHandOff(openSession, handOff({ state: 'failed', canRestore: true })),
  'hand-off-gateway': onHandOff(openSession, handOff({ gateways: { default: gatewayOn } })),
  'hand-off-port-taken': onHandOff(
    openSession,
    handOff({ gateways: { default: { ...gatewayOn, state: 'taken' } } }),
  ),
  'hand-off-no-tools': onHandOff(openSession, handOff({ hasTools: false })),
  'hand-off-asked': onSession(openSession, handOff({ question })),
  'live-new-id': onSession({ ...openSession, openedBy: 'again', replaces: '!b••••••••••77Xy' }),
  'live-not-saved': onSession(openSession, {
    profiles: [{ ...acme, kept: 'everything' }],
    notices: [{ kind: 'notSaved', about: null }],
  }),
  'live-paused': onSession(halted('paused')),
  'live-off': onSession(halted('off')),
  'live-max-age': onSession(halted('maxAge')),
  'live-away': onSession(halted('away')),
  'risk-paused': onSession({
    ...halted('paused'),
    state: 'atRisk',
    endsAtLeast: NOW + 8 * MIN,
    lastContact: { at: NOW - 27 * MIN, endpoint: 'sessionInfo', by: 'keepAlive' },
  }),
  'offline-good': opened({
    state: 'offline',
    keepAlive: {
      ...openSession.keepAlive,
      nextTouchAt: NOW + 40_000,
      why: 'retry',
      trouble: trouble({ kind: 'line', fault: 'dns', code: 'ENOTFOUND' }),
    },
  }),
  'trust-lost': opened({ openedBy: 'again', trustLost: true }),
  'live-token': onSession(token(), {
    profiles: [{ ...acme, kind: 'token', userName: 'ci-runner' }],
  }),
  'live-adopted': onSession(adopted(), { profiles: [{ ...acme, kind: 'session' }] }),
  switcher: onSession(openSession, three),
  nothing: onSession(openSession, { sessions: {} }),
  'verify-token': onVerify(token()),
  'verify-remembered': verifying(
    {
      trust: { is: 'until', until: NOW + 30 * yesterday, source: 'mfaStatus', at: at(14, 10, 2) },
      tries: {
        SendVendorInvite: {
          at: at(14, 9, 5),
          outcome: 'refused',
          error: refused('BDC_1361', 'Untrusted session.'),
        },
      },
    },
    {
      profiles: [{ ...acme, kept: 'everything', rememberedUntil: NOW + 30 * yesterday }],
    },
  ),
  'verify-wait': verifying({
    mfa: {
      step: 'start',
      sendAgainAt: NOW + 4.5 * MIN,
      error: refused('BDC_1358', '2-Step Verification too many token response attempts.'),
    },
  }),
  'verify-offline': verifying({
    mfa: { ...codeWanted, error: { kind: 'line', fault: 'offline', code: null } },
  }),
  settings: onSettings(openSession, {
    ...three,
    profiles: [{ ...acme, kept: 'everything', rememberedUntil: NOW + 30 * yesterday }, beta, local],
  }),
  'settings-bare': onSettings(signedOut, {
    profiles: [newProfile],
    system: {
      startAtLogin: { can: false, why: 'development' },
      offersOneColour: false,
      reportsIdle: false,
      userData: 'C:\\Users\\dana\\AppData\\Roaming\\tabkeeper',
    },
    storage: { is: 'memoryOnly', why: 'fixedKey', backend: null },
  }),
};
