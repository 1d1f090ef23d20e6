/** Bodies and commands that stand inside of another text: a string in code, a command's data. */
import { codeIn } from './code/code.ts';
import { formFacts, isForm } from './form.ts';
import { shellFacts } from './shells/shell.ts';
import { isJson } from '../text/parse-json.ts';
import type { Carried } from './facts.ts';

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
