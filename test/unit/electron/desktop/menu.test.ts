/** The application menu, in the stand-in for Electron. */
import { expect, it } from 'vitest';
import { setMenu } from '../../../../src-main/electron/desktop/menu.ts';
import { Menu, type MenuItem } from '../../../../browser-host/electron/menu.ts';
import type { TextSize } from '../../../../src-shared/window/text-size.ts';
import { pretend } from '../platform.ts';

function shown() {
  const asked: (string | TextSize)[] = [];
  let size: TextSize = 100;
  setMenu({
    settings: () => asked.push('settings'),
    quit: () => asked.push('quit'),
    resize: (to) => {
      size = to(size);
      asked.push(size);
    },
  });
  const menu = Menu.getApplicationMenu();
  const rows = menu?.items.flatMap((item) => item.submenu?.items ?? [item]) ?? [];
  return { asked, rows, menu };
}

it('has the usual roles of macOS: hiding, services, closing, editing, windows', () => {
  pretend('darwin');
  const { rows } = shown();
  const roles = rows.flatMap(({ role }) => (role === undefined ? [] : [role]));
  expect(roles).toEqual([
    ...['about', 'services', 'hide', 'hideOthers', 'unhide', 'close', 'editMenu'],
    ...['togglefullscreen', 'windowMenu'],
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
  'closes and edits on %s, where without a menu no key would',
  (platform) => {
    pretend(platform);
    const { rows } = shown();
    const roles = rows.flatMap(({ role }) => (role === undefined ? [] : [role]));
    expect(roles).toEqual(['close', 'editMenu']);
  },
);

it.each(['darwin', 'linux', 'win32'] as const)(
  'makes the text larger, smaller and usual by the keys of every browser: %s',
  (platform) => {
    pretend(platform);
    const { rows, asked } = shown();
    const byKey = (key: string) =>
      rows.find(({ accelerator }) => accelerator === `CommandOrControl+${key}`);
    // The plus of most keyboards needs Shift; without it the key is an equals sign.
    expect(byKey('=')?.visible).toBe(false);
    // What is hidden takes no click, in the stand-in as by hand.
    for (const key of ['Plus', 'Plus', 'Plus', 'Plus', '-', '0', '-']) byKey(key)?.click();
    expect(asked).toEqual([125, 150, 200, 200, 150, 100, 100]);
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
