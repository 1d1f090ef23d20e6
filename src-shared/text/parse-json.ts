/** The value of a JSON text; undefined, which JSON cannot express, for any other text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's error quotes the text, which may hold a secret, so it ends here.
    return undefined;
  }
}

/** True for the text of a JSON object or list. */
export function isJson(text: string): boolean {
  return /^\s*[[{]/u.test(text) && parseJson(text) !== undefined;
}

/** True for a JSON object: no list, and not null. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
