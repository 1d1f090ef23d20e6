/**
 * What callers of the simulator see: accounts, events, records, and the handle itself. Types only.
 */
import type { SimulatorClock } from './base/simulated-clock.ts';
import type { DataFile } from './data/row.ts';
import type { FaultInput, FaultKind } from './faults/fault.ts';
import type { NamedOptions } from './options/named-options.ts';
import type { StubInput } from './stubs/stubs.ts';

export interface SimulatorOrg {
  readonly orgId: string;
  readonly orgName: string;
}

/** What a seeded account is there to show. */
export type AccountCondition =
  | 'normal'
  | 'noPhone'
  | 'userLocked'
  | 'orgLocked'
  | 'keyInactive'
  | 'apiOff'
  | 'termsNotAccepted'
  | 'userInactive';

export interface SimulatorAccount {
  readonly userName: string;
  readonly password: string;
  /** The first of `orgs`. */
  readonly orgId: string;
  readonly orgName: string;
  readonly orgs: readonly SimulatorOrg[];
  readonly devKey: string;
  readonly phone: string | null;
  /** A token account is a sync token: its name and value stand in for user name and password. */
  readonly kind: 'user' | 'token';
  readonly usersId: string;
  readonly condition: AccountCondition;
}

export type SessionEndReason = 'idle' | 'logout' | 'replaced' | 'server';

/** Why a request was refused, as far as the simulator can tell. */
export type RefusalReason =
  /** Another verb than the call has. */
  | 'method'
  /** A kind of body that is not taken. */
  | 'contentType'
  /** A percent or content encoding that cannot be undone. */
  | 'encoding'
  | 'missingField'
  /** A known field of a wrong form, `data` that is no JSON included. */
  | 'badField'
  | 'unknownPath'
  | 'notSimulated'
  /** A Host that is not allowed. */
  | 'host'
  | 'session'
  | 'untrusted'
  | 'limit'
  | 'fault';

/**
 * One request as the outside may see it: no credential, no whole session id. Times are ISO 8601 in UTC,
 * of the simulated clock.
 */
export interface RequestRecord {
  /** 1 for the first request of this simulator. */
  readonly number: number;
  /** `/Login.json` and so on; for an unknown path the path itself, shortened. */
  readonly endpoint: string;
  readonly method: string;
  /** When the request had been read. */
  readonly at: string;
  /** The HTTP status sent; null where a fault sent no reply that deserves the name. */
  readonly status: number | null;
  /** `BDC_…`, or null for success and for faults without a code. */
  readonly code: string | null;
  readonly sessionMasked: string | null;
  readonly fault: FaultKind | null;
  readonly reason: RefusalReason | null;
  /** A sentence for whoever wrote the client, or null. */
  readonly hint: string | null;
}

/** Times are ISO 8601 in UTC, of the simulated clock. */
export type SimulatorEvent =
  | {
      readonly event: 'warning';
      readonly message: string;
    }
  | {
      readonly event: 'ready';
      readonly version: string;
      readonly baseUrl: string;
      readonly accounts: readonly SimulatorAccount[];
      /** Null for plain HTTP; `caFile` is null where the certificate was given. */
      readonly tls: { readonly caFile: string | null } | null;
      readonly control: { readonly url: string; readonly token: string } | null;
    }
  | {
      readonly event: 'sms';
      readonly phone: string;
      readonly code: string;
      readonly userName: string;
      readonly challengeMasked: string;
      readonly at: string;
      readonly expiresAt: string;
    }
  | ({ readonly event: 'request' } & RequestRecord)
  /** An operation of BILL was called that is not simulated. */
  | { readonly event: 'notSimulated'; readonly endpoint: string; readonly at: string }
  | ({ readonly event: 'sessionStarted'; readonly trusted: boolean } & SessionFacts)
  | ({ readonly event: 'sessionTrusted' } & SessionFacts)
  | ({ readonly event: 'sessionEnded'; readonly reason: SessionEndReason } & SessionFacts)
  /** Sessions and all else are as at the start; request numbers begin again. */
  | { readonly event: 'reset'; readonly at: string };

export interface SessionFacts {
  readonly sessionMasked: string;
  readonly userName: string;
  readonly usersId: string;
  readonly orgId: string;
  readonly kind: 'user' | 'token';
  readonly at: string;
}

export interface SimulatorOptions {
  /** 0 (the default) takes any free port. */
  readonly port: number;
  /** The address to listen on; 127.0.0.1 unless given. */
  readonly host: string;
  /** Names that requests may ask for besides loopback and `host`, without a port. */
  readonly allowHosts: readonly string[];
  /** Real seconds a request may take to arrive (default 60); then it is answered with 408. */
  readonly requestSeconds: number;
  /**
   * Opens the control API on that port of 127.0.0.1, 0 for any free one. The token is what its
   * callers must know; made at start unless given.
   */
  readonly control: { readonly port: number; readonly token?: string };
  /** PEM texts. Without them it speaks plain HTTP. */
  readonly tls: {
    readonly key: string;
    readonly cert: string;
    /** What the ready event shows for clients to trust. */
    readonly caFile?: string | null;
  };
  /** Default: the time of this machine. */
  readonly clock: SimulatorClock;
  /**
   * Without a seed sessions and codes cannot be guessed. With one everything repeats. The accounts
   * are the same on every start without a seed, and others for each seed.
   */
  readonly seed: string;
  readonly faults: readonly FaultInput[];
  readonly stubs: readonly StubInput[];
  /** Takes the place of the sample data of the organizations it names: `{ORGID: {ENTITY: [...]}}`. */
  readonly data: DataFile;
  readonly options: Partial<NamedOptions>;
  /** Subscribed before the first event, so it also hears `ready`. */
  readonly onEvent: (event: SimulatorEvent) => void;
}

export interface Simulator {
  /** `http://127.0.0.1:<port>/api/v2`, or as host and certificate have it. */
  readonly baseUrl: string;
  readonly port: number;
  /** Where the control API is; null where it was not asked for. */
  readonly control: { readonly url: string; readonly token: string } | null;
  /** A normal user comes first. */
  readonly accounts: readonly SimulatorAccount[];
  /** Returns the way to stop. */
  subscribe(listener: (event: SimulatorEvent) => void): () => void;
  /** The newest unexpired code texted to that phone. */
  latestCode(phone: string): string | null;
  /** The newest requests (at most 25,000), oldest first. */
  requests(): readonly RequestRecord[];
  /** Ends one session by its id, or `'all'`, as if BILL had. */
  endSession(sessionIdOrAll: string): void;
  /** Replaces the script of faults; its call numbers start again. Throws FaultsError. */
  setFaults(faults: readonly FaultInput[]): void;
  /** Replaces all stubs. Throws StubsError. */
  setStubs(stubs: readonly StubInput[]): void;
  /** The objects of all organizations. */
  readonly data: {
    /** Everything, in the form that `replace` takes. */
    export(): DataFile;
    /** Replaces the organizations that are named, and leaves the others. Throws DataError. */
    replace(file: DataFile): void;
    /** As at the start. */
    reset(): void;
  };
  /** Puts the clock forward, and ends what is over by then. Throws OptionError for less than 0 ms. */
  advance(ms: number): void;
  /** Everything as at the start: clock, sessions, trust, limits, faults, records. */
  reset(): void;
  /** Ends what the clock says is over, so that its events come now. Every request does it too. */
  readonly sweep: () => void;
  /** Stops listening, cuts open connections and cancels the timers of faults. */
  close(): Promise<void>;
}
