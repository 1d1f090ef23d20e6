/**
 * The door between page and main as it is in the built app: which channels there are, what hostile
 * messages and a flood of them do to main, and that keep-alive does not suffer.
 */
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppDriver } from '../driver/driver.ts';
import { launchApp } from '../driver/launch.ts';
import { startSandbox, type Sandbox } from '../e2e/sandbox.ts';
import { firstRun, signIn } from '../e2e/window.ts';
import { commandNames, hostileMessages, needsFields } from '../messages/samples.ts';

const MINUTE = 60_000;
const MEGABYTE = 1024 * 1024;

interface Bridged {
  bridge: { call(name: unknown, input?: unknown): Promise<{ ok: boolean; error?: object }> };
}
declare const globalThis: Bridged & typeof global;

let sandbox: Sandbox;
let app: AppDriver;
beforeAll(async () => {
  sandbox = await startSandbox();
  app = await launchApp();
  await app.page.getByRole('heading', firstRun).waitFor();
});
afterAll(async () => {
  await app.close();
  await sandbox.close();
});

const snapshot = () =>
  app.page.evaluate(async () => {
    const answer = (await globalThis.bridge.call('getSnapshot', {})) as unknown as {
      value: Record<string, unknown>;
    };
    const { at: _at, revision: _revision, ...state } = answer.value;
    return state;
  });

/** Bytes that main's objects take, after a collection. */
const heapUsed = () =>
  app.evaluateMain(() => {
    process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc');
    const collect = process.getBuiltinModule('node:vm').runInNewContext('gc') as () => void;
    collect();
    collect();
    return process.memoryUsage().heapUsed;
  });

/** To the others whatever has no fields is as good as nothing. */
const choosy = commandNames.filter(needsFields);
/** Nearly valid messages of each command in turn, as JSON: the short ones that are the same when they are read. */
const nearlyValid = commandNames.flatMap((name) =>
  hostileMessages(name).flatMap(({ input }) => {
    const text = asJson(input);
    return text === null ? [] : [[name, text] as const];
  }),
);

function asJson(input: unknown): string | null {
  try {
    const text = JSON.stringify(input);
    if (text.length > 5000) return null;
    return isDeepStrictEqual(JSON.parse(text), input) ? text : null;
  } catch {
    return null;
  }
}

interface Batch {
  readonly from: number;
  readonly count: number;
  readonly names: readonly string[];
  readonly nearlyValid: readonly (readonly [name: string, json: string])[];
}

/** Sends `count` messages that no command takes, and tells how they were answered. Runs in the page. */
async function sendGarbage({ from, count, names, nearlyValid: nearly }: Batch): Promise<string[]> {
  const circle: Record<string, unknown> = { profile: 'first' };
  circle['self'] = circle;
  let deep: unknown = 'bottom';
  // What is much deeper throws on the page's own side, and does not cross.
  for (let depth = 0; depth < 1000; depth += 1) deep = { deep };
  const huge = 'x'.repeat(1024 * 1024);
  const light: readonly unknown[] = [
    ...[
      undefined,
      null,
      true,
      0,
      -0,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      '',
      'profile',
      10n ** 50n,
    ],
    ...[[], [{}], circle, new Map([[circle, circle]]), new Set([circle]), new Date(Number.NaN)],
    ...[new Uint8Array(50), new DataView(new ArrayBuffer(8)), /a+/u, new RangeError('far')],
    ...[
      JSON.parse('{"__proto__":{"polluted":1}}') as unknown,
      { constructor: { prototype: { polluted: 1 } } },
    ],
    ...[{ profile: '__proto__' }, { profile: 'first', more: 1 }, { profile: ['first'] }],
  ];
  const heavy: readonly unknown[] = [huge, { profile: huge }, deep, new Map([[deep, huge]])];
  const strange = [circle, '__proto__', 'constructor', 'signin', null, 10n, ['signOut']];
  const kinds = new Set<string>();
  const orders = Array.from({ length: count }, (_, at) => {
    const number = from + at;
    const almost = nearly[at];
    if (almost !== undefined) return [almost[0], JSON.parse(almost[1]) as unknown] as const;
    const name = number % 5 === 4 ? strange[number % strange.length] : names[number % names.length];
    const input =
      number % 500 === 0 ? heavy[(number / 500) % heavy.length] : light[number % light.length];
    return [name, input] as const;
  });
  await Promise.all(
    orders.map(async ([name, input]) => {
      try {
        const answer = await globalThis.bridge.call(name, input);
        kinds.add(answer.ok ? 'accepted' : (answer.error as { kind: string }).kind);
      } catch (error) {
        kinds.add(`thrown: ${String(error)}`);
      }
    }),
  );
  return [...kinds];
}

