/**
 * The built app's shell, asked for everything that a page could ask of Electron: preferences of the
 * window, permissions, navigations, redirects, windows, webviews, files of the app: scheme.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../src-main/electron/window/csp.ts';
import type { AppDriver } from '../driver/driver.ts';
import { launchApp } from '../driver/launch.ts';

const root = path.resolve(import.meta.dirname, '../..');

let app: AppDriver;
let permissions: string[];
beforeAll(async () => {
  const types = await readFile(path.join(root, 'node_modules/electron/electron.d.ts'), 'utf8');
  const lists = [
    ...types.matchAll(/setPermission(?:Request|Check)Handler\(handler:.*?permission: ([^,]+),/gu),
  ];
  permissions = [
    ...new Set(lists.flatMap(([, list = '']) => [...list.matchAll(/'([\w-]+)'/gu)])),
  ].map(([, name = '']) => name);
  permissions = [...new Set(permissions)];
  app = await launchApp();
});
afterAll(() => app.close());

/** A session of the browser host, which keeps the handlers that it was given. */
interface HandlersOfSession {
  readonly permissions: {
    readonly request: (contents: null, permission: string, decide: (yes: boolean) => void) => void;
    readonly check: (contents: null, permission: string, origin: string) => boolean;
    readonly device: (details: object) => boolean;
    readonly displayMedia: (request: object, decide: (streams: object) => void) => void;
  };
}

describe('the window', () => {
  it('has exactly these preferences', async () => {
    const preferences = await app.evaluateMain(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0] as unknown as {
        hostOptions: { webPreferences: Record<string, unknown> };
      };
      const { session, preload, ...plain } = window.hostOptions.webPreferences;
      return {
        ...plain,
        preload: String(preload).split(/[/\\]/u).at(-1),
        own: session !== undefined && session !== null,
      };
    });
    expect(preferences).toEqual({
      preload: 'preload.cjs',
      own: true,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      spellcheck: false,
      // Off where the app is packaged.
      devTools: true,
    });
  });

  it('is sandboxed with every other process, which was asked for before Electron was ready', async () => {
    expect(await app.evaluateMain((_parts, _nothing, host) => host.record.sandboxEnabled)).toBe(
      true,
    );
  });

  it('is the only one, in a session that is kept nowhere', async () => {
    const facts = await app.evaluateMain(({ BrowserWindow, webContents }) => {
      const session = BrowserWindow.getAllWindows()[0]?.webContents.session;
      return [webContents.getAllWebContents().length, session?.isPersistent()];
    });
    expect(facts).toEqual([1, false]);
  });
});

describe('the network of the page', () => {
  it('is none: WebRTC through a proxy alone, which is at a port that no one can have', async () => {
    const facts = await app.evaluateMain(async ({ BrowserWindow, session }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const { webRtcPolicy } = contents as unknown as { webRtcPolicy: string };
      const { proxy } = contents?.session as unknown as { proxy: Electron.ProxyConfig };
      const systems = await session.defaultSession.resolveProxy('https://api-stage.bill.com/');
      return { webRtcPolicy, proxy, systems };
    });
    expect(facts).toEqual({
      webRtcPolicy: 'disable_non_proxied_udp',
      proxy: {
        mode: 'fixed_servers',
        proxyRules: '127.0.0.1:0',
        // Without this no proxy is asked for what is on this computer.
        proxyBypassRules: '<-loopback>',
      },
      // Main's own calls go where the system says.
      systems: 'DIRECT',
    });
  });
});

describe('[W86] every permission of electron.d.ts', () => {
  it('is read from it', () => {
    expect(permissions.length).toBeGreaterThan(40);
    for (const name of ['media', 'geolocation', 'clipboard-read', 'openExternal', 'fileSystem']) {
      expect(permissions).toContain(name);
    }
  });

  it.each(['the window’s', 'the default', 'a later'])('is denied by %s session', async (which) => {
    const granted = await app.evaluateMain(
      async ({ BrowserWindow, session }, { names, of }) => {
        const window = BrowserWindow.getAllWindows()[0];
        const sessions = {
          'the window’s': () => window?.webContents.session,
          'the default': () => session.defaultSession,
          'a later': () => session.fromPartition('persist:later'),
        };
        const chosen = sessions[of as keyof typeof sessions]();
        const handlers = (chosen as unknown as HandlersOfSession).permissions;
        const found: string[] = [];
        for (const name of [...names, 'unknown', 'made-up']) {
          const decided = await new Promise<boolean>((resolve) => {
            handlers.request(null, name, resolve);
          });
          if (decided) found.push(`request ${name}`);
          if (handlers.check(null, name, 'app://bundle')) found.push(`check ${name}`);
        }
        for (const deviceType of ['hid', 'serial', 'usb']) {
          const details = { deviceType, origin: 'app://bundle', device: {} };
          if (handlers.device(details)) found.push(`device ${deviceType}`);
        }
        const streams = await new Promise<object>((resolve) => {
          handlers.displayMedia({}, resolve);
        });
        return [...found, ...Object.keys(streams).map((key) => `display ${key}`)];
      },
      { names: permissions, of: which },
    );
    expect(granted).toEqual([]);
  });
});

