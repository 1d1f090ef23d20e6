import { describe, expect, it } from 'vitest';
import { fail, ok, type AppError } from '../../../src-shared/result.ts';
import { judge } from '../../../src-main/session/verdict.ts';
import { at, failuresByKind, HOUR, MINUTE, refused, SECOND, START, status } from './support.ts';

const now = at(5 * MINUTE);

describe('what an outcome says about the session', () => {
  it('takes a success for a sign of life', () => {
    expect(judge(ok(null), now)).toEqual({ is: 'alive' });
  });

  it('takes BDC_1109, and nothing else that BILL says, for the end', () => {
    expect(judge(refused('BDC_1109'), now)).toEqual({ is: 'dead' });
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
    expect(judge(refused(code), now)).toEqual({ is: 'refused' });
  });

  const unknown = Object.entries(failuresByKind).flatMap(([kind, errors]) =>
    errors.map((error): [string, AppError] => [`${kind} ${JSON.stringify(error)}`, error]),
  );
  it.each(unknown)('learns nothing from %s', (_, error) => {
    expect(judge(fail(error), now)).toEqual({ is: 'unknown', wait: null });
  });

  it('hears that BILL is busy in BDC_1322, and leaves the wait to us', () => {
    expect(judge(refused('BDC_1322'), now)).toEqual({
      is: 'throttled',
      wait: null,
      hourLimit: false,
    });
  });

  it('hears that BILL is busy in HTTP 429, and takes its wait', () => {
    expect(judge(fail(status(429, 7 * SECOND)), now)).toEqual({
      is: 'throttled',
      wait: { from: now, ms: 7 * SECOND },
      hourLimit: false,
    });
  });

  it('takes the wait of a 503, and believes none beyond an hour', () => {
    const wait = (ms: number) => judge(fail(status(503, ms)), now);
    expect(wait(90 * SECOND)).toEqual({ is: 'unknown', wait: { from: now, ms: 90 * SECOND } });
    expect(wait(48 * HOUR)).toEqual({ is: 'unknown', wait: { from: now, ms: HOUR } });
  });

  it.each([
    ['at half past', 30 * MINUTE, 30 * MINUTE],
    ['at the full hour', 0, HOUR],
    ['in the last second of the hour', HOUR - SECOND, SECOND],
  ])('waits at BDC_1144 %s of the server’s clock for its next full hour', (_, into, wait) => {
    const serverTime = START + 7 * HOUR + into;
    const verdict = judge(refused('BDC_1144', serverTime), now);
    expect(verdict).toEqual({
      is: 'throttled',
      wait: { from: now, ms: wait + SECOND },
      hourLimit: true,
    });
  });

  it('waits at BDC_1144 by our own clock where the server tells no time, 1970 included', () => {
    expect(judge(refused('BDC_1144'), now)).toMatchObject({ wait: { ms: 55 * MINUTE + SECOND } });
    expect(judge(refused('BDC_1144'), { wall: -MINUTE, mono: 0 })).toMatchObject({
      wait: { ms: MINUTE + SECOND },
    });
  });
});
