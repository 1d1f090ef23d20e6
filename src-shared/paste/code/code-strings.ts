/** What a string in code stands for. Where the language is not certain, all that it may be must agree. */
import JSON5 from 'json5';
import { hole } from '../facts.ts';

export type Language = 'json' | 'js' | 'python' | 'php' | 'unknown';

export interface Literal {
  /** With its quotes and without what stands before them. */
  readonly raw: string;
  /** The quotes: one sign, or three. */
  readonly quote: string;
  /** What stands right before: `f`, `r`, `$`, `@`. */
  readonly prefix: string;
}

/** Null when the text cannot be told for sure. */
export function literalText(literal: Literal, language: Language): string | null {
  const { raw, quote, prefix } = literal;
  const inside = raw.slice(quote.length, -quote.length);
  const kind = prefix.toLowerCase();
  if (kind.includes('r') || kind.includes('@'))
    return inside.includes('\\') && kind.includes('f') ? null : raws(inside, kind);
  if (kind.includes('f') || kind === '$') return formatted(inside);
  if (kind !== '' && kind !== 'b' && kind !== 'u') return null;
  if (quote.length === 3) return inside.includes('\\') ? null : inside;
  if (quote === '`') return template(inside, language);
  if (language === 'php') return php(inside, quote);
  if (quote === '"' && INTERPOLATION.test(inside)) return inside.replace(INTERPOLATED, hole());
  if (!inside.includes('\\')) return inside;
  return escaped(raw, inside, quote, language);
}

const INTERPOLATION = /#\{|\$\{|\\\(/u;
const INTERPOLATED = /[#$]\{[^{}]*\}|\\\([^()]*\)/gu;

/** `r'…'` and `@"…"`: a backslash is a backslash. */
function raws(inside: string, kind: string): string | null {
  if (kind.includes('@')) return kind.includes('$') ? null : inside.replaceAll('""', '"');
  return kind.includes('f') ? formatted(inside) : inside;
}

/** `f'…{name}…'` and `$"…{name}…"`. */
function formatted(inside: string): string | null {
  if (inside.includes('\\')) return null;
  return inside.replace(/\{\{|\}\}|\{([^{}]*)\}/gu, (all, name?: string) =>
    name === undefined ? all.charAt(0) : hole(name),
  );
}

/** Between backticks; only JavaScript has escapes and `${…}` there. */
function template(inside: string, language: Language): string | null {
  if (inside.includes('\\'))
    return language === 'js' ? js(`"${inside.replaceAll('"', '\\"')}"`) : null;
  return inside.replace(/\$\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}/gu, (_, name: string) => hole(name));
}

function php(inside: string, quote: string): string | null {
  if (quote === "'") return inside.replace(/\\([\\'])/gu, '$1');
  const open = inside.replace(/\{\$[^{}]*\}|\$\{[^{}]*\}|\$([A-Za-z_]\w*)/gu, (_, name?: string) =>
    hole(name),
  );
  return /\\(?![\\"$])/u.test(open) ? null : open.replace(/\\([\\"$])/gu, '$1');
}

function escaped(raw: string, inside: string, quote: string, language: Language): string | null {
  if (language === 'json') return quote === '"' ? json(raw) : null;
  if (language === 'js') return js(raw);
  if (language === 'python') return python(inside);
  // In Ruby and PHP nothing but \\ and the quote itself is an escape between single quotes.
  if (quote === "'" && /\\[^\\']/u.test(inside.replaceAll('\\\\', ''))) return null;
  const all = [js(raw), python(inside), ...(quote === '"' ? [json(raw)] : [])];
  const [first = null] = all;
  return all.every((one) => one === first) ? first : null;
}

const attempt = (read: () => unknown): string | null => {
  try {
    const value = read();
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
};
const json = (raw: string) => attempt(() => JSON.parse(raw));
/** An escape that means nothing in JavaScript is one of another language. */
const js = (raw: string) =>
  /\\[^\\'"`$\/bfnrtvxu0\n]/u.test(raw.replaceAll('\\\\', ''))
    ? null
    : attempt(() => JSON5.parse<unknown>(raw));

const letters: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
};

/** An escape that Python does not know keeps its backslash; names and octal numbers are not read. */
function python(inside: string): string | null {
  if (
    /\\[0-7NxuU]/u.test(
      inside.replace(/\\\\|\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\U000[0-9a-fA-F]{5}/gu, ''),
    )
  ) {
    return null;
  }
  return inside.replace(
    /\\(?:x(..)|u(.{4})|U(.{8})|([\s\S]))/gu,
    (all, x: string | undefined, u: string | undefined, long: string | undefined, letter = '') => {
      const code = Number.parseInt(x ?? u ?? long ?? '', 16);
      if (!Number.isNaN(code)) return String.fromCodePoint(code);
      return letters[String(letter)] ?? all;
    },
  );
}
