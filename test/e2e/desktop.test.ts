/** At home on the desktop: tray, closing, quitting, a second start, a crash of the window. */
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { AppDriver, LaunchOptions } from '../driver/driver.ts';
import { launchApp } from '../driver/launch.ts';
import { tempDir } from '../temp-dir.ts';
import {
  answer,
  boxes,
  boxesWait,
  clickTray,
  closeWindow,
  command,
  noWindow,
  selected,
  tray,
  windows,
} from './desk.ts';
import { onBrowserHost } from './hosts.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';
import { firstRun, signIn } from './window.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const soon = <T>(look: () => T) => expect.poll(look);

let sandbox: Sandbox;
let app: AppDriver;
let userData: string;
const start = async (options: LaunchOptions = {}) => {
  app = await launchApp({ userData, ...options });
};

/** Whatever was asked: nothing may have held main up, or keep-alive would have stood still. */
const nothingBlocks = async () => {
  const asked = await boxes(app).catch(() => []);
  expect(asked.filter(({ blocks }) => blocks)).toEqual([]);
};
const shows = async (icon: string, text: string | RegExp) => {
  await soon(async () => (await tray(app)).icon).toBe(icon);
  await soon(async () => (await tray(app)).toolTip).toMatch(text);
  const { rows, toolTip } = await tray(app);
  expect(rows[0]).toBe(toolTip);
  return rows;
};

/** Of each window from now on: what is to be read on it when it is shown. */
const noteFirstFrame = () =>
  app.evaluateMain(({ app: electronApp }) => {
    electronApp.on('browser-window-created', (_event, window) => {
      const contents = window.webContents as unknown as {
        page: Promise<{ evaluate: (expression: string) => Promise<unknown> }>;
      };
      window.once('show', () => {
        contents.page
          .then((page) => page.evaluate('document.body.innerText'))
          .then((text) => Reflect.set(globalThis, 'firstFrame', text))
          .catch(() => undefined);
      });
    });
  });
/** It is never empty: it has the name of the product, or already what there is to see. */
const firstFrameHas = (text: string) =>
  soon(() => app.evaluateMain(() => String(Reflect.get(globalThis, 'firstFrame')).trim())).toMatch(
    new RegExp(`^Tabkeeper$|${text}`, 'u'),
  );

