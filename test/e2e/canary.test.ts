/** One run of everything with planted secrets, and then every place in which one could lie. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import type { AppDriver } from '../driver/driver.ts';
import { launchApp } from '../driver/launch.ts';
import { tempDir } from '../temp-dir.ts';
import { onBrowserHost } from './hosts.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';
import { filesBelow, secretsIn } from './secrets.ts';
import { fillSignIn, goTo } from './window.ts';
import { tapWire, type WireTap } from './wire-tap.ts';

const SECOND = 1000;
const WRONG = 'Canary wrong + "Pass/word" ä 100%';
const PASTED = 'Canary-pasted-password-7f1c2a';

onBrowserHost('planted secrets', () => {
  let folder: string;
  let sandbox: Sandbox;
  let tap: WireTap;
  let app: AppDriver;
  afterEach(async () => {
    await app.close();
    await tap.close();
    await sandbox.close();
  });

  const button = (name: string | RegExp) => app.page.getByRole('button', { name, exact: true });

  it('[V94] are nowhere but on the line and sealed, after a run of everything', async () => {
    folder = tempDir();
    const userData = path.join(folder, 'data');
    const exported = path.join(folder, 'export.json');
    sandbox = await startSandbox();
    tap = await tapWire(sandbox.simulator.baseUrl);
    const tapped = {
      ...sandbox,
      simulator: { ...sandbox.simulator, baseUrl: tap.baseUrl },
    };
    app = await launchApp({ userData, keyring: 'protected' });
    const { page } = app;
    const { account } = sandbox;
    const token = sandbox.simulator.accounts.find(({ kind }) => kind === 'token');
    if (token === undefined) throw new Error('a token account is needed');

    // Rejected, then right; all of it kept.
    await fillSignIn(page, { ...tapped, account: { ...account, password: WRONG } });
    await button('Sign in').click();
    await page.getByText('refused the sign-in').first().waitFor();
    await page.getByLabel('Password').fill(account.password);
    const key = page.getByLabel('Developer key');
    if ((await key.inputValue()) === '') await key.fill(account.devKey);
    await button('Sign in').click();
    await button('Extend now').waitFor();
    await button('Everything').click();
    await page.getByRole('region', { name: 'Keep for next time?' }).waitFor({ state: 'detached' });

    // Verified on a device that is remembered, and a protected operation tried.
    await goTo(page, 'Verify');
    await button('Send code to my phone').click();
    await page.getByRole('textbox', { name: 'Code' }).waitFor();
    const code = sandbox.code();
    await page.getByRole('checkbox', { name: /Remember this device/u }).check({ force: true });
    await page.getByRole('textbox', { name: 'Code' }).fill(code);
    await page.keyboard.press('Enter');
    await page.getByText('Trusted until').first().waitFor();

    // The clipboard holds the session ID for thirty seconds.
    await goTo(page, 'Session');
    await button('Copy session ID').click();
    await expect.poll(() => app.clipboard()).not.toBe('');
    await sandbox.advance(app, 31 * SECOND);

    // A server that throws back what it was sent, and a line that breaks.
    const [sessionId = ''] = tap.replied('sessionId');
    for (const fault of [
      { fault: 'bdc', code: 'BDC_1999', message: `${sessionId} ${account.devKey}` },
      { fault: 'html' },
      { fault: 'reset' },
    ] as const) {
      sandbox.simulator.setFaults([{ endpoint: '/GetSessionInfo.json', ...fault }]);
      await button('Extend now').click();
      await app.settled();
    }
    sandbox.simulator.setFaults([]);
    await goTo(page, 'Activity');
    await page.getByRole('row').nth(1).click();

    // A token, a session of another tool, a pasted block, and the organizations of a user.
    await newProfile(page);
    await page.getByRole('radio', { name: 'Token' }).check({ force: true });
    await page.getByRole('radio', { name: 'Local server' }).check({ force: true });
    await page.getByRole('textbox', { name: 'Local server URL' }).fill(tap.baseUrl);
    await page.getByLabel('Token name').fill(token.userName);
    await page.getByLabel('Token value').fill(token.password);
    await page.getByLabel('Organization ID').fill(token.orgId);
    await page.getByLabel('Developer key').fill(token.devKey);
    await button('Sign in').click();
    await button('Extend now').waitFor();

    const { userName, password, orgId, devKey } = account;
    const login = await fetch(`${tap.baseUrl}/Login.json`, {
      method: 'POST',
      body: new URLSearchParams({ userName, password, orgId, devKey }),
    });
    const { response_data } = (await login.json()) as { response_data: { sessionId: string } };
    await newProfile(page);
    await page.getByRole('radio', { name: 'Session ID' }).check({ force: true });
    await page.getByRole('radio', { name: 'Local server' }).check({ force: true });
    await page.getByRole('textbox', { name: 'Local server URL' }).fill(tap.baseUrl);
    await page.getByLabel('Session ID', { exact: true }).fill(response_data.sessionId);
    await page.getByLabel('Developer key').fill(devKey);
    await button('Use this session').click();
    await button('Extend now').waitFor();

    await newProfile(page);
    await button('Paste a block').click();
    await page
      .getByRole('textbox', { name: 'Block to paste' })
      .fill(`BILL_USERNAME=${userName}\nBILL_PASSWORD=${PASTED}\nBILL_DEV_KEY=${devKey}\n`);
    await button('Fill the fields').click();
    await page.getByRole('radio', { name: 'Local server' }).check({ force: true });
    await page.getByRole('textbox', { name: 'Local server URL' }).fill(tap.baseUrl);
    await button('Find my organizations').click();
    await app.settled();
    await page.getByLabel('Password').fill(password);
    await button('Find my organizations').click();
    await app.settled();

    // Out to a file and in again.
    await app.evaluateMain(
      (_, file, host) => void host.record.filesChosen.push(file, file),
      exported,
    );
    await page.evaluate(() => (location.hash = 'settings'));
    await button('Export…').click();
    await expect.poll(() => readFile(exported, 'utf8').catch(() => '')).toContain(userName);
    await button('Import…').click();
    await page
      .getByText(/profiles? added/u)
      .first()
      .waitFor();

    const secrets = {
      wrong: WRONG,
      pasted: PASTED,
      password,
      devKey,
      token: token.password,
      tokenKey: token.devKey,
      ...named('session', [...tap.replied('sessionId'), response_data.sessionId]),
      ...named('mfa', tap.replied('mfaId')),
      ...named('challenge', tap.replied('challengeId')),
    };
    expect(Object.keys(secrets).length).toBeGreaterThanOrEqual(11);
    const found = (text: string) => [
      ...secretsIn(text, secrets),
      // Six digits stand in many a time of thirteen by chance.
      ...secretsIn(text.replace(/\d{7,}/gu, '…'), { code }),
    ];

    const shown = await app.evaluateMain(({ BrowserWindow }, _, host) =>
      JSON.stringify([
        BrowserWindow.getAllWindows().map((one) => one.getTitle()),
        host.record.trays.map((one) => String((one as { toolTip?: unknown }).toolTip)),
        host.record.notifications,
        host.record.dialogs,
        host.record.openedExternally,
      ]),
    );
    expect(shown).toContain('Tabkeeper');
    const places = async (): Promise<Record<string, string>> => ({
      window: (await page.content()) + (await page.title()),
      sent: (await app.ipcToRenderer()).join('\n'),
      said: app.stdout(),
      clipboard: await app.clipboard(),
      exported: await readFile(exported, 'utf8'),
      shown,
    });
    for (const [place, text] of Object.entries(await places())) {
      expect([place, found(text)]).toEqual([place, []]);
    }
    const files = await filesBelow(userData);
    const names = [...files.keys()].map((file) => path.relative(userData, file));
    expect(names).toEqual(expect.arrayContaining(['tabkeeper.log', 'profiles.json']));
    for (const [file, bytes] of files) {
      expect([file, secretsIn(bytes, secrets)]).toEqual([file, []]);
    }

    // Wiped: not even ciphertext is left, nor what was done.
    await button('Wipe everything').click();
    await button('Wipe it all').click();
    await expect
      .poll(async () => Object.keys(Object.fromEntries(await filesBelow(userData))).join('\n'))
      .not.toMatch(/vault\.json|profiles\.|preferences\.json/u);
    await goTo(page, 'Activity');
    await page.getByText('No calls yet.').first().waitFor();
    await app.close();
    expect(found(app.stdout())).toEqual([]);
    for (const [file, bytes] of await filesBelow(userData)) {
      expect([file, secretsIn(bytes, secrets)]).toEqual([file, []]);
    }
  });
});

async function newProfile(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Switch profile/u }).click();
  await page.getByRole('menuitem', { name: 'New profile' }).click();
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
}

function named(name: string, texts: readonly string[]): Record<string, string> {
  return Object.fromEntries([...new Set(texts)].map((text, n) => [`${name} ${n}`, text]));
}
