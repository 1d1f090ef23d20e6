/** At home on the desktop: tray, closing, quitting, a second start, a crash of the window. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppDriver } from '../driver/driver.ts';
import { launchApp } from '../driver/launch.ts';
import { onBrowserHost } from './hosts.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';
import { signIn } from './window.ts';

const MINUTE = 60_000;

interface TrayShown {
  readonly toolTip: string;
  readonly rows: readonly string[];
  readonly menuCount: number;
}

/** What the tray shows, as the host has recorded it. */
function tray(app: AppDriver): Promise<TrayShown> {
  return app.evaluateMain((_parts, _arg, host) => {
    interface Shown {
      toolTip: string;
      menuCount: number;
      menu: { items: { label: string; type: string; enabled: boolean }[] };
    }
    const { toolTip, menu, menuCount } = host.record.trays.at(-1) as Shown;
    const rows = menu.items.filter(({ type }) => type !== 'separator');
    return { toolTip, menuCount, rows: rows.map(({ label }) => label) };
  });
}

function clickTray(app: AppDriver, label: string): Promise<void> {
  return app.evaluateMain((_parts, wanted, host) => {
    interface Shown {
      menu: { items: { label: string; click: () => void }[] };
    }
    const { menu } = host.record.trays.at(-1) as Shown;
    const row = menu.items.find((one) => one.label === wanted);
    if (row === undefined) throw new Error(`the tray has no row ${wanted}`);
    row.click();
  }, label);
}

const answer = (app: AppDriver, index: number) =>
  app.evaluateMain((_parts, one, host) => void host.record.dialogAnswers.push(one), index);

const windows = (app: AppDriver) =>
  app.evaluateMain(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

const closeWindow = (app: AppDriver) =>
  app.evaluateMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

onBrowserHost('at home on the desktop', () => {
  let sandbox: Sandbox;
  let app: AppDriver;
  beforeEach(async () => {
    sandbox = await startSandbox();
    app = await launchApp();
  });
  afterEach(async () => {
    await app.close();
    await sandbox.close();
  });

  it('shows each state in the tray, with the verb that fits it', { timeout: 90_000 }, async () => {
    expect(await tray(app)).toMatchObject({ toolTip: 'New profile – signed out' });
    expect((await tray(app)).rows).toContain('Sign in');

    await signIn(app.page, sandbox);
    const name = sandbox.account.userName;
    await expect
      .poll(async () => (await tray(app)).toolTip)
      .toBe(`${name} – live, at least 35 min`);
    expect((await tray(app)).rows).toEqual([
      `${name} – live, at least 35 min`,
      'Verify with phone…',
      'Extend now',
      'Copy session ID',
      'Pause keep-alive 1 h',
      'Open window',
      'Quit…',
    ]);

    await clickTray(app, 'Copy session ID');
    await expect.poll(() => app.clipboard()).not.toBe('');

    sandbox.simulator.setFaults([{ fault: 'reset', endpoint: '/GetSessionInfo.json' }]);
    await clickTray(app, 'Extend now');
    await expect.poll(async () => (await tray(app)).toolTip).toContain('offline');
    sandbox.simulator.setFaults([]);

    sandbox.simulator.endSession('all');
    await clickTray(app, 'Extend now');
    await expect.poll(async () => (await tray(app)).toolTip).toContain('expired');
    expect((await tray(app)).rows).toContain('Sign in');
  });

  it('lives on without its window and comes back as it stands', { timeout: 90_000 }, async () => {
    await signIn(app.page, sandbox);
    await answer(app, 0);
    await closeWindow(app);
    await expect.poll(() => windows(app)).toBe(0);
    await sandbox.advance(app, 70 * MINUTE);
    expect(sandbox.calls('GetSessionInfo')).toBeGreaterThanOrEqual(6);

    const second = await app.secondInstance();
    expect(second.code).toBe(0);
    const page = await app.window();
    await page.getByRole('button', { name: 'Extend now' }).waitFor();
    expect(sandbox.calls('Login')).toBe(1);
  });

  it('quits from the question about the window', { timeout: 60_000 }, async () => {
    await answer(app, 1);
    await closeWindow(app);
    expect(await app.exited).toBe(0);
  });

  it('stays when closing is cancelled', { timeout: 60_000 }, async () => {
    await answer(app, 2);
    await closeWindow(app);
    await app.settled();
    expect(await windows(app)).toBe(1);
  });

  it('signs out on quitting if that is wanted', { timeout: 60_000 }, async () => {
    await signIn(app.page, sandbox);
    await answer(app, 1);
    await clickTray(app, 'Quit…');
    expect(await app.exited).toBe(0);
    expect(sandbox.calls('Logout')).toBe(1);
  });

  it('lets the session lapse on quitting if that is wanted', { timeout: 60_000 }, async () => {
    await signIn(app.page, sandbox);
    await answer(app, 0);
    await clickTray(app, 'Quit…');
    expect(await app.exited).toBe(0);
    expect(sandbox.calls('Logout')).toBe(0);
  });

  it(
    '[W87] reloads a crashed window once and then gives it up, while keep-alive goes on',
    {
      timeout: 90_000,
    },
    async () => {
      await signIn(app.page, sandbox);
      const crash = () =>
        app.evaluateMain(({ BrowserWindow }) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents;
          contents?.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
        });
      await crash();
      await app.page.getByRole('button', { name: 'Extend now' }).waitFor();
      await crash();
      await expect.poll(() => windows(app)).toBe(0);
      expect(app.stdout()).toContain('crashed twice');
      await sandbox.advance(app, 35 * MINUTE);
      expect(sandbox.calls('GetSessionInfo')).toBeGreaterThanOrEqual(3);
      await clickTray(app, 'Open window');
      await (await app.window()).getByRole('button', { name: 'Extend now' }).waitFor();
    },
  );
});
