/** What can happen to a session, and what it can ask for. Types only. */
import type { Cause } from '../../src-shared/exchange.ts';
import type { Result } from '../../src-shared/result.ts';
import type { SessionKind } from '../../src-shared/session-view.ts';
import type {
  BaseUrl,
  Credentials,
  Instant,
  MfaAnswer,
  SessionInfo,
  SessionKeys,
  SignedIn,
} from '../ports.ts';
import type { Owner } from './owner.ts';
import type { Device, Moment, Policy, Remembered, State } from './state.ts';

/** What the user typed, without the device that the session adds. */
export type Typed = Omit<Credentials, 'device'> & { readonly kind: 'password' | 'token' };

/** What must not be lost to a wrong letter elsewhere, nor kept for long; empty where there is none. */
export type Secrets = Pick<Credentials, 'password' | 'devKey'>;

/** A session that another tool opened, to be taken over. */
export interface Foreign {
  readonly baseUrl: BaseUrl;
  readonly sessionId: string;
  readonly devKey: string;
}

/** Whose session an attempt opens, known once the credentials are. */
export interface Who {
  readonly kind: SessionKind;
  readonly baseUrl: BaseUrl;
  /** The organization that was asked for. */
  readonly orgId: string;
  readonly devKey: string;
  readonly userName: string;
  readonly owner: Owner;
  readonly withDevice: boolean;
}

/** An answer names the session and the call that asked for it, who wanted it, and when it was asked. */
interface Answer<T> {
  readonly generation: number;
  readonly call: number;
  readonly by: Cause;
  readonly sentAt: Instant;
  readonly result: Result<T>;
}

/** What the app has learned or a person has set: taken in any state. */
type Given =
  | { readonly type: 'policy'; readonly policy: Policy }
  /** The vault opened late: this is the device that it remembers. */
  | { readonly type: 'deviceFound'; readonly remembered: Remembered }
  /** A new ID for this computer, where no remembered device needs the one before. */
  | { readonly type: 'deviceRenewed'; readonly deviceId: string }
  | { readonly type: 'forgetDevice' }
  | { readonly type: 'nameMachine'; readonly machineName: string };

/** What a person or a program wants. */
type Wanted =
  | { readonly type: 'signIn'; readonly credentials: Typed }
  | { readonly type: 'useSession'; readonly foreign: Foreign }
  /** With the saved credentials. `unasked`: by ourselves, at the launch of the app. */
  | { readonly type: 'resume'; readonly unasked?: true }
  | { readonly type: 'cancelSignIn' }
  | ({ readonly type: 'extendNow' } & Wished)
  /** `off`: until the user extends the session; null: goes on, with a new count of a reached age. */
  | { readonly type: 'pauseKeepAlive'; readonly ms: number | 'off' | null }
  /** This session ID was put on the clipboard. */
  | { readonly type: 'copySessionId'; readonly sessionId: string }
  /** No other tool needs the session ID any more. */
  | { readonly type: 'dropOldCopies' }
  | { readonly type: 'signOut' }
  | ({ readonly type: 'sendMfaCode' } & Wished)
  | ({
      readonly type: 'submitMfaCode';
      readonly code: string;
      readonly rememberDevice: boolean;
    } & Wished)
  | { readonly type: 'checkTrust' }
  /** By its name in bill-operations.json; `data` is JSON text, empty for none. */
  | { readonly type: 'tryOperation'; readonly operation: string; readonly data: string }
  /** As it was, after it was refused for want of trust. */
  | { readonly type: 'repeatOperation'; readonly operation: string }
  /** A program makes a call of its own with the keys: it is numbered as ours are. */
  | { readonly type: 'callOperation' };

/** What the clock and the system say; hints are never the only truth. */
type Noticed =
  | { readonly type: 'tick' }
  | { readonly type: 'suspend' }
  | { readonly type: 'resumed' }
  | { readonly type: 'network'; readonly online: boolean }
  | { readonly type: 'activity'; readonly active: boolean };

/** What came back. */
type CameBack =
  | {
      readonly type: 'signInAnswered';
      readonly attempt: number;
      readonly sentAt: Instant;
      /** Null when there were no saved credentials to sign in with. */
      readonly who: Who | null;
      readonly result: Result<SignedIn>;
    }
  | ({ readonly type: 'touchAnswered' } & Answer<SessionInfo>)
  | ({ readonly type: 'signOutAnswered' } & Answer<null>)
  | ({ readonly type: 'sendMfaCodeAnswered' } & Answer<{ challengeId: string }>)
  | ({ readonly type: 'submitMfaCodeAnswered' } & Answer<{ mfaId: string | null }>)
  | ({ readonly type: 'checkTrustAnswered' } & Answer<{ isTrusted: boolean }>)
  | ({ readonly type: 'tryOperationAnswered'; readonly operation: string } & Answer<{
      reply: string;
    }>)
  | ({ readonly type: 'callOperationAnswered' } & Answer<unknown>);

export type Event = (Given | Wanted | Noticed | CameBack) & { readonly now: Moment };
/** An event before the runner stamps it. */
export type Wish = Event extends infer E ? (E extends Event ? Omit<E, 'now'> : never) : never;
export type EventOf<T extends Event['type']> = Extract<Event, { type: T }>;
export type GivenEvent = EventOf<Given['type']>;
/** Each needs its rule in machine.ts, or is refused there by name. */
export type WantedEvent = EventOf<Wanted['type']>;
/** Answers to calls within an open session. */
export type Answered = EventOf<Exclude<CameBack['type'], 'signInAnswered'>>;

/** A call within a session: the answer comes back with the same generation and number. */
export interface Call {
  readonly generation: number;
  readonly call: number;
  readonly keys: SessionKeys;
  readonly by: Cause;
  /** Its name, where a program is the cause. */
  readonly program?: string;
}

/** What a program may wish for as well as the person, who is meant where no name is given. */
export interface Wished {
  readonly program?: string;
}

export const wisher = ({ program }: Wished): Pick<Call, 'by' | 'program'> =>
  program === undefined ? { by: 'you' } : { by: 'program', program };

/** A person has asked for a sign-in, or it came by itself. */
export type SignInCause = Extract<Cause, 'you' | 'signIn'>;

/** How an attempt gets its session. */
export type Way =
  | { readonly is: 'typed'; readonly credentials: Typed }
  | { readonly is: 'saved' }
  | { readonly is: 'foreign'; readonly foreign: Foreign };

export type Effect =
  | {
      readonly type: 'signIn';
      readonly attempt: number;
      readonly way: Way;
      readonly device: Device;
      readonly by: SignInCause;
    }
  | ({ readonly type: 'touch' } & Call)
  | ({ readonly type: 'signOut' } & Call)
  /** Signs out a session that nobody waits for any more. Its answer is ignored. */
  | { readonly type: 'giveBack'; readonly keys: SessionKeys; readonly by: SignInCause }
  | ({ readonly type: 'sendMfaCode' } & Call)
  | ({ readonly type: 'submitMfaCode'; readonly answer: MfaAnswer } & Call)
  /** BILL refused the ID of this computer: another one is wanted. */
  | { readonly type: 'renewDevice' }
  | ({ readonly type: 'checkTrust'; readonly device: { mfaId: string; deviceId: string } } & Call)
  | ({
      readonly type: 'tryOperation';
      readonly operation: string;
      readonly data: string;
    } & Call);

/** The same state object says: refused, nothing changed. */
export type Step = readonly [State, readonly Effect[]];
