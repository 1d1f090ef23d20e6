import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scaled } from '../scale.ts';
import { createGate, type Turn } from '../../src-main/bill/gate.ts';
import { HOUR, MINUTE } from '../../src-shared/text/times.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { ManualClock, START } from '../fakes/manual-clock.ts';
import { later } from './support.ts';

const turn = (given: Partial<Turn> = {}): Turn => ({
  devKey: 'key',
  orgId: 'org',
  rank: 'person',
  spends: null,
  signal: new AbortController().signal,
  ...given,
});

/** Calls that end when they are told to, in the order in which they began. */
function bench() {
  const clock = new ManualClock();
  const gate = createGate({ clock });
  const begun: string[] = [];
  const ends = new Map<string, (result: Result<string>) => void>();
  const call = (name: string, given: Partial<Turn> = {}) =>
    gate.run(turn(given), () => {
      begun.push(name);
      const { promise, resolve } = later<Result<string>>();
      ends.set(name, resolve);
      return promise;
    });
  const end = async (name: string) => {
    ends.get(name)?.(ok(name));
    await settle();
  };
  return { clock, gate, begun, call, end };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('calls at once', () => {
  test('two run and the others wait, first come, first served', async () => {
    const { call, begun, end } = bench();
    const calls = ['a', 'b', 'c', 'd'].map((name) => call(name));
    await settle();
    expect(begun).toEqual(['a', 'b']);
    await end('b');
    expect(begun).toEqual(['a', 'b', 'c']);
    await end('a');
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
    await end('c');
    await end('d');
    expect(await Promise.all(calls)).toEqual(['a', 'b', 'c', 'd'].map(ok));
  });

  test('what a person waits for goes before touches, and does not stop a call that runs', async () => {
    const { call, begun, end } = bench();
    const calls = [
      call('touch 1', { rank: 'app' }),
      call('touch 2', { rank: 'app' }),
      call('touch 3', { rank: 'app' }),
      call('user 1'),
      call('user 2'),
    ];
    await settle();
    for (const name of ['touch 1', 'touch 2', 'user 1', 'user 2', 'touch 3']) await end(name);
    await Promise.all(calls);
    expect(begun).toEqual(['touch 1', 'touch 2', 'user 1', 'user 2', 'touch 3']);
  });

  test('another organization or developer key has a lane of its own', async () => {
    const { call, begun, end } = bench();
    const names = ['a', 'b', 'other org', 'other key'];
    const calls = [
      call('a'),
      call('b'),
      call('other org', { orgId: 'org 2' }),
      call('other key', { devKey: 'key 2' }),
    ];
    await settle();
    expect(begun).toEqual(names);
    for (const name of names) await end(name);
    await Promise.all(calls);
  });

  test('a call that is aborted in the line leaves it and never runs', async () => {
    const { call, begun, end } = bench();
    const stop = new AbortController();
    const calls = [call('a'), call('b')];
    const given = call('c', { signal: stop.signal });
    const last = call('d');
    stop.abort();
    expect(await given).toEqual(fail({ kind: 'cancelled' }));
    await end('a');
    expect(begun).toEqual(['a', 'b', 'd']);
    await end('b');
    await end('d');
    await Promise.all([...calls, last]);
  });

  test('a call that was aborted before does not run', async () => {
    const { call, begun } = bench();
    expect(await call('a', { signal: AbortSignal.abort() })).toEqual(fail({ kind: 'cancelled' }));
    expect(begun).toEqual([]);
  });

  test('a call that throws gives its place back', async () => {
    const { gate, call, begun, end } = bench();
    const broken = () => gate.run(turn(), () => Promise.reject(new Error('a mistake')));
    for (let i = 0; i < 3; i++) await expect(broken()).rejects.toThrow('a mistake');
    const after = call('after');
    await settle();
    expect(begun).toEqual(['after']);
    await end('after');
    await after;
  });

  test('programs have two of three places, and the app’s own calls two: each always finds one', async () => {
    const { call, begun, end } = bench();
    const program = { rank: 'program' } as const;
    const calls = [
      ...[call('p1', program), call('p2', program), call('p3', program)],
      ...[call('own 1'), call('own 2'), call('touch', { rank: 'app' })],
    ];
    await settle();
    expect(begun).toEqual(['p1', 'p2', 'own 1']);
    await end('p1');
    // The place of a program may go to the app; a third program waits behind it.
    expect(begun).toEqual(['p1', 'p2', 'own 1', 'own 2']);
    await end('own 1');
    expect(begun.at(-1)).toBe('touch');
    for (const name of ['own 2', 'touch', 'p2', 'p3']) await end(name);
    expect(await Promise.all(calls)).toHaveLength(6);
  });

  test('19,000 calls of programs in a clock hour, and the app’s own go on', async () => {
    const { clock, gate } = bench();
    const send = (rank: Turn['rank']) =>
      gate.run(turn({ rank }), () => Promise.resolve(ok('sent')));
    for (let at = 0; at < 19_000; at++) await send('program');
    const until = START + HOUR;
    expect(await send('program')).toEqual(fail({ kind: 'ownLimit', limit: 'call', until }));
    expect(await send('app')).toEqual(ok('sent'));
    expect(gate.calls('key')).toEqual({ calls: 19_001, until });
    clock.advance(HOUR);
    expect(await send('program')).toEqual(ok('sent'));
  });

  test('never more than three run, two of a side, all that are not aborted end, whatever the order', async () => {
    const plan = fc.array(
      fc.record({
        lane: fc.integer({ min: 0, max: 1 }),
        rank: fc.constantFrom('person', 'app', 'program'),
        abort: fc.boolean(),
      }),
      { maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), plan, async (s, calls) => {
        const gate = createGate({ clock: new ManualClock() });
        const running = [0, 0];
        const programs = [0, 0];
        const results = calls.map(async ({ lane, rank, abort }) => {
          const stop = new AbortController();
          const given = { orgId: `org ${lane}`, rank, signal: stop.signal };
          const result = gate.run(turn(given), async () => {
            const program = rank === 'program' ? 1 : 0;
            running[lane] = (running[lane] ?? 0) + 1;
            programs[lane] = (programs[lane] ?? 0) + program;
            expect(running[lane]).toBeLessThanOrEqual(3);
            expect(programs[lane]).toBeLessThanOrEqual(2);
            expect(running[lane] - programs[lane]).toBeLessThanOrEqual(2);
            await s.schedule(Promise.resolve());
            running[lane] -= 1;
            programs[lane] -= program;
            return ok('done');
          });
          if (abort) {
            const aborting = s.schedule(Promise.resolve());
            aborting.then(
              () => stop.abort(),
              () => undefined,
            );
          }
          const { ok: done } = await result;
          expect(done || abort).toBe(true);
        });
        await s.waitFor(Promise.all(results));
        expect(running).toEqual([0, 0]);
      }),
      { numRuns: scaled(200) },
    );
  });
});