describe('[I77] the channels of the built app', () => {
  it('are the one of the contract: nothing else listens, the one of electron-store included', async () => {
    const channels = await app.evaluateMain((_parts, _nothing, host) => host.openChannels());
    expect(channels).toEqual({ invoke: ['tabkeeper:call'], send: [] });
  });

  it('take one handler each: a second one is an error at the start', async () => {
    const told = await app.evaluateMain(({ ipcMain }) => {
      try {
        ipcMain.handle('tabkeeper:call', () => null);
        return 'taken';
      } catch (error) {
        return String(error);
      }
    });
    expect(told).toContain("Attempted to register a second handler for 'tabkeeper:call'");
  });
});

describe('[I74] ten thousand hostile messages over the bridge', () => {
  it(
    'are refused, change nothing, and leave nothing behind in memory',
    { timeout: 300_000 },
    async () => {
      const batch = async (from: number) => {
        // Tokens for sixty; the rest is refused for its rate, before it is read.
        await app.advance(4000);
        // Forty of the sixty are nearly valid, other ones in each batch.
        const first = ((from / 500) * 40) % nearlyValid.length;
        const nearly = nearlyValid.slice(first, first + 40);
        const batch = { from, count: 500, names: choosy, nearlyValid: nearly };
        return app.page.evaluate(sendGarbage, batch);
      };
      for (let warm = 0; warm < 1000; warm += 500) await batch(warm);
      await app.advance(4000);
      const before = { heap: await heapUsed(), state: await snapshot() };
      const kinds = new Set<string>();
      for (let from = 0; from < 10_000; from += 500) {
        for (const kind of await batch(from)) kinds.add(kind);
      }
      expect([...kinds].sort()).toEqual([
        'invalidInput',
        'notAllowed',
        'tooFast',
        'unknownCommand',
      ]);
      await app.advance(4000);
      expect(await snapshot()).toEqual(before.state);
      expect(await app.evaluateMain(() => Reflect.get({}, 'polluted') as unknown)).toBeUndefined();
      const grown = (await heapUsed()) - before.heap;
      expect(Math.abs(grown) / MEGABYTE).toBeLessThan(20);
    },
  );
});

describe('[I78] a flood of messages', () => {
  it(
    'is cut off, and the session is touched as if there were none',
    { timeout: 300_000 },
    async () => {
      await app.advance(4000);
      await signIn(app.page, sandbox);
      const flood = () =>
        app.page.evaluate(async () => {
          const answers = await Promise.all(
            Array.from({ length: 1000 }, () => globalThis.bridge.call('getSnapshot', {})),
          );
          return answers.filter(({ ok }) => ok).length;
        });
      await app.advance(4000);
      // No token comes back while time stands still.
      await app.hold();
      expect(await flood()).toBe(60);

      // Two idle windows, flooded all the way.
      for (let window = 0; window < 2; window += 1) {
        await Promise.all([sandbox.advance(app, 35 * MINUTE), flood()]);
      }
      await app.page.getByRole('button', { name: 'Extend now' }).waitFor();
      expect(sandbox.calls('Login')).toBe(1);
      expect(sandbox.calls('GetSessionInfo')).toBeGreaterThanOrEqual(6);
      expect(sandbox.calls('GetSessionInfo')).toBeLessThanOrEqual(8);
    },
  );
});
