/** The application menu: macOS needs one for copy and paste; elsewhere the window has none. */
import { app, Menu } from 'electron';

/** `quit` asks what becomes of open sessions; the role of that name would not. */
export function setMenu(quit: () => void): void {
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
          { role: 'hide' },
          { role: 'hideOthers' },
          { role: 'unhide' },
          { type: 'separator' },
          { label: 'Quit Tabkeeper', accelerator: 'Command+Q', click: quit },
        ],
      },
      { role: 'editMenu' },
      { role: 'windowMenu' },
    ]),
  );
}
