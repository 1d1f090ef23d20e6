/**
 * Runs the built app in the browser host: `node browser-host/run.ts [--headless] [--user-data <dir>]
 * [--cdp-port <n>] [--practice]`. Ends with Ctrl-C, or when the process that started it goes away.
 */
import { createServer } from 'node:net';
import path from 'node:path';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import './register.ts';
import { app, becomeReady, configureApp } from './electron/app.ts';
import { configureChromium, removeChromiumFolder } from './chromium.ts';
import { obeyDriver } from './control.ts';
import { hasDisplay, readHostOptions, type HostOptions } from './options.ts';
import { followProgress } from './progress.ts';

/** A repeated signal within this time is the same Ctrl-C, told twice. */
const SAME_SIGNAL_MS = 1000;
/** A main module that waits for `ready` at its top level never gets there in Electron. */
const MAIN_LOADED_WITHIN_MS = 30_000;

async function run(options: HostOptions): Promise<void> {
  const headless = options.headless || !hasDisplay();
  const cdpPort = options.driver ? await driverPort() : options.cdpPort;
  configureChromium({ headless, cdpPort });
  const where = options.packaged ? [] : [options.appPath];
  process.argv = [process.execPath, ...where, ...options.appArgs];
  Object.assign(process, { type: 'browser' });
  configureApp(options.appPath, options.appArgs, options.packaged);

  if (options.driver && cdpPort !== null) await obeyDriver(cdpPort);
  else if (cdpPort !== null) warnOfPort(cdpPort);

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
 * A free port that the system hands to nobody by itself, for Chromium may start long after. Two hosts
 * that run at once have two process IDs.
 */
async function driverPort(): Promise<number> {
  for (let tried = 0; ; tried += 1) {
    try {
      return await freePort(20_000 + ((process.pid + 101 * tried) % 10_000));
    } catch (error) {
      if (tried === 20) throw error;
    }
  }
}

/** Resolves to the port if nobody listens on it; rejects otherwise. */
function freePort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(port)));
  });
}

/** As Electron: a signal quits in good order; a second one, or five seconds, ends the waiting. */
function quitOnSignals(): void {
  let first = 0;
  const quit = () => {
    const now = performance.now();
    if (first > 0 && now - first < SAME_SIGNAL_MS) return;
    if (first > 0) process.exit(1);
    first = now;
    setTimeout(() => process.exit(1), 5000).unref();
    app.quit();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, quit);
  process.on('disconnect', quit);
}

quitOnSignals();
process.on('exit', removeChromiumFolder);
try {
  await run(readHostOptions(process.argv.slice(2), path.resolve(import.meta.dirname, '..')));
} catch (error) {
  process.stderr.write(`browser host: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
