/** Fifty programs at once. */
import { expect, test } from 'vitest';
import { PROFILE } from '../flow/tabkeeper.ts';
import { startBench } from './bench.ts';

const profile = PROFILE;

test('fifty programs at once are all answered, each with its own, and keep-alive is not held up', async () => {
  const bench = await startBench();
  const { tabkeeper } = bench;
  await tabkeeper.signIn();
  const token = await bench.grant(['status', 'read', 'call', 'session']);
  const list = (max: number) => ({ profile, operation: 'List/Vendor', data: { start: 0, max } });
  const programs = Array.from({ length: 50 }, async (_, at) => {
    const client = bench.client();
    const proved = await client.get('/v1/hello?nonce=0123456789abcdef');
    const listed = await client.post('listProfiles', {}, { token });
    const session = await client.post('getSession', { profile }, { token });
    const called = await client.post('callOperation', list((at % 3) + 1), { token });
    const statuses = [proved, listed, session, called].map(({ status }) => status);
    return [...statuses, (called.body.value as unknown[]).length];
  });
  const answers = await Promise.all(programs);
  expect(answers).toEqual(answers.map((_, at) => [200, 200, 200, 200, (at % 3) + 1]));
  // One touch goes before whatever else programs want.
  const before = tabkeeper.touches();
  const crowd = Array.from({ length: 60 }, () =>
    bench.client().post('callOperation', list(1), { token }),
  );
  await bench.client().get('/v1/openapi.json');
  await tabkeeper.call('extendNow', { profile });
  const crowded = await Promise.all(crowd);
  expect(new Set(crowded.map(({ status }) => status))).toEqual(new Set([200]));
  expect(tabkeeper.touches()).toBe(before + 1);
});

test('a program that floods is slowed down, and another is answered all the same', async () => {
  const bench = await startBench({ limited: true });
  const [flood, calm] = [await bench.grant(['status']), await bench.grant(['status'])];
  const ask = (token: string) => bench.client().post('listProfiles', {}, { token });
  const answers = await Promise.all(Array.from({ length: 450 }, () => ask(flood)));
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(400);
  expect(statuses.filter((status) => status === 429)).toHaveLength(50);
  expect((await ask(calm)).status).toBe(200);
});
