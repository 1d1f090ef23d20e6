/** `npm start`: builds, then opens the app on Electron, or in the browser host where there is none. */
import { follow, startBrowserHost, startElectron } from './app-process.ts';
import { buildAll } from './build.ts';
import { electronBinary } from './electron-binary.ts';
import { downloadElectron } from './electron-download.ts';
import { flagList, readStartOptions, type StartOptions } from './start-options.ts';

/** Electron's binary; if need be downloaded, once. Null with a sentence said where that failed. */
async function findElectron(): Promise<string | null> {
  const there = electronBinary();
  if (there.file !== null) return there.file;
  process.stderr.write('Downloading Electron, once …\n');
  const failure = await downloadElectron();
  const now = electronBinary();
  if (now.file !== null) return now.file;
  process.stderr.write(`Electron could not be downloaded: ${failure ?? now.missing}\n`);
  return null;
}

async function start(options: StartOptions): Promise<number> {
  await buildAll({ release: false });
  const needsBrowser = options.headless || options.cdpPort !== null;
  const host = options.host ?? (needsBrowser ? 'browser' : null);
  const binary = host === 'browser' ? null : await findElectron();
  if (binary !== null) {
    if (process.platform === 'linux' && process.getuid?.() === 0) {
      process.stderr.write(
        'Electron does not run sandboxed as root, and Tabkeeper does not switch the sandbox off: run npm start as another user, or with --host browser.\n',
      );
    }
    return follow(startElectron(binary, options));
  }
  if (host === 'electron') {
    process.stderr.write('Without Electron, leave --host electron out or use --host browser.\n');
    return 1;
  }
  if (host === null) process.stderr.write('Opening the same app in the browser host instead.\n');
  return follow(startBrowserHost(options));
}

const read = readStartOptions(process.argv.slice(2));
if ('refusal' in read) {
  process.stderr.write(`${read.refusal}\n${flagList}\n`);
  process.exitCode = 2;
} else if (read.options.help) {
  process.stdout.write(`${flagList}\n`);
} else {
  try {
    process.exitCode = await start(read.options);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
