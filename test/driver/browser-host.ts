/** The app in the browser host: a child process that takes orders, and its pages in our Chromium. */
import { fork } from 'node:child_process';
import path from 'node:path';
import type { FromDriver, ToDriver } from '../../browser-host/control.ts';
import { driverChromium } from './chromium.ts';
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
  const opened = new Set<string>();
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
      else if (message.kind === 'opened') opened.add(message.targetId);
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
  const run = (source: string, arg: unknown) =>
    new Promise((resolve, reject) => {
      lastCall += 1;
      calls.set(lastCall, { resolve, reject });
      if (child.connected) say({ kind: 'run', id: lastCall, source, arg });
      else reject(new Error(`the app has ended:\n${output}`));
    });
  if (options.before !== undefined) await run(options.before.toString(), null);
  const chromium = await driverChromium();
  say({ kind: 'start', keyring, chromium: chromium.endpoint });

  return {
    pid: child.pid,
    exited,
    output: () => output,
    toRenderer: () => Promise.resolve([...toRenderer]),
    pages: () =>
      child.exitCode === null
        ? chromium.pages(opened).filter((page) => page.url().startsWith('https://'))
        : [],
    run,
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
