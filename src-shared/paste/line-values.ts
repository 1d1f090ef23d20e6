/** The values of line formats: what quotes, escapes and comments mean in them. */
import { parseJson } from '../text/parse-json.ts';

/** The quotes that end with another sign than they begin with. */
export const closing: Readonly<Record<string, string>> = {
  '\u201c': '\u201d',
  '\u2018': '\u2019',
  '\u00ab': '\u00bb',
};

/** Where the closing quote is; -1: not in this text. */
export function endOf(text: string, quote: string, close: string): number {
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

export interface Value {
  readonly text: string | null;
  readonly plain: boolean;
}

/** Without quotes: a comment begins at a space; where one might belong to the value, nobody can tell. */
export function plainValue(rest: string): Value {
  const comment = /(?:^|\s)#/u.exec(rest);
  if (comment === null) return { text: rest, plain: true };
  const value = rest.slice(0, comment.index).trimEnd();
  if (value === '') return { text: '', plain: true };
  // An ID, an address or a name has no spaces: what follows one is a comment. A password may go on.
  const id = /^[\w@.:/+!-]+$/u.test(value) && /^(?:00|01|![ab]|https?:)|@/u.test(value);
  return { text: id ? value : rest, plain: true };
}

/** `env`: as shells and most readers of `.env` have it; `code`: where that and YAML or TOML agree. */
export function unquoted(
  whole: string,
  quote: string,
  how: 'env' | 'yaml' | 'code',
): string | null {
  const inside = whole.slice(1, -1);
  // A backtick is a quote to some readers, and runs a command in a shell.
  if (quote === '`') return null;
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
  const value = parseJson(whole.replaceAll('\t', '\\t'));
  return typeof value === 'string' ? value : null;
}
