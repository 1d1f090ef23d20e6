/**
 * `node test/package/smoke.ts <folder>`: starts the packed app, extracted to a folder, in the browser
 * host and sees the main job done in the practice sandbox: signed in, kept alive, verified with the
 * code of the practice phone, a protected operation accepted, the session ID copied, signed out, and an
 * end in good order, without one breach of the policy. `npm run pack` runs it; one line a fact.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { contentSecurityPolicy } from '../../src-main/electron/window/csp.ts';
import type { Snapshot } from '../../src-shared/snapshot.ts';
import { endChromium } from '../driver/chromium.ts';
import type { AppDriver } from '../driver/driver.ts';
import { launchApp } from '../driver/launch.ts';

const WITHIN_MS = 120_000;

interface Watched {
  bridge: { call(name: 'getSnapshot', input: object): Promise<{ value: Snapshot }> };
  breaches: string[];
}
declare const globalThis: Watched & typeof global;

/** Resolves to what was seen. Rejects with what was not, and with all that the app wrote. */
export async function smokeRun(folder: string): Promise<string[]> {
  const app = await launchApp({ appPath: folder, packaged: true, args: ['--practice'] });
  const seen: string[] = [];
  try {
    app.page.setDefaultTimeout(WITHIN_MS);
    const complaints = await reopenWatched(app.page);
    for (const step of [signedIn, packaged, extended, verified, accepted, signedOut]) {
      seen.push(await step(app));
    }
    complaints.push(...(await app.page.evaluate(() => globalThis.breaches)));
    if (complaints.length > 0) throw new Error(`the page complains:\n${complaints.join('\n')}`);
    seen.push('its policy is the one of the product, and nothing went against it');
    const log = await readFile(path.join(app.userData, 'tabkeeper.log'), 'utf8');
    if (/"event":"failure"/u.test(log)) throw new Error(`the log tells of a failure:\n${log}`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${why}\n${app.stdout()}`, { cause: error });
  } finally {
    await app.close();
  }
  const code = await app.exited;
  if (code !== 0) throw new Error(`it ended with code ${String(code)}:\n${app.stdout()}`);
  seen.push('ended in good order');
  return seen;
}

/** Loads the page once more with an eye on it from its first line. Returns what it complains of. */
async function reopenWatched(page: Page): Promise<string[]> {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.addInitScript(() => {
    globalThis.breaches = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, sample }) => {
      globalThis.breaches.push(`policy: ${effectiveDirective} ${sample}`);
    });
  });
  const reply = await page.reload();
  const policy = reply?.headers()['content-security-policy'];
  if (policy !== contentSecurityPolicy) complaints.push(`the page came with ${String(policy)}`);
  return complaints;
}

const button = ({ page }: AppDriver, name: string) =>
  page.getByRole('button', { name, exact: true });
const panel = ({ page }: AppDriver) => page.getByRole('main');
const goTo = ({ page }: AppDriver, name: string) =>
  page.getByRole('navigation').getByRole('link', { name }).click();

/** Waits until `read` gives what is true; `what` says what it is that did not come. */
async function until(what: string, read: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + WITHIN_MS; !(await read());) {
    if (performance.now() > end) throw new Error(`not seen: ${what}`);
  }
}

async function signedIn(app: AppDriver): Promise<string> {
  await button(app, 'Extend now').waitFor();
  const text = await panel(app).innerText();
  if (!/Live\s+at least 3\d min/u.test(text)) throw new Error(`not live, but:\n${text}`);
  return 'signed in to the practice sandbox, and live';
}

async function packaged(app: AppDriver): Promise<string> {
  const facts = await app.evaluateMain(({ app: electronApp, BrowserWindow }, _nothing, host) => {
    const [window] = BrowserWindow.getAllWindows();
    return {
      packaged: electronApp.isPackaged,
      sandboxed: host.record.sandboxEnabled,
      devTools: (window as unknown as { hostOptions: Electron.BrowserWindowConstructorOptions })
        .hostOptions.webPreferences?.devTools,
      hooks: 'tabkeeperTestHooks' in globalThis,
      heard: process.listenerCount('message'),
      channels: host.openChannels(),
    };
  });
  // The one listener is the host's own, for the driver's orders.
  const wanted = {
    ...{ packaged: true, sandboxed: true, devTools: false, hooks: false, heard: 1 },
    channels: { invoke: ['tabkeeper:call'], send: [] },
  };
  const [is, should] = [JSON.stringify(facts), JSON.stringify(wanted)];
  if (is !== should) throw new Error(`the packed app is ${is} and not ${should}`);
  return 'sandboxed, no developer tools, no test hooks, no ear for a parent process';
}

async function extended(app: AppDriver): Promise<string> {
  await button(app, 'Extend now').click();
  await until('a touch that was answered', async () => {
    const { value } = await app.page.evaluate(() => globalThis.bridge.call('getSnapshot', {}));
    const session = value.sessions[value.selected];
    return session !== undefined && 'keepAlive' in session && session.keepAlive.touches === 1;
  });
  return 'extended by a touch';
}

async function verified(app: AppDriver): Promise<string> {
  await goTo(app, 'Verify');
  await button(app, 'Send code to my phone').click();
  const phone = app.page.getByText(/^Practice phone/u);
  const code = /: (\d{6})$/u.exec((await phone.innerText()).trim())?.[1] ?? '';
  await app.page.getByRole('textbox', { name: 'Code' }).fill(code);
  await button(app, 'Verify').click();
  await panel(app).getByRole('heading', { name: 'Trusted', level: 1 }).waitFor();
  return 'verified with the code of the practice phone, and trusted';
}

async function accepted(app: AppDriver): Promise<string> {
  await button(app, 'Try it Invite a vendor').click();
  await button(app, 'Send').click();
  await button(app, 'Send SendVendorInvite').click();
  await panel(app).getByText('Accepted', { exact: true }).first().waitFor();
  return 'a protected operation was accepted';
}

async function signedOut(app: AppDriver): Promise<string> {
  await goTo(app, 'Session');
  await button(app, 'Copy session ID').click();
  await until('a session ID in the clipboard', async () => (await app.clipboard()) !== '');
  await button(app, 'Sign out').click();
  await button(app, 'Sign in').waitFor();
  return 'session ID copied, signed out';
}

if (import.meta.main) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) throw new Error('smoke: which folder?');
  try {
    process.stdout.write(`${(await smokeRun(path.resolve(folder))).join('\n')}\n`);
  } finally {
    await endChromium();
  }
}
