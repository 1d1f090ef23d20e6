/**
 * What a screen reader announces: one polite region for states, thresholds and confirmations, one
 * urgent region for what the person has to act on. Nothing visible is a live region, so each change
 * is announced once.
 */
import { untrack } from 'svelte';

class Voice {
  status = $state('');
  alert = $state('');

  say(text: string): void {
    // Screen readers read only a changed text, so the same words are made to differ invisibly. Read
    // untracked: an effect that speaks must not run again because it has spoken.
    const before = untrack(() => this.status);
    this.status = before === text ? `${text}\u00a0` : text;
  }

  cry(text: string): void {
    this.alert = text;
  }

  /** Removes a text that is not true any more from both regions, so that nobody reads it later. */
  unsay(text: string): void {
    if (text === '') return;
    untrack(() => {
      if (this.status.trim() === text) this.status = '';
      if (this.alert === text) this.alert = '';
    });
  }
}

export const voice = new Voice();
