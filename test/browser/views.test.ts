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

/**
 * How a window may look, one width after the other: another one lays out the whole page. What axe finds
 * in the document itself is the same in every colour and width, unless a width shows something that was
 * not there to see: so the whole document is looked at once, then colours and places.
 */
const looks = [
  { width: 960, colorScheme: 'light', contrast: 'no-preference', rules: 'all' },
  { width: 960, colorScheme: 'dark', contrast: 'no-preference', rules: 'colours' },
  { width: 960, colorScheme: 'dark', contrast: 'more', rules: 'colours' },
  { width: 760, colorScheme: 'light', contrast: 'more', rules: 'colours' },
  { width: 360, colorScheme: 'light', contrast: 'no-preference', rules: 'places' },
  { width: 360, colorScheme: 'dark', contrast: 'no-preference', rules: 'colours' },
] as const;
const colourRules = ['color-contrast', 'link-in-text-block'];
const placeRules = ['target-size', 'scrollable-region-focusable'];

/** Every rule of WCAG 2.2 A and AA, and axe's own best practices; or those of `only`. */
async function violations({ page }: Window, only: readonly string[] | null): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(async (rules) => {
    const { axe: inPage } = globalThis as unknown as { axe: typeof axe };
    const result = await inPage.run(document, {
      resultTypes: ['violations'],
      ...(rules === null ? {} : { runOnly: [...rules] }),
    });
    return result.violations.flatMap((it) =>
      it.nodes.map((node) => `${it.id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
    );
  }, only);
}

/**
 * True when some text of the page has other colours, or another size, than any that this page has shown
 * in this look: for most views there is nothing new to see.
 */
function hasNewColours({ page }: Window, look: string): Promise<boolean> {
  return page.evaluate((name) => {
    const shown = ((globalThis as unknown as { shown?: Map<string, Set<string>> }).shown ??=
      new Map<string, Set<string>>());
    const known = shown.get(name) ?? new Set();
    shown.set(name, known);
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
      one.matches('input, textarea, select') ||
      [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim() !== '');
    const before = known.size;
    for (const one of document.querySelectorAll('body *')) {
      if (hasText(one) && one.checkVisibility({ visibilityProperty: true })) {
        known.add(paintOf(one));
      }
    }
    return known.size > before;
  }, look);
}

/** True when the page shows an element that it has not shown before, in whatever look. */
function showsNew({ page }: Window): Promise<boolean> {
  return page.evaluate(() => {
    const seen = ((globalThis as unknown as { seen?: Set<string> }).seen ??= new Set<string>());
    const before = seen.size;
    for (const one of document.querySelectorAll('body, body *')) {
      if (!one.checkVisibility({ visibilityProperty: true })) continue;
      // Its tag with all attributes, without what is inside.
      seen.add((one.cloneNode(false) as Element).outerHTML);
    }
    return seen.size > before;
  });
}

/** The rules for a look; null for all of them. */
async function rulesFor(window: Window, { rules }: (typeof looks)[number], look: string) {
  const isNew = rules !== 'colours' && (await showsNew(window));
  if (rules === 'all' || isNew) return null;
  const places = rules === 'places' ? placeRules : [];
  return (await hasNewColours(window, look)) ? [...colourRules, ...places] : places;
}

/** In each look: accessible, nothing sticks out at the side, and no complaint of the browser. */
async function holds(window: Window): Promise<void> {
  const { page } = window;
  for (const one of looks) {
    const { colorScheme, width, contrast } = one;
    await page.emulateMedia({ colorScheme, contrast });
    await page.setViewportSize({ width, height: 640 });
    const look = `${colorScheme} at ${width}, contrast ${contrast}`;
    const rules = await rulesFor(window, one, look);
    if (rules?.length !== 0) expect(await violations(window, rules), look).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide, `${look}: nothing sticks out at the side`).toBeLessThanOrEqual(0);
  }
  expect(window.complaints()).toEqual([]);
}

const press = ({ page }: Window, name: string) => page.getByRole('button', { name }).click();

/** Questions, dialogs and papers, which stand over a view or inside it once somebody asks. */
const opened: readonly {
  readonly what: string;
  readonly from: string;
  readonly open: (window: Window) => Promise<void>;
}[] = [
  {
    what: 'the preview of diagnostics',
    from: 'settings',
    open: async (window) => {
      const text = `Tabkeeper\n${'{"event":"touch"} '.repeat(40)}`;
      await window.answer('previewDiagnostics', { ok: true, value: { text } });
      await press(window, 'Preview diagnostics');
      await window.page.getByText('{"event":"touch"}').waitFor();
    },
  },
  {
    what: 'the licences',
    from: 'settings',
    open: async (window) => {
      await window.answer('getLicences', { ok: true, value: { text: 'svelte 5 (MIT)' } });
      await press(window, 'Show licences');
      await window.page.getByText('svelte 5 (MIT)').waitFor();
    },
  },
  {
    what: 'the question before a profile is forgotten',
    from: 'settings',
    open: (window) => press(window, 'Forget this profile'),
  },
  {
    what: 'the operations of the console, and what cannot be sent from there',
    from: 'console',
    open: async ({ page }) => {
      await page.getByRole('combobox', { name: 'Operation' }).fill('bank account');
      await page.getByRole('option').first().waitFor();
    },
  },
  {
    what: 'a reply in the console, a flaw in its data, and the question before a payment',
    from: 'console',
    open: async (window) => {
      const { page } = window;
      const reply = JSON.stringify({ id: '00901ABCDEFGHI000001', ok: true }, null, 2);
      await window.answer('tryOperation', { ok: true, value: { reply } });
      const field = page.getByRole('combobox', { name: 'Operation' });
      const data = page.getByRole('textbox', { name: 'Data as JSON' });
      await field.fill('List/Vendor');
      await field.press('Enter');
      await data.locator('visible=true').waitFor();
      await field.press('Control+Enter');
      await page.getByRole('link', { name: 'Read Vendor 00901ABCDEFGHI000001' }).waitFor();
      await field.fill('PayBills');
      await field.press('Enter');
      await field.press('Control+Enter');
      await page.getByRole('button', { name: 'Send PayBills' }).waitFor();
      await data.press('End');
      await page.keyboard.type('x');
      await page.getByRole('button', { name: 'Send PayBills' }).click();
      await page
        .getByText(/^Line 1, column \d+:/u)
        .first()
        .waitFor();
    },
  },
  {
    what: 'the palette',
    from: 'live',
    open: async ({ page }) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('option').first().waitFor();
    },
  },
  {
    what: 'the palette’s question',
    from: 'live',
    open: async ({ page }) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('option', { name: 'Sign out…' }).click();
      await page.getByRole('heading', { name: 'Sign out?' }).waitFor();
    },
  },
  {
    what: 'the list of keys',
    from: 'live',
    open: async ({ page }) => {
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    },
  },
];

describe('[R90] accessible in every look, within the policy and without complaints', () => {
  let window: Window;
  beforeAll(async () => {
    window = await stage.open(snapshot(signedOut));
  });
  afterAll(() => window.close());

  async function show(view: (typeof views)[string]): Promise<void> {
    await window.page.setViewportSize({ width: 960, height: 640 });
    await window.show(view);
  }

  test.each(Object.entries(views))('the view %s', async (name, view) => {
    await show(view);
    const { page } = window;
    if (name === 'activity') await page.getByRole('row', { name: 'BDC_1361' }).click();
    if (name === 'activity-new-session') await page.getByRole('row', { name: 'new ID' }).click();
    if (name === 'switcher') await page.getByRole('button', { name: 'Switch profile' }).click();
    if (name === 'signin') await page.getByRole('button', { name: 'Paste a block' }).click();
    if (name === 'settings') await page.getByRole('button', { name: 'Wipe everything' }).click();
    await holds(window);
    if (name === 'switcher') await page.keyboard.press('Escape');
  });

  test.each(opened)('what is opened by a click: $what', async ({ from, open }) => {
    const view = views[from];
    if (view === undefined) throw new Error(`there is no view ${from}`);
    await show(view);
    await open(window);
    await holds(window);
    // A question within a dialog goes back to it first.
    for (const key of ['Escape', 'Escape']) await window.page.keyboard.press(key);
  });

  test('the page for a main that does not answer', async () => {
    const mute = await stage.open(snapshot(signedOut), { manner: 'mute' });
    await mute.page.clock.runFor(6000);
    await mute.page.getByRole('heading', { name: 'No word from' }).waitFor();
    await holds(mute);
    await mute.close();
  });
});
