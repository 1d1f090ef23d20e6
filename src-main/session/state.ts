/**
 * The shape of one profile's session: what it can be. Types only. State never holds a password or an
 * MFA code; it does hold the session's keys, which view.ts leaves behind.
 */
import type { Cause } from '../../src-shared/exchange.ts';
import type { AppError } from '../../src-shared/result.ts';
import type { DeviceLoss, EndedView, SessionKind, TrustView } from '../../src-shared/snapshot.ts';
import type { IdSource, SessionCall } from '../../src-shared/bill/source.ts';
import type { Instant, SessionKeys } from '../ports.ts';
import type { Owner } from './owner.ts';

/** When something happens, and a random number drawn for it: the rules draw none themselves. */
export interface Moment extends Instant {
  /** Evenly spread over [0, 1). */
  readonly chance: number;
}

/** A wait of `ms` milliseconds from an instant: no timer, so that a sleep cannot make it late. */
export interface Wait {
  readonly from: Instant;
  readonly ms: number;
}

/** The settings that the rules need. In the state, so that a change is an event like any other. */
export interface Policy {
  /** Known inactivity before a touch, in milliseconds. */
  readonly touchAfterMs: number;
  /** Keep-alive stops this long after the sign-in, in milliseconds. */
  readonly maxAgeMs: number;
  readonly onlyWhileActive: boolean;
  /** A token's session ends after this much inactivity, in milliseconds; null: it does not. */
  readonly tokenIdleMs: number | null;
  /** The profile's credentials are saved and it is to stay signed in. */
  readonly signInAgain: boolean;
}

/** What the system reports of the network and the user. Hints, never proof of anything. */
export interface World {
  /** False while the system says that there is no network: touches then wait. */
  readonly online: boolean;
  /** False while the user is away from the computer. */
  readonly active: boolean;
}

/** What outlives a session. */
export interface Memory {
  /** Grows with each sign-in; also the generation of the session that it opened. */
  readonly attempts: number;
  readonly policy: Policy;
  readonly device: Device;
  /** Why the device is not remembered: said once, by the form or in one session. */
  readonly deviceLost: LostDevice | null;
  /** Whose session was trusted last, until they sign out; null for nobody's. */
  readonly hadTrust: Owner | null;
  /** A session ended while a code was under way, which is of no use now; none was sent since. */
  readonly codeLost: boolean;
  /** What a session ended under: its code can still be entered in the next one. */
  readonly openChallenge: OpenChallenge | null;
  readonly ended: Ended | null;
  /** Operations under way when the last session ended, to be shown in the one that follows. */
  readonly interrupted: Tries;
  readonly again: Again;
  readonly world: World;
  readonly pauses: Pauses;
}

/** Before the next text message may be asked for, and by whom; see mfa/message-pauses.ts. */
export type Pauses = readonly (Wait & { readonly whose: Pick<Owner, 'userName' | 'orgId'> })[];

/** What became of signing in by ourselves. */
export interface Again {
  /** When the automatic sign-ins of the last hour began. */
  readonly times: readonly Instant[];
  /** Sessions in a row that we opened by ourselves and that ended soon after, not by idling. */
  readonly lost: number;
  readonly stopped: AgainStop | null;
}

/**
 * `cap`: three in an hour; `war`: another tool ends what we open; `rejected`: BILL refused the saved
 * credentials; `failed`: it could not be tried to the end.
 */
export type AgainStop = 'cap' | 'war' | 'rejected' | 'failed';

/** This computer as BILL knows it. The ID stays the same for the life of an mfaId (bill-api 1.6). */
export interface Device {
  readonly deviceId: string;
  readonly machineName: string;
  readonly remembered: Remembered | null;
}

/** A device that BILL promised to trust for 30 days (bill-api 2). */
export interface Remembered {
  readonly mfaId: string;
  readonly owner: Owner;
  /** Wall clock, epoch ms. */
  readonly until: number;
}

export interface LostDevice {
  readonly why: DeviceLoss;
  /** Whose device it was: only their session says so. */
  readonly owner: Owner;
}

/** As it is shown: nothing of it is secret. */
export type Ended = EndedView;

export interface SignedOut extends Memory {
  readonly at: 'signedOut';
  readonly error: AppError | null;
}

export interface SigningIn extends Memory {
  readonly at: 'signingIn';
  readonly since: Instant;
  /** Empty while the saved credentials are being fetched. */
  readonly userName: string;
  /** `again`: by ourselves, after a session died; `launch`: by ourselves, when the app started. */
  readonly by: 'you' | 'again' | 'launch';
}

