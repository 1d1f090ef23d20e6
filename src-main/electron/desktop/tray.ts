/** The tray item: draws the model with Electron's means. */
import path from 'node:path';
import {
  Menu,
  nativeImage,
  Tray,
  type MenuItemConstructorOptions,
  type NativeImage,
} from 'electron';
import { createTrayUpdater, trayIconFile } from '../../notify/tray-model.ts';
import type {
  TrayAction,
  TrayFace,
  TrayIcon,
  TrayModel,
  TrayRow,
} from '../../notify/tray-model.ts';

export interface TrayItem {
  update(model: TrayModel, monochrome: boolean): void;
  /** Words beside the icon, which the menu bar of macOS has room for; empty for none. */
  say(words: string): void;
  /** Makes the item anew, for a tray that has come up since. */
  renew(): void;
  destroy(): void;
}

/** `icons` is the folder that the build fills; `act` runs the action of a row that was clicked. */
export function createTray(icons: string, act: (action: TrayAction) => void): TrayItem {
  const image = (icon: TrayIcon, monochrome: boolean): NativeImage => {
    const name = trayIconFile(icon, process.platform, monochrome);
    const loaded = nativeImage.createFromPath(path.join(icons, name));
    if (process.platform === 'darwin') loaded.setTemplateImage(true);
    return loaded;
  };
  const open = (first: NativeImage): Tray => {
    const opened = new Tray(first);
    // On Windows the menu is behind the right button, and the left one is a wish to see the window.
    // Elsewhere a click opens the menu, or says nothing that could be relied on.
    if (process.platform === 'win32') opened.on('click', () => act({ do: 'open' }));
    return opened;
  };
  let tray: Tray | null = null;
  let last: Parameters<TrayItem['update']> | null = null;
  const face: TrayFace = {
    setIcon: (icon, monochrome) => {
      if (tray === null) tray = open(image(icon, monochrome));
      else tray.setImage(image(icon, monochrome));
    },
    setMenu: (model) => {
      tray?.setToolTip(model.tooltip);
      // Linux sends no click that could be relied on: everything is in the menu.
      tray?.setContextMenu(Menu.buildFromTemplate(model.rows.map((row) => item(row, act))));
    },
  };
  let draw = createTrayUpdater(face);
  const update: TrayItem['update'] = (...shown) => {
    last = shown;
    draw(...shown);
  };
  const destroy = () => {
    tray?.destroy();
    tray = null;
  };
  return {
    update,
    say: (words) => {
      if (process.platform === 'darwin') tray?.setTitle(words);
    },
    renew: () => {
      if (tray === null || last === null) return;
      destroy();
      draw = createTrayUpdater(face);
      draw(...last);
    },
    destroy,
  };
}

/** As a menu shows it: one ampersand alone would be taken for the mark of a key, and vanish. */
const shown = (label: string): string => label.replaceAll('&', '&&');

function item(row: TrayRow, act: (action: TrayAction) => void): MenuItemConstructorOptions {
  switch (row.is) {
    case 'line':
      return { type: 'separator' };
    case 'text':
      return { label: shown(row.label), enabled: false };
    case 'action':
      return { label: shown(row.label), enabled: row.enabled, click: () => act(row.action) };
    case 'profile':
      return {
        label: shown(row.label),
        // Not a checkbox: a click on the chosen one would untick it.
        type: 'radio',
        checked: row.checked,
        click: () => act(row.action),
      };
  }
}
