/**
 * The one table of commands: the reader of the command line, the help, the completion and the page in
 * docs/ are made from it, and the compiler asks runs/ for what each one does.
 */
import { shells, type FlagName } from './command-flags.ts';
import type { ExitName } from './exit-codes.ts';

export interface CommandSpec {
  /** One line. */
  readonly about: string;
  /** What else is to be known, a paragraph each. */
  readonly details?: readonly string[];
  readonly flags: readonly FlagName[];
  /** The one word that follows; a name in brackets may be left out. */
  readonly operand?: { readonly name: string; readonly values?: readonly string[] };
  /** What follows is another program's: behind `--`, or from the next word on. */
  readonly rest?: 'behindDashes' | 'everything';
  /** How it can end besides 0, 1 and 2. */
  readonly exits: readonly ExitName[];
  readonly examples?: readonly string[];
}

const SECRETS = 'On a terminal it prints secrets with --reveal only.';
const NEEDS_APP = ['noGrant', 'notRunning', 'timeOut'] as const;

export const commands = {
  status: {
    about: 'How the session stands.',
    details: [
      'It ends with 0 while there is a session (live, atRisk, checking, busy, offline), and with 3 when there is none.',
    ],
    flags: ['json'],
    exits: ['noSession', ...NEEDS_APP],
  },
  list: {
    about: 'The profiles, and how their sessions stand.',
    flags: ['json'],
    exits: [...NEEDS_APP],
  },
  get: {
    about: 'Prints the session for another program to read.',
    details: [SECRETS, 'Without a flag it prints one name=value a line.'],
    flags: ['json', 'field', 'reveal'],
    exits: ['noSession', ...NEEDS_APP],
    examples: ['tabkeeper get --field organizationId', 'tabkeeper get --json | jq -r .baseUrl'],
  },
  exec: {
    about: 'Runs a program with the session in its environment, and nowhere else.',
    details: [
      'The program finds BILL_SESSION_ID, BILL_DEV_KEY, BILL_ORG_ID and BILL_API_URL. In what it prints the secrets, as they are or percent-encoded, become “<concealed by tabkeeper>”; with --no-mask it has the terminal to itself.',
      'With --gateway BILL_API_URL is the gateway with its token in the path, and both secrets read “tabkeeper”: the program never holds the session, and goes on when the session ID is a new one.',
      'It ends as the program did: with its code, with 127 when there is no such program, 126 when it cannot be run, and 128+n after signal n. Signals are passed on.',
    ],
    flags: ['gateway', 'no-mask'],
    rest: 'behindDashes',
    exits: ['noSession', ...NEEDS_APP],
    examples: ['tabkeeper exec -- node app.js', 'tabkeeper exec --gateway -- npm test'],
  },
  env: {
    about: 'Prints the session as a shell’s assignments.',
    details: [`${SECRETS} \`exec\` leaves fewer traces.`],
    flags: ['shell', 'reveal'],
    exits: ['noSession', ...NEEDS_APP],
    examples: ['eval "$(tabkeeper env --shell bash)"', 'tabkeeper env --shell fish | source'],
  },
  call: {
    about: 'Calls an operation of BILL’s API in the session.',
    details: [
      'It prints response_data alone. An error leaves standard output empty and writes its code and text to standard error.',
      'Signing in and out and verifying are for the app alone.',
    ],
    flags: ['data'],
    operand: { name: 'OPERATION' },
    exits: ['noSession', 'notTrusted', 'apiError', ...NEEDS_APP],
    examples: [
      `tabkeeper call List/Bill --data '{"start":0,"max":10}'`,
      'tabkeeper call Crud/Create/Vendor --data @vendor.json',
    ],
  },
  extend: {
    about: 'Touches the session now, so that it lasts.',
    flags: [],
    exits: ['noSession', 'apiError', ...NEEDS_APP],
  },
  verify: {
    about: 'Sends a code to the phone after a yes, and takes it: the session is trusted.',
    flags: ['remember'],
    exits: ['noSession', 'notTrusted', 'apiError', ...NEEDS_APP],
  },
  wait: {
    about: 'Waits until there is a session.',
    details: ['Without --timeout it waits for as long as Tabkeeper runs.'],
    flags: ['trusted', 'timeout'],
    exits: [...NEEDS_APP],
    examples: ['tabkeeper wait --trusted --timeout 60 && ./pay-bills.sh'],
  },
  gateway: {
    about: 'Prints the gateway’s address or its token.',
    details: ['It is turned on in the window alone.', SECRETS],
    flags: ['reveal'],
    operand: { name: 'url|token', values: ['url', 'token'] },
    exits: [...NEEDS_APP],
  },
  simulator: {
    about: 'Runs a local stand-in for BILL’s sandbox; it needs no app.',
    details: ['All that follows is the simulator’s: `tabkeeper simulator --help` lists it.'],
    flags: [],
    rest: 'everything',
    exits: [],
    examples: ['tabkeeper simulator --port 8080'],
  },
  doctor: {
    about: 'Looks at all that the command line needs, and says what is missing.',
    flags: ['json'],
    exits: [...NEEDS_APP],
  },
  completion: {
    about: 'Prints the script that completes words in a shell.',
    flags: [],
    operand: { name: shells.join('|'), values: shells },
    exits: [],
    examples: [
      'eval "$(tabkeeper completion bash)"',
      'tabkeeper completion fish > ~/.config/fish/completions/tabkeeper.fish',
      'tabkeeper completion powershell | Out-String | Invoke-Expression',
    ],
  },
  help: {
    about: 'Prints the commands, or the help of one.',
    flags: [],
    operand: { name: '[COMMAND]' },
    exits: [],
  },
} as const satisfies Readonly<Record<string, CommandSpec>>;

export type CommandName = keyof typeof commands;
export const commandNames = Object.keys(commands) as readonly CommandName[];
export const isCommand = (word: string): word is CommandName => Object.hasOwn(commands, word);
export const specOf = (name: CommandName): CommandSpec => commands[name];
