/**
 * The shape of one profile's session: what it can be, what can happen to it, what it can ask for.
 * Types only. State never holds a password or an MFA code; it does hold the session's keys, which
 * view.ts leaves behind.
 */
import type { Cause } from '../../src-shared/exchange.ts';
import type { OperationId } from '../../src-shared/operations.ts';
import type { AppError, Result } from '../../src-shared/result.ts';
import type { EndReason } from '../../src-shared/snapshot.ts';
import type {
  BaseUrl,
  Credentials,
  Instant,
  MfaAnswer,
  SessionInfo,
  SessionKeys,
  SignedIn,
} from '../ports.ts';

/** When something happens, with the chance drawn for it: time and luck come in as arguments. */
export interface Moment extends Instant {
  /** Evenly spread over [0, 1). */
  readonly chance: number;
}

/** A stretch of time from an instant: deadlines that a sleeping machine cannot miss. */
export interface Wait {
  readonly from: Instant;
  readonly ms: number;
}

// ---------------------------------------------------------------- state

/** What outlives a session. */
interface Memory {
  /** Grows with each sign-in; also the generation of the session that it opened. */
  readonly attempts: number;
  readonly device: Device;
  readonly ended: Ended | null;
}

/** This computer as BILL knows it. The ID stays the same for the life of an mfaId (bill-api 1.6). */
export interface Device {
  readonly deviceId: string;
  readonly machineName: string;
  readonly remembered: Remembered | null;
}

/** A device that BILL promised to trust for 30 days (bill-api 2). */
export interface Remembered {
  readonly mfaId: string;
  /** Trust belongs to one user in one organization under one key. */
  readonly owner: string;
  /** Wall clock, epoch ms. */
  readonly until: number;
}

export interface Ended {
  readonly reason: EndReason;
  readonly at: number;
  readonly signedInAt: number;
  readonly lastContactAt: number;
  readonly sessionIdMasked: string;
}

export interface SignedOut extends Memory {
  readonly at: 'signedOut';
  readonly error: AppError | null;
}

export interface SigningIn extends Memory {
  readonly at: 'signingIn';
  readonly since: Instant;
  readonly baseUrl: BaseUrl;
  readonly userName: string;
  readonly devKey: string;
  readonly withDevice: boolean;
}

export interface Open extends Memory {
  readonly at: 'open';
  readonly keys: SessionKeys;
  readonly userName: string;
  readonly apiEndPoint: string | null;
  readonly signedInAt: Instant;
  readonly ids: { readonly info: SessionInfo; readonly source: string; readonly at: number };
  readonly contact: Contact;
  readonly clock: ClockWatch;
  readonly keepAlive: KeepAlive;
  readonly trust: Trust;
  /** The call that the trust was learned from: an answer to an earlier one is old news. */
  readonly trustCall: number;
  readonly mfa: Mfa;
  readonly tries: Readonly<Partial<Record<OperationId, Try>>>;
  readonly signingOut: boolean;
  /** Numbers the calls of this session as they are sent: of two answers the greater one is newer. */
  readonly calls: number;
}

export type State = SignedOut | SigningIn | Open;

/** The last call that BILL answered without an error, at the time it was sent. */
export interface Contact {
  /** 0 for Login. */
  readonly call: number;
  readonly at: Instant;
  readonly endpoint: string;
  readonly by: Cause;
}

/** What the two clocks told at the last event, and whether they can be believed since the contact. */
export interface ClockWatch {
  readonly seen: Instant;
  /** The newest call when the wall clock was found set back: a later one settles it. Null: settled. */
  readonly doubt: number | null;
}

export interface KeepAlive {
  /** Drawn at each contact: how far the next touch is from the plain interval, in ms, either way. */
  readonly jitterMs: number;
  readonly inFlight: { readonly call: number; readonly by: Cause } | null;
  /** Touches since the sign-in that were answered. */
  readonly touches: number;
  readonly trouble: Trouble | null;
}

