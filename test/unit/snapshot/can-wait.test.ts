/** Which changes of a session can wait for the next one, and which are told at once. */
import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import type { Wish } from '../../../src-main/session/session-events.ts';
import { signedIn, type Bench } from '../session/given/bench.ts';
import { dead, info, line } from '../session/given/outcomes.ts';
import { HOUR, MINUTE } from '../session/given/times.ts';

/** Signed in; `told` are the changes since then, true where one can wait. */
async function watched(): Promise<{ bench: Bench; told: boolean[] }> {
  const told: boolean[] = [];
  const bench = await signedIn({ onChange: (canWait) => told.push(canWait) });
  told.length = 0;
  return { bench, told };
}
const lend = (bench: Bench, result: Result<unknown>) =>
  bench.runner.lend('a tool', () => Promise.resolve(result));

describe('what happens by itself, and changes nothing that is said', () => {
  it('can wait: a touch of keep-alive goes out and is answered', async () => {
    const { bench, told } = await watched();
    await bench.pass(11 * MINUTE);
    expect(bench.methods).toEqual(['signIn', 'touch']);
    expect(told).toEqual([true, true]);
  });

  it('can wait: a program’s call is answered; that it went out is no change at all', async () => {
    const { bench, told } = await watched();
    await bench.pass(MINUTE);
    await lend(bench, ok(null));
    expect(told).toEqual([true]);
  });

  it('can wait: a program’s call goes out when the clocks have drifted apart a little', async () => {
    const { bench, told } = await watched();
    await bench.pass(MINUTE);
    bench.clock.jumpWall(-500);
    await lend(bench, ok(null));
    expect(told).toEqual([true, true]);
  });
});

describe('what somebody waits for, or what is said in other words,', () => {
  it.each<[string, Wish]>([
    ['an extension that a person asked for', { type: 'extendNow' }],
    ['a message that was asked for', { type: 'sendMfaCode' }],
  ])('is told at once: %s', async (_, wish) => {
    const { bench, told } = await watched();
    await bench.pass(MINUTE);
    await bench.does(wish);
    expect(told).toEqual([false, false]);
  });

  it.each([
    ['no answer', fail(line())],
    ['the word that the session is gone', dead],
  ])('is told at once: a touch that brings %s', async (_, result) => {
    const { bench, told } = await watched();
    bench.api.on('touch', result);
    await bench.pass(10 * MINUTE + 5000);
    expect(told.slice(0, 2)).toEqual([true, false]);
  });

  it('is told at once: a touch that goes well after one that did not', async () => {
    const { bench, told } = await watched();
    bench.api.on('touch', fail(line()));
    await bench.pass(11 * MINUTE);
    told.length = 0;
    bench.api.on('touch', info);
    await bench.pass(2 * MINUTE);
    expect(bench.view.state).toBe('live');
    expect(told.at(-1)).toBe(false);
  });

  it('is told at once: time that runs out, with no touch to go out', async () => {
    const { bench, told } = await watched();
    await bench.does({ type: 'pauseKeepAlive', ms: HOUR });
    told.length = 0;
    await bench.pass(25 * MINUTE);
    expect(bench.view.state).toBe('atRisk');
    expect(told.at(-1)).toBe(false);
  });

  it('is told at once: a program’s call that fails', async () => {
    const { bench, told } = await watched();
    await bench.pass(MINUTE);
    await lend(bench, fail(line()));
    await lend(bench, dead);
    expect(bench.view.state).toBe('expired');
    expect(told.at(-1)).toBe(false);
  });

  it('is told at once: a program’s call that is the first to notice a sleep', async () => {
    const { bench, told } = await watched();
    await bench.pass(MINUTE);
    bench.clock.jumpWall(4 * MINUTE);
    await lend(bench, ok(null));
    expect(told[0]).toBe(false);
    expect(told).toHaveLength(2);
  });

  it('is told at once: one that is the first to notice a clock set back, while BILL is out of reach', async () => {
    const { bench, told } = await watched();
    bench.api.on('touch', fail(line()));
    await bench.pass(11 * MINUTE);
    expect(bench.view.state).toBe('offline');
    told.length = 0;
    bench.clock.jumpWall(-5000);
    await lend(bench, ok(null));
    expect(told[0]).toBe(false);
  });
});

describe('a look at the clock', () => {
  it('is told of each time, whatever comes of it, and nothing else is', async () => {
    let looks = 0;
    const bench = await signedIn({ onTick: () => (looks += 1) });
    await bench.pass(MINUTE);
    expect(looks).toBe(4);
    await bench.does({ type: 'extendNow' });
    expect(looks).toBe(4);
  });
});
