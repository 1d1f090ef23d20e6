/**
 * What the command line says beside its results: refusals that say what to do next, and questions. The
 * texts of its help stand in the tables from which the help is made (src-cli/table/).
 */

const list = (names: readonly string[]) => names.join(', ');

/** A command line that cannot be read. */
export const readerWords = {
  noCommand: (word: string, meant: string | null) =>
    `There is no command "${word}".${meant === null ? '' : ` Did you mean ${meant}?`} "tabkeeper help" lists them.`,
  noFlag: (flag: string, command: string | null) =>
    command === null
      ? `There is no flag "${flag}". "tabkeeper help" lists them.`
      : `${command} has no flag "${flag}". "tabkeeper help ${command}" lists those that it has.`,
  twice: (flag: string) => `${flag} was given twice.`,
  noValue: (flag: string) => `${flag} takes no value.`,
  needsValue: (flag: string) => `${flag} needs a value.`,
  oneOf: (what: string, values: readonly string[], given: string) =>
    `${what} takes one of ${list(values)}, not "${given}".`,
  tooMuch: (command: string, word: string) =>
    `${command} takes no "${word}". "tabkeeper help ${command}" says what it takes.`,
  dashes: (command: string, word: string) =>
    `The program stands behind two dashes: tabkeeper ${command} -- ${word} …`,
  noProgram: (command: string) =>
    `${command} needs a program behind two dashes: tabkeeper ${command} -- node app.js`,
  missing: (command: string, operand: string) =>
    `${command} needs ${operand}. "tabkeeper help ${command}" says more.`,
  timeout: (given: string) => `--timeout takes a number of seconds, not "${given}".`,
} as const;

/** The value of a secret on a screen. */
export const revealWords = {
  oneForm: '--json and --field say two forms: give one of them.',
  terminal:
    'That would print a secret on the terminal. Add --reveal if that is what you want, or let another program read it: "tabkeeper exec -- CMD".',
} as const;

/** The file by which the app is found. */
export const endpointWords = {
  notRunning:
    'Tabkeeper is not running, or hand-off is off: start it, or turn on "Let other tools use the session" under Hand-off in its window.',
  noFolder: (folder: string, from: string | null) =>
    from === null
      ? `Tabkeeper is not running: there is no ${folder}. Start it, or name the folder of its data with --user-data.`
      : `Tabkeeper is not running: there is no ${folder}, which ${from} names.`,
  inBrowserHost: (folder: string) =>
    `Tabkeeper runs in the browser host, which has a folder of its own: add --user-data "${folder}".`,
  foreign: (file: string) =>
    `${file} belongs to another user, or others may write it. Nothing was sent. Run this as the user who runs Tabkeeper.`,
  unreadable: (file: string, code: string) =>
    `${file} cannot be read (${code}). Nothing was sent. Run this as the user who runs Tabkeeper.`,
  damaged: (file: string) =>
    `${file} is damaged. Turn hand-off off and on again in Tabkeeper’s window.`,
  newer:
    'This Tabkeeper is newer than the command line. Copy the line for PATH in its window anew.',
} as const;

/** The connection to the app. */
export const lineWords = {
  leftOver:
    'Tabkeeper is not running: it left its socket behind. Start it, and turn hand-off on if it is off.',
  ended: 'Tabkeeper ended before it had answered. Start it again.',
  silent: 'Tabkeeper does not answer. If it stays so, restart it.',
  forbidden: (code: string) =>
    `Tabkeeper’s socket may not be opened by this user (${code}). Run this as the user who runs Tabkeeper.`,
  failed: (code: string) => `Tabkeeper could not be reached (${code}). Restart it.`,
  wrongProof:
    'What listens there is not the Tabkeeper that wrote the endpoint file. Nothing was sent. Restart Tabkeeper.',
  notTheApp:
    'What listens there does not answer as Tabkeeper does. Update Tabkeeper, or turn hand-off off and on again.',
} as const;

/** What the app answered cannot be used. */
export const wireWords = {
  garbage: 'Tabkeeper’s answer cannot be read. Update Tabkeeper and the command line.',
  breaking: (name: string) =>
    `The value of ${name} holds a line break or a NUL, so it is not handed on. Sign in anew in Tabkeeper’s window.`,
} as const;

export const clientWords = {
  unknownCommand: 'This Tabkeeper does not know that command. Update it.',
  noGateway:
    'The gateway is off for this profile, or cannot be reached now: Tabkeeper’s window says which, under Hand-off.',
  tooMany: 'Tabkeeper has too much to do just now. Try again in a moment.',
} as const;

