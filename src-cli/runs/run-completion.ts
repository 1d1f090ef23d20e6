/** `completion`, and what its scripts ask. */
import { listProfiles } from '../app/profile-choice.ts';
import { print } from '../system/terminal.ts';
import { shells } from '../table/command-flags.ts';
import { readCommand, type CommandCall } from '../table/command-reader.ts';
import { complete, type Candidate } from '../table/completer.ts';
import { completionScripts } from '../table/completion-scripts.ts';
import { EXIT, Stopped } from '../table/exit-codes.ts';
import { createContext } from './context.ts';

export function runCompletion({ operand }: CommandCall): number {
  const named = shells.find((one) => one === operand);
  if (named !== undefined) print(completionScripts[named]);
  return EXIT.done;
}

/** Prints the candidates for `words`, as the scripts read them. */
export async function answerCompletion(words: readonly string[]): Promise<number> {
  const found = complete(words);
  if (found === 'files' || found === 'programs') print(`:${found}\n`);
  else print((found === 'profiles' ? await profilesFor(words) : found).map(line).join(''));
  return EXIT.done;
}

const line = ({ word, about }: Candidate): string =>
  (about === '' ? word : `${word}\t${about}`) + '\n';

/** The names that the app knows, if it is there and this has access: a Tab never asks for it. */
async function profilesFor(words: readonly string[]): Promise<readonly Candidate[]> {
  const typed = words.at(-1) ?? '';
  const at = words.indexOf('--user-data');
  const folder = at === -1 ? [] : words.slice(at, at + 2);
  const request = readCommand(['list', ...folder]);
  if (request.kind !== 'run') return [];
  try {
    const { client } = createContext(request.call, { mayAsk: false, isQuiet: true });
    const statuses = await listProfiles(client, ['status']);
    const candidates = statuses.map(({ profile, state }) => ({ word: profile.name, about: state }));
    return candidates.filter(({ word }) => word.startsWith(typed) && !/[\t\r\n]/u.test(word));
  } catch (error) {
    if (error instanceof Stopped) return [];
    throw error;
  }
}
