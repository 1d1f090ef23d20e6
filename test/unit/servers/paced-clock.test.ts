import { describe, expect, it } from 'vitest';
import { createPacedClock } from '../../../src-main/servers/paced-clock.ts';
import { ManualClock, START } from '../../fakes/manual-clock.ts';

const MINUTE = 60_000;

function bench() {
  const base = new ManualClock();
  return { base, clock: createPacedClock(base) };
}

describe('a clock that can run faster', () => {
  it('says what its base says until it is told to run faster', () => {
    const { base, clock } = bench();
    base.advance(5 * MINUTE);
    expect(clock.now()).toEqual(base.now());
    expect(clock.ahead()).toBe(0);
  });

  it('passes 35 minutes in one, on both of its times', () => {
    const { base, clock } = bench();
    base.advance(MINUTE);
    clock.setSpeed(35);
    base.advance(MINUTE);
    expect(clock.now()).toEqual({ wall: START + 36 * MINUTE, mono: 36 * MINUTE });
  });

  it('keeps what it has gained when it runs as fast as its base again', () => {
    const { base, clock } = bench();
    clock.setSpeed(35);
    base.advance(MINUTE);
    clock.setSpeed(1);
    base.advance(MINUTE);
    expect(clock.ahead()).toBe(34 * MINUTE);
    expect(clock.now().wall).toBe(START + 36 * MINUTE);
  });

  it('fires a timer at its own time, whether set before or after a change of speed', () => {
    const { base, clock } = bench();
    const fired: [string, number][] = [];
    const note = (name: string) => () => fired.push([name, clock.now().mono / MINUTE]);
    clock.after(70 * MINUTE, note('before'));
    clock.setSpeed(35);
    clock.after(35 * MINUTE, note('after'));
    clock.after(36 * MINUTE, note('cancelled'))();
    base.advance(MINUTE);
    clock.setSpeed(1);
    base.advance(34 * MINUTE);
    expect(fired).toEqual([['after', 35]]);
    base.advance(MINUTE);
    expect(fired).toEqual([
      ['after', 35],
      ['before', 70],
    ]);
  });

  it('does not stretch a sleep of the computer', () => {
    const { base, clock } = bench();
    clock.setSpeed(35);
    base.jumpWall(60 * MINUTE);
    expect(clock.now()).toEqual({ wall: START + 60 * MINUTE, mono: 0 });
  });

  it('says when one of its times is by its base', () => {
    const { base, clock } = bench();
    expect(clock.realTime(START + MINUTE)).toBe(START + MINUTE);
    clock.setSpeed(35);
    base.advance(MINUTE);
    expect(clock.realTime(START + 70 * MINUTE)).toBe(START + 2 * MINUTE);
    clock.setSpeed(1);
    expect(clock.realTime(START + 70 * MINUTE)).toBe(START + 36 * MINUTE);
  });
});
