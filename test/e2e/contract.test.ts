/**
 * What the app relies on of Electron, a row each, named after the file of Electron's own specs that tests
 * it. The rows run on both hosts: where they pass on the browser host alone, it is not as strict as it
 * has to be, or the app relies on what is not so. A tiny app notes what it sees before `ready`.
 */
import { rm } from 'node:fs/promises';
import { createPackage } from '@electron/asar';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AppDriver, LaunchOptions, Parts } from '../driver/driver.ts';
import { launchApp } from '../driver/launch.ts';
import type { HostControls } from '../../browser-host/control.ts';
import { writeSample, type Sample } from '../host/sample.ts';
import { onEachHost } from './hosts.ts';

/** Runs before `ready`, as the app's own first lines do. */
const main = `
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { app, BrowserWindow, protocol, safeStorage, session } from 'electron';
const facts = (globalThis.facts = {});
facts.doorBefore = app.commandLine.hasSwitch('no-sandbox');
app.enableSandbox();
facts.doorAfter = app.commandLine.hasSwitch('no-sandbox');
const given = process.argv.find((text) => text.startsWith('--user-data=')).slice(12);
const folder = mkdtempSync(path.join(tmpdir(), 'tabkeeper-contract-'));
globalThis.folder = folder;
const file = path.join(folder, 'file');
writeFileSync(file, '');
app.setPath('userData', path.join(folder, 'new'));
facts.madeBySetPath = existsSync(path.join(folder, 'new'));
app.setPath('userData', file);
facts.lockOfFile = app.requestSingleInstanceLock();
app.setPath('userData', given);
facts.lock = app.requestSingleInstanceLock();
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
facts.sealsBeforeReady = await safeStorage.isAsyncEncryptionAvailable();
await new Promise((go) => setTimeout(go, 300));
facts.readyAfterAwait = app.isReady();
app.on('window-all-closed', () => undefined);
app.on('before-quit', () => process.stdout.write('before-quit\\n'));
if (process.argv.includes('--own-signal')) app.whenReady().then(() => {
  process.on('SIGTERM', () => {
    process.stdout.write('own listener\\n');
    setTimeout(() => app.quit(), 500);
  });
});
if (process.argv.includes('--twice')) app.once('will-quit', (event) => {
  event.preventDefault();
  process.stdout.write('will-quit with ' + BrowserWindow.getAllWindows().length + '\\n');
  setTimeout(() => app.quit(), 0);
});
app.whenReady().then(() => {
  try { protocol.registerSchemesAsPrivileged([]); } catch { facts.tooLate = true; }
  const own = session.fromPartition('contract');
  own.protocol.handle('app', (request) => {
    if (request.url.includes('slow')) return new Promise((go) => {
      globalThis.answer = () => go(new Response('<p>slow'));
      globalThis.asked();
    });
    return new Response('<!doctype html><title>Contract</title><h1>Here</h1>', { headers: { 'content-type': 'text/html' } });
  });
  globalThis.openWindow = () => new BrowserWindow({ show: false, webPreferences: { session: own } });
  const window = globalThis.openWindow();
  window.show();
  window.loadURL('app://bundle/index.html').catch(() => undefined);
});
`;

declare const globalThis: typeof global & {
  facts: Readonly<Record<string, boolean | undefined>>;
  folder: string;
  openWindow: () => Electron.BrowserWindow;
  /** Called when the slow page is asked for; `answer` lets it come. */
  asked: () => void;
  answer: () => void;
};

/**
 * That Electron does something, named after the file of its specs, and how that is seen.
 * `notOnElectron` says why the row says nothing there.
 */
const row = (
  does: string,
  is: unknown,
  see: (app: AppDriver) => Promise<unknown>,
  notOnElectron?: string,
) => ({ does, is, see, notOnElectron });

/** The same, seen from within the main process. */
const inMain = (
  does: string,
  is: unknown,
  see: (parts: Parts, arg: undefined, host: HostControls) => unknown,
  notOnElectron?: string,
) => row(does, is, (app) => app.evaluateMain(see), notOnElectron);

const fact = (name: string) => (app: AppDriver) =>
  app.evaluateMain((_parts, which) => globalThis.facts[which] ?? false, name);

