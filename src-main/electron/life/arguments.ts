/** The app's own command-line arguments. Chromium adds more of its own, which are left alone. */

import path from 'node:path';

export interface Arguments {
  /** Another folder for the user's data; null for the system's own. */
  readonly userData: string | null;
  /** Go straight into the practice sandbox. */
  readonly practice: boolean;
  /** Start without the window, as at login. */
  readonly hidden: boolean;
  /** What a later start needs to find the same data, and the keyring that opens it. */
  readonly lasting: readonly string[];
}

const valuesOf = (argv: readonly string[], name: string): readonly string[] => {
  const prefix = `--${name}=`;
  return argv
    .filter((argument) => argument.startsWith(prefix))
    .map((argument) => argument.slice(prefix.length))
    .filter((value) => value !== '');
};

/** Reads the whole command line. A later start may be in another folder, so its path is whole. */
export function readArguments(argv: readonly string[]): Arguments {
  const userData = valuesOf(argv, 'user-data')[0] ?? null;
  // Chromium's own: of several it takes the last.
  const store = valuesOf(argv, 'password-store').at(-1);
  return {
    userData,
    practice: argv.includes('--practice'),
    hidden: argv.includes('--hidden'),
    lasting: [
      ...(store === undefined ? [] : [`--password-store=${store}`]),
      ...(userData === null ? [] : [`--user-data=${path.resolve(userData)}`]),
    ],
  };
}
