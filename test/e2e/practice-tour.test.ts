/** The practice tour: from the first run to a touch, an expiry, a recovery and a trusted session. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppDriver } from '../driver/driver.ts';
import { launchApp } from '../driver/launch.ts';
import { FILE_VERSION, MAX_PROFILES } from '../../src-main/profiles/profile.ts';
import { exportOf } from '../profiles/support.ts';
import { tempDir } from '../temp-dir.ts';
import { boxes } from './desk.ts';
import { onBrowserHost } from './hosts.ts';
import { firstRun, goTo } from './window.ts';

const SECOND = 1000;

onBrowserHost('practice at the start', () => {
  it('says that the list of profiles has no room for it, and the window stands all the same', async () => {
    const userData = tempDir();
    const { profiles } = exportOf(...Array.from({ length: MAX_PROFILES }, () => ({})));
    const list = profiles.map((own) => ({ ...own, deviceId: 'device-1', machineName: 'Bench' }));
    const stored = { version: FILE_VERSION, selected: '', profiles: list, forgotten: [] };
    await writeFile(path.join(userData, 'profiles.json'), JSON.stringify(stored));
    const app = await launchApp({ userData, args: ['--practice'] });
    try {
      await app.page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor();
      const said = async () => (await boxes(app)).map(({ message }) => message);
      await expect.poll(said).toEqual(['Too many profiles']);
    } finally {
      await app.close();
    }
  });
});

onBrowserHost('the practice tour', () => {
  let app: AppDriver;
  beforeEach(async () => {
    app = await launchApp();
  });
  afterEach(() => app.close());

  it('shows a touch, an expiry, a recovery and a trusted session within two minutes of fast time', async () => {
    const { page } = app;
    const { keyboard } = page;
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    const title = () => page.getByRole('heading', { level: 1 }).innerText();
    const sees = (text: string | RegExp) => page.getByText(text).first().waitFor();
    /** No time passes but by this: real time, of which fast time makes 35 times as much. */
    const pass = (seconds: number) => app.advance(seconds * SECOND);
    await app.hold();

    // The first run has no rail, and the focus is on what the app is for.
    await page.getByRole('heading', firstRun).waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent.trim())).toBe(
      'Get a sandbox account',
    );
    await button('Show me with the practice sandbox').click();
    await button('Extend now').waitFor();
    expect(await title()).toMatch(/Live\s+at least 35 min/u);

    // Named after the organization, which nobody has typed.
    await page.getByRole('button', { name: /Switch profile/u }).waitFor();

    await button('Start fast time').click();
    await page.getByRole('region', { name: 'Fast time' }).waitFor();
    // 11 minutes of it: touched after ten, give or take one.
    await pass(20);
    await expect.poll(title).toMatch(/Live\s+at least (?:2[89]|3[0-5]) min/u);
    await goTo(page, 'Activity');
    await page.getByRole('row', { name: /GetSessionInfo.*Keep-alive/u }).waitFor();
    await goTo(page, 'Session');

    // Nothing keeps it: it expires within its 35 minutes.
    await button('Pause').click();
    await page.getByRole('menuitem', { name: 'Pause until I extend' }).click();
    await pass(70);
    await expect.poll(title).toMatch(/^Expired/u);
    await sees('It goes on with the next session.');

    // Recovery, and the code: time waits for a person who types.
    await button('Sign in').click();
    await button('Extend now').waitFor();
    await goTo(page, 'Verify');
    await button('Send code to my phone').click();
    const phone = page.getByText(/^Practice phone/u);
    const code = /: (\d{6})$/u.exec((await phone.innerText()).trim())?.[1] ?? '';
    await sees('It waits while you enter the code.');
    await pass(60);
    await page.getByRole('textbox', { name: 'Code' }).fill(code);
    await button('Verify').click();
    await page.getByRole('heading', { name: 'Trusted', level: 1 }).waitFor();

    await button('Back to real time').click();
    await page.getByRole('region', { name: 'Fast time' }).waitFor({ state: 'detached' });
  });
});
