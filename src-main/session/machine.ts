/**
 * Every rule of one profile's session: step(state, event) -> [state, effects]. Pure; it is written
 * for one profile and knows nothing of many. The same state object back says: refused.
 */
import { answered } from './answers.ts';
import { beginSignOut } from './ending.ts';
import {
  wisher,
  type Call,
  type Event,
  type EventOf,
  type GivenEvent,
  type Step,
  type WantedEvent,
} from './session-events.ts';
import { causeOf, isCutOff } from './keep-alive/keep-alive.ts';
import { afterPause, touchBeforePause } from './keep-alive/standstill.ts';
import { plan } from './keep-alive/touch-plan.ts';
import { afterWake, networkBack, touchBeforeSleep } from './keep-alive/wake-hints.ts';
import * as mfa from './mfa/mfa.ts';
import * as signIn from './signing-in.ts';
import * as tries from './operation-tries.ts';
import type { Device, Memory, Open, Policy, SignedOut, SigningIn, State, World } from './state.ts';
import { awoken, elapsed, instantOf, watch } from './time.ts';

/** A profile that never signed in since the start of the app. */
export function initialState(device: Device, policy: Policy): SignedOut {
  const memory: Memory = {
    attempts: 0,
    policy,
    device,
    deviceLost: null,
    hadTrust: null,
    codeLost: false,
    openChallenge: null,
    ended: null,
    interrupted: {},
    again: signIn.neverAgain,
    pauses: [],
    world: { online: true, active: true },
  };
  return { at: 'signedOut', ...memory, error: null };
}

/** What `event` makes of `state`, and what has to be done about it. */
export function step(state: State, event: Event): Step {
  const [next, effects] = move(state, event);
  return [mfa.rememberTrust(next), effects];
}

function move(state: State, event: Event): Step {
  switch (event.type) {
    case 'policy':
      return [{ ...state, policy: event.policy }, []];
    case 'forgetDevice':
      return mfa.forgetDevice(state);
    case 'deviceFound': {
      // A device that was remembered since the start is newer than the one from the vault.
      if (state.device.remembered !== null) return [state, []];
      return [{ ...state, device: { ...state.device, remembered: event.remembered } }, []];
    }
    case 'deviceRenewed':
      return mfa.deviceRenewed(state, event);
    case 'nameMachine':
      return [{ ...state, device: { ...state.device, machineName: event.machineName } }, []];
    default:
      break;
  }
  if (state.at !== 'open' && (event.type === 'network' || event.type === 'activity')) {
    return [{ ...state, world: worldAfter(state.world, event) }, []];
  }
  switch (state.at) {
    case 'signedOut':
      return whileSignedOut(state, event);
    case 'signingIn':
      return whileSigningIn(state, event);
    case 'open':
      return whileOpen(withClocksRead(state, event), event, state);
  }
}

function worldAfter(world: World, event: EventOf<'network' | 'activity'>): World {
  return event.type === 'network'
    ? { ...world, online: event.online }
    : { ...world, active: event.active };
}

function whileSignedOut(state: SignedOut, event: Event): Step {
  switch (event.type) {
    case 'signIn':
    case 'useSession':
    case 'resume':
      return signIn.begin(state, event);
    case 'signInAnswered':
      return [state, signIn.giveBack(event)];
    default:
      return [state, []];
  }
}

function whileSigningIn(state: SigningIn, event: Event): Step {
  switch (event.type) {
    case 'cancelSignIn':
      return [signIn.signedOut(state, null), []];
    case 'signInAnswered':
      return signIn.answered(state, event);
    default:
      return [state, []];
  }
}

/** Before each event: notes what the clocks say, and a wake that they show. */
function withClocksRead(open: Open, { now }: Event): Open {
  const seen = { ...open, clock: watch(open.clock, now, open.calls) };
  return seen.clock.woke === open.clock.woke
    ? seen
    : { ...seen, keepAlive: afterWake(seen, now, false) };
}

/**
 * `before` is the very state that came in: returned when the event is refused. Each kind of event is
 * named here or in `wanted`, so that one without a rule does not compile.
 */