/** How a load ends: 'loaded', or the code that it rejects with. Runs in main. */
const load = (app: AppDriver, between: (window: Electron.BrowserWindow) => void) =>
  app.evaluateMain(async (_parts, source) => {
    const window = globalThis.openWindow();
    const act = (0, eval)(`(${source})`) as (window: Electron.BrowserWindow) => void;
    const asked = new Promise<void>((go) => (globalThis.asked = go));
    const ended = window.loadURL('app://bundle/slow.html').then(
      () => 'loaded',
      (error: unknown) => (error as { code?: string }).code ?? String(error),
    );
    await asked;
    const { answer } = globalThis;
    act(window);
    const code = await ended;
    answer();
    if (!window.isDestroyed()) window.destroy();
    return code;
  }, between.toString());

/** How often the page is loaded by `addresses`, one after the other. */
const loads = (app: AppDriver, addresses: readonly string[]) =>
  app.evaluateMain(async (_parts, list) => {
    const window = globalThis.openWindow();
    let count = 0;
    window.webContents.on('did-finish-load', () => (count += 1));
    for (const address of list) await window.loadURL(address);
    window.destroy();
    return count;
  }, addresses);

const PAGE = 'app://bundle/index.html';
const noKeyring = 'no keyring is sure to be there';
const noHand = 'no test has a hand on the system there';

/** The app's own files, as the list of what is served is made of them. */
const ownFiles = (app: AppDriver) =>
  app.evaluateMain(({ app: electronApp }) => {
    const { readdirSync, readFileSync } = process.getBuiltinModule('node:fs');
    const path = process.getBuiltinModule('node:path');
    const folder = electronApp.getAppPath();
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => path.join(parentPath, name))
      .map((file) => {
        const place = path.relative(folder, file).split(path.sep).join('/');
        return [place, readFileSync(file, 'utf8').length > 0] as const;
      })
      .sort();
  });

