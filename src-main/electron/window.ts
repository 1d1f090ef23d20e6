/** The one window: made here and nowhere else. */
import path from 'node:path';
import { app, BrowserWindow, nativeTheme, type Session } from 'electron';
import { START_URL } from './origin.ts';

/** `bg` of the renderer's tokens, so that the first frame does not flash. */
const background = () => (nativeTheme.shouldUseDarkColors ? '#171b1c' : '#fcfefe');

/** Opens the window on the bundle; it shows itself when its first frame is drawn. */
export function openWindow(session: Session): BrowserWindow {
  const window = new BrowserWindow({
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
  window.once('ready-to-show', () => window.show());
  return window;
}

/** Loads the start page. Resolves when it has loaded. */
export function loadStart(window: BrowserWindow): Promise<void> {
  return window.loadURL(START_URL);
}

/** Brings a window back from wherever it is. */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
