/** What the command line ends with, and the one way to end early. */

export const EXIT = {
  done: 0,
  other: 1,
  usage: 2,
  noSession: 3,
  notTrusted: 4,
  noGrant: 5,
  notRunning: 6,
  apiError: 7,
  timeOut: 124,
} as const;
export type ExitName = keyof typeof EXIT;

/** For the help and the page. */
export const exitTexts: Readonly<Record<ExitName, string>> = {
  done: 'done',
  other: 'something else went wrong; the sentence on stderr says what',
  usage: 'the command line itself is wrong, or a secret would be printed on a terminal',
  noSession: 'no session is open',
  notTrusted: 'the session is not trusted',
  noGrant: 'you refused it, or there is no access',
  notRunning: 'Tabkeeper is not running, or hand-off is off',
  apiError: 'BILL answered with an error, or could not be reached',
  timeOut: 'it took too long',
};

/** Ends the command: a sentence for stderr, and the code. */
export class Stopped extends Error {
  readonly exit: number;
  constructor(exit: ExitName, sentence: string) {
    super(sentence);
    this.exit = EXIT[exit];
  }
}
