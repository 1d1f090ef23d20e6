/**
 * Decides which request meets which fault. Counts calls; carries nothing out.
 */
import type { FaultRule } from './fault.ts';

export class FaultScript {
  #rules: { readonly rule: FaultRule; calls: number; fired: number }[] = [];

  /** Replaces the script; all counts start again. */
  set(rules: readonly FaultRule[]): void {
    this.#rules = rules.map((rule) => ({ rule, calls: 0, fired: 0 }));
  }

  /**
   * Counts one request for every rule it fits, and gives the first rule that hits it. A rule that
   * would have hit but came second has not fired: its `times` are not used up.
   */
  next(endpoint: string): FaultRule | null {
    let hit: FaultRule | null = null;
    for (const entry of this.#rules) {
      const { rule } = entry;
      if (rule.endpoint !== '*' && rule.endpoint !== endpoint) continue;
      entry.calls += 1;
      if (hit !== null || entry.calls < rule.from || entry.fired >= rule.times) continue;
      if ((entry.calls - rule.from) % rule.every !== 0) continue;
      entry.fired += 1;
      hit = rule;
    }
    return hit;
  }
}
