import { describe, expect, it } from 'vitest';
import { createLimiter } from '../../../src-main/ipc/limiter.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

const taken = (limiter: { take(): boolean }, tries: number) =>
  Array.from({ length: tries }, () => limiter.take()).filter(Boolean).length;

describe('the limiter', () => {
  it('lets a burst of 60 through and not one more', () => {
    expect(taken(createLimiter(new ManualClock()), 1000)).toBe(60);
  });

  it('gives back 20 a second, and saves up no more than a burst', () => {
    const clock = new ManualClock();
    const limiter = createLimiter(clock);
    taken(limiter, 1000);
    clock.advance(49);
    expect(taken(limiter, 10)).toBe(0);
    clock.advance(1);
    expect(taken(limiter, 10)).toBe(1);
    clock.advance(1000);
    expect(taken(limiter, 1000)).toBe(20);
    clock.advance(24 * 3_600_000);
    expect(taken(limiter, 1000)).toBe(60);
  });

  it('[I78] lets no more than 20 a second through in a flood of 1,000 a second', () => {
    const clock = new ManualClock();
    const limiter = createLimiter(clock);
    let through = 0;
    for (let ms = 0; ms < 10_000; ms += 1) {
      clock.advance(1);
      through += taken(limiter, 1);
    }
    expect(through).toBeLessThanOrEqual(60 + 200);
    expect(through).toBeGreaterThan(250);
  });

  it('counts by the monotonic clock: whoever sets the wall clock gains nothing', () => {
    const clock = new ManualClock();
    const limiter = createLimiter(clock);
    taken(limiter, 1000);
    clock.jumpWall(3_600_000);
    expect(limiter.take()).toBe(false);
    clock.jumpWall(-7_200_000);
    clock.advance(50);
    expect(limiter.take()).toBe(true);
  });
});
