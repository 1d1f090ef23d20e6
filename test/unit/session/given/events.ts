/** What happens to a session: wishes, looks at the clocks, and the answers to its calls. */
import type { Cause } from '../../../../src-shared/exchange.ts';
import { ok, type Result } from '../../../../src-shared/result.ts';
import type { SignedIn } from '../../../../src-main/ports.ts';
import type {
  Answered,
  Effect,
  Event,
  EventOf,
  Typed,
  Who,
} from '../../../../src-main/session/session-events.ts';
import type { Moment, Open, State } from '../../../../src-main/session/state.ts';
import { credentials, secrets, signedInReply, whoOf } from './people.ts';
import { at, moment, SECOND, type When } from './times.ts';

type EventType = Event['type'];
type Rest<T extends EventType> = Omit<EventOf<T>, 'type' | 'now'>;

/** Something that happens at `when`. */
export const event = <T extends EventType>(type: T, when: When, rest?: Rest<T>): Event =>
  ({ type, ...rest, now: moment(when) }) as Event;

export const tick = (when: When): Event => event('tick', when);
/** A look at the clocks every `every` ms from `from` to `to`. */
export const ticks = (from: number, to: number, every = 15 * SECOND): Event[] =>
  Array.from({ length: Math.floor((to - from) / every) + 1 }, (_, n) => tick(from + n * every));
export const signIn = (when: When = 0, typed: Typed = credentials): Event =>
  event('signIn', when, { credentials: typed });
/** Paying bills is tried. */
export const pays = (when: When = 0, data = '{}'): Event =>
  event('tryOperation', when, { operation: 'PayBills', data });
/** The right code is typed. */
export const types = (when: When, rememberDevice = true): Event =>
  event('submitMfaCode', when, { code: secrets.code, rememberDevice });

export const signInAnswered = (when: When, changes: Partial<Rest<'signInAnswered'>> = {}): Event =>
  event('signInAnswered', when, {
    attempt: 1,
    sentAt: at(0),
    who: whoOf(),
    result: ok(signedInReply),
    ...changes,
  });
/** The answer to the sign-in that is under way in `state`, at once. */
export function signInReply(
  state: State,
  when: When,
  result: Result<SignedIn> = ok(signedInReply),
  who: Who | null = whoOf(credentials, state.device, moment(when)),
): Event {
  const sentAt = moment(when);
  return event('signInAnswered', when, { attempt: state.attempts, sentAt, who, result });
}

export type AnswerType = Answered['type'];
export type ResultOf<T extends AnswerType> = EventOf<T>['result'];

/**
 * The answer to call `call` (0: a call that nobody made) of the session that is open in `state`; yours, where it
 * is not one that programs alone make.
 */
export function answer<T extends AnswerType>(
  state: State,
  type: T,
  call: number,
  rest: Omit<EventOf<T>, 'type' | 'generation' | 'call' | 'by'> & { readonly by?: Cause },
): Event {
  const by: Cause = type === 'callOperationAnswered' ? 'program' : 'you';
  return { type, generation: state.attempts, call, by, ...rest } as unknown as Event;
}

/** The answer to the call of its kind that is under way in `open`, sent when it came if not before. */
export function reply<T extends AnswerType>(
  open: Open,
  type: T,
  result: ResultOf<T>,
  when: When,
  sent: When = when,
): Event {
  const of = { operation: 'PayBills', result, sentAt: moment(sent), now: moment(when) };
  const by = type === 'touchAnswered' ? open.keepAlive.inFlight?.by : undefined;
  const rest = by === undefined ? of : { ...of, by };
  return answer(open, type, underWay(open, type), rest as never);
}

function underWay({ keepAlive, mfa, checkingTrust, tries, calls }: Open, type: AnswerType): number {
  switch (type) {
    case 'touchAnswered':
      return keepAlive.inFlight?.call ?? 0;
    case 'sendMfaCodeAnswered':
    case 'submitMfaCodeAnswered':
      return 'call' in mfa ? mfa.call : 0;
    case 'checkTrustAnswered':
      return checkingTrust ?? 0;
    case 'tryOperationAnswered':
      return tries.PayBills?.call ?? 0;
    case 'signOutAnswered':
    case 'callOperationAnswered':
      return calls;
  }
}

const answerTypes = {
  touch: 'touchAnswered',
  signOut: 'signOutAnswered',
  sendMfaCode: 'sendMfaCodeAnswered',
  submitMfaCode: 'submitMfaCodeAnswered',
  checkTrust: 'checkTrustAnswered',
  tryOperation: 'tryOperationAnswered',
} as const;

/** An effect that is a call, and when it was sent. */
export interface Sent {
  readonly effect: Effect;
  readonly sentAt: Moment;
}

/** The event that brings `result` to a call; null for an effect that is none, or that nobody reads. */
export function replyTo({ effect, sentAt }: Sent, result: Result<unknown>, now: Moment) {
  const rest = { sentAt, result, now };
  switch (effect.type) {
    case 'giveBack':
    case 'renewDevice':
      return null;
    case 'signIn': {
      const { attempt, way, device: known } = effect;
      const who = whoOf(way.is === 'typed' ? way.credentials : credentials, known, sentAt);
      return { type: 'signInAnswered', attempt, who, ...rest } as Event;
    }
    default: {
      const { generation, call, by } = effect;
      const of = effect.type === 'tryOperation' ? { operation: effect.operation } : {};
      return { type: answerTypes[effect.type], ...of, generation, call, by, ...rest } as Event;
    }
  }
}
