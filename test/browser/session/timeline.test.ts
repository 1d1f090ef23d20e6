/** The day as a picture: read by keys and by pointer, as a table, in each zoom, of a height that stays. */
import { expect, test } from 'vitest';
import type { HistoryEvent } from '../../../src-shared/history.ts';
import type { Window } from '../harness.ts';
import { expired, MIN, NOW, openSession, snapshot } from '../snapshots.ts';
import { useStage } from '../stage.ts';
import { pastDay } from './past-day.ts';

const stage = useStage();

async function open(history: readonly HistoryEvent[], session = openSession) {
  const window = await stage.open(snapshot(session), { history });
  const { page } = window;
  // From here on it is exactly then, however long the window took to open.
  await page.clock.pauseAt(NOW + 5 * MIN);
  await window.push(snapshot(session, { revision: 2 }));
  const section = page.getByRole('region', { name: 'Timeline', exact: true });
  await section.getByRole('heading').waitFor();
  return { window, page, section, slider: section.getByRole('slider') };
}

test('arrow keys go from mark to mark, and each is heard and seen where it was', async () => {
  const { page, section, slider } = await open(pastDay(NOW));
  await section.getByText('Live 8 h 55 min of 24 h, perhaps 36 min more, 2 sleeps').waitFor();
  const said = () => slider.getAttribute('aria-valuetext');
  await slider.focus();
  expect(await said()).toBe('14:07 extended by us');
  await page.getByText('14:07 extended by us').waitFor();
  for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key);
  expect(await said()).toBe('13:31–13:49 no contact, 18 min');
  await page.keyboard.press('ArrowLeft');
  expect(await said()).toBe('13:23 your call');
  await page.keyboard.press('Home');
  expect(await slider.getAttribute('aria-valuenow')).toBe('1');
  await page.keyboard.press('End');
  expect(await said()).toBe('14:07 extended by us');
  // Out of it, nothing is read out any more.
  await page.keyboard.press('Tab');
  expect(await page.getByText('14:07 extended by us').count()).toBe(0);
});

test('the pointer reads out the mark that it is near, and else what lasts there', async () => {
  const { page, slider } = await open(pastDay(NOW));
  const box = await slider.boundingBox();
  if (box === null) throw new Error('the plot is not there');
  const at = (part: number) => page.mouse.move(box.x + part * (box.width - 1), box.y + 20);
  await at(0.5);
  await page.getByText('02:11 asleep 13 h 36 min').waitFor();
  await at((24 * 60 - 18) / (24 * 60));
  await page.getByText('13:53 call of a program').waitFor();
  await page.mouse.move(0, 0);
  expect(await page.getByText('13:53 call of a program').count()).toBe(0);
});

test('the table has every mark in words, the newest first', async () => {
  const { section } = await open(pastDay(NOW));
  await section.getByRole('button', { name: 'Show as table' }).click();
  const rows = await section.getByRole('row').allInnerTexts();
  expect(rows.map((row) => row.split(/\t/u).map((it) => it.trim())).slice(0, 4)).toEqual([
    ['When', 'For', 'What'],
    ['13:57–14:07', '10 min', 'extended by us 2 ×'],
    ['13:53', '', 'call of a program, or a check'],
    ['13:31–13:49', '18 min', 'no contact'],
  ]);
  await section.getByRole('button', { name: 'Hide the table' }).click();
  expect(await section.getByRole('row').count()).toBe(0);
});

test('what is under it stays where it is: unloaded, empty, full and in each zoom', async () => {
  const top = async ({ page }: Window) =>
    (await page.getByRole('heading', { name: 'Details' }).boundingBox())?.y;
  const { window, section } = await open([]);
  await section.getByText('Live since 13:20, no sleep, no outage.').waitFor();
  const stays = await top(window);
  for (const [name, title] of [
    ['1 h', 'Last hour'],
    ['7 days', 'Last 7 days'],
    ['24 h', 'Last 24 hours'],
  ] as const) {
    await section.getByRole('radio', { name }).click();
    await section.getByRole('heading', { name: title }).waitFor();
    expect(await top(window), name).toBe(stays);
  }
  await window.close();
  // The history is not there yet, so what draws it was not loaded.
  const waiting = await stage.open(snapshot(openSession), { manner: 'hang' });
  await waiting.page.getByRole('heading', { name: 'Details' }).waitFor();
  expect(await waiting.page.getByRole('radio', { name: '24 h' }).count()).toBe(0);
  expect(await top(waiting)).toBe(stays);
});

test('stands over a session that has expired, up to its end', async () => {
  const window = await stage.open(snapshot(expired), { history: pastDay(NOW) });
  await window.page.getByText('Live 8 h 5 min of 24 h, perhaps 36 min more').waitFor();
});

test('thousands of events are drawn as no more marks than there are pixels', async () => {
  const many = Array.from({ length: 8000 }, (_, n): HistoryEvent => {
    const at = NOW - (8000 - n) * 10_000;
    return {
      kind: 'touch',
      cause: 'keepAlive',
      profile: 'default',
      from: at,
      to: at,
      count: 1,
      practice: false,
    };
  });
  const { section } = await open([
    ...many,
    {
      ...many[0],
      kind: 'sleep',
      cause: 'system',
      profile: null,
      to: NOW - 60 * MIN,
    } as HistoryEvent,
  ]);
  expect(await section.locator('svg rect').count()).toBeLessThan(60);
});
