/** What main says of one of BILL's codes that a person asks about. */
import type { AppError } from '../result.ts';
import type { Meaning } from './meaning.ts';

export interface ExplainedCode {
  /** What it means wherever it is answered; `other`: we do not know it. */
  readonly meaning: Meaning;
  /** What the server's own list has for a code that we do not know; null where it was not asked. */
  readonly listed: ListedText | null;
}

export type ListedText =
  | { readonly is: 'said'; readonly text: string }
  /** The list was read, and the code is not in it. */
  | { readonly is: 'absent' }
  /** There is no list that could be read, and why. */
  | { readonly is: 'notRead'; readonly error: AppError };
