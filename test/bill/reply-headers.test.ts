import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseHttpDate, parseRetryAfter } from '../../src-main/bill/reply-headers.ts';

const now = Date.UTC(2026, 10, 24, 10, 0, 0);

test.each<[string | undefined, number | null]>([
  ['Tue, 24 Nov 2026 10:00:00 GMT', now],
  [undefined, null],
  ['', null],
  ['2026-11-24T10:00:00Z', null],
  ['Tuesday, 24-Nov-26 10:00:00 GMT', null],
  ['Tue, 24 Nov 2026 25:00:00 GMT', null],
  ['Tue, 24 Nov 2026 10:00:00 +0100', null],
  ['1', null],
])('the HTTP date %j is %j', (text, expected) => {
  expect(parseHttpDate(text)).toBe(expected);
});

test.each<[string | undefined, number | null]>([
  ['2', 2000],
  ['0', 0],
  ['00120', 120_000],
  ['Tue, 24 Nov 2026 10:00:30 GMT', 30_000],
  ['Tue, 24 Nov 2026 09:00:00 GMT', 0],
  [undefined, null],
  ['', null],
  ['-1', null],
  ['1.5', null],
  ['1e9', null],
  ['0x10', null],
  ['soon', null],
  ['999999999999', null],
  ['2, 3', null],
])('Retry-After %j is %j ms', (text, expected) => {
  expect(parseRetryAfter(text, now)).toBe(expected);
});

test('whatever the header, a wait is null or a time that a timer can be told', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.integer().map(String)), (text) => {
      const wait = parseRetryAfter(text, now);
      expect(wait === null || (Number.isSafeInteger(wait) && wait >= 0)).toBe(true);
    }),
  );
});
