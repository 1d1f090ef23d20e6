/** A pause in the window: it does not look live, it ends, and an end in it says what it was due to. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppDriver } from '../driver/driver.ts';
import { launchApp } from '../driver/launch.ts';
import { onBrowserHost } from './hosts.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';
import { signIn } from './window.ts';

const MINUTE = 60_000;

onBrowserHost('keep-alive', () => {
  let sandbox: Sandbox;
  let app: AppDriver;
  beforeEach(async () => {
    sandbox = await startSandbox();
    app = await launchApp();
    await signIn(app.page, sandbox);
  });
  afterEach(async () => {
    await app.close();
    await sandbox.close();
  });

  const title = () => app.page.getByRole('heading', { level: 1 }).innerText();
  const touches = () => sandbox.calls('GetSessionInfo');

  it('does not look live while keep-alive is paused, goes on, and says what an end was due to', async () => {
    const press = (name: string) => app.page.getByRole('button', { name }).click();
    const pause = async (name: string) => {
      await app.page.getByRole('button', { name: 'Pause', exact: true }).click();
      await app.page.getByRole('menuitem', { name }).click();
    };
    await sandbox.advance(app, 8 * MINUTE);
    await pause('Pause 30 min');
    await expect.poll(title).toContain('Live until');
    // The one with which it began: the session outlasts the pause.
    await expect.poll(touches).toBe(1);
    await sandbox.advance(app, 29 * MINUTE);
    expect(touches()).toBe(1);
    await sandbox.advance(app, 2 * MINUTE);
    await expect.poll(title).toContain('at least');
    expect(touches()).toBe(2);

    await pause('Pause until I extend');
    await expect.poll(title).toContain('Live until');
    await press('Extend now');
    await expect.poll(title).toContain('at least 35 min');
    await pause('Pause until I extend');
    await sandbox.advance(app, 37 * MINUTE);
    await expect.poll(title).toContain('Expired about');
    await app.page
      .getByText(/^Ended about \d\d:\d\d while keep-alive waited for you to extend it\./u)
      .waitFor();
  });
});
