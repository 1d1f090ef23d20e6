/** Replies that the caller lays down, and operations of BILL that are not simulated. */
import { describe, expect, it } from 'vitest';

import { StubsError } from '../../src-simulator/index.ts';
import type { StubInput } from '../../src-simulator/index.ts';
import { bench, signedIn } from './support.ts';

const SUMMARY = '/GetAPSummary.json';

describe('an operation of BILL that is not simulated', () => {
  it('is told apart from a path that is none, in reply, record and event', async () => {
    const { b, session } = await signedIn();
    const known = await b.op(SUMMARY, session);
    expect([known.status, known.code]).toEqual([200, 'BDC_1121']);
    expect(known.message).toContain('GetAPSummary');
    const misspelt = await b.op('/getAPSummary.json', session);
    expect([misspelt.status, misspelt.code]).toEqual([404, 'BDC_1121']);
    expect(misspelt.message).toBe('API not supported.');
    expect(b.of('notSimulated')).toEqual([
      { event: 'notSimulated', endpoint: SUMMARY, at: '2026-11-24T10:00:00.000Z' },
    ]);
    expect(b.simulator.requests().slice(-2)).toMatchObject([
      { endpoint: SUMMARY, reason: 'notSimulated' },
      { reason: 'unknownPath', hint: 'Did you mean /GetAPSummary.json? Capitals count.' },
    ]);
  });

  it('needs a session like any other', async () => {
    const b = await bench();
    const reply = await b.op(SUMMARY, { devKey: b.account().devKey });
    expect(reply.code).toBe('BDC_1109');
    expect(b.of('notSimulated')).toEqual([]);
  });

  it('gives what its kind of reply is without data where the option says so', async () => {
    const { b, session } = await signedIn({ options: { notSimulated: 'empty' } });
    expect((await b.op(SUMMARY, session)).data).toEqual({});
    const data = { objectId: '00n01ABCDEFGHI000001', start: 0, max: 9 };
    expect((await b.op('/ListMessage.json', session, data)).data).toEqual([]);
    expect(b.of('notSimulated')).toHaveLength(2);
  });
});

