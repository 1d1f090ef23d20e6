/**
 * What a rule decides: success with data, or a BDC refusal. Turned into bytes elsewhere.
 */

export interface Success {
  readonly refused: false;
  readonly data: unknown;
  /** A session whose cookie goes with the reply. */
  readonly cookieFor: string | null;
}

export interface Refusal {
  readonly refused: true;
  readonly code: string;
  /** BILL's wording unless given. */
  readonly text: string | null;
  readonly params: readonly string[];
}

export type Outcome = Success | Refusal;

export function succeed(data: unknown, cookieFor: string | null = null): Success {
  return { refused: false, data, cookieFor };
}

export function refuse(code: string, ...params: string[]): Refusal {
  return { refused: true, code, text: null, params };
}

/** Refuses with the value of an option: `BDC_nnnn`, or `BDC_nnnn: text`. */
export function refuseWith(option: string, ...params: string[]): Refusal {
  const [code = option, text = null] = option.split(/: (.*)/s, 2);
  return { refused: true, code, text, params };
}
