/** The flags of `npm start`: what is not in the list is refused with the list. */
import path from 'node:path';

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
  let host: StartOptions['host'] = null;
  let headless = false;
  let userData: string | null = null;
  let cdpPort: number | null = null;
  let practice = false;
  let help = false;
  for (let at = 0; at < args.length; at += 1) {
    const given = args[at] ?? '';
    const equals = given.indexOf('=');
    const flag = equals < 0 ? given : given.slice(0, equals);
    const takesValue = ['--host', '--user-data', '--cdp-port'].includes(flag);
    let value = equals < 0 ? undefined : given.slice(equals + 1);
    if (takesValue && value === undefined) {
      at += 1;
      value = args[at];
    }
    if (takesValue && (value === undefined || value === '' || value.startsWith('--'))) {
      return { refusal: `${flag} needs a value.` };
    }
    if (!takesValue && value !== undefined) return { refusal: `${flag} takes no value.` };
    switch (flag) {
      case '--host':
        if (value !== 'electron' && value !== 'browser') {
          return { refusal: `--host is electron or browser, not "${value}".` };
        }
        host = value;
        break;
      case '--user-data':
        userData = path.resolve(value ?? '');
        break;
      case '--cdp-port':
        cdpPort = /^\d{1,5}$/u.test(value ?? '') ? Number(value) : 0;
        if (cdpPort < 1 || cdpPort > 65_535) {
          return { refusal: `--cdp-port is a number from 1 to 65535, not "${value}".` };
        }
        break;
      case '--headless':
        headless = true;
        break;
      case '--practice':
        practice = true;
        break;
      case '--help':
        help = true;
        break;
      default:
        return { refusal: `npm start does not know "${given}".` };
    }
  }
  if (host === 'electron' && cdpPort !== null) {
    return {
      refusal: '--cdp-port belongs to the browser host; it does not go with --host electron.',
    };
  }
  if (host === 'electron' && headless) {
    return {
      refusal: '--headless belongs to the browser host; it does not go with --host electron.',
    };
  }
  return { options: { host, headless, userData, cdpPort, practice, help } };
}
