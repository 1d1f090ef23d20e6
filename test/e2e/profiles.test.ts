/** Several organizations, kept over restarts, with the keyring taken away and given back. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppDriver, LaunchOptions } from '../driver/driver.ts';
import { launchApp } from '../driver/launch.ts';
import { tempDir } from '../temp-dir.ts';
import { onBrowserHost } from './hosts.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';
import { filesBelow, secretsIn } from './secrets.ts';
import { leaveFirstRun, signIn } from './window.ts';

onBrowserHost('profiles', () => {
  let userData: string;
  let sandbox: Sandbox;
  let app: AppDriver;
  let crossed: string[] = [];
  let said = '';

  const start = async (keyring: NonNullable<LaunchOptions['keyring']>) => {
    app = await launchApp({ userData, keyring });
  };
  const stop = async () => {
    crossed = [...crossed, ...(await app.ipcToRenderer())];
    said += app.stdout();
    await app.close();
  };
  beforeEach(async () => {
    userData = tempDir();
    sandbox = await startSandbox();
    crossed = [];
    said = '';
  });
  afterEach(async () => {
    await app.close();
    await sandbox.close();
  });

  const live = (page: Page) => page.getByRole('button', { name: 'Extend now' }).waitFor();

  async function switchTo(page: Page, name: string): Promise<void> {
    await page.getByRole('button', { name: /Switch profile/u }).click();
    await page.getByRole('menu').locator(`[data-name="${name}"]`).click();
  }

  async function keepEverything(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Everything', exact: true }).click();
    await page.getByText('Keep for next time?').waitFor({ state: 'detached' });
  }

  const vaultFile = async () => {
    const bytes = await readFile(path.join(userData, 'vault', 'vault.json'));
    return createHash('sha256').update(bytes).digest('hex');
  };

  it(
    '[V56] come back without typing; a keyring that is gone costs nothing but the typing',
    {
      timeout: 300_000,
    },
    async () => {
      const [first, second] = sandbox.simulator.accounts.filter(
        ({ condition, kind }) => condition === 'normal' && kind === 'user',
      );
      if (first === undefined || second === undefined) throw new Error('two accounts are needed');

      await start('protected');
      await signIn(app.page, sandbox);
      await keepEverything(app.page);
      await switchTo(app.page, 'New profile');
      await signIn(app.page, { ...sandbox, account: second });
      await keepEverything(app.page);
      await switchTo(app.page, first.userName);
      await live(app.page);
      await stop();

      // Without the keyring, or with Linux's fixed key in its place, the file stays as it is, and
      // signing in by hand works.
      const before = await vaultFile();
      for (const keyring of ['none', 'fixed-key'] as const) {
        await start(keyring);
        await switchTo(app.page, first.userName);
        await signIn(app.page, { ...sandbox, account: first });
        await stop();
        expect([keyring, await vaultFile()]).toEqual([keyring, before]);
      }

      // With it both are back with one click each.
      await start('protected');
      const logins = sandbox.calls('Login');
      for (const { userName } of [first, second]) {
        await switchTo(app.page, userName);
        await app.page.getByRole('button', { name: 'Sign in', exact: true }).click();
        await live(app.page);
      }
      expect(sandbox.calls('Login')).toBe(logins + 2);
      await stop();

      // Nothing that was typed lies about anywhere, in whatever form.
      const secrets = {
        password1: first.password,
        password2: second.password,
        devKey1: first.devKey,
        devKey2: second.devKey,
      };
      expect(secretsIn(crossed.join('\n'), secrets)).toEqual([]);
      expect(secretsIn(said, secrets)).toEqual([]);
      const files = await filesBelow(userData);
      expect(files.size).toBeGreaterThanOrEqual(3);
      for (const [file, bytes] of files)
        expect([file, secretsIn(bytes, secrets)]).toEqual([file, []]);
    },
  );

  it('[V55] keep nothing on the disk where only the fixed key would protect it, and say so first', async () => {
    await start('fixed-key');
    await leaveFirstRun(app.page);
    await app.page.getByText('a key that everybody knows').first().waitFor();
    await app.page.getByText('About keyrings').first().waitFor();
    await signIn(app.page, sandbox);
    await keepEverything(app.page);
    await stop();
    const files = [...(await filesBelow(userData)).keys()].join('\n');
    expect(files).not.toContain('vault.json');
  });
});
