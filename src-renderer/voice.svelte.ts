/**
 * What a screen reader is told: one polite region for states, thresholds and confirmations, one
 * urgent region for what needs the person. Everything visible stays out of live regions, so that
 * each change is heard once.
 */
import { untrack } from 'svelte';

/** As long as it takes to read it out: what is found later is no news any more. */
const STANDS_MS = 15_000;

class Voice {
  status = $state('');
  alert = $state('');
  #over: ReturnType<typeof setTimeout> | undefined;

  say(text: string): void {
    // The same words twice are two pieces of news: only a changed text is read out.
    // Read untracked: an effect that speaks must not run again because it has spoken.
    const before = untrack(() => this.status);
    this.status = before === text ? `${text}\u00a0` : text;
    clearTimeout(this.#over);
    this.#over = setTimeout(() => (this.status = ''), STANDS_MS);
  }

  cry(text: string): void {
    this.alert = text;
  }

  /** Takes back what is over, wherever it stands: whoever reads on later must not find it. */
  unsay(text: string): void {
    if (text === '') return;
    untrack(() => {
      if (this.status.trim() === text) this.status = '';
      if (this.alert === text) this.alert = '';
    });
  }
}

export const voice = new Voice();
