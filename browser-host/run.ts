/**
 * Runs the built app in the browser host: `node browser-host/run.ts [--headless] [--user-data <dir>]
 * [--cdp-port <n>] [--practice]`. Ends with Ctrl-C, or when the process that started it goes away.
 */
import path from 'node:path';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import './register.ts';
import { app, becomeReady, configureApp } from './electron/app.ts';
import { configureChromium, removeChromiumFolder } from './chromium/chromium.ts';
import { obeyDriver } from './control.ts';
import { freePort } from './free-port.ts';
import { hasDisplay, readHostOptions, type HostOptions } from './options.ts';
import { followProgress } from './progress.ts';

/** The app may wait five seconds for a sign-out, and two for its files. */
const ORPHAN_ENDS_WITHIN_MS = 10_000;
/** A main module that waits for `ready` at its top level never gets there in Electron. */
const MAIN_LOADED_WITHIN_MS = 30_000;

async function run(options: HostOptions): Promise<void> {
  const headless = options.headless || !hasDisplay();
  const { cdpPort } = options;
  const where = options.packaged ? [] : [options.appPath];
  process.argv = [process.execPath, ...where, ...options.appArgs];
  Object.assign(process, { type: 'browser' });
  configureApp(options.appPath, options.appArgs, options.packaged);

  configureChromium({ headless, cdpPort }, options.driver ? await obeyDriver() : null);
  if (!options.driver && cdpPort !== null) warnOfPort(cdpPort);

  const late = setTimeout(() => {
    process.stderr.write(
      'main has not finished loading: does it await app.whenReady() at its top?\n',
    );
    process.exit(1);
  }, MAIN_LOADED_WITHIN_MS);
  const manifest = readFileSync(path.join(options.appPath, 'package.json'), 'utf8');
  const { main } = JSON.parse(manifest) as { main: string };
  await import(pathToFileURL(path.resolve(options.appPath, main)).href);
  clearTimeout(late);
  // Not before: a second instance has ended by now.
  if (!options.driver && cdpPort !== null) await seeThatFree(cdpPort);
  if (headless && !options.driver) {
    const folder = followProgress((line) => process.stdout.write(`${line}\n`));
    process.stdout.write(`Without a window to see: screenshots of each state go to ${folder}\n`);
  }
  becomeReady();
}

function warnOfPort(port: number): void {
  process.stderr.write(
    `Warning: any program on this computer can read and drive the window through 127.0.0.1:${port}.\n`,
  );
}

/** Chromium would go on without a port that is taken, and a tool would drive whoever has it. */
async function seeThatFree(port: number): Promise<void> {
  try {
    await freePort(port);
  } catch {
    throw new Error(`127.0.0.1:${port} is taken: choose another --cdp-port.`);
  }
}

/**
 * As Electron: the first signal leads to app.quit(), a second one kills. A listener of the app's own
 * takes the place of that handler, since libuv sets the same sigaction.
 */
function quitOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    const quit = () => {
      if (process.listenerCount(signal) > 1) return;
      process.off(signal, quit);
      app.quit();
    };
    process.on(signal, quit);
  }
  // Whoever started us is gone, and nobody would notice that the app does not end.
  process.on('disconnect', () => {
    setTimeout(() => process.exit(1), ORPHAN_ENDS_WITHIN_MS).unref();
    app.quit();
  });
}

quitOnSignals();
process.on('exit', removeChromiumFolder);
try {
  await run(readHostOptions(process.argv.slice(2), path.resolve(import.meta.dirname, '..')));
} catch (error) {
  process.stderr.write(`browser host: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
