/**
 * What only real Electron can show: the app: scheme as Chromium takes it, the processes' sandbox, the
 * policy on the real protocol, the system's keyring. Skipped, with the reason in its name, where there
 * is no binary; the workflows run it on the three systems. What not even that can show is listed at the
 * end of FAULTS.md, to be tried by hand.
 */
import { createSocket } from 'node:dgram';
import { existsSync, readFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../src-main/electron/window/csp.ts';
import type { Snapshot } from '../../src-shared/snapshot.ts';
import type { AppDriver, LaunchOptions } from '../driver/driver.ts';
import { launchApp } from '../driver/launch.ts';
import { tempDir } from '../temp-dir.ts';
import { onEachHost, onElectron } from './hosts.ts';

interface Bridged {
  bridge: { call(name: string, input: object): Promise<{ ok: boolean; value: Snapshot }> };
}
declare const globalThis: Bridged & typeof global;

let app: AppDriver;
afterEach(() => app.close());

async function start(options: LaunchOptions): Promise<void> {
  app = await launchApp(options);
  await app.page.getByRole('main').waitFor();
}
const snapshot = async () =>
  (await app.page.evaluate(() => globalThis.bridge.call('getSnapshot', {}))).value;

onElectron('the app: scheme', () => {
  beforeEach(() => start({ host: 'electron' }));

  it('is registered as a standard and secure one, with an origin of its own', async () => {
    const facts = await app.page.evaluate(() => [
      ...[location.href, location.origin, window.isSecureContext],
    ]);
    expect(facts).toEqual(['app://bundle/index.html', 'app://bundle', true]);
  });

  it('is served to the window’s own session, and to no other', async () => {
    const served = await app.evaluateMain(({ BrowserWindow, session }) => [
      BrowserWindow.getAllWindows()[0]?.webContents.session.protocol.isProtocolHandled('app'),
      session.defaultSession.protocol.isProtocolHandled('app'),
    ]);
    expect(served).toEqual([true, false]);
  });

  it('brings the policy, which is at work', async () => {
    const breach = await app.page.evaluate(
      () =>
        new Promise<string[]>((resolve) => {
          document.addEventListener('securitypolicyviolation', (event) => {
            resolve([event.effectiveDirective, event.originalPolicy]);
          });
          new Image().src = 'https://evil.example/';
        }),
    );
    expect(breach).toEqual(['img-src', contentSecurityPolicy]);
  });

  it('is not for fetch, and has no file but those of the bundle', async () => {
    const statuses = await app.evaluateMain(async ({ BrowserWindow }) => {
      const session = BrowserWindow.getAllWindows()[0]?.webContents.session;
      const found: (number | undefined)[] = [];
      for (const url of ['app://bundle/index.html', 'app://bundle/../main.js', 'app://other/']) {
        found.push((await session?.fetch(url))?.status);
      }
      return found;
    });
    expect(statuses).toEqual([200, 404, 404]);
    const fetched = await app.page.evaluate(() => fetch('index.html').catch(() => 'refused'));
    expect(fetched).toBe('refused');
  });
});

onElectron('the processes', () => {
  beforeEach(() => start({ host: 'electron' }));

  /** Linux says it of the process itself; Chromium has no sandbox as root, and Electron says so. */
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  it.skipIf(asRoot)('that draw the page are in a sandbox of the system', async () => {
    const { metrics, pid } = await app.evaluateMain(({ app: electronApp, BrowserWindow }) => ({
      metrics: electronApp.getAppMetrics().map(({ type, sandboxed }) => ({ type, sandboxed })),
      pid: BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
    }));
    const tabs = metrics.filter(({ type }) => type === 'Tab');
    expect(tabs.length).toBeGreaterThan(0);
    if (process.platform === 'linux') {
      // 2: filtered by seccomp. Electron tells `sandboxed` on the other two systems only.
      expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^Seccomp:\s+2$/mu);
    } else for (const { sandboxed } of tabs) expect(sandboxed).toBe(true);
  });

  it('have neither Node nor Electron in the page', async () => {
    const found = await app.page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'global', 'electron'].filter(
        (name) => name in window,
      ),
    );
    expect(found).toEqual([]);
  });

  it('have no network, by WebRTC or a request', async () => {
    const heard: string[] = [];
    const udp = createSocket('udp4').on('message', () => heard.push('udp'));
    await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));
    const tcp = createServer((socket) => {
      heard.push('tcp');
      socket.destroy();
    });
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
    const port = (tcp.address() as AddressInfo).port;
    try {
      const gathered = await app.page.evaluate(
        async ([over, under]) => {
          const urls = [`stun:127.0.0.1:${under}`, `turn:127.0.0.1:${over}?transport=tcp`];
          const iceServers = urls.map((one) => ({ urls: one, username: 'a', credential: 'b' }));
          const peer = new RTCPeerConnection({ iceServers });
          peer.createDataChannel('way out');
          await peer.setLocalDescription(await peer.createOffer());
          await new Promise((resolve) => setTimeout(resolve, 2000));
          return peer.connectionState;
        },
        [port, udp.address().port] as const,
      );
      expect(gathered).not.toBe('connected');
      // The browser's own request, on which the page's policy has no say.
      const fetched = await app.evaluateMain(
        ({ BrowserWindow }, url) =>
          BrowserWindow.getAllWindows()[0]
            ?.webContents.session.fetch(url)
            .then(
              () => 'answered',
              () => 'refused',
            ),
        `http://127.0.0.1:${port}/`,
      );
      expect(fetched).toBe('refused');
      expect(heard).toEqual([]);
    } finally {
      udp.close();
      tcp.close();
    }
  });

  it('get no permission, no window and no other page', async () => {
    const facts = await app.page.evaluate(async () => {
      const { state } = await navigator.permissions.query({ name: 'geolocation' });
      const opened = window.open('https://evil.example/') !== null;
      location.href = 'https://evil.example/';
      await new Promise((resolve) => setTimeout(resolve, 500));
      return [state, Notification.permission, opened, location.href];
    });
    expect(facts).toEqual(['denied', 'denied', false, 'app://bundle/index.html']);
    const count = await app.evaluateMain(
      ({ webContents }) => webContents.getAllWebContents().length,
    );
    expect(count).toBe(1);
  });
});

