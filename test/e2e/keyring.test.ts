/** A keyring that is locked at the start, as before the login has opened it; and the way out. */
import { chmod, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { RELAUNCH_CODE } from '../../scripts/relaunch.ts';
import type { Bridge } from '../../src-shared/bridge.ts';
import type { AppDriver, LaunchOptions } from '../driver/driver.ts';
import { launchApp } from '../driver/launch.ts';
import { tempDir } from '../temp-dir.ts';
import { answer, boxes, boxesWait, command, selected } from './desk.ts';
import { isKeyringLocked } from '../../src-main/system/keyring-lock.ts';
import { gnomeKeyringMissing, startGnomeKeyring } from './dbus/gnome-keyring.ts';
import { onBrowserHost, skipped } from './hosts.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';
import { goTo, signIn } from './window.ts';

const noGnome = gnomeKeyringMissing();
// The workflow that names a keyring for tests installs it: a skip would be a hole there.
if (noGnome !== null && process.env['TABKEEPER_TEST_KEYRING'] !== undefined) {
  throw new Error(noGnome);
}

/** Of the page, for what runs in it. */
declare const globalThis: { readonly bridge: Bridge };

onBrowserHost('[E104] a keyring that is locked at the start', () => {
  let sandbox: Sandbox;
  let app: AppDriver;
  let userData: string;
  let tools: string;
  /** What an earlier run has left: something is sealed in it that a later start wants to open. */
  let earlier: string;
  beforeAll(async () => {
    earlier = await mkdtemp(path.join(tmpdir(), 'tabkeeper-keyring-'));
    userData = earlier;
    sandbox = await startSandbox();
    await start({ keyring: 'protected' });
    await signIn(app.page, sandbox);
    const profile = await selected(app);
    await command(app, 'keepSignIn', { profile, what: 'everything' });
    await app.settled();
    expect(await kept()).toBe('everything');
    await app.close();
  });
  afterAll(async () => {
    await sandbox.close();
    await rm(earlier, { recursive: true, force: true });
  });
  beforeEach(async () => {
    userData = tempDir();
    tools = tempDir();
    await cp(earlier, userData, { recursive: true });
  });
  afterEach(() => app.close());
  const start = async (options: LaunchOptions) => {
    app = await launchApp({ userData, ...options });
    await app.page.getByRole('main').waitFor();
  };
  const snapshot = async () => {
    const reply = await app.page.evaluate(() => globalThis.bridge.call('getSnapshot', {}));
    if (!reply.ok) throw new Error('no snapshot');
    return reply.value;
  };
  const kept = async () => (await snapshot()).profiles[0]?.kept;
  const storage = async () => (await snapshot()).storage;
  /** The session bus as far as it is asked for the collection: this is what it says. */
  const busSays = async (locked: boolean) => {
    const tool = path.join(tools, 'gdbus');
    const script = `#!/bin/sh\ncase "$*" in *Secret*) echo "(<${String(locked)}>,)";; *) exit 1;; esac\n`;
    await writeFile(tool, script);
    await chmod(tool, 0o755);
    // On KDE its KWallet would be asked.
    const desktop = { XDG_CURRENT_DESKTOP: 'GNOME' };
    return { ...desktop, PATH: `${tools}${path.delimiter}${process.env['PATH'] ?? ''}` };
  };

  it.skipIf(process.platform !== 'linux')(
    'is not asked before it is unlocked, and opens what is saved then',
    async () => {
      await start({ keyring: 'locked', env: await busSays(true) });
      await expect.poll(storage).toMatchObject({ is: 'waiting', isLocked: true });
      await app.page.getByText('is locked, and is asked as soon as it is not').first().waitFor();
      // The login has opened it. Whoever had asked before would have no key until the next start.
      await app.evaluateMain((_parts, _arg, host) => host.setKeyring('protected'));
      await busSays(false);
      await app.advance(10_000);
      await expect.poll(storage).toMatchObject({ is: 'ready' });
      await expect.poll(kept).toBe('everything');
    },
  );

  it.skipIf(noGnome !== null)(
    `is waited for where it is GNOME Keyring itself, until the login has opened it${skipped(noGnome)}`,
    async () => {
      const gnome = await startGnomeKeyring();
      const says = () => {
        vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', gnome.env['DBUS_SESSION_BUS_ADDRESS']);
        return isKeyringLocked().finally(() => vi.unstubAllEnvs());
      };
      try {
        gnome.logIn('right');
        await expect.poll(says).toBe(false);
        gnome.logIn('wrong');
        await expect.poll(says).toBe(true);
        await start({ keyring: 'locked', env: gnome.env });
        await expect.poll(storage).toMatchObject({ is: 'waiting', isLocked: true });
        await app.evaluateMain((_parts, _arg, host) => host.setKeyring('protected'));
        gnome.logIn('right');
        // In between it is known to nobody, which is not the word that it is open.
        const later = async () => {
          await app.advance(5_000);
          return storage();
        };
        await expect.poll(later).toMatchObject({ is: 'ready' });
        await expect.poll(kept).toBe('everything');
      } finally {
        await app.close();
        await gnome.close();
      }
    },
  );

  it('and was refused has a true way out: a restart, which says what it keeps and what not', async () => {
    await start({ keyring: 'locked' });
    await expect.poll(storage).toMatchObject({ is: 'locked', why: 'temporarily' });
    await signIn(app.page, sandbox);
    await boxesWait(app);
    await app.page.evaluate(() => void (location.hash = 'settings'));
    const restart = app.page.getByRole('button', { name: 'Restart Tabkeeper' });
    await restart.click();
    await expect.poll(async () => (await boxes(app)).length).toBe(1);
    const [box] = await boxes(app);
    expect(box?.message).toBe('Restart Tabkeeper?');
    expect(JSON.stringify(box?.options)).toContain('1 open session cannot be kept');
    await answer(app, 1);
    await goTo(app.page, 'Session');
    await app.page.getByRole('button', { name: 'Extend now' }).waitFor();

    await app.page.evaluate(() => void (location.hash = 'settings'));
    await answer(app, 0);
    await restart.click();
    expect(await app.exited).toBe(RELAUNCH_CODE);
    expect(sandbox.calls('Logout')).toBe(0);
    await start({ keyring: 'protected' });
    await expect.poll(storage).toMatchObject({ is: 'ready' });
    await expect.poll(kept).toBe('everything');
  });
});
