/**
 * Every rule of one profile's session: step(state, event) -> [state, effects]. Pure; it is written
 * for one profile and knows nothing of many. The same state object back says: refused.
 */
import type { AppError, Result } from '../../src-shared/result.ts';
import type { EndReason } from '../../src-shared/snapshot.ts';
import { maskId } from '../../src-shared/mask.ts';
import type { SignedIn } from '../ports.ts';
import { afterContact, afterFailure, fresh, IDLE_LIMIT_MS, plan } from './keep-alive.ts';
import * as mfa from './mfa.ts';
import type {
  Device,
  Effect,
  Event,
  EventOf,
  Open,
  SignedOut,
  SigningIn,
  State,
  Step,
} from './state.ts';
import { elapsed, watch } from './time.ts';
import { judge } from './verdict.ts';

/** BDC_1361 "Untrusted session." (bill-api 2). */
const UNTRUSTED = 'BDC_1361';

/** A profile that never signed in since the start of the app. */
export function initialState(device: Device): SignedOut {
  return { at: 'signedOut', attempts: 0, device, ended: null, error: null };
}

/** What `event` makes of `state`, and what has to be done about it. */
export function step(state: State, event: Event): Step {
  switch (state.at) {
    case 'signedOut':
      return whileSignedOut(state, event);
    case 'signingIn':
      return whileSigningIn(state, event);
    case 'open':
      return whileOpen(
        { ...state, clock: watch(state.clock, event.now, state.calls) },
        event,
        state,
      );
  }
}

// ---------------------------------------------------------------- signed out, signing in

function whileSignedOut(state: SignedOut, event: Event): Step {
  switch (event.type) {
    case 'signIn':
      return beginSignIn(state, event);
    case 'signInAnswered':
      return [state, giveBackLate(event)];
    default:
      return [state, []];
  }
}

function beginSignIn(state: SignedOut, { credentials, now }: EventOf<'signIn'>): Step {
  const attempt = state.attempts + 1;
  const { deviceId, remembered } = state.device;
  // What BILL answers to a device after its 30 days is not documented, so that none is sent.
  const known = remembered?.owner === mfa.ownerOf(credentials) && now.wall < remembered.until;
  const device = known ? { mfaId: remembered.mfaId, deviceId } : null;
  const next: SigningIn = {
    at: 'signingIn',
    attempts: attempt,
    device: state.device,
    ended: state.ended,
    since: { wall: now.wall, mono: now.mono },
    baseUrl: credentials.baseUrl,
    userName: credentials.userName,
    devKey: credentials.devKey,
    withDevice: known,
  };
  return [next, [{ type: 'signIn', attempt, credentials: { ...credentials, device } }]];
}

function whileSigningIn(state: SigningIn, event: Event): Step {
  switch (event.type) {
    case 'cancelSignIn':
      return [signedOut(state, null), []];
    case 'signInAnswered':
      if (event.attempt !== state.attempts) return [state, giveBackLate(event)];
      return event.result.ok
        ? opened(state, event, event.result.value)
        : [signedOut(state, event.result.error), []];
    default:
      return [state, []];
  }
}

function signedOut(state: State, error: AppError | null): SignedOut {
  const { attempts, device, ended } = state;
  return { at: 'signedOut', attempts, device, ended, error };
}

function opened(state: SigningIn, event: EventOf<'signInAnswered'>, signedIn: SignedIn): Step {
  const { now, sentAt } = event;
  const open: Open = {
    at: 'open',
    attempts: state.attempts,
    device: state.device,
    ended: null,
    keys: keysOf(event, signedIn),
    userName: state.userName,
    apiEndPoint: signedIn.apiEndPoint,
    signedInAt: sentAt,
    ids: {
      info: { organizationId: signedIn.orgId, userId: signedIn.usersId },
      source: 'Login',
      at: now.wall,
    },
    contact: { call: 0, at: sentAt, endpoint: 'Login', by: 'signIn' },
    clock: watch({ seen: sentAt, doubt: null }, now, 0),
    keepAlive: fresh(now),
    trust: { is: 'untrusted', source: 'Login', at: now.wall },
    trustCall: 0,
    mfa: { step: 'start', error: null, cooldown: null },
    tries: {},
    signingOut: false,
    calls: 0,
  };
  if (!state.withDevice) return [open, []];
  // v2 has no trusted flag: whether the remembered device was honoured, only MFAStatus tells.
  const source = 'Login with the remembered device';
  return mfa.askTrust({ ...open, trust: { is: 'unknown', source, at: now.wall } });
}

function keysOf({ baseUrl, devKey }: EventOf<'signInAnswered'>, signedIn: SignedIn) {
  return { baseUrl, devKey, sessionId: signedIn.sessionId, orgId: signedIn.orgId };
}

