/** The list of Activity: calls and the history as one, searched, filtered, and folded. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countOf,
  entriesOf,
  pick,
  programsOf,
  type Entry,
  type Filter,
  type Who,
} from '../../../../src-renderer/panels/activity/entries.ts';
import { rowsOf, stepTo, type Row } from '../../../../src-renderer/panels/activity/rows.ts';
import type { Exchange } from '../../../../src-shared/exchange.ts';
import type { HistoryEvent } from '../../../../src-shared/history.ts';
import { MINUTE } from '../../../../src-shared/text/times.ts';
import { anyEvent, event } from '../../../history/support.ts';
import { scaled } from '../../../scale.ts';

/** 24 November, 14:00, wherever the test runs. */
const NOW = new Date(2026, 10, 24, 14).getTime();
const ago = (minutes: number) => NOW - minutes * MINUTE;
const at = (minutes: number) => ({ from: ago(minutes), to: ago(minutes) });

function call(minutes: number, own: Partial<Exchange> = {}): Exchange {
  return {
    ...{ id: 100_000 - minutes, profile: 'acme', at: ago(minutes), endpoint: 'GetSessionInfo' },
    ...{ by: 'keepAlive', program: null, ms: 100, status: 200, outcome: 'ok', error: null },
    newSession: false,
    ...own,
  };
}
const touches = (...minutes: number[]) => minutes.map((one) => call(one));
const none = new Set<string>();
const rows = (
  calls: readonly Exchange[],
  events: readonly HistoryEvent[] = [],
  open: ReadonlySet<string> = none,
) => rowsOf(entriesOf(calls, events), open, NOW);

/** `24 Nov` for a day, `3 touches` for a fold, else the endpoint or the kind; `+` in an open fold. */
const shape = (all: readonly Row[]) =>
  all.map((row) => {
    if (row.is === 'day') return row.head;
    const { item } = row;
    const name =
      item.is === 'fold'
        ? `${item.count} touches`
        : item.is === 'call'
          ? item.call.endpoint
          : item.event.kind;
    return row.isInFold ? `+ ${name}` : name;
  });

describe('one list', () => {
  it('has sleeps, outages, pauses, sign-ins and ends among the calls, the newest first', () => {
    const events = [
      event('signIn', at(90)),
      event('pause', { from: ago(80), to: ago(70) }),
      event('sleep', { profile: null, from: ago(50), to: ago(40) }),
      event('outage', { from: ago(30), to: null }),
      event('end', { from: ago(90), to: ago(10), cause: 'idle' }),
    ];
    const calls = [call(20, { by: 'you', endpoint: 'ListBill' }), call(60)];
    expect(shape(rows(calls, events))).toEqual([
      'Today, 24 Nov',
      ...['end', 'ListBill', 'outage', 'sleep', 'GetSessionInfo', 'pause', 'signIn'],
    ]);
  });

  it('counts calls of which no exchange is kept, and none of them twice', () => {
    const events = [
      event('touch', { ...at(300), count: 4 }),
      event('call', at(200)),
      event('touch', { from: ago(110), to: ago(90), count: 2 }),
      event('touch', at(50)),
    ];
    const kinds = entriesOf([call(50), call(100)], events).map(({ is }) => is);
    expect(kinds).toEqual(['call', 'call', 'past', 'past']);
    expect(entriesOf([], events)).toHaveLength(4);
  });

  it('leaves out what may be of another profile, and tells of a new ID with its sign-in', () => {
    const all = entriesOf(
      [],
      [
        event('signIn', { profile: null, ...at(9) }),
        event('trust', at(8)),
        event('signIn', { cause: 'again', ...at(5) }),
        event('newId', { cause: 'again', ...at(5) }),
      ],
    );
    expect(all.map((one) => one.is === 'past' && one.withNewId)).toEqual([true]);
  });
});

describe('keep-alive calls', () => {
  it('in a row are one, two are not', () => {
    expect(shape(rows(touches(10, 20, 30)))).toEqual(['Today, 24 Nov', '3 touches']);
    expect(shape(rows(touches(10, 20)))).toHaveLength(3);
  });

  it('are parted by whatever came between, and by midnight', () => {
    const sleep = event('sleep', { profile: null, ...at(35) });
    expect(shape(rows(touches(10, 20, 30, 40, 50, 60), [sleep]))).toEqual([
      ...['Today, 24 Nov', '3 touches', 'sleep', '3 touches'],
    ]);
    const night = 14 * 60;
    expect(shape(rows(touches(night - 20, night - 10, night + 10, night + 20)))).toEqual([
      ...['Today, 24 Nov', 'GetSessionInfo', 'GetSessionInfo'],
      ...['Yesterday, 23 Nov', 'GetSessionInfo', 'GetSessionInfo'],
    ]);
  });

  it.each<[string, Partial<Exchange>]>([
    ['was refused', { outcome: 'refused', error: { kind: 'internal' } }],
    ['got no answer', { outcome: 'failed', error: { kind: 'internal' } }],
    ['is under way', { outcome: 'pending', ms: null }],
    ['brought another session ID', { newSession: true }],
    ['was wanted by the person', { by: 'you' }],
  ])('of which one %s are never all OK', (_, own) => {
    const calls = [call(10), call(20), call(30, own), call(40), call(50)];
    expect(shape(rows(calls)).filter((name) => name.endsWith('touches'))).toEqual([]);
  });

  it('of older days count with those of today’s list, and say from when to when', () => {
    const events = [
      event('touch', { from: ago(200), to: ago(190), count: 2 }),
      event('touch', at(80)),
    ];
    const [, row] = rows(touches(10, 20), events);
    expect(row).toMatchObject({ item: { count: 5, from: ago(200), to: ago(10), isOpen: false } });
  });

  it('are listed one by one when their row is open, which keeps its key while others come', () => {
    const [, row] = rows(touches(10, 20, 30));
    if (row === undefined) throw new Error('no row');
    expect(shape(rows(touches(5, 10, 20, 30), [], new Set([row.key])))).toEqual([
      'Today, 24 Nov',
      '4 touches',
      ...Array.from({ length: 4 }, () => '+ GetSessionInfo'),
    ]);
  });
});

