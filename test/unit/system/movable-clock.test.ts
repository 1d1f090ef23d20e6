import { describe, expect, it } from 'vitest';
import { createMovableClock } from '../../../src-main/system/movable-clock.ts';
import { ManualClock, START } from '../../fakes/manual-clock.ts';

const nothing = () => Promise.resolve();

function bench() {
  const real = new ManualClock();
  const clock = createMovableClock(real);
  const ran: string[] = [];
  const note = (name: string) => () => {
    const { wall, mono } = clock.now();
    ran.push(`${name} at ${mono}`);
    expect(wall - START).toBe(mono);
  };
  return { real, clock, ran, note };
}

describe('the movable clock', () => {
  it('runs with the clock that it stands on until somebody moves it', () => {
    const { real, clock, ran, note } = bench();
    clock.after(1000, note('a'));
    real.advance(999);
    expect(ran).toEqual([]);
    real.advance(1);
    expect(ran).toEqual(['a at 1000']);
    expect(clock.now()).toEqual({ wall: START + 1000, mono: 1000 });
    expect(clock.nextTimerIn()).toBeNull();
  });

  it('stands still when it is held, and runs timers only as it is moved', async () => {
    const { real, clock, ran, note } = bench();
    clock.after(100, note('before'));
    real.advance(50);
    clock.hold();
    clock.after(100, note('since'));
    real.advance(60_000);
    expect([ran, clock.now(), clock.nextTimerIn()]).toEqual([
      [],
      { wall: START + 50, mono: 50 },
      50,
    ]);
    await clock.advance(99, nothing);
    expect(ran).toEqual(['before at 100']);
    await clock.advance(1, nothing);
    real.advance(60_000);
    expect(ran).toEqual(['before at 100', 'since at 150']);
    expect(clock.now()).toEqual({ wall: START + 150, mono: 150 });
  });

  it('runs the timers that come due on the way, each at its own time and in order', async () => {
    const { clock, ran, note } = bench();
    clock.after(300, note('c'));
    clock.after(100, note('a'));
    clock.after(200, note('b'));
    clock.after(200, note('b again'));
    clock.after(501, note('too late'));
    await clock.advance(500, nothing);
    expect(ran).toEqual(['a at 100', 'b at 200', 'b again at 200', 'c at 300']);
    expect(clock.now()).toEqual({ wall: START + 500, mono: 500 });
    expect(clock.nextTimerIn()).toBe(1);
  });

  it('runs the timers that a timer has started, and those that an answer has', async () => {
    const { clock, ran, note } = bench();
    const again = (left: number) => () => {
      note(`tick ${left}`)();
      if (left > 0) clock.after(100, again(left - 1));
    };
    clock.after(100, again(3));
    let answers = 0;
    await clock.advance(1000, async () => {
      await Promise.resolve();
      answers += 1;
      if (answers === 4) clock.after(50, note('of the answer'));
    });
    expect(ran).toEqual([
      'tick 3 at 100',
      'tick 2 at 200',
      'tick 1 at 300',
      'tick 0 at 400',
      'of the answer at 450',
    ]);
    expect(clock.now().mono).toBe(1000);
  });

  it('waits for what a timer has started before it goes on', async () => {
    const { clock, ran, note } = bench();
    clock.after(100, note('first'));
    clock.after(200, note('second'));
    await clock.advance(300, async () => {
      await Promise.resolve();
      ran.push('quiet');
    });
    expect(ran).toEqual(['first at 100', 'quiet', 'second at 200', 'quiet', 'quiet']);
  });

  it('forgets a cancelled timer, also one that another timer cancels', async () => {
    const { real, clock, ran, note } = bench();
    clock.after(100, note('cancelled'))();
    const cancel = clock.after(300, note('cancelled on the way'));
    clock.after(200, cancel);
    expect(clock.nextTimerIn()).toBe(200);
    await clock.advance(1000, nothing);
    real.advance(1000);
    expect(ran).toEqual([]);
    expect(real.pending).toBe(0);
  });

  it('lets the real time pass: a timer comes due earlier by what it was moved, and only once', async () => {
    const { real, clock, ran, note } = bench();
    clock.after(1000, note('a'));
    await clock.advance(400, nothing);
    expect(clock.nextTimerIn()).toBe(600);
    real.advance(599);
    expect(ran).toEqual([]);
    real.advance(1);
    expect(ran).toEqual(['a at 1000']);
    await clock.advance(5000, nothing);
    real.advance(5000);
    expect(ran).toEqual(['a at 1000']);
  });

  it('is not thrown off by real time that passes while it is being moved', async () => {
    const { real, clock, ran, note } = bench();
    clock.after(100, note('a'));
    clock.after(200, note('b'));
    await clock.advance(300, async () => {
      real.advance(30);
      await Promise.resolve();
    });
    expect(ran).toEqual(['a at 100', 'b at 200']);
    expect(clock.now().mono).toBe(330);
  });

  it('is past a rest of time that is too small for it to show, however late it is', async () => {
    const { real, clock } = bench();
    real.advance(1_556_331.784_589_999_8);
    const due = clock.now().mono + 1e-10;
    let runs = 0;
    // What waits for a time looks at the clock again when its timer has run.
    const wait = () => {
      runs += 1;
      if (runs < 5 && clock.now().mono <= due) clock.after(due - clock.now().mono, wait);
    };
    clock.after(1e-10, wait);
    await clock.advance(10, nothing);
    expect(runs).toBe(1);
  });

  it('takes a negative wait for none', async () => {
    const { clock, ran, note } = bench();
    clock.after(-5, note('a'));
    expect(clock.nextTimerIn()).toBe(0);
    await clock.advance(0, nothing);
    expect(ran).toEqual(['a at 0']);
  });
});
