/**
 * What a person sees, hears and is told of each state and cause: a row each, exhaustive by type. The words are
 * held by test/unit/renderer/told.test.ts, and states.test.ts shows each row in the window.
 */
import type { Incident } from '../../../src-shared/incident.ts';
import type {
  EndReason,
  Halt,
  IdleCause,
  OpenView,
  SessionView,
  SignedOutView,
} from '../../../src-shared/session-view.ts';
import type { Look } from '../../../src-renderer/parts/state/state-look.ts';
import {
  ended,
  expired,
  halted,
  NOW,
  openSession,
  refused,
  signedOut,
  signingIn,
} from '../snapshots.ts';

const MIN = 60_000;

type Plain = Exclude<SessionView['state'], 'lapsing' | 'expired' | 'signedOut' | 'signingIn'>;
type AgainStopped = NonNullable<SignedOutView['againStopped']>;
export type Case =
  | Plain
  | `lapsing ${Halt}`
  | `signingIn ${'you' | 'again' | 'launch'}`
  | `signedOut ${Extract<EndReason, `signed${string}`>}`
  | `expired ${IdleCause | 'endedByServer'}`
  | `again ${AgainStopped}`
  | 'new session ID'
  | 'refused for want of trust';

export interface Row {
  readonly session: SessionView;
  /** The title and what follows it. */
  readonly word: string;
  readonly sentence: string;
  readonly shape: Look['shape'];
  readonly tone: Look['tone'];
  /** When the session comes into this state; empty where the one before says it all. */
  readonly spoken: string;
  /** The body of the notification; null where there is nothing to tell. */
  readonly told: string | null;
  /** What the notification is made from. */
  readonly incident: Pick<Incident, 'kind' | 'action' | 'cause' | 'minutes'> | null;
}

const open = (own: Partial<OpenView>): OpenView => ({ ...openSession, ...own });
const quiet = { told: null, incident: null } as const;
const trouble = {
  error: { kind: 'line', fault: 'dns', code: 'ENOTFOUND' },
  since: NOW - 3 * MIN,
} as const;
const failing = { ...openSession.keepAlive, nextTouchAt: NOW + 20_000, trouble } as const;
const good = 'The session is good until at least 14:42. Extended by us at 14:07.';

const lapsing = (halt: Halt, rest: string, next: string, spoken: string): Row => ({
  session: halted(halt),
  word: `Live until 14:42 ${rest}`,
  sentence: `Extended by us at 14:07. ${next}`,
  shape: 'bars',
  tone: 'quiet',
  spoken,
  ...quiet,
});

const idled = (cause: IdleCause, how: string, told: string): Row => ({
  session: { ...expired, ended: { ...ended, cause } },
  word: 'Expired about 13:17',
  sentence: `Ended about 13:17 ${how}. The last contact was at 12:42.`,
  shape: 'bang',
  tone: 'danger',
  spoken: 'The session has expired.',
  told: `It ended ${told}. One click signs in again.`,
  incident: { kind: 'expired', action: 'resume', cause },
});

const out = (reason: 'signedOut' | 'signedOutUnconfirmed', sentence: string): Row => ({
  session: { ...signedOut, ended: { ...ended, reason, cause: null } } satisfies SignedOutView,
  word: 'Sign in',
  sentence: `Signed out at 13:17. ${sentence}`,
  shape: 'hollow',
  tone: 'plain',
  spoken: 'Signed out.',
  ...quiet,
});

const under = (by: 'you' | 'again' | 'launch', sentence: string): Row => ({
  session: { ...signingIn, by },
  word: by === 'again' ? 'Signing in again' : 'Signing in',
  sentence,
  shape: 'half',
  tone: 'plain',
  spoken: sentence,
  ...quiet,
});

const live: Row = {
  session: openSession,
  word: 'Live at least 30 min',
  sentence: 'Extended by us at 14:07. Next touch about 14:17.',
  shape: 'full',
  tone: 'accent',
  spoken: 'Live.',
  ...quiet,
};

const stopped = (againStopped: AgainStopped, own: Pick<Row, 'sentence' | 'told'>): Row => ({
  ...idled('unknown', '', ''),
  session: {
    ...expired,
    againStopped,
    ended: { ...ended, reason: 'endedByServer', cause: null },
  },
  word: 'Expired before 13:17',
  incident: { kind: 'expired', action: 'resume', cause: null },
  ...own,
});

