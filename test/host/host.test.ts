/** The host against a tiny app: does it behave as Electron does, where the real app relies on it? */
import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AppDriver } from '../driver/driver.ts';
import { launchApp } from '../driver/launch.ts';
import { writeSample, type Sample } from './sample.ts';

interface SamplePage {
  bridge: {
    call(name: string, value?: unknown): Promise<unknown>;
    on(listener: (value: unknown) => void): () => void;
  };
  got: unknown[];
  stop: () => void;
}
declare const globalThis: SamplePage &
  typeof global & {
    seen: unknown[];
    sameModule: boolean;
    openAgain: () => Promise<void>;
    goOn: () => void;
  };

let sample: Sample;
let app: AppDriver;
const seen = () => app.evaluateMain(() => globalThis.seen);
const call = (name: string, value?: unknown) =>
  app.page.evaluate(
    ([which, input]) =>
      globalThis.bridge.call(which, input).catch((error: unknown) => String(error)),
    [name, value] as const,
  );

beforeAll(async () => {
  sample = await writeSample();
  app = await launchApp({ appPath: sample.folder });
});
afterAll(async () => {
  await app.close();
  await sample.remove();
});
beforeEach(async () => {
  await app.page.getByText('Ready').waitFor();
  await app.evaluateMain(() => void globalThis.seen.splice(0));
});

describe('messages', () => {
  it('carries what a structured clone carries, there and back', async () => {
    const outcome = await app.page.evaluate(async () => {
      const value = {
        date: new Date(5),
        nothing: undefined,
        map: new Map([[1, new Set([2n])]]),
        bytes: new Uint8Array([1, 2]),
        odd: [Number.NaN, -0, null],
        self: null as unknown,
      };
      value.self = value;
      const back = (await globalThis.bridge.call('echo', value)) as typeof value;
      return [
        back.self === back,
        back.date.getTime(),
        'nothing' in back,
        back.map.get(1)?.has(2n),
        back.bytes instanceof Uint8Array && back.bytes.join(),
        Object.is(back.odd[1], -0),
      ];
    });
    expect(outcome).toEqual([true, 5, true, true, '1,2', true]);
  });

  it('lets a function or a symbol throw on the side that sends it', async () => {
    const refused = (make: string) =>
      app.page.evaluate(
        (code) =>
          globalThis.bridge
            .call('echo', code === 'function' ? () => 1 : { inside: Symbol('x') })
            .catch((error: unknown) => String(error)),
        make,
      );
    expect(await refused('function')).toBe('Error: An object could not be cloned.');
    expect(await refused('symbol')).toBe('Error: An object could not be cloned.');
    expect(await call('function')).toContain("'call': Error: An object could not be cloned.");
  });

  it('keeps of an error only its text', async () => {
    const text = await call('fail');
    expect(text).toBe("Error: Error invoking remote method 'call': TypeError: only this");
  });

  it('tells main who sent a message, under the address that main knows', async () => {
    expect(await call('who')).toEqual(['app://bundle/index.html', 'app://bundle', true, true]);
  });

  it('sends up, and stops', async () => {
    const send = (value: number) =>
      app.evaluateMain(({ BrowserWindow }, sent: number) => {
        BrowserWindow.getAllWindows()[0]?.webContents.send('up', { sent });
      }, value);
    await send(1);
    await expect.poll(() => app.page.evaluate(() => globalThis.got)).toEqual([{ sent: 1 }]);
    await app.page.evaluate(() => globalThis.stop());
    await send(2);
    await call('echo');
    expect(await app.page.evaluate(() => globalThis.got)).toEqual([{ sent: 1 }]);
    expect((await app.ipcToRenderer()).join()).toContain('"sent"');
  });

  it('leaves the page no way to main but the bridge', async () => {
    const names = await app.page.evaluate(() =>
      Object.getOwnPropertyNames(window).filter((name) =>
        /^host_|^ipc|^(?:require|process|module)$/u.test(name),
      ),
    );
    expect(names).toEqual([]);
  });

  it('has no frame for a message whose document is gone', async () => {
    await app.page.evaluate(() => void globalThis.bridge.call('late').catch(() => undefined));
    await app.page.reload();
    // The host learns of the new document by another way than the test does: it knows of one that calls.
    await call('who');
    await app.evaluateMain(() => globalThis.goOn());
    await expect.poll(seen).toContainEqual(['late', null]);
  });
});

