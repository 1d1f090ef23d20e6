/**
 * Counting: calls in a clock hour or minute, calls at once, wrong passwords in a row (bill-api 4).
 */
import { MINUTE } from '../base/simulated-clock.ts';
import type { User } from './directory.ts';
import type { NamedOptions } from '../options/named-options.ts';

/** A fixed window: it starts anew with the clock's next hour (or minute), it does not slide. */
export class WindowCounter {
  readonly #counts = new Map<string, { readonly window: number; count: number }>();
  readonly #windowMs: number;
  readonly #limit: number;

  constructor(windowMs: number, limit: number) {
    this.#windowMs = windowMs;
    this.#limit = limit;
  }

  /** Counts one more, refused calls too (the limit is on requests); false if over the limit. */
  count(key: string, now: number): boolean {
    const window = Math.floor(now / this.#windowMs);
    let entry = this.#counts.get(key);
    if (entry?.window !== window) {
      entry = { window, count: 0 };
      this.#counts.set(key, entry);
    }
    entry.count += 1;
    return this.#limit === 0 || entry.count <= this.#limit;
  }
}

/** Calls at once per developer key and organization (D S-RATE). */
export class Slots {
  /** Pairs stay when nothing is under way any more: there are few, and a new entry costs memory. */
  readonly #taken = new Map<string, { count: number }>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes a slot and gives the way to return it (harmless when called twice); null if none is free. */
  take(devKey: string, orgId: string): (() => void) | null {
    const key = `${devKey} ${orgId}`;
    let taken = this.#taken.get(key);
    if (taken === undefined) {
      taken = { count: 0 };
      this.#taken.set(key, taken);
    }
    if (this.#limit > 0 && taken.count >= this.#limit) return null;
    taken.count += 1;
    let held = true;
    return () => {
      if (held) taken.count -= 1;
      held = false;
    };
  }
}

/** Users locked by too many wrong passwords in a row. */
export class LockBook {
  readonly #failures = new Map<string, number>();
  readonly #lockedAt = new Map<string, number>();
  readonly #options: NamedOptions;

  constructor(options: NamedOptions) {
    this.#options = options;
  }

  isLocked(user: User, now: number): boolean {
    if (user.state === 'locked') return true;
    const since = this.#lockedAt.get(user.usersId);
    if (since === undefined) return false;
    const { lockMinutes } = this.#options;
    if (lockMinutes === 0 || now < since + lockMinutes * MINUTE) return true;
    this.#lockedAt.delete(user.usersId);
    this.#failures.delete(user.usersId);
    return false;
  }

  failed(user: User, now: number): void {
    const { failedSignInsBeforeLock } = this.#options;
    const count = (this.#failures.get(user.usersId) ?? 0) + 1;
    this.#failures.set(user.usersId, count);
    // "more than 10": the eleventh failure in a row is the one that locks.
    if (failedSignInsBeforeLock > 0 && count > failedSignInsBeforeLock) {
      this.#lockedAt.set(user.usersId, now);
    }
  }

  succeeded(user: User): void {
    this.#failures.delete(user.usersId);
  }
}
