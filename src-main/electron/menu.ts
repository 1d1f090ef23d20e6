/** The application menu: macOS needs one for copy and paste; elsewhere the window has none. */
import { app, Menu } from 'electron';

export interface MenuDeps {
  readonly settings: () => void;
  /** Asks what becomes of open sessions; the role of that name would not. */
  readonly quit: () => void;
}

/** Sets the menu of macOS with the usual roles, or takes Electron's own away. */
export function setMenu({ settings, quit }: MenuDeps): void {
  if (process.platform !== 'darwin') {
    Menu.setApplicationMenu(null);
    return;
  }
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      {
        label: app.getName(),
        submenu: [
          { role: 'about' },
          { type: 'separator' },
          { label: 'Settings…', accelerator: 'Command+,', click: settings },
          { type: 'separator' },
          { role: 'services' },
          { type: 'separator' },
          { role: 'hide' },
          { role: 'hideOthers' },
          { role: 'unhide' },
          { type: 'separator' },
          { label: `Quit ${app.getName()}`, accelerator: 'Command+Q', click: quit },
        ],
      },
      { label: 'File', submenu: [{ role: 'close' }] },
      { role: 'editMenu' },
      {
        label: 'View',
        submenu: [
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { type: 'separator' },
          { role: 'togglefullscreen' },
        ],
      },
      { role: 'windowMenu' },
    ]),
  );
}
