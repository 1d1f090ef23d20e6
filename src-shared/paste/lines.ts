/**
 * One name and value a line: `.env` files, INI and TOML, YAML, and what people write to each other. A
 * reader of our own: the kept ones for `.env` take `A=b#c` for `b`, and no one reads all of these.
 */
import { fact, type Carried } from './carried.ts';
import { named, speaksOf } from './names.ts';
import { hole, type Fact, type Facts } from './types.ts';

/** Indent, dash, word before, quote, name (up to three words), separator, rest. */
const LINE =
  /^([ \t\u00a0]*)(-[ \t]+)?(?:(?:export|ENV|ARG|set|let|const|var|Environment=|@)[ \t]*(?<=[ \t=@]))?(["'\u201c\u2018]?)([A-Za-z][\w.-]*(?: [\w.-]+){0,2})["'\u201d\u2019]?[ \t]*(:=|=|:(?!\/\/)|\uff1a)(.*)$/u;
const COMMENT = /^[ \t]*(?:#|;|\/\/|<!--|\*|--(?=\s)|rem\s)/iu;
const SECTION = /^[ \t]*\[+([\w .:"-]+)\]+[ \t]*(?:[#;].*)?$/u;

interface Level {
  readonly indent: number;
  readonly name: string;
}

/** Null for a line that may hold a value, and is none of these forms. */
export function lineFacts(text: string, carried: Carried): Facts {
  const lines = text.split('\n');
  const reader = new Reader(lines, lines.filter((line) => LINE.test(line)).length === 1, carried);
  for (let at = 0; at < lines.length; at = reader.next) if (!reader.line(at)) return null;
  return reader.facts();
}

class Reader {
  next = 0;
  readonly #lines: readonly string[];
  /** Nothing beside the line tells which format it is. */
  readonly #alone: boolean;
  readonly #carried: Carried;
  readonly #facts: Fact[] = [];
  #section: string[] = [];
  #levels: Level[] = [];
  #items = 0;
  #item: { readonly indent: number; readonly key: string } | null = null;

  constructor(lines: readonly string[], alone: boolean, carried: Carried) {
    this.#lines = lines;
    this.#alone = alone;
    this.#carried = carried;
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
    const goesOn = indent > 0 && indent > (this.#levels.at(-1)?.indent ?? 0);
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
    const sure = plain && (doubled === true || escaped === true) ? null : text;
    const entry = key === '' ? [] : [key];
    const own = { ...fact(name, sure, within), path, plain, entry, laterCounts: assigned };
    const inner = sure === null || named(name) !== null ? null : this.#carried(sure);
    if (inner === null) this.#facts.push(own);
    else
      this.#facts.push(
        ...inner.map((one) => ({
          ...{ ...one, within: `${within}>${one.within}` },
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
      this.#section = [name];
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
    const pairs = new Map<string, Fact>();
    for (const one of this.#facts) {
      if (one.entry.length > 0 && /^(?:name|key)$/iu.test(one.name)) pairs.set(one.within, one);
    }
    const told = new Set(
      this.#facts.filter((one) => /^value$/iu.test(one.name)).map((one) => one.within),
    );
    return this.#facts.flatMap((one) => {
      const key = pairs.get(one.within)?.text;
      if (typeof key !== 'string') return [one];
      const pair = { ...one, name: key, within: one.path.join('/'), entry: [] };
      if (/^value$/iu.test(one.name)) return [pair];
      // `valueFrom:` says that it is somewhere else.
      return one === pairs.get(one.within) && !told.has(one.within)
        ? [{ ...pair, text: hole() }]
        : [one];
    });
  }
}

const closing: Readonly<Record<string, string>> = {
  '\u201c': '\u201d',
  '\u2018': '\u2019',
  '\u00ab': '\u00bb',
};

const indentOf = (line: string) => /^[ \t\u00a0]*/u.exec(line)?.[0].length ?? 0;

/** Where the closing quote is; -1: not in this text. */
function endOf(text: string, quote: string, close: string): number {
  for (let at = 1; at < text.length; at++) {
    if (text.charAt(at) === '\\' && quote === '"') at++;
    else if (text.charAt(at) === close) {
      if (quote !== "'" || text.charAt(at + 1) !== "'") return at;
      // '' is one quote in YAML.
      at++;
    }
  }
  return -1;
}

interface Value {
  readonly text: string | null;
  readonly plain: boolean;
}

/** Without quotes: a comment begins at a space; where one might belong to the value, nobody can tell. */
function plainValue(rest: string): Value {
  const comment = /(?:^|\s)#/u.exec(rest);
  if (comment === null) return { text: rest, plain: true };
  const value = rest.slice(0, comment.index).trimEnd();
  if (value === '') return { text: '', plain: true };
  // An ID, an address or a name has no spaces: what follows one is a comment. A password may go on.
  const id = /^[\w@.:/+!-]+$/u.test(value) && /^(?:00|01|![ab]|https?:)|@/u.test(value);
  return { text: id ? value : rest, plain: true };
}

/** `env`: as shells and most readers of `.env` have it; `code`: where that and YAML or TOML agree. */
function unquoted(whole: string, quote: string, how: 'env' | 'yaml' | 'code'): string | null {
  const inside = whole.slice(1, -1);
  if (quote === '`') return how === 'env' && !/[\\$]/u.test(inside) ? inside : null;
  if (quote !== '"' && quote !== "'") return /[\\$]/u.test(inside) ? null : inside;
  if (quote === "'") {
    if (how === 'yaml') return inside.replaceAll("''", "'");
    return inside.includes("''") || (how === 'code' && inside.includes('\\')) ? null : inside;
  }
  if (how === 'yaml') return escapedAsJson(whole);
  if (how === 'env') {
    const open = inside.replace(/\\[\s\S]/gu, '');
    if (/\$[A-Za-z_{(]|`/u.test(open)) return /^\$\{?\w+\}?$/u.test(inside) ? inside : null;
    // Some readers take two backslashes for one, others for two; and so with a line end.
    if (/\\[\\nrtabfvx0-7u']/u.test(inside)) return null;
    return inside.replace(/\\(["$`])/gu, '$1');
  }
  if (/\$[A-Za-z_{(]/u.test(inside)) return /^\$\{?\w+\}?$/u.test(inside) ? inside : null;
  return /\\(?!["\\])/u.test(inside) ? null : inside.replace(/\\(["\\])/gu, '$1');
}

function escapedAsJson(whole: string): string | null {
  try {
    return JSON.parse(whole.replaceAll('\t', '\\t')) as string;
  } catch {
    return null;
  }
}
