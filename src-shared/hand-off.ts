/** Hand-off as the window sees it: whether it is on, who asks, who has access, and what to copy. */
import type { GrantEnd, Scope } from './local-api.ts';

/** The lines that the window offers to copy; none holds a secret. */
export const lineIds = ['path', 'execGateway', 'exec', 'status', 'call'] as const;
export type LineId = (typeof lineIds)[number];

/** What of the gateway can be copied: `both` is the address with the token in it. */
export const gatewayParts = ['address', 'token', 'both'] as const;
export type GatewayPart = (typeof gatewayParts)[number];
/** What of it can be made anew. */
export const renewableParts = ['token', 'port'] as const;

export interface HandOffView {
  /** `failed`: it is wanted, and the system refused; it is tried again. */
  readonly state: 'off' | 'opening' | 'on' | 'failed';
  /** The program that asks for access now. */
  readonly question: GrantQuestion | null;
  /** Newest first. */
  readonly grants: readonly GrantView[];
  /** The last revocation can be taken back. */
  readonly canRestore: boolean;
  /** False where the tools could not be copied into the folder of the app. */
  readonly hasTools: boolean;
  readonly lines: Readonly<Record<LineId, string>>;
  /** Of each profile, by ID. */
  readonly gateways: Readonly<Record<string, GatewayView>>;
}

/** The gateway of one profile. All profiles have one address: the token says whose calls they are. */
export interface GatewayView {
  /** As it is set. */
  readonly on: boolean;
  /**
   * `asleep`: it is on, but hand-off as a whole is off; `taken`: another program has its port; `failed`:
   * the system refused. Both are tried again.
   */
  readonly state: 'off' | 'asleep' | 'opening' | 'open' | 'taken' | 'failed';
  /** `http://127.0.0.1:PORT/api/v2`; null before it was first turned on. */
  readonly address: string | null;
  /** The token is there to be copied. A vault that is closed, or in memory only, may have none. */
  readonly hasToken: boolean;
  /** Null without a session. */
  readonly hour: GatewayHour | null;
}

/** Calls of one developer key in this clock hour, as far as this app made them. */
export interface GatewayHour {
  readonly calls: number;
  /** So many are left to programs; BILL allows a few more. */
  readonly most: number;
  /** When the next hour begins, epoch ms. */
  readonly until: number;
}

/** Everything in it but number, code and time is what the program says. */
export interface GrantQuestion {
  readonly question: number;
  readonly name: string;
  /** The program shows the same one. */
  readonly code: string;
  readonly scopes: readonly Scope[];
  /** By ID; null for all of them. */
  readonly profiles: readonly string[] | null;
  readonly until: GrantEnd;
  readonly pid: number | null;
  readonly cwd: string | null;
  /** Epoch ms. */
  readonly expiresAt: number;
}

export interface GrantView {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly profiles: readonly string[] | null;
  readonly createdAt: number;
  /** Null: when the app quits. */
  readonly endsAt: number | null;
  /** Null: never. To the minute. */
  readonly lastUsedAt: number | null;
}

/** A gateway's address with its token within, `http://127.0.0.1:PORT/~TOKEN/api/v2`: for tools that know only a base URL. */
export const gatewayBase = (address: string, token: string): string =>
  address.replace(/(?=\/api\/v2$)/u, `/~${token}`);
