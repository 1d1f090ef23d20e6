/** A system bus of the test's own, with a logind: what Electron asks of it, and what it says of sleep. */
import { startBus } from './bus.ts';
import { takeName, type Answer, type Call } from './connection.ts';

export const LOGIND = 'org.freedesktop.login1';
const PATH = '/org/freedesktop/login1';
export const MANAGER = 'org.freedesktop.login1.Manager';

export interface Logind {
  readonly socketFile: string;
  /** For the process that is to find this logind. */
  readonly env: { readonly DBUS_SYSTEM_BUS_ADDRESS: string };
  /** What was to be held back, oldest first: `sleep`, `shutdown`. */
  readonly inhibited: readonly string[];
  /** The computer goes to sleep, hibernates, or wakes. */
  sleeps(yes: boolean): void;
  /** The system ends, or thinks better of it. */
  shutsDown(yes: boolean): void;
  close(): Promise<void>;
}

export async function startLogind(): Promise<Logind> {
  const inhibited: string[] = [];
  // The real one answers with a file, which this bus cannot carry: the asking is what is seen.
  const answer = (call: Call): Answer => {
    if (call.interface === MANAGER && call.member === 'Inhibit')
      inhibited.push(String(call.args[0]));
    return null;
  };
  const bus = await startBus(answer);
  await takeName(bus.connection, LOGIND);
  const say = (signal: string, yes: boolean) => {
    bus.connection.emit(PATH, `${MANAGER}.${signal}`, 'b', [yes]);
  };
  return {
    socketFile: bus.socketFile,
    env: { DBUS_SYSTEM_BUS_ADDRESS: bus.address },
    inhibited,
    sleeps: (yes) => say('PrepareForSleep', yes),
    shutsDown: (yes) => say('PrepareForShutdown', yes),
    close: () => bus.close(),
  };
}
