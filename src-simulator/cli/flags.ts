/**
 * Reads the command line of the simulator. Pure: words in, settings or a sentence of refusal out.
 */
import { parseArgs } from 'node:util';

import { isHostName } from '../http/hosts.ts';
import { parseNumber } from '../options/kinds.ts';
import type { OptionValue } from '../options/kinds.ts';
import { OptionError, parseNamedOption } from '../options/named-options.ts';
import { optionTable } from '../options/option-table.ts';

export interface CliSettings {
  readonly port: number;
  readonly host: string;
  readonly allowHosts: readonly string[];
  /** `own` makes a certificate; null is plain HTTP. */
  readonly tls: 'own' | { readonly certFile: string; readonly keyFile: string } | null;
  /** The port of the control API; null: there is none. */
  readonly controlPort: number | null;
  /** Simulated minutes per real second; null is real time. */
  readonly speed: number | null;
  readonly faultsFile: string | null;
  readonly stubsFile: string | null;
  readonly dataFile: string | null;
  readonly seed: string | null;
  readonly options: Readonly<Record<string, OptionValue>>;
  /** The ready line and no other. */
  readonly quiet: boolean;
  /** Lines for a person instead of JSON. */
  readonly pretty: boolean;
}

export type CliRequest =
  | { readonly kind: 'run'; readonly settings: CliSettings }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'refused'; readonly sentence: string };

interface Flag {
  /** What its value is; a flag without is a switch. */
  readonly takes?: string;
  readonly repeats?: true;
  readonly about: string;
}

/** The one table: what is read, listed by --help, and in the README. */
const FLAGS: Readonly<Record<string, Flag>> = {
  port: { takes: 'n', about: 'Port, 0 to 65535; 0 (the default) takes any free one.' },
  host: {
    takes: 'addr',
    about: 'Address to listen on (default 127.0.0.1); 0.0.0.0 is every one of this machine.',
  },
  'allow-host': {
    takes: 'name',
    repeats: true,
    about: 'A name that requests may ask for besides loopback and the address; may be given again.',
  },
  tls: {
    about: 'HTTPS, with a certificate made for this run; the ready line names its authority.',
  },
  'tls-cert': { takes: 'file', about: 'HTTPS, with this certificate (PEM) …' },
  'tls-key': { takes: 'file', about: '… and its key.' },
  control: {
    takes: 'port',
    about: 'The control API on this port of 127.0.0.1; 0 takes any free one.',
  },
  'idle-minutes': {
    takes: 'n',
    about: 'Minutes without a call after which a session ends (default 35).',
  },
  speed: { takes: 'n', about: 'Simulated minutes per real second (default: real time).' },
  faults: { takes: 'file', about: 'JSON list of faults; see the README.' },
  stubs: { takes: 'file', about: 'JSON list of replies of your own; see the README.' },
  data: { takes: 'file', about: 'JSON of objects in the place of sample data; see the README.' },
  seed: {
    takes: 'text',
    about: 'Makes accounts, session ids and codes repeat. Not for shared machines.',
  },
  option: {
    takes: 'name=value',
    repeats: true,
    about: 'A named option; may be given again for another one.',
  },
  quiet: { about: 'Prints the ready line and no other.' },
  pretty: { about: 'Prints lines for people instead of JSON.' },
  version: { about: 'The version.' },
  help: { about: 'This list and the named options.' },
};

const FLAG_NAMES = Object.keys(FLAGS).map((name) => `--${name}`);

/**
 * Real milliseconds that a reply takes unless the command line says otherwise, so that calls sent
 * together are under way together, as they are at BILL. In scaled time it would be minutes.
 */
const LATENCY_MS = 50;

class Refused extends Error {}

export function parseFlags(words: readonly string[]): CliRequest {
  if (words.includes('--help')) return { kind: 'help' };
  if (words.includes('--version')) return { kind: 'version' };
  try {
    return { kind: 'run', settings: readSettings(readWords(words)) };
  } catch (error) {
    if (!(error instanceof Refused || error instanceof OptionError)) throw error;
    return { kind: 'refused', sentence: error.message };
  }
}

export function flagList(): string {
  return Object.entries(FLAGS)
    .map(([name, { takes, about }]) => {
      const flag = takes === undefined ? `--${name}` : `--${name} <${takes}>`;
      return `  ${flag.padEnd(24)}${about}`;
    })
    .join('\n');
}

export function helpText(): string {
  const options = Object.entries(optionTable).map(
    ([name, spec]) =>
      `  ${name} = ${String(spec.initial)}  (${spec.allowed})  [${spec.mark}]\n      ${spec.about}`,
  );
  return [
    'A local stand-in for the BILL v2 sandbox. Not affiliated with BILL.',
    '',
    'Flags:',
    flagList(),
    '',
    'Named options, for --option name=value, with default and evidence:',
    ...options,
  ].join('\n');
}

