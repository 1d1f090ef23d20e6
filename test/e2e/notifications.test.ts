/** What needs the user while nobody looks: shown, replaced, clicked, failed, taken away. No secret in it. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppDriver } from '../driver/driver.ts';
import { launchApp } from '../driver/launch.ts';
import {
  answer,
  clickTray,
  closeWindow,
  command,
  noWindow,
  notifications,
  onNotification,
  selected,
  tray,
} from './desk.ts';
import { onBrowserHost } from './hosts.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';
import { secretsIn } from './secrets.ts';
import { signIn } from './window.ts';

const MINUTE = 60_000;
const soon = <T>(look: () => T) => expect.poll(look);

onBrowserHost('notifications', () => {
  let sandbox: Sandbox;
  let app: AppDriver;
  beforeEach(async () => {
    sandbox = await startSandbox();
    // A development run shows none on Windows.
    app = await launchApp({ keyring: 'protected', packaged: process.platform === 'win32' });
    await signIn(app.page, sandbox);
  });
  afterEach(async () => {
    await app.close();
    await sandbox.close();
  });

  const hide = async () => {
    await answer(app, 0);
    await closeWindow(app);
    await soon(() => noWindow(app)).toBe(true);
  };
  const standing = async () => (await notifications(app)).filter(({ shown }) => shown);
  const titles = async () => (await standing()).map(({ options }) => options.title);
  const fail = (yes: boolean) =>
    sandbox.simulator.setFaults(yes ? [{ fault: 'reset', endpoint: '/GetSessionInfo.json' }] : []);

  it('are one an incident, in the place of the one before, gone when it is over, and tell nothing', async () => {
    const profile = await selected(app);
    await command(app, 'changeSettings', { warnMinutes: 15 });
    await command(app, 'copySessionId', { profile });
    const sessionId = await app.clipboard();
    expect(sessionId).not.toBe('');
    await hide();
    fail(true);
    await sandbox.advance(app, 19 * MINUTE);
    expect(await titles()).toEqual([]);
    await sandbox.advance(app, 3 * MINUTE);
    expect(await titles()).toEqual(['The session is at risk']);
    expect((await standing())[0]?.options.body).toBe('At most 15 minutes are certain.');
    expect((await standing())[0]?.verb).toBe('Extend now');
    expect((await tray(app)).rows).toContain('Extend now');
    await sandbox.advance(app, 5 * MINUTE);
    expect(await notifications(app)).toHaveLength(1);

    // The button does the verb, and what it was about is over.
    fail(false);
    await onNotification(app, 'action');
    await soon(titles).toEqual([]);
    await app.window();
    await hide();

    // Two a day at most, so that this is the last one.
    await sandbox.advance(app, 5 * MINUTE);
    sandbox.simulator.endSession('all');
    fail(false);
    // The next touch is due 11 minutes after the one before at the latest.
    await sandbox.advance(app, 7 * MINUTE);
    expect(await titles()).toEqual(['The session expired']);

    // The same word in all three places, and a click leads to where it is done.
    expect((await standing())[0]?.verb).toBe('Sign in');
    expect((await tray(app)).rows).toContain('Sign in');
    await onNotification(app, 'click');
    const page = await app.window();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();

    const text = JSON.stringify(await notifications(app));
    const { userName, password, orgId, devKey } = sandbox.account;
    expect(text).toContain('The session expired');
    expect(secretsIn(text, { userName, password, orgId, devKey, sessionId })).toEqual([]);
    expect(text).not.toMatch(/northwind|127\.0\.0\.1/iu);
  });

  it('that fail are said by a window that asks for a look, and logged by no more than that', async () => {
    await hide();
    sandbox.simulator.endSession('all');
    await sandbox.advance(app, 12 * MINUTE);
    await soon(titles).toEqual(['The session expired']);
    await onNotification(app, 'failed');
    if (process.platform !== 'darwin') await app.window();
    await clickTray(app, 'Open window');
    const page = await app.window();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
  });
});
