/** The expert level of the details: timers with their reasons, the session before, the hour's calls. */
import { describe, expect, it } from 'vitest';
import {
  differenceOf,
  hourOf,
  telling,
  timersOf,
} from '../../../src-renderer/panels/session/expert-rows.ts';
import { factsOf, fewOf } from '../../../src-renderer/panels/session/session-facts.ts';
import { HOUR, MINUTE } from '../../../src-shared/text/times.ts';
import { hourWords } from '../../../src-shared/words/past-words.ts';
import { acme, calls, halted, NOW, openSession, sealed, token } from '../../browser/snapshots.ts';
import { event } from '../../history/support.ts';

describe('timers', () => {
  it('say when, in how long, and why', () => {
    expect(timersOf(openSession, NOW)).toEqual([
      ['Next call', '14:17:10, in 6 min', 'because last contact was 14:07'],
      ['Surely open until', '14:42:03, in 31 min', 'last contact + 35 min'],
      ['Keep-alive stops', '20:52:16, in 6 h 41 min', 'signed in + 12 h, a setting'],
    ]);
  });

  it('name the end of a pause, and what the touches ran into since when', () => {
    expect(timersOf(halted('paused'), NOW).map(([what]) => what)).toContain('Pause ends');
    const keepAlive = {
      ...openSession.keepAlive,
      nextTouchAt: null,
      trouble: { error: { kind: 'line', fault: 'dns', code: null }, since: NOW - 3 * MINUTE },
    } as const;
    const rows = timersOf({ ...openSession, keepAlive }, NOW);
    expect(rows[0]?.[1]).toBe('none planned');
    expect(rows.at(-1)?.slice(0, 2)).toEqual(['In trouble since', '14:08:20, 3 min ago']);
  });

  it('of a token’s session are none that could run out', () => {
    expect(timersOf(token(), NOW).map(([what]) => what)).toEqual(['Next call']);
  });
});

describe('the difference to the session before', () => {
  const before = event('end', { cause: 'idle', from: NOW - 9 * HOUR, to: NOW - HOUR, count: 7 });

  it('is with the one that ended last before this one began', () => {
    const older = event('end', { from: NOW - 20 * HOUR, to: NOW - 10 * HOUR });
    const rows = differenceOf(
      { ...openSession, replaces: '!a••••••••••9xYz' },
      [older, before],
      NOW,
    );
    expect(rows).toEqual([
      ['Session ID', '!a••••••••••9xYz', '!b••••••••••3Rq8'],
      ['Signed in', '24 Nov, 05:11:20', '24 Nov, 13:20:44'],
      ['Lasted', '8 h', '50 min so far'],
      ['Touches', '7', '5'],
      ['Ended', 'session idled away', 'open'],
    ]);
  });

  it('is none where none is known, or where it may be another profile’s', () => {
    expect(differenceOf(openSession, [], NOW)).toEqual([]);
    expect(differenceOf(openSession, [{ ...before, profile: null }], NOW)).toEqual([]);
  });
});

it('the replies that tell of a session are the newest answered ones', () => {
  expect(telling(calls).map(({ id }) => id)).toEqual([31, 26]);
  expect(telling([])).toEqual([]);
});

it('the hour counts calls to the server alone, since it began, and says where some are gone', () => {
  const [newest] = calls;
  if (newest === undefined) throw new Error('no call');
  const local = { ...newest, at: NOW, program: { name: 'a tool', times: 3 } };
  const late = { ...newest, at: NOW, endpoint: 'Login' };
  const counts = { calls: 2, signIns: 1 };
  expect(hourOf([local, late, ...calls], false, NOW)).toEqual({ ...counts, isAll: true });
  expect(hourOf([local, late, ...calls], true, NOW)).toEqual({ ...counts, isAll: true });
  const cut = hourOf([local, late, newest], true, NOW);
  expect(cut).toEqual({ ...counts, isAll: false });
  expect(hourWords(cut)).toBe('This hour: at least 2 of 20,000 calls, at least 1 sign-in of 200.');
});

it('the first level has the six facts that matter, with their values', () => {
  const around = { profile: acme, storage: sealed, observedEnds: [] };
  for (const session of [openSession, halted('off')]) {
    const all = factsOf(session, around, NOW);
    const few = fewOf(all);
    expect(few).toHaveLength(6);
    for (const fact of few) expect(all).toContain(fact);
  }
});
