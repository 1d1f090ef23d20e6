/**
 * What the rules need of the world, each as small as its one user needs. Interfaces only: the
 * adapters are in bill/, electron/ and system/, and app.ts joins the two.
 */
import type { Organization } from '../src-shared/contract.ts';
import type { Cause } from '../src-shared/exchange.ts';
import type { Result } from '../src-shared/result.ts';
import type { Server } from '../src-shared/bill/server.ts';
import type { Settings } from '../src-shared/settings.ts';
import type { NoticeView } from '../src-shared/snapshot.ts';

/** An instant on both clocks, in ms. `wall` may jump; `mono` grows, but may stop in a sleep. */
export interface Instant {
  readonly wall: number;
  readonly mono: number;
}

export type Cancel = () => void;

export interface Clock {
  now(): Instant;
  /**
   * Runs `fn` once, `ms` milliseconds from now: rounded up to whole ones, so that it never runs early and a
   * rest too small for the clock to show still passes; clamped to 0 … 2^31-1. Returns the way to stop it.
   */
  after(ms: number, fn: () => void): Cancel;
}

/** A clock that can run faster than the one that it stands on, and keeps what it has gained. */
export interface PacedClock extends Clock {
  /** How many of its milliseconds pass in one of the base's. */
  speed(): number;
  /** From now on. At least 1. */
  setSpeed(speed: number): void;
  /** How far it is ahead of the base now, in milliseconds. */
  ahead(): number;
  /** When it is as late as `wall` (epoch ms), by the base: at the speed of now, if that is to come. */
  realTime(wall: number): number;
}

/** Evenly spread over [0, 1). */
export type Chance = () => number;

/** A URL that `allowBaseUrl` let through: the only kind that the client sends to. No trailing slash. */
export type BaseUrl = string & { readonly allowed: unique symbol };

/** What a sign-in takes. Lives in an event and an effect, never in a state. */
export interface Credentials {
  readonly baseUrl: BaseUrl;
  readonly userName: string;
  readonly password: string;
  readonly orgId: string;
  readonly devKey: string;
  /** A remembered device: both or neither (bill-api 2). */
  readonly device: { readonly mfaId: string; readonly deviceId: string } | null;
}

/** What each call within a session takes. */
export interface SessionKeys {
  readonly baseUrl: BaseUrl;
  readonly sessionId: string;
  readonly devKey: string;
  /** For the limit of calls at once, which BILL counts per developer key and organization. */
  readonly orgId: string;
}

export interface SignedIn {
  readonly sessionId: string;
  readonly orgId: string;
  /** Null where the reply told none. */
  readonly usersId: string | null;
  readonly apiEndPoint: string | null;
}

export interface SessionInfo {
  readonly organizationId: string;
  readonly userId: string;
}

export interface MfaAnswer {
  readonly challengeId: string;
  readonly code: string;
  readonly deviceId: string;
  readonly machineName: string;
  readonly rememberDevice: boolean;
}

/** How one call is made: for whom, why, and the way to give it up. */
export interface CallContext {
  readonly profile: string;
  readonly by: Cause;
  /** Its name, where a program is the cause. */
  readonly program?: string;
  readonly signal: AbortSignal;
}

/**
 * BILL's API as the session machine sees it. Nothing rejects: every failure is an AppError.
 * An aborted call resolves to `cancelled`.
 */
export interface BillApi {
  signIn(credentials: Credentials, call: CallContext): Promise<Result<SignedIn>>;
  /** The organizations that a user may sign in to; counts as a sign-in (bill-api 4). */
  findOrganizations(
    credentials: Pick<Credentials, 'baseUrl' | 'userName' | 'password' | 'devKey'>,
    call: CallContext,
  ): Promise<Result<readonly Organization[]>>;
  touch(keys: SessionKeys, call: CallContext): Promise<Result<SessionInfo>>;
  signOut(keys: SessionKeys, call: CallContext): Promise<Result<null>>;
  /** Sends a text message: never repeated by itself. */
  sendMfaCode(keys: SessionKeys, call: CallContext): Promise<Result<{ challengeId: string }>>;
  /** `mfaId` is null when the reply has none (bill-api 0, conflict 2). */
  submitMfaCode(
    keys: SessionKeys,
    answer: MfaAnswer,
    call: CallContext,
  ): Promise<Result<{ mfaId: string | null }>>;
  checkTrust(
    keys: SessionKeys,
    device: { readonly mfaId: string; readonly deviceId: string },
    call: CallContext,
  ): Promise<Result<{ isTrusted: boolean }>>;
  /** The server's own list of codes, each with its text as it came; needs no session (bill-api 1.4). */
  listErrors(baseUrl: BaseUrl, call: CallContext): Promise<Result<ReadonlyMap<string, string>>>;
  /**
   * What the person asks for, as `callOperation`. Resolves to the whole reply as they may see it:
   * redacted, indented, its end cut off where it is very long.
   */
  tryOperation(
    keys: SessionKeys,
    path: string,
    data: string | null,
    call: CallContext,
  ): Promise<Result<{ reply: string }>>;
  /**
   * Whatever a program asks for: a path of BILL's own list, and JSON text or null for none. Resolves to
   * `response_data`, without the session's keys wherever the server may have echoed them.
   */
  callOperation(
    keys: SessionKeys,
    path: string,
    data: string | null,
    call: CallContext,
  ): Promise<Result<{ data: unknown }>>;
}

