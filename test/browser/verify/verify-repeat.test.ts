/** What was refused for want of trust is sent again by a click and only so: the body stays in main. */
import { expect, test } from 'vitest';
import type { OpenView, TryView } from '../../../src-shared/session-view.ts';
import type { Snapshot } from '../../../src-shared/snapshot.ts';
import { inputOf, type Window } from '../harness.ts';
import { NOW, onLocal, refused, verify } from '../snapshots.ts';
import { useStage } from '../stage.ts';

const stage = useStage();
let window: Window;

const verified = (tries: OpenView['tries'], more: Partial<Snapshot> = onLocal): Snapshot => {
  const trust = { is: 'session', source: 'mfaAuthenticate', at: NOW } as const;
  return verify({ trust, tries }, more);
};
const one = (change: Partial<TryView> = {}): TryView => ({
  at: NOW,
  outcome: 'refused',
  error: refused('BDC_1361', 'Untrusted session.'),
  ...change,
});

test('each one that was refused is listed, also in a window that has just been opened', async () => {
  window = await stage.open(verified({ PayBills: one(), SendVendorInvite: one() }), {
    hash: '#verify',
  });
  const { page } = window;
  const rows = page.getByRole('list', { name: 'Refused before the verification' });
  await rows.waitFor();
  expect(await rows.getByRole('listitem').allInnerTexts()).toEqual([
    expect.stringContaining('Invite a vendor was refused before the verification.'),
    expect.stringContaining('Pay bills was refused before the verification.'),
  ]);
  expect(await inputOf(window, 'repeatOperation')).toBeUndefined();

  const bills = rows.getByRole('listitem').filter({ hasText: 'Pay bills' });
  await bills.getByRole('button', { name: 'Send again' }).click();
  expect(await inputOf(window, 'repeatOperation')).toEqual({
    profile: 'default',
    operation: 'PayBills',
  });
  expect(await inputOf(window, 'tryOperation')).toBeUndefined();

  const pending = one({ outcome: 'pending', error: null });
  await window.push(verified({ PayBills: pending, SendVendorInvite: one() }));
  await expect.poll(() => bills.getByRole('button').getAttribute('aria-disabled')).toBe('true');
  const accepted = one({ outcome: 'accepted', error: null, at: NOW + 1000 });
  await window.push(verified({ PayBills: accepted, SendVendorInvite: one() }));
  await bills.getByText('accepted').first().waitFor();
  expect(await bills.getByRole('button').count()).toBe(0);
  // The button that had the focus is gone: it stays at what came of it.
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.textContent))
    .toContain('Pay bills accepted');
  expect(await rows.getByRole('button', { name: 'Send again' }).count()).toBe(1);
});

test('one that main does not send again says why; on BILL’s sandbox one reads what it does', async () => {
  window = await stage.open(verified({ PayBills: one() }, {}), { hash: '#verify' });
  const { page } = window;
  await page.getByText('On BILL’s sandbox it schedules these payments.').waitFor();
  await window.answer('repeatOperation', { ok: false, error: { kind: 'notNow' } });
  await page.getByRole('button', { name: 'Send again' }).click();
  await page.getByText('does not fit the state of the session').first().waitFor();
});

test('nothing is listed where nothing was refused for want of trust', async () => {
  const other = one({ error: refused('BDC_1119', 'Invalid field,value: $0, $1.') });
  window = await stage.open(verified({ PayBills: other }), { hash: '#verify' });
  await window.page.getByRole('heading', { name: 'Trusted until the session ends' }).waitFor();
  expect(await window.page.getByRole('button', { name: 'Send again' }).count()).toBe(0);
});
