/** The gateway in the built app: turned on in the window, and a tool that outlives the session. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { launchApp } from '../driver/launch.ts';
import { toolAt } from '../gateway/tool.ts';
import { onBrowserHost } from './hosts.ts';
import { startSandbox } from './sandbox.ts';
import { filesBelow, secretsIn } from './secrets.ts';
import { goTo, signIn } from './window.ts';

onBrowserHost('the gateway', () => {
  it(
    '[G8] serves one client across a forced new sign-in, without a restart of either',
    { timeout: 300_000 },
    async () => {
      const userData = await mkdtemp(path.join(tmpdir(), 'tabkeeper-e2e-'));
      const sandbox = await startSandbox();
      const app = await launchApp({ userData });
      const { page } = app;
      try {
        await signIn(page, sandbox);
        await page.getByRole('button', { name: 'Everything', exact: true }).click();
        await page.keyboard.press('Control+4');
        await page.getByRole('switch', { name: 'Gateway' }).click();
        await page.getByRole('button', { name: 'Copy gateway address' }).click();
        await expect.poll(() => app.clipboard()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api\/v2$/u);
        const address = await app.clipboard();
        await page.getByRole('button', { name: 'Copy gateway token' }).click();
        await expect.poll(() => app.clipboard()).toMatch(/^tabkeeper_/u);
        const token = await app.clipboard();

        const tool = toolAt(Number(new URL(address).port), token);
        const headers = { 'user-agent': 'my-client/1.0' };
        const list = () => tool.post('List/Vendor', { data: '{"start":0,"max":2}' }, { headers });
        expect((await list()).json).toMatchObject({ response_status: 0 });
        sandbox.simulator.endSession('all');
        expect((await list()).json).toMatchObject({ response_status: 0 });
        expect(sandbox.calls('Login')).toBe(2);
        await goTo(page, 'Activity');
        await page
          .getByRole('row', { name: /my-client/u })
          .first()
          .waitFor();
        for (const crossed of await app.ipcToRenderer()) expect(crossed).not.toContain(token);
        for (const [file, text] of await filesBelow(userData)) {
          expect([file, secretsIn(text, { token })]).toEqual([file, []]);
        }
      } finally {
        await app.close();
        await sandbox.close();
        await rm(userData, { recursive: true, maxRetries: 5 });
      }
    },
  );
});
