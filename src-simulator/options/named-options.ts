/**
 * Turns what a caller gave into a complete, checked set of named options.
 */
import type { OptionSpec, OptionValue } from './kinds.ts';
import { optionTable } from './option-table.ts';

export type OptionName = keyof typeof optionTable;

export type NamedOptions = {
  readonly [K in OptionName]: (typeof optionTable)[K] extends OptionSpec<infer T> ? T : never;
};

/** A refusal whose message is a sentence for the person who gave the value. */
export class OptionError extends Error {}

const NAMES = Object.keys(optionTable);

function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(optionTable, name);
}

/** Reads one `name=value` from a command line. Throws OptionError. */
export function parseNamedOption(text: string): readonly [OptionName, OptionValue] {
  const at = text.indexOf('=');
  if (at < 1) throw new OptionError(`An option is written name=value, not "${text}".`);
  const name = text.slice(0, at);
  if (!isOptionName(name)) throw new OptionError(unknownName(name));
  return [name, readValue(name, text.slice(at + 1))];
}

/** Fills in the defaults and checks what was given. Throws OptionError. */
export function resolveOptions(given: Readonly<Record<string, unknown>>): NamedOptions {
  const resolved: Record<string, OptionValue> = {};
  for (const [name, spec] of Object.entries(optionTable)) resolved[name] = spec.initial;
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    if (!isOptionName(name)) throw new OptionError(unknownName(name));
    const text = isOptionValue(value) ? String(value) : typeof value;
    const parsed = readValue(name, text);
    // As a text '35' would pass where 35 is meant.
    if (parsed !== value) throw new OptionError(badValue(name, text));
    resolved[name] = parsed;
  }
  // Sound: every name of the table was given its default above, then only values of its own parser.
  return resolved as unknown as NamedOptions;
}

function isOptionValue(value: unknown): value is OptionValue {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function readValue(name: OptionName, text: string): OptionValue {
  const value = optionTable[name].parse(text);
  if (value === undefined) throw new OptionError(badValue(name, text));
  return value;
}

function badValue(name: OptionName, text: string): string {
  return `Option ${name} takes ${optionTable[name].allowed}, not "${text}".`;
}

function unknownName(name: string): string {
  return `There is no option "${name}". Options: ${NAMES.join(', ')}.`;
}
