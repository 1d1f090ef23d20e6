/** What the system says of sleep, network and the user. Hints: the clocks are the truth. */
import { net, powerMonitor } from 'electron';
import type { Hint } from '../../app.ts';
import type { Cancel, Clock } from '../../ports.ts';

/** The network and the user's idle time are asked for this often. */
const POLL_EVERY_MS = 15_000;
/** And this often while there is no network, or may be none yet after a wake. */
const POLL_SOON_MS = 5_000;
const AFTER_WAKE_MS = 2 * 60_000;
/** Nobody touched keyboard or mouse for this long: the user is away. Seconds, as Electron counts. */
const AWAY_AFTER_S = 600;

type Env = Readonly<Record<string, string | undefined>>;

/**
 * True where the system can say how long nobody has touched the keyboard. On Wayland Chromium asks
 * KWin, which answers up to Plasma 5, and then Mutter; elsewhere there Electron says 0 for ever
 * (WaylandScreen::CalculateIdleTime).
 */
export function reportsIdle(env: Env = process.env): boolean {
  if (process.platform !== 'linux' || env['XDG_SESSION_TYPE'] === 'x11') return true;
  if (env['XDG_SESSION_TYPE'] !== 'wayland') return false;
  const desktops = (env['XDG_CURRENT_DESKTOP'] ?? '').split(':');
  return (
    desktops.includes('GNOME') ||
    (desktops.includes('KDE') && ['4', '5'].includes(env['KDE_SESSION_VERSION'] ?? ''))
  );
}

/** Passes hints on, each only when it has changed. Returns the way to stop. */
export function listenForHints(clock: Clock, tell: (hint: Hint) => void): Cancel {
  let online = true;
  let active = true;
  let pollSoonUntil = -Infinity;
  let cancel: Cancel = () => undefined;

  function poll(): void {
    const nowOnline = net.isOnline();
    if (nowOnline !== online) tell({ type: 'network', online: nowOnline });
    online = nowOnline;
    if (reportsIdle()) {
      const nowActive = powerMonitor.getSystemIdleTime() < AWAY_AFTER_S;
      if (nowActive !== active) tell({ type: 'activity', active: nowActive });
      active = nowActive;
    }
    cancel();
    const soon = !online || clock.now().mono < pollSoonUntil;
    cancel = clock.after(soon ? POLL_SOON_MS : POLL_EVERY_MS, poll);
  }

  const suspend = () => tell({ type: 'suspend' });
  // What we know of the network is from before the sleep: it is asked anew first, or a touch would
  // be sent without a network.
  const resumed = () => {
    pollSoonUntil = clock.now().mono + AFTER_WAKE_MS;
    poll();
    tell({ type: 'resumed' });
  };
  powerMonitor.on('suspend', suspend);
  powerMonitor.on('resume', resumed);
  powerMonitor.on('unlock-screen', resumed);
  poll();
  return () => {
    cancel();
    powerMonitor.off('suspend', suspend);
    powerMonitor.off('resume', resumed);
    powerMonitor.off('unlock-screen', resumed);
  };
}
