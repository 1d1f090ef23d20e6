/** Server-sent events: how things stand at once, each change, each new session ID; and who listens. */
import path from 'node:path';
import { expect, test } from 'vitest';
import { MemorySecretBox } from '../fakes/memory-secret-box.ts';
import { PROFILE } from '../flow/tabkeeper.ts';
import { startBench, temporaryFolder, type Bench } from './bench.ts';
import type { Events } from './client.ts';

const profile = PROFILE;
const MINUTE = 60_000;
const states = ({ seen }: Events) =>
  seen.filter(({ event }) => event === 'status').map(({ data }) => data['state']);

/** Signed out by the person, and in again: another session with another ID. */
async function another({ tabkeeper }: Bench): Promise<void> {
  await tabkeeper.does('signOut', { profile });
  await tabkeeper.signIn();
}

test('a listener is told how things stand at once, and each change after that', async () => {
  const bench = await startBench();
  const events = await bench.client().events(await bench.grant(['status']));
  await events.until(({ length }) => length === 1);
  expect(states(events)).toEqual(['signedOut']);
  await bench.tabkeeper.signIn();
  await events.until((seen) => seen.some(({ data }) => data['state'] === 'live'));
  expect(states(events)).toEqual(['signedOut', 'signingIn', 'live']);
  const { body } = await bench
    .client()
    .post('getStatus', { profile }, { token: await bench.grant(['status']) });
  expect(events.seen.at(-1)?.data).toEqual(body.value);
});

test('a session with another ID is told of, masked, whoever opened it', async () => {
  const bench = await startBench();
  const { tabkeeper } = bench;
  await tabkeeper.signIn();
  const before = tabkeeper.open().sessionIdMasked;
  const secret = tabkeeper.app.liveKeys(profile)?.sessionId ?? '';
  const events = await bench.client().events(await bench.grant(['status']));
  await another(bench);
  await events.until((seen) => seen.some(({ event }) => event === 'sessionChanged'));
  const changes = events.seen.filter(({ event }) => event === 'sessionChanged');
  expect(changes.map(({ data }) => data)).toEqual([
    {
      profile,
      oldMasked: before,
      newMasked: tabkeeper.open().sessionIdMasked,
      at: new Date(tabkeeper.open().signedInAt).toISOString(),
    },
  ]);
  expect(events.text()).not.toContain(secret);
  expect(events.text()).not.toContain(tabkeeper.app.liveKeys(profile)?.sessionId);
});

/** Everything can be kept, so that a session that died is opened again. */
async function staying() {
  return { vaultDir: path.join(await temporaryFolder(), 'vault'), box: new MemorySecretBox() };
}

const causes: readonly (readonly [string, (bench: Bench, token: string) => Promise<unknown>])[] = [
  ['the person signs out and in again', another],
  [
    'the server ends it, and a touch of the app finds out',
    ({ tabkeeper }) => tabkeeper.advance(15 * MINUTE),
  ],
  [
    'the server ends it, and the person extends it',
    ({ tabkeeper }) => tabkeeper.call('extendNow', { profile }),
  ],
  [
    'the server ends it, and a program extends it',
    (bench, token) => bench.client().post('extendNow', { profile }, { token }),
  ],
  [
    'the server ends it, and a call of a program finds out',
    (bench, token) =>
      bench.client().post('callOperation', { profile, operation: 'List/Vendor' }, { token }),
  ],
];
test.each(causes)(
  'where %s, the new session ID is in the window, a notification and an event, once each',
  async (cause, happens) => {
    const bench = await startBench(await staying());
    const { tabkeeper } = bench;
    await tabkeeper.signIn();
    await tabkeeper.call('keepSignIn', { profile, what: 'everything' });
    const old = tabkeeper.open().sessionIdMasked;
    const events = await bench.client().events(await bench.grant(['status']));
    const token = await bench.grant(['read', 'call']);
    if (cause.startsWith('the server')) tabkeeper.simulator.endSession('all');
    await happens(bench, token);
    await tabkeeper.advance(5000);
    expect(tabkeeper.open()).toMatchObject({ state: 'live', replaces: old });
    expect(tabkeeper.newIds()).toBe(1);
    await events.until((seen) => seen.some(({ event }) => event === 'sessionChanged'));
    const changes = events.seen.filter(({ event }) => event === 'sessionChanged');
    expect(changes.map(({ data }) => data['oldMasked'])).toEqual([old]);
  },
);

