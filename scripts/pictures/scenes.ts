/** What the documents show: a run through the practice sandbox, and the name of each picture of it. */
import path from 'node:path';
import { clientOf } from '../../test/local-api/client.ts';
import { goTo, tryIt } from '../../test/e2e/window.ts';
import { openStillApp, type StillApp } from './still-app.ts';

type Keep = (name: string, still: StillApp) => Promise<void>;

/** Runs through all scenes; `keep` is called when one is in sight. */
export async function playScenes(keep: Keep): Promise<void> {
  const fresh = await openStillApp();
  try {
    await fresh.app.page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
    await keep('first-run', fresh);
  } finally {
    await fresh.close();
  }
  const still = await openStillApp(['--practice']);
  try {
    await practise(still, keep);
  } finally {
    await still.close();
  }
}

async function practise(still: StillApp, keep: Keep): Promise<void> {
  const { app } = still;
  const { page } = app;
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  await button('Extend now').waitFor();
  await button('Nothing').click();
  await still.pass(5 * 60 + 47);
  // The history is asked for again with each touch: all of them are there with the last.
  const touches = (5 * 60 + 47) / 10;
  await page
    .locator('[role=slider] .touch')
    .nth(Math.floor(touches) - 1)
    .waitFor();
  await keep('session', still);

  await goTo(page, 'Verify');
  await tryIt(page, 'Invite a vendor', 'SendVendorInvite');
  await page.getByText('Refused', { exact: true }).waitFor();
  await goTo(page, 'Verify');
  await button('Send code to my phone').click();
  const code = page.getByRole('textbox', { name: 'Code' });
  await code.waitFor();
  await keep('verify', still);

  const phone = await page.getByText(/^Practice phone/u).innerText();
  await code.fill(/(\d{6})$/u.exec(phone.trim())?.[1] ?? '');
  await button('Verify').click();
  await page.getByRole('heading', { name: 'Trusted', level: 1 }).waitFor();
  await still.pass(2);
  await tryIt(page, 'Invite a vendor', 'SendVendorInvite');
  await page.getByText('Accepted', { exact: true }).first().waitFor();
  await goTo(page, 'Activity');
  await page
    .getByRole('row', { name: /SendVendorInvite/u })
    .first()
    .click();
  await keep('activity', still);

  await page.keyboard.press('Control+4');
  await page.getByRole('switch', { name: 'Let other tools use the session' }).click();
  await page.getByRole('switch', { name: 'Gateway' }).waitFor();
  await app.settled();
  await clientOf(path.join(app.userData, 'hand-off')).ask({
    name: 'tabkeeper',
    scopes: ['status', 'session'],
    until: '12h',
  });
  await page.getByRole('dialog').waitFor();
  await keep('hand-off', still);
}
