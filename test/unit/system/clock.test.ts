import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../src-main/system/clock.ts';

describe('the system’s clock', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([2 ** 31, 2 ** 40, Infinity])('[S52] does not run a timer of %d ms at once', (ms) => {
    let runs = 0;
    const cancel = systemClock.after(ms, () => {
      runs += 1;
    });
    vi.advanceTimersByTime(24 * 3_600_000);
    expect(runs).toBe(0);
    cancel();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('never runs a timer before its time', () => {
    let runs = 0;
    systemClock.after(10.5, () => {
      runs += 1;
    });
    vi.advanceTimersByTime(10);
    expect(runs).toBe(0);
    vi.advanceTimersByTime(1);
    expect(runs).toBe(1);
  });

  it.each([-1, 0, -Infinity])('runs a timer of %d ms at the next occasion, once', (ms) => {
    let runs = 0;
    systemClock.after(ms, () => {
      runs += 1;
    });
    expect(runs).toBe(0);
    vi.advanceTimersByTime(0);
    expect(runs).toBe(1);
    vi.advanceTimersByTime(10_000);
    expect(runs).toBe(1);
  });

  it('tells both times, which go on together', () => {
    const before = systemClock.now();
    vi.advanceTimersByTime(1234);
    const now = systemClock.now();
    expect(now.wall - before.wall).toBe(1234);
    expect(now.mono - before.mono).toBeCloseTo(1234);
  });
});
