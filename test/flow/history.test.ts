/** The history of the whole app: a day as it is asked for, over restarts, and what removes it. */
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openHistoryFile } from '../../src-main/history/history-file.ts';
import { openPreferences, openPreferencesStore } from '../../src-main/system/preferences.ts';
import type { HistoryEvent } from '../../src-shared/history.ts';
import type { Preferences } from '../../src-main/ports.ts';
import { MINUTE } from '../unit/session/given/times.ts';
import { START } from '../fakes/manual-clock.ts';
import { formsOf } from '../e2e/secrets.ts';
import { tempDir } from '../temp-dir.ts';
import { startStaying, startWorld } from './faults-support.ts';
import { PROFILE, startTabkeeper, type Tabkeeper } from './tabkeeper.ts';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

async function historyOf(app: Tabkeeper, profile: string | null = PROFILE) {
  const span = { profile, from: START - 30 * DAY, to: START + 30 * DAY };
  const answer = await app.call('getHistory', span);
  if (!answer.ok) throw new Error(answer.error.kind);
  return answer.value as readonly HistoryEvent[];
}
const told = (events: readonly HistoryEvent[]) =>
  events.map(({ kind, cause, count }) => `${kind} ${cause}${count > 1 ? ` ${count}` : ''}`);

it('a day is told in order: sign-in, touches, sleep, outage, the end and the new ID', async () => {
  const place = path.join(tempDir(), 'history.jsonl');
  const world = await startStaying({ historyFile: openHistoryFile(place) });
  await world.advance(25 * MINUTE);
  world.app.hint({ type: 'suspend' });
  await world.settled();
  world.sleep(20 * MINUTE);
  world.app.hint({ type: 'resumed' });
  await world.settled();
  world.faults({ endpoint: '/GetSessionInfo.json', fault: 'status', status: 503, body: '' });
  await world.advance(12 * MINUTE);
  world.faults();
  await world.advance(6 * MINUTE);
  world.simulator.endSession('all');
  await world.does('extendNow', { profile: PROFILE });

  const events = await historyOf(world);
  expect(told(events)).toEqual([
    'signIn you',
    // It begins with the session, which is its span.
    'end endedByServer 5',
    'touch keepAlive',
    'touch keepAlive',
    'touch beforeSleep',
    'sleep system',
    'touch afterWake',
    'outage noAnswer',
    'touch keepAlive',
    'signIn again',
    'newId again',
  ]);
  for (const { from, to } of events) expect(to).toBeGreaterThanOrEqual(from);
  const text = await readFile(place, 'utf8');
  const [account] = world.simulator.accounts;
  const { userName, password, orgId, devKey } = account ?? {
    userName: '',
    password: '',
    orgId: '',
    devKey: '',
  };
  await world.call('copySessionId', { profile: PROFILE });
  for (const secret of [userName, password, orgId, devKey, world.clipboard()]) {
    expect(secret.length).toBeGreaterThan(3);
    for (const form of formsOf(secret)) expect(text).not.toContain(form);
  }
});

it('is asked for, not pushed: a snapshot holds no event, and says when there is news', async () => {
  const world = await startWorld();
  const before = world.app.snapshot().historyRevision;
  await world.does('extendNow', { profile: PROFILE });
  const snapshot = world.app.snapshot();
  expect(snapshot.historyRevision).toBeGreaterThan(before);
  expect(Object.keys(snapshot).filter((name) => /history|events|ends/iu.test(name))).toEqual([
    'historyRevision',
  ]);
  expect(await world.call('getHistory', { profile: 'nobody', from: 0, to: 1 })).toMatchObject({
    error: { kind: 'invalidInput', field: 'profile' },
  });
});

