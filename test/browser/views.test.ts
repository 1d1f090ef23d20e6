/** Every view, light and dark, wide and narrow: accessible, within the policy, without complaints. */
import axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStage, type Stage, type Window } from './harness.ts';
import { snapshot, signedOut, views } from './snapshots.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** Every rule of WCAG 2.2 A and AA, and axe's own best practices. */
async function violations({ page }: Window): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: inPage } = globalThis as unknown as { axe: typeof axe };
    const result = await inPage.run(document, { resultTypes: ['violations'] });
    return result.violations.flatMap((it) =>
      it.nodes.map((node) => `${it.id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
    );
  });
}

describe.each([
  { colorScheme: 'light', width: 960, contrast: 'no-preference' },
  { colorScheme: 'light', width: 360, contrast: 'no-preference' },
  { colorScheme: 'dark', width: 960, contrast: 'no-preference' },
  { colorScheme: 'dark', width: 360, contrast: 'no-preference' },
  { colorScheme: 'light', width: 760, contrast: 'more' },
  { colorScheme: 'dark', width: 960, contrast: 'more' },
] as const)('$colorScheme at $width, contrast $contrast', ({ colorScheme, width, contrast }) => {
  let window: Window;
  beforeAll(async () => {
    window = await stage.open(snapshot(signedOut), {
      colorScheme,
      contrast,
      viewport: { width, height: 640 },
    });
  });
  afterAll(() => window.close());

  test.each(Object.entries(views))('%s', async (name, view) => {
    await window.show(view);
    const { page } = window;
    if (name === 'activity') await page.getByRole('option').nth(11).click();
    if (name === 'switcher') await page.getByRole('button', { name: 'Switch profile' }).click();
    if (name === 'signin') await page.getByRole('button', { name: 'Paste a block' }).click();
    if (name === 'settings') await page.getByRole('button', { name: 'Wipe everything' }).click();
    if (name === 'verify-refused') {
      await page.getByRole('button', { name: 'Try Invite a vendor' }).click();
    }
    expect(await violations(window)).toEqual([]);
    expect(window.complaints()).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide, 'nothing sticks out at the side').toBeLessThanOrEqual(0);
    if (name === 'switcher') await page.keyboard.press('Escape');
  });
});