describe('a stub', () => {
  it('answers an operation that is not simulated, without an event', async () => {
    const data = { bills: { overdueCount: 3 } };
    const b = await bench({ stubs: [{ endpoint: SUMMARY, data }] });
    const reply = await b.op(SUMMARY, await b.session(), {});
    expect([reply.code, reply.data]).toEqual([null, data]);
    expect(b.of('notSimulated')).toEqual([]);
  });

  it('goes before what is built in, and the first that fits goes before the others', async () => {
    const { b, session } = await signedIn({
      stubs: [
        { endpoint: '/Crud/Read/Vendor.json', when: { id: 'a' }, data: 'first' },
        { endpoint: '/Crud/Read/Vendor.json', when: { id: 'b' }, data: 'second' },
        { endpoint: '/Crud/Read/Vendor.json', when: { id: 'b' }, data: 'third' },
      ],
    });
    const read = async (id: string) => (await b.op('/Crud/Read/Vendor.json', session, { id })).data;
    expect(await read('a')).toBe('first');
    expect(await read('b')).toBe('second');
    expect(await read('00901ABCDEFGHI000001')).toMatchObject({ entity: 'Vendor' });
  });

  it('answers a path that is no operation of BILL, and only where it fits', async () => {
    const { b, session } = await signedIn({
      stubs: [{ endpoint: '/Own.json', when: { a: 1 }, data: [] }],
    });
    expect((await b.op('/Own.json', session, { a: 1 })).data).toEqual([]);
    const other = await b.op('/Own.json', session, { a: 2 });
    expect([other.status, other.code]).toEqual([404, 'BDC_1121']);
    expect(b.simulator.requests().at(-1)).toMatchObject({ reason: 'unknownPath' });
  });

  it('comes after the checks of session and trust', async () => {
    const { b, session } = await signedIn({
      stubs: [{ endpoint: '/PayBills.json', data: 'paid' }],
    });
    const nobody = await b.op('/PayBills.json', { devKey: b.account().devKey }, {});
    expect(nobody.code).toBe('BDC_1109');
    expect((await b.op('/PayBills.json', session, {})).code).toBe('BDC_1361');
    await b.trust(session);
    expect((await b.op('/PayBills.json', session, {})).data).toBe('paid');
  });

  it('replaces all stubs at once; a bad list changes nothing', async () => {
    const { b, session } = await signedIn({ stubs: [{ endpoint: SUMMARY, data: 1 }] });
    b.simulator.setStubs([{ endpoint: SUMMARY, data: 2 }]);
    expect((await b.op(SUMMARY, session)).data).toBe(2);
    const bad = [{ endpoint: SUMMARY, data: 3 }, { endpoint: 'x' }] as unknown as StubInput[];
    expect(() => {
      b.simulator.setStubs(bad);
    }).toThrow(StubsError);
    expect((await b.op(SUMMARY, session)).data).toBe(2);
  });

  const matches: readonly [when: object, data: object, fits: boolean][] = [
    [{}, { anything: 1 }, true],
    [{ a: 1 }, { a: 1, b: 2 }, true],
    [{ a: 1 }, { a: '1' }, false],
    [{ a: { b: 1 } }, { a: { b: 1, c: 2 } }, true],
    [{ a: { b: 1 } }, { a: 1 }, false],
    [{ a: [1, 2] }, { a: [1, 2] }, true],
    [{ a: [1] }, { a: [1, 2] }, false],
    [{ a: [{ b: 1 }] }, { a: [{ b: 1, c: 2 }] }, false],
    [{ a: [{ b: 1 }] }, { a: [{ b: 1 }] }, true],
    [{ a: null }, { a: null }, true],
    [{ a: null }, {}, false],
    [{ toString: 1 }, {}, false],
  ];
  it.each(matches)('with when %j and data %j fits: %s', async (when, data, fits) => {
    const stub = { endpoint: SUMMARY, when, data: 'stub' } as StubInput;
    const b = await bench({ stubs: [stub] });
    const reply = await b.op(SUMMARY, await b.session(), data);
    expect(reply.data === 'stub').toBe(fits);
  });

  const refusals: readonly [unknown, string][] = [
    [{}, 'The stubs must be a JSON list.'],
    [['x'], 'Stub 1 must be an object.'],
    [[{ data: 1 }], 'Stub 1: "endpoint" must be a path such as /GetAPSummary.json.'],
    [[{ endpoint: 'x', data: 1 }], 'Stub 1: "endpoint" must be a path'],
    [[{ endpoint: '/x' }], 'Stub 1: "data" must be there.'],
    [[{ endpoint: '/x', data: 1, when: [] }], 'Stub 1: "when" must be an object.'],
    [[{ endpoint: '/x', data: 1, wen: {} }], 'Stub 1 has an unknown key "wen".'],
    [[{ endpoint: '/x', data: 1, when: deep(60) }], 'Stub 1: "when" is too deep.'],
  ];
  it.each(refusals)('that is %j is refused: %s', async (stubs, sentence) => {
    await expect(bench({ stubs: stubs as StubInput[] })).rejects.toThrow(sentence);
  });
});

describe('a fault', () => {
  it('may name any path', async () => {
    const b = await bench({
      faults: [
        { endpoint: '/GetAPSummary.json', fault: 'status', status: 503 },
        { endpoint: '/Nothing.json', fault: 'status', status: 502 },
      ],
    });
    expect((await b.call('/GetAPSummary.json', {})).status).toBe(503);
    expect((await b.call('/Nothing.json', {})).status).toBe(502);
  });
});

function deep(levels: number): object {
  return levels === 0 ? {} : { a: deep(levels - 1) };
}