/** URLs that are not the one document, and a few that are. */
const scheme = fc.constantFrom(
  ...['app:', 'APP:', 'https:', 'http:', 'file:', 'data:', 'blob:', 'javascript:', 'about:'],
  ...['ftp:', 'ws:', 'view-source:', 'filesystem:', 'chrome:', 'devtools:', 'mailto:', ''],
);
const host = fc.constantFrom(
  ...['//bundle', '//bundle.evil', '//BUNDLE', '//evil@bundle', '//bundle@evil', '//bundle:80'],
  ...['//other', '/bundle', '', '//bundl%65', '//127.0.0.1', '//bundle%2f', '//bundle\\'],
);
const rest = fc.oneof(
  fc.constantFrom('/index.html', '/', '', '/../index.html', '/index.html?a', '/x.js', 'alert(1)'),
  fc.string({ maxLength: 12 }),
);
const urls = fc.tuple(scheme, host, rest).map((parts) => parts.join(''));

describe('[W83] navigations', () => {
  it('away from the one document are prevented: 3,000 addresses, in three events', async () => {
    const sample = [
      ...fc.sample(urls, 2980),
      ...['app://bundle/index.html', 'app://bundle/index.html#verify', 'app://bundle/index.html?'],
    ];
    const passed = await app.evaluateMain(({ webContents }, list) => {
      const [contents] = webContents.getAllWebContents();
      const emitter = contents as unknown as NodeJS.EventEmitter;
      const isPrevented = (name: string, url: string, isMainFrame: boolean) => {
        const event = {
          url,
          isMainFrame,
          defaultPrevented: false,
          preventDefault: () => void (event.defaultPrevented = true),
        };
        emitter.emit(name, event, url);
        return event.defaultPrevented;
      };
      return {
        window: list.filter((url) => !isPrevented('will-navigate', url, true)),
        frame: list.filter((url) => !isPrevented('will-frame-navigate', url, true)),
        inner: list.filter((url) => !isPrevented('will-frame-navigate', url, false)),
        redirect: list.filter((url) => !isPrevented('will-redirect', url, true)),
        webview: list.filter((url) => !isPrevented('will-attach-webview', url, true)),
      };
    }, sample);
    for (const url of [...passed.window, ...passed.frame]) {
      const { protocol, host: where, pathname, search, username, password } = new URL(url);
      expect([url, protocol, where, pathname, search, username, password]).toEqual([
        ...[url, 'app:', 'bundle', '/index.html', '', '', ''],
      ]);
    }
    expect(passed.window.length).toBeGreaterThanOrEqual(3);
    expect([passed.inner, passed.redirect, passed.webview]).toEqual([[], [], []]);
  });

  it.each([
    'https://evil.example/',
    'file:///etc/passwd',
    'data:text/html,<script>alert(1)</script>',
    'javascript:document.title="taken"',
    'blob:null/0a1b2c3d',
  ])('to %s from the page change nothing', async (url) => {
    const { page } = app;
    const before = page.url();
    const title = await page.title();
    await page.evaluate((target) => {
      const link = document.createElement('a');
      link.href = target;
      document.body.append(link);
      link.click();
      link.remove();
    }, url);
    await page.getByRole('main').waitFor();
    expect([page.url(), await page.title()]).toEqual([before, title]);
  });
});