onBrowserHost('at home on the desktop', () => {
  beforeEach(async () => {
    userData = tempDir();
    sandbox = await startSandbox();
  });
  afterEach(async () => {
    await nothingBlocks();
    await app.close();
    await sandbox.close();
  });

  /** The app looks for a tray every three seconds of its own clock. */
  const threeSecondsLater = async <T>(look: () => Promise<T>): Promise<T> => {
    // There is no clock to move until main has started.
    await app.advance(3000).catch(() => undefined);
    return look();
  };

  it.skipIf(process.platform !== 'linux')(
    'asks at the first close where no tray is known, and keeps to the answer',
    async () => {
      await start();
      await boxesWait(app);
      await closeWindow(app);
      await closeWindow(app);
      await soon(async () => (await boxes(app)).length).toBe(1);
      await answer(app, 2);
      await soon(async () => (await boxes(app))[0]?.response).toBe(2);
      expect(await windows(app)).toBe(1);

      await signIn(app.page, sandbox);
      await answer(app, 0);
      await closeWindow(app);
      await soon(() => noWindow(app)).toBe(true);
      await sandbox.advance(app, 70 * MINUTE);
      expect(sandbox.calls('GetSessionInfo')).toBeGreaterThanOrEqual(6);

      const second = await app.secondInstance();
      expect(second.code).toBe(0);
      const page = await app.window();
      await page.getByRole('button', { name: 'Extend now' }).waitFor();
      expect(sandbox.calls('Login')).toBe(1);
      await closeWindow(app);
      await soon(() => noWindow(app)).toBe(true);
      expect(await boxes(app)).toHaveLength(2);
    },
  );

  it.skipIf(process.platform !== 'linux')(
    'started at login is in the tray alone, and says once that it goes on there',
    async () => {
      await start({ args: ['--hidden'], waitForWindow: false, env: await withTray(userData) });
      await soon(async () => (await tray(app).catch(() => null))?.toolTip).toContain('signed out');
      await app.settled();
      expect(await windows(app)).toBe(0);

      await app.secondInstance();
      await (await app.window()).getByRole('heading', firstRun).waitFor();
      await closeWindow(app);
      await soon(() => noWindow(app)).toBe(true);
      await clickTray(app, 'Open window');
      await (await app.window()).getByRole('heading', firstRun).waitFor();
      await closeWindow(app);
      await soon(() => noWindow(app)).toBe(true);
      const said = (await boxes(app)).map(({ message }) => message);
      expect(said).toEqual(['Tabkeeper goes on in the tray.']);
    },
  );

  it.skipIf(process.platform !== 'linux')(
    'started at login before the tray, makes its item anew when the tray has come up',
    async () => {
      await start({ args: ['--hidden'], waitForWindow: false, env: await withTray(userData, 1) });
      const items = () =>
        app.evaluateMain((_parts, _arg, host) =>
          (host.record.trays as { isDestroyed: () => boolean }[]).map((one) => one.isDestroyed()),
        );
      await soon(() => threeSecondsLater(items)).toEqual([true, false]);
      await shows('signedOut', /signed out$/u);
      expect(await windows(app)).toBe(0);
    },
  );

  it.skipIf(process.platform !== 'linux')(
    'started at login shows its window where no tray comes up',
    async () => {
      await start({ args: ['--hidden'], waitForWindow: false });
      await soon(() => threeSecondsLater(() => windows(app))).toBe(1);
      await (await app.window()).getByRole('heading', firstRun).waitFor();
    },
  );

  it('keeps theme, size of the text and what was done lately for the next window', async () => {
    await start();
    await app.page.getByRole('heading', firstRun).waitFor();
    const choose = async (typed: string) => {
      await app.page.keyboard.press('Control+k');
      await app.page.getByRole('option').first().waitFor();
      await app.page.keyboard.type(typed);
      await app.page.keyboard.press('Enter');
      await app.page.getByRole('dialog').waitFor({ state: 'detached' });
    };
    const look = () =>
      app.page.evaluate(() => [
        matchMedia('(prefers-color-scheme: dark)').matches,
        document.documentElement.style.zoom,
      ]);
    await choose('dark theme');
    await app.page.keyboard.press('Control+Equal');
    await soon(look).toEqual([true, '1.25']);
    expect(await app.evaluateMain(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark');
    await choose('activity');
    await command(app, 'changeSettings', { hidesWithoutTray: true });
    await noteFirstFrame();
    // A window that stays empty would be shown after a while as it is.
    await app.hold();
    await closeWindow(app);
    await soon(() => noWindow(app)).toBe(true);
    await clickTray(app, 'Open window');
    await (await app.window()).getByRole('heading', firstRun).waitFor();
    await firstFrameHas(firstRun.name);
    await soon(look).toEqual([true, '1.25']);
    await app.page.keyboard.press('Control+k');
    await app.page.getByRole('group', { name: 'Recent' }).getByText('Activity').waitFor();
    const kept = (name: string) => readFile(path.join(userData, name), 'utf8');
    expect(JSON.parse(await kept('preferences.json'))).toMatchObject({
      theme: 'dark',
      textSize: 125,
    });
    expect(JSON.parse(await kept('window.json'))).toMatchObject({
      recentActions: ['activity', 'themeDark'],
    });
  });

  it('signs out on quitting if that is wanted, and asks once however often it is told', async () => {
    await start();
    await signIn(app.page, sandbox);
    await boxesWait(app);
    await clickTray(app, 'Quit…');
    await clickTray(app, 'Quit…');
    await command(app, 'quit', {});
    await soon(async () => (await boxes(app)).length).toBe(1);
    await answer(app, { response: 1, checkboxChecked: true });
    expect(await app.exited).toBe(0);
    expect(sandbox.calls('Logout')).toBe(1);
    const kept = JSON.parse(await readFile(path.join(userData, 'preferences.json'), 'utf8')) as {
      quitAction?: string;
    };
    expect(kept.quitAction).toBe('signOut');
  });
});

/** One app for all specs of a block, to its end: a spec goes on from where the one before has left it. */
function withOneApp(options: LaunchOptions = {}): void {
  beforeAll(async () => {
    userData = await mkdtemp(path.join(tmpdir(), 'tabkeeper-desktop-'));
    sandbox = await startSandbox();
    await start(options);
  });
  afterEach(nothingBlocks);
  afterAll(async () => {
    await app.close();
    await sandbox.close();
    await rm(userData, { recursive: true, force: true, maxRetries: 5 });
  });
}

onBrowserHost('at home on the desktop, from state to state', () => {
  withOneApp({ keyring: 'protected' });

  it('shows each state in the tray by icon, tooltip and row, with the verb that fits it', async () => {
    expect(await shows('signedOut', /^New profile – signed out$/u)).toContain('Sign in');

    await signIn(app.page, sandbox);
    const name = sandbox.account.userName;
    const live = await shows('live', /live, at least 3[45] min$/u);
    expect(live.slice(1)).toEqual([
      'Verify with phone…',
      'Extend now',
      'Copy session ID',
      'Pause keep-alive 30 min',
      'Open window',
      'Quit…',
    ]);
    expect(live[0]).toContain(name);
    await clickTray(app, 'Copy session ID');
    await soon(() => app.clipboard()).not.toBe('');
    await sandbox.advance(app, 30_000);
    await soon(() => app.clipboard()).toBe('');

    sandbox.simulator.setFaults([{ fault: 'reset', endpoint: '/GetSessionInfo.json' }]);
    await clickTray(app, 'Extend now');
    await shows('offline', /offline, good until at least \d\d:\d\d$/u);
    await sandbox.advance(app, 26 * MINUTE);
    expect(await shows('atRisk', /at risk, at least [78] min$/u)).toContain('Extend now');
    sandbox.simulator.setFaults([]);
    await clickTray(app, 'Extend now');
    await shows('live', /live, at least 3[45] min$/u);

    sandbox.simulator.endSession('all');
    await clickTray(app, 'Extend now');
    expect(await shows('needsYou', /expired, before/u)).toContain('Sign in');

    // With everything kept one click is enough, and the word is the window's.
    await signIn(app.page, sandbox);
    const profile = await selected(app);
    await command(app, 'keepSignIn', { profile, what: 'everything' });
    await command(app, 'editProfile', { profile, change: { staySignedIn: false } });
    sandbox.simulator.endSession('all');
    await clickTray(app, 'Extend now');
    expect(await shows('needsYou', /expired, before/u)).toContain('Resume');
    await app.page.getByRole('button', { name: 'Resume' }).waitFor();
    await command(app, 'changeSettings', { monochromeTray: true });
    await soon(async () => (await tray(app)).icon).toMatch(/^needsYou(?:-mono)?$/u);
    await clickTray(app, 'Resume');
    await shows(process.platform === 'linux' ? 'live-mono' : 'live', /live/u);
  });

  it('has everything on disk when the system shuts down, whatever call is under way', async () => {
    const profile = await selected(app);
    // A server that holds a call must not hold the end.
    sandbox.simulator.setFaults([{ fault: 'hang', endpoint: '/GetSessionInfo.json' }]);
    const before = sandbox.calls('GetSessionInfo');
    await clickTray(app, 'Extend now');
    await soon(() => sandbox.calls('GetSessionInfo')).toBe(before + 1);
    await command(app, 'editProfile', { profile, change: { name: 'Last words' } });
    // Windows tells it to windows, and ends the process itself.
    if (process.platform === 'win32') {
      await app.evaluateMain((_parts, _arg, host) => host.endSession());
    } else {
      app.power('shutdown').catch(() => undefined);
      expect(await app.exited).toBe(0);
    }
    // Written when everything else is on the disk: whoever waited for the call would be cut off before.
    await soon(() => readFile(path.join(userData, 'tabkeeper.log'), 'utf8')).toContain('"stopped"');
    const list = await readFile(path.join(userData, 'profiles.json'), 'utf8');
    expect(list).toContain('Last words');
    expect(await boxes(app).catch(() => [])).toEqual([]);
  });
});

onBrowserHost('at home on the desktop, with a session open', () => {
  withOneApp();
  beforeAll(() => signIn(app.page, sandbox));

  it('follows sleep, wake and network in the tray', async () => {
    // However long the steps take here: the minutes in the tray are those that are passed on purpose.
    await app.hold();
    await sandbox.advance(app, 3 * MINUTE);
    const touches = sandbox.calls('GetSessionInfo');
    await app.power('suspend');
    await app.settled();
    expect(sandbox.calls('GetSessionInfo')).toBe(touches + 1);
    await shows('live', /at least 3[45] min$/u);
    // A nap too short for a question: the minutes that passed are gone from the tray at once.
    await app.jumpWall(4 * MINUTE);
    await app.power('resume');
    await shows('live', /at least 3[01] min$/u);

    await app.jumpWall(3 * HOUR);
    sandbox.simulator.endSession('all');
    await app.power('resume');
    await app.settled();
    await shows('needsYou', /expired/u);

    await signIn(app.page, sandbox);
    await app.evaluateMain((_parts, _arg, host) => void (host.record.online = false));
    await sandbox.advance(app, 12 * MINUTE);
    await shows('live', /at least 2[23] min$/u);
    await app.evaluateMain((_parts, _arg, host) => void (host.record.online = true));
    await sandbox.advance(app, MINUTE);
    await shows('live', /at least 3[45] min$/u);
  });

  it('opens its window on the right state, never on an empty one, and as large as it was', async () => {
    await command(app, 'changeSettings', { hidesWithoutTray: true });
    await noteFirstFrame();
    // However long the page takes here: a window that stays empty would be shown after a while as it is.
    await app.hold();
    const size = { width: 400, height: 700 };
    await app.evaluateMain(({ BrowserWindow }, bounds) => {
      BrowserWindow.getAllWindows()[0]?.setBounds(bounds);
    }, size);
    await closeWindow(app);
    await soon(() => noWindow(app)).toBe(true);
    await clickTray(app, 'Open window');
    await firstFrameHas('Extend now');
    await app.page.getByRole('button', { name: 'Extend now' }).waitFor();
    const bounds = await app.evaluateMain(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getBounds(),
    );
    expect(bounds).toMatchObject(size);
  });

  it('[W88] survives an error of its own: told once, logged without its words, the session kept open', async () => {
    await boxesWait(app);
    const touches = sandbox.calls('GetSessionInfo');
    const fail = (text: string) =>
      app.evaluateMain((_parts, words) => {
        setImmediate(() => {
          throw new RangeError(words);
        });
        // Kept by somebody, caught by nobody.
        Reflect.set(globalThis, 'rejected', Promise.reject(new TypeError(words)));
      }, text);
    await fail(sandbox.account.password);
    await soon(async () => (await boxes(app)).length).toBe(1);
    await fail(sandbox.account.password);
    const [box] = await boxes(app);
    expect(box).toMatchObject({
      message: 'Tabkeeper ran into an error of its own',
      response: null,
    });
    expect(JSON.stringify(box)).not.toContain(sandbox.account.password);

    await sandbox.advance(app, 35 * MINUTE);
    expect(sandbox.calls('GetSessionInfo')).toBeGreaterThanOrEqual(touches + 3);
    await shows('live', /live, at least/u);
    await clickTray(app, 'Extend now');
    await answer(app, 0);
    expect(await boxes(app)).toHaveLength(1);
    const log = await readFile(path.join(userData, 'tabkeeper.log'), 'utf8');
    expect(log).toContain('RangeError');
    expect(log).toContain('TypeError');
    expect(log).not.toContain(sandbox.account.password);
  });

  it('[W87] reloads a crashed window once, then asks over it, while keep-alive goes on', async () => {
    await boxesWait(app);
    const shown = (await boxes(app)).length;
    const crash = () =>
      app.evaluateMain(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
      );
    const extend = () => app.page.getByRole('button', { name: 'Extend now' });
    /** The page that comes after the one that is there now. */
    const another = async (cause: () => Promise<void>) => {
      const { page } = app;
      await cause();
      await soon(() => app.page === page).toBe(false);
      await extend().waitFor();
    };
    await another(crash);
    const before = sandbox.calls('GetSessionInfo');
    await extend().click();
    await soon(() => sandbox.calls('GetSessionInfo')).toBe(before + 1);

    await crash();
    await soon(async () => (await boxes(app)).length).toBe(shown + 1);
    const box = (await boxes(app)).at(-1);
    expect(box).toMatchObject({ parent: expect.stringContaining('Tabkeeper') as string });
    // Nobody is there to answer, and the session is kept open all the same.
    await sandbox.advance(app, 35 * MINUTE);
    expect(sandbox.calls('GetSessionInfo')).toBeGreaterThanOrEqual(before + 3);
    await another(() => answer(app, 1));

    // Long after that one, a crash is the first again.
    await another(crash);
    await crash();
    await answer(app, 0);
    await soon(() => noWindow(app)).toBe(true);
    await clickTray(app, 'Open window');
    await (await app.window()).getByRole('button', { name: 'Extend now' }).waitFor();
  });

  it('lets the session lapse if that is wanted, and takes its ID off the clipboard', async () => {
    await clickTray(app, 'Copy session ID');
    await soon(() => app.clipboard()).not.toBe('');
    await app.evaluateMain(({ clipboard, app: electronApp }) => {
      electronApp.on('quit', () => {
        clipboard.readText().then(
          (text) => process.stderr.write(`clipboard: ${text.length} letters\n`),
          () => undefined,
        );
      });
    });
    await boxesWait(app);
    await app.page.keyboard.press('Control+q');
    await answer(app, 0);
    // On macOS the application menu has that key.
    if (process.platform === 'darwin') await clickTray(app, 'Quit…');
    expect(await app.exited).toBe(0);
    expect(sandbox.calls('Logout')).toBe(0);
  });
});

/**
 * The environment of a desktop with a tray, as far as its bus is asked for one; `late`: after so many
 * times of being asked in vain.
 */
async function withTray(folder: string, late = 0): Promise<Record<string, string>> {
  const tool = path.join(folder, 'gdbus');
  const asked = `${tool}.asked`;
  const script = [
    '#!/bin/sh',
    // The keyring is asked about as well, in the same moment.
    `case "$*" in *StatusNotifier*) ;; *) exit 1 ;; esac`,
    `echo >> '${asked}'`,
    `[ "$(wc -l < '${asked}')" -gt ${late} ] && echo "(<true>,)" || echo "(<false>,)"`,
  ];
  await writeFile(tool, `${script.join('\n')}\n`);
  await chmod(tool, 0o755);
  return { PATH: `${folder}${path.delimiter}${process.env['PATH'] ?? ''}` };
}
