/** The command line as a process of its own: the one file that others get. */
import { spawn, type ChildProcess } from 'node:child_process';
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

export async function tabkeeper(
  args: readonly string[],
  options: RunOptions = {},
): Promise<Outcome> {
  const { userData, env = {}, input = '', during } = options;
  const [command = '', ...first] = options.program ?? [
    process.execPath,
    await builtTool('tabkeeper'),
  ];
  const folder = userData === undefined ? {} : { TABKEEPER_USER_DATA: userData };
  const child = spawn(command, [...first, ...args], { env: plainEnv({ ...folder, ...env }) });
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
