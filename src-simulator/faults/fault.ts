/**
 * The faults that a script can ask for, as data. Types only; `file.ts` reads and checks them,
 * `delivery.ts` carries them out.
 */

/** One fault with everything filled in. */
export type Fault =
  /** The right reply, `ms` late. */
  | { readonly fault: 'delay'; readonly ms: number }
  /** The connection is reset: before any byte, or in the middle of the body. */
  | { readonly fault: 'reset'; readonly at: 'start' | 'body' }
  /** The reply ends after `bytes` of its body (null: half of it). */
  | {
      readonly fault: 'truncate';
      readonly bytes: number | null;
      readonly framing: 'length' | 'chunked' | 'close';
    }
  /** An HTML page where JSON is expected. */
  | {
      readonly fault: 'html';
      readonly status: number;
      readonly contentType: string;
      readonly body: string;
    }
  /** Any status, headers and body. */
  | {
      readonly fault: 'status';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  /** A BDC error in BILL's envelope; `message` null is BILL's wording. */
  | {
      readonly fault: 'bdc';
      readonly code: string;
      readonly message: string | null;
      readonly status: number;
    }
  /** `bytes` of the reply every `ms`; with `headers` the headers drip too. */
  | {
      readonly fault: 'drip';
      readonly ms: number;
      readonly bytes: number;
      readonly headers: boolean;
    }
  /** Accepted and never answered. */
  | { readonly fault: 'hang' }
  | { readonly fault: 'empty'; readonly status: number }
  | { readonly fault: 'redirect'; readonly status: number; readonly location: string }
  /** Bytes that are no HTTP: `bytes` random ones, or the given ones. */
  | { readonly fault: 'garbage'; readonly bytes: number; readonly base64: string | null }
  /** A well-formed success of at least `bytes`. */
  | {
      readonly fault: 'oversize';
      readonly bytes: number;
      readonly framing: 'length' | 'chunked';
    }
  /** The right reply compressed although nobody asked; it unpacks to at least `bytes`. */
  | { readonly fault: 'gzip'; readonly bytes: number }
  /** The right reply behind `bytes` of headers. */
  | { readonly fault: 'headerFlood'; readonly bytes: number }
  /** The right reply with every form field that was sent, secrets included, in its headers. */
  | { readonly fault: 'echo' }
  /** The caller's session is ended by the server just before the call is answered. */
  | { readonly fault: 'endSession' };

export type FaultKind = Fault['fault'];

/** Which calls to an endpoint are hit. Calls are counted from 1 for each rule. */
interface FaultTarget {
  /** `/Login.json`, or `*` for every request. */
  readonly endpoint: string;
  /** Only this call; stands for `from` n with `times` 1. */
  readonly nth?: number;
  /** The first call hit (default 1). */
  readonly from?: number;
  /** Every how many calls from there on (default 1: all). */
  readonly every?: number;
  /** How often at most (default: no limit). */
  readonly times?: number;
  /** Whether the call takes effect on the server although its reply is spoilt. */
  readonly processed?: boolean;
  /** Real milliseconds to wait before any fault. */
  readonly delayMs?: number;
}

/** What happens, as a caller writes it: everything but its kind has a default where one makes sense. */
type Loose<F> = F extends { readonly fault: infer K extends FaultKind }
  ? { readonly fault: K } & Partial<Omit<F, 'fault'>>
  : never;

export type FaultAction = Loose<Fault> | StatusWithJson;

export type FaultInput = FaultTarget & FaultAction;

/** For convenience a `status` body may be given as JSON. */
interface StatusWithJson {
  readonly fault: 'status';
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json: unknown;
}

/** A rule, checked and complete. */
export interface FaultRule {
  readonly endpoint: string;
  readonly from: number;
  readonly every: number;
  readonly times: number;
  readonly processed: boolean;
  readonly delayMs: number;
  readonly fault: Fault;
}
