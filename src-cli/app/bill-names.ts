/** The few names of BILL's that decide how a command ends. */

/** What a refusal by BILL means for the exit code (bill-api 2). */
export function meaningOf(code: string | null): 'notTrusted' | 'noSession' | 'apiError' {
  if (code === 'BDC_1361') return 'notTrusted';
  return code === 'BDC_1109' ? 'noSession' : 'apiError';
}

/** Opening, verifying and closing a session is for the app alone. */
export const isForTheApp = (operation: string): boolean =>
  /^(?:Login|Logout|ListOrgs|MFA\w*)$/iu.test(operation);

/** Whether an operation only reads, by its name: what access to ask for. The app decides by the facts. */
export const seemsToRead = (operation: string): boolean =>
  /^(?:List|Get|Crud\/Read|CurrentTime$|Errors$|Search|\w+Search$)/u.test(operation);