const rows = [
  row('api-app: it knows --no-sandbox before it enables the sandbox', true, fact('doorBefore')),
  row(
    'api-app: it takes --no-sandbox off its command line with the sandbox',
    false,
    fact('doorAfter'),
  ),
  row('api-app: it makes no folder when it is told of one', false, fact('madeBySetPath')),
  row('api-app: it refuses the lock of a folder that is a file', false, fact('lockOfFile')),
  row('api-app: it gives the lock after that for a folder', true, fact('lock')),
  row(
    'api-app: it is ready only when the main module has ended, whatever it awaits',
    false,
    fact('readyAfterAwait'),
  ),
  inMain(
    'api-app: it stays, with its windows, where before-quit is prevented',
    true,
    ({ app: electronApp, BrowserWindow }) => {
      const before = BrowserWindow.getAllWindows().length;
      electronApp.once('before-quit', (event) => event.preventDefault());
      electronApp.quit();
      return BrowserWindow.getAllWindows().length === before;
    },
  ),
  inMain('api-ipc-main: it takes one handler for a channel', 'refused', ({ ipcMain }) => {
    ipcMain.handle('once', () => null);
    try {
      ipcMain.handle('once', () => null);
      return 'took another';
    } catch {
      return 'refused';
    }
  }),
  inMain(
    'api-process: it leaves an error that nobody caught to a listener of ours, and goes on',
    'caught by nobody',
    () =>
      new Promise((resolve) => {
        process.once('uncaughtException', (error) => resolve(error.message));
        setTimeout(() => {
          throw new Error('caught by nobody');
        }, 0);
      }),
  ),
  inMain(
    'api-session: it asks of a session the proxy that it was given, on this computer too',
    expect.stringContaining('127.0.0.1:0'),
    async ({ session }) => {
      const own = session.fromPartition('proxied');
      const proxyRules = '127.0.0.1:0';
      await own.setProxy({ mode: 'fixed_servers', proxyRules, proxyBypassRules: '<-loopback>' });
      return own.resolveProxy('http://127.0.0.1/');
    },
  ),
  row(
    'asar: it lists the files of an archive below a folder of it, and reads them',
    ['main.js', 'package.json', 'preload.cjs', 'renderer/index.html', 'renderer/page.js'].map(
      (file) => [file, true],
    ),
    ownFiles,
  ),
  inMain(
    'asar: it says what an archive does not hold as it would of a folder',
    [false, 'ENOENT'],
    ({ app: electronApp }) => {
      const { existsSync, readFileSync } = process.getBuiltinModule('node:fs');
      const file = process.getBuiltinModule('node:path').join(electronApp.getAppPath(), 'none');
      try {
        return readFileSync(file, 'utf8');
      } catch (error) {
        return [existsSync(file), (error as NodeJS.ErrnoException).code];
      }
    },
  ),
  row('api-safe-storage: it seals nothing before it is ready', false, fact('sealsBeforeReady')),
  inMain(
    'api-safe-storage: it opens what it has sealed, and seals nothing in clear',
    [false, 'a secret text'],
    async ({ safeStorage }) => {
      const sealed = await safeStorage.encryptStringAsync('a secret text');
      const { result } = await safeStorage.decryptStringAsync(sealed);
      return [sealed.includes('a secret text'), result];
    },
    noKeyring,
  ),
  inMain(
    'api-safe-storage: it keeps the key ring that it built at its first call',
    true,
    async ({ safeStorage }, _arg, host) => {
      host.setKeyring('none');
      return safeStorage.isAsyncEncryptionAvailable();
    },
    noKeyring,
  ),
  row('api-protocol: it takes no scheme once it is ready', true, fact('tooLate')),
  inMain(
    'api-protocol: it serves the session that has the handler alone',
    [true, false],
    ({ session }) =>
      [session.fromPartition('contract'), session.defaultSession].map((one) =>
        one.protocol.isProtocolHandled('app'),
      ),
  ),
  inMain(
    'api-power-monitor: it tells of a shutdown if that is not the first listener',
    process.platform === 'linux' ? ['as a later one'] : expect.anything(),
    ({ powerMonitor }) => {
      const emitter = powerMonitor as unknown as NodeJS.EventEmitter;
      const heard: string[] = [];
      emitter.once('shutdown', () => heard.push('as the first'));
      emitter.emit('shutdown');
      emitter.removeAllListeners('shutdown');
      emitter.once('shutdown', () => heard.push('as a later one'));
      emitter.emit('shutdown');
      return heard;
    },
    'logind is asked, not the emitter: electron.test.ts has a logind of its own',
  ),
  inMain(
    'api-notification: it gives each notification an ID of its own',
    true,
    ({ Notification }) => {
      const [one, other] = [new Notification({ title: 'a' }), new Notification({ title: 'b' })];
      return one.id !== '' && one.id !== other.id;
    },
  ),
  inMain(
    'api-notification: it hands a click to the older of two with one ID, and takes both away with either',
    [['older'], false],
    ({ Notification }, _arg, host) => {
      const clicked: string[] = [];
      const two = ['older', 'newer'].map((title) => {
        const one = new Notification({ title, id: 'the same' });
        one.on('click', () => clicked.push(title));
        one.show();
        return one;
      });
      host.tellNotification('click');
      two[0]?.close();
      const { shown } = two[1] as unknown as { readonly shown: boolean };
      return [clicked, shown];
    },
    `${noHand}: electron-system.test.ts has a desktop’s notifications of its own`,
  ),
  inMain(
    'api-clipboard: it resolves a write that did not arrive like any other',
    '',
    async ({ clipboard, ClipboardItem }, _arg, host) => {
      host.record.clipboardIsHeld = true;
      await clipboard.writeText('a text');
      await clipboard.write([new ClipboardItem({ 'text/plain': 'a text' })]);
      host.record.clipboardIsHeld = false;
      return clipboard.readText();
    },
    noHand,
  ),
  inMain(
    'api-clipboard: it reads back what it has written, with a format of its own',
    ['a text', ''],
    async ({ clipboard, ClipboardItem }) => {
      const raw = 'electron application/osclipboard;format="x-kde-passwordManagerHint"';
      await clipboard.write([new ClipboardItem({ 'text/plain': 'a text', [raw]: 'secret' })]);
      const written = await clipboard.readText();
      clipboard.clear();
      return [written, await clipboard.readText()];
    },
  ),
  row('api-web-contents: it rejects a load when another navigation begins', 'ERR_ABORTED', (app) =>
    load(app, (window) => {
      window.loadURL('app://bundle/index.html').catch(() => undefined);
    }),
  ),
  row('api-web-contents: it rejects a load when the page is loaded anew', 'ERR_ABORTED', (app) =>
    load(app, (window) => window.webContents.reload()),
  ),
  row('api-web-contents: it rejects a load when its window is destroyed', 'ERR_FAILED', (app) =>
    load(app, (window) => window.destroy()),
  ),
  row('api-web-contents: it loads an address anew that is shown already', 2, (app) =>
    loads(app, [PAGE, `${PAGE}#a`, `${PAGE}#a`]),
  ),
  row('api-web-contents: it stays within the page for another fragment', 1, (app) =>
    loads(app, [PAGE, `${PAGE}#a`, `${PAGE}#b`]),
  ),
  inMain(
    'api-base-window: it counts a window without a page among no browser windows',
    [0, true],
    ({ BaseWindow, BrowserWindow }) => {
      const before = BrowserWindow.getAllWindows().length;
      const hidden = new BaseWindow({ show: false });
      const after = BrowserWindow.getAllWindows().length;
      hidden.destroy();
      return [after - before, hidden.isDestroyed()];
    },
  ),
  inMain(
    'api-base-window: it tells the end of a session to windows alone, also to one that is never shown',
    ['query-session-end', 'session-end'],
    ({ BaseWindow, powerMonitor }, _arg, host) => {
      const heard: string[] = [];
      powerMonitor.once('shutdown', () => heard.push('powerMonitor'));
      const hidden = new BaseWindow({ show: false });
      hidden.once('query-session-end', () => heard.push('query-session-end'));
      hidden.once('session-end', () => heard.push('session-end'));
      host.endSession();
      hidden.destroy();
      powerMonitor.removeAllListeners('shutdown');
      return heard;
    },
    noHand,
  ),
];

