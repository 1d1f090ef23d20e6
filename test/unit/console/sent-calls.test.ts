/** How many calls the console keeps, and what it makes of a row of Activity. */
import { describe, expect, it } from 'vitest';
import {
  callOf,
  kept,
  outcomeOf,
  type SentCall,
} from '../../../src-renderer/panels/console/sent-calls.ts';
import type { ExchangeDetail } from '../../../src-shared/exchange.ts';
import { refusal } from '../../fakes/refusal.ts';

const MIB = 1024 * 1024;
const call = (id: number, reply: string | null): SentCall => ({
  id,
  operation: 'List/Bill',
  body: '{}',
  at: 0,
  ms: 5,
  outcome: 'accepted',
  error: null,
  reply,
});

describe('the last calls', () => {
  it('are twenty, the newest first', () => {
    const calls = Array.from({ length: 25 }, (_, at) => call(25 - at, '{}'));
    expect(kept(calls).map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, at) => 25 - at));
  });

  it('keep of their replies as many as fit, and the newest in any case', () => {
    const calls = [5 * MIB, 1, 2].map((length, at) => call(at, 'x'.repeat(length)));
    expect(kept(calls).map(({ reply }) => reply?.length)).toEqual([5 * MIB, undefined, undefined]);
    const small = [MIB, MIB, MIB, MIB, 1].map((length, at) => call(at, 'x'.repeat(length)));
    expect(kept(small).map(({ reply }) => reply !== null)).toEqual([true, true, true, true, false]);
  });

  it('tell a refusal, a call that was given up, and no answer', () => {
    expect(outcomeOf(refusal('BDC_1361'))).toBe('refused');
    expect(outcomeOf({ kind: 'cancelled' })).toBe('cancelled');
    expect(outcomeOf({ kind: 'line', fault: 'timeout', code: null })).toBe('failed');
  });
});

describe('a row of Activity', () => {
  const row = (own: Partial<ExchangeDetail>, data?: string): ExchangeDetail => ({
    id: 1,
    profile: 'default',
    at: 0,
    endpoint: 'Crud/Create/Bill',
    by: 'you',
    program: null,
    ms: 1,
    status: 200,
    outcome: 'ok',
    error: null,
    newSession: false,
    request: {
      line: 'POST /api/v2/Crud/Create/Bill.json',
      fields: [
        { name: 'devKey', value: '••••••••••' },
        ...(data === undefined ? [] : [{ name: 'data', value: data }]),
      ],
    },
    reply: null,
    ...own,
  });

  it('is repeated with its data, indented; what was masked stays masked', () => {
    expect(callOf(row({}, '{"obj":{"accountNumber":"••••••••••"}}'))).toEqual({
      operation: 'Crud/Create/Bill',
      body: '{\n  "obj": {\n    "accountNumber": "••••••••••"\n  }\n}',
    });
    expect(callOf(row({}, '{"cut":"off…'))?.body).toBe('{"cut":"off…');
    expect(callOf(row({ endpoint: 'CurrentTime' }))).toEqual({
      operation: 'CurrentTime',
      body: '',
    });
    expect(callOf(row({ program: { name: 'tool', times: null } }, '{}'))?.body).toBe('{}');
  });

  it('is none to repeat where the app alone makes it, or where it never left', () => {
    expect(callOf(row({ endpoint: 'Login' }))).toBeNull();
    expect(callOf(row({ endpoint: 'MFAStatus' }))).toBeNull();
    expect(callOf(row({ endpoint: 'getStatus', program: { name: 'tool', times: 3 } }))).toBeNull();
  });
});
