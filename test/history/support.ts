/** Events of the history as its tests make them. */
import fc from 'fast-check';
import { HEAD } from '../../src-main/history/history-lines.ts';
import { historyCauses, type HistoryEvent, type HistoryKind } from '../../src-shared/history.ts';
import { START } from '../fakes/manual-clock.ts';

/** An event of one kind, at the start of the manual clock unless said otherwise. */
export function event<K extends HistoryKind>(
  kind: K,
  own: Partial<Extract<HistoryEvent, { kind: K }>> = {},
): HistoryEvent {
  const cause = historyCauses[kind][0];
  const from = own.from ?? START;
  const at = { profile: 'acme', from, to: from, count: 1, practice: false };
  return { kind, cause, ...at, ...own };
}

const kinds = Object.keys(historyCauses) as HistoryKind[];

/** Any event at all that could be in the file. */
export const anyEvent: fc.Arbitrary<HistoryEvent> = fc
  .record({
    kind: fc.constantFrom(...kinds),
    nth: fc.nat(),
    profile: fc.constantFrom('acme', 'beta', null),
    from: fc.integer({ min: START, max: START + 40 * 86_400_000 }),
    length: fc.oneof(fc.constant(null), fc.constant(0), fc.integer({ min: 0, max: 86_400_000 })),
    count: fc.integer({ min: 0, max: 500 }),
    practice: fc.boolean(),
  })
  .map(({ kind, nth, length, from, ...rest }) => {
    const causes = historyCauses[kind];
    const cause = causes[nth % causes.length];
    return { kind, cause, from, to: length === null ? null : from + length, ...rest };
  }) as fc.Arbitrary<HistoryEvent>;

/** The first line of a file of another version: so much greater than ours, or less. */
export const headOf = (greater: number): string =>
  HEAD.replace(/(?<="version":)\d+/u, (own) => String(Number(own) + greater));
