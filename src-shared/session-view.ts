/**
 * What a panel may see of a session: signed out, signing in, or open. No secret has a place here.
 *
 * Every time is epoch milliseconds by the clock of the session (`timeOf`).
 */
import type { Cause } from './exchange.ts';
import type { AppError } from './result.ts';
import type { IdSource, SessionCall, TrustSource } from './bill/source.ts';

export type SessionKind = 'password' | 'token' | 'session';

export type SessionView = SignedOutView | SigningInView | OpenView;

interface SigningInView extends OnClock {
  readonly state: 'signingIn';
  readonly since: number;
  /** Empty while the saved credentials are being fetched. */
  readonly userName: string;
  /** `again`: by ourselves, after a session ended; `launch`: by ourselves, at the start. */
  readonly by: 'you' | 'again' | 'launch';
  readonly codeLost: boolean;
  readonly codeWorksUntil: number | null;
}

/** A session may have a clock of its own. */
interface OnClock {
  /** Absent: real time. Every time of the session is by this clock. */
  readonly clock?: ClockView;
}

/** The clock of a session in fast time, or of one that has been in it. */
export interface ClockView {
  /** What it said when the snapshot was made, epoch ms. */
  readonly at: number;
  /** How many of its milliseconds pass in one of real time. */
  readonly speed: number;
}

/**
 * What a session's own clock says (epoch ms) when main's says `now`; `at` is that of the snapshot.
 * Without a clock of its own it is `now`.
 */
export function timeOf(session: OnClock | null | undefined, at: number, now: number = at): number {
  const own = session?.clock;
  return own === undefined ? now : own.at + (now - at) * own.speed;
}

/** A session is there, however well it is. */
export function isOpen(session: SessionView): session is OpenView {
  return 'mfa' in session;
}

export interface SignedOutView extends OnClock {
  /** `expired`: it ended without the user's doing; otherwise `signedOut`. */
  readonly state: 'signedOut' | 'expired';
  /** The refusal of the last sign-in, or what went wrong at signing out. */
  readonly error: AppError | null;
  /** The session before this, if there was one since the start. */
  readonly ended: EndedView | null;
  /** Why nothing signs in by itself any more; null when that is not the matter. */
  readonly againStopped: 'cap' | 'war' | 'rejected' | 'failed' | null;
  /** `refused`: the last sign-in was refused because of the device, which is not sent any more. */
  readonly deviceLost: DeviceLoss | null;
  /**
   * A session ended while a code was under way. That code is of no use; true until another one is
   * requested.
   */
  readonly codeLost: boolean;
  /** A session ended under a code that can be entered in the next one until then, epoch ms. */
  readonly codeWorksUntil: number | null;
}

/**
 * Why this device is not remembered: BILL refused a sign-in with it, its 30 days are over, or BILL
 * accepted a code and gave no ID to remember the device by.
 */
export type DeviceLoss = 'refused' | 'over' | 'noId';

/** The session before this one: what was known of it, when it ended and why. */
export interface EndedView extends KnownView {
  readonly reason: EndReason;
  /** When it ended; for `idle` about then, and for `endedByServer` at the latest then. */
  readonly at: number;
  /** When that was found out. */
  readonly foundAt: number;
  /** Why nobody touched it before it idled away; null for any other end. */
  readonly cause: IdleCause | null;
  /** The greatest age that keep-alive was set to, in milliseconds. */
  readonly maxAgeMs: number;
}

export type EndReason =
  | 'signedOut' // by the user, confirmed by the server
  | 'signedOutUnconfirmed' // by the user; the server was not reached and may keep it up to 35 min
  | 'endedByServer' // the server does not know it, though less than 35 idle minutes had passed
  | 'idle'; // the same after 35 idle minutes or more

/** Why keep-alive stands still, though the session is open. */
export type Halt =
  | 'paused' // for a while
  | 'off' // until the user extends the session
  | 'maxAge' // the age that the user set is reached
  | 'away'; // the user is, and keep-alive is on only while the computer is used

/** Why a session was left without a call for so long. */
export type IdleCause =
  | Halt
  | 'asleep' // the computer was
  | 'offline' // BILL was not reached
  | 'unknown';

/** The state of an open session. Of several that apply the first one is shown. */
export type OpenState =
  | 'live'
  | 'lapsing' // open, and nothing keeps it so: it ends at its time
  | 'atRisk' // at most 10 minutes are certain, and keep-alive is off, or does not get through
  | 'checking' // 35 minutes have passed without contact, or the clock was moved: asking
  | 'busy' // BILL answers, but says that it is too much just now
  | 'offline'; // BILL cannot be reached, or something else answers for it

/** What is known of a session, and stays known after its end. */
export interface KnownView {
  readonly kind: SessionKind;
  readonly baseUrl: string;
  /** Empty for another tool's session, whose user has no name here. */
  readonly userName: string;
  readonly signedInAt: number;
  readonly sessionIdMasked: string;
  readonly devKeyMasked: string;
  /** What Login returned; shown, never followed. */
  readonly apiEndPoint: string | null;
  readonly organizationId: KnownId;
  /** Null where the sign-in did not tell it: the next touch will. */
  readonly userId: KnownId | null;
  /** The send time of the last call that BILL answered without an error. */
  readonly lastContact: { readonly at: number; readonly endpoint: SessionCall; readonly by: Cause };
  readonly trust: TrustView;
}