test('one that changed while nobody listened is not told of later', async () => {
  const bench = await startBench();
  await bench.tabkeeper.signIn();
  await another(bench);
  const events = await bench.client().events(await bench.grant(['status']));
  await events.until(({ length }) => length > 0);
  expect(events.seen.map(({ event }) => event)).toEqual(['status']);
});

test('a comment comes every 15 seconds', async () => {
  const bench = await startBench();
  const events = await bench.client().events(await bench.grant(['status']));
  for (let count = 1; count <= 3; count += 1) {
    await bench.tabkeeper.advance(15_000);
    // Whatever was written before this answer is there with it.
    await bench.client().get('/v1/openapi.json');
    await events.until(() => events.text().split(': still here').length === count + 1);
  }
});

test('a listener hears of the profiles of its grant alone', async () => {
  const bench = await startBench();
  await bench.tabkeeper.call('createProfile', {});
  const second = bench.tabkeeper.app.snapshot().selected;
  const token = await bench.grant(['status'], { profiles: [second] });
  const events = await bench.client().events(token);
  await bench.tabkeeper.signIn();
  await bench.tabkeeper.call('editProfile', { profile: second, change: { name: 'Renamed' } });
  await events.until((seen) => seen.length >= 2);
  const ids = events.seen.map(({ data }) => (data['profile'] as { id: string }).id);
  expect(ids).toEqual([second, second]);
});

test.each([
  ['is revoked', (bench: Bench) => bench.tabkeeper.call('revokeAllGrants', {})],
  ['has ended', (bench: Bench) => bench.tabkeeper.advance(12 * 60 * 60_000 + 15_000)],
  ['sleeps with hand-off', (bench: Bench) => bench.turn(false)],
] as const)('a listener whose grant %s hears no more', async (_, end) => {
  const bench = await startBench();
  const events = await bench.client().events(await bench.grant(['status'], { until: '12h' }));
  await end(bench);
  await events.ended;
});

test('without the scope status there is nothing to hear', async () => {
  const bench = await startBench();
  const token = await bench.grant(['read', 'call', 'session']);
  const answer = await bench.client().get('/v1/events', { token });
  expect(answer).toMatchObject({ status: 403, body: { error: { kind: 'scope' } } });
});

test('a thousand changes reach ten listeners, whole and in order', async () => {
  const bench = await startBench();
  const token = await bench.grant(['status']);
  const listeners = await Promise.all(
    Array.from({ length: 10 }, () => bench.client().events(token)),
  );
  const { id } = bench.tabkeeper.app.snapshot().profiles[0] ?? { id: '' };
  for (let change = 1; change <= 1000; change += 1) {
    await bench.tabkeeper.does('editProfile', { profile: id, change: { name: `Name ${change}` } });
  }
  for (const events of listeners) {
    await events.until((seen) => seen.length === 1001);
    const names = events.seen.map(({ data }) => (data['profile'] as { name: string }).name);
    expect(names.slice(1)).toEqual(Array.from({ length: 1000 }, (_, at) => `Name ${at + 1}`));
  }
});

test('more than 64 listeners are too many, and one that leaves makes room', async () => {
  const bench = await startBench();
  const token = await bench.grant(['status']);
  const listeners = await Promise.all(
    Array.from({ length: 64 }, () => bench.client().events(token)),
  );
  expect((await bench.client().get('/v1/events', { token })).status).toBe(429);
  const [first] = listeners;
  first?.close();
  await first?.ended;
  let found = 429;
  while (found === 429) {
    found = await bench
      .client()
      .events(token)
      .then(
        () => 200,
        () => 429,
      );
  }
  expect(found).toBe(200);
});
