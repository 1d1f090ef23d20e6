/** The app in the browser host: a child process that takes orders, and its Chromium over CDP. */
import { fork } from 'node:child_process';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { chromium, type Browser } from 'playwright-core';
import type { FromDriver, ToDriver } from '../../browser-host/control.ts';
import type { AppProcess, LaunchOptions } from './driver.ts';

const runner = path.resolve(import.meta.dirname, '../../browser-host/run.ts');

/** The tray of whoever runs the tests has no say: on Linux there is none unless a test brings it. */
const withoutDesktop = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' };

export async function startOnBrowserHost(
  options: LaunchOptions & { readonly userData: string },
): Promise<AppProcess> {
  const { appPath, args = [], env = {}, keyring = 'none', packaged = false, userData } = options;
  const own = [
    '--headless',
    ...(appPath === undefined ? [] : ['--app', appPath]),
    ...(packaged ? ['--packaged'] : []),
  ];
  const appArgs = ['--user-data', userData, ...args];
  const child = fork(runner, ['--driver', ...own, ...appArgs], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
    env: { ...process.env, ...withoutDesktop, ...env },
    execArgv: [],
  });
  let output = '';
  const note = (chunk: Buffer) => (output += chunk.toString());
  child.stdout?.on('data', note);
  child.stderr?.on('data', note);

  const toRenderer: string[] = [];
  const calls = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (e: Error) => void }
  >();
  let lastCall = 0;
  let port = 0;
  let browser: Browser | null = null;
  const say = (message: FromDriver) => child.send(message);

  const exited = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      for (const { reject } of calls.values()) reject(new Error(`the app has ended:\n${output}`));
      resolve(code);
    });
  });
  const waiting = new Promise<void>((resolve) => {
    child.on('message', (message: ToDriver) => {
      if (message.kind === 'waiting') resolve();
      else if (message.kind === 'chromium') ({ port } = message);
      else if (message.kind === 'toRenderer') toRenderer.push(message.text);
      else {
        const call = calls.get(message.id);
        calls.delete(message.id);
        if (message.kind === 'result') call?.resolve(message.value);
        else call?.reject(new Error(message.message));
      }
    });
  });
  await Promise.race([waiting, failIfEnded(exited, () => output)]);
  say({ kind: 'start', keyring });

  // Chromium starts with the first window, which may come late or never.
  const connect = async () => {
    while (child.exitCode === null && browser === null) {
      try {
        browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { noDefaults: true });
        browser.on('disconnected', () => (browser = null));
      } catch {
        await delay(50);
      }
    }
  };
  connect().catch(() => undefined);

  return {
    pid: child.pid,
    exited,
    output: () => output,
    toRenderer: () => Promise.resolve([...toRenderer]),
    pages: () =>
      (browser?.contexts() ?? [])
        .flatMap((context) => context.pages())
        .filter((page) => page.url().startsWith('https://')),
    run: (source, arg) =>
      new Promise((resolve, reject) => {
        lastCall += 1;
        calls.set(lastCall, { resolve, reject });
        if (child.connected) say({ kind: 'run', id: lastCall, source, arg });
        else reject(new Error(`the app has ended:\n${output}`));
      }),
    quit: async () => {
      // By app.quit(), as a person does: a signal would kill at once on Windows.
      if (child.connected)
        say({ kind: 'run', id: 0, source: '({ app }) => app.quit()', arg: null });
      await exited;
    },
    kill: () => void child.kill('SIGKILL'),
    again: { command: process.execPath, args: [runner, ...own, ...appArgs] },
  };
}

async function failIfEnded(exited: Promise<number | null>, output: () => string): Promise<never> {
  const code = await exited;
  throw new Error(`the app ended with code ${code} before it started:\n${output()}`);
}
