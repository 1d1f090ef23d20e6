/**
 * Every scene, light and dark, wide and narrow, with larger and longer text: accessible, nothing cut and
 * nothing over one another, within the policy, without complaints.
 */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import axe from 'axe-core';
import type { CDPSession } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { flawsOf } from './geometry.ts';
import type { Window } from './harness.ts';
import { play, scenes } from './scenes.ts';
import { snapshot, signedOut } from './snapshots.ts';
import { theStage } from './stage.ts';

/**
 * How a window may look, one size after the other: another one lays out the whole page. What axe finds in
 * the document itself is the same in every colour, so colours are looked at alone where the document was
 * looked at in the same size already, and each of them once; and boxes lie where they lie in every colour
 * but the forced ones, which have edges of their own. Text of 200 % is a zoom: a window of 960 by 640 has half of that.
 */
const looks = [
  { is: 'light', size: [960, 640], rules: 'all', boxes: 'longer too' },
  { is: 'dark', size: [960, 640], rules: 'colours' },
  { is: 'dark, high contrast', size: [960, 640], rules: 'colours' },
  { is: 'light, high contrast', size: [1920, 1080], rules: 'colours', boxes: 'as they are' },
  { is: 'light', size: [760, 640], rules: 'colours', boxes: 'as they are' },
  { is: 'light', size: [480, 320], rules: 'colours', boxes: 'longer too' },
  { is: 'light', size: [360, 640], rules: 'new', boxes: 'longer too' },
  { is: 'dark', size: [360, 640], rules: 'colours' },
  { is: 'light, forced', size: [360, 640], rules: 'none', boxes: 'as they are' },
] as const satisfies readonly {
  is: string;
  size: readonly [number, number];
  /** Of axe: all, all where something is new in this look, or those of colours for what is new. */
  rules: 'all' | 'new' | 'colours' | 'none';
  /** Whether they are measured with every text half as long again as well. */
  boxes?: 'as they are' | 'longer too';
}[];
const colourRules = ['color-contrast', 'link-in-text-block'];
const placeRules = ['target-size', 'scrollable-region-focusable'];

interface Page {
  readonly axe: typeof axe;
  /** What the page has shown, by the look that it had. */
  shown?: Map<string, Set<string>>;
  /** What was new in the last look. */
  news: Element[];
}

/**
 * Every rule of WCAG 2.2 A and AA, and axe's own best practices, of the whole page; or those of `only`,
 * of all or of what is new.
 */
