/** What a person asks to have explained: one at a time, from wherever an error stands. */
import type { AppError } from '../../src-shared/result.ts';

class Explaining {
  /** A text is a code, or empty where one is still to be typed. Null: nothing. */
  asked: AppError | string | null = $state.raw(null);
}

export const explaining = new Explaining();
