/**
 * The kinds of value a named option may take, and nothing about what any option means.
 * One parser serves the command line (`name=value`) and the library (a typed object), so both refuse
 * the same things.
 */

export interface OptionSpec<T extends OptionValue> {
  readonly initial: T;
  /** What may be given, in words, for the list of options. */
  readonly allowed: string;
  /** How strong the evidence is: D documented, C seen in public code, I our choice. */
  readonly mark: string;
  readonly about: string;
  /** The value, or undefined where the text is not one. */
  readonly parse: (text: string) => T | undefined;
}

export type OptionValue = string | number | boolean;

interface Words {
  readonly mark: string;
  readonly about: string;
}

/** A range of whole numbers for counts and limits. */
export const COUNT = { min: 0, max: 1_000_000, whole: true };

export function amount(
  initial: number,
  range: { readonly min: number; readonly max: number; readonly whole: boolean },
  words: Words,
): OptionSpec<number> {
  const noun = range.whole ? 'a whole number' : 'a number';
  return {
    ...words,
    initial,
    allowed: `${noun} from ${String(range.min)} to ${String(range.max)}`,
    parse: (text) => parseNumber(text, range),
  };
}

/** Reads a plain decimal number; refuses '', '0x10', 'Infinity', '1e3' and anything out of range. */
export function parseNumber(
  text: string,
  range: { readonly min: number; readonly max: number; readonly whole: boolean },
): number | undefined {
  if (!/^\d+(\.\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  if (value < range.min || value > range.max) return undefined;
  if (range.whole && !Number.isInteger(value)) return undefined;
  return value;
}

export function flag(initial: boolean, words: Words): OptionSpec<boolean> {
  return {
    ...words,
    initial,
    allowed: 'true or false',
    parse: (text) => (text === 'true' ? true : text === 'false' ? false : undefined),
  };
}

export function choice<T extends string>(
  initial: T,
  values: readonly T[],
  words: Words,
): OptionSpec<T> {
  return {
    ...words,
    initial,
    allowed: values.join(' or '),
    parse: (text) => values.find((value) => value === text),
  };
}

export function words(initial: string, text: Words): OptionSpec<string> {
  return {
    ...text,
    initial,
    allowed: 'a line of text',
    // Header values and error texts: a line break would let one option forge another header.
    parse: (value) => (/^[\x20-\x7e]{0,300}$/.test(value) ? value : undefined),
  };
}

/** A BDC code, or a code with the text to use: `BDC_1355` or `BDC_1355: Some text.` */
export function bdcError(initial: string, text: Words): OptionSpec<string> {
  return {
    ...text,
    initial,
    allowed: 'BDC_nnnn or "BDC_nnnn: text"',
    parse: (value) => (/^BDC_\d{4}(: [\x20-\x7e]{1,300})?$/.test(value) ? value : undefined),
  };
}

/** An order of the given steps, each exactly once, with commas between. */
export function order(initial: string, text: Words): OptionSpec<string> {
  const steps = initial.split(',').sort().join(',');
  return {
    ...text,
    initial,
    allowed: `${initial} in any order`,
    parse: (value) => (value.split(',').sort().join(',') === steps ? value : undefined),
  };
}
