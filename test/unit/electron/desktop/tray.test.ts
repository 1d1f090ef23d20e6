/** The tray item as Electron gets it, in the stand-in for Electron. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createTray } from '../../../../src-main/electron/desktop/tray.ts';
import type { TrayAction, TrayModel } from '../../../../src-main/notify/tray-model.ts';
import type { Tray } from '../../../../browser-host/electron/menu.ts';
import { record } from '../../../../browser-host/record.ts';
import { pretend } from '../platform.ts';

const model: TrayModel = {
  icon: 'live',
  tooltip: 'R&D – live, at least 31 min',
  rows: [
    { is: 'text', label: 'R&D – live, at least 31 min' },
    { is: 'profile', label: 'R&D', checked: true, action: { do: 'select', profile: 'a' } },
    { is: 'action', label: 'Extend now', action: { do: 'extendNow' }, enabled: true },
  ],
};

function bench() {
  const acted: TrayAction[] = [];
  const tray = createTray('/icons', (action) => acted.push(action));
  tray.update(model, false);
  const shown = record.trays.at(-1) as Tray;
  return { acted, tray, shown };
}

beforeEach(() => {
  record.trays.length = 0;
});

describe('the tray item', () => {
  it('keeps the ampersand of a name, which a menu takes for the mark of a key', () => {
    const { shown } = bench();
    expect(shown.menu?.items.map(({ label }) => label)).toEqual([
      'R&&D – live, at least 31 min',
      'R&&D',
      'Extend now',
    ]);
    // A tooltip has no keys.
    expect(shown.toolTip).toBe('R&D – live, at least 31 min');
  });

  it.each([
    ['win32', [{ do: 'open' }]],
    ['darwin', []],
    ['linux', []],
  ] as const)('shows the window by a click where the menu has the other button: %s', (...row) => {
    const [platform, actions] = row;
    pretend(platform);
    const { shown, acted } = bench();
    (shown as unknown as NodeJS.EventEmitter).emit('click', {});
    expect(acted).toEqual(actions);
  });

  it('is made anew as it was for a tray that has come up since, and is one all the same', () => {
    const { tray, shown } = bench();
    tray.renew();
    tray.update(model, false);
    const [first, second] = record.trays as Tray[];
    expect(first?.isDestroyed()).toBe(true);
    expect(second?.toolTip).toBe(shown.toolTip);
    expect(second?.menu?.items).toHaveLength(3);
    expect(second?.menuCount).toBe(1);
    expect(record.trays).toHaveLength(2);
    tray.destroy();
    tray.renew();
    expect(record.trays).toHaveLength(2);
  });

  it('is one item, whose menu is set anew and whose icon changes', () => {
    const { tray, shown } = bench();
    tray.update({ ...model, icon: 'offline' }, false);
    tray.update({ ...model, icon: 'offline', tooltip: 'another' }, false);
    expect(record.trays).toHaveLength(1);
    expect(shown.menuCount).toBe(2);
    expect(JSON.stringify(shown.image)).toContain('offline');
  });
});
