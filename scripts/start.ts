/** `npm start`: builds, then opens the app on Electron, or in the browser host where there is none. */
import { follow, followBrowserHost, startElectron } from './app-process.ts';
import { buildAll } from './build.ts';
import { electronBinary, usableElectron, type ElectronBinary } from './electron-binary.ts';
import { downloadElectron } from './electron-download.ts';
import { flagList, readStartOptions, type StartOptions } from './start-options.ts';

/** Electron's binary; if need be downloaded, once. Or the sentence that says why it is not to be had. */
async function findElectron(): Promise<ElectronBinary> {
  if (electronBinary().file !== null) return usableElectron();
  process.stderr.write('Downloading Electron, once …\n');
  const failure = await downloadElectron();
  if (failure === null) return usableElectron();
  return { file: null, missing: `Electron could not be downloaded: ${failure}.` };
}

async function start(options: StartOptions): Promise<number> {
  await buildAll({ release: false });
  const needsBrowser = options.headless || options.cdpPort !== null;
  if (options.host === 'browser' || needsBrowser) return followBrowserHost(options);
  const electron = await findElectron();
  if (electron.file !== null) return follow(startElectron(electron.file, options));
  if (options.host === 'electron') {
    process.stderr.write(`${electron.missing} --host browser opens the same app without it.\n`);
    return 1;
  }
  process.stderr.write(`${electron.missing} Opening the same app in the browser host instead.\n`);
  return followBrowserHost(options);
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
