/** The timeline on so many pixels: what is merged, what is read out where, and the axis. */
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { pictureOf } from '../../../../src-renderer/panels/timeline/lanes.ts';
import {
  bandsAt,
  draw,
  pointAt,
  stepFrom,
  stops,
} from '../../../../src-renderer/panels/timeline/pixels.ts';
import type { HistoryEvent } from '../../../../src-shared/history.ts';
import { clock, DAY, HOUR, MINUTE } from '../../../../src-shared/text/times.ts';
import { event } from '../../../history/support.ts';
import { scaled } from '../../../scale.ts';

const NOW = Date.UTC(2026, 10, 24, 14);
const WIDTH = 720;
const drawn = (events: readonly HistoryEvent[], { ms = DAY, width = WIDTH, now = NOW } = {}) =>
  draw(pictureOf(events, null, { now, ms }), width);
const ago = (minutes: number) => NOW - minutes * MINUTE;
const touch = (minutes: number, count = 1) =>
  event('touch', { from: ago(minutes), to: ago(minutes), count });

describe('marks', () => {
  it('of moments are two pixels wide and stay within the plot at both edges', () => {
    const { points } = drawn([touch(1440), touch(720), touch(0)]);
    expect(points.map(({ x, width }) => [x, width])).toEqual([
      [0, 2],
      [359, 2],
      [718, 2],
    ]);
  });

  it('of one kind that nobody could tell apart are one, and count together', () => {
    const { points } = drawn([touch(700, 2), touch(701), touch(600)]);
    expect(points.map(({ count }) => count)).toEqual([3, 1]);
  });

  it('of an outage of a second can be seen, as a sleep of a minute can', () => {
    const { bands } = drawn([
      event('outage', { from: ago(700), to: ago(700) + 1000 }),
      event('sleep', { profile: null, from: ago(1), to: NOW }),
    ]);
    expect(bands.map(({ kind, x, width }) => [kind, Math.round(x), width])).toEqual([
      ['offline', 370, 4],
      ['asleep', 719, 1],
    ]);
  });

  it('are as many as the pixels allow, however many events there are, and lose no call', () => {
    const anyWidth = fc.integer({ min: 1, max: 1920 });
    const minutes = fc.array(fc.integer({ min: 0, max: 1440 }), { minLength: 1, maxLength: 3000 });
    fc.assert(
      fc.property(minutes, anyWidth, (all, width) => {
        const { points } = drawn(all.map((one) => touch(one)).toReversed(), { width });
        expect(points.reduce((sum, { count }) => sum + count, 0)).toBe(all.length);
        expect(points.length).toBeLessThanOrEqual(width / 3 + 1);
        for (const [n, mark] of points.entries()) {
          const before = points[n - 1];
          if (before) expect(mark.x).toBeGreaterThanOrEqual(before.x + before.width);
        }
      }),
      { numRuns: scaled(20) },
    );
  });

  it('need no width: before the plot is measured nothing fails', () => {
    expect(drawn([touch(5)], { width: 0 }).points).toHaveLength(1);
  });
});

describe('what is read out', () => {
  const drawing = drawn([
    event('sleep', { profile: null, from: ago(720), to: ago(360) }),
    touch(600),
    touch(590),
  ]);

  it('is the moment nearest to the pointer, where one is near', () => {
    const [first, second] = drawing.points;
    expect(pointAt(drawing, (first?.x ?? 0) - 3)).toBe(first);
    expect(pointAt(drawing, (second?.x ?? 0) + 4)).toBe(second);
    expect(pointAt(drawing, 100)).toBeNull();
  });

  it('is else what lasts there', () => {
    expect(bandsAt(drawing, 400).map(({ kind }) => kind)).toEqual(['asleep']);
    expect(bandsAt(drawing, 100)).toEqual([]);
  });

  it('is by keys one mark after the other in the order of time, and stops at the ends', () => {
    const marks = stops(drawing);
    expect(marks.map(({ kind }) => kind)).toEqual(['asleep', 'touch', 'touch']);
    const [first, second, last] = marks;
    expect(stepFrom(marks, null, 0)).toBe(2);
    expect(stepFrom(marks, last ?? null, -1)).toBe(1);
    expect(stepFrom(marks, second ?? null, -1)).toBe(0);
    expect(stepFrom(marks, first ?? null, -1)).toBe(0);
    expect(stepFrom(marks, first ?? null, Infinity)).toBe(2);
    expect(stepFrom([], null, 1)).toBe(-1);
  });

  it('stays at its time when the mark is gone or others have come', () => {
    const [first, second] = stops(drawing);
    if (first === undefined || second === undefined) throw new Error('too few marks');
    expect(stepFrom([first], second, 0)).toBe(0);
    expect(stepFrom([first, first, second], second, 0)).toBe(2);
  });
});

describe('the axis', () => {
  // Removing the variable would leave the zone as it is, for every spec after this one.
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  afterEach(() => {
    process.env['TZ'] = here;
  });

  const labels = (now: number, ms: number, width = WIDTH) =>
    drawn([], { now, ms, width }).ticks.map(({ at }) => clock(at));

  it.each([
    ['a day', DAY, WIDTH, ['15:00', '18:00', '21:00', '00:00', '03:00', '06:00', '09:00', '12:00']],
    ['a narrow day', DAY, 260, ['18:00', '00:00', '06:00', '12:00']],
    ['an hour', HOUR, WIDTH, ['13:15', '13:20', '13:25']],
  ])('of %s has round times of this computer', (_, ms, width, first) => {
    process.env['TZ'] = 'UTC';
    expect(labels(NOW + 11 * MINUTE, ms, width).slice(0, first.length)).toEqual(first);
  });

  it.each([
    // 29 March 2026: after 01:59 comes 03:00. 25 October: after 02:59 comes 02:00 again.
    ['forward', Date.UTC(2026, 2, 29, 12)],
    ['back', Date.UTC(2026, 9, 25, 12)],
  ])('on the day on which the clocks go %s still has round times', (_, now) => {
    process.env['TZ'] = 'Europe/Berlin';
    const { ticks } = drawn([], { now });
    for (const { at } of ticks) expect(clock(at)).toMatch(/^(?:00|03|06|09|12|15|18|21):00$/u);
    const gaps = ticks.slice(1).map(({ at }, n) => (at - (ticks[n]?.at ?? 0)) / HOUR);
    // One gap differs by the hour that was left out or came twice; the pixels tell true time.
    expect(gaps.filter((gap) => gap !== 3)).toHaveLength(1);
    for (const { at, x } of ticks) expect(x).toBeCloseTo(((at - (now - DAY)) / DAY) * WIDTH);
  });
});
