/** The notifications of a desktop, on a session bus of the test's own: shown, closed, clicked. */
import { startBus } from './bus.ts';
import { takeName, type Answer, type Call } from './connection.ts';

export const NOTIFICATIONS = 'org.freedesktop.Notifications';
const PATH = '/org/freedesktop/Notifications';

export interface NotificationServer {
  readonly socketFile: string;
  readonly env: { readonly DBUS_SESSION_BUS_ADDRESS: string };
  /** The titles of those that stand, oldest first. */
  standing(): string[];
  /** A click on the newest that stands. */
  click(): void;
  close(): Promise<void>;
}

export async function startNotificationServer(): Promise<NotificationServer> {
  const shown = new Map<number, string>();
  let last = 0;
  const answer = ({ interface: of, member, args }: Call): Answer => {
    if (of !== NOTIFICATIONS) return null;
    switch (member) {
      case 'GetCapabilities':
        return { type: 'as', values: [['actions', 'body']] };
      case 'GetServerInformation':
        return { type: 'ssss', values: ['test', 'test', '1', '1.2'] };
      case 'Notify': {
        const replaces = Number(args[1]);
        const id = replaces === 0 ? (last += 1) : replaces;
        shown.set(id, String(args[3]));
        return { type: 'u', values: [id] };
      }
      case 'CloseNotification':
        shown.delete(Number(args[0]));
        return { type: '', values: [] };
      default:
        return null;
    }
  };
  const bus = await startBus(answer);
  await takeName(bus.connection, NOTIFICATIONS);
  return {
    socketFile: bus.socketFile,
    env: { DBUS_SESSION_BUS_ADDRESS: bus.address },
    standing: () => [...shown.values()],
    click: () => {
      const id = [...shown.keys()].at(-1);
      if (id === undefined) throw new Error('nothing is shown');
      bus.connection.emit(PATH, `${NOTIFICATIONS}.ActionInvoked`, 'us', [id, 'default']);
    },
    close: () => bus.close(),
  };
}
