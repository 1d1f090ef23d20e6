/** Hands each new snapshot to everyone who subscribed. Changes of one turn go up as one snapshot. */
import type { Snapshot } from '../../src-shared/snapshot.ts';
import { nameOf } from '../../src-shared/text/thrown.ts';
import type { Cancel, Clock, Log } from '../ports.ts';

export interface Publisher {
  /** Something that a snapshot shows has changed: the next one follows in this turn. */
  soon(): void;
  /**
   * The same of what nobody misses so soon, or what another change is about to follow, as the answer follows
   * a call: it goes up with the next change, or by itself `withinMs` from now.
   */
  withNext(withinMs: number): void;
  /** What waits for another change goes up now. */
  flush(): void;
  /** The number of the newest snapshot; 0 before the first. */
  revision(): number;
  /**
   * Calls `listener` with each snapshot from now on. Returns the way to stop. `waits`: for one change, so that
   * until then none waits for another.
   */
  subscribe(listener: (snapshot: Snapshot) => void, waits?: 'waits'): Cancel;
}

export interface PublisherDeps {
  readonly snapshot: () => Snapshot;
  readonly clock: Pick<Clock, 'after' | 'now'>;
  readonly log: Log;
}

export function createPublisher({ snapshot, clock, log }: PublisherDeps): Publisher {
  // In an object of its own, since one function may subscribe twice.
  const subscriptions = new Set<{
    readonly tell: (snapshot: Snapshot) => void;
    readonly waits: boolean;
  }>();
  let revision = 0;
  let announced = false;
  /** Null while nothing waits; else when that is over, by the monotonic clock, and the way to end it. */
  let wait: { readonly until: number; readonly cancel: Cancel } | null = null;

  function publish(): void {
    announced = false;
    wait?.cancel();
    wait = null;
    revision += 1;
    const next = snapshot();
    for (const { tell } of [...subscriptions]) {
      try {
        tell(next);
      } catch (error) {
        // One that fails must not keep the others from it.
        log.write({ event: 'failure', where: 'a subscriber', name: nameOf(error) });
      }
    }
  }

  function soon(): void {
    if (announced) return;
    announced = true;
    queueMicrotask(publish);
  }

  return {
    soon,
    withNext: (withinMs) => {
      if ([...subscriptions].some(({ waits }) => waits)) {
        soon();
        return;
      }
      const until = clock.now().mono + withinMs;
      if (announced || (wait !== null && wait.until <= until)) return;
      wait?.cancel();
      wait = { until, cancel: clock.after(withinMs, publish) };
    },
    flush: () => {
      if (wait !== null) publish();
    },
    revision: () => revision,
    subscribe: (listener, waits) => {
      const subscription = { tell: listener, waits: waits === 'waits' };
      subscriptions.add(subscription);
      return () => subscriptions.delete(subscription);
    },
  };
}
