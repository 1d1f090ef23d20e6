/** The driver's end in the host's process: it may run a function over the stand-in's parts. */
import type { DriversChromium } from './chromium/chromium.ts';
import { baseWindows } from './electron/base-window.ts';
import electron from './electron/electron.ts';
import { openChannels } from './electron/ipc-main.ts';
import { tellNotification } from './electron/menu.ts';
import { onToRenderer, record, type HostRecord } from './record.ts';
import { setKeyring, type Keyring } from './electron/safe-storage.ts';
import { BrowserWindow } from './electron/window.ts';
import { HostEvent } from './strict.ts';

/** What a function of the driver gets as its third argument. */
export interface HostControls {
  readonly record: HostRecord;
  readonly setKeyring: (kind: Keyring) => void;
  readonly openChannels: typeof openChannels;
  /** A word of the system about the notification that it shows. */
  readonly tellNotification: typeof tellNotification;
  /** The user logs off, or the system shuts down, as Windows tells it: to windows, and to nobody else. */
  readonly endSession: () => void;
}

function endSession(): void {
  const windows = [...BrowserWindow.getAllWindows(), ...baseWindows()];
  for (const name of ['query-session-end', 'session-end']) {
    for (const window of windows) window.emit(name, new HostEvent());
  }
}

export type FromDriver =
  | { readonly kind: 'start'; readonly keyring: Keyring; readonly chromium: string }
  | { readonly kind: 'run'; readonly id: number; readonly source: string; readonly arg: unknown };

export type ToDriver =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'opened'; readonly targetId: string }
  | { readonly kind: 'toRenderer'; readonly text: string }
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string };

type Order = (parts: typeof electron, arg: unknown, host: HostControls) => unknown;

const say = (message: ToDriver) => process.send?.(message);

/** Resolves to the driver's Chromium when the driver says that the app may start. */
export function obeyDriver(): Promise<DriversChromium> {
  onToRenderer((_channel, text) => say({ kind: 'toRenderer', text }));
  return new Promise((resolve) => {
    process.on('message', (message: FromDriver | 'tabkeeper:reload') => {
      if (message === 'tabkeeper:reload') return;
      if (message.kind === 'start') {
        setKeyring(message.keyring);
        const opened = (targetId: string) => void say({ kind: 'opened', targetId });
        resolve({ endpoint: message.chromium, opened });
      } else obey(message).catch(() => undefined);
    });
    say({ kind: 'waiting' });
  });
}

async function obey({ id, source, arg }: Extract<FromDriver, { kind: 'run' }>): Promise<void> {
  try {
    // The driver's own function, sent as text: that is what this port is for.
    const order = (0, eval)(`(${source})`) as Order;
    const value = await order(electron, arg, {
      record,
      setKeyring,
      openChannels,
      tellNotification,
      endSession,
    });
    say({ kind: 'result', id, value });
  } catch (error) {
    say({ kind: 'failure', id, message: error instanceof Error ? error.message : String(error) });
  }
}
