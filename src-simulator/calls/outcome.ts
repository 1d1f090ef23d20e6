/**
 * What a rule decides: success with data, or a BDC refusal. Turned into bytes elsewhere.
 */
import type { RefusalReason } from '../simulator-types.ts';

export interface Success {
  readonly refused: false;
  readonly data: unknown;
  /** A session whose cookie goes with the reply. */
  readonly cookieFor: string | null;
  /**
   * The first code inside a Bulk reply of which a part failed, else null. The envelope around it says
   * Error, without a code of its own (C ODOO).
   */
  readonly partCode: string | null;
}

export interface Refusal {
  readonly refused: true;
  readonly code: string;
  /** BILL's wording unless given. */
  readonly text: string | null;
  readonly params: readonly string[];
  /** What the record of the request says; the code decides where it is not given. */
  readonly reason?: RefusalReason;
  readonly hint?: string;
}

export type Outcome = Success | Refusal;

export function succeed(data: unknown, cookieFor: string | null = null): Success {
  return { refused: false, data, cookieFor, partCode: null };
}

export function refuse(code: string, ...params: string[]): Refusal {
  return { refused: true, code, text: null, params };
}

/** Refuses with the value of an option: `BDC_nnnn`, or `BDC_nnnn: text` with `$0` and `$1` in it. */
export function refuseWith(option: string, ...params: string[]): Refusal {
  const [code = option, text] = option.split(/: (.*)/s, 2);
  return { refused: true, code, text: text === undefined ? null : fill(text, params), params };
}

/** Puts the values in; a placeholder without one stays, as BILL's own do (C id:64105062269). */
export function fill(text: string, params: readonly string[]): string {
  return text.replace(/\$(\d)/g, (whole, index: string) => params[Number(index)] ?? whole);
}
