/** The flags of `npm start`: what is not in the list is refused with the list. */
import path from 'node:path';
import { portIn, readOnlyFlags } from './flags.ts';

export interface StartOptions {
  readonly host: 'electron' | 'browser' | null;
  readonly headless: boolean;
  readonly userData: string | null;
  readonly cdpPort: number | null;
  readonly practice: boolean;
  readonly help: boolean;
}

export const flagList = `Flags of npm start (after a --):
  --host electron|browser  what runs the app; without it Electron, or else the browser host
  --headless               the browser host without a window
  --user-data <dir>        another folder for the user's data
  --cdp-port <n>           browser host only: programs on this computer can drive the window
  --practice               straight into the practice sandbox, signed in
  --help                   this list`;

/** The options, or the sentence that says which flag was wrong. */
export function readStartOptions(
  args: readonly string[],
): { readonly options: StartOptions } | { readonly refusal: string } {
  const read = readOnlyFlags('npm start', args, {
    host: { type: 'string' },
    headless: { type: 'boolean', default: false },
    'user-data': { type: 'string' },
    'cdp-port': { type: 'string' },
    practice: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  });
  if ('refusal' in read) return read;
  const { host = null, headless, practice, help, ...given } = read.values;
  const userData = given['user-data'] === undefined ? null : path.resolve(given['user-data']);
  const cdpPort = given['cdp-port'] === undefined ? null : portIn(given['cdp-port']);
  if (host !== null && host !== 'electron' && host !== 'browser') {
    return { refusal: `--host is electron or browser, not "${host}".` };
  }
  if (given['cdp-port'] !== undefined && cdpPort === null) {
    return { refusal: `--cdp-port is a number from 1 to 65535, not "${given['cdp-port']}".` };
  }
  const browserOnly = [cdpPort !== null && '--cdp-port', headless && '--headless'].find(Boolean);
  if (host === 'electron' && browserOnly !== undefined) {
    return {
      refusal: `${browserOnly} belongs to the browser host; it does not go with --host electron.`,
    };
  }
  return { options: { host, headless, userData, cdpPort, practice, help } };
}