export const rows: Readonly<Record<Case, Row>> = {
  live,
  'lapsing paused': lapsing(
    'paused',
    'paused',
    'Paused until 14:40, then it is touched again.',
    'Keep-alive is paused.',
  ),
  'lapsing off': lapsing(
    'off',
    'paused',
    'It ends about 14:42, unless you extend it.',
    'Keep-alive is paused: the session ends at its time unless you extend it.',
  ),
  'lapsing maxAge': {
    ...lapsing(
      'maxAge',
      'past its age',
      'Keep-alive stopped at the age of 12 h (a setting).',
      'Keep-alive has stopped at the age that you set: the session ends at its time.',
    ),
    told: 'The session reached the age that you set. It ends within 35 minutes.',
    incident: { kind: 'maxAge', action: 'keepOn' },
  },
  'lapsing away': lapsing(
    'away',
    'waits for you',
    'It is touched again when you use this computer.',
    'Keep-alive waits until you use this computer.',
  ),
  atRisk: {
    session: open({
      state: 'atRisk',
      endsAtLeast: NOW + 8 * MIN + 20_000,
      lastContact: { at: NOW - 27 * MIN, endpoint: 'sessionInfo', by: 'keepAlive' },
      keepAlive: { ...failing, why: 'retry' },
    }),
    word: 'At risk at least 8 min',
    sentence: 'Extended by us at 13:44. Trying again at 14:11:40.',
    shape: 'half',
    tone: 'warn',
    spoken: 'At risk. 10 minutes or less left.',
    told: 'At most 10 minutes are certain.',
    incident: { kind: 'atRisk', action: 'extendNow', minutes: 10 },
  },
  checking: {
    session: open({
      state: 'checking',
      endsAtLeast: NOW - MIN,
      lastContact: { at: NOW - 36 * MIN, endpoint: 'sessionInfo', by: 'keepAlive' },
      keepAlive: { ...openSession.keepAlive, nextTouchAt: null, why: 'woke' },
    }),
    word: 'Checking if it is still open',
    sentence: 'No contact for 36 min. Open only if another tool called since.',
    shape: 'half',
    tone: 'plain',
    spoken: 'Checking.',
    ...quiet,
  },
  busy: {
    session: open({ state: 'busy', keepAlive: { ...failing, why: 'busy' } }),
    word: 'Busy',
    sentence: good,
    shape: 'half',
    tone: 'plain',
    spoken: 'Busy.',
    ...quiet,
  },
  offline: {
    session: open({ state: 'offline', keepAlive: { ...failing, why: 'retry' } }),
    word: 'Offline',
    sentence: good,
    shape: 'slash',
    tone: 'plain',
    spoken: 'Offline.',
    ...quiet,
  },
  'signingIn you': under('you', ''),
  'signingIn again': under('again', 'Signing in again: the session had expired.'),
  'signingIn launch': under('launch', 'Signing in with what is kept, as set for the start.'),
  'signedOut signedOut': out('signedOut', 'BILL has closed the session.'),
  'signedOut signedOutUnconfirmed': out(
    'signedOutUnconfirmed',
    'BILL did not confirm it: the session may stay open there for up to 35 min.',
  ),
  'expired asleep': idled('asleep', 'while the computer slept', 'while the computer slept'),
  'expired paused': idled('paused', 'while keep-alive was paused', 'while keep-alive was paused'),
  'expired off': idled(
    'off',
    'while keep-alive waited for you to extend it',
    'while keep-alive waited for you to extend it',
  ),
  'expired maxAge': idled('maxAge', 'at the age of 12 h (a setting)', 'at the age that you set'),
  'expired away': idled(
    'away',
    'while nobody used this computer, as you set it',
    'while nobody used this computer, as you set it',
  ),
  'expired offline': idled('offline', 'while BILL was not reached', 'while BILL was not reached'),
  'expired unknown': idled('unknown', 'after 35 idle minutes', 'after 35 idle minutes'),
  'expired endedByServer': {
    session: { ...expired, ended: { ...ended, reason: 'endedByServer', cause: null } },
    word: 'Expired before 13:17',
    sentence: 'BILL ended it before 35 idle minutes were over. The last contact was at 12:42.',
    shape: 'bang',
    tone: 'danger',
    spoken: 'The session has expired.',
    told: 'BILL ended it. One click signs in again.',
    incident: { kind: 'expired', action: 'resume', cause: null },
  },
  'again cap': stopped('cap', {
    sentence: 'It was done 3 times within an hour. Nothing signs in by itself until you do.',
    told: 'BILL ended it. One click signs in again.',
  }),
  'again failed': stopped('failed', {
    sentence: 'Nothing signs in by itself until you do.',
    told: 'BILL ended it. One click signs in again.',
  }),
  'again war': {
    ...stopped('war', {
      sentence:
        'BILL ended two sessions in a row soon after the sign-in. Nothing signs in by itself until you do.',
      told: 'BILL ended two sessions in a row right after the sign-in. Nothing signs in by itself now.',
    }),
    incident: { kind: 'war', action: 'resume' },
  },
  'again rejected': {
    ...stopped('rejected', {
      sentence: 'Nothing signs in by itself until you have signed in once.',
      told: 'Nothing signs in by itself until you have signed in once.',
    }),
    incident: { kind: 'rejected', action: 'signIn' },
  },
  'new session ID': {
    ...live,
    session: open({ replaces: '!b••••••••••77Xy' }),
    spoken: 'The session ID changed. Tools that hold the old one need the new one.',
    told: 'Tools that hold the old one need the new one.',
    incident: { kind: 'newId', action: 'show' },
  },
  'refused for want of trust': {
    ...live,
    session: open({
      tries: {
        PayBills: {
          at: NOW - MIN,
          outcome: 'refused',
          error: refused('BDC_1361', 'Untrusted session.'),
        },
      },
    }),
    spoken: '',
    told: 'The operation that you sent needs a session that was verified by phone.',
    incident: { kind: 'verify', action: 'verify' },
  },
};