/** Touches that failed since the last contact, and when the next may be tried. */
export interface Trouble {
  readonly kind: 'throttled' | 'unknown';
  readonly hourLimit: boolean;
  readonly failures: number;
  readonly since: number;
  readonly error: AppError;
  readonly wait: Wait;
}

export type Trust =
  | {
      readonly is: 'untrusted' | 'session' | 'unknown';
      readonly source: string;
      readonly at: number;
    }
  | { readonly is: 'until'; readonly until: number; readonly source: string; readonly at: number };

export type Mfa =
  | { readonly step: 'start'; readonly error: AppError | null; readonly cooldown: Wait | null }
  | { readonly step: 'sending'; readonly call: number }
  | (Challenge & { readonly step: 'codeWanted'; readonly error: AppError | null })
  | (Challenge & { readonly step: 'checking'; readonly call: number; readonly remember: boolean });

export interface Challenge {
  readonly challengeId: string;
  readonly sentAt: Instant;
  readonly wrongCodes: number;
}

export interface Try {
  readonly call: number;
  readonly at: number;
  readonly outcome: 'pending' | 'accepted' | 'refused' | 'failed';
  readonly error: AppError | null;
  readonly reply: string | null;
}

// ---------------------------------------------------------------- events

/** An answer names the session and the call that asked for it, and when it was asked. */
interface Answer<T> {
  readonly generation: number;
  readonly call: number;
  readonly sentAt: Instant;
  readonly result: Result<T>;
}

type EventBody =
  // what the user wants
  | { readonly type: 'signIn'; readonly credentials: Omit<Credentials, 'device'> }
  | { readonly type: 'cancelSignIn' }
  | { readonly type: 'extendNow' }
  | { readonly type: 'signOut' }
  | { readonly type: 'sendMfaCode' }
  | { readonly type: 'mfaCodeTyped'; readonly code: string; readonly remember: boolean }
  | { readonly type: 'checkTrust' }
  | { readonly type: 'tryOperation'; readonly operation: OperationId; readonly data: string }
  // what the clock says
  | { readonly type: 'tick' }
  // what came back
  | {
      readonly type: 'signInAnswered';
      readonly attempt: number;
      readonly sentAt: Instant;
      /** The keys that this attempt would open a session with. */
      readonly baseUrl: BaseUrl;
      readonly devKey: string;
      readonly result: Result<SignedIn>;
    }
  | ({ readonly type: 'touchAnswered' } & Answer<SessionInfo>)
  | ({ readonly type: 'signOutAnswered' } & Answer<null>)
  | ({ readonly type: 'mfaCodeSent' } & Answer<{ challengeId: string }>)
  | ({ readonly type: 'mfaAnswered' } & Answer<{ mfaId: string | null }>)
  | ({ readonly type: 'trustAnswered' } & Answer<{ isTrusted: boolean }>)
  | ({ readonly type: 'operationAnswered'; readonly operation: OperationId } & Answer<{
      reply: string;
    }>);

export type Event = EventBody & { readonly now: Moment };
export type EventOf<T extends Event['type']> = Extract<Event, { type: T }>;

// ---------------------------------------------------------------- effects

/** A call within a session: the answer comes back with the same generation and number. */
interface Call {
  readonly generation: number;
  readonly call: number;
  readonly keys: SessionKeys;
  readonly by: Cause;
}

export type Effect =
  | { readonly type: 'signIn'; readonly attempt: number; readonly credentials: Credentials }
  | ({ readonly type: 'touch' } & Call)
  | ({ readonly type: 'signOut' } & Call)
  /** A session that nobody waits for any more is given back; the answer is of no interest. */
  | { readonly type: 'giveBack'; readonly keys: SessionKeys }
  | ({ readonly type: 'sendMfaCode' } & Call)
  | ({ readonly type: 'checkMfaCode'; readonly answer: MfaAnswer } & Call)
  | ({ readonly type: 'askTrust'; readonly device: { mfaId: string; deviceId: string } } & Call)
  | ({
      readonly type: 'tryOperation';
      readonly operation: OperationId;
      readonly data: string;
    } & Call);

/** The same state object says: refused, nothing changed. */
export type Step = readonly [State, readonly Effect[]];
