/** A working day in the window: sleep, a network that goes and comes, a clock that is set, limits. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppDriver } from '../driver/driver.ts';
import { launchApp } from '../driver/launch.ts';
import { onBrowserHost } from './hosts.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';
import { signIn } from './window.ts';
import { tapWire, type WireTap } from './wire-tap.ts';

const MINUTE = 60_000;
/** Not checked in: for whoever wants to look at the states. */
const pictures = path.resolve(import.meta.dirname, '../../reports/screens');

onBrowserHost('keep-alive', () => {
  let sandbox: Sandbox;
  let tap: WireTap;
  let app: AppDriver;
  beforeEach(async () => {
    sandbox = await startSandbox();
    tap = await tapWire(sandbox.simulator.baseUrl);
    app = await launchApp();
    await mkdir(pictures, { recursive: true });
    const simulator = { ...sandbox.simulator, baseUrl: tap.baseUrl };
    await signIn(app.page, { ...sandbox, simulator });
  });
  afterEach(async () => {
    await app.close();
    await tap.close();
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
    { timeout: 300_000 },
    async () => {
      await sandbox.advance(app, 4 * MINUTE);
      await sandbox.sleep(app, 10 * MINUTE);
      // One on the way to sleep, one after the wake.
      expect(touches()).toBe(2);
      expect(sandbox.calls('Login')).toBe(1);
      await shows('Live', 'live-after-sleep');
    },
  );

  it(
    'finds after a long sleep that the session is over, and signs in again by itself',
    { timeout: 300_000 },
    async () => {
      await app.page.getByRole('button', { name: 'Everything' }).click();
      await app.settled();
      const letGo = tap.hold('Login');
      const asleep = sandbox.sleep(app, 3 * 60 * MINUTE);
      await app.page.getByText('Signing in again: the session had expired.').first().waitFor();
      await shows('Signing in', 'signing-in-again');
      letGo();
      await asleep;
      await shows('Live', 'live-again');
      // One that learned of the end; and nobody was told of anything.
      expect(touches()).toBe(1);
      expect(sandbox.calls('Login')).toBe(2);
      expect(await app.evaluateMain((_parts, _arg, host) => host.record.notifications.length)).toBe(
        0,
      );
    },
  );

  it(
    'says that it is checking after a long sleep without an answer, and then needs the user',
    { timeout: 300_000 },
    async () => {
      await app.power('suspend');
      await app.settled();
      const letGo = tap.hold('GetSessionInfo');
      const asleep = sandbox.sleep(app, 3 * 60 * MINUTE);
      await shows('Checking', 'checking');
      letGo();
      await asleep;
      await shows('Expired about', 'needs-you');
      await app.page.getByText(/^Ended about \d\d:\d\d while the computer slept\./u).waitFor();
      await app.page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
    },
  );

  it(
    'does not count on a clock that was set back until the next answer',
    { timeout: 300_000 },
    async () => {
      sandbox.simulator.setFaults([{ fault: 'reset', endpoint: '/GetSessionInfo.json' }]);
      await app.jumpWall(-60 * MINUTE);
      await sandbox.advance(app, MINUTE);
      await shows('time left not known', 'clock-set-back');
      sandbox.simulator.setFaults([]);
      await app.page.getByRole('button', { name: 'Extend now' }).click();
      await shows('Live', 'clock-settled');
    },
  );

  it(
    'waits for a network that is gone, says offline, and is live again when it is back',
    {
      timeout: 300_000,
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
      timeout: 300_000,
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

  it(
    'does not look live while keep-alive is paused, goes on, and says what an end was due to',
    { timeout: 300_000 },
    async () => {
      const press = (name: string) => app.page.getByRole('button', { name }).click();
      await sandbox.advance(app, 8 * MINUTE);
      await press('Pause 30 min');
      await shows('Live until', 'paused');
      // The one with which it began: the session outlasts the pause.
      await expect.poll(touches).toBe(1);
      await sandbox.advance(app, 29 * MINUTE);
      expect(touches()).toBe(1);
      await sandbox.advance(app, 2 * MINUTE);
      await shows('at least', 'after-the-pause');
      expect(touches()).toBe(2);

      await press('Pause until I extend');
      await shows('Live until', 'paused-until-extended');
      await press('Extend now');
      await shows('at least 35 min', 'extended');
      await press('Pause until I extend');
      await sandbox.advance(app, 37 * MINUTE);
      await shows('Expired about', 'expired-in-a-pause');
      await app.page
        .getByText(/^Ended about \d\d:\d\d while keep-alive waited for you to extend it\./u)
        .waitFor();
    },
  );

  it('says busy for a limit of the hour and keeps the session', { timeout: 300_000 }, async () => {
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
      timeout: 300_000,
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
