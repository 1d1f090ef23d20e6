/**
 * The verification on the built files over what lies outside the panel: signing out and in, a window
 * that was closed, a device that is remembered no more. With the simulator's own codes throughout.
 */
import { afterEach, expect, it } from 'vitest';
import type { SimulatorOptions } from '../../src-simulator/index.ts';
import type { AppDriver } from '../driver/driver.ts';
import { launchApp } from '../driver/launch.ts';
import { onBrowserHost } from './hosts.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';
import { goTo, signIn } from './window.ts';
import { tapWire, type WireTap } from './wire-tap.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

onBrowserHost('the verification, beyond its panel', () => {
  let sandbox: Sandbox;
  let app: AppDriver;
  let tap: WireTap | null = null;
  afterEach(async () => {
    await app.close();
    await tap?.close();
    tap = null;
    await sandbox.close();
  });

  const sees = (words: string) =>
    expect.poll(() => app.page.getByRole('main').innerText()).toContain(words);
  const field = () => app.page.getByRole('textbox', { name: 'Code' });
  const button = (name: string) => app.page.getByRole('button', { name });
  const send = () => button('Send code to my phone');
  const isOff = (name: string) => expect.poll(() => button(name).getAttribute('aria-disabled'));

  async function start(options: SimulatorOptions['options'] = {}): Promise<void> {
    sandbox = await startSandbox({ options });
    app = await launchApp({ host: 'browser', keyring: 'protected' });
  }

  async function type(code: string): Promise<void> {
    await field().fill(code);
    await app.page.keyboard.press('Enter');
    await app.settled();
  }

  /** The window is closed to the tray, and a second start brings up a new one. */
  async function closeAndOpen(): Promise<void> {
    await app.evaluateMain(({ BrowserWindow }, _arg, host) => {
      host.record.dialogAnswers.push(0);
      BrowserWindow.getAllWindows()[0]?.close();
    });
    await expect
      .poll(() => app.evaluateMain(({ BrowserWindow }) => BrowserWindow.getAllWindows().length))
      .toBe(0);
    await app.secondInstance();
    await (await app.window()).getByRole('navigation').first().waitFor();
    await goTo(app.page, 'Verify');
  }

  it(
    'counts five messages a minute and keeps a refused body, though the window was closed and opened',
    { timeout: 300_000 },
    async () => {
      await start();
      tap = await tapWire(sandbox.simulator.baseUrl);
      const local = { ...sandbox, simulator: { ...sandbox.simulator, baseUrl: tap.baseUrl } };
      await signIn(app.page, local);
      await goTo(app.page, 'Verify');

      // Refused for want of trust, with a body of one's own.
      await button('Try it Pay bills').click();
      await app.page.getByRole('textbox', { name: 'Request body' }).fill('{"mine":"4711"}');
      await app.page.getByRole('button', { name: 'Send', exact: true }).click();
      await sees('BDC_1361');

      // Five messages, each refused at once; the sixth is not sent, nor after a new window.
      sandbox.simulator.setFaults([
        { endpoint: '/MFAChallenge.json', fault: 'bdc', code: 'BDC_1354' },
      ]);
      for (let n = 1; n <= 5; n += 1) {
        await send().click();
        await expect.poll(() => sandbox.calls('MFAChallenge')).toBe(n);
        await app.settled();
      }
      await send().click();
      await sees('BILL allows 5 text messages a minute.');
      await closeAndOpen();
      await sees('BILL allows 5 text messages a minute.');
      await isOff('Send code to my phone').toBe('true');
      await send().click({ force: true });
      await app.settled();
      expect(sandbox.calls('MFAChallenge')).toBe(5);
      sandbox.simulator.setFaults([]);
      await sandbox.advance(app, MINUTE + SECOND);
      await send().click();
      await field().waitFor();
      await type(sandbox.code());
      await sees('Trusted until the session ends');

      // What was tried is sent again as it was, by a click in the new window.
      await sees('Pay bills was refused before the verification.');
      expect(tap.sent('PayBills')).toEqual(['{"mine":"4711"}']);
      await button('Send again').click();
      await expect
        .poll(() => tap?.sent('PayBills'))
        .toEqual(['{"mine":"4711"}', '{"mine":"4711"}']);
    },
  );
});
