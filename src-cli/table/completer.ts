/** What could stand where the cursor is: the shells ask for it, so that all four say the same. */
import {
  aboutFlag,
  commonFlags,
  isValueFlag,
  openFields,
  valueFlag,
  type FlagName,
} from './command-flags.ts';
import { commandNames, isCommand, specOf } from './command-table.ts';

export interface Candidate {
  readonly word: string;
  readonly about: string;
}
/** `files` and `programs` are the shell's to complete. */
export type Completion = readonly Candidate[] | 'files' | 'programs' | 'profiles';

/** `words`: all behind `tabkeeper` up to the cursor, the last one as far as it is typed. */
export function complete(words: readonly string[]): Completion {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const at = before.findIndex((word, n) => !word.startsWith('-') && !takesNext(before[n - 1]));
  const command = before[at];
  if (command !== undefined && !isCommand(command)) return [];
  const spec = command === undefined ? null : specOf(command);
  if (spec?.rest === 'everything') return 'files';
  const dashes = before.indexOf('--');
  if (dashes !== -1 && spec?.rest === 'behindDashes') {
    return dashes === before.length - 1 ? 'programs' : 'files';
  }
  const last = before.at(-1);
  if (last !== undefined && takesNext(last)) return valuesOf(last.slice(2), typed);
  if (typed.startsWith('-')) {
    const given = new Set(before);
    const all: FlagName[] = [
      ...(spec === null ? (['version'] as const) : spec.flags),
      ...commonFlags,
    ];
    const flags = all.filter((flag) => !given.has(`--${flag}`));
    return matching(
      flags.map((flag) => ({ word: `--${flag}`, about: aboutFlag(flag) })),
      typed,
    );
  }
  if (command === undefined) return matching(commandCandidates(), typed);
  if (command === 'help') return matching(commandCandidates(), typed);
  return matching(plain(spec?.operand?.values ?? []), typed);
}

const commandCandidates = () =>
  commandNames.map((name) => ({ word: name, about: specOf(name).about }));

const takesNext = (word: string | undefined): boolean =>
  word?.startsWith('--') === true && isValueFlag(word.slice(2));

function valuesOf(flag: string, typed: string): Completion {
  if (!isValueFlag(flag)) return [];
  const { values, completes } = valueFlag(flag);
  return completes ?? matching(plain(values ?? []), typed);
}

const plain = (words: readonly string[]): Candidate[] =>
  words.map((word) => ({
    word,
    about:
      word === 'sessionId' || word === 'devKey'
        ? 'a secret'
        : openFields.includes(word as never)
          ? 'no secret'
          : '',
  }));

const matching = (candidates: readonly Candidate[], typed: string): readonly Candidate[] =>
  candidates.filter(({ word }) => word.startsWith(typed));
