/** Starts the built app, on Electron or in the browser host, as a child that follows us. */
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { RELAUNCH_CODE } from './relaunch.ts';
import { electronEnv } from './electron-binary.ts';
import type { StartOptions } from './start-options.ts';

const root = path.resolve(import.meta.dirname, '..');
const runner = path.join(root, 'browser-host/run.ts');
const ORPHAN_CHECK_MS = 1000;
/** Asked before anything else: whoever started us may be gone when the app is built. */
const startedBy = process.ppid;

/** The app's own arguments. */
function appArgs({ userData, practice }: StartOptions): string[] {
  return [
    ...(userData === null ? [] : [`--user-data=${userData}`]),
    ...(practice ? ['--practice'] : []),
  ];
}

export function startElectron(binary: string, options: StartOptions): ChildProcess {
  return spawn(binary, [root, ...appArgs(options)], {
    cwd: root,
    env: electronEnv(),
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
}

export function startBrowserHost(options: StartOptions): ChildProcess {
  const { headless, cdpPort } = options;
  const flags = [
    ...(headless ? ['--headless'] : []),
    ...(cdpPort === null ? [] : [`--cdp-port=${cdpPort}`]),
  ];
  return spawn(process.execPath, [runner, ...flags, ...appArgs(options)], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
}

/** The browser host, started anew as often as the app asks for it. */
export async function followBrowserHost(options: StartOptions): Promise<number> {
  for (;;) {
    const code = await follow(startBrowserHost(options));
    if (code !== RELAUNCH_CODE) return code;
  }
}

/**
 * Hands signals on to the child and resolves to its exit code. A terminal's Ctrl-C reaches both of
 * us; the child takes the second one for the same. If whoever started us goes away, the child ends.
 */
export function follow(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    const stop = (signal: NodeJS.Signals = 'SIGTERM') => void child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
    const orphaned = setInterval(() => {
      if (process.ppid !== startedBy) stop();
    }, ORPHAN_CHECK_MS);
    const end = (code: number) => {
      clearInterval(orphaned);
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, stop);
      resolve(code);
    };
    child.once('error', (error) => {
      process.stderr.write(`${error.message}\n`);
      end(1);
    });
    child.once('close', (code) => end(code ?? 1));
  });
}
