import type { OpenFact } from '../../../src-shared/session-view.ts';

/** One row of what is known: a value, how it was learned, and how old it is. */
export interface Fact {
  readonly field: string;
  readonly value: string;
  readonly from: string;
  readonly age: string;
  readonly mono?: boolean;
  /** Not known, or no longer true. */
  readonly dim?: boolean;
  readonly struck?: boolean;
  /** What main copies of it, where it may be copied as it is. */
  readonly copy?: OpenFact;
}
