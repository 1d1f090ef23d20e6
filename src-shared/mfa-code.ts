/** The six digits from the phone, however a person typed or pasted them. */

/**
 * Reads a code as people write it: `123-456`, spaces and full-width digits are accepted, since the
 * v2 documentation prints it with a hyphen (bill-api 1.6).
 *
 * @returns exactly six ASCII digits, or null when the text holds anything else.
 */
export function normalizeMfaCode(text: string): string | null {
  const digits = text.normalize('NFKC').replace(/[\s\u2010-\u2015-]/gu, '');
  return /^[0-9]{6}$/u.test(digits) ? digits : null;
}
