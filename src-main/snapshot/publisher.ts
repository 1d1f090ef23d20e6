/** Hands each new snapshot to everyone who subscribed. Changes of one turn go up as one snapshot. */
import type { Snapshot } from '../../src-shared/snapshot.ts';
import { nameOf } from '../../src-shared/text/thrown.ts';
import type { Cancel, Clock, Log } from '../ports.ts';

/** What may wait for another change waits no longer than this, in ms. */
const WAITS_MS = 1000;

export interface Publisher {
  /** Something that a snapshot shows has changed: the next one follows in this turn. */
  soon(): void;
  /**
   * The same of what another change is about to follow, as the answer follows a call: both go up as one,
   * or this by itself after a second.
   */
  withNext(): void;
  /** What waits for another change goes up now. */
  flush(): void;
  /** The number of the newest snapshot; 0 before the first. */
  revision(): number;
  /** Calls `listener` with each snapshot from now on. Returns the way to stop. */
  subscribe(listener: (snapshot: Snapshot) => void): Cancel;
}

export interface PublisherDeps {
  readonly snapshot: () => Snapshot;
  readonly clock: Pick<Clock, 'after'>;
  readonly log: Log;
}

export function createPublisher({ snapshot, clock, log }: PublisherDeps): Publisher {
  // In an object of its own, since one function may subscribe twice.
  const subscriptions = new Set<{ readonly tell: (snapshot: Snapshot) => void }>();
  let revision = 0;
  let announced = false;
  /** Null while nothing waits. */
  let cancelWait: Cancel | null = null;

  function publish(): void {
    announced = false;
    cancelWait?.();
    cancelWait = null;
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

  return {
    soon: () => {
      if (announced) return;
      announced = true;
      queueMicrotask(publish);
    },
    withNext: () => {
      if (!announced) cancelWait ??= clock.after(WAITS_MS, publish);
    },
    flush: () => {
      if (cancelWait !== null) publish();
    },
    revision: () => revision,
    subscribe: (listener) => {
      const subscription = { tell: listener };
      subscriptions.add(subscription);
      return () => subscriptions.delete(subscription);
    },
  };
}
