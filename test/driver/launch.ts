/** `launchApp`: starts the built app on one of the two hosts and gives the driver for it. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { startOnBrowserHost } from './browser-host.ts';
import type { AppDriver, AppProcess, LaunchOptions, Parts } from './driver.ts';
import { startOnElectron } from './electron-app.ts';
import type { TestHooks } from '../../src-main/electron/life/test-hooks.ts';
import type { HostControls } from '../../browser-host/control.ts';

const WINDOW_WITHIN_MS = 60_000;
const QUIT_WITHIN_MS = 60_000;

export async function launchApp(options: LaunchOptions = {}): Promise<AppDriver> {
  const host = options.host ?? 'browser';
  const userData = options.userData ?? (await mkdtemp(path.join(tmpdir(), 'tabkeeper-test-')));
  const start = host === 'browser' ? startOnBrowserHost : startOnElectron;
  const app = await start({ ...options, userData });
  const driver = createDriver(host, userData, app, options.userData === undefined);
  if (options.waitForWindow ?? true) {
    try {
      const page = await driver.window();
      await page.waitForLoadState('load');
    } catch (error) {
      app.kill();
      await driver.close();
      throw error;
    }
  }
  return driver;
}

function createDriver(
  host: AppDriver['host'],
  userData: string,
  app: AppProcess,
  removeUserData: boolean,
): AppDriver {
  const newest = (): Page | undefined => app.pages().findLast((page) => !page.isClosed());
  const evaluate = <R>(
    fn: (parts: Parts, arg: never, controls: HostControls) => R | Promise<R>,
    arg?: unknown,
  ): Promise<R> => app.run(fn.toString(), arg) as Promise<R>;
  const hook = (verb: keyof TestHooks, ms = 0) => evaluate(callHook, { verb, ms });

  return {
    host,
    userData,
    pid: app.pid,
    again: app.again,
    get page(): Page {
      const page = newest();
      if (page === undefined) throw new Error(`the app has no window:\n${app.output()}`);
      return page;
    },
    window: async (timeoutMs = WINDOW_WITHIN_MS) => {
      const ended = app.exited.then(() => 'ended' as const);
      for (const until = performance.now() + timeoutMs; performance.now() < until;) {
        const page = newest();
        if (page !== undefined) return page;
        if ((await Promise.race([ended, delay(50)])) === 'ended') break;
      }
      throw new Error(`no window of the app:\n${app.output()}`);
    },
    advance: async (ms, alsoMove) => {
      await hook('settled');
      for (let left = ms; left > 0;) {
        // A timer that is due now is the app's to run: at least one millisecond, or it never ends.
        const step = Math.min(left, Math.max(1, (await hook('nextTimerIn')) ?? left));
        await alsoMove?.(step);
        await hook('advance', step);
        left -= step;
      }
    },
    move: async (ms) => {
      await hook('move', ms);
    },
    jumpWall: async (ms) => {
      await hook('jumpWall', ms);
    },
    settled: async () => {
      await hook('settled');
    },
    ipcToRenderer: () => app.toRenderer(),
    stdout: () => app.output(),
    clipboard: () => evaluate(({ clipboard }) => clipboard.readText()),
    power: (event) =>
      evaluate(({ powerMonitor }, name: string) => {
        (powerMonitor as NodeJS.EventEmitter).emit(name);
      }, event),
    secondInstance: () => runAgain(app),
    evaluateMain: (fn, ...arg) => evaluate(fn as never, arg[0]),
    exited: app.exited,
    close: async () => {
      const ended = app.quit().then(...([() => true, () => true] as const));
      const inTime = await Promise.race([ended, delay(QUIT_WITHIN_MS, false, { ref: false })]);
      if (!inTime) app.kill();
      await app.exited;
      if (removeUserData) await rm(userData, { recursive: true, force: true, maxRetries: 5 });
      if (!inTime) throw new Error(`the app did not end when it was told to:\n${app.output()}`);
    },
  };
}

/** Runs in main: the time hooks of an unpackaged build. */
async function callHook(
  _parts: Parts,
  { verb, ms }: { verb: keyof TestHooks; ms: number },
): Promise<number | null> {
  const hooks = globalThis.tabkeeperTestHooks;
  if (hooks === undefined) throw new Error('this build has no test hooks');
  return (await hooks[verb](ms)) ?? null;
}

function runAgain({ again }: AppProcess): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(again.command, again.args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}
