/** The history as a list: folding, asking for a span, what is let go; and its lines. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { observedAges, type HistoryEvent } from '../../src-shared/history.ts';
import {
  closed,
  type Events,
  fitting,
  folded,
  put,
  recent,
  within,
} from '../../src-main/history/event-list.ts';
import { HEAD, isSame, parseLines, sizeOf, toLine } from '../../src-main/history/history-lines.ts';
import { DAY, HOUR, MINUTE } from '../../src-main/session/time.ts';
import { START } from '../fakes/manual-clock.ts';
import { scaled } from '../scale.ts';
import { anyEvent, event, headOf } from './support.ts';

const touchAt = (ms: number, own: Partial<Extract<HistoryEvent, { kind: 'touch' }>> = {}) =>
  event('touch', { from: START + ms, to: START + ms, ...own });
const fold = (events: Events, call: HistoryEvent) => put(events, folded(events, call));
const shape = (events: Events) =>
  events.map(({ from, to, count }) => [from - START, (to ?? NaN) - START, count]);

describe('calls', () => {
  it('less than five minutes apart are one event with a count, from the first to the last', () => {
    const at = [0, 4 * MINUTE, 9 * MINUTE - 1, 14 * MINUTE - 1].map((ms) => touchAt(ms));
    expect(shape(at.reduce<Events>(fold, []))).toEqual([
      [0, 9 * MINUTE - 1, 3],
      [14 * MINUTE - 1, 14 * MINUTE - 1, 1],
    ]);
  });

  it('of another profile, cause or kind, or in practice, are events of their own', () => {
    const all = [
      touchAt(0),
      touchAt(1, { profile: 'beta' }),
      touchAt(2, { cause: 'afterWake' }),
      touchAt(3, { practice: true }),
      event('call', { from: START + 4, to: START + 4 }),
      touchAt(5),
    ];
    expect(all.reduce<Events>(fold, []).map(({ count }) => count)).toEqual([2, 1, 1, 1, 1]);
  });

  it('after the clock was set back begin an event of their own', () => {
    expect(shape([touchAt(HOUR), touchAt(0)].reduce<Events>(fold, []))).toEqual([
      [HOUR, HOUR, 1],
      [0, 0, 1],
    ]);
  });

  it('are all counted, and no two events of one kind are less than five minutes apart', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 12 * MINUTE }), { maxLength: 60 });
    fc.assert(
      fc.property(steps, (gaps) => {
        let ms = 0;
        const calls = gaps.map((gap) => touchAt((ms += gap)));
        const events = calls.reduce<Events>(fold, []);
        expect(events.reduce((sum, { count }) => sum + count, 0)).toBe(calls.length);
        for (const [n, { from }] of events.entries()) {
          const before = events[n - 1]?.to ?? -Infinity;
          expect(from - before).toBeGreaterThanOrEqual(5 * MINUTE);
        }
        // Nothing is told of a time in which there was no call.
        const times = new Set(calls.map((call) => call.from));
        for (const { from, to } of events)
          expect([times.has(from), times.has(to ?? 0)]).toEqual([true, true]);
      }),
      { numRuns: scaled(200) },
    );
  });
});

describe('a span of the history', () => {
  const sleep = event('sleep', { profile: null, from: START - HOUR, to: START });
  const before = event('signIn', { profile: null });
  const own = event('trust', { from: START + 1, to: null });
  const practice = event('call', { profile: 'play', practice: true });
  const all = [own, practice, before, sleep];
  const span = (profile: string | null, from = 0, to = START + DAY) => ({ profile, from, to });

  it('has what overlaps it, in the order of its beginning, and what still goes on', () => {
    expect(within(all, span('acme'), false)).toEqual([sleep, before, own]);
    expect(within(all, span('acme', START + 2), false)).toEqual([own]);
    expect(within(all, span('acme', 0, START), false)).toEqual([sleep]);
    expect(within(all, span('acme', START, START + 1), false)).toEqual([sleep, before]);
  });

  it('of all profiles has everything but practice', () => {
    expect(within(all, span(null), false)).toEqual([sleep, before, own]);
  });

  it('of practice has what it did and when the computer slept, and nobody else’s days', () => {
    expect(within(all, span('play'), true)).toEqual([sleep, practice]);
  });
});

describe('what is let go', () => {
  it('is what ended more than 30 days ago', () => {
    const now = START + 30 * DAY;
    const old = event('call');
    const going = event('pause', { to: null });
    const ended = event('end', { to: START + 1 });
    expect(recent([old, going, ended], now)).toEqual([going, ended]);
  });

  it('is the oldest where not all of it fits, and never more than that takes', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), fc.nat(4_000), (events, bytes) => {
        const kept = fitting(events, bytes);
        expect(kept).toEqual(events.slice(events.length - kept.length));
        const size = (of: Events) => of.reduce((sum, one) => sum + sizeOf(one), 0);
        expect(size(kept)).toBeLessThanOrEqual(bytes);
        const next = events.slice(events.length - kept.length - 1);
        if (kept.length < events.length) expect(size(next)).toBeGreaterThan(bytes);
      }),
      { numRuns: scaled(200) },
    );
  });
});

describe('what an app left that ended without a word', () => {
  it('is over: what went on, and the sessions that were open, at the last moment that is known', () => {
    const signIn = event('signIn');
    const trust = event('trust', { from: START + 1, to: null });
    const touch = event('touch', { profile: 'beta', from: START + HOUR, to: START + HOUR });
    const last = START + HOUR;
    expect(closed([signIn, trust, touch])).toEqual([
      signIn,
      { ...trust, to: last },
      touch,
      event('end', { cause: 'unseen', to: last, count: 0 }),
    ]);
  });

  it('is left as it is where each session has its end', () => {
    const events = [event('signIn'), event('end', { to: START + 5 })];
    expect(closed(events)).toEqual(events);
  });

  it('is never taken for going on, whatever it was', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), (events) => {
        for (const { from, to } of closed(events)) expect(to).toBeGreaterThanOrEqual(from);
        expect(closed(closed(events))).toEqual(closed(events));
      }),
      { numRuns: scaled(200) },
    );
  });
});

describe('the lines of the file', () => {
  /** What a file with these lines holds: the last word on each. */
  const told = (events: Events) => events.reduce<Events>(put, []);
  const text = (events: Events) => HEAD + events.map(toLine).join('');

  it('are read as they were written, and the last word on an event counts', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), (events) => {
        expect(parseLines(text(events))).toEqual({
          is: 'read',
          events: told(events),
          state: 'whole',
        });
        expect(Buffer.byteLength(text(events)) - HEAD.length).toBe(
          events.reduce((sum, one) => sum + sizeOf(one), 0),
        );
      }),
      { numRuns: scaled(200) },
    );
  });

  it('cut anywhere lose the line that was cut, and no other', () => {
    const events = [event('signIn'), touchAt(1), event('end', { to: START + 2 })];
    const whole = text(events);
    for (let length = HEAD.length; length < whole.length; length += 1) {
      const parsed = parseLines(whole.slice(0, length));
      const lines = whole.slice(0, length + 1).split('\n').length - 2;
      expect(parsed, `cut to ${length}`).toEqual({
        is: 'read',
        events: events.slice(0, lines),
        state: whole[length - 1] === '\n' ? 'whole' : 'cut',
      });
    }
  });

  it('with one bit flipped anywhere cost two lines at most: those whose line break it was', () => {
    const events = [event('signIn'), touchAt(1), event('end', { to: START + 2 })];
    const bytes = Buffer.from(text(events));
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const parsed = parseLines(flipped.toString('utf8'));
      if (parsed.is === 'newer') continue; // The number of the version, made greater.
      const same = events.filter((one) => parsed.events.some((other) => isSame(one, other)));
      // A line break that is none any more joins two.
      expect(same.length, `bit ${bit}`).toBeGreaterThanOrEqual(events.length - 2);
    }
  });

  it.each([
    ['nothing', ''],
    ['no line of ours', 'x\n'],
    ['NULs', '\0'.repeat(300)],
    ['JSON that is no event', '[]\n{}\nnull\n{"__proto__":{}}\n'],
    ['a cause of another kind', `${HEAD}${toLine(event('call')).replace('"you"', '"quit"')}`],
    ['an end before its beginning', `${HEAD}${toLine(event('end', { to: START - 1 }))}`],
    ['a name in the place of an ID', `${HEAD}${toLine(event('call', { profile: 'Dana Doe' }))}`],
    ['a field too many', `${HEAD}${toLine(event('call')).replace('{', '{"name":"x",')}`],
  ])('that are %s give no event', (_, lines) => {
    expect(parseLines(lines)).toMatchObject({ is: 'read', events: [] });
  });

  it('of a newer version are told from damaged ones', () => {
    expect(parseLines(`${headOf(1)}what\n`)).toEqual({ is: 'newer' });
    const another = headOf(1).replace('tabkeeper-history', 'another');
    expect(parseLines(another)).toMatchObject({ state: 'damaged' });
  });
});

describe('what is drawn from it', () => {
  it('is the age of each kept-alive session that the server ended, newest first', () => {
    const ended = { cause: 'endedByServer', count: 3 } as const;
    const events = [
      event('end', { ...ended, to: START + 5 * HOUR }),
      event('end', { ...ended, count: 0, to: START + 6 * HOUR }),
      event('end', { cause: 'idle', count: 3, to: START + 7 * HOUR }),
      event('end', { ...ended, from: START + HOUR, to: START + 9 * HOUR }),
      event('signIn'),
    ];
    expect(observedAges(events)).toEqual([
      { at: START + 9 * HOUR, ageMs: 8 * HOUR },
      { at: START + 5 * HOUR, ageMs: 5 * HOUR },
    ]);
  });
});
