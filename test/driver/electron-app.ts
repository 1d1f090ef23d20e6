/** The app on real Electron, through Playwright. Runs only where Electron's binary is. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type * as Util from 'node:util';
import { _electron } from 'playwright-core';
import { displayMissing, electronBinary, electronEnv } from '../../scripts/electron-binary.ts';
import type { AppProcess, LaunchOptions, Parts } from './driver.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Why the Electron run is skipped here; null where it can run. */
export function electronMissing(): string | null {
  const binary = electronBinary();
  return binary.file === null ? binary.missing : displayMissing();
}

export async function startOnElectron(
  options: LaunchOptions & { readonly userData: string },
): Promise<AppProcess> {
  const { file } = electronBinary();
  if (file === null) throw new Error(electronMissing() ?? 'There is no Electron binary here.');
  const folder = await mkdtemp(path.join(tmpdir(), 'tabkeeper-electron-'));
  const recorder = path.join(folder, 'recorder.cjs');
  const before =
    options.before === undefined ? '' : `(${options.before.toString()})(require('electron'));`;
  await writeFile(recorder, `(${recordMessages.toString()})(require);\n${before}`);

  const appArgs = [
    options.appPath ?? root,
    `--user-data=${options.userData}`,
    ...(options.args ?? []),
  ];
  const app = await _electron.launch({
    executablePath: file,
    args: ['-r', recorder, ...appArgs],
    cwd: root,
    // Playwright switches the sandbox off unless told otherwise; Electron as root has none anyway.
    chromiumSandbox: process.getuid?.() !== 0,
    artifactsDir: folder,
    env: { ...electronEnv(), ...options.env },
  });
  const child = app.process();
  let output = '';
  const note = (chunk: Buffer) => (output += chunk.toString());
  child.stdout?.on('data', note);
  child.stderr?.on('data', note);
  let lastSeen: string[] = [];
  const exited = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      rm(folder, { recursive: true, force: true }).catch(() => undefined);
      resolve(code);
    });
  });
  const run = (source: string, arg: unknown): Promise<unknown> =>
    app.evaluate(
      (parts, order) =>
        ((0, eval)(`(${order.source})`) as (parts: Parts, arg: unknown) => unknown)(
          parts,
          order.arg,
        ),
      { source, arg },
    );

  return {
    pid: child.pid,
    exited,
    output: () => output,
    toRenderer: async () => {
      if (child.exitCode === null) {
        lastSeen = await app.evaluate(() => Reflect.get(globalThis, 'seenByRenderer') as string[]);
      }
      return lastSeen;
    },
    pages: () => app.windows(),
    run,
    quit: async () => {
      // As a system that shuts down: macOS would ask what becomes of an open session.
      await app
        .evaluate(({ app: electronApp, powerMonitor }) => {
          if (!(powerMonitor as NodeJS.EventEmitter).emit('shutdown')) electronApp.quit();
        })
        .catch(() => undefined);
      await exited;
    },
    kill: () => void child.kill('SIGKILL'),
    again: {
      command: file,
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...appArgs],
    },
  };
}

/** Runs in Electron's main process before the app, as text: notes what goes to the renderer. */
function recordMessages(requireThere: (name: string) => unknown): void {
  const { app, ipcMain } = requireThere('electron') as Parts;
  const { inspect } = requireThere('node:util') as typeof Util;
  const seen: string[] = [];
  Reflect.set(globalThis, 'seenByRenderer', seen);
  const whole = { depth: null, maxArrayLength: null, maxStringLength: null };
  const note = (value: unknown) => void seen.push(inspect(value, whole));

  const handle = ipcMain.handle.bind(ipcMain);
  ipcMain.handle = (channel, listener) =>
    handle(channel, async (event, ...args: unknown[]) => {
      try {
        const value: unknown = await listener(event, ...args);
        note(value);
        return value;
      } catch (error) {
        note(error);
        throw error;
      }
    });
  app.on('web-contents-created', (_event, contents) => {
    const send = contents.send.bind(contents);
    contents.send = (channel: string, ...args: unknown[]) => {
      note(args);
      send(channel, ...args);
    };
  });
}
