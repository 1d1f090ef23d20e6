/**
 * Every operation that is simulated takes the body that the facts give for it, and its reply has every
 * field of theirs, with values of their types: no client finds one missing.
 */
import { describe, expect, it } from 'vitest';

import operations from '../../src-shared/bill/bill-operations.json' with { type: 'json' };
import { DATA_OPERATIONS } from '../../src-simulator/operations/carriers.ts';
import { trusted } from './support.ts';

/** Filled in where the facts leave a text empty that must not be. */
const FILLED: Readonly<Record<string, unknown>> = {
  accountNumber: '123456789',
  routingNumber: '322271627',
  accNumber: 'A-1',
  networkId: '1234567890',
  processDate: '2026-12-15',
  amount: 1,
  agreedWithTOS: true,
  username: 'someone@example.test',
};
/** Vendors and customers that have no bank account yet, and payments that can be taken back. */
const OTHER_IDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'Crud/Create/VendorBankAccount': { vendorId: '00901ABCDEFGHI000009' },
  'Bulk/Crud/Create/VendorBankAccount': { vendorId: '00901ABCDEFGHI000009' },
  'Crud/Create/CustomerBankAccount': { customerId: '0cu01ABCDEFGHI000009' },
  CancelAPPayment: { sentPayId: 'stp01ABCDEFGHI00000c' },
  Approve: { objectId: '00n01ABCDEFGHI000001' },
};

const simulated = operations.filter(
  ({ path, encoding }) => DATA_OPERATIONS.get(path)?.act !== null && encoding === 'form',
);

function filled(name: string, value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => filled(name, one, key));
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([k, v]) => [k, filled(name, v, k)] as const);
    return Object.fromEntries(entries);
  }
  const other = OTHER_IDS[name]?.[key];
  if (other !== undefined) return other;
  // An organization has an id of its own, which no example can know.
  return value === '' || value === 0 || value === false ? (FILLED[key] ?? value) : value;
}

/** The paths of what the facts have and the reply does not, or not of that type. */
function missing(fact: unknown, reply: unknown, path = ''): string[] {
  if (Array.isArray(fact)) {
    if (!Array.isArray(reply)) return [`${path}: no list`];
    // A list may be empty; each element that is there is held against the one of the facts.
    return reply.flatMap((one) => missing(fact[0], one, `${path}[]`));
  }
  if (typeof fact !== 'object' || fact === null) {
    const type = reply === null || reply === undefined ? null : typeof reply;
    const fits = reply !== undefined && (type === null || type === typeof fact);
    return fits ? [] : [`${path}: ${JSON.stringify(reply)} instead of ${JSON.stringify(fact)}`];
  }
  if (reply === null && path !== '') return [];
  if (typeof reply !== 'object' || reply === null) return [`${path}: no object`];
  return Object.entries(fact).flatMap(([key, value]) =>
    missing(value, (reply as Record<string, unknown>)[key], `${path}.${key}`),
  );
}

describe('the reply of', () => {
  it.each(
    simulated
      .filter(({ group, name }) => group !== 'session' && !name.startsWith('Bulk/'))
      .map((fact) => [fact.name, fact] as const),
  )('%s has every field of the facts', async (name, { path, data, reply }) => {
    const { b, session } = await trusted();
    let body = filled(name, data) as Record<string, unknown>;
    if (name === 'Crud/Read/Organization') body = { id: b.account().orgId };
    if (name === 'ListPayments') body = { ...body, disbursementStatus: '3' };
    const { code, message, data: answered } = await b.op(path, session, withoutExamples(body));
    expect([code, message]).toEqual([null, undefined]);
    expect(missing(reply, answered).filter((one) => !SLIPS.test(one))).toEqual([]);
  });
});

/** Slips of the facts: a list of fees is a number in some of them. */
const SLIPS = /\.rPConvFee: \[\]/;

/** Filters and sorts of the facts are examples of their form and may find nothing; lines are wanted. */
function withoutExamples({ filters: _, sort: __, ...body }: Record<string, unknown>): object {
  return 'nested' in body ? { ...body, nested: true } : body;
}
