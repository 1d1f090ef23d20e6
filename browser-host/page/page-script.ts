/**
 * The page's half of the host: stands in for Electron's sandboxed preload environment. Both
 * functions run in the page, as source text: they must not use anything from outside themselves.
 *
 * Unlike Electron's, this preload shares the page's JavaScript world; its `require` and the way to
 * main stay in a closure that the page's scripts cannot reach.
 */
import type { Codec } from './codec.ts';
import { createCodec } from './codec.ts';

/** What the page tells main. */
export type FromPage =
  | { readonly kind: 'loaded'; readonly url: string }
  | {
      readonly kind: 'invoke';
      readonly id: number;
      readonly channel: string;
      readonly args: string;
    }
  | { readonly kind: 'send'; readonly channel: string; readonly args: string }
  | { readonly kind: 'navigate'; readonly url: string }
  | {
      readonly kind: 'open';
      readonly url: string;
      readonly name: string;
      readonly features: string;
    }
  | { readonly kind: 'preload-error'; readonly message: string };

/** What main tells the page; each is one call of the receiver. */
export type ToPage =
  | { readonly kind: 'reply'; readonly id: number; readonly value: string }
  | { readonly kind: 'refusal'; readonly id: number; readonly message: string }
  | { readonly kind: 'message'; readonly channel: string; readonly args: string };

export interface PageSetup {
  /** The CDP binding that leads to main. */
  readonly binding: string;
  /** Where the host picks up the receiver, once. */
  readonly pickUp: string;
  readonly origin: string;
}

type Preload = (require: (name: string) => unknown, process: object) => void;

function runInPage(setup: PageSetup, makeCodec: () => Codec, preload: Preload | null): void {
  const page = globalThis as unknown as Record<string, unknown>;
  const call = page[setup.binding] as (text: string) => void;
  Reflect.deleteProperty(page, setup.binding);
  if (window !== window.top || location.origin !== setup.origin) return;

  const codec = makeCodec();
  const tell = (message: FromPage) => call(JSON.stringify(message));
  const clone = structuredClone;
  const pack = (args: unknown[]): string => {
    try {
      return codec.encode(clone(args));
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      throw new Error('An object could not be cloned.', { cause: error });
    }
  };

  const waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (e: Error) => void }
  >();
  const listeners = new Map<string, ((event: object, ...args: unknown[]) => void)[]>();
  let lastId = 0;

  const receive = (message: ToPage): void => {
    if (message.kind === 'message') {
      const args = codec.decode(message.args) as unknown[];
      for (const listener of [...(listeners.get(message.channel) ?? [])]) {
        listener({ sender: ipcRenderer, ports: [] }, ...args);
      }
      return;
    }
    const call = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === 'reply') call?.resolve(codec.decode(message.value));
    else call?.reject(new Error(message.message));
  };
  Object.defineProperty(page, setup.pickUp, { value: receive, configurable: true });

  const lacking = (name: string, target: object): object =>
    new Proxy(target, {
      get(object, key) {
        if (typeof key === 'symbol' || key === 'then' || key in object) {
          return Reflect.get(object, key) as unknown;
        }
        throw new Error(`the browser host has no ${name}.${key}`);
      },
    });

  const ipcRenderer = lacking('ipcRenderer', {
    // Async: like Electron's, it rejects where an argument cannot be cloned.
    async invoke(channel: string, ...args: unknown[]): Promise<unknown> {
      const packed = pack(args);
      return new Promise((resolve, reject) => {
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        tell({ kind: 'invoke', id: lastId, channel, args: packed });
      });
    },
    send(channel: string, ...args: unknown[]): void {
      tell({ kind: 'send', channel, args: pack(args) });
    },
    on(channel: string, listener: (event: object, ...args: unknown[]) => void): object {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      return ipcRenderer;
    },
    removeListener(channel: string, listener: (event: object, ...args: unknown[]) => void): object {
      const left = [...(listeners.get(channel) ?? [])];
      const at = left.lastIndexOf(listener);
      if (at >= 0) left.splice(at, 1);
      listeners.set(channel, left);
      return ipcRenderer;
    },
  });

  /** The page gets copies that it cannot change; a function stays callable, an object is walked. */
  const expose = (value: unknown): unknown => {
    if (typeof value === 'function') {
      const inner = value as (...args: unknown[]) => unknown;
      return (...args: unknown[]): unknown => {
        const result = inner(...args);
        // As in Electron: it does not get across, whole or in part.
        if (result === ipcRenderer) return {};
        return typeof result === 'function' ? expose(result) : result;
      };
    }
    if (typeof value !== 'object' || value === null) return value;
    if (Object.getPrototypeOf(value) !== Object.prototype) return clone(value);
    const copy: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(value)) copy[key] = expose(item);
    return Object.freeze(copy);
  };
  const contextBridge = lacking('contextBridge', {
    exposeInMainWorld(name: string, api: unknown): void {
      if (name in page)
        throw new Error('Cannot bind an API on top of an existing property on the window object');
      Object.defineProperty(page, name, { value: expose(api), enumerable: true });
    },
  });

  // Chromium would never ask the host about a scheme that it does not know.
  const { navigation } = window as unknown as { navigation: EventTarget };
  navigation.addEventListener('navigate', (event) => {
    const { url } = (event as unknown as { destination: { url: string } }).destination;
    if (/^https?:|^about:/u.test(url)) return;
    event.preventDefault();
    tell({ kind: 'navigate', url });
  });

  // Main is asked and always has to deny (the host opens no second page), so the answer is known.
  window.open = (url = '', name = '', features = '') => {
    const absolute = url === '' ? 'about:blank' : new URL(url, location.href).href;
    tell({ kind: 'open', url: absolute, name, features });
    return null;
  };

  tell({ kind: 'loaded', url: location.href });
  try {
    preload?.(
      (name) => {
        if (name === 'electron')
          return lacking('electron (in a preload)', { contextBridge, ipcRenderer });
        throw new Error(`module not found: ${name}`);
      },
      { sandboxed: true, contextIsolated: true, type: 'renderer' },
    );
  } catch (error) {
    tell({ kind: 'preload-error', message: String(error) });
  }
}

/** The init script of a window: the environment above with the preload's text inside. */
export function pageScript(setup: PageSetup, preload: string | null): string {
  const inner =
    preload === null
      ? 'null'
      : `function (require, process) { const module = { exports: {} }, exports = module.exports;\n${preload}\n}`;
  return `(${runInPage.toString()})(${JSON.stringify(setup)}, ${createCodec.toString()}, ${inner});`;
}
