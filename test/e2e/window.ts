/** The window as a person uses it: by the names of its controls. */
import type { Page } from 'playwright-core';
import type { Bridge } from '../../src-shared/bridge.ts';
import type { Sandbox } from './sandbox.ts';

/** The title of the first run: what an app shows that nobody has used yet. */
export const firstRun = { name: 'Keeps a BILL sandbox session open while you work' };

/** From the first run to the form. */
export async function leaveFirstRun(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'I have sandbox credentials' }).click();
}

/** The profile in sight is in no file yet. */
const isNew = (page: Page) =>
  page.evaluate(async () => {
    const { bridge } = globalThis as unknown as { readonly bridge: Bridge };
    const answer = await bridge.call('getSnapshot', {});
    if (!answer.ok) throw new Error(JSON.stringify(answer.error));
    const { profiles, selected } = answer.value;
    return profiles.find(({ id }) => id === selected)?.draft === true;
  });

export async function fillSignIn(page: Page, { account, simulator }: Sandbox): Promise<void> {
  const first = page.getByRole('heading', firstRun);
  // The facts of a session that has ended stand beside it, and their controls have much the same names.
  const form = page.getByRole('form', { name: 'Account' });
  await first.or(form).waitFor();
  if (await first.isVisible()) await leaveFirstRun(page);
  await page.getByRole('radio', { name: 'Local server' }).check({ force: true });
  await page.getByRole('textbox', { name: 'Local server URL' }).fill(simulator.baseUrl);
  // What a new profile is called is asked for by a part that is loaded late.
  if (await isNew(page)) await page.getByLabel('Profile', { exact: true }).fill(account.userName);
  await form.getByLabel('User name').fill(account.userName);
  await form.getByLabel('Password').fill(account.password);
  await form.getByLabel('Organization ID').fill(account.orgId);
  await form.getByLabel('Developer key').fill(account.devKey);
}

export async function signIn(page: Page, sandbox: Sandbox): Promise<void> {
  await fillSignIn(page, sandbox);
  await page.getByRole('button', { name: 'Sign in' }).click();
  const open = page.getByRole('button', { name: 'Extend now' });
  await open.waitFor().catch(async (cause: unknown) => {
    const shown = await page.getByRole('main').innerText();
    throw new Error(`No session came; the window says: ${shown}`, { cause });
  });
}

/** In the console: replaces what stands in the editor, which is there once its chunk is. */
export async function writeData(page: Page, text: string): Promise<void> {
  const editor = page.locator('[data-editor]').getByRole('textbox', { name: 'Data as JSON' });
  await editor.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

/** In Verify: opens one of the four operations in the console and sends it, past its question. */
export async function tryIt(page: Page, title: string, name: string): Promise<void> {
  await page.getByRole('button', { name: `Try it ${title}` }).click();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByRole('button', { name: `Send ${name}` }).click();
}

export async function goTo(page: Page, area: 'Session' | 'Verify' | 'Activity'): Promise<void> {
  const link = page.getByRole('navigation').getByRole('link', { name: area });
  await link.click();
  await page.locator(`nav a[aria-current="page"]`, { hasText: area }).waitFor();
}
