/** Every flag of the command line; the table of commands says which of them each takes. */

/** What `get --field` can print. */
export const secretFields = ['sessionId', 'devKey'] as const;
export const openFields = [
  'organizationId',
  'userId',
  'baseUrl',
  'server',
  'state',
  'profile',
  'trusted',
  'trustedUntil',
  'expiresAtLeast',
  'keepAlive',
] as const;
export const sessionFields: readonly string[] = [...secretFields, ...openFields];

export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof shells)[number];

interface Switch {
  readonly about: string;
}
interface ValueFlag extends Switch {
  /** What its value is, in the help. */
  readonly takes: string;
  /** The only values it has. */
  readonly values?: readonly string[];
  /** What a shell completes it with. */
  readonly completes?: 'profiles' | 'files';
}

export const switches = {
  json: { about: 'Prints JSON.' },
  reveal: { about: 'Prints secrets although the output is a terminal.' },
  gateway: { about: 'Gives the program the gateway’s address, and no secret of the session.' },
  'no-mask': {
    about: 'Leaves the terminal to the program, and what it prints unread.',
  },
  remember: { about: 'Remembers this device for 30 days.' },
  trusted: { about: 'Waits until the session is trusted too.' },
  version: { about: 'Prints the version.' },
  help: { about: 'Prints the help of the command.' },
} as const satisfies Readonly<Record<string, Switch>>;
export type SwitchName = keyof typeof switches;

export const valueFlags = {
  profile: {
    takes: 'PROFILE',
    completes: 'profiles',
    about:
      'The ID or the exact name of the profile. Without it TABKEEPER_PROFILE, else the only open session.',
  },
  'user-data': {
    takes: 'FOLDER',
    completes: 'files',
    about: 'The folder of Tabkeeper’s data. Without it TABKEEPER_USER_DATA, else the usual one.',
  },
  field: { takes: 'NAME', values: sessionFields, about: 'Prints this value alone.' },
  shell: {
    takes: 'SHELL',
    values: shells,
    about: 'Whose assignments to print. Without it those of the shell in use.',
  },
  data: {
    takes: 'JSON',
    completes: 'files',
    about: 'The data of the operation: JSON, @FILE, or - for standard input.',
  },
  timeout: { takes: 'SECONDS', about: 'Ends with 124 after so many seconds.' },
} as const satisfies Readonly<Record<string, ValueFlag>>;
export type ValueName = keyof typeof valueFlags;

export type FlagName = SwitchName | ValueName;

export const isSwitch = (name: string): name is SwitchName => Object.hasOwn(switches, name);
export const isValueFlag = (name: string): name is ValueName => Object.hasOwn(valueFlags, name);

export const valueFlag = (name: ValueName): ValueFlag => valueFlags[name];

/** Every command takes these. */
export const commonFlags: readonly FlagName[] = ['profile', 'user-data', 'help'];

/** `--field NAME` */
export const written = (name: FlagName): string =>
  isValueFlag(name) ? `--${name} ${valueFlags[name].takes}` : `--${name}`;

export const aboutFlag = (name: FlagName): string =>
  isValueFlag(name) ? valueFlags[name].about : switches[name].about;