describe('budgets', () => {
  const take = (gate: ReturnType<typeof createGate>, given: Partial<Turn>) =>
    gate.run(turn(given), () => Promise.resolve(ok('sent')));
  const signIn = { spends: 'signIn' } as const;
  const message = { spends: 'textMessage' } as const;
  const limited = (limit: 'signIn' | 'textMessage', until: number) =>
    fail({ kind: 'ownLimit', limit, until });

  test('180 sign-ins in a clock hour, then none until it is over', async () => {
    const clock = new ManualClock(START + 10 * MINUTE);
    const gate = createGate({ clock });
    for (let i = 0; i < 180; i++) expect(await take(gate, signIn)).toEqual(ok('sent'));
    expect(await take(gate, signIn)).toEqual(limited('signIn', START + HOUR));
    expect(await take(gate, { ...signIn, orgId: 'another' })).toEqual(
      limited('signIn', START + HOUR),
    );
    expect(await take(gate, { ...signIn, devKey: 'another' })).toEqual(ok('sent'));
    expect(await take(gate, {})).toEqual(ok('sent'));
    clock.advance(50 * MINUTE - 1);
    expect(await take(gate, signIn)).toEqual(limited('signIn', START + HOUR));
    clock.advance(1);
    expect(await take(gate, signIn)).toEqual(ok('sent'));
  });

  test('a wall clock that is set back starts no new hour', async () => {
    const clock = new ManualClock(START + 10 * MINUTE);
    const gate = createGate({ clock });
    for (let i = 0; i < 180; i++) await take(gate, signIn);
    clock.jumpWall(-HOUR);
    expect(await take(gate, signIn)).toMatchObject({ ok: false });
    clock.advance(HOUR);
    expect(await take(gate, signIn)).toEqual(ok('sent'));
  });

  test('five text messages in any minute', async () => {
    const clock = new ManualClock();
    const gate = createGate({ clock });
    for (let i = 0; i < 5; i++) {
      expect(await take(gate, message)).toEqual(ok('sent'));
      clock.advance(5000);
    }
    expect(await take(gate, message)).toEqual(limited('textMessage', START + MINUTE));
    clock.advance(MINUTE - 25_000);
    expect(await take(gate, message)).toEqual(ok('sent'));
    expect(await take(gate, message)).toEqual(limited('textMessage', START + MINUTE + 5000));
  });

  test('a jump of the wall clock changes nothing in that minute', async () => {
    const clock = new ManualClock();
    const gate = createGate({ clock });
    for (let i = 0; i < 5; i++) await take(gate, message);
    clock.jumpWall(-HOUR);
    expect(await take(gate, message)).toEqual(limited('textMessage', START - HOUR + MINUTE));
    clock.jumpWall(3 * HOUR);
    expect(await take(gate, message)).toMatchObject({ ok: false });
  });

  test('a call that is aborted in the line spends nothing', async () => {
    const { gate, call, end } = bench();
    const calls = [call('a'), call('b')];
    const stop = new AbortController();
    const waiting = Array.from({ length: 9 }, () =>
      take(gate, { ...message, signal: stop.signal }),
    );
    stop.abort();
    await Promise.all(waiting);
    await end('a');
    await end('b');
    await Promise.all(calls);
    for (let i = 0; i < 5; i++) expect(await take(gate, message)).toEqual(ok('sent'));
  });
});
