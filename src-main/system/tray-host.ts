/**
 * Whether the desktop shows a tray at all. Electron cannot say, so on Linux the session bus is asked
 * with whichever of its tools is there. No answer means that it is not known.
 */
import { execFile } from 'node:child_process';
import type { Clock } from '../ports.ts';

/** Runs a program without a shell: its output, or null when there is none in time. */
export type Ask = (file: string, args: readonly string[]) => Promise<string | null>;

const WATCHER = 'org.kde.StatusNotifierWatcher';
const PATH = '/StatusNotifierWatcher';
const PROPERTY = 'IsStatusNotifierHostRegistered';
const GET = 'org.freedesktop.DBus.Properties.Get';
const WITHIN_MS = 2000;

const ways: readonly (readonly [string, readonly string[]])[] = [
  [
    'gdbus',
    [
      ...['call', '--session', '--timeout=1', '--dest', WATCHER, '--object-path', PATH],
      ...['--method', GET, WATCHER, PROPERTY],
    ],
  ],
  ['busctl', ['--user', '--timeout=1', 'get-property', WATCHER, PATH, WATCHER, PROPERTY]],
  [
    'dbus-send',
    [
      ...['--session', '--print-reply', '--reply-timeout=1000', `--dest=${WATCHER}`, PATH],
      ...[GET, `string:${WATCHER}`, `string:${PROPERTY}`],
    ],
  ],
];

/** True only if somebody says that a tray is there. */
export async function hasTrayHost(
  platform: NodeJS.Platform = process.platform,
  ask: Ask = run,
): Promise<boolean> {
  // The menu bar of macOS and the notification area of Windows are always there.
  if (platform !== 'linux') return true;
  for (const [file, args] of ways) {
    const said = await ask(file, args);
    const word = said === null ? undefined : /\b(?:true|false)\b/u.exec(said)?.[0];
    if (word !== undefined) return word === 'true';
  }
  return false;
}

/**
 * The same look, time and again, and what to do when a tray has come up between two of them: an item
 * that was made before its tray is not registered with it by Chromium, and would never be seen.
 */
export function watchTrayHost(
  cameUp: () => void,
  look: () => Promise<boolean> = hasTrayHost,
): () => Promise<boolean> {
  let missing = false;
  return async () => {
    const there = await look();
    if (there && missing) cameUp();
    missing = !there;
    return there;
  };
}

/** A panel may come up a little later than what is started at login. */
const PANEL_LOOKS = 4;
const PANEL_EVERY_MS = 3000;

/** As `hasTrayHost`, with patience. */
export async function trayHostComesUp(
  clock: Pick<Clock, 'after'>,
  look: () => Promise<boolean>,
): Promise<boolean> {
  for (let looks = 1; !(await look()); looks += 1) {
    if (looks === PANEL_LOOKS) return false;
    await new Promise<void>((resolve) => {
      clock.after(PANEL_EVERY_MS, resolve);
    });
  }
  return true;
}

const run: Ask = (file, args) =>
  new Promise((resolve) => {
    execFile(file, args, { timeout: WITHIN_MS, killSignal: 'SIGKILL' }, (error, stdout) =>
      resolve(error === null ? stdout : null),
    );
  });
