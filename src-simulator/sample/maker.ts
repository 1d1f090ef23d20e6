/** Makes sample objects: on a given day, with choices that the seed makes. */
import { addRow } from '../data/make.ts';
import type { OrgData } from '../data/org-data.ts';
import { storedTime, textOf } from '../data/row.ts';
import type { Row } from '../data/row.ts';
import type { RandomSource } from '../base/ids.ts';
import type { Paying } from '../operations/payments/sent-pays.ts';

export class Maker {
  readonly org: OrgData;
  readonly #random: RandomSource;
  readonly #usersId: string;

  constructor(org: OrgData, usersId: string, random: RandomSource) {
    this.org = org;
    this.#usersId = usersId;
    this.#random = random;
  }

  /** The context of what somebody did on that day, at ten in the morning. */
  on(day: string): Paying {
    const at = Date.parse(`${day}T10:00:00Z`);
    return {
      org: this.org,
      at,
      now: storedTime(at),
      newId: (prefix) => this.org.newId(prefix),
      usersId: this.#usersId,
      maskRouting: false,
    };
  }

  /** Adds an object and gives its id. */
  add(entity: string, day: string, entered: Row): string {
    return textOf(addRow(this.org, entity, entered, this.on(day)), 'id');
  }

  find(entity: string, id: string): Row {
    return this.org.find(entity, id) ?? {};
  }

  pick<T>(list: readonly [T, ...T[]]): T {
    return list[this.below(list.length)] ?? list[0];
  }

  /** A whole number from 0 to below `limit`. */
  below(limit: number): number {
    return this.#random.bytes(4).readUInt32BE(0) % limit;
  }

  /** An amount with two decimals. */
  amount(least: number, most: number): number {
    return least + this.below((most - least) * 100) / 100;
  }

  /** So many digits. */
  digits(count: number): string {
    return Array.from({ length: count }, () => String(this.below(10))).join('');
  }
}

/** The day so many days after another: `2026-01-31`. */
export function daysAfter(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}
