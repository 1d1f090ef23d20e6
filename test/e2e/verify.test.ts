/** The verification on the built files: each refusal, the keyboard alone, a new window, and no leak. */
import type { Locator, Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import type { SimulatorOptions } from '../../src-simulator/index.ts';
import type { AppDriver } from '../driver/driver.ts';
import { unseenFocus } from '../driver/focus-in-sight.ts';
import { launchApp } from '../driver/launch.ts';
import { notifications } from './desk.ts';
import { onBrowserHost } from './hosts.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';
import { filesBelow, secretsIn } from './secrets.ts';
import { goTo, signIn, writeData } from './window.ts';
import { tapWire, type WireTap } from './wire-tap.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

onBrowserHost('the verification', () => {
  let sandbox: Sandbox;
  let app: AppDriver;
  let tap: WireTap | null = null;
  afterEach(async () => {
    await app.close();
    await tap?.close();
    tap = null;
    await sandbox.close();
  });

  const panel = () => app.page.getByRole('main');
  const sees = (words: string | RegExp) =>
    expect
      .poll(() => panel().innerText())
      .toMatch(typeof words === 'string' ? exact(words) : words);
  const field = () => app.page.getByRole('textbox', { name: 'Code' });
  const button = (name: string | RegExp) => app.page.getByRole('button', { name });
  const send = () => button('Send code to my phone');

  async function start(options: SimulatorOptions['options'] = {}): Promise<void> {
    sandbox = await startSandbox({ options });
    app = await launchApp({ host: 'browser', keyring: 'protected' });
  }

  async function sendCode(): Promise<void> {
    await send().click();
    await field().waitFor();
  }

  async function type(code: string): Promise<void> {
    await field().fill(code);
    await app.page.keyboard.press('Enter');
    await app.settled();
  }

  /** Another code than the one that was sent. */
  const wrong = () => String((Number(sandbox.code()) + 1) % 1_000_000).padStart(6, '0');

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

  it('says what each refusal of a code means, and what to do next', async () => {
    // Neither code is public at BILL: they stand for any that the app does not know.
    await start({
      wrongCodeError: 'BDC_1999: The token does not match.',
      unknownChallengeError: 'BDC_1998: The challenge was not found.',
    });
    const { page } = app;
    await signIn(page, sandbox);
    await goTo(page, 'Verify');
    await sendCode();
    await page.getByText('I did not get it').click();
    await sees('BILL does not text a backup phone any more.');

    // A code that cannot be one is not sent.
    await type('12345');
    await sees('The code has exactly six digits.');
    expect(sandbox.calls('MFAAuthenticate')).toBe(0);

    // Wrong: the step stays, the field is empty and has the focus, and the tries are counted.
    await type(wrong());
    await sees('did not accept this code. Type it again, or send a new one.');
    await sees(/BDC_1999\s+The token does not match\./u);
    await sees('1 wrong code so far.');
    expect(await field().inputValue()).toBe('');
    expect(await isFocused(field())).toBe(true);
    await type(wrong());
    await sees('2 wrong codes so far.');

    // The line breaks in the middle: nobody knows, the code may still work, nothing is repeated.
    const before = sandbox.calls('MFAAuthenticate');
    sandbox.simulator.setFaults([{ endpoint: '/MFAAuthenticate.json', fault: 'reset' }]);
    await type(sandbox.code());
    await sees('The code that you have may still work: type it again.');
    expect(sandbox.calls('MFAAuthenticate')).toBe(before + 1);
    expect(await field().inputValue()).toBe('');

    // The server does not know the challenge any more: its own text, at this step.
    sandbox.simulator.setFaults([
      {
        ...{ endpoint: '/MFAAuthenticate.json', fault: 'bdc', code: 'BDC_1998' },
        message: 'The challenge was not found.',
      },
    ]);
    await type(sandbox.code());
    await sees(/BDC_1998\s+The challenge was not found\./u);
    await sees('Type it again, or send a new one.');
    sandbox.simulator.setFaults([]);

    // Run out: back to the first step, from where a new one may be sent at once.
    const late = sandbox.code();
    await sandbox.advance(app, 6 * MINUTE);
    await app.power('resume');
    await sees('Code has run out');
    await type(late);
    await sees('This code has run out. Send a new code.');
    await sees('BDC_1356');
    expect(await send().getAttribute('aria-disabled')).toBeNull();
    expect(await page.getByRole('textbox', { name: 'Code' }).count()).toBe(0);

    // Too many tries: the wait is shown, and no call is made in it, however often one presses.
    await sendCode();
    for (let n = 0; n < 4; n += 1) await type(wrong());
    await sees('Too many codes were wrong');
    await sees(/The next message in \d min/u);
    expect(await send().getAttribute('aria-disabled')).toBe('true');
    const challenges = sandbox.calls('MFAChallenge');
    await send().click({ force: true });
    await send().press('Enter');
    await sandbox.advance(app, 4 * MINUTE);
    await send().press('Enter');
    await app.settled();
    expect(sandbox.calls('MFAChallenge')).toBe(challenges);
    await sandbox.advance(app, MINUTE + SECOND);
    await expect.poll(() => send().getAttribute('aria-disabled')).toBeNull();
    await sendCode();
    expect(sandbox.calls('MFAChallenge')).toBe(challenges + 1);

    // The session dies under a half-typed code: the field goes with it, and that is said.
    await field().fill('4711');
    sandbox.simulator.endSession('all');
    await sandbox.advance(app, 12 * MINUTE);
    await sees('The session ended while the code was under way, so the code is of no use.');
    await sees('Sign in, then send a new one.');
    expect(await field().count()).toBe(0);
    expect(await typed(page)).not.toContain('4711');

    // The user saw all of it happen: none of it was worth a notification.
    expect(await notifications(app)).toEqual([]);
  });

  it('goes from the form to trust and out again by keyboard alone, and its secrets stay where they belong', async () => {
    await start();
    tap = await tapWire(sandbox.simulator.baseUrl);
    const { page } = app;
    const { keyboard } = page;
    const { account } = sandbox;
    const to = (locator: Locator) => tabTo(page, locator);
    const enter = async (locator: Locator, text: string) => {
      await to(locator);
      await keyboard.press('ControlOrMeta+A');
      await keyboard.insertText(text);
    };
    const press = async (name: string) => {
      await to(page.getByRole('button', { name, exact: true }));
      await keyboard.press('Enter');
    };
    const walk = async (area: 'Session' | 'Verify') => {
      await to(page.getByRole('navigation').getByRole('link', { name: area }));
      await keyboard.press('Enter');
      await page.locator('nav a[aria-current="page"]', { hasText: area }).waitFor();
    };

    // Sign in to the local server, and keep everything.
    await press('I have sandbox credentials');
    await to(page.getByRole('radio', { name: 'BILL sandbox' }));
    while (!(await page.getByRole('radio', { name: 'Local server' }).isChecked())) {
      await keyboard.press('ArrowRight');
    }
    await enter(page.getByRole('textbox', { name: 'Local server URL' }), tap.baseUrl);
    await enter(page.getByLabel('User name'), account.userName);
    await enter(page.getByLabel('Password'), account.password);
    await enter(page.getByLabel('Organization ID'), account.orgId);
    await enter(page.getByLabel('Developer key'), account.devKey);
    await keyboard.press('Enter');
    await button('Extend now').waitFor();
    await press('Everything');

    // Send; the focus is in the field; paste; remember; Enter.
    await walk('Verify');
    await press('Send code to my phone');
    await expect.poll(() => isFocused(field())).toBe(true);
    expect(await page.evaluate(unseenFocus, null)).toBe('');
    const code = sandbox.code();
    await paste(page, `${code.slice(0, 3)}-${code.slice(3)}`);
    expect(await field().inputValue()).toBe(code);
    await to(page.getByRole('checkbox', { name: 'Remember this device for 30 days' }));
    await keyboard.press('Space');
    await press('Verify');
    await sees('Trusted until');
    expect(sandbox.calls('MFAChallenge')).toBe(1);
    expect(sandbox.calls('MFAAuthenticate')).toBe(1);

    // What it is for.
    await to(button('Try it Invite a vendor'));
    await keyboard.press('Enter');
    await press('Send');
    await press('Send SendVendorInvite');
    await sees('Accepted');
    expect(sandbox.simulator.requests().at(-1)).toMatchObject({
      endpoint: '/SendVendorInvite.json',
      code: null,
    });

    // Out, and in again: trusted without a code.
    await walk('Session');
    await press('Sign out');
    await button('Sign in').waitFor();
    await press('Sign in');
    await button('Extend now').waitFor();
    await walk('Verify');
    await sees('Trusted until');
    await sees('MFAStatus');
    expect(sandbox.calls('MFAChallenge')).toBe(1);

    // The code and the IDs, in any form, are nowhere but on the line and sealed in the vault.
    const [challengeId = '', ...others] = tap.replied('challengeId');
    const [mfaId = '', ...more] = tap.replied('mfaId');
    expect([others, more]).toEqual([[], []]);
    expect(Math.min(challengeId.length, mfaId.length)).toBeGreaterThan(20);
    const ids = { challengeId, mfaId };
    // Six digits stand in many a time of thirteen by chance.
    const found = (text: string) => [
      ...secretsIn(text, ids),
      ...secretsIn(text.replace(/\d{7,}/gu, '…'), { code }),
    ];
    expect(found((await page.content()) + (await typed(page)))).toEqual([]);
    const crossed = await app.ipcToRenderer();
    expect(crossed.length).toBeGreaterThan(0);
    expect(found(crossed.join('\n'))).toEqual([]);
    expect(found(app.stdout())).toEqual([]);
    const files = await filesBelow(app.userData);
    const names = [...files.keys()].join('\n');
    expect(names).toContain('tabkeeper.log');
    expect(names).toContain('vault.json');
    for (const [file, bytes] of files) {
      // And in many a cache of the browser: the code is sought in the files that the app writes.
      const own = /\.(?:log|json)$/u.test(file);
      expect([file, own ? found(bytes) : secretsIn(bytes, ids)]).toEqual([file, []]);
    }
  });

  it('counts five messages a minute and keeps a refused body, though the window was closed and opened', async () => {
    await start();
    tap = await tapWire(sandbox.simulator.baseUrl);
    const local = { ...sandbox, simulator: { ...sandbox.simulator, baseUrl: tap.baseUrl } };
    await signIn(app.page, local);
    await goTo(app.page, 'Verify');

    // Refused for want of trust, with a body of one's own.
    await button('Try it Pay bills').click();
    await writeData(app.page, '{"mine":"4711"}');
    await app.page.getByRole('button', { name: 'Send', exact: true }).click();
    await app.page.getByRole('button', { name: 'Send PayBills' }).click();
    await app.page.getByText('Refused', { exact: true }).waitFor();
    await goTo(app.page, 'Verify');

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
    await expect.poll(() => send().getAttribute('aria-disabled')).toBe('true');
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
    await expect.poll(() => tap?.sent('PayBills')).toEqual(['{"mine":"4711"}', '{"mine":"4711"}']);
  });
});

const exact = (words: string) => new RegExp(words.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&'), 'u');

const isFocused = (locator: Locator) =>
  locator.evaluate((element) => element === document.activeElement);

/** Presses Tab until the control has the focus; fails when it is not reached, or not seen to have it. */
async function tabTo(page: Page, locator: Locator): Promise<void> {
  await locator.waitFor({ state: 'attached' });
  for (let presses = 0; presses < 80; presses += 1) {
    if (await isFocused(locator)) {
      expect(await page.evaluate(unseenFocus, null)).toBe('');
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${locator.toString()}`);
}

/** What the keys for paste do, from a clipboard of ours: the browser's event, then its insertion. */
async function paste(page: Page, text: string): Promise<void> {
  const taken = await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    const event = { clipboardData, bubbles: true, cancelable: true };
    return !document.activeElement?.dispatchEvent(new ClipboardEvent('paste', event));
  }, text);
  if (!taken) await page.keyboard.insertText(text);
}

/** Everything that stands in fields. */
const typed = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('input, textarea')]
      .map((one) => (one as HTMLInputElement).value)
      .join('\n'),
  );
