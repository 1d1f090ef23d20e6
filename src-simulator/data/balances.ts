/** What is owed to vendors and by customers: moved by each bill and invoice (bill-data 3, I). */
import { numberOf, textOf } from './row.ts';
import type { Row } from './row.ts';

export interface BalanceChange {
  readonly entity: 'Vendor' | 'Customer';
  readonly id: string;
  readonly amount: number;
}

interface Due {
  readonly entity: BalanceChange['entity'];
  readonly owner: string;
  readonly amount: string;
}

const DUE: ReadonlyMap<string, Due> = new Map([
  ['Bill', { entity: 'Vendor', owner: 'vendorId', amount: 'dueAmount' }],
  ['Invoice', { entity: 'Customer', owner: 'customerId', amount: 'amountDue' }],
]);

/** How a change of a bill or invoice moves balances; its owner may be another one than before. */
export function balanceChanges(entity: string, before: Row | null, after: Row): BalanceChange[] {
  const due = DUE.get(entity);
  if (due === undefined) return [];
  const changes = [moved(due, after, 1)];
  if (before !== null) changes.push(moved(due, before, -1));
  return changes.filter(({ amount }) => amount !== 0);
}

function moved({ entity, owner, amount }: Due, row: Row, sign: 1 | -1): BalanceChange {
  const open = row['isActive'] === '1' ? numberOf(row, amount) : 0;
  return { entity, id: textOf(row, owner), amount: sign * open };
}
