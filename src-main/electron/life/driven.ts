/**
 * Chromium's own doors for other programs. The fuses close Node's (`--inspect`), these they do not: a
 * packaged app that was started with one of them ends before it has touched a file. `no-sandbox` is one
 * that nobody need have asked for: the launcher of an AppImage adds it by itself where the system gives
 * Chromium no sandbox, and so does Electron for ELECTRON_DISABLE_SANDBOX.
 *
 * To be asked before `app.enableSandbox()`, which takes that switch off the command line that is read
 * here, though the processes that make others were started without a sandbox by then.
 */
import { app } from 'electron';

const DOORS = [
  ...['remote-debugging-port', 'remote-debugging-pipe', 'load-extension', 'inspect'],
  'no-sandbox',
];

/** The name of a door that a packaged app was started with; null when there is none. */
export function openDoor(): string | null {
  if (!app.isPackaged) return null;
  return DOORS.find((name) => app.commandLine.hasSwitch(name)) ?? null;
}
