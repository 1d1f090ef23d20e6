/** The details of a session in three levels: chosen by keys, kept as a setting, and without a secret. */
import { expect, test } from 'vitest';
import { defaultSettings } from '../../../src-shared/settings.ts';
import { inputOf } from '../harness.ts';
import { NOW, openSession, snapshot } from '../snapshots.ts';
import { useStage } from '../stage.ts';
import { pastDay } from './past-day.ts';

const stage = useStage();

test('six facts, all, or the expert’s; the level is shown at once and kept', async () => {
  const at = (detailLevel: 'few' | 'all', revision: number) =>
    snapshot(openSession, { settings: { ...defaultSettings, detailLevel }, revision });
  const window = await stage.open(at('few', 1), { history: pastDay(NOW) });
  const { page } = window;
  const rows = page.getByRole('region', { name: 'Details' }).getByRole('row');
  await expect.poll(() => rows.count()).toBe(7);
  await window.push(at('all', 2));
  await expect.poll(() => rows.count()).toBe(16);
  const names = (sent: { name: string; input: unknown }[]) => sent.map(({ name }) => name);
  expect(names(await window.sent())).not.toContain('getExchange');

  await page.getByRole('radio', { name: 'All facts' }).focus();
  await page.keyboard.press('ArrowRight');
  const expert = page.getByRole('region', { name: 'Expert' });
  await expert.getByRole('row', { name: 'Next call 14:17:10, in' }).waitFor();
  await expert.getByRole('row', { name: 'Ended session idled away open' }).waitFor();
  await expert.getByText('This hour: 1 of 20,000 calls, 0 sign-ins of 200.').waitFor();
  await expert
    .getByRole('region', { name: 'Reply of GetSessionInfo' })
    .getByText('Success')
    .waitFor();
  expect(await inputOf(window, 'changeSettings')).toEqual({ detailLevel: 'expert' });
  await page.getByRole('button', { name: 'Copy user name' }).click();
  expect(await inputOf(window, 'copyFact')).toMatchObject({ fact: 'userName' });
  expect(window.complaints()).toEqual([]);
});
