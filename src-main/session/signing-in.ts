/** The way into a session: by the user, by ourselves after one died, or by taking one over. */
import { maskId } from '../../src-shared/text/mask.ts';
import type { Meaning } from '../../src-shared/bill/meaning.ts';
import { means, type AppError } from '../../src-shared/result.ts';
import type { Instant, SessionKeys, SignedIn } from '../ports.ts';
import type { Effect, EventOf, SignInCause, Step, Way, Who } from './session-events.ts';
import { fresh } from './keep-alive/keep-alive.ts';
import { checkTrust, isRememberedFor } from './mfa/mfa.ts';
import { carriedOver, leftOpen } from './mfa/open-challenge.ts';
import { isSameOwner, type Owner } from './owner.ts';
import type { Again, Memory, Moment, Open, SignedOut, SigningIn, State, Trust } from './state.ts';
import { elapsed, HOUR, instantOf, watch } from './time.ts';

/** Automatic sign-ins in one hour; BILL's own limit is 200 (bill-api 4). */
const AGAIN_PER_HOUR = 3;
/** So many automatic sessions ended early in a row: another tool keeps ending them. */
const LOST_IS_WAR = 2;

/**
 * What a refused sign-in may be about. `credentials`: they will not work the next time either, and
 * asking again by ourselves could lock the user. `device`: what BILL answers to one that it does not
 * know any more is not documented, so a refusal that names no other reason is taken for that; at worst
 * a code has to be typed again. `both`: either of them. `neither`: the same may work later.
 */
const about: Readonly<Record<Meaning, 'credentials' | 'device' | 'both' | 'neither'>> = {
  wrongCredentials: 'credentials',
  keyRefused: 'credentials',
  orgRefused: 'credentials',
  locked: 'credentials',
  userInactive: 'credentials',
  idRefused: 'both',
  signInFailed: 'both',
  deviceRefused: 'device',
  hourLimit: 'neither',
  tooManyAtOnce: 'neither',
  serverFault: 'neither',
  unsupported: 'neither',
  badRequest: 'neither',
  sessionInvalid: 'device',
  untrusted: 'device',
  wrongCode: 'device',
  codeExpired: 'device',
  tooManyCodes: 'device',
  noPhone: 'device',
  bodyRefused: 'device',
  notFound: 'device',
  cannotPay: 'device',
  other: 'device',
};

function isAbout(error: AppError, what: 'credentials' | 'device'): boolean {
  if (error.kind !== 'refused') return false;
  const matter = about[error.meaning];
  return matter === what || matter === 'both';
}

/** No automatic sign-in yet, and nothing that stops one. */
export const neverAgain: Again = { times: [], lost: 0, stopped: null };

/**
 * The user signs in, resumes, or takes a session over: whatever had stopped us is forgotten, but not
 * how often we signed in by ourselves in this hour.
 */
export function begin(
  state: SignedOut,
  event: EventOf<'signIn' | 'useSession' | 'resume'>,
): readonly [SigningIn, readonly Effect[]] {
  const way: Way =
    event.type === 'signIn'
      ? { is: 'typed', credentials: event.credentials }
      : event.type === 'useSession'
        ? { is: 'foreign', foreign: event.foreign }
        : { is: 'saved' };
  const userName = event.type === 'signIn' ? event.credentials.userName : '';
  const again = { ...neverAgain, times: state.again.times };
  const by = event.type === 'resume' && event.unasked === true ? 'launch' : 'you';
  // The form has shown what became of the device.
  return attempt({ ...state, again, deviceLost: null }, way, userName, by, event.now);
}

/** Signs in automatically after a session died, if that is set and its limits allow it. */
export function beginAgain(state: SignedOut, userName: string, now: Moment): Step {
  const { again, policy } = state;
  if (!policy.signInAgain || again.stopped !== null) return [state, []];
  if (again.lost >= LOST_IS_WAR) return [stopAgain(state, 'war'), []];
  const times = again.times.filter((at) => elapsed(at, now) < HOUR);
  if (times.length >= AGAIN_PER_HOUR) return [stopAgain(state, 'cap'), []];
  const counted = { ...state, again: { ...again, times: [...times, instantOf(now)] } };
  return attempt(counted, { is: 'saved' }, userName, 'again', now);
}

function stopAgain(state: SignedOut, stopped: NonNullable<Again['stopped']>): SignedOut {
  return { ...state, again: { ...state.again, stopped } };
}

const wanter = ({ by }: Pick<SigningIn, 'by'>): SignInCause => (by === 'you' ? 'you' : 'signIn');

function attempt(
  state: SignedOut,
  way: Way,
  userName: string,
  by: SigningIn['by'],
  now: Moment,
): readonly [SigningIn, readonly Effect[]] {
  const number = state.attempts + 1;
  const memory = { ...memoryOf(state), attempts: number };
  const effect: Effect = {
    type: 'signIn',
    attempt: number,
    way,
    device: state.device,
    by: wanter({ by }),
  };
  return [{ at: 'signingIn', ...memory, since: instantOf(now), userName, by }, [effect]];
}

export function answered(state: SigningIn, event: EventOf<'signInAnswered'>): Step {
  if (event.attempt !== state.attempts) return [state, giveBack(event)];
  if (!event.result.ok) {
    const { who, now } = event;
    const { error } = event.result;
    const [next, effects]: Step =
      who?.withDevice === true && isAbout(error, 'device')
        ? withoutDevice(state, who.owner, error, now)
        : [refused(deviceIsNotWhy(state, error), error), []];
    return means(error, 'deviceRefused')
      ? [next, [...effects, { type: 'renewDevice' }]]
      : [next, effects];
  }
  // A success without credentials cannot be; the type allows it.
  if (event.who === null) return [refused(state, { kind: 'notNow' }), []];
  if (event.result.value.orgId !== event.who.orgId) {
    return [refused(state, OTHER_ORGANIZATION), giveBack(event, wanter(state))];
  }
  return opened(state, event, event.who, event.result.value);
}

