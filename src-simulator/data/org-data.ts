/**
 * Everything that one organization has: a table for each entity, the numbers of its ids, and what is
 * under way with other organizations.
 */
import { SHAPES } from '../facts/shapes.ts';
import { balanceChanges } from './balances.ts';
import { numberOf, money, textOf } from './row.ts';
import type { Row } from './row.ts';
import { Table } from './entity-table.ts';

export interface Invite {
  readonly requestId: string;
  /** Epoch milliseconds, simulated. */
  readonly at: number;
}

export class OrgData {
  readonly orgId: string;
  readonly orgName: string;
  /** The open invite of a vendor or customer, by its id. */
  readonly invites = new Map<string, Invite>();
  readonly #stem: string;
  readonly #tables = new Map<string, Table>();
  readonly #numbers = new Map<string, number>();
  /** How to take back what a call has done so far; null while nobody may want to. */
  #undo: (() => void)[] | null = null;

  /** @param stem what stands between the prefix of an id and its number: `01ABCDEFGHI`. */
  constructor(orgId: string, orgName: string, stem: string) {
    this.orgId = orgId;
    this.orgName = orgName;
    this.#stem = stem;
  }

  /** As it stands, but for invites that are open and for what is under way. */
  copy(): OrgData {
    const made = new OrgData(this.orgId, this.orgName, this.#stem);
    for (const [entity, table] of this.#tables) made.#tables.set(entity, table.copy());
    for (const [prefix, number] of this.#numbers) made.#numbers.set(prefix, number);
    return made;
  }

  table(entity: string): Table {
    let table = this.#tables.get(entity);
    if (table === undefined) {
      table = new Table(KEYS[entity] ?? (() => null));
      this.#tables.set(entity, table);
    }
    return table;
  }

  find(entity: string, id: string): Row | undefined {
    return this.#tables.get(entity)?.get(id);
  }

  /** An id that rises with creation: prefix, stem, six digits to the base of 36 (bill-data 2). */
  newId(prefix: string): string {
    const number = (this.#numbers.get(prefix) ?? 0) + 1;
    this.#numbers.set(prefix, number);
    const id = `${prefix}${this.#stem}${number.toString(36).padStart(6, '0')}`;
    // Somebody may have put an object with this very id here.
    return this.#isKept(prefix, id) ? this.newId(prefix) : id;
  }

  /** Adds or replaces an object, and moves the balance of the vendor or customer it belongs to. */
  put(entity: string, row: Row): void {
    const before = this.find(entity, textOf(row, 'id')) ?? null;
    this.#store(entity, row, before);
    for (const change of balanceChanges(entity, before, row)) {
      const owner = this.find(change.entity, change.id);
      if (owner === undefined) continue;
      const balance = money(numberOf(owner, 'balance') + change.amount);
      this.#store(change.entity, { ...owner, balance }, owner);
    }
  }

  remove(entity: string, id: string): void {
    const before = this.find(entity, id);
    if (before === undefined) return;
    this.table(entity).remove(id);
    this.#undo?.push(() => this.table(entity).put(before));
  }

  /** Runs `action`; what it changed is taken back where it says so. */
  attempt<T>(action: () => T, failed: (result: T) => boolean): T {
    this.#undo = [];
    const result = action();
    if (failed(result)) for (const step of this.#undo.reverse()) step();
    this.#undo = null;
    return result;
  }

  #store(entity: string, row: Row, before: Row | null): void {
    const table = this.table(entity);
    table.put(row);
    this.#undo?.push(() => {
      if (before === null) table.remove(textOf(row, 'id'));
      else table.put(before);
    });
  }

  #isKept(prefix: string, id: string): boolean {
    const entity = ENTITY_OF_PREFIX.get(prefix);
    return entity !== undefined && this.find(entity, id) !== undefined;
  }
}

const ENTITY_OF_PREFIX: ReadonlyMap<string, string> = new Map(
  [...SHAPES.values()].map(({ entity, prefix }) => [prefix ?? '', entity]),
);

/**
 * What should be there once, where somebody asks (numbers of bills by vendor, of invoices, names,
 * accounts: bill-data 3), and what is found by what it belongs to.
 */
const KEYS: Readonly<Record<string, (row: Row) => string | null>> = {
  Bill: (row) => `${textOf(row, 'vendorId')} ${textOf(row, 'invoiceNumber')}`,
  Invoice: (row) => textOf(row, 'invoiceNumber'),
  Vendor: (row) => textOf(row, 'name'),
  Customer: (row) => textOf(row, 'name'),
  VendorBankAccount: (row) => (row['isActive'] === '1' ? textOf(row, 'vendorId') : null),
  CustomerBankAccount: (row) => (row['isActive'] === '1' ? textOf(row, 'customerId') : null),
  BillApprover: (row) => textOf(row, 'billid'),
  VendorCreditApprover: (row) => textOf(row, 'vendorCreditId'),
  Document: (row) => textOf(row, 'objectId'),
};
