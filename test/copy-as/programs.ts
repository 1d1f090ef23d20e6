/** The real programs that copied lines are for: which of them are here, and how a text is pasted into one. */
import { spawn, spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import type { CopyFormat } from '../../src-shared/copy-as/formats.ts';

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a program with a text on its standard input, as a person's paste would come. */
export function paste(
  [program = '', ...args]: readonly string[],
  text: string,
  env: Readonly<Record<string, string>> = {},
  cwd = tmpdir(),
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...bare(), ...env } });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (err += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(text);
  });
}

/** Texts of one format as one, for one start of the program. */
export function oneAfterOther(format: CopyFormat, texts: readonly string[]): string {
  // A module declares a name once.
  const blocks = format === 'fetch' ? texts.map((one) => `{\n${one}\n}`) : texts;
  return `${blocks.join('\n')}\n`;
}

/** A proxy would be asked for the address of this computer. What the text needs is given by name. */
function bare(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, HOME, TMPDIR, LANG: 'C.UTF-8', HTTP_PROXY: DEAD, http_proxy: DEAD };
}
/** Whatever goes there is lost: a line that honours it for this computer fails. */
const DEAD = 'http://127.0.0.1:9';

interface Program {
  /** `bash`; the name of the row. */
  readonly name: string;
  readonly formats: readonly CopyFormat[];
  /** Started so, it reads commands as at its prompt, without a person's own settings. */
  readonly command: readonly string[];
  /** What has to be there besides. */
  readonly needs: readonly string[];
}

export const programs: readonly Program[] = [
  {
    ...{ name: 'bash', formats: ['curl', 'httpie'] as const, needs: ['curl'] },
    command: ['bash', '--norc', '--noprofile', '-i'],
  },
  {
    ...{ name: 'zsh', formats: ['curl', 'httpie'] as const, needs: ['curl'] },
    command: ['zsh', '-f', '-i'],
  },
  {
    ...{ name: 'fish', formats: ['curlFish'] as const, needs: ['fish', 'curl'] },
    // It takes no socket for its input, which is what Node makes of a pipe.
    command: ['sh', '-c', 'cat | fish --no-config'],
  },
  {
    ...{ name: 'pwsh', formats: ['powershell'] as const, needs: [] },
    command: ['pwsh', '-NoProfile', '-Command', '-'],
  },
  {
    ...{ name: 'python3', formats: ['python'] as const, needs: [] },
    command: ['python3', '-'],
  },
  {
    ...{ name: 'node', formats: ['fetch'] as const, needs: [] },
    command: [process.execPath, '--input-type=module', '-'],
  },
];

const isThere = (program: string): boolean =>
  spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;

/** Null where all that a row needs is there; else the reason to skip it. */
export function missing({ command, needs }: Program, format: CopyFormat): string | null {
  const wanted = [command[0] ?? '', ...needs, ...(format === 'httpie' ? ['http'] : [])];
  const gone = wanted.filter((program) => !isThere(program));
  return gone.length === 0 ? null : `${gone.join(' and ')} is not installed here`;
}
