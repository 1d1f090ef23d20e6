/**
 * `npm run dev`: rebuilds on change. A change of main or preload starts the app again, a change of
 * the renderer reloads its window only. Takes the flags of `npm start`.
 */
import type { ChildProcess } from 'node:child_process';
import { build } from 'vite';
import { startBrowserHost, startElectron } from './app-process.ts';
import { buildAll } from './build.ts';
import { electronBinary } from './electron-binary.ts';
import { flagList, readStartOptions, type StartOptions } from './start-options.ts';
import { bundles } from './vite.ts';

/** Bundles of one save often end one after the other. */
const GATHER_MS = 150;

async function dev(options: StartOptions): Promise<void> {
  await buildAll({ release: false });
  const binary = options.host === 'browser' ? null : electronBinary().file;
  if (binary === null && options.host === 'electron') {
    throw new Error(
      'There is no Electron binary here: "npm start -- --host electron" downloads it.',
    );
  }
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
      // The person closed the app: that ends the work. A crash waits for the next change.
      started.once('close', (code) => {
        if (code === 0) process.exit(0);
        process.stderr.write('The app has ended; the next change starts it again.\n');
        child = null;
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
  const changed = (name: keyof typeof bundles) => {
    restart ||= name !== 'renderer';
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (restart || child === null) startChild();
      else if (child.connected) child.send('reload');
      restart = false;
    }, GATHER_MS);
  };
  for (const name of ['main', 'preload', 'renderer'] as const) {
    const watcher = await build(bundles[name]({ release: false, watch: true }));
    if (!('on' in watcher)) throw new Error('Vite does not watch.');
    watcher.on('event', (event) => {
      if (event.code === 'END') changed(name);
      if (event.code === 'ERROR') process.stderr.write(`${name}: ${event.error.message}\n`);
    });
  }
}

const read = readStartOptions(process.argv.slice(2));
if ('refusal' in read) {
  process.stderr.write(`${read.refusal}\n${flagList}\n`);
  process.exitCode = 2;
} else {
  try {
    await dev(read.options);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
