/** What is remembered of sessions for seven days: ages, and what became of them. No names. */
import { describe, expect, it } from 'vitest';
import type { SessionView } from '../../src-shared/snapshot.ts';
import { weekOf } from '../../src-shared/words.ts';
import { createDayEvents, dayEventOf } from '../../src-main/day-events.ts';
import { createObservations } from '../../src-main/observations.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { memoryPreferences } from '../flow/tabkeeper.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const out = (reason: string | null, state = 'signedOut') =>
  ({
    state,
    error: null,
    ended: reason === null ? null : { reason },
    againStopped: null,
  }) as SessionView;
const signing = (by: string) => ({ state: 'signingIn', since: 0, userName: '', by }) as SessionView;
const open = (state = 'live') => ({ state, mfa: {} }) as SessionView;

describe('the age at which a session ended', () => {
  const end = { at: 0, ageMs: 5 * HOUR, keptAlive: true, reason: 'endedByServer' };

  it('is remembered where it was kept alive and BILL ended it, newest first', () => {
    const clock = new ManualClock();
    const observations = createObservations(memoryPreferences(), clock);
    const at = clock.now().wall;
    observations.add({ ...end, at });
    observations.add({ ...end, at: at + 1, ageMs: 6 * HOUR });
    observations.add({ ...end, at, keptAlive: false });
    observations.add({ ...end, at, reason: 'idle' });
    expect(observations.all()).toEqual([
      { at: at + 1, ageMs: 6 * HOUR },
      { at, ageMs: 5 * HOUR },
    ]);
  });

  it('is dropped after seven days: when it is shown, when one is added, and at the start', () => {
    const clock = new ManualClock();
    const preferences = memoryPreferences();
    const observations = createObservations(preferences, clock);
    observations.add({ ...end, at: clock.now().wall });
    clock.advance(7 * DAY);
    expect(observations.all()).toEqual([]);
    expect(preferences.observedEnds()).toHaveLength(1);
    createObservations(preferences, clock);
    expect(preferences.observedEnds()).toEqual([]);
  });

  it('is kept fifty times at most', () => {
    const clock = new ManualClock();
    const observations = createObservations(memoryPreferences(), clock);
    for (let n = 0; n < 60; n += 1) observations.add({ ...end, at: clock.now().wall });
    expect(observations.all()).toHaveLength(50);
  });
});

describe('what became of sessions', () => {
  it.each([
    ['signedIn', null, open()],
    ['signedIn', signing('you'), open()],
    ['signedInAgain', signing('again'), open()],
    ['signedInAgain', signing('launch'), open()],
    ['offline', open(), open('offline')],
    ['backOnline', open('offline'), open('atRisk')],
    ['signedOut', open(), out('signedOut')],
    ['signedOut', open(), out('signedOutUnconfirmed')],
    ['idled', open('offline'), out('idle', 'expired')],
    ['endedByServer', open(), out('endedByServer', 'expired')],
    ['endedByServer', open(), signing('again')],
    [null, open(), open('atRisk')],
    [null, out(null), signing('you')],
    [null, signing('you'), out(null)],
    [null, null, out(null)],
  ] as const)('is %s', (kind, before, after) => {
    expect(dayEventOf(before, after)).toBe(kind);
  });

  it('is kept with its moment and nothing else, for seven days', () => {
    const clock = new ManualClock();
    const preferences = memoryPreferences();
    const days = createDayEvents(preferences, clock);
    days.see('acme', open());
    days.see('beta', open());
    days.see('acme', out('signedOut'));
    const at = clock.now().wall;
    const stored = [
      { at, kind: 'signedOut' },
      { at, kind: 'signedIn' },
      { at, kind: 'signedIn' },
    ];
    expect(days.all()).toEqual(stored);
    expect(preferences.dayEvents()).toEqual(stored);
    clock.advance(7 * DAY);
    expect(days.all()).toEqual([]);
    createDayEvents(preferences, clock);
    expect(preferences.dayEvents()).toEqual([]);
  });

  it('is shown as one line a day', () => {
    const now = new Date(2026, 10, 24, 14).getTime();
    const events = [
      { at: now, kind: 'signedIn' },
      { at: now - HOUR, kind: 'endedByServer' },
      { at: now - 2 * HOUR, kind: 'signedIn' },
      { at: now - DAY, kind: 'offline' },
      { at: now - 8 * DAY, kind: 'signedIn' },
    ] as const;
    expect(weekOf(events, now)).toEqual([
      { day: '24 Nov', text: 'signed in 2 ×, ended by the server' },
      { day: '23 Nov', text: 'went offline' },
    ]);
  });
});
