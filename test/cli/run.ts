/** The command line as a process of its own: the one file that others get. And without one. */
import { spawn, type ChildProcess } from 'node:child_process';
import { Readable, Writable } from 'node:stream';
import { runWords } from '../../src-cli/command-line.ts';
import { builtTool } from '../built-tool.ts';

export interface Outcome {
  /** The exit code, or the signal that ended it. */
  readonly code: number | string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly userData?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Null leaves it open, for `during`. */
  readonly input?: string | null;
  /** Called with the process once it runs. */
  readonly during?: (child: ChildProcess) => void;
  /** Another program than the built file on this Node. */
  readonly program?: readonly string[];
}

/** What a run within this process can be given. */
export type InnerOptions = Pick<RunOptions, 'userData' | 'env'> & { readonly input?: string };

/** The environment without what would lead to somebody's own Tabkeeper. */
export function plainEnv(given: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const {
    TABKEEPER_PROFILE: _p,
    TABKEEPER_TOKEN: _t,
    TABKEEPER_USER_DATA: _u,
    ...env
  } = process.env;
  return { ...env, NO_COLOR: '', ...given };
}

const environment = (userData: string | undefined, env: Readonly<Record<string, string>>) =>
  plainEnv({ ...(userData === undefined ? {} : { TABKEEPER_USER_DATA: userData }), ...env });

/**
 * The same without a process, which costs a hundred times as much as what most commands do: `process` has
 * the run's streams and environment as long as it takes. One run at a time.
 */
export async function tabkeeperWithin(
  args: readonly string[],
  { userData, env = {}, input = '' }: InnerOptions = {},
): Promise<Outcome> {
  const written = { stdout: '', stderr: '' };
  const into = (name: keyof typeof written) =>
    new Writable({
      write: (chunk, _encoding, done) => {
        written[name] += String(chunk);
        done();
      },
    });
  const given = {
    env: environment(userData, env),
    stdin: Readable.from(input === '' ? [] : [Buffer.from(input)]),
    stdout: into('stdout'),
    stderr: into('stderr'),
  };
  const names = Object.keys(given) as (keyof typeof given)[];
  const own = names.map((name) => Object.getOwnPropertyDescriptor(process, name));
  for (const name of names) {
    Object.defineProperty(process, name, { value: given[name], configurable: true });
  }
  try {
    return { code: await runWords(args), ...written };
  } finally {
    for (const [at, name] of names.entries()) Object.defineProperty(process, name, own[at] ?? {});
  }
}

export async function tabkeeper(
  args: readonly string[],
  options: RunOptions = {},
): Promise<Outcome> {
  const { userData, env = {}, input = '', during } = options;
  const [command = '', ...first] = options.program ?? [
    process.execPath,
    await builtTool('tabkeeper'),
  ];
  const child = spawn(command, [...first, ...args], { env: environment(userData, env) });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  child.stdin.on('error', () => undefined);
  if (input !== null) child.stdin.end(input);
  during?.(child);
  return new Promise((resolve) => {
    child.once('close', (code, signal) => resolve({ code: code ?? signal, stdout, stderr }));
  });
}
