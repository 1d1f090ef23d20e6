/**
 * The one window: made here and nowhere else. Closed means gone, its renderer process with it; the
 * next time it is made anew and draws the snapshot that it gets.
 */
import path from 'node:path';
import { app, BrowserWindow, nativeTheme, type Session } from 'electron';
import type { Area } from '../../../src-shared/window/areas.ts';
import { windowWords } from '../../../src-shared/words.ts';
import type { Clock, Instant, Log } from '../../ports.ts';
import { boxOver } from '../desktop/boxes.ts';
import { singleFlight } from '../life/single-flight.ts';
import { START_URL } from './origin.ts';
import type { Place, WindowPlace } from './window-place.ts';

/** `bg` of the renderer's tokens, so that the first frame does not flash. */
const background = () => (nativeTheme.shouldUseDarkColors ? '#171b1c' : '#fcfefe');

/** One reload in this time: a page that crashes again so soon would only crash once more. */
const RELOAD_EVERY_MS = 10 * 60_000;

/** A window whose page has painted nothing by then is shown as it is. */
const SHOWN_WITHIN_MS = 3000;

export interface WindowDeps {
  readonly session: Session;
  readonly clock: Clock;
  readonly log: Log;
  /** As the user left it: the next window is as large, and where it was. */
  readonly place: WindowPlace;
  /** Asked when a person closes the window. True lets it go; false keeps it. */
  readonly mayClose: () => Promise<boolean>;
  /** The document is there, and nothing of it has been drawn yet. */
  readonly onDocument: (window: BrowserWindow) => void;
  /** The user came to the window: what the system may have changed meanwhile is to be read anew. */
  readonly onFocus: () => void;
}

export interface Windows {
  /** The window, or null while there is none. */
  readonly current: () => BrowserWindow | null;
  /** True while the user looks at it. */
  readonly inSight: () => boolean;
  /** Opens the window, or brings it back from wherever it is; at an area if one is named. */
  readonly show: (area?: Area) => Promise<void>;
  /** Asks for a look without taking the focus from what the user is at. */
  readonly nudge: () => void;
  /** From now on the window closes without asking. */
  readonly letGo: () => void;
}

/** Makes and remembers the one window. */
export function createWindows(deps: WindowDeps): Windows {
  let window: BrowserWindow | null = null;
  let free = false;
  /** The first load of the window, however it ended. */
  let loaded: Promise<void> = Promise.resolve();
  const mayReload = oneReload(deps.clock);
  const mayClose = singleFlight(deps.mayClose);

  function onClose(opened: BrowserWindow, event: { preventDefault(): void }): void {
    deps.place.remember(opened.getNormalBounds());
    if (free) return;
    event.preventDefault();
    mayClose()
      .then((yes) => {
        if (yes && !opened.isDestroyed()) opened.destroy();
      })
      .catch(() => opened.destroy());
  }

  async function open(area: Area | undefined, reveal: (opened: BrowserWindow) => void) {
    const opened = create(deps.session, deps.place.last());
    window = opened;
    revealOnce(opened, reveal, deps.clock);
    opened.on('close', (event) => onClose(opened, event));
    opened.on('closed', () => {
      if (window === opened) window = null;
    });
    opened.on('focus', deps.onFocus);
    opened.webContents.on('dom-ready', () => {
      if (!opened.isDestroyed()) deps.onDocument(opened);
    });
    const recover = (name: string, message: string) => {
      if (opened.isDestroyed()) return;
      deps.log.write({ event: 'failure', where: 'renderer', name });
      if (mayReload()) opened.webContents.reload();
      else offerToReload(opened, message).catch(() => opened.destroy());
    };
    opened.webContents.on('render-process-gone', (_, { reason }) => {
      if (reason !== 'clean-exit') recover(reason, windowWords.crashed);
    });
    opened.webContents.on('did-fail-load', (_event, _code, name, _url, isMainFrame) => {
      if (isMainFrame) recover(name, windowWords.failed);
    });
    // Rejects when the load is interrupted: by a crash, a reload, another area, the end of the window.
    // Each of these has a handler of its own.
    await opened.loadURL(urlOf(area)).catch(() => undefined);
  }

  /** Not for the address that is shown: Chromium would reload the page, and lose what was typed. */
  async function goTo(shown: BrowserWindow, area: Area): Promise<void> {
    await loaded;
    const url = urlOf(area);
    if (shown.isDestroyed() || shown.webContents.getURL() === url) return;
    await shown.loadURL(url).catch(() => undefined);
  }

  return {
    current: () => window,
    inSight: () => window !== null && window.isVisible() && window.isFocused(),
    show: async (area) => {
      if (window === null || window.isDestroyed()) {
        loaded = open(area, (opened) => opened.show());
        await loaded;
        return;
      }
      if (window.webContents.isCrashed()) window.webContents.reload();
      const shown = window;
      if (shown.isMinimized()) shown.restore();
      shown.show();
      shown.focus();
      if (area !== undefined) await goTo(shown, area);
    },
    nudge: () => {
      if (window !== null && !window.isDestroyed()) window.flashFrame(true);
      else loaded = open(undefined, (opened) => opened.showInactive());
    },
    letGo: () => {
      free = true;
    },
  };
}

/** Reveals the window with its page's first paint, or after a while as it is. */
function revealOnce(
  opened: BrowserWindow,
  reveal: (opened: BrowserWindow) => void,
  clock: Clock,
): void {
  const show = () => {
    waitNoMore();
    // It may have been asked for by name meanwhile.
    if (!opened.isDestroyed() && !opened.isVisible()) reveal(opened);
  };
  const waitNoMore = clock.after(SHOWN_WITHIN_MS, show);
  opened.once('ready-to-show', show);
}

/** True if the page may be reloaded by itself; keep-alive lives in main and goes on in any case. */
function oneReload(clock: Clock): () => boolean {
  let last: Instant | null = null;
  return () => {
    const now = clock.now();
    if (last !== null && now.mono - last.mono < RELOAD_EVERY_MS) return false;
    last = now;
    return true;
  };
}

async function offerToReload(window: BrowserWindow, message: string): Promise<void> {
  const { detail, close, again } = windowWords;
  const { response } = await boxOver(window, {
    type: 'error',
    title: 'Tabkeeper',
    message,
    detail,
    buttons: [close, again],
    cancelId: 0,
  });
  if (window.isDestroyed()) return;
  if (response === 1) window.webContents.reload();
  else window.destroy();
}

function urlOf(area: Area | undefined): string {
  return area === undefined ? START_URL : `${START_URL}#${area}`;
}

function create(session: Session, place: Place): BrowserWindow {
  return new BrowserWindow({
    title: 'Tabkeeper',
    ...place,
    minWidth: 360,
    minHeight: 480,
    show: false,
    // Alt shows the menu where it is a part of the window; its keys work without.
    autoHideMenuBar: true,
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
