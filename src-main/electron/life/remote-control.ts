/**
 * Command-line switches of Chromium that let other programs control the app. The fuses disable
 * Node's (`--inspect`) but not these, so a packaged app that was started with one of them ends
 * before it touches a file. `no-sandbox` may be there without anybody asking for it: the launcher
 * of an AppImage adds it where the system offers Chromium no sandbox, and so does Electron for
 * ELECTRON_DISABLE_SANDBOX.
 *
 * To be called before `app.enableSandbox()`, which removes that switch from the command line
 * although the helper processes were started without a sandbox already.
 */
import { app } from 'electron';

const SWITCHES = [
  ...['remote-debugging-port', 'remote-debugging-pipe', 'load-extension', 'inspect'],
  'no-sandbox',
];

/** The name of such a switch that a packaged app was started with; null when there is none. */
export function remoteControlSwitch(): string | null {
  if (!app.isPackaged) return null;
  return SWITCHES.find((name) => app.commandLine.hasSwitch(name)) ?? null;
}
