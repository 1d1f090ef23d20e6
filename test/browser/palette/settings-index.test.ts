/** The index of Settings, and what it leads to first: theme and size of the text. */
import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../../src-shared/settings.ts';
import { openSession, snapshot, views } from '../snapshots.ts';
import type { Window } from '../harness.ts';
import { focused, useStage } from '../stage.ts';

const stage = useStage();
let window: Window;

describe('theme and size of the text', () => {
  test('are changed by keys and in Settings, each as its command', async () => {
    const own = { settings: { ...defaultSettings, textSize: 125 } } as const;
    window = await stage.open(snapshot(openSession, own), { hash: '#settings/appearance' });
    const { page } = window;
    for (const key of ['Control+Equal', 'Control+Minus', 'Control+0']) {
      await page.keyboard.press(key);
    }
    await page.getByRole('radio', { name: 'Dark', exact: true }).click();
    await page.getByRole('radio', { name: '200 %' }).click();
    const changes = (await window.sent()).filter(({ name }) => name === 'changeSettings');
    expect(changes.map(({ input }) => input)).toEqual([
      ...[{ textSize: 150 }, { textSize: 100 }, { textSize: 100 }],
      ...[{ theme: 'dark' }, { textSize: 200 }],
    ]);
  });
});

describe('the index of Settings', () => {
  test.each([960, 360])('leads to each section by keys, and marks it, at %i', async (width) => {
    window = await stage.open(views['settings']?.snapshot ?? snapshot(openSession), {
      hash: '#settings',
      viewport: { width, height: 640 },
    });
    const { page } = window;
    const index = page.getByRole('navigation', { name: 'Sections of Settings' });
    const names = await index.getByRole('link').allInnerTexts();
    expect(names.length).toBe(9);
    for (const name of [...names].reverse()) {
      await index.getByRole('link', { name, exact: true }).focus();
      await page.keyboard.press('Enter');
      await expect.poll(() => focused(page)).toBe(name);
      await expect.poll(() => index.locator('[aria-current]').allInnerTexts()).toEqual([name]);
      const top = await page.getByRole('region', { name, exact: true }).boundingBox();
      const bar = await index.boundingBox();
      expect(top?.y).toBeGreaterThanOrEqual((bar?.y ?? 0) + (bar?.height ?? 0) - 1);
      expect(top?.y).toBeLessThan(640);
    }
    const marked = index.locator('[aria-current]');
    await page.locator('main').evaluate((main) => main.scrollTo(0, 0));
    await expect.poll(() => marked.allInnerTexts()).toEqual([names[0]]);
    await page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight));
    await expect.poll(() => marked.allInnerTexts()).toEqual([names.at(-1)]);
  });
});
