/**
 * `npm run dev`: rebuilds on change. A change of main or preload starts the app again, a change of
 * the renderer reloads its window only. Takes the flags of `npm start`.
 */
import type { ChildProcess } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'vite';
import { RELAUNCH_CODE } from './relaunch.ts';
import { startBrowserHost, startElectron } from './app-process.ts';
import { usableElectron } from './electron-binary.ts';
import { flagList, readStartOptions, type StartOptions } from './start-options.ts';
import { bundles } from './vite.ts';

/** Bundles of one save often end one after the other. */
const GATHER_MS = 150;

type BundleName = keyof typeof bundles;
const bundleNames = ['main', 'preload', 'renderer'] as const satisfies BundleName[];

/** Null for the browser host. Nothing is downloaded here. */
function findElectron({ host, headless, cdpPort }: StartOptions): string | null {
  if (host === 'browser' || headless || cdpPort !== null) return null;
  const electron = usableElectron();
  if (electron.file !== null) return electron.file;
  if (host === null) return null;
  throw new Error(`${electron.missing} "npm start" downloads one; --host browser does without.`);
}

async function dev(options: StartOptions): Promise<void> {
  const binary = findElectron(options);
  await rm(path.resolve(import.meta.dirname, '../dist'), { recursive: true, force: true });
  let child: ChildProcess | null = null;
  let starting = Promise.resolve();
  let stopping = false;

  const stopChild = (): Promise<void> =>
    new Promise((resolve) => {
      const current = child;
      child = null;
      if (current === null) {
        resolve();
        return;
      }
      current.removeAllListeners('close');
      current.once('close', () => resolve());
      current.kill('SIGTERM');
    });
  const startChild = () => {
    starting = starting.then(async () => {
      await stopChild();
      if (stopping) return;
      const started = binary === null ? startBrowserHost(options) : startElectron(binary, options);
      // The person closed the app: that ends the work. A crash waits for the next change. Electron
      // starts itself anew, out of our hands; the browser host leaves that to whoever started it.
      started.once('close', (code) => {
        if (code === 0) process.exit(0);
        child = null;
        if (code === RELAUNCH_CODE) startChild();
        else process.stderr.write('The app has ended; the next change starts it again.\n');
      });
      child = started;
    });
  };
  const end = () => {
    stopping = true;
    starting
      .then(stopChild)
      .finally(() => process.exit(0))
      .catch(() => undefined);
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);

  let timer: NodeJS.Timeout | undefined;
  let restart = false;
  const unbuilt = new Set<BundleName>(bundleNames);
  const changed = (name: BundleName) => {
    restart ||= name !== 'renderer';
    unbuilt.delete(name);
    if (unbuilt.size > 0) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (restart || child === null) startChild();
      else if (child.connected) child.send('tabkeeper:reload');
      restart = false;
    }, GATHER_MS);
  };
  for (const name of bundleNames) {
    const watcher = await build(bundles[name]({ release: false, maps: true, watch: true }));
    if (!('on' in watcher)) throw new Error('Vite does not watch.');
    // A build that failed ends as well, but there is nothing new to show.
    let failed = false;
    watcher.on('event', (event) => {
      if (event.code === 'START') failed = false;
      if (event.code === 'ERROR') {
        failed = true;
        process.stderr.write(`${name}: ${event.error.message}\n`);
      }
      if (event.code === 'END' && !failed) changed(name);
    });
  }
}

const read = readStartOptions(process.argv.slice(2));
if ('refusal' in read) {
  process.stderr.write(`${read.refusal}\n${flagList}\n`);
  process.exitCode = 2;
} else if (read.options.help) {
  process.stdout.write(`${flagList}\n`);
} else {
  try {
    await dev(read.options);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
