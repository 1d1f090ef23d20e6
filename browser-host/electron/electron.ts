/**
 * What `import 'electron'` gives in the browser host. The names are held against electron.d.ts; one
 * that is missing here fails at the import itself, by its name.
 */
import type * as Electron from 'electron';
import { app } from './app.ts';
import {
  clipboard,
  ClipboardItem,
  dialog,
  nativeTheme,
  net,
  powerMonitor,
  screen,
  shell,
} from './desktop.ts';
import { ipcMain } from './ipc-main.ts';
import { Menu, MenuItem, Notification, Tray } from './menu.ts';
import { nativeImage } from './native-image.ts';
import { safeStorage } from './safe-storage.ts';
import { protocol, session } from './session.ts';
import { strict } from '../strict.ts';
import { allWebContents } from './web-contents.ts';
import { BrowserWindow } from './window.ts';

type Names = keyof typeof Electron;

const webContents = strict('webContents', { getAllWebContents: allWebContents });

const electron = {
  app,
  BrowserWindow,
  clipboard,
  ClipboardItem,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  webContents,
} satisfies Partial<Record<Names, unknown>>;

export {
  app,
  BrowserWindow,
  clipboard,
  ClipboardItem,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  webContents,
};
export default strict('electron', electron);
