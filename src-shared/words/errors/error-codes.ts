/** How BILL's codes are written. */

export const ERROR_CODE = /^BDC_\d{1,8}$/u;

/** The code that somebody means who types `1101`, `bdc 1101` or `BDC_1101`; null for anything else. */
export function typedCode(text: string): string | null {
  const digits = /^\s*(?:bdc[\s_-]*)?(\d{4,8})\s*$/iu.exec(text)?.[1];
  return digits === undefined ? null : `BDC_${digits}`;
}
