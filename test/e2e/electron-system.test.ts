/**
 * What Electron makes of the system: its keyring, clipboard, notifications, certificate authorities, and
 * the binary itself. Skipped, with the reason in its name, where there is no binary or no such part.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fusesOf } from '../../scripts/pack/fuses.ts';
import { electronBinary } from '../../scripts/electron-binary.ts';
import type { Bridge } from '../../src-shared/bridge.ts';
import type { AppDriver, LaunchOptions } from '../driver/driver.ts';
import { electronMissing } from '../driver/electron-app.ts';
import { launchApp } from '../driver/launch.ts';
import { tempDir } from '../temp-dir.ts';
import { command, selected } from './desk.ts';
import { busMissing } from './dbus/bus.ts';
import { startNotificationServer } from './dbus/notification-server.ts';
import { onElectron, skipped } from './hosts.ts';
import { startSandbox } from './sandbox.ts';
import { signIn } from './window.ts';

/** Of the page, for what runs in it. */
declare const globalThis: { readonly bridge: Bridge };

let app: AppDriver | undefined;
let userData: string;
beforeEach(() => {
  app = undefined;
  userData = tempDir();
});
afterEach(async () => {
  await app?.close();
});
async function start(options: Omit<LaunchOptions, 'host'> = {}): Promise<AppDriver> {
  app = await launchApp({ host: 'electron', userData, ...options });
  await app.page.getByRole('main').waitFor();
  return app;
}
async function snapshot(one: AppDriver) {
  const reply = await one.page.evaluate(() => globalThis.bridge.call('getSnapshot', {}));
  if (!reply.ok) throw new Error('no snapshot');
  return reply.value;
}
const storage = async (one: AppDriver) => (await snapshot(one)).storage;
const kept = async (one: AppDriver) => (await snapshot(one)).profiles[0]?.kept;

/** The password of a login keyring that was made for this run; see .github/workflows/ci.yml. */
const keyringPassword = process.env['TABKEEPER_TEST_KEYRING'];

onElectron('[E104] the system’s keyring', () => {
  /** On KDE its KWallet would be asked. */
  const env = { XDG_CURRENT_DESKTOP: 'GNOME' };
  /** Keeps everything of one sign-in, and quits. */
  async function seal(): Promise<void> {
    const sandbox = await startSandbox();
    const one = await start({ env });
    await signIn(one.page, sandbox);
    await command(one, 'keepSignIn', { profile: await selected(one), what: 'everything' });
    await expect.poll(() => kept(one)).toBe('everything');
    await one.close();
    await sandbox.close();
  }
  const secretService = (method: string) =>
    execFileSync('gdbus', [
      ...['call', '--session', '--dest', 'org.freedesktop.secrets'],
      ...['--object-path', '/org/freedesktop/secrets', '--method', method],
      "['/org/freedesktop/secrets/aliases/default']",
    ]);
  const skipReason =
    process.platform === 'linux' && keyringPassword === undefined
      ? 'TABKEEPER_TEST_KEYRING names no login keyring that was made for tests'
      : null;
  const why = skipped(skipReason);

  it.skipIf(skipReason !== null)(
    `seals, and opens at the next start what it has sealed${why}`,
    async () => {
      await seal();
      const one = await start({ env });
      await expect.poll(() => storage(one)).toMatchObject({ is: 'ready' });
      await expect.poll(() => kept(one)).toBe('everything');
    },
  );

  it.skipIf(skipReason !== null || process.platform !== 'linux')(
    `locked at the start is waited for, and opens when it is unlocked${why}`,
    async () => {
      await seal();
      secretService('org.freedesktop.Secret.Service.Lock');
      const one = await start({ env });
      await expect.poll(() => storage(one)).toMatchObject({ is: 'waiting', isLocked: true });
      // As the login would: the one that runs takes no password from elsewhere than its own dialog.
      const login = ['--replace', '--unlock', '--components=secrets'];
      const unlocked = spawnSync('gnome-keyring-daemon', login, { input: keyringPassword });
      expect(unlocked.status).toBe(0);
      const looked = async () => {
        await one.advance(5_000);
        return storage(one);
      };
      await expect.poll(looked).toMatchObject({ is: 'ready' });
      await expect.poll(() => kept(one)).toBe('everything');
    },
  );
});

