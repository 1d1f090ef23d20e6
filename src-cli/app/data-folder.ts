/** Where the app keeps its data, and so its `hand-off/` folder. */
import { os, path } from '../system/builtins.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface DataFolder {
  readonly folder: string;
  readonly from: '--user-data' | 'TABKEEPER_USER_DATA' | 'default';
}

/** `given`: of --user-data. */
export function dataFolder(given: string | null, env: Environment): DataFolder {
  if (given !== null) return { folder: path().resolve(given), from: '--user-data' };
  const named = env['TABKEEPER_USER_DATA'] ?? '';
  if (named !== '') return { folder: path().resolve(named), from: 'TABKEEPER_USER_DATA' };
  return { folder: path().join(appData(env), 'Tabkeeper'), from: 'default' };
}

/** Of the browser host, which has a folder of its own. */
export const browserHostFolder = (env: Environment): string =>
  path().join(appData(env), 'Tabkeeper in a browser');

/** Where Electron looks for it. */
function appData(env: Environment): string {
  const home = os().homedir();
  if (process.platform === 'darwin') return path().join(home, 'Library/Application Support');
  if (process.platform === 'win32') {
    return env['APPDATA'] ?? path().join(home, 'AppData/Roaming');
  }
  const config = env['XDG_CONFIG_HOME'] ?? '';
  return config === '' ? path().join(home, '.config') : config;
}
