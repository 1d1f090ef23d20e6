/**
 * Reads the command line of the simulator. Pure: words in, settings or a sentence of refusal out.
 */
import { parseNumber } from './option-kinds.ts';
import type { OptionValue } from './option-kinds.ts';
import { OptionError, parseNamedOption } from './option-values.ts';
import { optionTable } from './options.ts';

export interface CliSettings {
  readonly port: number;
  /** Simulated minutes per real second; null is real time. */
  readonly speed: number | null;
  readonly faultsFile: string | null;
  readonly seed: string | null;
  readonly options: Readonly<Record<string, OptionValue>>;
}

export type CliRequest =
  | { readonly kind: 'run'; readonly settings: CliSettings }
  | { readonly kind: 'help' }
  | { readonly kind: 'refused'; readonly sentence: string };

const FLAGS = [
  ['--port <n>', 'Port on 127.0.0.1, 0 to 65535; 0 (the default) takes any free one.'],
  ['--idle-minutes <n>', 'Minutes without a call after which a session ends (default 35).'],
  ['--speed <n>', 'Simulated minutes per real second (default: real time).'],
  ['--faults <file>', 'JSON list of faults; see the README.'],
  ['--seed <text>', 'Makes accounts, session ids and codes repeat. Not for shared machines.'],
  ['--option <name=value>', 'A named option; may be given again for another one.'],
  ['--help', 'This list and the named options.'],
] as const;

const FLAG_NAMES = FLAGS.map(([flag]) => flag.replace(/ .*/, ''));
const REPEATABLE = '--option';

/**
 * Real milliseconds that a reply takes unless the command line says otherwise, so that calls sent
 * together are under way together, as they are at BILL. In scaled time it would be minutes.
 */
const LATENCY_MS = 50;

class Refused extends Error {}

export function parseFlags(words: readonly string[]): CliRequest {
  if (words.includes('--help')) return { kind: 'help' };
  try {
    return { kind: 'run', settings: readSettings(words) };
  } catch (error) {
    if (!(error instanceof Refused || error instanceof OptionError)) throw error;
    return { kind: 'refused', sentence: error.message };
  }
}

export function flagList(): string {
  return FLAGS.map(([flag, about]) => `  ${flag.padEnd(24)}${about}`).join('\n');
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

function readSettings(words: readonly string[]): CliSettings {
  const single = new Map<string, string>();
  const options: Record<string, OptionValue> = {};
  for (const [flag, value] of pairs(words)) {
    if (flag === REPEATABLE) {
      const [name, parsed] = parseNamedOption(value);
      if (Object.hasOwn(options, name)) throw new Refused(`Option ${name} was given twice.`);
      options[name] = parsed;
      continue;
    }
    if (single.has(flag)) throw new Refused(`${flag} was given twice.`);
    single.set(flag, value);
  }
  const idleMinutes = readNumber(single, '--idle-minutes', 0.001, 10_000_000, false);
  if (idleMinutes !== null) {
    if (Object.hasOwn(options, 'idleMinutes')) {
      throw new Refused('--idle-minutes and --option idleMinutes say the same; give one of them.');
    }
    options['idleMinutes'] = idleMinutes;
  }
  const speed = readNumber(single, '--speed', 0.001, 100_000, false);
  if (speed === null) options['latencyMs'] ??= LATENCY_MS;
  return {
    port: readNumber(single, '--port', 0, 65_535, true) ?? 0,
    speed,
    faultsFile: single.get('--faults') ?? null,
    seed: single.get('--seed') ?? null,
    options,
  };
}

/** Pairs of flag and value, written `--flag value` or `--flag=value`. */
function pairs(words: readonly string[]): (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const at = word.startsWith('--') ? word.indexOf('=') : -1;
    const flag = at < 0 ? word : word.slice(0, at);
    if (!FLAG_NAMES.includes(flag)) {
      throw new Refused(`There is no flag "${flag}". Flags: ${FLAG_NAMES.join(', ')}.`);
    }
    const value = at < 0 ? rest.shift() : word.slice(at + 1);
    if (value === undefined || value === '') throw new Refused(`${flag} needs a value.`);
    found.push([flag, value]);
  }
  return found;
}

function readNumber(
  single: ReadonlyMap<string, string>,
  flag: string,
  min: number,
  max: number,
  whole: boolean,
): number | null {
  const text = single.get(flag);
  if (text === undefined) return null;
  const value = parseNumber(text, { min, max, whole });
  if (value !== undefined) return value;
  const noun = whole ? 'a whole number' : 'a number';
  throw new Refused(`${flag} takes ${noun} from ${String(min)} to ${String(max)}, not "${text}".`);
}
