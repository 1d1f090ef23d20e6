/** The way into a session: by the user, by ourselves after one died, or by taking one over. */
import { maskId } from '../../src-shared/text/mask.ts';
import type { Meaning } from '../../src-shared/bill/meaning.ts';
import type { AppError } from '../../src-shared/result.ts';
import type { Instant, SessionKeys, SignedIn } from '../ports.ts';
import type { Effect, EventOf, Step, Way, Who } from './session-events.ts';
import { fresh } from './keep-alive.ts';
import { checkTrust, isRememberedFor } from './mfa.ts';
import { isSameOwner, type Owner } from './owner.ts';
import type { Again, Memory, Moment, Open, SignedOut, SigningIn, State, Trust } from './state.ts';
import { elapsed, HOUR, watch } from './time.ts';

/** Automatic sign-ins in one hour; BILL's own limit is 200 (bill-api 4). */
const AGAIN_PER_HOUR = 3;
/** As many sessions of ours in a row ended early by somebody else are a war, not an accident. */
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

export const calm: Again = { times: [], lost: 0, stopped: null };

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
  const again = { ...calm, times: state.again.times };
  const by = event.type === 'resume' && event.unasked === true ? 'launch' : 'you';
  // Whoever signs in has read on the form what became of the device.
  return attempt({ ...state, again, deviceLost: null }, way, userName, by, event.now);
}

/** Signs in by ourselves after a session died, if that is wanted and has not gone on too long. */
export function beginAgain(state: SignedOut, userName: string, now: Moment): Step {
  const { again, policy } = state;
  if (!policy.signInAgain || again.stopped !== null) return [state, []];
  if (again.lost >= LOST_IS_WAR) return [stopAgain(state, 'war'), []];
  const times = again.times.filter((at) => elapsed(at, now) < HOUR);
  if (times.length >= AGAIN_PER_HOUR) return [stopAgain(state, 'cap'), []];
  const at = { wall: now.wall, mono: now.mono };
  const counted = { ...state, again: { ...again, times: [...times, at] } };
  return attempt(counted, { is: 'saved' }, userName, 'again', now);
}

function stopAgain(state: SignedOut, stopped: NonNullable<Again['stopped']>): SignedOut {
  return { ...state, again: { ...state.again, stopped } };
}

function attempt(
  state: SignedOut,
  way: Way,
  userName: string,
  by: SigningIn['by'],
  now: Moment,
): readonly [SigningIn, readonly Effect[]] {
  const number = state.attempts + 1;
  const since = { wall: now.wall, mono: now.mono };
  const memory = { ...memoryOf(state), attempts: number };
  const effect: Effect = {
    type: 'signIn',
    attempt: number,
    way,
    device: state.device,
    by: by === 'you' ? 'you' : 'signIn',
  };
  return [{ at: 'signingIn', ...memory, since, userName, by }, [effect]];
}

export function answered(state: SigningIn, event: EventOf<'signInAnswered'>): Step {
  if (event.attempt !== state.attempts) return [state, giveBack(event)];
  if (!event.result.ok) {
    const { who, now } = event;
    const { error } = event.result;
    return who?.withDevice === true && isAbout(error, 'device')
      ? withoutDevice(state, who.owner, error, now)
      : [refused(told(state, error), error), []];
  }
  // Without saved credentials there is nothing to have succeeded with.
  return event.who === null
    ? [refused(state, { kind: 'notNow' }), []]
    : opened(state, event, event.who, event.result.value);
}

/** Refused without the device as well: then the device was not the matter. */
function told(state: SigningIn, error: AppError): SigningIn {
  return error.kind === 'refused' ? { ...state, deviceLost: null } : state;
}

/** Forgets the device. By ourselves we try without it at once, as often as we may sign in at all. */
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
  const { attempts, policy, device, deviceLost, codeLost, ended, cut } = state;
  const { again, pauses, world } = state;
  return {
    attempts,
    policy,
    device,
    deviceLost,
    codeLost,
    ended,
    cut,
    again,
    pauses,
    world,
  };
}

export function signedOut(state: State, error: AppError | null): SignedOut {
  // What was lost has been said by the first session without it.
  const deviceLost = state.at === 'open' ? null : state.deviceLost;
  const underCode = state.at === 'open' && state.mfa.step !== 'start' && !state.signingOut;
  const codeLost = state.codeLost || underCode;
  return { at: 'signedOut', ...memoryOf(state), deviceLost, codeLost, error };
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
    cut: {},
    replaces: replacedBy(state, signedIn.sessionId),
    ...deviceAfter(state, who, sentAt),
    kind: who.kind,
    keys: keysOf(who, signedIn),
    userName: who.userName,
    owner: who.owner,
    openedBy: state.by,
    apiEndPoint: signedIn.apiEndPoint,
    signedInAt: sentAt,
    ids: {
      info: { organizationId: signedIn.orgId, userId: signedIn.usersId },
      source,
      at: now.wall,
    },
    contact: { call: 0, at: sentAt, endpoint: source, by: 'signIn' },
    clock: watch({ seen: sentAt, doubt: null, woke: null, restless: false }, now, 0),
    keepAlive: fresh(now),
    trust: firstTrust(who, now.wall),
    trustCall: 0,
    checkingTrust: null,
    trustError: null,
    mfa: { step: 'start', error: null },
    tries: state.by === 'again' ? state.cut : {},
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

/** A promise that had run out before this sign-in is let go: said once, it must be given anew. */
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

/**
 * A session that opened after the user had given up is not left lying about on the server; one that
 * another tool opened is that tool's affair.
 */
export function giveBack({ who, result }: EventOf<'signInAnswered'>): Effect[] {
  if (!result.ok || who === null || who.kind === 'session') return [];
  return [{ type: 'giveBack', keys: keysOf(who, result.value) }];
}
