/** How times are written. */
import { describe, expect, test } from 'vitest';
import {
  age,
  clock,
  clockSeconds,
  day,
  dayHead,
  dayWithYear,
  left,
  moment,
  nextFullHour,
  span,
  wait,
} from '../../../src-shared/text/times.ts';

const S = 1000;
const MIN = 60 * S;
const H = 60 * MIN;
const at = (d: number, h: number, m: number, s = 0) => new Date(2026, 10, d, h, m, s).getTime();
const now = at(24, 14, 7, 3);

test('moments', () => {
  expect(clock(now)).toBe('14:07');
  expect(clock(at(24, 0, 5))).toBe('00:05');
  expect(clockSeconds(now)).toBe('14:07:03');
  expect(day(new Date(2026, 11, 24).getTime())).toBe('24 Dec');
  expect(dayWithYear(now)).toBe('24 Nov 2026');
  expect(moment(at(24, 8, 52), now)).toBe('08:52');
  expect(moment(at(23, 8, 52), now)).toBe('23 Nov, 08:52');
  expect(dayHead(at(24, 0, 0), now)).toBe('Today, 24 Nov');
  expect(dayHead(at(23, 23, 59), now)).toBe('Yesterday, 23 Nov');
  expect(dayHead(at(22, 12, 0), now)).toBe('22 Nov 2026');
});

test('the next full hour', () => {
  expect(nextFullHour(now)).toBe(at(24, 15, 0));
  expect(nextFullHour(at(24, 15, 0))).toBe(at(24, 16, 0));
  expect(nextFullHour(at(24, 23, 30))).toBe(at(25, 0, 0));
  // Where the clocks go by half an hour the world's hour is full at half past.
  const half = Date.UTC(2026, 10, 24, 10, 20);
  expect(nextFullHour(half)).toBe(Date.UTC(2026, 10, 24, 11, 0));
});

describe('lengths', () => {
  test.each([
    [0, '0 s'],
    [-5, '0 s'],
    [41 * S + 999, '41 s'],
    [MIN - 1, '59 s'],
    [MIN, '1 min'],
    [31 * MIN + 59 * S, '31 min'],
    [H, '1 h'],
    [5 * H + 7 * MIN + 30 * S, '5 h 7 min'],
    [47 * H + 59 * MIN, '47 h 59 min'],
    [12 * 24 * H + H, '12 days'],
  ])('%i ms is %s', (ms, text) => expect(span(ms)).toBe(text));

  test('what is left counts seconds only under two minutes', () => {
    expect(left(2 * MIN)).toBe('2 min');
    expect(left(2 * MIN - 1)).toBe('119 s');
    expect(left(-1)).toBe('0 s');
  });

  test('an age below a minute is now', () => {
    expect(age(now - 59 * S, now)).toBe('now');
    expect(age(now - 4 * MIN, now)).toBe('4 min');
    expect(age(now + 5 * S, now)).toBe('now');
  });

  test('a wait is rounded up', () => {
    expect(wait(40 * S + 1)).toBe('41 s');
    expect(wait(0)).toBe('0 s');
    expect(wait(2 * MIN + 1 * S)).toBe('3 min');
  });
});
