/** The remembered device on the Verify panel: its name, its end, what is asked of it, how it is lost. */
import { expect, test } from 'vitest';
import type { Snapshot } from '../../../src-shared/snapshot.ts';
import { inputOf, type Window } from '../harness.ts';
import {
  acme,
  adopted,
  codeWanted,
  expired,
  newer,
  NOW,
  refused,
  signedOut,
  snapshot,
  verify,
} from '../snapshots.ts';
import { focused, useStage } from '../stage.ts';

const stage = useStage();
let window: Window;

const DAY = 24 * 60 * 60_000;
const remembering = (rememberedUntil: number) =>
  ({ profiles: [{ ...acme, kept: 'everything', rememberedUntil }] }) satisfies Partial<Snapshot>;
const unknown = { is: 'unknown', source: 'loginWithDevice', at: NOW } as const;

async function open(view: Snapshot, hash = '#verify'): Promise<Window['page']> {
  window = await stage.open(view, { hash });
  await window.page.locator('main h1').waitFor();
  return window.page;
}
const main = (page: Window['page']) => page.getByRole('main').innerText();

test('the device: named in place, remembered with its end, forgotten after a question', async () => {
  const until = NOW + 30 * 24 * 60 * 60_000;
  const profiles = [{ ...acme, kept: 'everything', rememberedUntil: until }] as const;
  const page = await open(verify({}, { profiles }));
  await page.getByText('Remembered until 24 Dec 2026').waitFor();
  await page.getByText('sealed with GNOME Keyring').waitFor();
  const name = page.getByRole('textbox', { name: 'Device name' });
  await name.fill('');
  await name.press('Enter');
  await page.getByText('Enter a name for this computer.').waitFor();
  await name.fill('desk');
  await name.press('Enter');
  expect(await inputOf(window, 'nameMachine')).toEqual({ profile: 'default', machineName: 'desk' });
  await page.getByRole('button', { name: 'Forget this device' }).click();
  await page.getByText('need a code from the phone again').waitFor();
  expect(await focused(page)).toBe('Back');
  await page.keyboard.press('Escape');
  expect(await focused(page)).toBe('Forget this device');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Forget it' }).click();
  expect(await inputOf(window, 'forgetDevice')).toEqual({ profile: 'default' });
  // Its button goes with the device: the focus stays at what came of it.
  await window.push(verify());
  await expect.poll(() => focused(page)).toMatch(/^Not remembered/u);
});

test('what "remember" means follows the storage; a user without a phone gets the help', async () => {
  const page = await open(verify({ mfa: codeWanted }));
  await page.getByText('Kept in memory: new sign-ins until you quit').waitFor();
  const profiles = [{ ...acme, kept: 'everything' }] as const;
  await window.push(verify({ mfa: codeWanted }, { profiles }));
  await page.getByText('also after a restart. Sealed with GNOME Keyring.').waitFor();
  const error = refused('BDC_1354', 'no phone');
  await window.push(verify({ mfa: { step: 'start', error, sendAgainAt: null } }));
  await page.getByRole('button', { name: 'Read BILL’s help on phones' }).click();
  expect(await inputOf(window, 'openLink')).toEqual({ link: 'mfaHelp' });
});

test('MFAStatus is asked where a device is remembered and nowhere else; why it said nothing is shown', async () => {
  const page = await open(snapshot(adopted()));
  await page.getByRole('heading', { name: 'Trust not known' }).waitFor();
  const check = page.getByRole('button', { name: 'Check status' });
  expect(await check.count()).toBe(0);

  await window.push(verify({ trust: unknown }, remembering(NOW + 20 * DAY)));
  await check.click();
  expect(await inputOf(window, 'checkTrust')).toEqual({ profile: 'default' });
  const trustError = { kind: 'line', fault: 'timeout', code: null } as const;
  await window.push(verify({ trust: unknown, trustError }, remembering(NOW + 20 * DAY)));
  await page.getByText('did not answer in time').first().waitFor();
});

test('when its 30 days are over the panel says so, and what to do', async () => {
  const page = await open(verify({ deviceLost: 'over' }));
  await page.getByText('The 30 days of this device are over. Verify again by phone.').waitFor();
  await window.push(verify());
  await page
    .getByText(/^From Login at 13:20\. Four operations stay locked/u)
    .first()
    .waitFor();
  expect(await main(page)).not.toContain('30 days of this device');

  const until = NOW - 1000;
  const lapsed = {
    is: 'unknown',
    source: 'lapsed',
    at: until,
  } as const;
  await window.push(verify({ trust: lapsed }, remembering(until)));
  await page.getByText('The 30 days of this device ended at 14:11. Verify again').first().waitFor();
});

test('a device that BILL does not accept any more: the session says it, or the form', async () => {
  const page = await open(verify({ deviceLost: 'refused' }));
  await page
    .getByText(
      'BILL did not accept this device any more, so it was forgotten. Verify again by phone.',
    )
    .waitFor();
  await window.close();

  const error = refused('BDC_1129', 'Invalid parameter value for …: mfaId, !b.', 'login');
  const form = await open(snapshot({ ...signedOut, error, deviceLost: 'refused' }), '#session');
  await form.getByText('This device was forgotten. Sign in again, then verify by phone.').waitFor();
  await form.getByText('Sign in again: it goes without the device now.').waitFor();
  // The code is one of the organization's ID, which is not the matter here.
  expect(await form.getByLabel('Organization ID').getAttribute('aria-invalid')).toBeNull();
  await window.push(newer({ ...expired, error, deviceLost: 'refused' }));
  await form.getByText('This device was forgotten.').waitFor();
});
