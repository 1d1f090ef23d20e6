/** What is said of an error to somebody who asks why: loaded with the window's explainer. */

/** The one thing to do about it; src-renderer/explain/fixes.ts does each. */
export type Fix =
  /** Extends the session, or signs in where there is none: the next answer tells whether it is over. */
  | 'tryAgain'
  // one field of the form
  | 'editUserName'
  | 'editPassword'
  | 'editOrganization'
  | 'editDevKey'
  | 'editServer'
  // the code from the phone
  | 'verify'
  | 'sendCode'
  | 'enterCode'
  // where to look
  | 'openActivity'
  | 'openConsole'
  | 'openPhoneHelp'
  | 'openDiagnostics'
  /** Nothing here helps. */
  | 'copyForSupport';

export interface Reasons {
  /** Likely ones, the likeliest first. "%s" is the server. */
  readonly reasons: readonly string[];
  readonly fix: Fix;
}

export const because = (fix: Fix, ...reasons: readonly string[]): Reasons => ({ fix, reasons });