/** A session that opened after the user had given up is not left lying about on the server. */
function giveBackLate(event: EventOf<'signInAnswered'>): Effect[] {
  if (!event.result.ok) return [];
  return [{ type: 'giveBack', keys: keysOf(event, event.result.value) }];
}

// ---------------------------------------------------------------- open

/** `before` is the very state that came in: returned when the event is refused. */
function whileOpen(open: Open, event: Event, before: Open): Step {
  switch (event.type) {
    case 'signIn':
    case 'cancelSignIn':
      return [before, []];
    case 'signInAnswered':
      return [before, giveBackLate(event)];
    case 'tick':
      return tick(open, event, before);
    case 'extendNow':
      return open.signingOut || open.keepAlive.inFlight !== null
        ? [before, []]
        : touch(open, 'you');
    case 'signOut':
      return open.signingOut ? [before, []] : beginSignOut(open);
    case 'sendMfaCode':
    case 'mfaCodeTyped':
    case 'checkTrust':
    case 'tryOperation':
      return open.signingOut ? [before, []] : unlessRefused(ask(open, event), open, before);
    case 'touchAnswered':
    case 'signOutAnswered':
    case 'mfaCodeSent':
    case 'mfaAnswered':
    case 'trustAnswered':
    case 'operationAnswered':
      // An answer for an earlier session says nothing about this one.
      return event.generation === open.attempts ? answered(open, event) : [before, []];
  }
}

function unlessRefused(result: Step, open: Open, before: Open): Step {
  return result[0] === open ? [before, []] : result;
}

type Wish = EventOf<'sendMfaCode' | 'mfaCodeTyped' | 'checkTrust' | 'tryOperation'>;

function ask(open: Open, event: Wish): Step {
  switch (event.type) {
    case 'sendMfaCode':
      return mfa.sendCode(open, event);
    case 'mfaCodeTyped':
      return mfa.codeTyped(open, event);
    case 'checkTrust':
      return mfa.askTrust(open);
    case 'tryOperation':
      return tryOperation(open, event);
  }
}

function tick(open: Open, { now }: EventOf<'tick'>, before: Open): Step {
  if (plan(open, now).inMs === 0) return touch(open, 'keepAlive');
  // The clocks are noted at every tick, or a set-back between two of them would be missed.
  const changed = open.clock.doubt !== before.clock.doubt;
  return [changed || elapsed(before.clock.seen, now) > 0 ? open : before, []];
}

function touch(open: Open, by: 'you' | 'keepAlive'): Step {
  const call = open.calls + 1;
  const keepAlive = { ...open.keepAlive, inFlight: { call, by } };
  const { keys, attempts: generation } = open;
  return [{ ...open, calls: call, keepAlive }, [{ type: 'touch', generation, call, keys, by }]];
}

function beginSignOut(open: Open): Step {
  const call = open.calls + 1;
  const { keys, attempts: generation } = open;
  const effect: Effect = { type: 'signOut', generation, call, keys, by: 'you' };
  return [{ ...open, calls: call, signingOut: true }, [effect]];
}

function tryOperation(open: Open, { operation, data, now }: EventOf<'tryOperation'>): Step {
  if (open.tries[operation]?.outcome === 'pending') return [open, []];
  const call = open.calls + 1;
  const { keys, attempts: generation } = open;
  const pending = { call, at: now.wall, outcome: 'pending', error: null, reply: null } as const;
  return [
    { ...open, calls: call, tries: { ...open.tries, [operation]: pending } },
    [{ type: 'tryOperation', operation, data, generation, call, keys, by: 'you' }],
  ];
}

// ---------------------------------------------------------------- answers

type Answered = EventOf<
  | 'touchAnswered'
  | 'signOutAnswered'
  | 'mfaCodeSent'
  | 'mfaAnswered'
  | 'trustAnswered'
  | 'operationAnswered'
>;

/** What every answer says about the session comes first; then what this one was asked for. */
function answered(open: Open, event: Answered): Step {
  if (event.type === 'signOutAnswered') return [signOutAnswered(open, event.result, event), []];
  const verdict = judge(event.result, event.now);
  if (verdict.is === 'dead') return [died(open, event), []];
  const alive = verdict.is === 'alive' ? contacted(open, event) : open;
  switch (event.type) {
    case 'touchAnswered':
      return [touchAnswered(alive, event), []];
    case 'mfaCodeSent':
      return mfa.codeSent(alive, event);
    case 'mfaAnswered':
      return mfa.codeAnswered(alive, event);
    case 'trustAnswered':
      return mfa.trustAnswered(alive, event);
    case 'operationAnswered':
      return operationAnswered(alive, event);
  }
}

