/**
 * The history as lines of a file: a head with the version, then an event a line. A later line about
 * the same event takes the place of the earlier one; what cannot be read is left out.
 */
import * as v from 'valibot';
import { moment, shortId } from '../../src-shared/contract.ts';
import { historyCauses, type HistoryEvent, type HistoryKind } from '../../src-shared/history.ts';
import { parseJson } from '../../src-shared/text/parse-json.ts';

/**
 * A greater version was written by a newer app and is left alone; a smaller one is written anew with the next
 * line. Raise it with each kind or cause that is added after a release: an older app would take a line with
 * an unknown one for damage.
 */
const VERSION = 1;
const FORMAT = 'tabkeeper-history';
export const HEAD = `${JSON.stringify({ format: FORMAT, version: VERSION })}\n`;

const eventSchema = v.pipe(
  v.strictObject({
    kind: v.picklist(Object.keys(historyCauses) as HistoryKind[]),
    cause: v.string(),
    profile: v.optional(shortId),
    from: moment,
    to: v.nullable(moment),
    count: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0)), 1),
    practice: v.optional(v.boolean(), false),
  }),
  v.check(({ from, to }) => to === null || to >= from),
  v.rawTransform(({ dataset, addIssue, NEVER }): HistoryEvent => {
    const { kind, cause, profile = null, ...rest } = dataset.value;
    const causes: readonly string[] = historyCauses[kind];
    if (causes.includes(cause)) return { ...rest, kind, cause, profile } as HistoryEvent;
    addIssue({ message: 'no such cause' });
    return NEVER;
  }),
);
const headSchema = v.object({ format: v.literal(FORMAT), version: v.number() });

export type ParsedLines =
  | { readonly is: 'newer' }
  | {
      readonly is: 'read';
      readonly events: readonly HistoryEvent[];
      /** `cut`: by a crash in the middle of the last line. `older`: of an earlier version. `damaged`: more than that. */
      readonly state: 'whole' | 'cut' | 'older' | 'damaged';
    };

/** One line, with its line break. */
export function toLine({ kind, cause, profile, from, to, count, practice }: HistoryEvent): string {
  const line = {
    kind,
    cause,
    ...(profile === null ? {} : { profile }),
    from,
    to,
    ...(count === 1 ? {} : { count }),
    ...(practice ? { practice } : {}),
  };
  return `${JSON.stringify(line)}\n`;
}

/** Bytes of the event's line: all of it is ASCII. */
export function sizeOf(event: HistoryEvent): number {
  return toLine(event).length;
}

const identityOf = ({ kind, cause, profile, from, practice }: HistoryEvent) =>
  [kind, cause, profile, from, practice].join(' ');

/** Whether two lines are about one event, of which the later one has the last word. */
export const isSame = (one: HistoryEvent, other: HistoryEvent): boolean =>
  // By its beginning first: nearly all differ in that, and each touch is compared with all there is.
  one.from === other.from &&
  one.kind === other.kind &&
  one.cause === other.cause &&
  one.profile === other.profile &&
  one.practice === other.practice;

/** Reads a text that may be anything; each event once, in its latest version. Never throws. */
export function parseLines(text: string): ParsedLines {
  const [head = '', ...lines] = text.split('\n');
  const version = v.safeParse(headSchema, parseJson(head));
  if (version.success && version.output.version > VERSION) return { is: 'newer' };
  const found = new Map<string, HistoryEvent>();
  const read = (line: string): boolean => {
    const event = v.safeParse(eventSchema, parseJson(line));
    if (event.success) found.set(identityOf(event.output), event.output);
    return event.success;
  };
  // A whole file ends with a line break, so that its last piece is empty.
  const last = lines.pop() ?? '';
  const bad = lines.filter((line) => line !== '' && !read(line));
  if (last !== '') read(last);
  const state = () => {
    if (bad.length > 0 || (!version.success && text !== '')) return 'damaged';
    if (last !== '' || !version.success) return 'cut';
    return version.output.version < VERSION ? 'older' : 'whole';
  };
  return { is: 'read', events: [...found.values()], state: state() };
}
