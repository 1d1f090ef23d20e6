/** The one window: made here and nowhere else. */
import path from 'node:path';
import { app, BrowserWindow, nativeTheme, type Session } from 'electron';
import { START_URL } from './origin.ts';

/** `bg` of the renderer's tokens, so that the first frame does not flash. */
const background = () => (nativeTheme.shouldUseDarkColors ? '#171b1c' : '#fcfefe');

export interface Windows {
  /** The window, or null while there is none. */
  readonly current: () => BrowserWindow | null;
  /** Opens the window; it shows itself when its first frame is drawn. Resolves when it has loaded. */
  readonly open: () => Promise<void>;
  /** True while the user looks at it. */
  readonly inSight: () => boolean;
  /** Brings the window back from wherever it is. */
  readonly show: () => void;
}

/** The keeper of the one window. */
export function createWindows(session: Session): Windows {
  let window: BrowserWindow | null = null;
  return {
    current: () => window,
    inSight: () => window !== null && window.isVisible() && window.isFocused(),
    open: async () => {
      const opened = create(session);
      window = opened;
      opened.once('ready-to-show', () => opened.show());
      opened.on('closed', () => {
        window = null;
      });
      await opened.loadURL(START_URL);
    },
    show: () => {
      if (window === null) return;
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
  };
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
