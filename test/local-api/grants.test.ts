/** How a program gets access, what it gets, and how it loses it; over the real socket. */
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openGrantsStore } from '../../src-main/grants/grants.ts';
import { PROFILE } from '../flow/tabkeeper.ts';
import { startBench, temporaryFolder, type Bench } from './bench.ts';
import { clientAt } from './client.ts';

const profile = PROFILE;
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const grantsOf = ({ tabkeeper }: Bench) => tabkeeper.app.snapshot().handOff.grants;
const isLetIn = async (bench: Bench, token: string) =>
  (await bench.client().post('getStatus', { profile }, { token })).status === 200;

test('a question shows what the program says, with the code that the program has', async () => {
  const bench = await startBench();
  const asked = {
    name: 'my-script',
    scopes: ['call', 'status'],
    profiles: [profile],
    until: '12h',
  };
  const reply = await bench.client().post('grants', { ...asked, pid: 4711, cwd: '/home/dana/x' });
  expect(reply.status).toBe(202);
  expect(reply.body['id']).toMatch(/^[0-9a-f]{32}$/u);
  expect(reply.body['code']).toMatch(/^[A-Z]{4}-\d{4}$/u);
  const { wall } = bench.tabkeeper.clock.now();
  expect(reply.body['expiresAt']).toBe(new Date(wall + 60_000).toISOString());
  expect(bench.question()).toEqual({
    question: 1,
    ...asked,
    code: reply.body['code'],
    pid: 4711,
    cwd: '/home/dana/x',
    expiresAt: wall + 60_000,
  });
  // The ID opens the answer, so the window has no business with it.
  expect(JSON.stringify(bench.tabkeeper.app.snapshot())).not.toContain(reply.body['id']);
});

test('a token is given once, and stands nowhere but with the program', async () => {
  const folder = path.join(await temporaryFolder(), 'hand-off');
  const store = openGrantsStore(path.join(folder, 'grants.json'), () => 0);
  const bench = await startBench({ handOffFolder: folder, grantsStore: store });
  const { id } = await bench.client().ask({ until: '30d' });
  expect(await bench.client().answer(id)).toEqual({ state: 'asking' });
  await bench.tabkeeper.call('answerGrant', { question: 1, allow: true });
  const { state, token = '' } = await bench.client().answer(id);
  expect(state).toBe('granted');
  expect(token).toMatch(/^tabkeeper_[\w-]{43}$/u);
  expect(await bench.client().answer(id)).toEqual({ state: 'granted' });
  expect(await isLetIn(bench, token)).toBe(true);
  await bench.tabkeeper.quit();
  const files = await Promise.all(
    (await readdir(folder)).map((name) => readFile(path.join(folder, name), 'utf8')),
  );
  expect(files).toHaveLength(1);
  expect(files.join()).not.toContain(token);
  expect(JSON.stringify([bench.tabkeeper.snapshots, bench.tabkeeper.log])).not.toContain(token);
});

test('whoever waits for the answer has it as soon as it is given', async () => {
  const bench = await startBench();
  const { id } = await bench.client().ask();
  const waiting = bench.client().answer(id, 60);
  while (bench.question() === null) await new Promise(setImmediate);
  await bench.client().get('/v1/openapi.json');
  await bench.tabkeeper.call('answerGrant', { question: 1, allow: false });
  expect(await waiting).toEqual({ state: 'refused' });
});

test('nobody answers for a minute: the question is gone, and a late click does nothing', async () => {
  const bench = await startBench();
  const { id } = await bench.client().ask();
  bench.tabkeeper.clock.advance(59_999);
  expect(await bench.client().answer(id)).toEqual({ state: 'asking' });
  bench.tabkeeper.clock.advance(1);
  expect(await bench.client().answer(id)).toEqual({ state: 'expired' });
  expect(bench.question()).toBeNull();
  const late = await bench.tabkeeper.call('answerGrant', { question: 1, allow: true });
  expect(late).toEqual({ ok: false, error: { kind: 'notNow' } });
  expect(grantsOf(bench)).toEqual([]);
});

