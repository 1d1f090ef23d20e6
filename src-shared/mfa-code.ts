/** The six digits from the phone, however a person typed or pasted them. */

/**
 * Reads a code as people write and paste it: `123-456`, with any dash, since the v2 documentation
 * prints it with a hyphen (bill-api 1.6); spaces, full-width digits, and the marks that cannot be seen
 * with which phones wrap what is copied.
 *
 * @returns exactly six ASCII digits, or null when the text holds anything else.
 */
export function normalizeMfaCode(text: string): string | null {
  const digits = text.normalize('NFKC').replace(/[\s\p{Pd}\p{Cf}\u2212]/gu, '');
  return /^[0-9]{6}$/u.test(digits) ? digits : null;
}