onElectron('the system’s keyring', () => {
  it('[E100] is used where it protects, and said to be missing where it does not', async () => {
    await start({ host: 'electron' });
    await expect.poll(async () => (await snapshot()).storage.is).not.toBe('opening');
    const { storage } = await snapshot();
    const available = await app.evaluateMain(({ safeStorage }) =>
      safeStorage.isAsyncEncryptionAvailable(),
    );
    expect(['ready', 'memoryOnly', 'locked']).toContain(storage.is);
    if (!available) expect(storage.is).not.toBe('ready');
    if (process.platform !== 'linux' && available) expect(storage.is).toBe('ready');
  });

  it.skipIf(process.platform !== 'linux')(
    '[E100] with the fixed key of Linux is none: in memory alone, and nothing on disk',
    async () => {
      await start({ host: 'electron', args: ['--password-store=basic'] });
      await expect.poll(async () => (await snapshot()).storage.is).toBe('memoryOnly');
      expect(existsSync(path.join(app.userData, 'vault/vault.json'))).toBe(false);
    },
  );
});

onEachHost('an app over the files of an earlier one', (host) => {
  it('[E100] finds the profiles and settings that are there', async () => {
    const folder = tempDir();
    const earlier = path.join(folder, 'earlier');
    await start({ host, userData: earlier });
    await app.page.evaluate(async () => {
      const { value } = await globalThis.bridge.call('getSnapshot', {});
      const change = { name: 'From before' };
      await globalThis.bridge.call('editProfile', { profile: value.selected, change });
      await globalThis.bridge.call('changeSettings', { touchMinutes: 17 });
    });
    await app.settled();
    await app.close();
    const now = path.join(folder, 'now');
    await cp(earlier, now, { recursive: true, filter: (file) => !/Singleton/u.test(file) });

    await start({ host, userData: now });
    const { profiles, settings } = await snapshot();
    expect(profiles.map(({ name }) => name)).toEqual(['From before']);
    expect(settings.touchMinutes).toBe(17);
    await app.close();
  });
});