test('a program that asks a hundred times is asked about once', async () => {
  const bench = await startBench();
  const asked = { name: 'a nuisance', scopes: ['status'], profiles: '*', until: 'quit' };
  const replies = await Promise.all(
    Array.from({ length: 100 }, () => bench.client().post('grants', asked)),
  );
  const statuses = replies.map(({ status }) => status);
  expect(statuses.filter((status) => status === 202)).toHaveLength(1);
  expect(statuses.filter((status) => status === 429)).toHaveLength(99);
  const questions = new Set(
    bench.tabkeeper.snapshots.map(({ handOff }) => handOff.question?.question),
  );
  expect([...questions].filter((one) => one !== undefined)).toEqual([1]);
});

test('ten in vain in a row, and nobody is asked for ten minutes', async () => {
  const bench = await startBench();
  for (let question = 1; question <= 10; question += 1) {
    await bench.client().ask();
    await bench.tabkeeper.call('answerGrant', { question, allow: false });
  }
  await expect(bench.client().ask()).rejects.toThrow('429');
  bench.tabkeeper.clock.advance(10 * 60_000 + 1);
  await bench.client().ask();
});

test('a token that nobody fetches within a minute opens nothing', async () => {
  const bench = await startBench();
  const { id } = await bench.client().ask();
  await bench.tabkeeper.call('answerGrant', { question: 1, allow: true });
  expect(grantsOf(bench)).toHaveLength(1);
  bench.tabkeeper.clock.advance(60_000);
  expect(grantsOf(bench)).toEqual([]);
  expect((await bench.client().get(`/v1/grants/${id}`)).status).toBe(404);
});

test.each([
  { scopes: ['status'], until: '12h', ends: 12 * HOUR },
  { scopes: ['status', 'read'], until: '30d', ends: 30 * DAY },
  { scopes: ['read', 'call'], until: '30d', ends: 12 * HOUR },
  { scopes: ['session'], until: '30d', ends: 12 * HOUR },
  { scopes: ['session'], until: 'quit', ends: 12 * HOUR },
  { scopes: ['status'], until: 'quit', ends: null },
] as const)('$scopes until $until ends after $ends ms', async ({ scopes, until, ends }) => {
  const bench = await startBench();
  const token = await bench.grant(scopes, { until });
  const { wall } = bench.tabkeeper.clock.now();
  expect(grantsOf(bench)[0]?.endsAt ?? null).toBe(ends === null ? null : wall + ends);
  const grants = () => bench.client().post('listProfiles', {}, { token });
  expect((await grants()).status).not.toBe(401);
  if (ends === null) return;
  bench.tabkeeper.clock.advance(ends - 1);
  expect((await grants()).status).not.toBe(401);
  bench.tabkeeper.clock.advance(1);
  expect((await grants()).status).toBe(401);
  expect(grantsOf(bench)).toEqual([]);
});

test('a grant that is revoked opens nothing from then on, and the others still do', async () => {
  const bench = await startBench();
  const tokens = [await bench.grant(['status']), await bench.grant(['status'])] as const;
  const [newest] = grantsOf(bench);
  await bench.tabkeeper.call('revokeGrant', { grant: newest?.id ?? '' });
  expect(await isLetIn(bench, tokens[1])).toBe(false);
  expect(await isLetIn(bench, tokens[0])).toBe(true);
  await bench.tabkeeper.call('revokeAllGrants', {});
  expect(await isLetIn(bench, tokens[0])).toBe(false);
});

test('the last use of a grant is shown', async () => {
  const bench = await startBench();
  const token = await bench.grant(['status']);
  expect(grantsOf(bench)[0]?.lastUsedAt).toBeNull();
  bench.tabkeeper.clock.advance(1000);
  await isLetIn(bench, token);
  expect(grantsOf(bench)[0]?.lastUsedAt).toBe(bench.tabkeeper.clock.now().wall);
});

test('all grants sleep while hand-off is off, and wake with it', async () => {
  const bench = await startBench();
  const token = await bench.grant(['status']);
  const { address } = bench.client();
  await bench.turn(false);
  await expect(readdir(bench.folder)).resolves.toEqual([]);
  await expect(clientAt(address).post('getStatus', { profile }, { token })).rejects.toThrow();
  await bench.turn(true);
  expect(await isLetIn(bench, token)).toBe(true);
});