describe('[W85] windows', () => {
  it('are denied for every address and way: 3,000 of them', async () => {
    const answers = await app.evaluateMain(
      ({ webContents }, list) => {
        const [contents] = webContents.getAllWebContents();
        const { decideWindow } = contents as unknown as {
          decideWindow: (details: object) => { readonly action: string };
        };
        const dispositions = ['foreground-tab', 'background-tab', 'new-window', 'other', 'default'];
        return list.map((url, at) => {
          const disposition = dispositions[at % dispositions.length];
          const details = { url, frameName: '', features: 'nodeIntegration=yes', disposition };
          return decideWindow({ ...details, referrer: { url: '', policy: 'default' } });
        });
      },
      fc.sample(urls, 3000),
    );
    expect(answers).toHaveLength(3000);
    expect(answers.filter(({ action }) => action !== 'deny')).toEqual([]);
  });

  it('are opened by nothing that a page can do', async () => {
    const { page } = app;
    const opened = await page.evaluate(() => {
      const ways = [
        () => window.open('https://evil.example/'),
        () => window.open('app://bundle/index.html'),
        () => window.open('about:blank', 'named', 'popup'),
        () => window.open(location.href, '_blank', 'nodeIntegration=yes,contextIsolation=no'),
      ];
      return ways.map((way) => way());
    });
    expect(opened).toEqual([null, null, null, null]);
    await page.evaluate(() => {
      const link = document.createElement('a');
      Object.assign(link, { href: 'https://evil.example/', target: '_blank', id: 'planted' });
      link.textContent = 'planted';
      document.body.append(link);
    });
    await page.locator('#planted').click({ force: true });
    await page.locator('#planted').click({ button: 'middle', force: true });
    await page.evaluate(() => document.querySelector('#planted')?.remove());
    const facts = await app.evaluateMain(({ webContents }, _nothing, host) => [
      webContents.getAllWebContents().length,
      host.record.openedExternally.length,
    ]);
    expect(facts).toEqual([1, 0]);
  });
});

/** What every file of the window comes with. */
const HEADERS = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};

describe('the files that the page is made of', () => {
  it('come with the policy and the other headers, as the page itself gets them', async () => {
    const { page } = app;
    const replies: { type: string; status: number; headers: Record<string, string> }[] = [];
    page.on('response', (response) => {
      const headers = response.headers();
      const type = headers['content-type'] ?? '';
      replies.push({ type, status: response.status(), headers });
    });
    await page.reload({ waitUntil: 'load' });
    const types = () => new Set(replies.map(({ type }) => type.replace(/;.*$/u, '')));
    // Fonts are asked for when there is text to draw.
    await expect.poll(() => types().has('font/woff2')).toBe(true);
    page.removeAllListeners('response');
    for (const { status, headers } of replies) {
      expect(status).toBe(200);
      expect(headers).toMatchObject(HEADERS);
    }
    expect(types()).toEqual(new Set(['text/html', 'text/javascript', 'text/css', 'font/woff2']));
  });
});

describe('[W84] files of the app: scheme', () => {
  it.each([
    '/../main.js',
    '/..%2fmain.js',
    '/%2e%2e/package.json',
    '/assets/..%5c..%5cmain.js',
    '/../../../../../../etc/passwd',
    '/%00',
    '/index.html%00.js',
    '/.env',
  ])('%s is not there', async (place) => {
    const answer = await app.evaluateMain(async ({ BrowserWindow }, pathname) => {
      const session = BrowserWindow.getAllWindows()[0]?.webContents.session as unknown as {
        hostProtocol: { handlers: Map<string, (request: Request) => Promise<Response>> };
      };
      const handler = session.hostProtocol.handlers.get('app');
      const reply = await handler?.(new Request(`app://bundle${pathname}`));
      return [reply?.status, await reply?.text(), reply?.headers.get('content-security-policy')];
    }, place);
    expect(answer).toEqual([404, 'Not found', expect.stringContaining("default-src 'none'")]);
  });

  it('are read with GET alone', async () => {
    const statuses = await app.evaluateMain(async ({ BrowserWindow }) => {
      const session = BrowserWindow.getAllWindows()[0]?.webContents.session as unknown as {
        hostProtocol: { handlers: Map<string, (request: Request) => Promise<Response>> };
      };
      const handler = session.hostProtocol.handlers.get('app');
      const found: (number | undefined)[] = [];
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']) {
        found.push((await handler?.(new Request('app://bundle/index.html', { method })))?.status);
      }
      return found;
    });
    expect(statuses).toEqual([200, 404, 404, 404, 404, 404]);
  });
});