onEachHost('[E102] what we rely on of Electron', (host) => {
  let sample: Sample;
  let appPath: string;
  let app: AppDriver;
  const start = (options: LaunchOptions = {}) =>
    launchApp({ host, appPath, keyring: 'protected', ...options });
  beforeAll(async () => {
    sample = await writeSample(main);
    appPath = sample.folder;
    // As users have it. The browser host knows folders alone.
    if (host === 'electron') {
      appPath = `${sample.folder}.asar`;
      await createPackage(sample.folder, appPath);
    }
    app = await start({ args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    const folder = await app.evaluateMain(() => globalThis.folder);
    await app.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    if (appPath !== sample.folder) await rm(appPath, { force: true });
    await sample.remove();
  });

  for (const { does, is, see, notOnElectron } of rows) {
    const skipped = host === 'electron' ? notOnElectron : undefined;
    const why = skipped === undefined ? '' : ` (skipped: ${skipped})`;
    it.skipIf(skipped !== undefined)(`${does}${why}`, async () => {
      expect(await see(app)).toEqual(is);
    });
  }

  const bySignal = async (args: readonly string[]) => {
    const other = await start({ args });
    if (other.pid === undefined) throw new Error('the app has no process');
    process.kill(other.pid, 'SIGTERM');
    const code = await other.exited;
    await other.close();
    return [code, other.stdout()] as const;
  };
  // Windows has no signals.
  it.skipIf(process.platform === 'win32')(
    'api-app: it quits by before-quit at a signal, on macOS too',
    async () => {
      const [code, output] = await bySignal([]);
      expect(code).toBe(0);
      expect(output).toContain('before-quit');
    },
  );
  it.skipIf(process.platform === 'win32')(
    'api-app: it leaves a signal to a listener that was set once it was ready',
    async () => {
      const [code, output] = await bySignal(['--own-signal']);
      expect(code).toBe(0);
      expect(output.indexOf('own listener')).toBeGreaterThanOrEqual(0);
      expect(output.indexOf('before-quit')).toBeGreaterThan(output.indexOf('own listener'));
    },
  );

  it.skipIf(process.platform === 'win32')(
    'api-app: it ends at the second wish, without a window, where will-quit was prevented',
    async () => {
      const [code, output] = await bySignal(['--twice']);
      expect(code).toBe(0);
      expect(output).toContain('will-quit with 0');
      expect(output.match(/before-quit/gu)).toHaveLength(2);
    },
  );
});