test('grants outlive the app, but for those that end with it', async () => {
  const folder = path.join(await temporaryFolder(), 'hand-off');
  const store = openGrantsStore(path.join(folder, 'grants.json'), () => 0);
  const first = await startBench({ handOffFolder: folder, grantsStore: store });
  await first.tabkeeper.call('editProfile', { profile, change: { name: 'Kept' } });
  const kept = await first.grant(['status'], { until: '30d', name: 'kept' });
  const brief = await first.grant(['status'], { until: 'quit', name: 'brief' });
  await first.tabkeeper.quit();
  const second = await startBench({
    ...{ handOffFolder: folder, grantsStore: store, server: first.tabkeeper.simulator },
    clock: first.tabkeeper.clock,
  });
  expect(grantsOf(second).map(({ name }) => name)).toEqual(['kept']);
  const list = (token: string) => second.client().post('listProfiles', {}, { token });
  expect((await list(kept)).status).toBe(200);
  expect((await list(brief)).status).toBe(401);
});

test('a file of grants that is damaged is set aside, and the person is told', async () => {
  const folder = path.join(await temporaryFolder(), 'hand-off');
  const file = path.join(folder, 'grants.json');
  const first = await startBench({ handOffFolder: folder });
  await writeFile(file, '{"version":1,"grants":[{"id":');
  await first.tabkeeper.quit();
  const store = openGrantsStore(file, () => 7);
  const bench = await startBench({ handOffFolder: folder, grantsStore: store });
  expect(bench.tabkeeper.app.snapshot().notices).toEqual([
    { kind: 'grantsSetAside', about: 'grants.bad-7.json' },
  ]);
  expect(await readFile(path.join(folder, 'grants.bad-7.json'), 'utf8')).toContain('"grants"');
});

test('a profile that is forgotten takes what was granted for it along', async () => {
  const bench = await startBench();
  await bench.tabkeeper.call('createProfile', {});
  const second = bench.tabkeeper.app.snapshot().selected;
  const tokens = [
    await bench.grant(['status'], { profiles: [second] }),
    await bench.grant(['status'], { profiles: [second, profile] }),
    await bench.grant(['status']),
  ];
  await bench.tabkeeper.does('forgetProfile', { profile: second });
  const statuses = await Promise.all(
    tokens.map(async (token) => (await bench.client().post('listProfiles', {}, { token })).status),
  );
  expect(statuses).toEqual([401, 200, 200]);
  expect(grantsOf(bench).map(({ profiles }) => profiles)).toEqual([null, [profile]]);
});

test('a wipe ends all access and closes the door', async () => {
  const bench = await startBench();
  await bench.grant(['status']);
  expect(await bench.tabkeeper.call('wipeEverything', {})).toMatchObject({ ok: true });
  await bench.tabkeeper.settled();
  expect(bench.tabkeeper.app.snapshot().handOff).toMatchObject({ state: 'off', grants: [] });
  await expect(readdir(bench.folder)).resolves.toEqual([]);
});

test('a program reaches the profiles of its grant and hears of no others', async () => {
  const bench = await startBench();
  await bench.tabkeeper.call('createProfile', {});
  const second = bench.tabkeeper.app.snapshot().selected;
  const token = await bench.grant(['status'], { profiles: [second] });
  const client = bench.client();
  const { body } = await client.post('listProfiles', {}, { token });
  expect(body.value).toMatchObject([{ id: second }]);
  expect((await client.post('getStatus', { profile }, { token })).status).toBe(403);
  expect((await client.post('getStatus', { profile: second }, { token })).status).toBe(200);
});

test('a grant for a profile that does not exist cannot be asked for', async () => {
  const bench = await startBench();
  await expect(bench.client().ask({ profiles: ['nobody'] })).rejects.toThrow('404');
  expect(bench.question()).toBeNull();
});

test('hand-off is turned off under a question: whoever waits is cut off, and nobody is asked', async () => {
  const bench = await startBench();
  const { id } = await bench.client().ask();
  const waiting = bench
    .client()
    .answer(id, 60)
    .catch(() => 'cut off');
  await bench.client().get('/v1/openapi.json');
  await bench.turn(false);
  expect([{ state: 'refused' }, 'cut off']).toContainEqual(await waiting);
  expect(bench.question()).toBeNull();
});