export interface Open extends Memory {
  readonly at: 'open';
  /** The masked ID of the session before, which others may still hold; null once the person has copied the new one, or said that nobody does. */
  readonly replaces: string | null;
  readonly kind: SessionKind;
  readonly keys: SessionKeys;
  readonly userName: string;
  /** Whose remembered device would fit. */
  readonly owner: Owner;
  readonly openedBy: SigningIn['by'];
  readonly apiEndPoint: string | null;
  readonly signedInAt: Instant;
  readonly ids: KnownIds;
  readonly contact: Contact;
  readonly clock: ClockWatch;
  readonly keepAlive: KeepAlive;
  readonly trust: Trust;
  /** The call from which the trust is known. Answers to calls before it are ignored. */
  readonly trustCall: number;
  /** The call that asks MFAStatus; null while none is under way. */
  readonly checkingTrust: number | null;
  /** Why MFAStatus said nothing, the last time that it was asked. */
  readonly trustError: AppError | null;
  readonly mfa: Mfa;
  readonly tries: Tries;
  readonly signingOut: boolean;
  /** Numbers the calls of this session as they are sent: a greater number is a newer call. */
  readonly calls: number;
}

export type State = SignedOut | SigningIn | Open;

/** Whose session it is, and which call told that when. */
export interface KnownIds {
  readonly organizationId: string;
  /** Null where the sign-in did not tell it; the next touch will. */
  readonly userId: string | null;
  readonly source: IdSource;
  readonly at: number;
}

/** The last call that BILL answered without an error, at the time it was sent. */
export interface Contact {
  /** 0 for the call that opened the session. */
  readonly call: number;
  readonly at: Instant;
  readonly endpoint: SessionCall;
  readonly by: Cause;
}

/** What the clocks said at the last event, and whether the age of the contact is reliable. */
export interface ClockWatch {
  readonly seen: Instant;
  /**
   * The number of the newest call when the wall clock was found set back. The answer to a later one
   * makes the age reliable again. Null: it is reliable.
   */
  readonly doubt: number | null;
  /** When the machine was last found to have slept; null if it did not since the sign-in. */
  readonly woke: Instant | null;
  /** The machine sleeps and wakes again and again, as some do all night. */
  readonly restless: boolean;
}

export interface KeepAlive {
  /** Drawn at each contact: how far the next touch is from the plain interval, in ms, either way. */
  readonly jitterMs: number;
  readonly inFlight: { readonly call: number; readonly by: Cause; readonly sentAt: Instant } | null;
  /** Touches since the sign-in that were answered. */
  readonly touches: number;
  readonly trouble: Trouble | null;
  /** Something happened that is a reason to ask at once; and when. */
  readonly nudged: Instant | null;
  /** When the last touch was sent that only a hint had asked for. */
  readonly hintAt: Instant | null;
  /** When the network was last seen to come back after a failure, and that was a reason to ask. */
  readonly returnedAt: Instant | null;
  /** `off`: until the user extends the session. */
  readonly paused: Wait | 'off' | null;
  /** From when the greatest age counts, after the user had it counted anew; null: from the sign-in. */
  readonly ageFrom: Instant | null;
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

/** As it is shown: nothing of it is secret. */
export type Trust = TrustView;

export type Mfa =
  | { readonly step: 'start'; readonly error: AppError | null }
  /** `before`: a code that was sent earlier and still works if this message never comes. */
  | { readonly step: 'sending'; readonly call: number; readonly before: Challenge | null }
  | (Challenge & { readonly step: 'codeWanted'; readonly error: AppError | null })
  | (Challenge & {
      readonly step: 'checking';
      readonly call: number;
      readonly rememberDevice: boolean;
    });

export interface Challenge {
  readonly challengeId: string;
  readonly sentAt: Instant;
  readonly wrongCodes: number;
}

/** A challenge whose session has ended; it is for the same user in the same organization. */
export interface OpenChallenge extends Challenge {
  readonly owner: Owner;
}

/** By the operation's name: what a person sent last, what is under way, and what wants trust. */
export type Tries = Readonly<Record<string, Try>>;

export interface Try {
  readonly call: number;
  /** The body, so that it can be sent again as it was; it stays in main. */
  readonly data: string;
  readonly at: number;
  readonly outcome: 'pending' | 'accepted' | 'refused' | 'failed';
  readonly error: AppError | null;
}
