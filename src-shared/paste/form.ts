/** A form's body: `userName=a%40b.example&orgId=008…`, on one line or with a line for each field. */
import { named } from './names.ts';
import { fact, HOLE, type Carried, type Fact } from './facts.ts';

export interface Field {
  readonly name: string;
  /** Decoded; null when it is not encoded as a form is, so that it could mean two things. */
  readonly text: string | null;
}

/** A body that was broken before or after an `&`, in one line again. */
export const inOneLine = (text: string): string =>
  text
    .trim()
    .replace(/(?<![ \t])[ \t]*\\?\n[ \t]*&/gu, '&')
    .replace(/&[ \t]*\\?\n[ \t]*/gu, '&');

/** As a body has it, with JSON in BILL's `data`, or `<your password>` where a value is to come. */
const VALUE = /^(?:[^\s"`\\]*|<[^<>&]*>|[{[][^\n]*[}\]])$/u;

/** True for a text that is a body and nothing else, with two names of ours in it. */
export function isForm(text: string): boolean {
  const fields = fieldsOf(inOneLine(text).replace(/^\?/u, ''));
  if (!fields.every(([name, value]) => NAME.test(name) && VALUE.test(value))) return false;
  // A quote that the first value begins with is one around the body.
  if (fields[0]?.[1].startsWith("'") === true) return false;
  const known = fields.filter(([name]) => named(name) !== null).length;
  return known > 1 || (known === 1 && fields.length > 1 && /%[0-9a-f]{2}/iu.test(text));
}

const NAME = /^[A-Za-z][\w.[\]-]*$/u;

const fieldsOf = (body: string): (readonly [name: string, value: string])[] =>
  body.split('&').map((part) => {
    const at = part.indexOf('=');
    return at === -1 ? ['', part] : [part.slice(0, at), part.slice(at + 1)];
  });

/** The fields of a body. Parts without a name are left out. */
export function formFields(body: string): Field[] {
  // Who does not encode an @ does not encode a + either.
  const careless = /[^\w*.+%&=!~'()\uFDD0\uFDD1-]/u.test(body);
  return fieldsOf(body)
    .filter(([name]) => name !== '')
    .map(([name, value]) => ({ name, text: decoded(value, careless) }));
}

/** One value. A `+` is a space, but in a body that is not encoded nobody can tell. */
function decoded(text: string, careless: boolean): string | null {
  if (text.includes('+') && careless && !/%[0-9a-f]{2}/iu.test(text)) return null;
  try {
    return decodeURIComponent(text.replace(/\+/gu, ' '));
  } catch {
    return text.includes(HOLE) ? text : null;
  }
}

/** The fields of a form's body, and what they carry themselves: BILL's `data` is JSON. */
export function formFacts(text: string, carried: Carried): Fact[] {
  return formFields(inOneLine(text).replace(/^\?/u, '')).flatMap(({ name, text: value }) => {
    const inner = value === null ? null : carried(value);
    if (inner !== null) return inner.map((fact) => ({ ...fact, path: [name, ...fact.path] }));
    return [fact(name, value, 'form')];
  });
}
