/** The command line in a terminal of its own, which is recorded: util-linux's `script`. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tabkeeper, type RunOptions } from './run.ts';

export const hasScript =
  process.platform === 'linux' &&
  String(spawnSync('script', ['--version']).stdout).includes('util-linux');

const quoted = (words: readonly string[]) =>
  words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');

/** `words`: the program with its arguments; `record`: the file that everything shown goes to. */
export async function inTerminal(
  words: readonly string[],
  record: string,
  options: RunOptions,
): Promise<{ readonly code: number; readonly recorded: string }> {
  const { code } = await tabkeeper(['--quiet', '--return', '--command', quoted(words), record], {
    ...options,
    program: ['script'],
    env: { TERM: 'xterm', ...options.env },
  });
  return { code: Number(code), recorded: readFileSync(record, 'utf8') };
}
