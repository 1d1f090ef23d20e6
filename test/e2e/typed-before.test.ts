/** On the built files: one wrong letter costs no typing, and a sign-out leaves nothing on the clipboard. */
import { afterEach, expect, it } from 'vitest';
import type { AppDriver } from '../driver/driver.ts';
import { launchApp } from '../driver/launch.ts';
import { onBrowserHost } from './hosts.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';
import { fillSignIn } from './window.ts';

onBrowserHost('a sign-in with one wrong letter', () => {
  let sandbox: Sandbox;
  let app: AppDriver;
  afterEach(async () => {
    await app.close();
    await sandbox.close();
  });

  it('[S128] works once the letter is right, with the password and the key that were typed', async () => {
    sandbox = await startSandbox();
    app = await launchApp({ host: 'browser', keyring: 'protected' });
    const { page } = app;
    const { account } = sandbox;
    await fillSignIn(page, sandbox);
    const organization = page.getByLabel('Organization ID');
    await organization.fill(
      `${account.orgId.slice(0, -1)}${account.orgId.endsWith('X') ? 'Y' : 'X'}`,
    );
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('does not know this organization ID').waitFor();
    await expect
      .poll(() => page.getByText('Kept for this try. Type to replace it.').count())
      .toBe(2);
    const html = await page.content();
    for (const secret of [account.password, account.devKey]) expect(html).not.toContain(secret);
    for (const label of ['Password', 'Developer key']) {
      expect(await page.getByLabel(label).inputValue()).toBe('');
    }
    await organization.fill(account.orgId);
    await organization.press('Enter');
    await page.getByRole('button', { name: 'Extend now' }).waitFor();
    expect(sandbox.calls('Login')).toBe(2);
  });

  it('[S129] leaves no session ID on the clipboard once it is signed out', async () => {
    sandbox = await startSandbox();
    app = await launchApp({ host: 'browser', keyring: 'protected' });
    const { page } = app;
    await fillSignIn(page, sandbox);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Copy session ID' }).click();
    await expect.poll(() => app.clipboard()).not.toBe('');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await expect.poll(() => app.clipboard()).toBe('');
  });
});
