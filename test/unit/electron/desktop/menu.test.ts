/** The application menu, in the stand-in for Electron. */
import { expect, it } from 'vitest';
import { setMenu } from '../../../../src-main/electron/desktop/menu.ts';
import { Menu, type MenuItem } from '../../../../browser-host/electron/menu.ts';
import { pretend } from '../platform.ts';

function shown() {
  const asked: string[] = [];
  setMenu({ settings: () => asked.push('settings'), quit: () => asked.push('quit') });
  const menu = Menu.getApplicationMenu();
  const rows = menu?.items.flatMap((item) => item.submenu?.items ?? [item]) ?? [];
  return { asked, rows, menu };
}

it('has the usual roles of macOS: hiding, services, closing, editing, zooming, windows', () => {
  pretend('darwin');
  const { rows } = shown();
  const roles = rows.flatMap(({ role }) => (role === undefined ? [] : [role]));
  expect(roles).toEqual([
    ...['about', 'services', 'hide', 'hideOthers', 'unhide', 'close', 'editMenu'],
    ...['resetZoom', 'zoomIn', 'zoomIn', 'zoomOut', 'togglefullscreen', 'windowMenu'],
  ]);
});

it.each(['darwin', 'linux', 'win32'] as const)(
  'leads to the settings and asks before it quits, by the keys of the system: %s',
  (platform) => {
    pretend(platform);
    const { rows, asked } = shown();
    const byKey = (key: string) => rows.find(({ accelerator }) => accelerator === key);
    byKey('CommandOrControl+,')?.click();
    byKey('CommandOrControl+Q')?.click();
    expect(asked).toEqual(['settings', 'quit']);
    // The role would quit without a question.
    expect(rows.some(({ role }) => role === 'quit')).toBe(false);
  },
);

it.each(['linux', 'win32'] as const)(
  'closes, edits and zooms on %s, where without a menu no key would',
  (platform) => {
    pretend(platform);
    const { rows } = shown();
    const roles = rows.flatMap(({ role }) => (role === undefined ? [] : [role]));
    expect(roles).toEqual(['close', 'editMenu', 'resetZoom', 'zoomIn', 'zoomIn', 'zoomOut']);
    const equals = rows.find(({ accelerator }) => accelerator === 'CommandOrControl+=');
    expect(equals).toMatchObject({ role: 'zoomIn', visible: false });
  },
);

it('lets one radio button of a group be chosen, and never unticks it', () => {
  const template = [1, 2].map((n) => ({ type: 'radio' as const, label: `${n}`, checked: n === 1 }));
  const menu = Menu.buildFromTemplate([...template, { type: 'separator' }, ...template]);
  const ticked = () => menu.items.map((item: MenuItem) => item.checked);
  menu.items[0]?.click();
  expect(ticked()).toEqual([true, false, false, true, false]);
  menu.items[1]?.click();
  expect(ticked()).toEqual([false, true, false, true, false]);
});
