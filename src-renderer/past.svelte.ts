/**
 * What happened to a profile lately, for whoever draws it: asked for by command, and again each time
 * the history has changed.
 */
import { untrack } from 'svelte';
import type { HistoryEvent } from '../src-shared/history.ts';
import { DAY } from '../src-shared/text/times.ts';
import type { Fetch } from './ask.ts';

interface Of {
  readonly profile: () => string;
  /** The snapshot's: grows with each change. */
  readonly revision: () => number;
  readonly now: () => number;
}

/** To be made while a component is set up: it follows as long as that is there. */
export class Past {
  /** Null until the first answer. */
  events: readonly HistoryEvent[] | null = $state.raw(null);

  constructor(fetch: Fetch, days: number, of: Of) {
    // A new snapshot alone is no reason to ask.
    const profile = $derived(of.profile());
    const revision = $derived(of.revision());
    let newest = -1;
    const ask = () => {
      const asked = revision;
      const now = untrack(of.now);
      newest = asked;
      // A clock that was set back has left events after now.
      fetch('getHistory', { profile, from: Math.max(0, now - days * DAY), to: now + DAY })
        .then((answer) => {
          if (asked !== newest) return;
          if (answer.ok) this.events = answer.value;
          else this.events ??= [];
        })
        .catch(() => undefined);
    };
    $effect(ask);
  }
}