export interface OpenView extends KnownView, OnClock {
  readonly state: OpenState;
  readonly signingOut: boolean;
  readonly openedBy: 'you' | 'again' | 'launch';
  /**
   * The masked ID of the session before this one, until the person has copied the new one, or said that
   * it is not needed.
   */
  readonly replaces: string | null;
  /**
   * The session is there at least until then: last contact + 35 min. Calls made elsewhere extend it.
   * Null for a token's session, which does not end by itself.
   */
  readonly endsAtLeast: number | null;
  /** True after the clock moved back: the time left is not certain until the next answer. */
  readonly doubtful: boolean;
  readonly keepAlive: KeepAliveView;
  /** A touch or a check is under way. */
  readonly extending: boolean;
  /** The session, or the one before it, was trusted, and this is not any more. */
  readonly trustLost: boolean;
  /** Why MFAStatus said nothing when it was asked last; null after an answer. */
  readonly trustError: AppError | null;
  /** MFAStatus is being asked. */
  readonly checkingTrust: boolean;
  /** In the first session after the device was lost, unless it was verified since; else null. */
  readonly deviceLost: DeviceLoss | null;
  readonly codeLost: boolean;
  readonly mfa: MfaView;
  /**
   * By the operation's name: what the person sent last, what is under way, and what was refused for
   * want of trust. The replies are the answers to `tryOperation`.
   */
  readonly tries: Readonly<Record<string, TryView>>;
}

/** What of an open session is shown in full, and may be copied as it is. */
export const openFacts = ['organizationId', 'userId', 'userName', 'server', 'endpoint'] as const;
export type OpenFact = (typeof openFacts)[number];

/** An ID, from which call it is known, and since when. */
export interface KnownId {
  readonly value: string;
  readonly source: IdSource;
  readonly at: number;
}

export interface KeepAliveView {
  /** When the next touch is due; null while one is under way or none is planned. */
  readonly nextTouchAt: number | null;
  readonly why: TouchReason;
  /** Null while keep-alive does its work. */
  readonly halt: Halt | null;
  /** When the pause ends; null when there is none. */
  readonly pausedUntil: number | null;
  /** When keep-alive stops by itself, by the maximum age that the user set. */
  readonly stopsAt: number;
  /** That age, in milliseconds. */
  readonly maxAgeMs: number;
  /** Touches since the sign-in that the server answered. */
  readonly touches: number;
  /** What the last failed touch ran into; null after a good one. */
  readonly trouble: { readonly error: AppError; readonly since: number } | null;
}

export type TouchReason =
  | 'regular'
  | 'retry' // the last touch failed
  | 'busy' // BILL asked to wait
  | 'hourLimit' // BILL's limit for this clock hour is reached
  | 'doubtful' // the clock was set back
  | 'woke' // the computer slept, or the network came back
  | 'offline' // the system says that there is no network
  // from here on keep-alive stands still
  | 'paused'
  | 'off' // until the user extends the session
  | 'maxAge'
  | 'away' // the user is, and keep-alive is on only while the computer is used
  | 'token' // a token's session needs none
  | 'stopped'; // signing out

export type TrustView =
  | Learned<'untrusted'>
  | Learned<'session'>
  | (Learned<'until'> & { readonly until: number })
  /** Also where the 30 days of a remembered device are over. */
  | Learned<'unknown'>
  /** A token's session: no MFA operation is open to it (bill-api 2). */
  | Learned<'unavailable'>;

/** Verified with a code, or by a remembered device. */
export const isTrusted = (
  trust: TrustView,
): trust is Extract<TrustView, { is: 'session' | 'until' }> =>
  trust.is === 'session' || trust.is === 'until';

/** A code from the phone may give it: it has none, or nobody knows. */
export const canBeVerified = ({ is }: TrustView): boolean => is === 'untrusted' || is === 'unknown';

interface Learned<Is extends string> {
  readonly is: Is;
  readonly source: TrustSource;
  readonly at: number;
}

/** The three steps. `trusted` is the session's trust and not repeated here. */
export type MfaView =
  | { readonly step: 'start'; readonly error: AppError | null; readonly sendAgainAt: number | null }
  | { readonly step: 'sending' }
  | {
      readonly step: 'codeWanted' | 'checking';
      readonly sentAt: number;
      /** BILL's web help says five minutes (bill-api 2). */
      readonly worksUntil: number;
      /** From when on another message may be asked for. */
      readonly sendAgainAt: number;
      readonly wrongCodes: number;
      readonly error: AppError | null;
    };

export interface TryView {
  readonly at: number;
  readonly outcome: 'pending' | 'accepted' | 'refused' | 'failed';
  readonly error: AppError | null;
}
