import { describe, expect, it } from 'vitest';
import { fail, ok, type AppError, type Result } from '../../../src-shared/result.ts';
import type { Instant } from '../../../src-main/ports.ts';
import { judge } from '../../../src-main/session/verdict.ts';
import { remaining } from '../../../src-main/session/time.ts';
import {
  at,
  clocks,
  failuresByKind,
  HOUR,
  MINUTE,
  refused,
  SECOND,
  START,
  status,
} from './support.ts';

const now = at(5 * MINUTE);
/** An answer that came at once. */
const judgedAt = (when: Instant, result: Result<unknown>) =>
  judge({ result, sentAt: when, now: when });
const judged = (result: Result<unknown>) => judgedAt(now, result);

describe('what an outcome says about the session', () => {
  it('takes a success for a sign of life', () => {
    expect(judged(ok(null))).toEqual({ is: 'alive' });
  });

  it('takes BDC_1109, and nothing else that BILL says, for the end', () => {
    expect(judged(refused('BDC_1109'))).toEqual({ is: 'dead' });
  });

  it.each([
    'BDC_1001',
    'BDC_1024',
    'BDC_1101',
    'BDC_1102',
    'BDC_1103',
    'BDC_1107',
    'BDC_1110',
    'BDC_1120',
    'BDC_1121',
    'BDC_1361',
    'BDC_9999',
    'bdc_1109',
    'BDC_1109 ',
    '',
  ])('takes %j for a refusal of something else', (code) => {
    expect(judged(refused(code))).toEqual({ is: 'refused' });
  });

  const unknown = Object.entries(failuresByKind).flatMap(([kind, errors]) =>
    errors.map((error): [string, AppError] => [`${kind} ${JSON.stringify(error)}`, error]),
  );
  it.each(unknown)('learns nothing from %s', (_, error) => {
    expect(judged(fail(error))).toEqual({ is: 'unknown', wait: null });
  });

  it('hears that BILL is busy in BDC_1322, and leaves the wait to us', () => {
    expect(judged(refused('BDC_1322'))).toEqual({
      is: 'throttled',
      wait: null,
      hourLimit: false,
    });
  });

  it('hears that BILL is busy in HTTP 429, and takes its wait', () => {
    expect(judged(fail(status(429, 7 * SECOND)))).toEqual({
      is: 'throttled',
      wait: { from: now, ms: 7 * SECOND },
      hourLimit: false,
    });
  });

  it('takes the wait of a 503, and believes none beyond an hour', () => {
    const wait = (ms: number) => judged(fail(status(503, ms)));
    expect(wait(90 * SECOND)).toEqual({ is: 'unknown', wait: { from: now, ms: 90 * SECOND } });
    expect(wait(48 * HOUR)).toEqual({ is: 'unknown', wait: { from: now, ms: HOUR } });
  });

  it.each([
    ['at half past', 30 * MINUTE, 30 * MINUTE],
    ['at the full hour', 0, HOUR],
    ['in the last second of the hour', HOUR - SECOND, SECOND],
  ])('waits at BDC_1144 %s of the server’s clock for its next full hour', (_, into, wait) => {
    const serverTime = START + 7 * HOUR + into;
    const verdict = judged(refused('BDC_1144', { serverTime: serverTime }));
    expect(verdict).toEqual({
      is: 'throttled',
      wait: { from: now, ms: wait + SECOND },
      hourLimit: true,
    });
  });

  it('waits at BDC_1144 by our own clock where the server tells no time, 1970 included', () => {
    expect(judged(refused('BDC_1144'))).toMatchObject({ wait: { ms: 55 * MINUTE + SECOND } });
    expect(judgedAt({ wall: -MINUTE, mono: 0 }, refused('BDC_1144'))).toMatchObject({
      wait: { ms: MINUTE + SECOND },
    });
  });

  it('counts a wait from when the server said it, however long the answer slept with the machine', () => {
    const serverTime = START + 40 * MINUTE;
    const leftAt = (result: Result<unknown>, later: Instant) => {
      const verdict = judge({ result, sentAt: now, now: later });
      if (!('wait' in verdict) || verdict.wait === null) throw new Error('no wait');
      return remaining(verdict.wait, later);
    };
    const slow = at(5 * MINUTE + 4 * SECOND);
    // As late as it came in, for it may have been said right before.
    expect(leftAt(refused('BDC_1144', { serverTime: serverTime }), slow)).toBe(
      20 * MINUTE + SECOND,
    );
    expect(leftAt(fail(status(503, 10 * MINUTE)), slow)).toBe(10 * MINUTE);
    const slept = clocks(17 * MINUTE, 5 * MINUTE + SECOND);
    expect(leftAt(refused('BDC_1144', { serverTime: serverTime }), slept)).toBe(
      8 * MINUTE + 16 * SECOND,
    );
    expect(leftAt(fail(status(429, 10 * MINUTE)), slept)).toBe(0);
    expect(leftAt(refused('BDC_1144'), slept)).toBe(43 * MINUTE + SECOND);
  });
});
