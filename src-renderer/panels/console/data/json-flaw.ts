/** Where a text is no JSON, and what is missing there. */
import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { HIDDEN } from '../../../../src-shared/text/mask.ts';
import { parseJson } from '../../../../src-shared/text/parse-json.ts';

export type FlawKind =
  | 'value'
  | 'name'
  | 'colon'
  | 'comma'
  | 'brace'
  | 'bracket'
  | 'end'
  | 'symbol'
  | 'comment'
  | 'string'
  | 'escape'
  | 'number'
  | 'object' // JSON, but no object
  | 'hidden'; // a value that was masked where it came from

/** `from` and `to` count UTF-16 units, `line` and `column` from 1. */
export interface Flaw {
  readonly kind: FlawKind;
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly column: number;
}

/** By the parser's names. */
const kinds: Readonly<Record<string, FlawKind>> = {
  InvalidSymbol: 'symbol',
  InvalidNumberFormat: 'number',
  PropertyNameExpected: 'name',
  ValueExpected: 'value',
  ColonExpected: 'colon',
  CommaExpected: 'comma',
  CloseBraceExpected: 'brace',
  CloseBracketExpected: 'bracket',
  EndOfFileExpected: 'end',
  InvalidCommentToken: 'comment',
  UnexpectedEndOfComment: 'comment',
  UnexpectedEndOfString: 'string',
  UnexpectedEndOfNumber: 'number',
  InvalidUnicode: 'escape',
  InvalidEscapeCharacter: 'escape',
  InvalidCharacter: 'string',
};

/** The first thing that keeps `text` from being sent as `data`; null for nothing. */
export function flawOf(text: string): Flaw | null {
  const value = parseJson(text);
  if (value === undefined) return syntaxFlaw(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return place(text, 'object', 0, text.length);
  }
  const hidden = text.indexOf(HIDDEN);
  return hidden === -1 ? null : place(text, 'hidden', hidden, HIDDEN.length);
}

function syntaxFlaw(text: string): Flaw {
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors.toSorted((a, b) => a.offset - b.offset);
  // What this parser lets pass and JSON does not would be found nowhere.
  if (first === undefined) return place(text, 'symbol', 0, text.length);
  return place(
    text,
    kinds[printParseErrorCode(first.error)] ?? 'symbol',
    first.offset,
    first.length,
  );
}

function place(text: string, kind: FlawKind, offset: number, length: number): Flaw {
  const from = Math.min(offset, text.length);
  const to = Math.min(from + length, text.length);
  const before = text.slice(0, from).split('\n');
  const column = (before.at(-1) ?? '').length + 1;
  return { kind, from, to, line: before.length, column };
}