describe('what a page may not do', () => {
  it('keeps the policy that the protocol handler sent', async () => {
    expect(await app.page.title()).toBe('Sample');
    const fetched = await app.page.evaluate(() =>
      fetch('/index.html').then(
        () => 'fetched',
        () => 'refused',
      ),
    );
    expect(fetched).toBe('refused');
  });

  it('asks main before it leaves, and stays', async () => {
    await app.page.click('#out');
    await expect.poll(seen).toEqual([
      ['will-navigate', 'https://example.com/'],
      ['will-frame-navigate', 'https://example.com/'],
    ]);
    await app.page.click('#mail');
    await expect.poll(seen).toContainEqual(['will-navigate', 'mailto:nobody@example.com']);
    expect(await call('who')).toContain('app://bundle/index.html');
  });

  it('follows a link that main allows', async () => {
    await app.page.click('#allowed');
    await expect.poll(seen).toContainEqual(['will-navigate', 'app://bundle/index.html?allowed']);
    await expect.poll(() => call('who')).toContain('app://bundle/index.html?allowed');
    await app.page.goBack();
  });

  it('asks main before it opens a window, and opens none', async () => {
    const opened = await app.page.evaluate(() => window.open('https://example.com/pop'));
    expect(opened).toBeNull();
    await app.page.click('#blank');
    await expect.poll(seen).toEqual([
      ['open', 'https://example.com/pop'],
      ['open', 'https://example.com/blank'],
    ]);
    await expect.poll(() => app.page.context().pages().length).toBe(1);
  });

  it('gets no permission', async () => {
    expect(await app.page.evaluate(() => Notification.permission)).toBe('denied');
  });

  it('makes no will-navigate of what a tool or main starts', async () => {
    await app.page.reload();
    await app.page.getByText('Ready').waitFor();
    expect((await seen()).filter((entry) => String(entry).startsWith('will'))).toEqual([]);
  });
});

describe('main', () => {
  it('gets one module by name and by default', async () => {
    expect(await app.evaluateMain(() => globalThis.sameModule)).toBe(true);
    expect(await app.evaluateMain(({ app: it }) => [it.getName(), it.getVersion()])).toEqual([
      'Sample',
      '1.2.3',
    ]);
  });

  it('fails loudly at an API or an event that the host lacks', async () => {
    const missing = app.evaluateMain(({ app: it }) => it.dock);
    await expect(missing).rejects.toThrow('the browser host has no app.dock');
    const opacity = app.evaluateMain(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setOpacity(1),
    );
    await expect(opacity).rejects.toThrow('no BrowserWindow.setOpacity');
    const capturer = app.evaluateMain((parts) => parts.desktopCapturer);
    await expect(capturer).rejects.toThrow('no electron.desktopCapturer');
    const event = app.evaluateMain(({ app: it }) => {
      it.on('gpu-info-update', () => undefined);
    });
    await expect(event).rejects.toThrow("does not emit 'gpu-info-update' on app");
  });

  it('refuses a window with unsafe preferences, and a scheme that comes too late', async () => {
    const unsafe = app.evaluateMain(({ BrowserWindow }) => {
      new BrowserWindow({ webPreferences: { sandbox: false } });
    });
    await expect(unsafe).rejects.toThrow('sandbox: false');
    const late = app.evaluateMain(({ protocol }) => protocol.registerSchemesAsPrivileged([]));
    await expect(late).rejects.toThrow('before app is ready');
  });

  it('has no protected storage unless the driver says so', async () => {
    const seal = () =>
      app.evaluateMain(async ({ safeStorage: box }) => {
        if (!(await box.isAsyncEncryptionAvailable())) return null;
        const sealed = await box.encryptStringAsync('text');
        return [sealed.subarray(0, 3).toString(), (await box.decryptStringAsync(sealed)).result];
      });
    expect(await seal()).toBeNull();
    // The key ring is built at the first call: what comes later is for the next start.
    await app.evaluateMain((_parts, _arg, host) => host.setKeyring('protected'));
    expect(await seal()).toBeNull();
  });

  it('hears of a second instance, which ends', async () => {
    const second = await app.secondInstance();
    expect(second.code).toBe(7);
    await expect.poll(seen).toContainEqual(['second-instance', false]);
    const left = await readdir(app.userData);
    expect(left).toEqual(['browser-host.lock']);
  });

  it('ends and opens windows in the order of Electron', async () => {
    await app.evaluateMain(({ BrowserWindow }) => {
      Reflect.set(globalThis, 'stay', true);
      BrowserWindow.getAllWindows()[0]?.close();
    });
    await expect.poll(seen).toEqual([['close'], ['closed']]);
    await app.evaluateMain(() => globalThis.openAgain());
    const page = await app.window();
    await page.getByText('Ready').waitFor();
    expect(await call('who')).toContain('app://bundle/index.html');
  });

  it('hears of a renderer that crashed', async () => {
    const gone = app.evaluateMain(
      ({ BrowserWindow }) =>
        new Promise((resolve) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents;
          contents?.once('render-process-gone', (_event, { reason }) => resolve(reason));
          contents?.forcefullyCrashRenderer();
        }),
    );
    expect(await gone).toBe('crashed');
    await app.evaluateMain(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.reload(),
    );
  });
});
