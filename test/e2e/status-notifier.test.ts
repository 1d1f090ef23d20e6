/**
 * The tray as another program sees it, over a session bus of the test's own: Electron's item and menu
 * where its binary is, and a hand-made item everywhere, so that the watcher itself stays true.
 */
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { hasTrayHost } from '../../src-main/system/tray-host.ts';
import { electronMissing } from '../driver/electron-app.ts';
import { launchApp } from '../driver/launch.ts';
import { connect, propertiesAnswer, takeName, type Answer, type Call } from './dbus/connection.ts';
import { busMissing } from './dbus/bus.ts';
import { startTrayBus, WATCHER, type TrayBus } from './dbus/tray-bus.ts';
import { variant } from './dbus/wire.ts';
import { skipped } from './hosts.ts';

const noBus = busMissing();
// The workflow that names a keyring for tests has a bus too: a skip would be a hole there.
if (noBus !== null && process.env['TABKEEPER_TEST_KEYRING'] !== undefined) {
  throw new Error(noBus);
}
/** Row, disabled row, separator and radio button, as dbusmenu has them. */
const rows = [
  [
    1,
    [
      ['label', variant('s', 'Acme Test – live, at least 31 min')],
      ['enabled', variant('b', false)],
    ],
    [],
  ],
  [2, [['type', variant('s', 'separator')]], []],
  [3, [['label', variant('s', 'Extend now')]], []],
  [
    4,
    [
      ['label', variant('s', 'Acme Test')],
      ['toggle-type', variant('s', 'radio')],
    ],
    [],
  ],
].map((row) => variant('(ia{sv}av)', row));

function item(call: Call): Answer {
  if (call.interface === 'org.freedesktop.DBus.Properties') {
    return propertiesAnswer(call, {
      Id: variant('s', 'tabkeeper'),
      Status: variant('s', 'Active'),
      Menu: variant('o', '/MenuBar'),
      IconPixmap: variant('a(iiay)', [[2, 1, [255, 0, 0, 0, 255, 1, 2, 3]]]),
    });
  }
  if (call.member !== 'GetLayout') return null;
  return { type: 'u(ia{sv}av)', values: [1, [0, [], rows]] };
}

describe.skipIf(noBus !== null)(`a StatusNotifier watcher${skipped(noBus)}`, () => {
  let bus: TrayBus;
  beforeEach(async () => {
    bus = await startTrayBus();
  });
  afterEach(() => bus.close());

  const register = async (as: string | null) => {
    const connection = await connect(bus.socketFile, item);
    onTestFinished(() => connection.close());
    if (as !== null) await takeName(connection, as);
    const at = [
      WATCHER,
      '/StatusNotifierWatcher',
      `${WATCHER}.RegisterStatusNotifierItem`,
    ] as const;
    await connection.call(...at, 's', [as ?? '/StatusNotifierItem']);
  };

  it.each(['org.freedesktop.StatusNotifierItem-1-1', null])(
    'reads the properties and the menu of an item that registers by %s',
    async (name) => {
      await register(name);
      const [shown] = bus.items;
      if (shown === undefined) throw new Error('nothing registered');
      expect(await bus.properties(shown)).toMatchObject({
        Id: 'tabkeeper',
        Status: 'Active',
        IconPixmap: [[2, 1, [255, 0, 0, 0, 255, 1, 2, 3]]],
      });
      expect(await bus.menu(shown)).toEqual([
        {
          label: 'Acme Test – live, at least 31 min',
          enabled: false,
          type: 'standard',
          toggle: '',
        },
        { label: '', enabled: true, type: 'separator', toggle: '' },
        { label: 'Extend now', enabled: true, type: 'standard', toggle: '' },
        { label: 'Acme Test', enabled: true, type: 'standard', toggle: 'radio' },
      ]);
    },
  );

  /** Until the test is over, the app's look at the desktop is one at this bus. */
  const lookAt = (address: string) => {
    vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', address);
    onTestFinished(() => void vi.unstubAllEnvs());
  };

  it('is a tray that the app knows of, by the tools that are installed here', async () => {
    lookAt(bus.env.DBUS_SESSION_BUS_ADDRESS);
    expect(await hasTrayHost('linux')).toBe(true);
    lookAt('unix:path=/nonexistent');
    expect(await hasTrayHost('linux')).toBe(false);
  });

  it('is known from when its panel has come up', async () => {
    const bare = await startTrayBus({ panel: false });
    onTestFinished(() => bare.close());
    lookAt(bare.env.DBUS_SESSION_BUS_ADDRESS);
    expect(await hasTrayHost('linux')).toBe(false);
    await bare.panelComesUp();
    expect(await hasTrayHost('linux')).toBe(true);
  });
});

const missing = noBus ?? electronMissing();
describe.skipIf(missing !== null)(`the tray on Electron${skipped(missing)}`, () => {
  it('is seen in a panel that came up after it', async () => {
    const bus = await startTrayBus({ panel: false });
    onTestFinished(() => bus.close());
    const app = await launchApp({
      ...{ host: 'electron', args: ['--hidden'], waitForWindow: false },
      env: { ...bus.env, XDG_CURRENT_DESKTOP: 'KDE' },
    });
    onTestFinished(() => app.close());
    await app.evaluateMain(({ app: electronApp }) => electronApp.whenReady().then(() => true));
    await bus.panelComesUp();
    await expect.poll(() => bus.items.length).toBeGreaterThan(0);
  });

  it('is an item with an icon, and a menu that others can read', async () => {
    const bus = await startTrayBus();
    onTestFinished(() => bus.close());
    const app = await launchApp({
      host: 'electron',
      env: { ...bus.env, XDG_CURRENT_DESKTOP: 'KDE' },
    });
    onTestFinished(() => app.close());
    await expect.poll(() => bus.items.length).toBeGreaterThan(0);
    const shown = bus.items.at(-1);
    if (shown === undefined) throw new Error('nothing registered');

    const properties = await bus.properties(shown);
    expect(properties).toMatchObject({ Status: 'Active' });
    const [pixmap] = properties['IconPixmap'] as [number, number, number[]][];
    const [width = 0, height = 0, pixels = []] = pixmap ?? [];
    expect(pixels).toHaveLength(width * height * 4);
    expect(pixels.some((byte) => byte !== 0)).toBe(true);
    expect(JSON.stringify(properties['ToolTip'] ?? properties['Title'])).toContain('signed out');

    const labels = (await bus.menu(shown)).map(({ label }) => label.replaceAll('_', ''));
    expect(labels.filter((label) => label !== '')).toEqual([
      'New profile – signed out',
      'Sign in',
      'Copy session ID',
      'Open window',
      'Quit…',
    ]);
  });
});
