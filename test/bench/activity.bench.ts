/** What Activity does with each key press in its search and each new call, at 10,000 entries. */
import { describe, test } from 'vitest';
import { entriesOf, pick } from '../../src-renderer/panels/activity/entries.ts';
import { rowsOf } from '../../src-renderer/panels/activity/rows.ts';
import type { HistoryEvent } from '../../src-shared/history.ts';
import { MINUTE } from '../../src-shared/text/times.ts';

const NOW = Date.UTC(2026, 10, 24, 14);
/** Touches with a call of the person's between every few of them. */
const events = Array.from({ length: 10_000 }, (_, n): HistoryEvent => {
  const from = NOW - (10_000 - n) * 4 * MINUTE;
  const at = { profile: 'acme', from, to: from, count: 1, practice: false };
  return n % 7 === 0
    ? { kind: 'call', cause: 'you', ...at }
    : { kind: 'touch', cause: 'keepAlive', ...at };
});

describe('10,000 entries of Activity', () => {
  const entries = entriesOf([], events);

  test('made from the history', async ({ bench }) => {
    await bench('entriesOf', () => entriesOf([], events)).run();
  });

  test('searched and filtered', async ({ bench }) => {
    const wanted = { filter: 'calls', who: 'app', search: 'extended us' } as const;
    await bench('pick', () => pick(entries, wanted)).run();
  });

  test('folded into rows', async ({ bench }) => {
    await bench('rowsOf', () => rowsOf(entries, new Set(), NOW)).run();
  });
});
