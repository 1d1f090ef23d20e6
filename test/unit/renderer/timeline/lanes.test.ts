/** What the history looks like in the timeline: its lengths, its moments, its sentence, its table. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  pictureOf,
  rowsOf,
  totalsOf,
  union,
  type OpenNow,
} from '../../../../src-renderer/panels/timeline/lanes.ts';
import type { HistoryEvent } from '../../../../src-shared/history.ts';
import { DAY, HOUR, MINUTE } from '../../../../src-shared/text/times.ts';
import {
  markWords,
  momentWords,
  timelineSentence,
} from '../../../../src-shared/words/session/timeline-words.ts';
import { anyEvent, event } from '../../../history/support.ts';
import { scaled } from '../../../scale.ts';

/** 24 November, 14:00, wherever the test runs. */
const NOW = new Date(2026, 10, 24, 14).getTime();
const ago = (minutes: number) => NOW - minutes * MINUTE;
const day = (events: readonly HistoryEvent[], open: OpenNow | null = null) =>
  pictureOf(events, open, { now: NOW, ms: DAY });
/** Kind, and minutes before now. */
const bands = (...of: Parameters<typeof day>) =>
  day(...of).bands.map(({ kind, from, to }) => [kind, (NOW - from) / MINUTE, (NOW - to) / MINUTE]);
const points = (...of: Parameters<typeof day>) =>
  day(...of).points.map(({ kind, from, count }) => [kind, (NOW - from) / MINUTE, count]);
const sentence = (...of: Parameters<typeof day>) =>
  timelineSentence(totalsOf(day(...of)), 'day', NOW);

describe('what lasts', () => {
  it('is a session from its sign-in to its end, and the open one to now', () => {
    const ended = event('end', { cause: 'signedOut', from: ago(300), to: ago(200) });
    expect(bands([ended], { signedInAt: ago(100), endsAtLeast: NOW + MINUTE })).toEqual([
      ['live', 300, 200],
      ['live', 100, 0],
    ]);
  });

  it('of a session whose end nobody saw is certain until its last answer only', () => {
    const contact = event('touch', { from: ago(120), to: ago(118), count: 2 });
    const later = event('touch', { from: ago(20), to: ago(20) });
    for (const cause of ['idle', 'endedByServer'] as const) {
      const ended = event('end', { cause, from: ago(300), to: ago(83) });
      expect(bands([ended, contact, later]), cause).toEqual([
        ['live', 300, 118],
        ['maybe', 118, 83],
      ]);
    }
    const quit = event('end', { cause: 'quit', from: ago(300), to: ago(83) });
    expect(bands([quit, contact])).toEqual([['live', 300, 83]]);
  });

  it('of an open session is certain until 35 minutes after its last answer', () => {
    expect(bands([], { signedInAt: ago(100), endsAtLeast: ago(10) })).toEqual([
      ['live', 100, 10],
      ['maybe', 10, 0],
    ]);
    expect(bands([], { signedInAt: ago(100), endsAtLeast: null })).toEqual([['live', 100, 0]]);
  });

  it('is not uncertain where another session is known to be there', () => {
    const lost = event('end', { cause: 'endedByServer', from: ago(100), to: ago(40) });
    expect(bands([lost], { signedInAt: ago(60), endsAtLeast: NOW })).toEqual([
      ['live', 100, 100],
      ['maybe', 100, 60],
      ['live', 60, 0],
    ]);
  });

  it('goes on to now where it is not over, and is cut at both edges of the span', () => {
    const trust = event('trust', { from: ago(2000), to: null });
    const pause = event('pause', { from: ago(5), to: NOW + HOUR });
    expect(bands([trust, pause])).toEqual([
      ['trusted', 1440, 0],
      ['paused', 5, 0],
    ]);
  });

  it('is one where two of a kind overlap or touch, as a sleep that was noticed twice', () => {
    const sleeps = [
      event('sleep', { profile: null, from: ago(90), to: ago(30) }),
      event('sleep', { profile: null, cause: 'clock', from: ago(60), to: ago(20) }),
      event('sleep', { profile: null, from: ago(20), to: ago(10) }),
    ];
    expect(bands(sleeps)).toEqual([['asleep', 90, 10]]);
  });

  it('is left out before the span, after now, and where it may be another profile’s', () => {
    expect(
      bands([
        event('sleep', { profile: null, from: ago(3000), to: ago(2000) }),
        event('outage', { from: NOW + MINUTE, to: NOW + HOUR }),
        event('trust', { profile: null, from: ago(50), to: ago(20) }),
      ]),
    ).toEqual([]);
  });
});

describe('moments', () => {
  it('are sign-ins, new IDs and calls, by whom they were', () => {
    const at = (minutes: number) => ({ from: ago(minutes), to: ago(minutes) });
    const events = [
      event('signIn', at(60)),
      event('signIn', { cause: 'launch', ...at(50) }),
      event('newId', at(50)),
      event('touch', { cause: 'afterWake', count: 3, ...at(40) }),
      event('call', at(30)),
      event('call', { cause: 'program', ...at(20) }),
      event('call', { cause: 'check', ...at(10) }),
    ];
    expect(points(events.toReversed())).toEqual([
      ['signIn', 60, 1],
      ['newId', 50, 1],
      ['again', 50, 1],
      ['touch', 40, 3],
      ['yours', 30, 1],
      ['others', 20, 1],
      ['others', 10, 1],
    ]);
  });

  it('that a clock which was set back has left in the future are not shown', () => {
    expect(points([event('call', { from: NOW + 1, to: NOW + 1 })])).toEqual([]);
  });
});

