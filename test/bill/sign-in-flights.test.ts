import { expect, test } from 'vitest';
import { createFlights } from '../../src-main/bill/sign-in-flights.ts';
import type { SignedIn } from '../../src-main/ports.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { allowed, canary, credentialsAt, later } from './support.ts';

const session: SignedIn = { sessionId: '!b1', orgId: 'o', usersId: 'u', apiEndPoint: null };
const credentials = credentialsAt(allowed('http://127.0.0.1:1/api/v2'));
const cancelled = fail({ kind: 'cancelled' });
const settle = () => new Promise((resolve) => setImmediate(resolve));

function bench() {
  const flights = createFlights();
  const started: { end: (result: Result<SignedIn>) => void; signal: AbortSignal }[] = [];
  const undone: SignedIn[] = [];
  const join = (given: { signal?: AbortSignal; profile?: string; password?: string } = {}) =>
    flights({
      profile: given.profile ?? 'first',
      credentials: { ...credentials, password: given.password ?? canary.password },
      signal: given.signal ?? new AbortController().signal,
      start: (signal) => {
        const { promise, resolve } = later<Result<SignedIn>>();
        started.push({ end: resolve, signal });
        return promise;
      },
      undo: (value) => {
        undone.push(value);
        return Promise.resolve();
      },
    });
  return { started, undone, join };
}

test('twenty sign-ins at once with the same credentials are one request with one answer', async () => {
  const { started, join } = bench();
  const calls = Array.from({ length: 20 }, () => join());
  expect(started).toHaveLength(1);
  started[0]?.end(ok(session));
  expect(await Promise.all(calls)).toEqual(calls.map(() => ok(session)));
});

test('one with other credentials is refused while the first is under way, and not after', async () => {
  const { started, join } = bench();
  const first = join();
  expect(await join({ password: 'another' })).toEqual(fail({ kind: 'notNow' }));
  started[0]?.end(ok(session));
  await first;
  const second = join({ password: 'another' });
  started[1]?.end(ok(session));
  expect(await second).toEqual(ok(session));
});

test('another profile signs in by itself', async () => {
  const { started, join } = bench();
  const calls = [join(), join({ profile: 'second' })];
  expect(started).toHaveLength(2);
  for (const { end } of started) end(ok(session));
  await Promise.all(calls);
});

test('who leaves is cancelled at once, and the others get the answer', async () => {
  const { started, undone, join } = bench();
  const stop = new AbortController();
  const leaving = join({ signal: stop.signal });
  const staying = join();
  stop.abort();
  expect(await leaving).toEqual(cancelled);
  expect(started[0]?.signal.aborted).toBe(false);
  started[0]?.end(ok(session));
  expect(await staying).toEqual(ok(session));
  expect(undone).toEqual([]);
});

test('[C30] when all have left, the request is given up and a success that still comes is undone', async () => {
  const { started, undone, join } = bench();
  const stop = new AbortController();
  const calls = [join({ signal: stop.signal }), join({ signal: stop.signal })];
  stop.abort();
  expect(await Promise.all(calls)).toEqual([cancelled, cancelled]);
  expect(started[0]?.signal.aborted).toBe(true);
  started[0]?.end(ok(session));
  await settle();
  expect(undone).toEqual([session]);
});

test('[C30] a success in the same turn as the abort is undone too', async () => {
  const { started, undone, join } = bench();
  const stop = new AbortController();
  const call = join({ signal: stop.signal });
  started[0]?.end(ok(session));
  stop.abort();
  expect(await call).toEqual(cancelled);
  await settle();
  expect(undone).toEqual([session]);
});

test('a failure that comes after everybody left is undone by nothing', async () => {
  const { started, undone, join } = bench();
  const stop = new AbortController();
  const call = join({ signal: stop.signal });
  stop.abort();
  await call;
  started[0]?.end(cancelled);
  await settle();
  expect(undone).toEqual([]);
});

test('a new sign-in does not wait for one that was left', async () => {
  const { started, join } = bench();
  const stop = new AbortController();
  const left = join({ signal: stop.signal });
  stop.abort();
  await left;
  const next = join({ password: 'corrected' });
  expect(started).toHaveLength(2);
  started[0]?.end(ok(session));
  started[1]?.end(ok({ ...session, sessionId: '!b2' }));
  expect(await next).toEqual(ok({ ...session, sessionId: '!b2' }));
});
