/** A session bus of the test's own, with a StatusNotifier watcher: the panel that a tray needs. */
import { startBus } from './bus.ts';
import {
  propertiesAnswer,
  takeName,
  type Answer,
  type Call,
  type Connection,
} from './connection.ts';
import { variant } from './wire.ts';

export const WATCHER = 'org.kde.StatusNotifierWatcher';
const WATCHER_PATH = '/StatusNotifierWatcher';
const ITEM = 'org.kde.StatusNotifierItem';
const MENU = 'com.canonical.dbusmenu';
const GET_ALL = 'org.freedesktop.DBus.Properties.GetAll';

/** Where an item of the tray is found. */
export interface Item {
  readonly service: string;
  readonly path: string;
}

export interface MenuRow {
  readonly label: string;
  readonly enabled: boolean;
  readonly type: string;
  readonly toggle: string;
}

export interface TrayBus {
  readonly socketFile: string;
  /** For the process whose tray is to be seen. */
  readonly env: { readonly DBUS_SESSION_BUS_ADDRESS: string };
  /** The items so far, oldest first. */
  readonly items: readonly Item[];
  properties(item: Item): Promise<Readonly<Record<string, unknown>>>;
  /** The rows of the item's menu, top to bottom. */
  menu(item: Item): Promise<MenuRow[]>;
  /** The panel of a bus that was started without one. */
  panelComesUp(): Promise<void>;
  close(): Promise<void>;
}

/** `panel`: false for a desktop whose panel is not up yet. */
export async function startTrayBus({ panel = true } = {}): Promise<TrayBus> {
  const items: Item[] = [];
  const bus = await startBus((call) => watch(call, items, () => watcher));
  const watcher = bus.connection;
  const panelComesUp = async () => {
    await takeName(watcher, WATCHER);
    await takeName(watcher, 'org.kde.StatusNotifierHost-test');
  };
  if (panel) await panelComesUp();

  const getAll = async (item: Item, of: string) => {
    const [all] = await watcher.call(item.service, item.path, GET_ALL, 's', [of]);
    return all as Readonly<Record<string, unknown>>;
  };
  return {
    socketFile: bus.socketFile,
    env: { DBUS_SESSION_BUS_ADDRESS: bus.address },
    items,
    properties: (item) => getAll(item, ITEM),
    menu: async (item) => {
      const { Menu: menuPath } = await getAll(item, ITEM);
      const args = [0, -1, []] as const;
      const at = [item.service, String(menuPath), `${MENU}.GetLayout`] as const;
      const [, root] = await watcher.call(...at, 'iias', args);
      const [, , rows] = root as [number, unknown, [number, Record<string, unknown>, unknown][]];
      return rows.map(([, row]) => ({
        label: typeof row['label'] === 'string' ? row['label'] : '',
        enabled: row['enabled'] !== false,
        type: typeof row['type'] === 'string' ? row['type'] : 'standard',
        toggle: typeof row['toggle-type'] === 'string' ? row['toggle-type'] : '',
      }));
    },
    panelComesUp,
    close: () => bus.close(),
  };
}

/** An item registers with the name of its service, or with its path on its own connection. */
function watch(call: Call, items: Item[], connection: () => Connection): Answer {
  if (call.interface === 'org.freedesktop.DBus.Properties') {
    return propertiesAnswer(call, {
      IsStatusNotifierHostRegistered: variant('b', true),
      ProtocolVersion: variant('i', 0),
      RegisteredStatusNotifierItems: variant(
        'as',
        items.map(({ service, path: at }) => service + at),
      ),
    });
  }
  if (call.member !== 'RegisterStatusNotifierItem') return null;
  const named = String(call.args[0]);
  const item = named.startsWith('/')
    ? { service: call.sender, path: named }
    : { service: named, path: '/StatusNotifierItem' };
  items.push(item);
  const signal = `${WATCHER}.StatusNotifierItemRegistered`;
  connection().emit(WATCHER_PATH, signal, 's', [item.service + item.path]);
  return { type: '', values: [] };
}
