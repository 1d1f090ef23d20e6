/** Hand-off as the window sees it: whether it is on, who asks, who has access, and what to copy. */
import type { GrantEnd, Scope } from './local-api.ts';

/** The lines that the window offers to copy; none holds a secret. */
export const lineIds = ['path', 'exec', 'status', 'call'] as const;
export type LineId = (typeof lineIds)[number];

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
