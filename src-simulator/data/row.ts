/** Stored objects: read-only records of scalars and lines, replaced as a whole when they change. */

export type Row = Readonly<Record<string, unknown>>;

/** `{ORGID: {ENTITY: [object, …]}}`. */
export type DataFile = Readonly<Record<string, Readonly<Record<string, readonly Row[]>>>>;

/** The text of a field; '' where it holds none. */
export function textOf(row: Row, name: string): string {
  const value = row[name];
  return typeof value === 'string' ? value : '';
}

/** The number of a field; 0 where it holds none. */
export function numberOf(row: Row, name: string): number {
  const value = row[name];
  return typeof value === 'number' ? value : 0;
}

export function linesOf(row: Row, name: string): readonly Row[] {
  const value: unknown = row[name];
  return Array.isArray(value) ? (value as readonly Row[]) : [];
}

/** Amounts have two decimals; sums of doubles have more. */
export function money(amount: number): number {
  return Math.round((amount + Number.EPSILON) * 100) / 100;
}

export function total(rows: readonly Row[], name: string): number {
  return money(rows.reduce((sum, row) => sum + numberOf(row, name), 0));
}

/** `2026-01-31T12:00:00.000+0000`, in whole seconds as BILL stores it (bill-data 2). */
export function storedTime(now: number): string {
  return `${new Date(Math.floor(now / 1000) * 1000).toISOString().slice(0, -1)}+0000`;
}

/** The same with milliseconds: a payment just recorded shows them (bill-data 2). */
export function exactTime(now: number): string {
  return `${new Date(now).toISOString().slice(0, -1)}+0000`;
}

/** `2026-01-31`, in UTC. */
export function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}
