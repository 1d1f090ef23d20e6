/** Activity in the window: keys, folds, events among the calls, and a list of 10,000 rows. */
import { expect, test } from 'vitest';
import type { HistoryEvent } from '../../src-shared/history.ts';
import type { Window } from './harness.ts';
import { pastDay } from './session/past-day.ts';
import { NOW, openSession, snapshot, views } from './snapshots.ts';
import { useStage } from './stage.ts';

const stage = useStage();

/** The marks of days are rows too. */
const rows = (page: Window['page']) => page.getByRole('row');

test('by keys: search, arrows, Home, End; the detail follows', async () => {
  const window = await stage.open(snapshot(openSession), { hash: '#activity' });
  const { page } = window;
  await page.getByText('16 calls, 2 refused, 1 without an answer.').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('untrusted');
  await expect.poll(() => rows(page).count()).toBe(2);
  await page.keyboard.press('Escape');
  // Three touches are one row.
  await expect.poll(() => rows(page).count()).toBe(16);
  await page.getByRole('treegrid').focus();
  await page.keyboard.press('End');
  await page.getByRole('heading', { name: 'GetSessionInfo.json' }).waitFor();
  await page.keyboard.press('ArrowUp');
  await page.getByRole('heading', { name: 'Logout.json' }).waitFor();
  await page.keyboard.press('Home');
  await page.getByRole('heading', { name: '3 touches' }).waitFor();
  expect(await rows(page).nth(1).getAttribute('aria-selected')).toBe('true');
  await page.keyboard.press('ArrowDown');
  await page.getByRole('region', { name: 'Request' }).getByText('devKey').waitFor();
  await page.getByRole('radio', { name: 'Refused' }).check();
  await expect.poll(() => rows(page).count()).toBe(3);
});

test('marks a call whose reply carried a session ID, finds it by that, and says what it means', async () => {
  const view = views['activity-new-session']?.snapshot;
  if (view === undefined) throw new Error('no such view');
  const window = await stage.open(view, { hash: '#activity' });
  const { page } = window;
  await page.getByText('16 calls').waitFor();
  expect(await page.getByText('new ID', { exact: true }).count()).toBe(1);
  await page.keyboard.press('/');
  await page.keyboard.type('new id');
  await expect.poll(() => rows(page).count()).toBe(2);
  await page.getByRole('row', { name: 'new ID' }).click();
  await page.getByText('It was not used: only a sign-in opens a session.').waitFor();
});

test('on a narrow window the detail is a page, and Back leads to the list', async () => {
  const window = await stage.open(snapshot(openSession), {
    hash: '#activity',
    viewport: { width: 360, height: 640 },
  });
  const { page } = window;
  await page.getByRole('row', { name: 'BDC_1361' }).click();
  await page.getByText('needs a trusted session').waitFor();
  expect(await page.getByRole('treegrid').isVisible()).toBe(false);
  await page.getByRole('button', { name: 'Back' }).click();
  expect(await page.getByRole('treegrid').isVisible()).toBe(true);
});

test('touches in one row open by Enter and Right, and close again, without losing the place', async () => {
  const window = await stage.open(snapshot(openSession), { hash: '#activity' });
  const { page } = window;
  const fold = page.getByRole('row', { name: '3 touches' });
  await fold.waitFor();
  const isOpen = () => fold.getAttribute('aria-expanded');
  await page.getByRole('treegrid').focus();
  for (const [key, open] of [
    ['Enter', 'true'],
    ['Enter', 'false'],
    ['ArrowRight', 'true'],
    ['ArrowLeft', 'false'],
  ] as const) {
    await page.keyboard.press(key);
    expect(await isOpen(), key).toBe(open);
    expect(await fold.getAttribute('aria-selected')).toBe('true');
  }
  await page.getByText('each call went well').waitFor();
  await page.getByRole('button', { name: 'Show each' }).click();
  expect(await rows(page).count()).toBe(19);
});

test('sleeps, outages, pauses and sign-ins stand among the calls, and say what they mean', async () => {
  const window = await stage.open(snapshot(openSession), {
    hash: '#activity',
    history: pastDay(NOW),
  });
  const { page } = window;
  await page.getByRole('radio', { name: 'Events' }).check();
  const texts = await rows(page).allInnerTexts();
  const shown = texts.map((text) => text.replaceAll(/\s+/gu, ' ').trim());
  expect(shown.map((text) => text.replace(/^\w+, \d+ \w+, /u, '')).slice(0, 7)).toEqual([
    'Today, 24 Nov',
    '13:31 no answer 18 min',
    '13:20 signed in again, new session ID',
    '13:17 session idled away',
    '12:42 asleep 38 min',
    '10:41 keep-alive paused 30 min',
    '08:52 signed in',
  ]);
  await page.getByRole('row', { name: 'new session ID' }).click();
  await page.getByText('Tools that hold the old one need the new one.').waitFor();
  await page.getByRole('combobox', { name: 'By' }).selectOption('You');
  await expect.poll(() => rows(page).count()).toBeLessThan(texts.length);
});

test('of 10,000 rows only those in sight are in the document, and the chosen one', async () => {
  const history = Array.from({ length: 10_000 }, (_, n): HistoryEvent => {
    const at = NOW - (10_000 - n) * 1000;
    const call = { profile: 'default', from: at, to: at, count: 1, practice: false };
    return { kind: 'call', cause: 'you', ...call };
  });
  const empty = snapshot(openSession, { activity: [] });
  const window = await stage.open(empty, { hash: '#activity', history });
  const { page } = window;
  const grid = page.getByRole('treegrid');
  await grid.focus();
  await page.getByRole('row').nth(3).waitFor();
  // One mark of a day: 10,000 seconds are less than three hours.
  expect(await grid.getAttribute('aria-rowcount')).toBe('10001');
  expect(await rows(page).count()).toBeLessThan(50);
  await page.keyboard.press('End');
  const active = () => grid.getAttribute('aria-activedescendant');
  await expect.poll(active).toBe('activity-row-10000');
  const last = page.locator('#activity-row-10000');
  await expect.poll(() => last.getAttribute('aria-rowindex')).toBe('10001');
  await grid.evaluate((it) => (it.scrollTop = 0));
  await page.getByRole('row').nth(3).waitFor();
  // Far out of sight, and still there for whoever reads it.
  await expect.poll(() => last.getAttribute('aria-selected')).toBe('true');
  expect(await rows(page).count()).toBeLessThan(50);
  expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(1000);
});
