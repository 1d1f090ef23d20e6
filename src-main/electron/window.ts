/**
 * The one window: made here and nowhere else. Closed means gone, its renderer process with it; the
 * next time it is made anew and draws the snapshot that it gets.
 */
import path from 'node:path';
import { app, BrowserWindow, dialog, nativeTheme, type Session } from 'electron';
import type { Clock, Instant, Log } from '../ports.ts';
import { START_URL } from './origin.ts';

/** `bg` of the renderer's tokens, so that the first frame does not flash. */
const background = () => (nativeTheme.shouldUseDarkColors ? '#171b1c' : '#fcfefe');

/** A second crash within this time is not answered by another reload. */
const CRASH_AGAIN_MS = 60_000;

export type Area = 'session' | 'verify' | 'activity' | 'settings';

export interface WindowDeps {
  readonly session: Session;
  readonly clock: Clock;
  readonly log: Log;
  /** Asked when a person closes the window. True lets it go; false keeps it. */
  readonly mayClose: () => Promise<boolean>;
}

export interface Windows {
  /** The window, or null while there is none. */
  readonly current: () => BrowserWindow | null;
  /** True while the user looks at it. */
  readonly inSight: () => boolean;
  /** Opens the window, or brings it back from wherever it is; at an area if one is named. */
  readonly show: (area?: Area) => Promise<void>;
  /** From now on the window closes without a question. */
  readonly letGo: () => void;
}

/** The keeper of the one window. */
export function createWindows(deps: WindowDeps): Windows {
  let window: BrowserWindow | null = null;
  let free = false;

  function onClose(opened: BrowserWindow, event: { preventDefault(): void }): void {
    if (free) return;
    event.preventDefault();
    deps
      .mayClose()
      .then((yes) => {
        if (yes && !opened.isDestroyed()) opened.destroy();
      })
      .catch(() => opened.destroy());
  }

  async function open(area: Area | undefined): Promise<void> {
    const opened = create(deps.session);
    window = opened;
    opened.once('ready-to-show', () => opened.show());
    opened.on('close', (event) => onClose(opened, event));
    opened.on('closed', () => {
      if (window === opened) window = null;
    });
    reloadAfterCrash(opened, deps);
    await opened.loadURL(urlOf(area));
  }

  return {
    current: () => window,
    inSight: () => window !== null && window.isVisible() && window.isFocused(),
    show: async (area) => {
      if (window === null || window.isDestroyed()) {
        await open(area);
        return;
      }
      // Only the fragment differs, so the page stays as it is.
      if (area !== undefined) await window.loadURL(urlOf(area));
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    letGo: () => {
      free = true;
    },
  };
}

function urlOf(area: Area | undefined): string {
  return area === undefined ? START_URL : `${START_URL}#${area}`;
}

/** The renderer is reloaded once; keep-alive lives in main and goes on in any case. */
function reloadAfterCrash(window: BrowserWindow, { clock, log }: WindowDeps): void {
  let last: Instant | null = null;
  window.webContents.on('render-process-gone', (_, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    log.write({ event: 'failure', where: 'renderer', name: reason });
    const now = clock.now();
    const again = last !== null && now.mono - last.mono < CRASH_AGAIN_MS;
    last = now;
    if (!again) {
      window.webContents.reload();
      return;
    }
    dialog.showErrorBox(
      'The window of Tabkeeper crashed twice',
      'Keep-alive goes on. Open the window again from the tray, or start Tabkeeper again.',
    );
    window.destroy();
  });
}

function create(session: Session): BrowserWindow {
  return new BrowserWindow({
    title: 'Tabkeeper',
    width: 960,
    height: 640,
    minWidth: 360,
    minHeight: 480,
    show: false,
    backgroundColor: background(),
    webPreferences: {
      preload: path.join(import.meta.dirname, 'preload.cjs'),
      session,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
}
