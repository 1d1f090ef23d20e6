/** Reads the words of a command line. Pure: words in, a request or a sentence of refusal out. */
import { readerWords } from '../../src-shared/words/tools/command-words.ts';
import { util } from '../system/builtins.ts';
import {
  commonFlags,
  isSwitch,
  isValueFlag,
  switches,
  valueFlag,
  valueFlags,
  type FlagName,
  type SwitchName,
  type ValueName,
} from './command-flags.ts';
import { commandNames, isCommand, specOf, type CommandName } from './command-table.ts';
import { nearest } from './nearest.ts';

/** What was given of the flags. */
export interface Given {
  has(name: SwitchName): boolean;
  /** Null where it was not given. */
  value(name: ValueName): string | null;
}

export interface CommandCall extends Given {
  readonly command: CommandName;
  readonly operand: string | null;
  /** The other program's words. */
  readonly rest: readonly string[];
}

export type CommandRequest =
  | { readonly kind: 'run'; readonly call: CommandCall }
  | { readonly kind: 'help'; readonly of: CommandName | null }
  | { readonly kind: 'version' }
  /** No command at all. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'refused'; readonly sentence: string };

class Refusal extends Error {}

export function readCommand(words: readonly string[]): CommandRequest {
  try {
    return read(words);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { kind: 'refused', sentence: error.message };
  }
}

/** Every flag of every command: a value must be known as one before the command is. */
const options = {
  ...Object.fromEntries(Object.keys(switches).map((name) => [name, { type: 'boolean' as const }])),
  ...Object.fromEntries(Object.keys(valueFlags).map((name) => [name, { type: 'string' as const }])),
};

const tokensOf = (words: readonly string[]) =>
  // Not strict: its own refusals are not in our words.
  util().parseArgs({ args: [...words], options, strict: false, tokens: true }).tokens;
type Token = ReturnType<typeof tokensOf>[number];

function read(words: readonly string[]): CommandRequest {
  const found = tokensOf(words).find(({ kind }) => kind === 'positional');
  const at = found?.index ?? words.length;
  const word = words[at];
  if (word !== undefined && !isCommand(word)) {
    throw new Refusal(readerWords.noCommand(word, nearest(word, commandNames)));
  }
  const everything = word !== undefined && specOf(word).rest === 'everything';
  const own = everything ? words.slice(0, at + 1) : words;
  const given = new Map<FlagName, string>();
  const others: string[] = [];
  let rest = everything ? words.slice(at + 1) : [];
  for (const token of tokensOf(own)) {
    if (token.kind === 'option-terminator') {
      rest = own.slice(token.index + 1);
      break;
    }
    if (token.kind === 'positional') others.push(token.value);
    else readFlag(token, words, word ?? null, given);
  }
  if (given.has('help')) return { kind: 'help', of: word ?? null };
  if (given.has('version')) return { kind: 'version' };
  if (word === undefined) return { kind: 'nothing' };
  const operands = others.slice(1);
  if (word === 'help') return helpOf(operands);
  return {
    kind: 'run',
    call: {
      command: word,
      operand: operandOf(word, operands),
      rest: restOf(word, rest),
      has: (name) => given.has(name),
      value: (name) => given.get(name) ?? null,
    },
  };
}

function readFlag(
  token: Extract<Token, { kind: 'option' }>,
  words: readonly string[],
  command: CommandName | null,
  given: Map<FlagName, string>,
): void {
  const word = words[token.index] ?? '';
  const name = word === '-h' ? 'help' : token.name;
  const known = word.startsWith('--') || word === '-h';
  if (!known || !(isSwitch(name) || isValueFlag(name))) {
    throw new Refusal(readerWords.noFlag(word.split('=')[0] ?? word, command));
  }
  const taken = command === null ? [] : specOf(command).flags;
  const isOurs = commonFlags.includes(name) || taken.includes(name);
  if (!isOurs && !(name === 'version' && command === null)) {
    throw new Refusal(readerWords.noFlag(`--${name}`, command));
  }
  if (given.has(name)) throw new Refusal(readerWords.twice(`--${name}`));
  given.set(name, isValueFlag(name) ? valueOf(token, name) : noValue(token));
}

function noValue({ rawName, value }: Extract<Token, { kind: 'option' }>): string {
  if (value !== undefined) throw new Refusal(readerWords.noValue(rawName));
  return '';
}

function valueOf(token: Extract<Token, { kind: 'option' }>, name: ValueName): string {
  const { rawName, value = '', inlineValue } = token;
  // Behind a space a dash begins the next flag; alone it is standard input.
  const isFlag = inlineValue !== true && value.startsWith('-') && value !== '-';
  if (value === '' || isFlag) throw new Refusal(readerWords.needsValue(rawName));
  const { values } = valueFlag(name);
  if (values === undefined || values.includes(value)) return value;
  throw new Refusal(readerWords.oneOf(rawName, values, value));
}

function helpOf([of, ...more]: readonly string[]): CommandRequest {
  if (more[0] !== undefined) throw new Refusal(readerWords.tooMuch('help', more[0]));
  if (of === undefined) return { kind: 'help', of: null };
  if (isCommand(of)) return { kind: 'help', of };
  throw new Refusal(readerWords.noCommand(of, nearest(of, commandNames)));
}

function operandOf(command: CommandName, [given, ...more]: readonly string[]): string | null {
  const { operand, rest } = specOf(command);
  const extra = operand === undefined ? given : more[0];
  if (extra !== undefined) {
    throw new Refusal(
      rest === 'behindDashes'
        ? readerWords.dashes(command, extra)
        : readerWords.tooMuch(command, extra),
    );
  }
  if (operand === undefined) return null;
  const { name, values } = operand;
  if (given === undefined) throw new Refusal(readerWords.missing(command, name));
  if (values === undefined || values.includes(given)) return given;
  throw new Refusal(readerWords.oneOf(command, values, given));
}

function restOf(command: CommandName, rest: readonly string[]): readonly string[] {
  const kind = specOf(command).rest;
  if (kind === 'behindDashes' && (rest[0] ?? '') === '') {
    throw new Refusal(readerWords.noProgram(command));
  }
  if (kind === undefined && rest[0] !== undefined) {
    throw new Refusal(readerWords.tooMuch(command, rest[0]));
  }
  return rest;
}
