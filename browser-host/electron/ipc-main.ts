/** `ipcMain`: finds the handler for a message of a page and sends its answer back. */
import { createCodec } from '../page/codec.ts';
import { HostEmitter, strict, type Part } from '../strict.ts';

const codec = createCodec();
type Handler = (event: never, ...args: never[]) => unknown;
const handlers = new Map<string, Handler>();

/** Any channel name is an event here. */
class IpcEmitter extends HostEmitter {
  constructor() {
    super('ipcMain', []);
    this.removeAllListeners('newListener');
  }

  handle(channel: string, listener: Handler): void {
    if (handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    handlers.set(channel, listener);
  }

  handleOnce(channel: string, listener: Handler): void {
    this.handle(channel, (...args) => {
      handlers.delete(channel);
      return listener(...args);
    });
  }

  removeHandler(channel: string): void {
    handlers.delete(channel);
  }
}

const emitter = new IpcEmitter();
export const ipcMain = strict(
  'ipcMain',
  emitter satisfies Part<
    Electron.IpcMain,
    | 'handle'
    | 'handleOnce'
    | 'removeHandler'
    | 'on'
    | 'once'
    | 'off'
    | 'addListener'
    | 'removeListener'
    | 'removeAllListeners'
  >,
);

/** The channels that somebody listens on: by `handle`, and by `on`. For tests: an inventory. */
export function openChannels(): { readonly invoke: string[]; readonly send: string[] } {
  return { invoke: [...handlers.keys()], send: emitter.eventNames().map(String) };
}

/** One `invoke`. Resolves to the encoded value; rejects with the message that the page may see. */
export async function answerInvoke(event: object, channel: string, args: string): Promise<string> {
  const handler = handlers.get(channel);
  try {
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    const value: unknown = await handler(event as never, ...(codec.decode(args) as never[]));
    return codec.encode(clone(value));
  } catch (error) {
    // Of an error only its text crosses, as in Electron.
    throw new Error(`Error invoking remote method '${channel}': ${String(error)}`, {
      cause: error,
    });
  }
}

/** One `send` of the page. */
export function receiveSend(event: object, channel: string, args: string): void {
  emitter.emit(channel, event, ...(codec.decode(args) as unknown[]));
}

/** The arguments of a message to the page, cloned as Electron does. */
export function packForPage(args: unknown[]): string {
  return codec.encode(clone(args));
}

function clone(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch (error) {
    throw new Error('An object could not be cloned.', { cause: error });
  }
}
