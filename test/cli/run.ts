/** The command line as a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
export const SOURCE = path.join(root, 'src-cli/tabkeeper.ts');

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
  /** Another file than the source, and another Node than this one. */
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

export function tabkeeper(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const { userData, env = {}, input = '', during, program = [process.execPath, SOURCE] } = options;
  const [command = '', ...first] = program;
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
