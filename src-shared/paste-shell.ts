/** A pasted curl command, as a shell would read it: its words, and the pairs in its data and headers. */
import { formPairs, jsonPairs, type Pair } from './paste-pairs.ts';

/** Begins at any line: what people copy often has a comment above it. */
const START = /^[ \t]*(?:\$[ \t]+)?curl(?:\.exe)?[ \t]/mu;

/** The form fields of `-d`, `-F`, `--data…` and `--json`, the headers, and the URL; null: no curl. */
export function curlPairs(block: string): Pair[] | null {
  const start = START.exec(block);
  if (start === null) return null;
  const command = block.slice(start.index + start[0].length);
  const words = shellWords(plainCommand(command)).flatMap(nameAndValue);
  return words.flatMap((word, index): Pair[] => {
    const next = words[index + 1] ?? '';
    if (word === '--data-urlencode' || word === '-F' || word === '--form') return rawPair(next);
    if (word === '--json') return jsonPairs(next) ?? [];
    if (/^(?:-d|--data(?:-raw|-binary|-ascii)?)$/u.test(word)) return formPairs(next);
    if (/^-d./u.test(word)) return formPairs(word.slice(2));
    if (/^-F./u.test(word)) return rawPair(word.slice(2));
    if (word === '-H' || word === '--header') return headerPair(next);
    if (!/^https?:\/\//iu.test(word)) return [];
    return [['baseUrl', word.replace(/\/[^/]*\.json.*$/u, '')]];
  });
}

/** Without line continuations, and without the carets with which browsers escape for `cmd`. */
function plainCommand(command: string): string {
  const inOneLine = command.replace(/[\\^]\r?\n/gu, ' ');
  return /\s\^"/u.test(inOneLine) ? inOneLine.replace(/\^([\s\S])/gu, '$1') : inOneLine;
}

/** `--data-raw=x` is the same as `--data-raw x`. */
function nameAndValue(word: string): string[] {
  const option = /^(--[a-z][a-z-]*)=/u.exec(word);
  return option?.[1] === undefined ? [word] : [option[1], word.slice(option[0].length)];
}

/** One field whose value is sent as it stands here, whatever is in it. */
function rawPair(text: string): Pair[] {
  const at = text.indexOf('=');
  return at < 1 ? [] : [[text.slice(0, at), text.slice(at + 1)]];
}

function headerPair(text: string): Pair[] {
  const at = text.indexOf(':');
  return at < 1 ? [] : [[text.slice(0, at), text.slice(at + 1).trim()]];
}

/** The words of a command, without quotes and escapes: `'…'`, `"…"`, `$'…'` and `\…`. */
export function shellWords(text: string): string[] {
  const words =
    text.match(
      /(?:\$'(?:\\[\s\S]|[^'\\])*'|'[^']*'|"(?:\\[\s\S]|[^"\\])*"|\\[\s\S]|[^\s'"\\])+/gu,
    ) ?? [];
  return words.map((word) =>
    word.replace(
      /\$'((?:\\[\s\S]|[^'\\])*)'|'([^']*)'|"((?:\\[\s\S]|[^"\\])*)"|\\([\s\S])/gu,
      (_, ansi?: string, single?: string, double?: string, escaped?: string) => {
        if (ansi !== undefined) return ansiText(ansi);
        return single ?? double?.replace(/\\([$`"\\])/gu, '$1') ?? escaped ?? '';
      },
    ),
  );
}

const ansiLetters: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** What stands in `$'…'`: browsers write it for a value with an apostrophe or an exclamation mark. */
function ansiText(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-f]{1,4})|x([0-9a-f]{1,2})|([\s\S]))/giu,
    (_, unicode?: string, hex?: string, letter?: string) => {
      const code = unicode ?? hex;
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
      return ansiLetters[letter ?? ''] ?? letter ?? '';
    },
  );
}
