/** The operations of BILL's v2 API by their paths. The facts are the project's one copy of them. */
import operations from '../../src-shared/bill/bill-operations.json' with { type: 'json' };
import type { BillOperation } from '../../src-shared/bill/bill-operations.json';

export type { BillOperation };

export const OPERATIONS: ReadonlyMap<string, BillOperation> = new Map(
  operations.map((one) => [one.path, one]),
);

/** An operation that is known to be there. Throws where it is not: the facts are part of the program. */
export function operation(path: string): BillOperation {
  const found = OPERATIONS.get(path);
  if (found === undefined) throw new Error(`The facts have no ${path}.`);
  return found;
}