describe('the sentence', () => {
  const sleep = (from: number, to: number) =>
    event('sleep', { profile: null, from: ago(from), to: ago(to) });
  const live = (from: number, to: number) =>
    event('end', { cause: 'signedOut', from: ago(from), to: ago(to) });

  it.each<[string, Parameters<typeof day>]>([
    ['Nothing is known of the last 24 hours.', [[]]],
    ['Live since 13:58, no sleep, no outage.', [[], { signedInAt: ago(2), endsAtLeast: NOW }]],
    [
      'Live 22 h 10 min of 24 h, one sleep, no outage.',
      [[sleep(0.5, 0)], { signedInAt: ago(22 * 60 + 10), endsAtLeast: null }],
    ],
    [
      'Live all of the last 24 hours, no sleep, no outage.',
      [[], { signedInAt: ago(9000), endsAtLeast: null }],
    ],
    [
      'Live 3 h of 24 h, 2 sleeps (50 min), one outage (5 min).',
      [
        [
          live(300, 180),
          live(120, 60),
          sleep(160, 130),
          sleep(50, 30),
          event('outage', { cause: 'noNetwork', from: ago(40), to: ago(37) }),
          event('outage', { cause: 'noAnswer', from: ago(37), to: ago(35) }),
        ],
      ],
    ],
    [
      'Live 1 h 5 min of 24 h, perhaps 35 min more, no sleep, no outage.',
      [
        [
          event('touch', { from: ago(235), to: ago(235) }),
          event('end', { cause: 'idle', from: ago(300), to: ago(200) }),
        ],
      ],
    ],
    ['Not live in the last 24 hours, one sleep (10 min), no outage.', [[sleep(30, 20)]]],
  ])('%s', (text, of) => expect(sentence(...of)).toBe(text));
});

describe('words for a mark', () => {
  it.each([
    [{ kind: 'asleep', from: ago(78), to: ago(40) }, '12:42–13:20 asleep, 38 min'],
    [{ kind: 'touch', from: ago(3), to: ago(3), count: 1 }, '13:57 extended by us'],
    [{ kind: 'touch', from: ago(30), to: ago(3), count: 4 }, '13:30–13:57 extended by us 4 ×'],
    [{ kind: 'live', from: ago(1440), to: ago(1439) }, '23 Nov, 14:00–14:01 session live, 1 min'],
    [
      { kind: 'trusted', from: ago(1000), to: ago(60) },
      '23 Nov, 21:20 – 13:00 trusted, 15 h 40 min',
    ],
  ] as const)('%o is “%s”', (mark, text) => expect(markWords(mark, NOW)).toBe(text));

  it('and for a moment between them name what lasts, or that nothing is recorded', () => {
    const lasting = [
      { kind: 'live', from: ago(300), to: NOW },
      { kind: 'asleep', from: ago(78), to: ago(40) },
    ] as const;
    expect(momentWords(ago(60), lasting, NOW)).toBe('13:00 session live, asleep 38 min');
    expect(momentWords(ago(60), [], NOW)).toBe('13:00 nothing recorded');
  });
});

it('as a table, calls of one kind in a row are one row', () => {
  const touch = (minutes: number) => event('touch', { from: ago(minutes), to: ago(minutes) });
  const call = event('call', { from: ago(25), to: ago(25) });
  const rows = rowsOf(day([touch(50), touch(40), touch(30), call, touch(20)]));
  expect(
    rows.map((row) => [row.kind, (NOW - row.to) / MINUTE, 'count' in row && row.count]),
  ).toEqual([
    ['touch', 30, 3],
    ['yours', 25, 1],
    ['touch', 20, 1],
  ]);
});

describe('whatever the history holds', () => {
  const anyOpen = fc.option(
    fc.record({
      signedInAt: fc.integer({ min: NOW - 2 * DAY, max: NOW + HOUR }),
      endsAtLeast: fc.option(fc.integer({ min: NOW - DAY, max: NOW + HOUR })),
    }),
  );
  /** Moved so that most of it is around the span. */
  const anyHistory = fc.array(anyEvent, { maxLength: 60 }).map((events) =>
    events.map((one) => {
      const shift = NOW - 20 * DAY - Date.UTC(2026, 10, 24);
      const from = one.from + shift;
      const span = one.to === null ? null : from + (one.to - one.from);
      return { ...one, from, to: span };
    }),
  );

  it('every mark lies in the span, in order, and those of one kind do not overlap', () => {
    fc.assert(
      fc.property(anyHistory, anyOpen, fc.constantFrom(HOUR, DAY, 7 * DAY), (events, open, ms) => {
        const picture = pictureOf(events, open, { now: NOW, ms });
        for (const { from, to } of [...picture.bands, ...picture.points]) {
          expect(from).toBeGreaterThanOrEqual(NOW - ms);
          expect(to).toBeGreaterThanOrEqual(from);
          expect(to).toBeLessThanOrEqual(NOW);
        }
        for (const kind of new Set(picture.bands.map((band) => band.kind))) {
          const those = picture.bands.filter((band) => band.kind === kind);
          expect(union(those)).toEqual(those.map(({ from, to }) => ({ from, to })));
        }
        const { liveMs, maybeMs } = totalsOf(picture);
        expect(liveMs + maybeMs).toBeLessThanOrEqual(ms);
      }),
      { numRuns: scaled(200) },
    );
  });

  it('the table counts every call once', () => {
    fc.assert(
      fc.property(anyHistory, (events) => {
        const picture = day(events);
        const count = (of: readonly object[]) =>
          of.reduce((sum, one) => sum + ('count' in one ? Number(one.count) : 0), 0);
        expect(count(rowsOf(picture))).toBe(count(picture.points));
      }),
      { numRuns: scaled(100) },
    );
  });
});