async function violations(
  { page }: Window,
  only: readonly string[] | null = null,
  of: 'all' | 'news' = 'all',
): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(
    async ([rules, extent]) => {
      const { axe: inPage, news } = globalThis as unknown as Page;
      const result = await inPage.run(extent === 'all' ? document : { include: news }, {
        resultTypes: ['violations'],
        ...(rules === null ? {} : { runOnly: [...rules] }),
      });
      return result.violations.flatMap((it) =>
        it.nodes.map((node) => `${it.id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
      );
    },
    [only, of] as const,
  );
}

/**
 * Finds the texts and controls of the page that have other colours, or another size, than any that this
 * page has shown in this look: in most scenes they are few. True where there are some.
 */
function hasNews({ page }: Window, look: string): Promise<boolean> {
  return page.evaluate((name) => {
    const inPage = globalThis as unknown as Page;
    const shown = (inPage.shown ??= new Map<string, Set<string>>());
    const known = shown.get(name) ?? new Set();
    shown.set(name, known);
    inPage.news = [];
    const paints = new Map<Element, string>();
    /** An element's own paint, and that of all it stands on. */
    const paintOf = (one: Element): string => {
      const painted = paints.get(one);
      if (painted !== undefined) return painted;
      const style = getComputedStyle(one);
      const { color, backgroundColor, backgroundImage, opacity, fontSize, fontWeight } = style;
      const under = one.parentElement === null ? '' : paintOf(one.parentElement);
      const own = [one.tagName, one.classList.value, color, backgroundColor, backgroundImage];
      const paint = [under, ...own, opacity, fontSize, fontWeight].join(' ');
      paints.set(one, paint);
      return paint;
    };
    const hasText = (one: Element) =>
      one.matches('input, textarea, select, button, a') ||
      [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim() !== '');
    for (const one of document.querySelectorAll('body *')) {
      if (!hasText(one) || !one.checkVisibility({ visibilityProperty: true })) continue;
      const paint = paintOf(one);
      if (known.has(paint)) continue;
      known.add(paint);
      inPage.news.push(one);
    }
    return inPage.news.length > 0;
  }, look);
}

/** In each look: accessible, nothing cut, nothing over one another, and no complaint of the browser. */
async function holds(window: Window): Promise<void> {
  const { page } = window;
  const wrong: Record<string, readonly string[]> = {};
  const note = (look: string, found: readonly string[]) => {
    if (found.length > 0) wrong[look] = found;
  };
  let before = '';
  for (const { is, size, rules, ...own } of looks) {
    const [width, height] = size;
    const look = `${is}, ${width} by ${height}`;
    await page.emulateMedia({
      colorScheme: is.startsWith('dark') ? 'dark' : 'light',
      contrast: is.includes('contrast') ? 'more' : 'no-preference',
      forcedColors: is.includes('forced') ? 'active' : 'none',
    });
    if (before !== String(size)) await page.setViewportSize({ width, height });
    before = String(size);
    // A colour is one whatever the size; what a narrow window has of its own is not.
    const isNew = rules !== 'none' && (await hasNews(window, rules === 'new' ? look : is));
    if (rules === 'all') note(look, await violations(window));
    else if (isNew && rules === 'colours')
      note(look, await violations(window, colourRules, 'news'));
    else if (isNew) note(look, await violations(window));
    else if (rules === 'new') note(look, await violations(window, placeRules));
    if ('boxes' in own) {
      const { now, longer } = await flawsOf(page, own.boxes === 'longer too');
      note(`${look}: boxes`, now);
      note(`${look}: boxes, with longer texts`, longer);
    }
  }
  expect(wrong).toEqual({});
  expect(window.complaints()).toEqual([]);
}

describe('[R90] accessible in every look, within the policy and without complaints', () => {
  let window: Window;
  let profiler: CDPSession;
  beforeAll(async () => {
    const stage = await theStage();
    // The page is used again by the next window, whose every function is seen to run from its start.
    const first = await stage.open(snapshot(signedOut));
    profiler = await first.page.context().newCDPSession(first.page);
    await first.close();
    await profiler.send('Profiler.enable');
    await profiler.send('Profiler.startPreciseCoverage', { callCount: false, detailed: false });
    window = await stage.open(snapshot(signedOut));
  });
  afterAll(async () => {
    // The page goes on to the windows of other files.
    await profiler.detach();
    await window.close();
  });

  test.each(Object.entries(scenes))('%s', async (_, scene) => {
    await window.page.setViewportSize({ width: 960, height: 640 });
    await play(window, scene);
    await holds(window);
  });

  test('every part of the window is in one of the scenes', async () => {
    const { result } = await profiler.send('Profiler.takePreciseCoverage');
    const run = result
      .flatMap(({ functions }) => functions)
      .filter(({ ranges }) => ranges.some(({ count }) => count > 0))
      // The bundler numbers what would have the same name as something else.
      .map(({ functionName }) => functionName.replace(/\$\d+$/u, ''));
    const parts = await readdir(path.resolve(import.meta.dirname, '../../src-renderer'), {
      recursive: true,
    });
    const names = parts
      .filter((file) => file.endsWith('.svelte'))
      .map((file) => path.basename(file, '.svelte'));
    expect(names.filter((name) => !run.includes(name))).toEqual([]);
  });

  test('the page for a main that does not answer', async () => {
    const stage = await theStage();
    const mute = await stage.open(snapshot(signedOut), { manner: 'mute' });
    await mute.page.clock.runFor(6000);
    await mute.page.getByRole('heading', { name: 'No word from' }).waitFor();
    await holds(mute);
    await mute.close();
  });
});
