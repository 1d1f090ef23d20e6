/** The `data` that an operation starts from, made from the facts. */
import type { BillOperation } from '../../../../src-shared/bill/bill-operations.json';

/** `required`: what BILL asks for, and what a list pages, filters and sorts by. */
export type Extent = 'required' | 'all';

type Facts = Pick<BillOperation, 'data' | 'required'>;

/** Indented JSON text; empty where the operation takes no data. `now`: epoch ms. */
export function skeletonText(operation: Facts, extent: Extent, now: number): string {
  const data = skeleton(operation, extent, now);
  return data === null ? '' : JSON.stringify(data, null, 2);
}

export function skeleton({ data, required }: Facts, extent: Extent, now: number): unknown {
  if (data === null) return null;
  const asked = new Set(required);
  const isPage = asked.has('max');
  const keeps = (path: string) =>
    extent === 'all' || asked.has(path) || (isPage && (path === 'filters' || path === 'sort'));
  const walk = (value: unknown, name: string, path: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => walk(item, name, path));
    if (typeof value !== 'object' || value === null) {
      return sampleOf(name, value, { isRequired: asked.has(path), now });
    }
    // What stands in a filter is an example as a whole.
    if (path === 'filters' || path === 'sort') return value;
    const below = Object.entries(value).map(
      ([key, item]) => [key, path === '' ? key : `${path}.${key}`, item] as const,
    );
    const kept = below.filter(([, at]) => keeps(at));
    return Object.fromEntries(kept.map(([key, at, item]) => [key, walk(item, key, at)]));
  };
  return walk(data, '', '');
}

/** Of a form that BILL takes, where the facts only say "a text" or "a number". */
const samples: Readonly<Record<string, unknown>> = {
  accountNumber: '0000000000',
  routingNumber: '000000000',
  networkId: '1234567890',
  bankBalance: '1',
  /** Of the organization's own list: nothing can stand in for it. */
  id: '',
  start: 0,
};
const DAY = 86_400_000;
/** A page that is read at a glance. */
const PAGE = 100;

function sampleOf(
  name: string,
  value: unknown,
  { isRequired, now }: { readonly isRequired: boolean; readonly now: number },
): unknown {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/u.test(value)) {
    return dateOf(/^(?:due|end|nextDue)Date$/u.test(name) ? now + 30 * DAY : now);
  }
  // Numbers of bills and invoices are taken once (bill-data 3).
  if (name === 'invoiceNumber')
    return `A-${new Date(now).toISOString().replace(/\D/gu, '').slice(2, 14)}`;
  if (name === 'max' && typeof value === 'number') return Math.min(value, PAGE);
  if (!isRequired || (value !== '' && value !== 0)) return value;
  return samples[name] ?? (value === '' ? 'Example' : 1);
}

const dateOf = (at: number) => new Date(at).toISOString().slice(0, 10);
