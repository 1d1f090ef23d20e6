/** A working day in the window: sleep, a network that goes and comes, a clock that is set, limits. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppDriver } from '../driver/driver.ts';
import { launchApp } from '../driver/launch.ts';
import { onBrowserHost } from './hosts.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';
import { signIn } from './window.ts';

const MINUTE = 60_000;
/** Not checked in: for whoever wants to look at the states. */
const pictures = path.resolve(import.meta.dirname, '../../reports/screens');

onBrowserHost('keep-alive', () => {
  let sandbox: Sandbox;
  let app: AppDriver;
  beforeEach(async () => {
    sandbox = await startSandbox();
    app = await launchApp();
    await mkdir(pictures, { recursive: true });
    await signIn(app.page, sandbox);
  });
  afterEach(async () => {
    await app.close();
    await sandbox.close();
  });

  const title = () => app.page.getByRole('heading', { level: 1 }).innerText();
  const touches = () => sandbox.calls('GetSessionInfo');
  const online = (yes: boolean) =>
    app.evaluateMain((_parts, is, host) => void (host.record.online = is), yes);

  async function shows(word: string, name: string): Promise<void> {
    await expect.poll(title).toContain(word);
    await app.page.screenshot({ path: path.join(pictures, `${name}.png`) });
  }

  it(
    'touches before a sleep, asks once after it, and goes on as if nothing had been',
    {
      timeout: 90_000,
    },
    async () => {
      await sandbox.advance(app, 4 * MINUTE);
      await app.power('suspend');
      await app.settled();
      expect(touches()).toBe(1);
      await sandbox.advance(app, 10 * MINUTE);
      await app.power('resume');
      await app.settled();
      expect(touches()).toBeLessThanOrEqual(3);
      expect(sandbox.calls('Login')).toBe(1);
      await shows('Live', 'live-after-sleep');
    },
  );

  it(
    'waits for a network that is gone, says offline, and is live again when it is back',
    {
      timeout: 90_000,
    },
    async () => {
      sandbox.simulator.setFaults([{ fault: 'reset', endpoint: '/GetSessionInfo.json' }]);
      await app.page.getByRole('button', { name: 'Extend now' }).click();
      await shows('Offline', 'offline');
      await online(false);
      await sandbox.advance(app, 3 * MINUTE);
      sandbox.simulator.setFaults([]);
      await online(true);
      // The system is asked for the network every 15 seconds.
      await sandbox.advance(app, MINUTE);
      await shows('Live', 'live-after-outage');
    },
  );

  it(
    'asks once when the clock is set forward, and shows no more than is certain',
    {
      timeout: 90_000,
    },
    async () => {
      const before = touches();
      await app.jumpWall(60 * MINUTE);
      await sandbox.advance(app, MINUTE);
      await shows('Live', 'live-after-clock');
      expect(touches() - before).toBe(1);
      // A clock that is set back and forth is a hint as well: good for one call in five minutes.
      await sandbox.advance(app, 6 * MINUTE);
      await app.jumpWall(-60 * MINUTE);
      await sandbox.advance(app, MINUTE);
      await shows('Live', 'live-after-clock-back');
      expect(touches() - before).toBe(2);
      const left = /at least (\d+) min/u.exec(await title())?.[1];
      expect(Number(left)).toBeLessThanOrEqual(35);
    },
  );

  it('says busy for a limit of the hour and keeps the session', { timeout: 90_000 }, async () => {
    sandbox.simulator.setFaults([
      { fault: 'bdc', code: 'BDC_1144', endpoint: '/GetSessionInfo.json' },
    ]);
    await app.page.getByRole('button', { name: 'Extend now' }).click();
    await shows('Busy', 'busy');
    const asked = touches();
    await sandbox.advance(app, MINUTE);
    expect(touches()).toBe(asked);
  });

  it(
    'says at risk when ten minutes are left, and expired when the server says so',
    {
      timeout: 120_000,
    },
    async () => {
      sandbox.simulator.setFaults([{ fault: 'reset', endpoint: '/GetSessionInfo.json' }]);
      await sandbox.advance(app, 26 * MINUTE);
      await shows('At risk', 'at-risk');
      sandbox.simulator.setFaults([]);
      sandbox.simulator.endSession('all');
      await app.page.getByRole('button', { name: 'Extend now' }).click();
      await shows('Expired', 'expired');
    },
  );
});
