/** The words of a shell: their text, with a hole for each variable. */
import type { Command, Redirection, Word } from 'unbash';
import { HOLE, hole } from '../facts.ts';

/** A word as the shell would hand it on. */
interface Read {
  readonly text: string | null;
  /** Without quotes, so that its end is where the next space is. */
  readonly bare: boolean;
}

/** An argument, `NAME=value` included; null when the shell works it out in a way not known here. */
export const argOf = (arg: Command['args'][number], source: string): string | null => {
  if (arg.type === 'Word') return readWord(arg, source).text;
  const value =
    arg.value.type === 'Word' && arg.append !== true ? readWord(arg.value, source).text : null;
  return value === null ? null : `${arg.name}=${value}`;
};

/** What is written into a command by `<<END` or `<<<`. */
export function inputOf(redirects: readonly Redirection[], source: string): string | null {
  for (const redirect of redirects) {
    if (redirect.type === 'HereString')
      return redirect.target === undefined ? null : readWord(redirect.target, source).text;
    if (redirect.type !== 'HereDoc') continue;
    const { body, delimiter } = redirect;
    if (delimiter?.quoted === true || body.parts === undefined) {
      return delimiter?.quoted !== true && body.text.includes('\\') ? null : body.text;
    }
    return body.text.includes('\\') ? null : join(body.parts, source);
  }
  return null;
}

type Part = NonNullable<Word['parts']>[number];

export function readWord(word: Word, source: string): Read {
  const { parts } = word;
  const bare = !/["'\\]/u.test(word.text);
  if (parts === undefined) return { text: word.text.startsWith('~') ? null : word.value, bare };
  return { text: word.text.startsWith('~') ? null : join(parts, source), bare };
}

/** The parts as one text; null when one of them is worked out by the shell in more than one way. */
function join(parts: readonly Part[], source: string): string | null {
  let text = '';
  for (const part of parts) {
    const piece = pieceOf(part, source);
    if (piece === null) return null;
    text += piece;
  }
  return text;
}

function pieceOf(part: Part, source: string): string | null {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return part.value.includes(HOLE) ? null : part.value;
    case 'DoubleQuoted':
      return join(part.parts, source);
    case 'SimpleExpansion':
      return hole(part.text);
    case 'ParameterExpansion':
      return hole(part.operation === undefined ? part.parameter : '');
    case 'CommandExpansion':
    case 'ArithmeticExpansion':
      return hole();
    default:
      return null;
  }
}
