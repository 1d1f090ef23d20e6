/** Sessions to start from, and steps from one to the next. */
import { fail, ok, type AppError, type Result } from '../../../../src-shared/result.ts';
import type { SignedIn } from '../../../../src-main/ports.ts';
import type { Effect, Event, Typed, Who } from '../../../../src-main/session/session-events.ts';
import { step } from '../../../../src-main/session/machine.ts';
import type { Device, Moment, Open, Policy, State } from '../../../../src-main/session/state.ts';
import {
  event,
  reply,
  signIn,
  signInAnswered,
  signInReply,
  tick,
  types,
  type AnswerType,
  type ResultOf,
} from './events.ts';
import { dead, info, line } from './outcomes.ts';
import { credentials, device, fresh, secrets, whoOf } from './people.ts';
import { MINUTE, moment, SECOND, type When } from './times.ts';

export function asOpen(state: State): Open {
  if (state.at !== 'open') throw new Error(`The session is ${state.at}, not open.`);
  return state;
}

/** Steps one event after the other and gives the last state and all effects. */
export function play(state: State, ...events: readonly Event[]): [State, Effect[]] {
  let current = state;
  const effects: Effect[] = [];
  for (const one of events) {
    const [next, more] = step(current, one);
    current = next;
    effects.push(...more);
  }
  return [current, effects];
}

export const after = (state: State, ...events: readonly Event[]): State =>
  play(state, ...events)[0];
/** The same where the session is open after it. */
export const openAfter = (state: State, ...events: readonly Event[]): Open =>
  asOpen(after(state, ...events));
/** What the events ask for, by type. */
export const asks = (state: State, ...events: readonly Event[]): string[] =>
  play(state, ...events)[1].map(({ type }) => type);

/** `open` after the call of its kind that is under way was answered; it is open still. */
export const answered = <T extends AnswerType>(
  open: Open,
  type: T,
  result: ResultOf<T>,
  when: When,
  sent: When = when,
): Open => openAfter(open, reply(open, type, result, when, sent));

/** Looks at the clocks every 15 seconds from `from` to `to`, as an awake machine does. */
export function awake(state: State, from: number, to: number): Open {
  let current = state;
  for (let ms = from; ms < to; ms += 15 * SECOND) current = after(current, tick(ms));
  return openAfter(current, tick(to));
}

/** Plays `events` while a session is open; each touch that comes of one is answered at once. */
export function live(
  from: State,
  events: Iterable<Event>,
  server: (now: Moment) => typeof info | Result<never> = () => info,
): { readonly state: State; readonly touches: readonly Moment[] } {
  let state = from;
  const touches: Moment[] = [];
  for (const one of events) {
    const [next, effects] = step(state, one);
    state = next;
    if (!effects.some(({ type }) => type === 'touch')) continue;
    touches.push(one.now);
    state = after(state, reply(asOpen(state), 'touchAnswered', server(one.now), one.now));
    if (state.at !== 'open') break;
  }
  return { state, touches };
}

/** Signed in at the start; the answer came at once. */
export function opened(
  from: Device = device,
  rules: Partial<Policy> = {},
  typed: Typed = credentials,
): Open {
  const who = whoOf(typed, from);
  return openAfter(fresh(from, rules), signIn(0, typed), signInAnswered(0, { who }));
}

/** The sign-in that is under way in `state` is answered at `when`, well if nothing else is said. */
export const signInEnds = (state: State, when: When, result?: Result<SignedIn>, who?: Who | null) =>
  after(state, signInReply(state, when, result, who));
/** Signs in at `when`, and it is open. */
export const signsIn = (state: State, when: When, typed: Typed = credentials): Open => {
  const who = whoOf(typed, state.device, moment(when));
  return asOpen(signInEnds(after(state, signIn(when, typed)), when, undefined, who));
};

/** A touch that is under way since `when`. */
export const touching = (open: State, when: When): Open =>
  openAfter(open, event('extendNow', when));
/** A touch that was sent and failed at `when`. */
export const failing = (open: State, when: When, error: AppError = line()): Open =>
  answered(touching(open, when), 'touchAnswered', fail(error), when);
/** A touch that was sent and answered at `when`. */
export const touched = (open: State, when: When): Open =>
  answered(touching(open, when), 'touchAnswered', info, when);

/** The session that is open in `state` turns out to be dead at `when`. */
export function dies(state: State, when: When): readonly [State, readonly Effect[]] {
  const probing = touching(state, when);
  return step(probing, reply(probing, 'touchAnswered', dead, when));
}
/** The user signs out, and BILL confirms it. */
export function signsOut(state: State, when: When): State {
  const leaving = openAfter(state, event('signOut', when));
  return after(leaving, reply(leaving, 'signOutAnswered', ok(null), when));
}

/** A message went out at `when`, and its code is wanted. */
export function codeWanted(open: Open = opened(), when: When = MINUTE): Open {
  const challenge = ok({ challengeId: secrets.challengeId });
  const sending = openAfter(open, event('sendMfaCode', when));
  return answered(sending, 'sendMfaCodeAnswered', challenge, when);
}
/** The code was typed and is being checked since `when`. */
export const checkingCode = (
  when: When = 2 * MINUTE,
  rememberDevice = true,
  open = codeWanted(),
): Open => openAfter(open, types(when, rememberDevice));
