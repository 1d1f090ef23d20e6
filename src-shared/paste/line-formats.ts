/**
 * One name and value a line: `.env` files, INI and TOML, YAML, and what people write to each other. A
 * reader of our own: the kept ones for `.env` take `A=b#c` for `b`, and no one reads all of these.
 */
import { closing, endOf, plainValue, unquoted, type Value } from './line-values.ts';
import { named, speaksOf } from './names.ts';
import { fact, type Carried, hole, type Fact, type Facts } from './facts.ts';

/** Indent, dash, word before, quote, name (up to three words), separator, rest. */
const LINE =
  /^([ \t\u00a0]*)((?:[-\u2022\u2013]|\d{1,2}[.)])[ \t]+)?(?:(?:export|ENV|ARG|set|let|const|var|Environment=|@)[ \t]*(?<=[ \t=@]))?(["'\u201c\u2018]?)([A-Za-z][\w.-]*(?: [\w.-]+){0,2})["'\u201d\u2019]?[ \t]*(:=|=|:(?!\/\/)|\uff1a)(.*)$/u;
const COMMENT = /^[ \t]*(?:#|;|\/\/|<!--|\*|--(?=\s)|rem\s)/iu;
const SECTION = /^[ \t]*\[+([\w .:"-]+)\]+[ \t]*(?:[#;].*)?$/u;

interface Level {
  readonly indent: number;
  readonly name: string;
}

/** Null for a line that may hold a value, and is none of these forms. */
export function lineFacts(text: string, carried: Carried): Facts {
  const lines = text.split('\n');
  const reader = new Reader(lines, carried);
  for (let at = 0; at < lines.length; at = reader.next) if (!reader.line(at)) return null;
  return reader.facts();
}

class Reader {
  next = 0;
  readonly #lines: readonly string[];
  /** Nothing beside the line tells which format it is. */
  readonly #alone: boolean;
  /** A comma or semicolon at the end of a line may part it from the next. */
  readonly #separated: boolean;
  readonly #carried: Carried;
  readonly #facts: Fact[] = [];
  #section: string[] = [];
  #levels: Level[] = [];
  #items = 0;
  /** How far in the last value stands. */
  #indent = 0;
  #item: { readonly indent: number; readonly key: string } | null = null;

  constructor(lines: readonly string[], carried: Carried) {
    this.#lines = lines;
    this.#carried = carried;
    const pairs = lines.filter((line) => LINE.test(line));
    this.#alone = pairs.length === 1;
    const ends = (line: string) => /[,;]\s*$/u.test(line);
    this.#separated = pairs.filter(ends).length > 1 || pairs.slice(0, -1).every(ends);
  }

  /** False when the line is not understood. */
  line(at: number): boolean {
    this.next = at + 1;
    const line = this.#lines[at] ?? '';
    const section = SECTION.exec(line)?.[1];
    if (line.trim() === '---' && this.#facts.length > 0) this.#items++;
    if (line.trim() === '---') this.#item = { indent: 0, key: `document${this.#items}` };
    if (line.trim() === '' || /^(?:---|\.\.\.|```.*|~~~)$/u.test(line.trim())) return true;
    if (section !== undefined) {
      this.#section = [section];
      this.#levels = [];
      return true;
    }
    if (COMMENT.test(line)) return this.#comment(line);
    const match = LINE.exec(line);
    return match === null ? this.#prose(line) : this.#pair(match, at);
  }

  /** A comment that names an owner says whose the bare names below it are. */
  #comment(line: string): true {
    const owner = speaksOf(line);
    if (owner !== 'nobody' && !/[=:]/u.test(line))
      this.#section = [owner === 'bill' ? 'bill' : 'database'];
    return true;
  }

  #prose(line: string): boolean {
    const before = this.#facts.at(-1);
    const indent = indentOf(line);
    const goesOn = indent > this.#indent && !/^\s*- /u.test(line);
    if (goesOn && before !== undefined) {
      this.#facts[this.#facts.length - 1] = { ...before, text: null };
      return true;
    }
    const owner = speaksOf(line);
    if (owner !== 'nobody') this.#section = [owner === 'bill' ? 'bill' : 'database'];
    return !/["'`{}[\]\\=]/u.test(line.replace(/(?<=\w)['\u2019](?=\w)/gu, ''));
  }

  #pair(match: RegExpExecArray, at: number): boolean {
    const [, space = '', dash = '', , name = '', mark = '', after = ''] = match;
    const indent = space.length + dash.length;
    this.#indent = indent;
    this.#levels = this.#levels.filter((level) => level.indent < indent);
    if (dash !== '') {
      const listed = mark === ':' ? { indent, key: `item${++this.#items}` } : null;
      this.#item = listed;
    } else if (this.#item !== null && indent < this.#item.indent) this.#item = null;
    const assigned = mark !== ':' && mark !== '\uff1a';
    const value = assigned ? this.#assigned(after, at) : this.#mapped(after, at, indent, name);
    if (value === 'section') return true;
    if (value === null) return false;
    this.#keep(name, value, assigned, dash !== '' && assigned);
    return true;
  }

  #keep(name: string, { text, plain }: Value, assigned: boolean, listed: boolean): void {
    const path = [...this.#section, ...this.#levels.map((level) => level.name)];
    const key = this.#item?.key ?? '';
    const within = [...path, key].join('/');
    // Compose files write `$$` for `$`, and read `$NAME` from elsewhere.
    const doubled = (listed || !assigned) && text?.includes('$$');
    // In Java's properties a backslash is never itself.
    const escaped = name.includes('.') && text?.includes('\\');
    const parted = this.#separated && /[,;]$/u.test(text ?? '');
    const sure = plain && (doubled === true || escaped === true || parted) ? null : text;
    const entry = key === '' ? [] : [key];
    const own = { ...fact(name, sure, within), path, plain, entry, laterCounts: assigned };
    const inner = sure === null || named(name) !== null ? null : this.#carried(sure);
    if (inner === null) this.#facts.push(own);
    else
      this.#facts.push(
        ...inner.map((one) => ({
          ...one,
          within: `${within}>${one.within}`,
          path: [...path, name, ...one.path],
        })),
      );
  }

  /** Behind `=`: as `.env` files have it. */
  #assigned(after: string, at: number): Value | null {
    const rest = after.trim();
    const quote = /^(?:["'`]|\u201c|\u2018|\u00ab)/u.exec(rest)?.[0];
    if (quote === undefined) return plainValue(rest);
    const whole = this.#quoted(rest, quote, at);
    if (whole === null) return null;
    const spaced = /^\s|^[^=]*\s=/u.test(after) || /\s=/u.test(this.#lines[at] ?? '');
    return { text: unquoted(whole, quote, spaced ? 'code' : 'env'), plain: false };
  }

  /** Behind `:`: as YAML has it, and as people write. */
  #mapped(after: string, at: number, indent: number, name: string): Value | 'section' | null {
    const rest = after.trim();
    if (rest === '' || /^[#](?:\s|$)/u.test(rest)) {
      if (this.#isParent(at, indent)) {
        this.#levels.push({ indent, name });
        return 'section';
      }
      if (named(name) !== null) return { text: '', plain: true };
      // A heading above everything does not say whose the values are.
      if (this.#facts.length > 0 || speaksOf(name) !== 'nobody') this.#section = [name];
      return 'section';
    }
    if (/^[|>][+-]?\d?$/u.test(rest)) {
      this.#skipDeeper(indent);
      return { text: null, plain: true };
    }
    const quote = /^(?:["']|\u201c|\u2018|\u00ab)/u.exec(rest)?.[0];
    if (quote !== undefined) {
      const whole = this.#quoted(rest, quote, at);
      return whole === null
        ? null
        : { text: unquoted(whole, quote, this.#alone ? 'code' : 'yaml'), plain: false };
    }
    // Words that YAML takes for something else, and people do not.
    const special =
      /^[&*!|>%@?,[\]{}-](?!\w*[}>])|^-\s|:\s|:$/u.test(rest) && !/^[{[<%!]/u.test(rest);
    if (special || /^(?:yes|no|on|off)$/iu.test(rest) || /^0\d*$/u.test(rest)) {
      return named(name)?.field === 'orgId' && /^\d+$/u.test(rest)
        ? plainValue(rest)
        : { text: null, plain: true };
    }
    return plainValue(rest);
  }

  /** The next line that says something stands deeper. */
  #isParent(at: number, indent: number): boolean {
    const next = this.#lines
      .slice(at + 1)
      .find((line) => line.trim() !== '' && !COMMENT.test(line));
    if (next === undefined) return false;
    return indentOf(next) > indent || (indentOf(next) === indent && /^\s*- /u.test(next));
  }

  #skipDeeper(indent: number): void {
    const deeper = (line: string | undefined) =>
      line !== undefined && (line.trim() === '' || indentOf(line) > indent);
    while (deeper(this.#lines[this.next])) this.next++;
  }

  /** The text up to its closing quote, which may stand some lines below; null when more follows it. */
  #quoted(rest: string, quote: string, at: number): string | null {
    const close = closing[quote] ?? quote;
    let whole = rest;
    for (let line = at + 1; ; line++) {
      const end = endOf(whole, quote, close);
      if (end !== -1) {
        this.next = line;
        const behind = whole.slice(end + 1);
        return /^\s*$|^\s+#/u.test(behind) ? whole.slice(0, end + 1) : null;
      }
      if (line >= this.#lines.length) return null;
      whole += `\n${this.#lines[line] ?? ''}`;
    }
  }

  /** The facts, with `name: X` and `value: Y` of one list entry as a pair. */
  facts(): Fact[] {
    const items = new Map<string, Fact[]>();
    for (const one of this.#facts) {
      const key = one.entry.length === 0 ? '' : one.within;
      items.set(key, [...(items.get(key) ?? []), one]);
    }
    const entries = [...items].filter(([key]) => key !== '').map(([, facts]) => facts);
    const names = new Set(entries.map(([first]) => first?.name));
    // `- User name: a` and `- Password: b` are a list of pairs, and not of accounts.
    if (entries.every((facts) => facts.length === 1) && names.size === entries.length) {
      return this.#facts.map((one) => ({ ...one, entry: [], within: one.path.join('/') }));
    }
    return [...items].flatMap(([key, facts]) => (key === '' ? facts : pairOf(facts)));
  }
}

/** `name: X` and `value: Y` as one; `valueFrom:` says that it is somewhere else. */
function pairOf(item: readonly Fact[]): readonly Fact[] {
  const key = item.find((one) => /^(?:name|key)$/iu.test(one.name));
  if (typeof key?.text !== 'string') return item;
  const value = item.find((one) => /^value$/iu.test(one.name));
  const pair = { ...(value ?? { ...key, text: hole() }), name: key.text };
  return [
    ...item.filter((one) => one !== key && one !== value),
    { ...pair, within: key.path.join('/'), entry: [] },
  ];
}

const indentOf = (line: string) => /^[ \t\u00a0]*/u.exec(line)?.[0].length ?? 0;
