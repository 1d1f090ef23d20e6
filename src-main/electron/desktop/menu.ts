/**
 * The application menu. macOS needs one for copy and paste; elsewhere it is hidden until Alt is pressed,
 * and there for its keys: without it none would close the window or make its text larger.
 */
import { app, Menu, type MenuItemConstructorOptions } from 'electron';

export interface MenuDeps {
  readonly settings: () => void;
  /** Asks what becomes of open sessions; the role of that name would not. */
  readonly quit: () => void;
}

type Item = MenuItemConstructorOptions;
const line: Item = { type: 'separator' };

/** Sets the menu with the usual roles of the system. */
export function setMenu(deps: MenuDeps): void {
  const menus = process.platform === 'darwin' ? menusOfMac(deps) : menusElsewhere(deps);
  Menu.setApplicationMenu(Menu.buildFromTemplate(menus));
}

function menusOfMac(deps: MenuDeps): Item[] {
  const own: Item[] = [
    { role: 'about' },
    line,
    settings(deps),
    line,
    { role: 'services' },
    line,
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    line,
    quit(deps),
  ];
  return [
    { label: app.getName(), submenu: own },
    { label: 'File', submenu: [{ role: 'close' }] },
    { role: 'editMenu' },
    { label: 'View', submenu: [...zoom(), line, { role: 'togglefullscreen' }] },
    { role: 'windowMenu' },
  ];
}

function menusElsewhere(deps: MenuDeps): Item[] {
  const file: Item[] = [settings(deps), line, { role: 'close' }, quit(deps)];
  return [
    { label: '&File', submenu: file },
    { role: 'editMenu' },
    { label: '&View', submenu: zoom() },
  ];
}

const settings = (deps: MenuDeps): Item => ({
  label: 'Settings…',
  accelerator: 'CommandOrControl+,',
  click: deps.settings,
});

const quit = (deps: MenuDeps): Item => ({
  label: `Quit ${app.getName()}`,
  accelerator: 'CommandOrControl+Q',
  click: deps.quit,
});

function zoom(): Item[] {
  return [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    // The plus of most keyboards needs Shift; without it the key is an equals sign.
    { role: 'zoomIn', accelerator: 'CommandOrControl+=', visible: false },
    { role: 'zoomOut' },
  ];
}
