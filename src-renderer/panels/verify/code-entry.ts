/** What stands in the code field: digits as typed, or the six digits of a pasted code. */
import { normalizeMfaCode } from '../../../src-shared/mfa-code.ts';

/** `123-456`, spaces and full-width digits become six digits at once; anything else stays as it is. */
export function tidyCode(typed: string): string {
  return normalizeMfaCode(typed) ?? typed;
}
