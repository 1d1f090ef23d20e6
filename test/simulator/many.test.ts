/** What a call costs does not grow with what was before it: sessions, requests, calls under way. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createDirectory } from '../../src-simulator/account/directory.ts';
import { seededRandom } from '../../src-simulator/base/ids.ts';
import { resolveOptions } from '../../src-simulator/options/named-options.ts';
import { RecencyList } from '../../src-simulator/base/recency.ts';
import { createRecords } from '../../src-simulator/records.ts';
import { SessionBook } from '../../src-simulator/account/live-sessions.ts';
import type { SimulatorEvent } from '../../src-simulator/index.ts';
import { HOUR, MINUTE, START } from './support.ts';

describe('a list in the order of last use', () => {
  it('is the order of the last uses, whatever is used and deleted', () => {
    const step = fc.record({ delete: fc.boolean(), value: fc.nat(8) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const list = new RecencyList<number>();
        let model: number[] = [];
        for (const { delete: isDeleted, value } of steps) {
          model = model.filter((one) => one !== value);
          if (isDeleted) list.delete(value);
          else {
            list.use(value);
            model.push(value);
          }
          expect(list.oldest).toBe(model[0] ?? null);
        }
        const rest: number[] = [];
        for (let next = list.oldest; next !== null; next = list.oldest) {
          rest.push(next);
          list.delete(next);
        }
        expect(rest).toEqual(model);
      }),
    );
  });
});

describe('sessions', () => {
  const { accounts, users } = createDirectory('many');
  const user = users.get(accounts[0]?.userName ?? '');
  const token = users.get(accounts.find(({ kind }) => kind === 'token')?.userName ?? '');

  /** How often a session's idle time was asked for, which is once for each one looked at. */
  function counted(given: Parameters<typeof resolveOptions>[0] = {}) {
    let looks = 0;
    const events: SimulatorEvent[] = [];
    const options = new Proxy(resolveOptions(given), {
      get(target, key, receiver): unknown {
        if (key === 'idleMinutes' || key === 'tokenSessionLife') looks += 1;
        return Reflect.get(target, key, receiver);
      },
    });
    const random = seededRandom('many', 'sessions');
    const book = new SessionBook(options, random, (event) => events.push(event));
    const open = (now: number, who = user) => {
      if (who === undefined) throw new Error('There is no such user.');
      return book.open({ user: who, orgId: 'org', devKey: 'key', mfa: null }, now);
    };
    const looksDuring = (act: () => void) => {
      looks = 0;
      act();
      return looks;
    };
    return { book, open, events, looksDuring };
  }

  it('are not all looked at for a call, however many there are', () => {
    const { book, open, looksDuring } = counted();
    const opened = Array.from({ length: 20_000 }, (_, n) => open(START + n));
    const now = START + MINUTE;
    for (const session of [opened[0], opened[9999], opened[19_999]]) {
      if (session === undefined) throw new Error('It was not opened.');
      const looks = looksDuring(() => {
        book.sweep(now);
        book.touch(session, now);
      });
      expect(looks).toBeLessThanOrEqual(2);
    }
  });

  it('end exactly when their time is over, in whatever order they were called', () => {
    const { book, open, events } = counted();
    const call = fc.record({ which: fc.nat(4), after: fc.nat(20 * MINUTE) });
    fc.assert(
      fc.property(fc.array(call, { maxLength: 30 }), (calls) => {
        events.length = 0;
        let now = START;
        const opened = Array.from({ length: 5 }, () => open(now));
        const last = new Map(opened.map((session) => [session, now]));
        for (const { which, after } of calls) {
          now += after;
          book.sweep(now);
          const session = opened[which];
          if (session === undefined) throw new Error('There is no such session.');
          const lived = now - (last.get(session) ?? 0) < 35 * MINUTE;
          expect(book.find(session.sessionId, 'key')).toBe(lived ? session : 'idle');
          book.touch(session, now);
          if (lived) last.set(session, now);
        }
        book.sweep(now + 35 * MINUTE);
        const ends = events.flatMap((event) =>
          event.event === 'sessionEnded' ? [Date.parse(event.at)] : [],
        );
        expect(ends).toEqual(
          [...last.values()].map((at) => at + 35 * MINUTE).sort((a, b) => a - b),
        );
      }),
    );
  });

  it('of users end while those of tokens before them live on', () => {
    const { book, open } = counted({ tokenSessionLife: '48h' });
    const long = open(START, token);
    const short = open(START + 1);
    book.sweep(START + HOUR);
    expect(book.all()).toEqual([long]);
    expect(book.find(short.sessionId, 'key')).toBe('idle');
    book.sweep(START + 48 * HOUR);
    expect(book.all()).toEqual([]);
  });

  it('that have ended are not brought back by a call that was under way', () => {
    const { book, open, events } = counted();
    const session = open(START);
    book.end(session, 'logout', START);
    book.touch(session, START + MINUTE);
    book.sweep(START + HOUR);
    expect(book.all()).toEqual([]);
    expect(events.filter(({ event }) => event === 'sessionEnded')).toHaveLength(1);
  });
});

describe('the records of requests', () => {
  const record = (n: number) => ({
    ...{ endpoint: `/Call${String(n % 3)}.json`, method: 'POST', at: START + n, status: 200 },
    ...{ code: null, sessionMasked: `…${String(n % 7)}`, fault: null, reason: null, hint: null },
  });
  const outside = (n: number) => ({
    ...record(n),
    ...{ number: n, at: new Date(START + n).toISOString() },
  });

  it('are the newest 25,000 in their order, and told as they come', () => {
    const told: SimulatorEvent[] = [];
    const records = createRecords((event) => told.push(event));
    for (let n = 1; n <= 60_001; n += 1) records.add(record(n));
    const kept = records.all();
    expect(kept).toHaveLength(25_000);
    expect([kept[0]?.number, kept.at(-1)?.number]).toEqual([35_002, 60_001]);
    for (const one of kept) expect(one).toEqual(outside(one.number));
    expect(told).toHaveLength(60_001);
    expect(told[0]).toEqual({ event: 'request', ...outside(1) });
  });

  it('are not changed in the hands of whoever asked for them', () => {
    const records = createRecords(() => undefined);
    records.add(record(1));
    const [before] = records.all();
    for (let n = 2; n <= 25_001; n += 1) records.add(record(n));
    expect(before).toEqual(outside(1));
    records.clear();
    expect(records.all()).toEqual([]);
    records.add(record(1));
    expect(records.all()[0]?.number).toBe(1);
  });
});
