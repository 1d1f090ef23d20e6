/** The app's own command-line arguments. Chromium adds more of its own, which are left alone. */

export interface Arguments {
  /** Another folder for the user's data; null for the system's own. */
  readonly userData: string | null;
  /** Go straight into the practice sandbox. */
  readonly practice: boolean;
  /** Start without the window, as at login. */
  readonly hidden: boolean;
}

/** Reads `--user-data=<dir>` and `--practice` out of the whole command line. */
export function readArguments(argv: readonly string[]): Arguments {
  const prefix = '--user-data=';
  const given = argv.find((argument) => argument.startsWith(prefix))?.slice(prefix.length);
  return {
    userData: given === undefined || given === '' ? null : given,
    practice: argv.includes('--practice'),
    hidden: argv.includes('--hidden'),
  };
}