/** Whatever is done in such a session would change another organization's books. */
const OTHER_ORGANIZATION: AppError = {
  kind: 'oddReply',
  odd: 'organization',
  status: null,
  retryAfterMs: null,
};

/** A sign-in without the device was refused as well, so the device was not the cause. */
function deviceIsNotWhy(state: SigningIn, error: AppError): SigningIn {
  return error.kind === 'refused' ? { ...state, deviceLost: null } : state;
}

/** Forgets the device. An automatic sign-in is tried again without it, within its limit. */
function withoutDevice(state: SigningIn, owner: Owner, error: AppError, now: Moment): Step {
  const device = { ...state.device, remembered: null };
  const next: SigningIn = { ...state, device, deviceLost: { why: 'refused', owner } };
  if (state.by === 'you') return [refused(next, error), []];
  return beginAgain(signedOut(next, error), state.userName, now);
}

function refused(state: SigningIn, error: AppError): SignedOut {
  const out = signedOut(state, error);
  if (state.by === 'you') return out;
  return stopAgain(out, isAbout(error, 'credentials') ? 'rejected' : 'failed');
}

function memoryOf(state: Memory): Memory {
  const { attempts, policy, device, deviceLost, hadTrust, codeLost, openChallenge, ended } = state;
  const { interrupted } = state;
  const { again, pauses, world } = state;
  return {
    attempts,
    policy,
    device,
    deviceLost,
    hadTrust,
    codeLost,
    openChallenge,
    ended,
    interrupted,
    again,
    pauses,
    world,
  };
}

export function signedOut(state: State, error: AppError | null): SignedOut {
  // The session that ends now has shown it already.
  const deviceLost = state.at === 'open' ? null : state.deviceLost;
  const code = state.at === 'open' && !state.signingOut ? leftOpen(state) : {};
  return { at: 'signedOut', ...memoryOf(state), ...code, deviceLost, error };
}

function opened(
  state: SigningIn,
  event: EventOf<'signInAnswered'>,
  who: Who,
  signedIn: SignedIn,
): Step {
  const { now, sentAt } = event;
  const source = who.kind === 'session' ? 'sessionInfo' : 'login';
  const open: Open = {
    at: 'open',
    ...memoryOf(state),
    ended: null,
    interrupted: {},
    replaces: replacedBy(state, signedIn.sessionId),
    ...deviceAfter(state, who, sentAt),
    kind: who.kind,
    keys: keysOf(who, signedIn),
    userName: who.userName,
    owner: who.owner,
    openedBy: state.by,
    apiEndPoint: signedIn.apiEndPoint,
    signedInAt: sentAt,
    ids: { organizationId: signedIn.orgId, userId: signedIn.usersId, source, at: now.wall },
    contact: { call: 0, at: sentAt, endpoint: source, by: 'signIn' },
    clock: watch({ seen: sentAt, doubt: null, woke: null, restless: false }, now, 0),
    keepAlive: fresh(now),
    trust: firstTrust(who, now.wall),
    trustCall: 0,
    checkingTrust: null,
    trustError: null,
    ...carriedOver(state, who, now),
    tries: state.by === 'again' ? state.interrupted : {},
    signingOut: false,
    calls: 0,
  };
  // v2 has no trusted flag: whether the remembered device was honoured, only MFAStatus tells.
  return who.withDevice ? checkTrust(open, 'signIn') : [open, []];
}

/** Whoever ended the one before, and whether or not its ID was copied: nobody outside knows the new one. */
function replacedBy({ ended }: SigningIn, sessionId: string): string | null {
  const before = ended?.sessionIdMasked ?? null;
  return before === maskId(sessionId) ? null : before;
}

/** Drops a remembered device whose 30 days are over; the panel says so once. */
function deviceAfter(
  { device, deviceLost }: SigningIn,
  { kind, owner }: Who,
  sentAt: Instant,
): Pick<Open, 'device' | 'deviceLost'> {
  const { remembered } = device;
  if (
    kind === 'password' &&
    isRememberedFor(remembered, owner) &&
    remembered.until <= sentAt.wall
  ) {
    return { device: { ...device, remembered: null }, deviceLost: { why: 'over', owner } };
  }
  const isTheirs = deviceLost !== null && isSameOwner(deviceLost.owner, owner);
  return { device, deviceLost: isTheirs ? deviceLost : null };
}

function firstTrust(who: Who, at: number): Trust {
  if (who.kind === 'token') return { is: 'unavailable', source: 'tokenLogin', at };
  if (who.kind === 'session') return { is: 'unknown', source: 'otherTool', at };
  if (who.withDevice) return { is: 'unknown', source: 'loginWithDevice', at };
  return { is: 'untrusted', source: 'login', at };
}

function keysOf({ baseUrl, devKey }: Who, signedIn: SignedIn): SessionKeys {
  return { baseUrl, devKey, sessionId: signedIn.sessionId, orgId: signedIn.orgId };
}

/** Signs out a session that opened after the user had cancelled; not one of another tool. */
export function giveBack(
  { who, result }: EventOf<'signInAnswered'>,
  by: SignInCause = 'you',
): Effect[] {
  if (!result.ok || who === null || who.kind === 'session') return [];
  return [{ type: 'giveBack', keys: keysOf(who, result.value), by }];
}
