/** Where words go: what was asked for to stdout, all else to stderr. */
import { withoutUnseen } from '../../src-shared/text/visible.ts';

/** Whoever reads our output may go at any time: that ends us, and is no error. */
function forgiving<T extends NodeJS.WriteStream>(stream: T): T {
  if (stream.listenerCount('error') === 0) stream.on('error', () => undefined);
  return stream;
}

/** Made when something is written: each costs a start milliseconds. */
export const stdout = () => forgiving(process.stdout);
export const stderr = () => forgiving(process.stderr);

/** Prints what was asked for, exactly as it is. */
export function print(text: string): void {
  stdout().write(text);
}

/** A sentence beside the result. What others wrote into it cannot steer the terminal. */
export function tell(sentence: string): void {
  stderr().write(`${withoutUnseen(sentence)}\n`);
}

export type Tone = 'good' | 'bad' | 'doubtful' | 'quiet';

const codes: Readonly<Record<Tone, string>> = { good: '32', bad: '31', doubtful: '33', quiet: '2' };

/** In colour on a terminal that has any, unless NO_COLOR is set. */
export function toned(tone: Tone, text: string): string {
  const { isTTY } = process.stdout;
  const isPlain = (process.env['NO_COLOR'] ?? '') !== '' || process.env['TERM'] === 'dumb';
  return isTTY && !isPlain ? `\u001b[${codes[tone]}m${text}\u001b[0m` : text;
}

/** Lines of two columns. */
export function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}\n`).join('');
}
