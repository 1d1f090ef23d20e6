/** Bodies and commands that stand inside of another text: a string in code, a command's data. */
import { codeIn } from './code/code.ts';
import { formFields, inOneLine, isForm } from './form.ts';
import { shellFacts } from './shells/shell.ts';
import { parseJson } from '../text/parse-json.ts';
import type { Fact, Facts } from './facts.ts';

export type Carried = (text: string) => Facts;

/** Texts that are nested deeper are not read. */
const DEEPEST = 4;

/** Null for a text that carries nothing that we know. */
export const carriedBy =
  (depth = 0): Carried =>
  (text) => {
    if (depth >= DEEPEST) return null;
    const inner = carriedBy(depth + 1);
    if (isForm(text)) return formFacts(text, inner);
    if (isJson(text)) return codeIn(text, 'json', inner);
    return /^\s*(?:curl|wget)(?:\.exe)?\s/u.test(text) ? shellFacts(text, inner) : null;
  };

export function isJson(text: string): boolean {
  return /^\s*[[{]/u.test(text) && parseJson(text) !== undefined;
}

/** The fields of a form's body, and what they carry themselves: BILL's `data` is JSON. */
export function formFacts(text: string, carried: Carried): Fact[] {
  return formFields(inOneLine(text).replace(/^\?/u, '')).flatMap(({ name, text: value }) => {
    const inner = value === null ? null : carried(value);
    if (inner !== null) return inner.map((fact) => ({ ...fact, path: [name, ...fact.path] }));
    return [fact(name, value, 'form')];
  });
}

/** A fact without a place in anything but `within`. */
export const fact = (name: string, text: string | null, within: string): Fact => ({
  path: [],
  name,
  text,
  plain: false,
  within,
  entry: [],
  laterCounts: false,
});