/** Access, and asking for it. */
export const grantWords = {
  asking: (code: string) =>
    `Tabkeeper asks in its window whether this may have access. Allow it there if it shows the code ${code}.`,
  busy: 'Tabkeeper is asking about another program just now; this one waits for its turn.',
  stillBusy:
    'Tabkeeper is still asking about another program. Answer in its window, then try again.',
  refused: 'You refused it in Tabkeeper’s window.',
  nobody: 'Nobody answered in Tabkeeper’s window. Try again, and allow it there.',
  notAsked: (why: string) =>
    `Tabkeeper could not be asked for access. ${why === '' ? 'Try again.' : why}`,
  none: 'This has no access to Tabkeeper yet. Run "tabkeeper status" once, and allow it in the window.',
  ended:
    'The access of the command line has ended, or was revoked. Run it again to ask for it anew.',
  stillTooNarrow: (scopes: readonly string[]) =>
    `What was allowed does not cover this (${list(scopes)}). Signing in and verifying are for Tabkeeper’s window.`,
  noToken: 'TABKEEPER_TOKEN holds no token. Unset it, and the command line asks for access itself.',
  tokenRefused: () =>
    'The token in TABKEEPER_TOKEN is not valid, or not any more. Unset it, and the command line asks for access itself.',
  tokenTooNarrow: (scopes: readonly string[]) =>
    `The token in TABKEEPER_TOKEN does not cover this (${list(scopes)}). Unset it, and the command line asks for access itself.`,
  foreign: (file: string) =>
    `${file} belongs to another user, or others may write it. Run this as the user who runs Tabkeeper, or remove the file.`,
  unreadable: (file: string, code: string) => `${file} cannot be read (${code}). Remove it.`,
  seen: (file: string) => `Others could read ${file}: its token is not used any more.`,
  damaged: (file: string) => `${file} is damaged and is replaced.`,
  notKept: (file: string, code: string) =>
    `The access could not be kept in ${file} (${code}), so the next command asks again.`,
} as const;

export const profileWords = {
  noProfile: 'There is no profile yet. Sign in in Tabkeeper’s window.',
  severalOpen: (names: readonly string[]) =>
    `Several sessions are open: ${list(names)}. Name one with --profile or TABKEEPER_PROFILE.`,
  noneOpen: (names: readonly string[]) =>
    `No session is open. Name a profile with --profile or TABKEEPER_PROFILE: ${list(names)}.`,
  unknown: (text: string, from: string, names: readonly string[]) =>
    `There is no profile "${text}" (${from}). There is: ${names.length === 0 ? 'none' : list(names)}.`,
  sameName: (text: string, ids: readonly string[]) =>
    `Several profiles are named "${text}". Name one by its ID: ${list(ids)}.`,
} as const;

export const sessionLineWords = {
  none: (profile: string, state: string) =>
    `${profile} has no session (${state}). Sign in in Tabkeeper’s window.`,
} as const;

export const childWords = {
  notFound: (program: string) => `${program}: there is no such program.`,
  notExecutable: (program: string, code: string) => `${program} cannot be run (${code}).`,
  noSimulator: (file: string) => `There is no ${file}: the simulator belongs beside this program.`,
} as const;

export const callWords = {
  notJson: '--data is no JSON.',
  notAnObject: '--data is no JSON object: { … }.',
  unreadable: (file: string, code: string) => `${file} cannot be read (${code}).`,
  tooLong: '--data - takes 1 MiB at most.',
  operation: (given: string) => `"${given}" is no name of an operation: List/Bill is one.`,
} as const;

export const extendWords = {
  done: (left: string) => `Extended: at least ${left}.`,
  endless: 'This session does not end by itself.',
} as const;

export const verifyLineWords = {
  already: 'The session is trusted already.',
  question: (profile: string) =>
    `BILL sends a text message with a code to the phone of ${profile}. Send it? [y/N] `,
  notSent: 'No message was sent.',
  code: 'The code: ',
  noCode:
    'No code was entered. It works for five minutes: enter it in Tabkeeper’s window, or start again.',
  failed: 'The session is not trusted. Start again for a new code.',
  done: 'The session is trusted.',
  unreadable: 'A code has six digits.',
} as const;

export const waitWords = {
  late: (isTrusted: boolean) =>
    isTrusted ? 'There was no trusted session in time.' : 'There was no session in time.',
} as const;

/** What `doctor` looks at, and what it found. */
export const doctorWords = {
  node: (version: string) => `Node ${version}`,
  folder: (folder: string, from: string) => `${folder} (${from})`,
  app: (version: string) => `Tabkeeper ${version} answers and has proved that it is the one`,
  otherVersion: (app: string, own: string) =>
    `Tabkeeper is ${app} and this command line ${own}. Copy the line for PATH in its window anew.`,
  token: 'a token in TABKEEPER_TOKEN, which wins over the command line’s own',
  ownToken: (scopes: readonly string[]) => `the command line’s own, for ${list(scopes)}`,
  noToken: 'none yet. Run "tabkeeper status", and allow it in Tabkeeper’s window.',
  profile: (name: string, from: string, state: string) => `${name} (${from}), ${state}`,
  wsl: 'This is WSL. A Tabkeeper on Windows listens at a pipe, which WSL cannot open: use the command line on Windows, as tabkeeper.cmd.',
  container:
    'This is a container. It reaches a Tabkeeper outside when the folder of its data is mounted into it, and when it runs as the same user.',
} as const;

export const internalWords = {
  failed: 'The command line itself failed. Run "tabkeeper doctor".',
} as const;
