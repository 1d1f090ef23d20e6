/**
 * The one copy of main's snapshot in the window, and the clock that panels count by.
 *
 * The snapshot is replaced whole and never changed, hence `$state.raw`. Subscribed first, fetched
 * second: whatever overtakes whatever, the greater revision stays.
 */
import type { Bridge } from '../src-shared/bridge.ts';
import type { Snapshot } from '../src-shared/snapshot.ts';

/** Without a first snapshot for this long, the window says that main does not answer. */
const FIRST_WORD_MS = 5000;

export class Mirror {
  snapshot: Snapshot | null = $state.raw(null);
  /** Main's clock, moved on once a second, and at once when the window is shown. */
  now = $state(Date.now());
  /** True when main has not given a first snapshot in time. */
  silent = $state(false);

  readonly #bridge: Bridge;
  /** Main's clock minus ours. */
  #offset = 0;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** Follows main until the returned function is called. */
  start(): () => void {
    const unsubscribe = this.#bridge.onSnapshot((snapshot) => this.#take(snapshot));
    const timer = setInterval(() => this.#tick(), 1000);
    // Timers of a hidden window are slowed down or stopped. When it is shown again the time left
    // must be right at once, and a snapshot may have been missed.
    const shown = () => {
      if (document.visibilityState !== 'visible') return;
      this.#tick();
      this.ask();
    };
    document.addEventListener('visibilitychange', shown);
    this.ask();
    return () => {
      unsubscribe();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', shown);
    };
  }

  /** Asks for the current snapshot. Sets `silent` when no answer comes. */
  ask(): void {
    this.silent = false;
    const late = setTimeout(() => {
      this.silent = this.snapshot === null;
    }, FIRST_WORD_MS);
    this.#bridge
      .call('getSnapshot', {})
      .then((result) => {
        if (result.ok) this.#take(result.value);
        else this.silent = this.snapshot === null;
      })
      .catch(() => {
        this.silent = this.snapshot === null;
      })
      .finally(() => clearTimeout(late));
  }

  #take(snapshot: Snapshot): void {
    const current = this.snapshot;
    if (current !== null) {
      if (snapshot.revision < current.revision) return;
      if (snapshot.revision === current.revision && snapshot.at < current.at) return;
    }
    this.snapshot = snapshot;
    this.silent = false;
    this.#offset = snapshot.at - Date.now();
    this.#tick();
  }

  #tick(): void {
    this.now = Date.now() + this.#offset;
  }
}
