/** Whether the desktop shows a tray at all. Electron cannot say, so on Linux the session bus is asked. */
import type { Clock } from '../ports.ts';
import { readFlag, type Ask, type Property } from './session-bus.ts';

const HAS_HOST: Property = {
  service: 'org.kde.StatusNotifierWatcher',
  path: '/StatusNotifierWatcher',
  interface: 'org.kde.StatusNotifierWatcher',
  name: 'IsStatusNotifierHostRegistered',
};

/** True only if the session bus confirms a tray. */
export async function hasTrayHost(
  platform: NodeJS.Platform = process.platform,
  ask?: Ask,
): Promise<boolean> {
  // The menu bar of macOS and the notification area of Windows are always there.
  if (platform !== 'linux') return true;
  return (await readFlag(HAS_HOST, ask)) === true;
}

/**
 * Looks for a tray each time it is called, and calls `renew` when one has come up since the last
 * look: Chromium does not register an item that was made before its tray, so it would never be
 * shown.
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

/** Like `hasTrayHost`, but waits for a while. */
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