describe('search and filters', () => {
  const program = { name: 'importer', times: null };
  const calls = [
    call(10),
    call(20, { by: 'you', endpoint: 'ListBill' }),
    call(30, { by: 'program', program, endpoint: 'ListVendor' }),
    call(40, { outcome: 'refused', error: { kind: 'internal' } }),
    call(50, { outcome: 'failed', error: { kind: 'line', fault: 'dns', code: null } }),
  ];
  const events = [
    event('signIn', at(60)),
    event('signIn', { cause: 'again', ...at(55) }),
    event('sleep', { profile: null, from: ago(59), to: ago(58) }),
    event('pause', { cause: 'maxAge', ...at(57) }),
  ];
  const all = entriesOf(calls, events);
  const minutes = (filter: Filter, who: Who = 'anyone', search = '') =>
    pick(all, { filter, who, search }).map((entry) => (NOW - entry.at) / MINUTE);

  it.each<[Filter, Who, string, number[]]>([
    ['all', 'anyone', '', [10, 20, 30, 40, 50, 55, 57, 59, 60]],
    ['calls', 'anyone', '', [10, 20, 30, 40, 50]],
    ['refused', 'anyone', '', [40]],
    ['failed', 'anyone', '', [50]],
    ['events', 'anyone', '', [55, 57, 59, 60]],
    ['all', 'you', '', [20, 60]],
    ['all', 'app', '', [10, 40, 50, 55, 57]],
    ['all', 'program importer', '', [30]],
    ['all', 'program other', '', []],
    ['all', 'anyone', 'LIST  bill', [20]],
    ['all', 'anyone', 'no dns', [50]],
    ['all', 'anyone', 'asleep', [59]],
    ['events', 'you', 'signed', [60]],
    ['all', 'anyone', 'importer', [30]],
  ])('“%s” by %s with “%s”', (filter, who, search, found) => {
    expect(minutes(filter, who, search)).toEqual(found);
  });

  it('offer each program once, by name', () => {
    const other = call(5, { program: { name: 'a tool', times: 3 } });
    expect(programsOf([other, ...calls, ...calls])).toEqual(['a tool', 'importer']);
  });
});

it('keys go from row to row, pass over days, and stop at both ends', () => {
  const all = rows([call(10, { by: 'you' }), call(1440), call(1500)]);
  expect(shape(all).map((name) => name.split(',')[0])).toEqual([
    ...['Today', 'GetSessionInfo', 'Yesterday', 'GetSessionInfo', 'GetSessionInfo'],
  ]);
  expect(stepTo(all, -1, 1)).toBe(1);
  expect(stepTo(all, 1, 1)).toBe(3);
  expect(stepTo(all, 3, -1)).toBe(1);
  expect(stepTo(all, 1, -1)).toBe(1);
  expect(stepTo(all, 1, Infinity)).toBe(4);
  expect(stepTo([], -1, 1)).toBe(-1);
});

describe('whatever was called and happened', () => {
  const anyCalls = fc
    .array(
      fc.record({
        minutes: fc.integer({ min: 0, max: 5000 }),
        by: fc.constantFrom('you', 'keepAlive', 'afterWake', 'program', 'check'),
        outcome: fc.constantFrom('ok', 'ok', 'ok', 'failed', 'pending'),
      }),
      { maxLength: 80 },
    )
    .map((all) =>
      all
        .toSorted((one, other) => one.minutes - other.minutes)
        .map(({ minutes, ...own }, n) => call(minutes, { ...own, id: 1000 - n })),
    );
  const history = fc.array(anyEvent, { maxLength: 40 });

  it('every entry is in the rows once, in order, folded or not, and no call is lost or doubled', () => {
    fc.assert(
      fc.property(anyCalls, history, fc.boolean(), (calls, events, isOpen) => {
        const entries = entriesOf(calls, events);
        const closed = rowsOf(entries, none, NOW);
        const keys = closed.flatMap((row) => (row.is === 'day' ? [] : [row.key]));
        const all = isOpen ? rowsOf(entries, new Set(keys), NOW) : closed;
        const listed = all.flatMap((row): readonly Entry[] => {
          if (row.is === 'day' || row.isInFold) return [];
          return row.item.is === 'fold' ? row.item.entries : [row.item];
        });
        expect(listed).toEqual(entries);
        for (const [n, one] of listed.entries())
          expect(one.at).toBeLessThanOrEqual(listed[n - 1]?.at ?? Infinity);
        const folds = all.flatMap((row) =>
          row.is === 'item' && row.item.is === 'fold' ? [row.item] : [],
        );
        for (const fold of folds) {
          expect(fold.count).toBe(fold.entries.reduce((sum, one) => sum + countOf(one), 0));
          expect(fold.to).toBeGreaterThanOrEqual(fold.from);
        }
        const kept = listed.flatMap((one) => (one.is === 'call' ? [one.call] : []));
        expect(kept).toEqual(calls);
      }),
      { numRuns: scaled(150) },
    );
  });

  it('a row is found again by its key: no two have the same', () => {
    fc.assert(
      fc.property(anyCalls, (calls) => {
        const keys = rows(calls, []).map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: scaled(100) },
    );
  });
});
