/** The driver's end in the host's process: it may run a function over the stand-in's parts. */
import electron from './electron/electron.ts';
import { openChannels } from './electron/ipc-main.ts';
import { onToRenderer, record, type HostRecord } from './record.ts';
import { setKeyring, type Keyring } from './electron/safe-storage.ts';

/** What a function of the driver gets as its third argument. */
export interface HostControls {
  readonly record: HostRecord;
  readonly setKeyring: (kind: Keyring) => void;
  readonly openChannels: typeof openChannels;
}

export type FromDriver =
  | { readonly kind: 'start'; readonly keyring: Keyring }
  | { readonly kind: 'run'; readonly id: number; readonly source: string; readonly arg: unknown };

export type ToDriver =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'chromium'; readonly port: number }
  | { readonly kind: 'toRenderer'; readonly text: string }
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string };

type Order = (parts: typeof electron, arg: unknown, host: HostControls) => unknown;

const say = (message: ToDriver) => process.send?.(message);

/** Resolves when the driver says that the app may start. */
export function obeyDriver(port: number): Promise<void> {
  onToRenderer((_channel, text) => say({ kind: 'toRenderer', text }));
  return new Promise((resolve) => {
    process.on('message', (message: FromDriver | 'tabkeeper:reload') => {
      if (message === 'tabkeeper:reload') return;
      if (message.kind === 'start') {
        setKeyring(message.keyring);
        resolve();
      } else obey(message).catch(() => undefined);
    });
    say({ kind: 'chromium', port });
    say({ kind: 'waiting' });
  });
}

async function obey({ id, source, arg }: Extract<FromDriver, { kind: 'run' }>): Promise<void> {
  try {
    // The driver's own function, sent as text: that is what this port is for.
    const order = (0, eval)(`(${source})`) as Order;
    const value = await order(electron, arg, { record, setKeyring, openChannels });
    say({ kind: 'result', id, value });
  } catch (error) {
    say({ kind: 'failure', id, message: error instanceof Error ? error.message : String(error) });
  }
}
