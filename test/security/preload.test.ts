/**
 * The built preload, run as Electron's sandbox runs it: a plain script with a `require` of its own.
 * What it exposes is compared to the letter; the page can choose no channel and gets no event.
 */
import vm from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleOf } from './bundle.ts';

const CALL = 'tabkeeper:call';
const SNAPSHOT = 'tabkeeper:snapshot';

type Listener = (...args: unknown[]) => void;
interface Exposed {
  call: (...args: unknown[]) => Promise<unknown>;
  onSnapshot: (listener: (...args: unknown[]) => void) => () => void;
}

let code: string;
beforeAll(async () => {
  code = await bundleOf('window/preload.ts');
});

/** Runs the preload once, in a world that holds nothing but what a sandboxed preload may use. */
function run(answers: readonly unknown[] = []) {
  const required: string[] = [];
  const exposed = new Map<string, unknown>();
  const invoked: unknown[][] = [];
  const listeners: [channel: string, listener: Listener][] = [];
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, api: unknown) => void exposed.set(name, api),
    },
    ipcRenderer: {
      invoke: (...args: unknown[]) => {
        invoked.push(args);
        return Promise.resolve(answers[invoked.length - 1] ?? { ok: true, value: null });
      },
      on: (channel: string, listener: Listener) => void listeners.push([channel, listener]),
      removeListener: (channel: string, listener: Listener) => {
        const at = listeners.findIndex(([name, one]) => name === channel && one === listener);
        if (at >= 0) listeners.splice(at, 1);
      },
    },
  };
  const requireThere = (name: string) => {
    required.push(name);
    if (name !== 'electron') throw new Error(`module not found: ${name}`);
    return electron;
  };
  const world = vm.createContext({ require: requireThere, exports: {}, module: { exports: {} } });
  vm.runInContext(code, world, { filename: 'preload.cjs' });
  return { required, exposed, invoked, listeners, bridge: exposed.get('bridge') as Exposed };
}

/** Every value below `value` with the way to it, prototypes left out. */
function surface(value: unknown, way: string): string[] {
  if (typeof value !== 'object' || value === null) return [`${way}: ${typeof value}`];
  return Reflect.ownKeys(value).flatMap((key) =>
    surface(Reflect.get(value, key), `${way}.${String(key)}`),
  );
}

describe('the preload', () => {
  it('requires electron once and is a plain script', () => {
    expect(run().required).toEqual(['electron']);
    expect(() => new vm.Script(code)).not.toThrow();
    expect(code.length).toBeLessThan(1500);
  });

  it('exposes two functions and nothing else', () => {
    const { exposed } = run();
    expect([...exposed].flatMap(([name, api]) => surface(api, name))).toEqual([
      'bridge.call: function',
      'bridge.onSnapshot: function',
    ]);
  });

  it.each([
    [['signIn', { a: 1 }]],
    [['tabkeeper:other', {}]],
    [[{ channel: 'x' }, {}]],
    [[['electron-store-get-data'], null, 'more']],
    [[]],
  ])('sends %j on its one channel, as data', async (args) => {
    const { bridge, invoked } = run();
    await bridge.call(...args);
    expect(invoked.slice(1)).toEqual([[CALL, args[0], args[1]]]);
  });

  it('hands over snapshots without the event, and stops when told', () => {
    const { bridge, listeners } = run();
    bridge.call('getSnapshot', {}).catch(() => undefined);
    const seen: unknown[][] = [];
    const stop = bridge.onSnapshot((...args) => void seen.push(args));
    expect(listeners.map(([channel]) => channel)).toEqual([SNAPSHOT]);
    listeners[0]?.[1]({ sender: 'the event' }, { revision: 1 }, 'more');
    expect(seen).toEqual([[{ revision: 1 }]]);
    stop();
    expect(listeners).toEqual([]);
  });

  it.each([
    ['what main answered', [], 2],
    ['what main told before that', [1], 2],
    ['what main has told since', [1, 3], 3],
  ])(
    'has asked for the first snapshot before the page does, and gives %s',
    async (_, told, newest) => {
      const answers = [2, 4].map((revision) => ({ ok: true, value: { revision } }));
      const { bridge, invoked, listeners } = run(answers);
      expect(invoked).toEqual([[CALL, 'getSnapshot', {}]]);
      for (const revision of told) listeners[0]?.[1]({}, { revision });
      expect(await bridge.call('getSnapshot', {})).toEqual({
        ok: true,
        value: { revision: newest },
      });
      expect(invoked).toHaveLength(1);
      // From then on each question is one to main, and what it tells is the page's to hear.
      expect(await bridge.call('getSnapshot', {})).toEqual(answers[1]);
      expect(listeners).toEqual([]);
    },
  );

  it('[I82] leaves no listener behind after 10,000 subscriptions', () => {
    const { bridge, listeners } = run();
    bridge.call('getSnapshot', {}).catch(() => undefined);
    const keep = bridge.onSnapshot(() => undefined);
    for (let round = 0; round < 10_000; round += 1) bridge.onSnapshot(() => undefined)();
    expect(listeners).toHaveLength(1);
    keep();
    expect(listeners).toHaveLength(0);
  });
});