const endpoints: Record<Answered['type'], string> = {
  touchAnswered: 'GetSessionInfo',
  signOutAnswered: 'Logout',
  mfaCodeSent: 'MFAChallenge',
  mfaAnswered: 'MFAAuthenticate',
  trustAnswered: 'MFAStatus',
  operationAnswered: 'a protected operation',
};

/** Any answered call extends the session, from the time at which it was sent. */
function contacted(open: Open, event: Answered): Open {
  const { call, sentAt: at, now } = event;
  const { contact, clock, keepAlive } = open;
  const settled = clock.doubt !== null && call > clock.doubt ? { ...clock, doubt: null } : clock;
  // Of two answers that arrive in the wrong order the later call counts.
  if (call < contact.call) return { ...open, clock: settled };
  const by = keepAlive.inFlight?.call === call ? keepAlive.inFlight.by : 'you';
  return {
    ...open,
    contact: { call, at, endpoint: endpoints[event.type], by },
    clock: settled,
    keepAlive: afterContact(keepAlive, now),
  };
}

function touchAnswered(open: Open, event: EventOf<'touchAnswered'>): Open {
  const { call, result, now } = event;
  const { inFlight, touches } = open.keepAlive;
  if (call !== inFlight?.call) return open;
  if (!result.ok) return touchFailed(open, result.error, event);
  return {
    ...open,
    ids: { info: result.value, source: 'GetSessionInfo', at: now.wall },
    keepAlive: { ...open.keepAlive, inFlight: null, touches: touches + 1 },
  };
}

function touchFailed(open: Open, error: AppError, event: Answered): Open {
  // A call that was sent after this touch was answered: there is no trouble any more.
  if (event.call < open.contact.call) {
    return { ...open, keepAlive: { ...open.keepAlive, inFlight: null } };
  }
  const verdict = judge(event.result, event.now);
  const throttled = verdict.is === 'throttled';
  const failure = {
    kind: throttled ? 'throttled' : 'unknown',
    hourLimit: throttled && verdict.hourLimit,
    error,
    wait: throttled || verdict.is === 'unknown' ? verdict.wait : null,
  } as const;
  return { ...open, keepAlive: afterFailure(open, failure, event.now) };
}

function operationAnswered(open: Open, event: EventOf<'operationAnswered'>): Step {
  const { operation, call, result, now } = event;
  if (open.tries[operation]?.call !== call) return [open, []];
  const { error, reply } = result.ok
    ? { error: null, reply: result.value.reply }
    : { error: result.error, reply: null };
  const outcome = error === null ? 'accepted' : error.kind === 'refused' ? 'refused' : 'failed';
  const tries = { ...open.tries, [operation]: { call, at: now.wall, outcome, error, reply } };
  return [{ ...open, ...trustAfterTry(open, event), tries }, []];
}

/** The server's own word on trust outweighs what we believed, unless we learned better since. */
function trustAfterTry(open: Open, event: EventOf<'operationAnswered'>) {
  const { call, result, now } = event;
  const { trust, trustCall } = open;
  if (call <= trustCall) return { trust, trustCall };
  const learned = { source: 'a protected operation', at: now.wall };
  if (result.ok) {
    const known = trust.is === 'session' || trust.is === 'until';
    return { trust: known ? trust : ({ is: 'session', ...learned } as const), trustCall: call };
  }
  const untrusted = result.error.kind === 'refused' && result.error.code === UNTRUSTED;
  if (!untrusted) return { trust, trustCall };
  return { trust: { is: 'untrusted', ...learned } as const, trustCall: call };
}

// ---------------------------------------------------------------- the end

function died(open: Open, event: Answered): SignedOut {
  // Whichever call learns of it first: the user ended this session.
  if (open.signingOut) return end(open, 'signedOut', event.now.wall, null);
  const idle = elapsed(open.contact.at, event.sentAt) >= IDLE_LIMIT_MS;
  return end(open, idle ? 'idle' : 'endedByServer', event.now.wall, null);
}

/** The session's keys are dropped whatever the server said; the words tell the difference. */
function signOutAnswered(open: Open, result: Result<null>, { now }: Answered): SignedOut {
  const gone = result.ok || judge(result, now).is === 'dead';
  if (gone) return end(open, 'signedOut', now.wall, null);
  return end(open, 'signedOutUnconfirmed', now.wall, result.error);
}

function end(open: Open, reason: EndReason, at: number, error: AppError | null): SignedOut {
  return {
    ...signedOut(open, error),
    ended: {
      reason,
      at,
      signedInAt: open.signedInAt.wall,
      lastContactAt: open.contact.at.wall,
      sessionIdMasked: maskId(open.keys.sessionId),
    },
  };
}