it('goes on after a restart, where a session that was left open has its end', async () => {
  const dir = tempDir();
  const place = path.join(dir, 'history.jsonl');
  const first = await startWorld({ historyFile: openHistoryFile(place) });
  await first.call('editProfile', { profile: PROFILE, change: { name: 'Kept' } });
  await first.advance(MINUTE);
  const { clock, simulator: server } = first;
  const stored = first.stored();
  await first.quit();
  const next = await startTabkeeper({
    ...{ clock, server, stored, historyFile: openHistoryFile(place) },
  });
  expect(told(await historyOf(next))).toEqual(['signIn you', 'end quit']);

  // Forgotten with the profile, on the disk too.
  await next.call('forgetProfile', { profile: PROFILE });
  expect(await readFile(place, 'utf8')).not.toContain('signIn');
  expect(await historyOf(next, null)).toEqual([]);
  await next.quit();
});

// --- From the preferences of an earlier version --------------------------------------------------

const earlier = {
  version: 1,
  maxHours: 9,
  observedEnds: [{ at: START - HOUR, ageMs: 5 * HOUR }],
  dayEvents: [
    { at: START - HOUR, kind: 'endedByServer' },
    { at: START - 2 * HOUR, kind: 'backOnline' },
    { at: START - 3 * HOUR, kind: 'offline' },
    { at: START - 4 * HOUR, kind: 'signedInAgain' },
    { at: START - 5 * HOUR, kind: 'idled' },
    { at: START - 6 * HOUR, kind: 'signedIn' },
    { at: START - DAY, kind: 'backOnline' },
  ],
};

async function startOver(dir: string, values: object | null): Promise<Tabkeeper> {
  const file = path.join(dir, 'preferences.json');
  if (values !== null) await writeFile(file, JSON.stringify(values));
  const preferences: Preferences = await openPreferences({
    store: openPreferencesStore(file, () => START),
    onChange: () => undefined,
  });
  const historyFile = openHistoryFile(path.join(dir, 'history.jsonl'));
  const app = await startTabkeeper({ preferences, historyFile });
  onTestFinished(() => app.close());
  return app;
}
const kept = async (dir: string) =>
  JSON.parse(await readFile(path.join(dir, 'preferences.json'), 'utf8')) as unknown;

it('what the preferences of an earlier version hold of it is moved over once', async () => {
  const dir = tempDir();
  const app = await startOver(dir, earlier);
  const moved = await historyOf(app, null);
  const nobody = { profile: null, practice: false };
  const span = (from: number, to: number) => ({ from: START - from, to: START - to });
  expect(moved).toEqual([
    { kind: 'outage', cause: 'noAnswer', ...nobody, ...span(DAY, DAY), count: 1 },
    { kind: 'signIn', cause: 'you', ...nobody, ...span(6 * HOUR, 6 * HOUR), count: 1 },
    { kind: 'end', cause: 'endedByServer', ...nobody, ...span(6 * HOUR, HOUR), count: 1 },
    { kind: 'end', cause: 'idle', ...nobody, ...span(5 * HOUR, 5 * HOUR), count: 0 },
    { kind: 'signIn', cause: 'again', ...nobody, ...span(4 * HOUR, 4 * HOUR), count: 1 },
    { kind: 'outage', cause: 'noAnswer', ...nobody, ...span(3 * HOUR, 2 * HOUR), count: 1 },
  ]);
  await app.quit();
  expect(await kept(dir)).toEqual({ version: 1, maxHours: 9 });
  // And not twice, should the preferences be the old ones again.
  const again = await startOver(dir, earlier);
  expect(await historyOf(again, null)).toEqual(moved);
  await again.quit();
  const third = await startOver(dir, null);
  expect(await historyOf(third, null)).toEqual(moved);
});

it.each([
  ['that cannot be read', { ...earlier, dayEvents: [{ at: 1, kind: 'what' }] }, ''],
  [
    'where the history is of a newer version',
    earlier,
    '{"format":"tabkeeper-history","version":2}\n',
  ],
])('what the preferences hold of it %s stays in them', async (_, values, history) => {
  const dir = tempDir();
  if (history !== '') await writeFile(path.join(dir, 'history.jsonl'), history);
  const app = await startOver(dir, values);
  expect(await historyOf(app, null)).toEqual([]);
  await app.call('changeSettings', { maxHours: 8 });
  await app.quit();
  expect(await kept(dir)).toEqual({ ...values, maxHours: 8 });
  expect(await readdir(dir)).toEqual(expect.arrayContaining(['preferences.json']));
});
