/**
 * Chromium's own doors for other programs. The fuses close Node's (`--inspect`), these they do not: a
 * packaged app that was started with one of them ends before it has touched a file. `no-sandbox` is one
 * that nobody need have asked for: the launcher of an AppImage adds it by itself where the system gives
 * Chromium no sandbox, and so does ELECTRON_DISABLE_SANDBOX.
 */
import { app } from 'electron';

const DOORS = [
  ...['remote-debugging-port', 'remote-debugging-pipe', 'load-extension', 'inspect'],
  'no-sandbox',
];

/** True for a packaged app with one of its doors open; says so on stderr. */
export function isDriven(): boolean {
  if (!app.isPackaged) return false;
  const door = DOORS.find((name) => app.commandLine.hasSwitch(name));
  if (door === undefined) return false;
  process.stderr.write(`Tabkeeper does not start with --${door}.\n`);
  return true;
}