/** Where a server choice leads; refused before anything is sent. */
export interface Servers {
  resolve(server: Server): Promise<Result<BaseUrl>>;
}

/** The made-up account of the practice sandbox. */
export interface PracticeAccount {
  readonly userName: string;
  readonly password: string;
  readonly orgId: string;
  readonly devKey: string;
  readonly phone: string;
}

/** A BILL server inside the app, started when somebody first wants it. */
export interface Practice {
  /** Its time, and that of each session in it: the app's own until it was set to run faster. */
  readonly clock: PacedClock;
  /** The base URL of the running sandbox. Fails as `practiceFailed` when it cannot listen. */
  start(): Promise<Result<BaseUrl>>;
  account(): PracticeAccount | null;
  /** The newest text message to its phone that still works; null when there is none. */
  message(): { readonly code: string; readonly at: number } | null;
  /** Called when a message came in. Returns the way to stop. */
  onMessage(listener: () => void): Cancel;
  stop(): Promise<void>;
}

/** Only typed fields of this list reach the log; see system/log.ts. */
export type LogEntry =
  | { readonly event: 'started'; readonly version: string; readonly host: string }
  | { readonly event: 'stopped' }
  | { readonly event: 'state'; readonly profile: string; readonly state: string }
  | {
      readonly event: 'call';
      readonly endpoint: string;
      readonly by: Cause;
      readonly outcome: string;
      readonly ms: number;
    }
  | {
      readonly event: 'command-refused';
      /** The kind of caller; `unknown` when the door itself refused. */
      readonly caller: 'window' | 'tool' | 'unknown';
      readonly command: string;
      readonly reason: string;
    }
  | { readonly event: 'failure'; readonly where: string; readonly name: string }
  /** `what` and `details` are fixed words of the vault; see vault/vault-types.ts. */
  | { readonly event: 'vault'; readonly what: string; readonly details: string };

export interface Log {
  write(entry: LogEntry): void;
}

/** What a desktop does for us on the user's click. */
export interface Desktop {
  /** Leaves the clipboard again by itself. */
  copySecret(text: string): Promise<boolean>;
  /** Takes that secret off the clipboard again, if it is still there. */
  clearSecret(text: string): Promise<void>;
  copyText(text: string): Promise<boolean>;
  openPage(url: string): Promise<boolean>;
  /** Asks where, and writes. `notNow` when the user thought better of it, `file` at a full disk. */
  saveText(name: string, text: string): Promise<Result<null>>;
  /** Sets whether the system starts us at login, and reads it back. */
  setStartAtLogin(on: boolean): Promise<boolean>;
  /** Asks which file, and reads it. Fails as saveText does. */
  openText(): Promise<Result<string>>;
  /** Asks which `.env` file, or where a new one goes; null when the user thought better of it. */
  chooseEnvFile(isNew: boolean): Promise<string | null>;
}

/** The door for programs. Neither rejects. */
export interface LocalApi {
  /**
   * Opens it; opens it anew where its folder, its socket or its file is not what it was. False when the
   * system refused.
   */
  open(): Promise<boolean>;
  /** Ends whatever is under way, and leaves nothing behind. */
  close(): Promise<void>;
}

/** Where the command line lies for a person's shell. */
export interface ToolFolder {
  readonly folder: string;
  /** Puts this version's tools there. False when they are not to be had, or the disk refused. */
  install(): Promise<boolean>;
}

/** What was done from the palette, newest first. It may be lost without harm. */
export interface RecentActions {
  all(): readonly string[];
  note(action: string): void;
}

/** What a person has set. */
export interface Preferences {
  settings(): Settings;
  /** Counts at once; `settled` says when it is on disk, or refused. */
  changeSettings(change: Partial<Settings>): void;
  /** What the file holds beside the settings: earlier versions kept other things in it. */
  others(): Readonly<Record<string, unknown>>;
  /** Removes such things by their names. */
  drop(names: readonly string[]): void;
  /** A notice about the file; null when all is well. */
  notice(): NoticeView | null;
  /** Tries once more to write what the disk has refused. */
  saveAgain(): Promise<void>;
  /** Resolves when nothing is being written. */
  settled(): Promise<void>;
  /** Forgets all of it; its file is removed by others. */
  wipe(): Promise<void>;
}
