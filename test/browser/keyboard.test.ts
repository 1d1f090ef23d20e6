/** The keyboard alone: Tab comes to everything that can be used, in sight and with its ring. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unseenFocus } from '../driver/focus-in-sight.ts';
import type { Window } from './harness.ts';
import { snapshot, signedOut, views } from './snapshots.ts';
import { theStage } from './stage.ts';

/** One of each area, and each that has something of its own to press. */
const shown = [
  ...['signin', 'expired-resume', 'live', 'live-offer', 'live-paused', 'risk', 'offline'],
  ...['verify-session', 'verify-wrong', 'activity', 'console', 'settings', 'settings-bare'],
  ...['hand-off', 'hand-off-off', 'live-new-id'],
  ...['signin-typed-before', 'activity-new-session'],
];

/** More than any view has; a trap ends here. */
const MOST_STEPS = 150;

interface Walk {
  /** What Tab came to that cannot be seen to have the focus. */
  readonly unseen: readonly string[];
  /** What Tab did not come to. */
  readonly missed: readonly string[];
  readonly steps: number;
}

async function walk({ page }: Window): Promise<Walk> {
  // From the start of the document, as after a click beside everything.
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    getSelection()?.removeAllRanges();
    document.body.tabIndex = -1;
    document.body.focus();
  });
  const unseen: string[] = [];
  let steps = 0;
  for (; steps < MOST_STEPS; steps += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(unseenFocus, 'walked');
    if (at === null) break;
    if (at !== '') unseen.push(at);
  }
  const missed = await page.evaluate(() => {
    const usable = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
    const walked = (one: Element) => one instanceof HTMLElement && 'walked' in one.dataset;
    return [...document.querySelectorAll(usable)]
      .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !walked(one))
      .filter((one) => !one.matches(':disabled, [tabindex="-1"]'))
      .filter((one) => {
        // Of radio buttons Tab comes to one, and the arrows to the others.
        const name = one instanceof HTMLInputElement && one.type === 'radio' ? one.name : '';
        return name === '' || ![...document.getElementsByName(name)].some(walked);
      })
      .map((one) => one.outerHTML.slice(0, 120));
  });
  return { unseen, missed, steps };
}

describe.each([960, 360])('by Tab at %i', (width) => {
  let window: Window;
  beforeAll(async () => {
    const stage = await theStage();
    window = await stage.open(snapshot(signedOut), { viewport: { width, height: 640 } });
  });
  afterAll(() => window.close());

  test.each(shown)('%s', async (name) => {
    const view = views[name];
    if (view === undefined) throw new Error(`there is no view ${name}`);
    await window.show(view);
    const { unseen, missed, steps } = await walk(window);
    await window.page.evaluate(() => {
      for (const one of document.querySelectorAll('[data-walked]')) {
        one.removeAttribute('data-walked');
      }
    });
    expect({ unseen, missed }).toEqual({ unseen: [], missed: [] });
    expect(steps).toBeGreaterThan(4);
    expect(steps).toBeLessThan(MOST_STEPS);
  });
});
