/** The form after a sign-in that did not work: what was typed need not be typed again, and is not shown. */
import { describe, expect, test } from 'vitest';
import type { ProfileView, Snapshot } from '../../../src-shared/snapshot.ts';
import { HIDDEN } from '../../../src-shared/text/mask.ts';
import { inputOf, type Window } from '../harness.ts';
import { acme, refused, signedOut, snapshot, typedBefore } from '../snapshots.ts';
import { useStage } from '../stage.ts';

const stage = useStage();
let window: Window;

const HINT = 'Kept for this try. Type to replace it.';
const wrongPassword = refused('BDC_1101', 'User name and/or password …', 'login');
const after = (own: Partial<ProfileView> = {}, error = wrongPassword): Snapshot =>
  snapshot({ ...signedOut, error }, { profiles: [{ ...acme, typedBefore, ...own }] });

async function open(view: Snapshot): Promise<Window['page']> {
  window = await stage.open(view);
  await window.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  return window.page;
}
const field = (page: Window['page'], label: string) => page.getByLabel(label, { exact: true });
const described = async (page: Window['page'], label: string) => {
  const ids = (await field(page, label).getAttribute('aria-describedby')) ?? '';
  const texts = ids.split(' ').map((id) => page.locator(`#${id}`).innerText());
  return (await Promise.all(texts)).join(' ');
};

describe('[S128] after a sign-in that did not work', () => {
  test('password and key are there, masked, and say so, also where the password was refused', async () => {
    const page = await open(after());
    for (const label of ['Password', 'Developer key']) {
      expect(await field(page, label).inputValue()).toBe('');
      expect(await field(page, label).getAttribute('placeholder')).toBe(HIDDEN);
      expect(await field(page, label).getAttribute('type')).toBe('password');
      expect(await described(page, label)).toContain(HINT);
    }
    expect(await field(page, 'Password').getAttribute('aria-invalid')).toBe('true');
    expect(await described(page, 'Password')).toContain('BDC_1101');
    expect(await field(page, 'User name').getAttribute('placeholder')).toBeNull();
  });

  test('by keyboard alone the letter is corrected and the rest is sent as it was', async () => {
    const wrongOrg = refused('BDC_1123', 'Invalid organization id.', 'login');
    const page = await open(after({ orgId: '00801KTQZVJH4N8W2M6X' }, wrongOrg));
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.id), { message: 'the wrong field' })
      .toBe('org-id');
    await page.keyboard.press('End');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('D');
    await page.keyboard.press('Enter');
    expect(await inputOf(window, 'signIn')).toMatchObject({
      orgId: '00801KTQZVJH4N8W2M6D',
      password: '',
      devKey: '',
    });
  });

  test('typing replaces one, and leaves the other', async () => {
    const page = await open(after());
    await field(page, 'Password').fill('another');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await inputOf(window, 'signIn')).toMatchObject({ password: 'another', devKey: '' });
  });

  test('another server drops them, and wants them typed', async () => {
    const page = await open(after());
    await page.getByRole('radio', { name: 'Local server' }).check();
    expect(await page.getByText(HINT).count()).toBe(0);
    expect(await inputOf(window, 'dropTyped')).toEqual({ profile: 'default' });
    await page.getByRole('textbox', { name: 'Local server URL' }).fill('http://127.0.0.1:1/api/v2');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Enter your password.').waitFor();
    await page.getByText('Enter your developer key.').waitFor();
    expect(await inputOf(window, 'signIn')).toBeUndefined();
  });

  test('another URL of a local server drops them as soon as it is typed', async () => {
    const server = { kind: 'local', url: 'http://127.0.0.1:8080/api/v2' } as const;
    const page = await open(after({ server, typedBefore: { ...typedBefore, server } }));
    expect(await page.getByText(HINT).count()).toBe(2);
    await page.getByRole('textbox', { name: 'Local server URL' }).press('End');
    await page.keyboard.type('x');
    await expect.poll(() => inputOf(window, 'dropTyped')).toEqual({ profile: 'default' });
    expect(await page.getByText(HINT).count()).toBe(0);
  });

  test('another way in has the key, but not the password, which is for this one', async () => {
    const page = await open(after());
    await page.getByRole('radio', { name: 'Token' }).check();
    expect(await field(page, 'Token value').getAttribute('placeholder')).toBeNull();
    expect(await described(page, 'Developer key')).toBe(HINT);
    expect(await inputOf(window, 'dropTyped')).toBeUndefined();
  });

  test('the fields ask again as soon as main has let them go', async () => {
    const page = await open(after());
    await page.getByText(HINT).first().waitFor();
    await window.push({ ...after({ typedBefore: null }), revision: 2 });
    await expect.poll(() => page.getByText(HINT).count()).toBe(0);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Enter your password.').waitFor();
  });
});

test('[S128] what was refused at the door, where main never had it, stands in the fields again', async () => {
  const page = await open(after({ typedBefore: null }));
  await field(page, 'Password').fill('correct horse 7!');
  await field(page, 'Developer key').fill('01QQWERTZUIOPASDFGHJ');
  await window.answer('signIn', { ok: false, error: { kind: 'tooFast' } });
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('That was asked too often in a short time.').waitFor();
  expect(await field(page, 'Password').inputValue()).toBe('correct horse 7!');
  expect(await field(page, 'Developer key').inputValue()).toBe('01QQWERTZUIOPASDFGHJ');
  expect(await field(page, 'Password').getAttribute('type')).toBe('password');
});
