/** Another program: started, given the signals that come in, and waited for. */
import type { ChildProcess, SpawnOptions } from 'node:child_process';

import { codeOf } from '../../src-shared/text/thrown.ts';
import { childWords } from '../../src-shared/words/tools/command-words.ts';
import { childProcess, os } from '../system/builtins.ts';
import { stderr, stdout } from '../system/terminal.ts';
import { passMasked } from './masked-pipe.ts';
import { windowsCommand } from './windows-command.ts';

export interface ChildRun {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** What to take out of its output; null leaves it the terminal. */
  readonly secrets: readonly string[] | null;
  readonly tell: (sentence: string) => void;
}

/** As a shell says it. */
const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;

/** Resolves to the exit code: the child's own, 128+n after a signal, 127 or 126 where none ran. */
export async function runChild({ program, args, env, secrets, tell }: ChildRun): Promise<number> {
  let child: ChildProcess;
  try {
    child = start(program, args, {
      env,
      stdio: secrets === null ? 'inherit' : ['inherit', 'pipe', 'pipe'],
    });
  } catch (error) {
    return notStarted(error, program, tell);
  }
  const stopPassing = passSignals(child);
  const outputs = [
    ...(child.stdout === null ? [] : [passMasked(child.stdout, stdout(), secrets ?? [])]),
    ...(child.stderr === null ? [] : [passMasked(child.stderr, stderr(), secrets ?? [])]),
  ];
  const code = await new Promise<number>((resolve) => {
    child.once('error', (error) => resolve(notStarted(error, program, tell)));
    child.once('exit', (exit, signal) =>
      resolve(signal === null ? (exit ?? 1) : 128 + os().constants.signals[signal]),
    );
  });
  // From here on a signal is for us: somebody else may hold the output open for as long as he likes.
  stopPassing();
  await Promise.all(outputs);
  return code;
}

function start(program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const { spawn } = childProcess();
  if (process.platform !== 'win32') return spawn(program, args, options);
  const found = windowsCommand(program, args, options.env ?? {});
  return spawn(found.program, found.args, {
    ...options,
    windowsVerbatimArguments: found.isVerbatim,
  });
}

function notStarted(error: unknown, program: string, tell: (sentence: string) => void): number {
  const code = codeOf(error) ?? 'unknown';
  const isMissing = code === 'ENOENT';
  tell(isMissing ? childWords.notFound(program) : childWords.notExecutable(program, code));
  return isMissing ? NOT_FOUND : NOT_EXECUTABLE;
}

/** A terminal sends these to every program before it by itself; the child must not get them twice. */
const OF_TERMINAL = new Set<NodeJS.Signals>(['SIGINT', 'SIGQUIT']);
const PASSED: readonly NodeJS.Signals[] = [
  ...(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const),
  ...(['SIGUSR1', 'SIGUSR2', 'SIGCONT', 'SIGWINCH'] as const),
];

/** Passes on what comes in, and lives until the child has ended. Returns the end of it. */
function passSignals(child: ChildProcess): () => void {
  const isTerminal = process.stdin.isTTY || process.stderr.isTTY;
  // Windows has no signals: Ctrl-C reaches the child by itself, and anything else would kill it.
  const ours = process.platform === 'win32' ? (['SIGINT', 'SIGBREAK'] as const) : PASSED;
  const listeners = ours.map((signal) => {
    const isPassed = process.platform !== 'win32' && !(isTerminal && OF_TERMINAL.has(signal));
    const listener = () => {
      if (isPassed) child.kill(signal);
    };
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  return () => {
    for (const stop of listeners) stop();
  };
}
