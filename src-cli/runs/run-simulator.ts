/** `simulator`: the other tool of the package, in this process, so that signals and output are its own. */
import { childWords } from '../../src-shared/words/tools/command-words.ts';
import { fs, path, url } from '../system/builtins.ts';
import { EXIT, Stopped } from '../table/exit-codes.ts';
import type { CommandCall } from '../table/command-reader.ts';

/** Resolves once it runs, or is not going to; the simulator sets the exit code itself. */
export async function runSimulator({ rest }: CommandCall): Promise<number> {
  const { fileURLToPath, pathToFileURL } = url();
  const file = path().join(path().dirname(fileURLToPath(import.meta.url)), 'simulator.mjs');
  if (!fs().existsSync(file)) throw new Stopped('other', childWords.noSimulator(file));
  // It is a program where it is what was started.
  process.argv.splice(1, Infinity, file, ...rest);
  await import(/* @vite-ignore */ pathToFileURL(file).href);
  return Number(process.exitCode ?? EXIT.done);
}
