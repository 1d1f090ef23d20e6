/** How often a snapshot goes up, and that none is late or stale. */
import { describe, expect, it } from 'vitest';
import { createPublisher } from '../../../src-main/snapshot/publisher.ts';
import type { Snapshot } from '../../../src-shared/snapshot.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { MemoryLog } from '../../fakes/memory-log.ts';

function bench() {
  const clock = new ManualClock();
  let state = 'before';
  const told: string[] = [];
  const publisher = createPublisher({
    snapshot: () => ({ host: state }) as Snapshot,
    clock,
    log: new MemoryLog(),
  });
  publisher.subscribe(({ host }) => told.push(host));
  return { clock, publisher, told, become: (next: string) => (state = next) };
}
const turn = () => Promise.resolve();

describe('a snapshot', () => {
  it('goes up once for all changes of a turn, and says what is true at its end', async () => {
    const { publisher, told, become } = bench();
    publisher.soon();
    become('after');
    publisher.soon();
    publisher.withNext(1000);
    expect(told).toEqual([]);
    await turn();
    expect(told).toEqual(['after']);
  });

  it('of a call goes up with the change that its answer brings', async () => {
    const { clock, publisher, told, become } = bench();
    publisher.withNext(1000);
    await turn();
    clock.advance(400);
    expect(told).toEqual([]);
    publisher.withNext(1000);
    become('answered');
    publisher.soon();
    await turn();
    clock.advance(5000);
    expect(told).toEqual(['answered']);
  });

  it('of a call that is not answered goes up after a second, however many follow', () => {
    const { clock, publisher, told } = bench();
    publisher.withNext(1000);
    clock.advance(600);
    publisher.withNext(1000);
    clock.advance(399);
    expect(told).toEqual([]);
    clock.advance(1);
    expect(told).toHaveLength(1);
    clock.advance(5000);
    expect(told).toHaveLength(1);
  });

  it('waits for no other while somebody waits for a change', async () => {
    const { publisher, told } = bench();
    const stop = publisher.subscribe(() => undefined, 'waits');
    publisher.withNext(10_000);
    await turn();
    expect(told).toHaveLength(1);
    stop();
    publisher.withNext(10_000);
    await turn();
    expect(told).toHaveLength(1);
  });

  it('that may wait longer goes up with what may not', () => {
    const { clock, publisher, told } = bench();
    publisher.withNext(10_000);
    publisher.withNext(1000);
    publisher.withNext(10_000);
    clock.advance(999);
    expect(told).toEqual([]);
    clock.advance(1);
    expect(told).toHaveLength(1);
    clock.advance(10_000);
    expect(told).toHaveLength(1);
  });

  it('that waits goes up at once when it is asked for, and no other does', () => {
    const { clock, publisher, told } = bench();
    publisher.flush();
    expect(told).toEqual([]);
    publisher.withNext(1000);
    publisher.flush();
    expect(told).toHaveLength(1);
    clock.advance(5000);
    expect(told).toHaveLength(1);
  });

  it('has a greater number than the one before', async () => {
    const { publisher } = bench();
    const numbers = [publisher.revision()];
    for (let change = 0; change < 2; change++) {
      publisher.soon();
      await turn();
      numbers.push(publisher.revision());
    }
    expect(numbers).toEqual([0, 1, 2]);
  });
});