onElectron('the clipboard', () => {
  it('has a copied session ID with the mark of a secret, and loses it', async () => {
    const one = await start({ args: ['--practice'] });
    await one.page.getByRole('button', { name: 'Copy session ID' }).click();
    await expect.poll(() => one.clipboard()).not.toBe('');
    const types = await one.evaluateMain(async ({ clipboard }) =>
      (await clipboard.read()).flatMap((item) => item.types),
    );
    expect(types).toContain('text/plain');
    await one.advance(30_000);
    await expect.poll(() => one.clipboard()).toBe('');
  });
});

const authority = process.env['TABKEEPER_TEST_AUTHORITY'];
const noAuthority =
  authority === undefined
    ? 'TABKEEPER_TEST_AUTHORITY names no certificate of the system’s list alone'
    : null;
onElectron('the certificate authorities', () => {
  it.skipIf(authority === undefined)(
    `of the system’s list are known to main, which the calls take them from${skipped(noAuthority)}`,
    async () => {
      const pem = (await readFile(authority ?? '', 'utf8')).trim();
      const one = await start();
      const found = await one.evaluateMain((_parts, wanted) => {
        const tls = process.getBuiltinModule('node:tls');
        const squeezed = (text: string) => text.replaceAll(/\s/gu, '');
        const has = (list: 'system' | 'bundled') =>
          tls.getCACertificates(list).some((one_) => squeezed(one_) === squeezed(wanted));
        return [has('system'), has('bundled')];
      }, pem);
      expect(found).toEqual([true, false]);
    },
  );
});

onElectron('the binary', () => {
  it('is of the version that is pinned, and says what it is made of', async () => {
    const { file } = electronBinary();
    const one = await start();
    const versions = await one.evaluateMain(() => ({ ...process.versions }));
    const manifest = JSON.parse(
      await readFile(path.resolve(import.meta.dirname, '../../package.json'), 'utf8'),
    ) as { devDependencies: Record<string, string> };
    expect(versions['electron']).toBe(manifest.devDependencies['electron']);
    const fuses = file === null ? {} : await fusesIn(file);
    // For whoever reads the run of a release: what was tried.
    const told = {
      electron: versions['electron'],
      chrome: versions['chrome'],
      node: versions.node,
    };
    process.stdout.write(`${JSON.stringify({ ...told, fuses })}\n`);
  });
});

/** On macOS the wire is in the framework beside the program. */
async function fusesIn(program: string): Promise<object> {
  const framework = path.resolve(
    program,
    '../../Frameworks/Electron Framework.framework/Electron Framework',
  );
  return fusesOf(await readFile(process.platform === 'darwin' ? framework : program));
}

const noServer = busMissing() ?? electronMissing();
describe.skipIf(noServer !== null)(`notifications, on Electron${skipped(noServer)}`, () => {
  it('that are replaced twice leave the newest, which a click reaches', async () => {
    const server = await startNotificationServer();
    const one = await start({ env: server.env });
    try {
      await one.evaluateMain(({ Notification }) => {
        const clicked: string[] = [];
        const kept_: Electron.Notification[] = [];
        Reflect.set(globalThis, 'clicked', clicked);
        Reflect.set(globalThis, 'kept', kept_);
        for (const title of ['one', 'two', 'three']) {
          kept_.at(-1)?.close();
          const notification = new Notification({ title, body: 'body' });
          notification.on('click', () => clicked.push(title));
          notification.show();
          kept_.push(notification);
        }
      });
      await expect.poll(() => server.standing()).toEqual(['three']);
      server.click();
      const clicked = () =>
        one.evaluateMain(() => Reflect.get(globalThis, 'clicked') as readonly string[]);
      await expect.poll(clicked).toEqual(['three']);
    } finally {
      await one.close();
      await server.close();
    }
  });
});
