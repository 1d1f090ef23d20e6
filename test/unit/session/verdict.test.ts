/** What an outcome says about the session, and how long a busy server wants to be left alone. */
import { describe, expect, it } from 'vitest';
import { fail, ok, type AppError, type Result } from '../../../src-shared/result.ts';
import { judge } from '../../../src-main/session/verdict.ts';
import { remaining } from '../../../src-main/session/time.ts';
import { dead, failuresByKind, refusals, refused, status } from './given/outcomes.ts';
import { at, clocks, HOUR, MINUTE, SECOND, START } from './given/times.ts';

const now = at(5 * MINUTE);
/** An answer that came at once. */
const judged = (result: Result<unknown>, when = now) => judge({ result, sentAt: when, now: when });
const hourIsFull = (serverTime: number | null) => refused('BDC_1144', { serverTime });

describe('what an outcome says about the session', () => {
  it.each([
    ['a success is a sign of life', ok(null), { is: 'alive' }],
    ['the word that it is invalid is its end', dead, { is: 'dead' }],
    [
      'too many calls at once make BILL busy, and leave the wait to us',
      refused('BDC_1322'),
      { is: 'throttled', wait: null, hourLimit: false },
    ],
    [
      'HTTP 429 makes it busy, with a wait of its own',
      fail(status(429, 7 * SECOND)),
      { is: 'throttled', wait: { from: now, ms: 7 * SECOND }, hourLimit: false },
    ],
    [
      'the wait of a 503 is taken',
      fail(status(503, 90 * SECOND)),
      { is: 'unknown', wait: { from: now, ms: 90 * SECOND } },
    ],
    [
      'a wait beyond an hour is not believed',
      fail(status(503, 48 * HOUR)),
      { is: 'unknown', wait: { from: now, ms: HOUR } },
    ],
  ])('is that %s', (_, result, verdict) => {
    expect(judged(result)).toEqual(verdict);
  });

  const judgedElsewhere = ['sessionInvalid', 'tooManyAtOnce', 'hourLimit'];
  it.each(Object.values(refusals).filter(({ meaning }) => !judgedElsewhere.includes(meaning)))(
    'is not its end where something else is refused: $meaning',
    (error) => {
      expect(judged(fail(error))).toEqual({ is: 'refused' });
    },
  );

  it.each(['BDC_1024', 'bdc_1109', 'BDC_1109 ', ''])('is not its end at %j', (code) => {
    expect(judged(refused(code))).toEqual({ is: 'refused' });
  });

  const unknown = Object.entries(failuresByKind).flatMap(([kind, errors]) =>
    errors.map((error): [string, AppError] => [`${kind} ${JSON.stringify(error)}`, error]),
  );
  it.each(unknown)('is nothing at all at %s', (_, error) => {
    expect(judged(fail(error))).toEqual({ is: 'unknown', wait: null });
  });
});

describe('the wait for the next full hour', () => {
  it.each([
    ['at half past', 30 * MINUTE, 30 * MINUTE],
    ['at the full hour', 0, HOUR],
    ['in the last second of the hour', HOUR - SECOND, SECOND],
  ])('is by the server’s clock: %s', (_, into, wait) => {
    expect(judged(hourIsFull(START + 7 * HOUR + into))).toEqual({
      is: 'throttled',
      wait: { from: now, ms: wait + SECOND },
      hourLimit: true,
    });
  });

  it.each([
    ['today', now, 55 * MINUTE],
    ['before 1970', { wall: -MINUTE, mono: 0, chance: 0 }, MINUTE],
  ])('is by our own clock where the server tells no time: %s', (_, when, wait) => {
    expect(judged(hourIsFull(null), when)).toMatchObject({ wait: { ms: wait + SECOND } });
  });

  const slow = at(5 * MINUTE + 4 * SECOND);
  const slept = clocks(17 * MINUTE, 5 * MINUTE + SECOND);
  const at40 = hourIsFull(START + 40 * MINUTE);
  it.each([
    // As late as it came in, for it may have been said right before.
    ['of the hour, after a slow answer', at40, slow, 20 * MINUTE + SECOND],
    ['of a 503, after a slow answer', fail(status(503, 10 * MINUTE)), slow, 10 * MINUTE],
    ['of the hour, after a sleep', at40, slept, 8 * MINUTE + 16 * SECOND],
    ['of a 429, after a sleep', fail(status(429, 10 * MINUTE)), slept, 0],
    ['by our own clock, after a sleep', hourIsFull(null), slept, 43 * MINUTE + SECOND],
  ])('counts from when the server said it: %s', (_, result, later, left) => {
    const verdict = judge({ result, sentAt: now, now: later });
    if (!('wait' in verdict) || verdict.wait === null) throw new Error('no wait');
    expect(remaining(verdict.wait, later)).toBe(left);
  });
});
