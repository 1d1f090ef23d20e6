/**
 * Chromium's own doors for other programs. The fuses close Node's (`--inspect`), these they do not: a
 * packaged app that was started with one of them ends before it has touched a file.
 */
import { app } from 'electron';

const DOORS = ['remote-debugging-port', 'remote-debugging-pipe', 'load-extension', 'inspect'];

/** True for a packaged app that another program is meant to drive; says so on stderr. */
export function isDriven(): boolean {
  if (!app.isPackaged) return false;
  const door = DOORS.find((name) => app.commandLine.hasSwitch(name));
  if (door === undefined) return false;
  process.stderr.write(`Tabkeeper does not start with --${door}.\n`);
  return true;
}