function whileOpen(open: Open, event: Exclude<Event, GivenEvent>, before: Open): Step {
  switch (event.type) {
    case 'tick':
      return tick(open, event, before);
    case 'suspend':
      return touchBeforeSleep(open, event.now)
        ? touch(hinted(open, event), { by: 'beforeSleep' }, event)
        : [before, []];
    case 'resumed': {
      const awake = { ...open, clock: { ...open.clock, ...awoken(open.clock, event.now) } };
      return tick({ ...awake, keepAlive: afterWake(awake, event.now, true) }, event, before);
    }
    case 'network': {
      const back = event.online && !open.world.online;
      const keepAlive = back ? networkBack(open, event.now) : open.keepAlive;
      return tick({ ...open, keepAlive, world: worldAfter(open.world, event) }, event, before);
    }
    case 'activity':
      return tick({ ...open, world: worldAfter(open.world, event) }, event, before);
    case 'touchAnswered':
    case 'signOutAnswered':
    case 'sendMfaCodeAnswered':
    case 'submitMfaCodeAnswered':
    case 'checkTrustAnswered':
    case 'tryOperationAnswered':
    case 'callOperationAnswered':
      // An answer for an earlier session says nothing about this one.
      return event.generation === open.attempts ? answered(open, event) : [before, []];
    case 'signInAnswered':
      return [before, signIn.giveBack(event)];
    default: {
      // A session that is being signed out takes no further wishes.
      const result = open.signingOut ? ([open, []] as const) : wanted(open, event);
      return result[0] === open ? [before, []] : result;
    }
  }
}

/** What can be wanted of an open session. */
function wanted(open: Open, event: WantedEvent): Step {
  switch (event.type) {
    case 'extendNow':
      return open.keepAlive.inFlight === null ? touch(open, wisher(event), event) : [open, []];
    case 'pauseKeepAlive':
      return pauseKeepAlive(open, event);
    case 'copySessionId':
      // It may have been replaced while the clipboard took it.
      return [event.sessionId === open.keys.sessionId ? seenTo(open) : open, []];
    case 'dropOldCopies':
      return [seenTo(open), []];
    case 'signOut':
      return beginSignOut(open);
    case 'sendMfaCode':
      return mfa.sendMfaCode(open, event);
    case 'submitMfaCode':
      return mfa.submitMfaCode(open, event);
    case 'checkTrust':
      return mfa.checkTrust(open, 'you');
    case 'tryOperation':
      return tries.tryOperation(open, event);
    case 'repeatOperation':
      return tries.repeatOperation(open, event);
    case 'callOperation':
      return [{ ...open, calls: open.calls + 1 }, []];
    // Refused: one session at a time.
    case 'signIn':
    case 'useSession':
    case 'resume':
    case 'cancelSignIn':
      return [open, []];
  }
}

/**
 * Time has passed: a touch may be due. Even without one the new state is kept, since the next look
 * compares the clocks with it.
 */
function tick(open: Open, event: Event, before: Open): Step {
  const { now } = event;
  if (isCutOff(open, now)) {
    const keepAlive = { ...open.keepAlive, inFlight: null, nudged: open.clock.woke };
    return tick({ ...open, keepAlive }, event, before);
  }
  const next = plan(open, now);
  if (next.inMs === 0) {
    const by = causeOf(open, now);
    const isHint = by === 'afterWake' || next.why === 'doubtful';
    return touch(isHint ? hinted(open, event) : open, { by }, event);
  }
  const moved = elapsed(before.clock.seen, now) > 0 || open.clock.doubt !== before.clock.doubt;
  const changed = open.keepAlive !== before.keepAlive || open.world !== before.world;
  return [moved || changed ? open : before, []];
}

/** Notes when a hint caused a touch: hints may cause one in five minutes. */
function hinted(open: Open, { now }: Event): Open {
  return { ...open, keepAlive: { ...open.keepAlive, hintAt: instantOf(now) } };
}

function touch(open: Open, who: Pick<Call, 'by' | 'program'>, { now }: Event): Step {
  const call = open.calls + 1;
  const inFlight = { call, by: who.by, sentAt: instantOf(now) };
  const keepAlive = { ...open.keepAlive, inFlight, nudged: null };
  const { keys, attempts: generation } = open;
  return [{ ...open, calls: call, keepAlive }, [{ type: 'touch', generation, call, keys, ...who }]];
}

/** A pause that would outlast the session begins with a touch, if that is enough. */
function pauseKeepAlive(open: Open, event: EventOf<'pauseKeepAlive'>): Step {
  const { ms, now } = event;
  const paused = { ...open, keepAlive: afterPause(open, ms, now) };
  return touchBeforePause(open, ms, now) ? touch(paused, { by: 'keepAlive' }, event) : [paused, []];
}

/** The new ID is where it is needed, or is needed nowhere. */
function seenTo(open: Open): Open {
  return open.replaces === null ? open : { ...open, replaces: null };
}