const flagOf = (name: string): Flag | undefined =>
  Object.hasOwn(FLAGS, name) ? FLAGS[name] : undefined;

/** What was given for each flag, without its dashes. */
type Given = ReadonlyMap<string, readonly string[]>;

function readWords(words: readonly string[]): Given {
  const options = Object.entries(FLAGS).map(([name, { takes }]) => {
    const type: 'boolean' | 'string' = takes === undefined ? 'boolean' : 'string';
    return [name, { type }] as const;
  });
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries(options),
    // Its own refusals are not in our words.
    strict: false,
    tokens: true,
  });
  const given = new Map<string, string[]>();
  for (const token of tokens) {
    const word = token.kind === 'option' ? token.rawName : (words[token.index] ?? '');
    const flag = token.kind === 'option' && word.startsWith('--') ? flagOf(token.name) : undefined;
    if (token.kind !== 'option' || flag === undefined) {
      throw new Refused(`There is no flag "${word}". Flags: ${FLAG_NAMES.join(', ')}.`);
    }
    const value = token.value ?? '';
    if (flag.takes === undefined && token.value !== undefined) {
      throw new Refused(`${word} takes no value.`);
    }
    if (flag.takes !== undefined && value === '') throw new Refused(`${word} needs a value.`);
    const earlier = given.get(token.name);
    if (earlier !== undefined && flag.repeats !== true) {
      throw new Refused(`${word} was given twice.`);
    }
    given.set(token.name, [...(earlier ?? []), value]);
  }
  return given;
}

function readSettings(given: Given): CliSettings {
  const speed = readNumber(given, 'speed', 0.001, 100_000, false);
  return {
    port: readNumber(given, 'port', 0, 65_535, true) ?? 0,
    host: readHost(given),
    allowHosts: (given.get('allow-host') ?? []).map((name) => {
      const plain = name.replace(/^\[(.*)\]$/, '$1');
      if (isHostName(plain)) return plain;
      throw new Refused(`--allow-host takes a name or an address without a port, not "${name}".`);
    }),
    tls: readTls(given),
    controlPort: readNumber(given, 'control', 0, 65_535, true),
    speed,
    faultsFile: single(given, 'faults'),
    stubsFile: single(given, 'stubs'),
    dataFile: single(given, 'data'),
    seed: single(given, 'seed'),
    options: readOptions(given, speed),
    quiet: given.has('quiet'),
    pretty: given.has('pretty'),
  };
}

const single = (given: Given, name: string): string | null => given.get(name)?.[0] ?? null;

function readHost(given: Given): string {
  const host = single(given, 'host') ?? '127.0.0.1';
  if (isHostName(host)) return host;
  throw new Refused(`--host takes an address or a name of this machine, not "${host}".`);
}

function readTls(given: Given): CliSettings['tls'] {
  const certFile = single(given, 'tls-cert');
  const keyFile = single(given, 'tls-key');
  if (certFile === null && keyFile === null) return given.has('tls') ? 'own' : null;
  if (given.has('tls')) {
    throw new Refused('--tls makes its own certificate; leave it out with --tls-cert.');
  }
  if (certFile !== null && keyFile !== null) return { certFile, keyFile };
  throw new Refused('--tls-cert and --tls-key are given together or not at all.');
}

function readOptions(given: Given, speed: number | null): Record<string, OptionValue> {
  const options: Record<string, OptionValue> = {};
  for (const text of given.get('option') ?? []) {
    const [name, value] = parseNamedOption(text);
    if (Object.hasOwn(options, name)) throw new Refused(`Option ${name} was given twice.`);
    options[name] = value;
  }
  const idleMinutes = readNumber(given, 'idle-minutes', 0.001, 10_000_000, false);
  if (idleMinutes !== null) {
    if (Object.hasOwn(options, 'idleMinutes')) {
      throw new Refused('--idle-minutes and --option idleMinutes say the same; give one of them.');
    }
    options['idleMinutes'] = idleMinutes;
  }
  if (speed === null) options['latencyMs'] ??= LATENCY_MS;
  return options;
}

function readNumber(
  given: Given,
  name: string,
  min: number,
  max: number,
  whole: boolean,
): number | null {
  const text = single(given, name);
  if (text === null) return null;
  const value = parseNumber(text, { min, max, whole });
  if (value !== undefined) return value;
  const noun = whole ? 'a whole number' : 'a number';
  throw new Refused(
    `--${name} takes ${noun} from ${String(min)} to ${String(max)}, not "${text}".`,
  );
}
