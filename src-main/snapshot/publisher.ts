/** Hands each new snapshot to everyone who subscribed. Changes of one turn go up as one snapshot. */
import type { Snapshot } from '../../src-shared/snapshot.ts';
import { nameOf } from '../../src-shared/text/thrown.ts';
import type { Cancel, Log } from '../ports.ts';

export interface Publisher {
  /** Something that a snapshot shows has changed: the next one follows in this turn. */
  soon(): void;
  /** The number of the newest snapshot; 0 before the first. */
  revision(): number;
  /** Calls `listener` with each snapshot from now on. Returns the way to stop. */
  subscribe(listener: (snapshot: Snapshot) => void): Cancel;
}

export function createPublisher(snapshot: () => Snapshot, log: Log): Publisher {
  // In an object of its own, since one function may subscribe twice.
  const subscriptions = new Set<{ readonly tell: (snapshot: Snapshot) => void }>();
  let revision = 0;
  let announced = false;

  function publish(): void {
    announced = false;
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
    revision: () => revision,
    subscribe: (listener) => {
      const subscription = { tell: listener };
      subscriptions.add(subscription);
      return () => subscriptions.delete(subscription);
    },
  };
}
