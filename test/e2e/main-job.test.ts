/** The main job, end to end on the built files: a real window against a real server. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { launchApp } from '../driver/launch.ts';
import type { AppDriver } from '../driver/driver.ts';
import { onEachHost } from './hosts.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';
import { filesBelow, secretsIn } from './secrets.ts';
import { goTo, signIn, tryIt } from './window.ts';

const MINUTE = 60_000;

onEachHost('the main job', (host) => {
  let sandbox: Sandbox;
  let app: AppDriver;
  beforeEach(async () => {
    sandbox = await startSandbox();
    app = await launchApp({ host });
  });
  afterEach(async () => {
    await app.close();
    await sandbox.close();
  });

  it('[A94] runs from the form to a verified, kept-alive session and ends it, and leaks nothing', async () => {
    const { page } = app;
    const { account } = sandbox;

    // Sign in through the form, and read the inspector.
    await signIn(page, sandbox);
    const panel = page.getByRole('main');
    await expect.poll(() => panel.innerText()).toMatch(/Live\s+at least 3[45] min/u);
    await page.getByRole('radio', { name: 'All facts' }).check({ force: true });
    await expect.poll(() => panel.innerText()).toContain(account.userName);
    const facts = await panel.innerText();
    for (const fact of [account.userName, account.orgId, account.usersId, 'not trusted']) {
      expect(facts).toContain(fact);
    }

    // Four idle windows pass, and touches alone keep the session.
    await sandbox.advance(app, 4 * 35 * MINUTE);
    await expect.poll(() => panel.innerText()).toMatch(/Live\s+at least/u);
    expect(sandbox.calls('Login')).toBe(1);
    const touches = sandbox.calls('GetSessionInfo');
    expect(touches).toBeGreaterThanOrEqual(12);
    expect(touches).toBeLessThanOrEqual(15);

    // A protected operation is refused, the session is verified, the operation is accepted.
    await goTo(page, 'Verify');
    await tryIt(page, 'Invite a vendor', 'SendVendorInvite');
    await page.getByText('Refused', { exact: true }).waitFor();
    expect(await panel.innerText()).toContain('BDC_1361');
    await page.getByRole('link', { name: 'Verify by phone' }).click();
    await page.getByRole('button', { name: 'Send code to my phone' }).click();
    const field = page.getByRole('textbox', { name: 'Code' });
    await field.waitFor();
    const code = sandbox.code();
    await field.fill(`${code.slice(0, 3)}-${code.slice(3)}`);
    await page.getByRole('button', { name: 'Verify', exact: true }).click();
    await expect.poll(() => panel.innerText()).toMatch(/Trusted/u);
    await expect.poll(() => sandbox.calls('MFAAuthenticate')).toBe(1);
    await tryIt(page, 'Invite a vendor', 'SendVendorInvite');
    await page.getByText('Accepted', { exact: true }).first().waitFor();
    await expect
      .poll(() => sandbox.simulator.requests().at(-1))
      .toMatchObject({
        endpoint: '/SendVendorInvite.json',
        code: null,
      });

    // Copy the session ID, sign out, and the server knows it no more.
    await goTo(page, 'Session');
    await page.getByRole('button', { name: 'Copy session ID' }).click();
    await expect.poll(() => app.clipboard()).not.toBe('');
    const sessionId = await app.clipboard();
    expect(await ask(sandbox, sessionId)).toMatchObject({ response_status: 0 });
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await ask(sandbox, sessionId)).toMatchObject({
      response_data: {
        error_code: 'BDC_1109',
        error_message: 'Session is invalid.  Please log in.',
      },
    });

    // What was submitted is nowhere any more, and what came back never got out.
    const secrets = { password: account.password, devKey: account.devKey, sessionId, code };
    const typed = await page.evaluate(() =>
      [...document.querySelectorAll('input, textarea')].map(
        (one) => (one as HTMLInputElement).value,
      ),
    );
    expect(secretsIn((await page.content()) + typed.join('\n'), secrets)).toEqual([]);
    const crossed = await app.ipcToRenderer();
    expect(crossed.length).toBeGreaterThan(0);
    expect(secretsIn(crossed.join('\n'), secrets)).toEqual([]);
    expect(secretsIn(app.stdout(), secrets)).toEqual([]);
    const files = await filesBelow(app.userData);
    expect([...files.keys()].some((file) => file.endsWith('tabkeeper.log'))).toBe(true);
    for (const [file, bytes] of files)
      expect([file, secretsIn(bytes, secrets)]).toEqual([file, []]);
    expect(secretsIn((await shownOutside(app)).join('\n'), secrets)).toEqual([]);
    await sandbox.advance(app, 31_000);
    expect(await app.clipboard()).toBe('');
  });
});

/** What the desktop shows of the app: titles, and where a host records them, tray and notifications. */
async function shownOutside(app: AppDriver): Promise<string[]> {
  const titles = await app.evaluateMain(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => window.getTitle()),
  );
  expect(titles).toEqual(['Tabkeeper']);
  if (app.host !== 'browser') return titles;
  const texts = await app.evaluateMain((_parts, _nothing, host) => {
    interface TrayShown {
      readonly toolTip: string;
      readonly menu: { readonly items: readonly { readonly label: string }[] } | null;
    }
    const trays = host.record.trays as TrayShown[];
    return [
      ...trays.flatMap(({ toolTip, menu }) => [
        toolTip,
        ...(menu?.items ?? []).map(({ label }) => label),
      ]),
      ...host.record.notifications.map((one) =>
        JSON.stringify((one as { options: object }).options),
      ),
      ...host.record.dialogs.map((one) => JSON.stringify(one)),
    ];
  });
  expect(texts.join(' ')).toContain('signed out');
  return [...titles, ...texts];
}

/** Another tool asks BILL about the session. */
async function ask({ simulator, account }: Sandbox, sessionId: string): Promise<unknown> {
  const body = new URLSearchParams({ devKey: account.devKey, sessionId });
  const reply = await fetch(`${simulator.baseUrl}/GetSessionInfo.json`, { method: 'POST', body });
  return reply.json();
}
