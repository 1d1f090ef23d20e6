/** What a notification is about. */
import type { IdleCause } from './session-view.ts';
import type { PrimaryAction } from './words/session/primary-action.ts';

/** Something that needs the user, told by one notification. No secret, no name. */
export interface Incident {
  readonly kind: 'expired' | 'war' | 'rejected' | 'atRisk' | 'maxAge' | 'verify' | 'newId';
  /** The same incident has the same key, so it is shown once. */
  readonly key: string;
  /** The primary action; the same in window, tray and notification. */
  readonly action: PrimaryAction | 'verify' | 'show';
  /** For `atRisk`: at most so many minutes are certain. */
  readonly minutes?: number;
  /** Who ended or refused it, without an address; BILL where it is not said. */
  readonly server?: string;
  /** For a session that has ended: why it idled away; null for one that did not. */
  readonly cause?: IdleCause | null;
}
