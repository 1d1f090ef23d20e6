/**
 * The life of the app on real Electron, from a refused start to the end of the system: what the browser
 * host only imitates. Skipped, with the reason in its name, where there is no binary.
 */
import { spawn } from 'node:child_process';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { electronBinary, electronEnv } from '../../scripts/electron-binary.ts';
import { startWords } from '../../src-shared/words.ts';
import type { AppDriver, LaunchOptions } from '../driver/driver.ts';
import { electronMissing } from '../driver/electron-app.ts';
import { launchApp } from '../driver/launch.ts';
import { tempDir } from '../temp-dir.ts';
import { command } from './desk.ts';
import { busMissing } from './dbus/bus.ts';
import { startLogind, type Logind } from './dbus/logind.ts';
import { startTrayBus } from './dbus/tray-bus.ts';
import { onEachHost, onElectron, skipped } from './hosts.ts';
import { firstRun } from './window.ts';

const root = path.resolve(import.meta.dirname, '../..');
const MINUTE = 60_000;

let app: AppDriver | undefined;
let userData: string;
beforeEach(() => {
  app = undefined;
  userData = tempDir();
});
afterEach(async () => {
  await app?.close();
});
async function start(options: LaunchOptions): Promise<AppDriver> {
  app = await launchApp({ userData, ...options });
  return app;
}
const log = () => readFile(path.join(userData, 'tabkeeper.log'), 'utf8');
const extend = (one: AppDriver) => one.page.getByRole('button', { name: 'Extend now' });

/** Starts it as a person does, and resolves to what it has written when that contains `sentence`. */
async function refusedWith(folder: string, sentence: string): Promise<string> {
  const { file } = electronBinary();
  if (file === null) throw new Error('there is no binary');
  const child = spawn(file, [root, `--user-data=${folder}`], { env: electronEnv() });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  try {
    // The box that says it too waits for a click, which nobody makes here.
    await expect.poll(() => output).toContain(sentence);
    return output;
  } finally {
    child.kill('SIGKILL');
  }
}

onElectron('[E103] a folder that cannot be used', () => {
  it('is refused where it is a file, and nothing is written', async () => {
    const file = path.join(userData, 'file');
    await writeFile(file, 'theirs');
    await refusedWith(file, startWords.folder(file));
    expect(await readFile(file, 'utf8')).toBe('theirs');
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'is refused where nothing can be written',
    async () => {
      await chmod(userData, 0o500);
      await refusedWith(userData, startWords.folder(userData));
      await chmod(userData, 0o700);
    },
  );
});

onEachHost('a start at login', (host) => {
  it('opens no window where there is a tray', async (context) => {
    const missing = process.platform === 'linux' ? busMissing() : null;
    if (missing !== null) context.skip(missing);
    const bus = process.platform === 'linux' ? await startTrayBus() : null;
    try {
      const env = { ...bus?.env, XDG_CURRENT_DESKTOP: 'KDE' };
      const one = await start({ host, args: ['--hidden'], env, waitForWindow: false });
      await expect.poll(() => log().catch(() => '')).toContain('"started"');
      await one.settled();
      expect(
        await one.evaluateMain(({ BrowserWindow }) => BrowserWindow.getAllWindows().length),
      ).toBe(0);
    } finally {
      await app?.close();
      await bus?.close();
    }
  });
});

// In the browser host: ending.test.ts.
onElectron('a signal', () => {
  it.skipIf(process.platform === 'win32')(
    'ends the app in good order with a session open, and asks nothing',
    async () => {
      const one = await start({ host: 'electron', args: ['--practice'] });
      await extend(one).waitFor();
      if (one.pid === undefined) throw new Error('the app has no process');
      process.kill(one.pid, 'SIGTERM');
      expect(await one.exited).toBe(0);
      expect(await log()).toContain('"stopped"');
    },
  );
});

// In the browser host: loading.test.ts and desktop.test.ts.
onElectron('the window', () => {
  const host = 'electron';
  const openSettings = (one: AppDriver) =>
    one.evaluateMain(({ Menu }) => {
      const rows = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []);
      rows?.find(({ label }) => label === 'Settings…')?.click();
    });

  it('shown twice at its settings keeps what was typed there', async () => {
    const one = await start({ host });
    await openSettings(one);
    await one.page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
    const marked = one.page.getByRole('textbox').first();
    await marked.fill('typed, not sent');
    await openSettings(one);
    await openSettings(one);
    await one.settled();
    expect(await marked.inputValue()).toBe('typed, not sent');
  });

  it('is loaded once more after a crash during its first load', async () => {
    const one = await start({
      host,
      waitForWindow: false,
      before: ({ app: electronApp }) => {
        electronApp.once('web-contents-created', (_event, contents) => {
          contents.once('dom-ready', () => contents.forcefullyCrashRenderer());
        });
      },
    });
    await expect.poll(() => log().catch(() => '')).toMatch(/"where":"renderer"/u);
    const isThere = async () => {
      const page = await one.window();
      return page.getByRole('heading', firstRun).isVisible();
    };
    await expect.poll(() => isThere().catch(() => false)).toBe(true);
  });

  it('is loaded once more after a crash later on, with its session', async () => {
    const one = await start({ host, args: ['--practice'] });
    await extend(one).waitFor();
    await one.evaluateMain(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
    );
    const isThere = async () => extend(one).isVisible();
    await expect.poll(() => log()).toMatch(/"where":"renderer"/u);
    await expect.poll(() => isThere().catch(() => false)).toBe(true);
  });

  it('closed to the tray is gone, with its page, and comes back', async () => {
    const one = await start({ host, args: ['--practice'] });
    await extend(one).waitFor();
    await command(one, 'changeSettings', { hidesWithoutTray: true, closeExplained: true });
    await one.evaluateMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    const contents = () =>
      one.evaluateMain(({ webContents }) => webContents.getAllWebContents().length);
    await expect.poll(contents).toBe(0);
    expect((await one.secondInstance()).code).toBe(0);
    await expect.poll(contents).toBe(1);
    await (await one.window()).getByRole('button', { name: 'Extend now' }).waitFor();
  });
});

const noLogind = busMissing() ?? electronMissing();
describe.skipIf(noLogind !== null)(`a logind, on Electron${skipped(noLogind)}`, () => {
  let logind: Logind;
  beforeEach(async () => {
    logind = await startLogind();
  });
  afterEach(async () => {
    await app?.close();
    await logind.close();
  });

  it('is asked to wait with the end of the system, which is clean', async () => {
    const one = await start({ host: 'electron', args: ['--practice'], env: logind.env });
    await extend(one).waitFor();
    await expect.poll(() => logind.inhibited).toContain('shutdown');
    logind.shutsDown(true);
    expect(await one.exited).toBe(0);
    expect(await log()).toContain('"stopped"');
  });

  it('tells of a hibernation over a night: the session is asked for at once after it', async () => {
    const one = await start({ host: 'electron', args: ['--practice'], env: logind.env });
    await extend(one).waitFor();
    await expect.poll(() => logind.inhibited).toContain('sleep');
    logind.sleeps(true);
    await one.settled();
    // No timer runs, and only the wall clock tells.
    await one.jumpWall(9 * 60 * MINUTE);
    logind.sleeps(false);
    await expect.poll(() => one.page.getByRole('main').innerText()).toMatch(/expired/iu);
  });
});
