/** A form's body: `userName=a%40b.example&orgId=008…`, on one line or with a line for each field. */
import { named } from './names.ts';
import { HOLE } from './types.ts';

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

/** True for a text that is a body and nothing else, with two names of ours in it. */
export function isForm(text: string): boolean {
  const parts = inOneLine(text).replace(/^\?/u, '').split('&');
  if (!parts.every((part) => /^[A-Za-z][\w.[\]-]*=/u.test(part))) return false;
  if (/[\r\n]/u.test(inOneLine(text))) return false;
  const known = parts.filter((part) => named(part.slice(0, part.indexOf('='))) !== null);
  return (
    known.length > 1 || (known.length === 1 && parts.length > 1 && /%[0-9a-f]{2}/iu.test(text))
  );
}

/** The fields of a body. Parts without a name are left out. */
export function formFields(text: string): Field[] {
  return text.split('&').flatMap((part): Field[] => {
    const at = part.indexOf('=');
    return at < 1 ? [] : [{ name: part.slice(0, at), text: decodeForm(part.slice(at + 1)) }];
  });
}

/**
 * Decodes one value. A `+` is a space, but in a text that has spaces, or signs that would have been
 * encoded with it, nobody can tell.
 */
export function decodeForm(text: string): string | null {
  if (text.includes('+') && /[^\w*.+%!~'()\uFDD0\uFDD1-]/u.test(text)) return null;
  try {
    return decodeURIComponent(text.replace(/\+/gu, ' '));
  } catch {
    return text.includes(HOLE) ? text : null;
  }
}
