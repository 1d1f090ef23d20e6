/**
 * The application menu. macOS needs one for copy and paste; elsewhere it is hidden until Alt is pressed,
 * and there for its keys: without it none would close the window or make its text larger.
 */
import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import { actionOf, type ActionId } from '../../../src-shared/window/actions.ts';
import { textSizeBeside, type TextSize } from '../../../src-shared/window/text-size.ts';

export interface MenuDeps {
  readonly settings: () => void;
  /** Asks what becomes of open sessions; the role of that name would not. */
  readonly quit: () => void;
  /** Sets another size of the text, given the one that is set. */
  readonly resize: (to: (size: TextSize) => TextSize) => void;
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
    { label: 'View', submenu: [...textSize(deps), line, { role: 'togglefullscreen' }] },
    { role: 'windowMenu' },
  ];
}

function menusElsewhere(deps: MenuDeps): Item[] {
  const file: Item[] = [settings(deps), line, { role: 'close' }, quit(deps)];
  return [
    { label: '&File', submenu: file },
    { role: 'editMenu' },
    { label: '&View', submenu: textSize(deps) },
  ];
}

/** By the name and the first key that an action has everywhere. */
function item(id: ActionId, click: () => void): Item {
  const { label, keys: [accelerator] = [] } = actionOf(id);
  return { label, click, ...(accelerator === undefined ? {} : { accelerator }) };
}

const settings = (deps: MenuDeps): Item => ({
  ...item('settings', deps.settings),
  label: 'Settings…',
  accelerator: 'CommandOrControl+,',
});

const quit = (deps: MenuDeps): Item => ({
  ...item('quit', deps.quit),
  label: `Quit ${app.getName()}`,
});

/** The roles of the system would zoom too, but tell nobody, so that it could not be kept. */
function textSize({ resize }: MenuDeps): Item[] {
  const larger = () => resize((size) => textSizeBeside(size, 1));
  return [
    item('textUsual', () => resize(() => 100)),
    item('textLarger', larger),
    // The plus of most keyboards needs Shift; without it the key is an equals sign.
    { ...item('textLarger', larger), accelerator: 'CommandOrControl+=', visible: false },
    item('textSmaller', () => resize((size) => textSizeBeside(size, -1))),
  ];
}
