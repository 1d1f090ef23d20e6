/** Code as tokens and brackets. It need not be whole: a bracket may be missing, a string may not. */
import { literalText, type Language } from './code-strings.ts';

export type Token =
  | { readonly is: 'text'; readonly text: string | null }
  | { readonly is: 'word'; readonly word: string }
  | { readonly is: 'mark'; readonly mark: string }
  | { readonly is: 'line' };

export type Node =
  Token | { readonly is: 'group'; readonly open: string; readonly nodes: readonly Node[] };

/** The next token at a place, and where it ends; null token: nothing that counts, as a comment. */
export type Next = readonly [token: Token | null, end: number];
/** Null when a string or a comment has no end. */
export type Lexer = (text: string, at: number) => Next | null;

const MARK = /:=|=>|={2,3}|!={1,2}|<=|>=|->|::|\?\?|\|\||&&|\+=|@\{|@\(|[\s\S]/uy;
const WORD = /[\p{L}_$][\p{L}\p{M}\d_$]*(?:-[\p{L}\d_$]+)*|\d[\w.]*/uy;
const STRING =
  /(["'])\1\1[\s\S]*?\1\1\1|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`/uy;
const VERBATIM = /"(?:""|[^"])*"/uy;
const RAW = /"[^"\n]*"|'[^'\n]*'/uy;
/** Quotes as word processors set them; they have no escapes, and the same ones cannot stand inside. */
const SET =
  /[\u201c\u201e\u201f]([^\u201c-\u201f\\\n]*)[\u201c\u201d]|[\u2018\u201a\u201b]([^\u2018\u201a\u201b\\\n]*?)[\u2018\u2019](?=\s*(?:[,;:)\]}=]|$))|\u00ab([^\u00ab\u00bb\\\n]*)\u00bb/uy;

/** What `pattern` (sticky) finds at a place; '' when it does not. */
export function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

/** Comments, spaces, words and marks, which most languages have alike. */
export function commonToken(text: string, at: number, comments: RegExp): Next | null {
  if (text.charAt(at) === '\n') return [{ is: 'line' }, at + 1];
  const blank = matchAt(/[^\S\n]+/uy, text, at) || matchAt(comments, text, at);
  if (blank !== '') return [null, at + blank.length];
  SET.lastIndex = at;
  const set = SET.exec(text);
  if (set !== null) {
    const inside = set[1] ?? set[2] ?? set[3] ?? '';
    return [{ is: 'text', text: inside }, at + set[0].length];
  }
  if (/[\u201c-\u201f\u2018\u201a\u201b\u00ab]/u.test(text.charAt(at))) return null;
  const word = matchAt(WORD, text, at);
  if (word !== '') return [{ is: 'word', word }, at + word.length];
  const mark = matchAt(MARK, text, at);
  return [{ is: 'mark', mark }, at + mark.length];
}

const comments = {
  json: /\/\/[^\n]*|\/\*[\s\S]*?\*\//uy,
  js: /\/\/[^\n]*|\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|(?<=^|\s)#[^\n]*/uy,
  python: /#[^\n]*/uy,
  php: /\/\/[^\n]*|\/\*[\s\S]*?\*\/|#(?!\[)[^\n]*/uy,
  unknown:
    /\/\/[^\n]*|<!--[\s\S]*?-->|(?<=^|\n)--\s[^\n]*|\/\*[\s\S]*?\*\/|(?<=^|\s|[,;{([])#[^\n{]*/uy,
} satisfies Record<Language, RegExp>;

const PREFIX = /(?:[rbuf]{1,2}|[$@]{1,2})(?=["'])/iuy;

/** Reads code of one language. */
export const codeLexer =
  (language: Language): Lexer =>
  (text, at) => {
    const prefix = /[\p{L}\d_$@)\]]/u.test(text.charAt(at - 1)) ? '' : matchAt(PREFIX, text, at);
    const from = at + prefix.length;
    if (/["'`]/u.test(text.charAt(from))) {
      const pattern = prefix.includes('@') ? VERBATIM : /r/iu.test(prefix) ? RAW : STRING;
      const raw = matchAt(pattern, text, from);
      if (raw === '') return null;
      const first = raw.charAt(0);
      const quote = raw.length > 5 && raw.startsWith(first.repeat(3)) ? first.repeat(3) : first;
      // A word right before it or behind it makes something else of it: a tag, or no string at all.
      const tagged = prefix === '' && /[\p{L}\d_$]/u.test(text.charAt(at - 1));
      const stuck = /[\p{L}\d]/u.test(text.charAt(from + raw.length));
      const value = tagged || stuck ? null : literalText({ raw, quote, prefix }, language);
      return [{ is: 'text', text: value }, from + raw.length];
    }
    if (text.startsWith('/*', at) && language !== 'python' && !text.includes('*/', at)) return null;
    return commonToken(text, at, comments[language]);
  };

const closers: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')' };
/** Deeper brackets are none that a person pastes. */
const DEEPEST = 60;

/** The brackets as a tree; null when a string has no end. What is left open ends with the text. */
export function nodesOf(text: string, lexer: Lexer): Node[] | null {
  const root: Node[] = [];
  const open: { close: string; nodes: Node[] }[] = [{ close: '', nodes: root }];
  for (let at = 0; at < text.length;) {
    const next = lexer(text, at);
    if (next === null) return null;
    const [token, end] = next;
    at = end;
    if (token === null) continue;
    const top = open.at(-1) ?? { close: '', nodes: root };
    const mark = token.is === 'mark' ? token.mark : '';
    const bracket = mark.startsWith('@') && mark.length > 1 ? mark.slice(1) : mark;
    const close = closers[bracket];
    if (close !== undefined) {
      if (open.length > DEEPEST) return null;
      const nodes: Node[] = [];
      top.nodes.push({ is: 'group', open: bracket, nodes });
      open.push({ close, nodes });
    } else if (Object.values(closers).includes(mark)) {
      if (open.length > 1 && top.close !== mark) return null;
      if (open.length > 1) open.pop();
      // Closed before the text begins: what stands behind it is another thing.
      else root.push({ is: 'mark', mark: ';' });
    } else top.nodes.push(token);
  }
  return root;
}
