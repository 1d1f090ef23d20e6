/**
 * A text as each shell and language writes it, whatever it holds; half of a surrogate pair and
 * control characters but the line break have been refused before. Single quotes throughout: in them
 * the least means anything, and the JSON in them stays readable.
 */

/** bash and zsh take everything in single quotes as it stands, `!` at a prompt included. */
export const posixText = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** fish knows two escapes in single quotes. */
export const fishText = (text: string): string => `'${text.replace(/[\\']/gu, '\\$&')}'`;

/** PowerShell takes the typographic single quotes for the plain one. */
export const powerShellText = (text: string): string =>
  `'${text.replace(/['\u2018-\u201b]/gu, '$&$&')}'`;

/** JavaScript and Python agree on these. */
export const codeText = (text: string): string =>
  `'${text.replace(/[\\']/gu, '\\$&').replaceAll('\n', '\\n')}'`;

/** As a form's body may have it, and a terminal shows it. */
export const formText = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/gu,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
