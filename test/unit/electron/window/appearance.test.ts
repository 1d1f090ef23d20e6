/** Theme and size of the text, in the stand-in for Electron; and what was done lately. */
import { expect, it } from 'vitest';
import type { BrowserWindow } from 'electron';
import { nativeTheme } from '../../../../browser-host/electron/desktop.ts';
import { applyAppearance } from '../../../../src-main/electron/window/appearance.ts';
import { createRecentActions } from '../../../../src-main/electron/window/recent-actions.ts';

it('the theme is told to the system once a change, and the zoom to the page that is there', () => {
  const zooms: number[] = [];
  let told = 0;
  nativeTheme.on('updated', () => (told += 1));
  const page = (destroyed: boolean) =>
    ({
      isDestroyed: () => destroyed,
      webContents: { setZoomFactor: (factor: number) => zooms.push(factor) },
    }) as unknown as BrowserWindow;
  applyAppearance(null, { theme: 'dark', textSize: 150 });
  applyAppearance(page(false), { theme: 'dark', textSize: 150 });
  applyAppearance(page(true), { theme: 'dark', textSize: 200 });
  expect([nativeTheme.themeSource, told, zooms]).toEqual(['dark', 1, [1.5]]);
  applyAppearance(page(false), { theme: 'system', textSize: 100 });
  expect([nativeTheme.themeSource, told, zooms]).toEqual(['system', 2, [1.5, 1]]);
});

it('actions are remembered newest first, each once, twenty at most, and damage is nothing', () => {
  const values = new Map<string, unknown>();
  const recent = createRecentActions({
    get: (name) => values.get(name),
    set: (name, value) => values.set(name, value),
  });
  expect(recent.all()).toEqual([]);
  for (const action of ['a', 'b', 'a', 'profile/one']) recent.note(action);
  expect(recent.all()).toEqual(['profile/one', 'a', 'b']);
  for (let n = 0; n < 30; n += 1) recent.note(`n${n}`);
  expect(recent.all().length).toBe(20);
  expect(recent.all()[0]).toBe('n29');
  for (const damage of ['a', [1], [{}], ['a b'], null]) {
    values.set('recentActions', damage);
    expect(recent.all()).toEqual([]);
  }
});
