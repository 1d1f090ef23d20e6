/** Whose message is it? Only the main frame of our own window, at our own origin, is heard. */
import vm from 'node:vm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundleOf } from './bundle.ts';

type Listener = (event: object, name: unknown, input: unknown) => unknown;
type Route = (caller: object, name: unknown, input: unknown) => unknown;
type HostIpc = (window: () => object | null, route: Route, log: object) => void;

let code: string;
let handlers: Map<string, Listener>;
let routed: unknown[];
let logged: object[];
let window: ReturnType<typeof createWindow> | null;

function createWindow(url = 'app://bundle/index.html') {
  const mainFrame = { url };
  return { webContents: { mainFrame }, destroyed: false, isDestroyed: () => window?.destroyed };
}

beforeAll(async () => {
  code = await bundleOf('window/ipc-host.ts');
});
beforeEach(() => {
  handlers = new Map();
  routed = [];
  logged = [];
  window = createWindow();
  const electron = {
    ipcMain: {
      handle: (channel: string, listener: Listener) => void handlers.set(channel, listener),
    },
  };
  const exports = {} as { hostIpc: HostIpc };
  const world = { require: () => electron, exports, module: { exports }, URL };
  vm.runInContext(code, vm.createContext(world), { filename: 'ipc-host.cjs' });
  const route: Route = (...message) => {
    routed.push(message);
    return { ok: true, value: 'routed' };
  };
  const log = { write: (entry: object) => void logged.push(entry) };
  exports.hostIpc(() => window, route, log);
});

const call = (event: object) => handlers.get('tabkeeper:call')?.(event, 'getSnapshot', { a: 1 });
const ours = () => ({
  sender: window?.webContents,
  senderFrame: window?.webContents.mainFrame as object | null,
});

describe('[I76] a message', () => {
  it('has one channel', () => {
    expect([...handlers.keys()]).toEqual(['tabkeeper:call']);
  });

  it('of our own main frame is routed as it came, as the window’s', () => {
    expect(call(ours())).toEqual({ ok: true, value: 'routed' });
    expect([routed, logged]).toEqual([[[{ kind: 'window' }, 'getSnapshot', { a: 1 }]], []]);
  });

  const strange: [string, () => object][] = [
    ['of a frame that is gone', () => ({ ...ours(), senderFrame: null })],
    ['of a frame inside', () => ({ ...ours(), senderFrame: { url: 'app://bundle/index.html' } })],
    ['of other contents', () => ({ ...ours(), sender: { mainFrame: ours().senderFrame } })],
    [
      'while there is no window',
      () => {
        const event = ours();
        window = null;
        return event;
      },
    ],
    [
      'of a window that is destroyed',
      () => {
        const event = ours();
        if (window !== null) window.destroyed = true;
        return event;
      },
    ],
    ...[
      ...['https://evil.example/', 'app://bundle.evil/index.html', 'app://evil@bundle/index.html'],
      ...['file:///index.html', 'about:blank', 'data:text/html,x', '', 'app:bundle', 'null'],
    ].map((url): [string, () => object] => [
      `from ${JSON.stringify(url)}`,
      () => {
        window = createWindow(url);
        return ours();
      },
    ]),
  ];
  it.each(strange)('%s is refused without a word, and written down', (_name, event) => {
    expect(call(event())).toEqual({ ok: false, error: { kind: 'notAllowed' } });
    expect(routed).toEqual([]);
    expect(logged).toEqual([
      { event: 'command-refused', caller: 'unknown', command: 'unknown', reason: 'notAllowed' },
    ]);
  });
});
