/** Hand-off in the built app: turned on, asked over the real socket, allowed in the window, gone at the end. */
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppDriver } from '../driver/driver.ts';
import { launchApp } from '../driver/launch.ts';
import { clientOf } from '../local-api/client.ts';
import { notifications } from './desk.ts';
import { onBrowserHost } from './hosts.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';
import { signIn } from './window.ts';

onBrowserHost('hand-off', () => {
  let userData: string;
  let folder: string;
  let sandbox: Sandbox;
  let app: AppDriver;
  const isOpen = () => existsSync(path.join(folder, 'endpoint.json'));

  beforeEach(async () => {
    userData = await mkdtemp(path.join(tmpdir(), 'tabkeeper-e2e-'));
    folder = path.join(userData, 'hand-off');
    sandbox = await startSandbox();
    app = await launchApp({ userData });
  });
  afterEach(async () => {
    await app.close();
    await sandbox.close();
    await rm(userData, { recursive: true, maxRetries: 5 });
  });

  it(
    'lets a program in that the person allows, brings the window up for it, and outlives a restart',
    { timeout: 300_000 },
    async () => {
      await signIn(app.page, sandbox);
      await app.page.getByRole('heading', { name: 'Live' }).waitFor();
      expect(isOpen()).toBe(false);
      await app.page.keyboard.press('Control+4');
      await app.page.getByRole('switch', { name: 'Let other tools use the session' }).click();
      await expect.poll(isOpen).toBe(true);
      expect(await readdir(path.join(userData, 'bin'))).toContain('tabkeeper-simulator');

      const first = app.page;
      await app.evaluateMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.destroy());
      await expect.poll(() => first.isClosed()).toBe(true);
      const client = clientOf(folder);
      const { id, code } = await client.ask({
        name: 'my-tool',
        scopes: ['status', 'session'],
        until: '12h',
      });
      const page = await app.window();
      const dialog = page.getByRole('dialog', { name: 'Allow my-tool?' });
      await dialog.getByText(code).waitFor();
      await dialog.getByRole('button', { name: 'Allow', disabled: false }).click();
      const { state, token = '' } = await client.answer(id, 30);
      expect(state).toBe('granted');
      const list = await client.post('listProfiles', {}, { token });
      const [profile] = list.body.value as { id: string; state: string }[];
      expect(profile?.state).toBe('live');
      const session = await client.post('getSession', { profile: profile?.id }, { token });
      const { sessionId } = session.body.value as { sessionId: string };
      expect(sessionId.length).toBeGreaterThan(10);
      for (const crossed of await app.ipcToRenderer()) {
        expect(crossed).not.toContain(sessionId);
        expect(crossed).not.toContain(token);
      }

      // A desktop that lets no window come to the front by itself.
      await app.evaluateMain(({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows();
        if (window !== undefined) window.isFocused = () => false;
      });
      const shown = async () => (await notifications(app)).filter((one) => one.shown);
      const late = await client.ask({ name: 'another-tool' });
      await expect
        .poll(async () => (await shown()).map(({ options }) => options.body))
        .toEqual([expect.stringContaining('It calls itself another-tool.')]);
      await page.getByRole('dialog').getByRole('button', { name: 'Refuse' }).click();
      expect(await client.answer(late.id, 30)).toEqual({ state: 'refused' });
      await expect.poll(shown).toEqual([]);

      await page.keyboard.press('Control+4');
      await page.getByRole('button', { name: 'Revoke my-tool' }).click();
      await expect
        .poll(async () => (await client.post('listProfiles', {}, { token })).status)
        .toBe(401);
      await app.close();
      expect(isOpen()).toBe(false);

      app = await launchApp({ userData });
      await expect.poll(isOpen).toBe(true);
    },
  );
});
