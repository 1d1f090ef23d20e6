/**
 * The lines of a `.env` file, and a change of some of them that keeps everything else as it is: order,
 * comments, quotes, line ends, a last line without an end. Pure.
 */
import { HIDDEN } from '../../src-shared/text/mask.ts';
import type { EnvLine } from '../../src-shared/env-file.ts';

/** Values by name. None may hold a quote, a space, a `#` or anything that a quote would be needed for. */
export type EnvValues = Readonly<Record<string, string>>;

export interface EnvChange {
  readonly text: string;
  readonly lines: readonly EnvLine[];
  /** How many lines were there besides those that are changed or the same. */
  readonly others: number;
}

interface Entry {
  readonly name: string;
  readonly value: string;
  /** Where the value stands with its quotes, without the space around it. */
  readonly from: number;
  readonly to: number;
  /** Where the name stands. */
  readonly at: number;
}

/**
 * As dotenv reads a file (its `parse`), with places: the name, what parts it from the value, and the
 * value, which may be quoted and go over lines.
 */
const ENTRY =
  /^\s*(?:export\s+)?([\w.-]+)(\s*=\s*?|:\s+?)(\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`|[^#\r\n]+)?\s*(?:#.*)?$/dgmu;
const QUOTED = /^(['"`])([^]*)\1$/u;

/** Null where the change would change what other names are read as. */
export function changeEnv(text: string, values: EnvValues): EnvChange | null {
  let changed = text;
  const names = Object.keys(values);
  for (const name of names) changed = withValue(changed, name, values[name] ?? '');
  if (!isJust(text, changed, values)) return null;
  const before = entriesOf(text);
  const after = entriesOf(changed);
  const lines = names.map((name) => lineOf(name, values[name] ?? '', before, after, changed));
  const total = text === '' ? 0 : text.replace(/(?:\r\n?|\n)$/u, '').split(/\r\n?|\n/u).length;
  const others = total - lines.filter(({ kind }) => kind !== 'added').length;
  return { text: changed, lines, others };
}

function entriesOf(text: string): Entry[] {
  return [...text.matchAll(ENTRY)].map((match) => {
    const [, name = '', , raw = ''] = match;
    const { indices } = match;
    const end = indices?.[2]?.[1] ?? 0;
    const from = raw.trim() === '' ? end : end + raw.length - raw.trimStart().length;
    const trimmed = raw.trim();
    return {
      name,
      value: QUOTED.exec(trimmed)?.[2] ?? trimmed,
      from,
      to: from + trimmed.length,
      at: indices?.[1]?.[0] ?? 0,
    };
  });
}

/** The last line of a name is the one that counts. */
const lastOf = (entries: readonly Entry[], name: string) =>
  entries.findLast((entry) => entry.name === name);

function withValue(text: string, name: string, value: string): string {
  const entry = lastOf(entriesOf(text), name);
  if (entry === undefined) return withLine(text, `${name}=${value}`);
  if (entry.value === value) return text;
  const quote = QUOTED.exec(text.slice(entry.from, entry.to))?.[1] ?? '';
  // What begins a comment right behind it would be a part of it to some readers.
  const gap = text.charAt(entry.to) === '#' ? ' ' : '';
  return text.slice(0, entry.from) + quote + value + quote + gap + text.slice(entry.to);
}

function withLine(text: string, line: string): string {
  const end = /\r\n|\n|\r/u.exec(text)?.[0] ?? '\n';
  if (text === '') return line + end;
  return /[\r\n]$/u.test(text) ? text + line + end : text + end + line;
}

/** Every name but ours is read as before, and ours as they should be. */
function isJust(before: string, after: string, values: EnvValues): boolean {
  const valuesOf = (text: string) => new Map(entriesOf(text).map((it) => [it.name, it.value]));
  const wanted = new Map([...valuesOf(before), ...Object.entries(values)]);
  const found = valuesOf(after);
  return (
    found.size === wanted.size && [...wanted].every(([name, value]) => found.get(name) === value)
  );
}

function lineOf(
  name: string,
  value: string,
  before: readonly Entry[],
  after: readonly Entry[],
  text: string,
): EnvLine {
  const was = lastOf(before, name);
  const now = lastOf(after, name);
  const lineAt = (at: number) => text.slice(0, at).split(/\r\n?|\n/u).length;
  const places = after.filter((entry) => entry.name === name).map(({ at }) => lineAt(at));
  const kind = was === undefined ? 'added' : was.value === value ? 'same' : 'changed';
  return {
    name,
    kind,
    line: lineAt(now?.at ?? 0),
    now: `${name}=${value}`,
    was: was === undefined ? null : `${name}=${was.value === '' ? '' : HIDDEN}`,
    earlier: places.slice(0, -1),
  };
}
