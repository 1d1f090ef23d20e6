/** The flags of the browser host; what it does not know goes on to the app, as with Electron. */
import path from 'node:path';
import { portIn, readFlags } from '../scripts/flags.ts';

export interface HostOptions {
  readonly headless: boolean;
  readonly cdpPort: number | null;
  /** The folder with the package.json of the app. */
  readonly appPath: string;
  /** Waits for a test driver's word, and takes its orders. */
  readonly driver: boolean;
  /** The app is told that it is packaged, and its command line holds no path to it. */
  readonly packaged: boolean;
  readonly appArgs: readonly string[];
}

/** Throws one sentence for a flag of the host's own that is wrong. */
export function readHostOptions(args: readonly string[], root: string): HostOptions {
  const read = readFlags(args, {
    headless: { type: 'boolean', default: false },
    driver: { type: 'boolean', default: false },
    packaged: { type: 'boolean', default: false },
    app: { type: 'string', default: root },
    'cdp-port': { type: 'string' },
    'user-data': { type: 'string' },
  });
  if ('refusal' in read) throw new Error(read.refusal);
  const { headless, driver, packaged, app, ...given } = read.values;
  const cdpPort = given['cdp-port'] === undefined ? null : portIn(given['cdp-port']);
  if (given['cdp-port'] !== undefined && cdpPort === null) {
    throw new Error(`--cdp-port is a number from 1 to 65535, not "${given['cdp-port']}".`);
  }
  const userData = given['user-data'] === undefined ? [] : [path.resolve(given['user-data'])];
  return {
    headless,
    driver,
    packaged,
    cdpPort,
    appPath: path.resolve(app),
    appArgs: [...userData.map((folder) => `--user-data=${folder}`), ...read.others],
  };
}

/** Without a display a window cannot be shown. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}
