/** The six digits from the phone, however a person typed or pasted them. */
import type { InputProblem } from '../result.ts';

export type ReadCode =
  /** Exactly six ASCII digits. */
  { readonly code: string } | { readonly problem: InputProblem };

/**
 * Reads a code as people write and paste it: `123-456` with any dash, since the v2 documentation
 * prints it with a hyphen (bill-api 1.6), with spaces, in the digits of any script, with the marks that
 * cannot be seen with which phones wrap what is copied; or a whole message with one run of six digits.
 */
export function readCode(text: string): ReadCode {
  const plain = toAscii(text).replace(/[\p{Cf}\ufe0e\ufe0f]/gu, '');
  const digits = plain.replace(/[\s\p{Pd}\u2212]/gu, '');
  if (digits === '') return { problem: 'missing' };
  const runs = runsIn(plain, SIX);
  const [code, another] = runs.length > 0 ? runs : runsIn(plain, THREE_AND_THREE);
  if (another !== undefined) return { problem: 'severalCodes' };
  if (/^\d+$/u.test(digits)) {
    if (digits.length === 6) return { code: digits };
    return { problem: digits.length < 6 ? 'fewDigits' : 'manyDigits' };
  }
  return code === undefined ? { problem: 'notSixDigits' } : { code };
}

/** No part of a longer number, of an amount or of a time. */
const SIX = /(?<!\d|\d[.,:])\d{6}(?!\d|[.,:]\d)/gu;
const THREE_AND_THREE =
  /(?<!\d|\d[.,:\p{Pd}\u2212 ])\d{3}[\p{Pd}\u2212 ]\d{3}(?!\d|[.,:\p{Pd}\u2212 ]\d)/gu;

const runsIn = (text: string, pattern: RegExp): string[] =>
  (text.match(pattern) ?? []).map((run) => run.replace(/\D/gu, ''));

/** Every decimal digit of Unicode as its ASCII one. */
const toAscii = (text: string): string =>
  text.replace(/\p{Nd}/gu, (digit) => String(valueOf(digit)));

/** The decimal digits of a script stand together, from zero on (Unicode 4.6): so far from their start. */
function valueOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let start = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(start - 1))) start--;
  return (code - start) % 10;
}
