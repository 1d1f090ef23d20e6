/** The flags of the browser host; what it does not know goes on to the app, as with Electron. */
import path from 'node:path';

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

export function readHostOptions(args: readonly string[], root: string): HostOptions {
  const appArgs: string[] = [];
  let headless = false;
  let driver = false;
  let packaged = false;
  let cdpPort: number | null = null;
  let appPath = root;
  for (let at = 0; at < args.length; at += 1) {
    const [flag = '', ...inline] = (args[at] ?? '').split('=');
    const value = (): string => {
      if (inline.length > 0) return inline.join('=');
      at += 1;
      const next = args[at];
      if (next === undefined || next.startsWith('--')) throw new Error(`${flag} needs a value.`);
      return next;
    };
    if (flag === '--headless') headless = true;
    else if (flag === '--driver') driver = true;
    else if (flag === '--packaged') packaged = true;
    else if (flag === '--app') appPath = path.resolve(value());
    else if (flag === '--cdp-port') cdpPort = portOf(value());
    else if (flag === '--user-data') appArgs.push(`--user-data=${path.resolve(value())}`);
    else appArgs.push(args[at] ?? '');
  }
  return { headless, cdpPort, appPath, driver, packaged, appArgs };
}

/** A port that a program may listen on. */
export function portOf(text: string): number {
  const port = /^\d{1,5}$/u.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535)
    throw new Error(`--cdp-port takes a number from 1 to 65535, not "${text}".`);
  return port;
}

/** Without a display a window cannot be shown. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}
