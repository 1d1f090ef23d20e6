/** The window as a whole: which snapshot it shows, what it counts, says and does by keys. */
import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../src-shared/settings.ts';
import type { OpenView } from '../../src-shared/session-view.ts';
import type { Snapshot } from '../../src-shared/snapshot.ts';
import { inputOf, type Window } from './harness.ts';
import { NOW, openSession, snapshot, views } from './snapshots.ts';
import { useStage } from './stage.ts';

const MIN = 60_000;

const stage = useStage();
let window: Window;

const live = (revision: number, own: Partial<OpenView> = {}): Snapshot =>
  snapshot({ ...openSession, ...own }, { revision });

describe('the snapshot', () => {
  test('the newer revision wins, whatever comes later', async () => {
    window = await stage.open(live(5));
    const { page } = window;
    const word = page.locator('main h1 span').first();
    await window.push(live(7, { state: 'busy' }));
    await expect.poll(() => word.innerText()).toBe('Busy');
    await window.push(live(6, { state: 'offline' }));
    await window.push(live(5));
    expect(await word.innerText()).toBe('Busy');
    await window.push(live(8));
    await expect.poll(() => word.innerText()).toBe('Live');
  });

  test('[R93] the countdown is right at once when the window is shown after a long time', async () => {
    window = await stage.open(live(1));
    const { page } = window;
    await page.getByRole('timer').getByText('at least 30 min').waitFor();
    // From here on both clocks are known to the millisecond, however long the window took to open.
    await page.clock.pauseAt(NOW + 5 * MIN);
    await window.push({ ...live(2), at: NOW + 5 * MIN });
    await page.getByRole('timer').getByText('at least 25 min').waitFor();
    // The window's timers stand still, as a hidden window's may: only the clock goes on.
    await page.clock.setSystemTime(NOW + 29 * MIN);
    await window.answer('getSnapshot', { ok: false, error: { kind: 'tooFast' } });
    const asked = (await window.sent()).length;
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await expect.poll(() => page.getByRole('timer').innerText()).toBe('at least 103 s');
    expect((await window.sent()).slice(asked)).toEqual([{ name: 'getSnapshot', input: {} }]);
  });

  test('counts by main’s clock, not by the window’s', async () => {
    window = await stage.open(live(1), { freezeAt: NOW - 3 * 60 * MIN });
    await window.page.getByRole('timer').getByText('at least 30 min').waitFor();
  });

  test('its first paint is the name of the product, and waits for no other file', async () => {
    window = await stage.open(live(1));
    // In a context whose clock nobody has replaced.
    const browser = window.page.context().browser();
    if (browser === null) throw new Error('the page belongs to no browser');
    const page = await browser.newPage({ viewport: { width: 960, height: 640 } });
    try {
      await page.route('**/assets/*', () => undefined);
      await page.goto(window.page.url(), { waitUntil: 'commit' });
      await page.waitForFunction(
        () => performance.getEntriesByName('first-contentful-paint').length > 0,
      );
      const name = page.locator('svg').getByText('Tabkeeper');
      const { x = 0, y = 0, width = 0, height = 0 } = (await name.boundingBox()) ?? {};
      expect([x + width / 2, y + height / 2].map(Math.round)).toEqual([480, 322]);
      expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(640);
    } finally {
      await page.close();
    }
    await window.page.getByRole('heading', { name: 'Live' }).waitFor();
    expect(await window.page.locator('#app > svg').count()).toBe(0);
  });

  test('without a word from main it says so and offers to ask again', async () => {
    window = await stage.open(live(1), { manner: 'mute' });
    const { page } = window;
    await page.clock.runFor(400);
    await page.getByRole('heading', { name: 'Starting…' }).waitFor();
    await page.clock.runFor(6000);
    await page.getByRole('heading', { name: 'No word from' }).waitFor();
    await page.getByRole('button', { name: 'Ask again' }).click();
    expect((await window.sent()).length).toBe(2);
    await window.push(live(2));
    await page.getByRole('heading', { name: 'Live' }).waitFor();
  });
});

describe('what is spoken', () => {
  test('a change of state once, thresholds once, an expiry at once', async () => {
    window = await stage.open(live(1));
    const { page } = window;
    const status = page.getByRole('status');
    expect(await status.innerText()).toBe('');
    await window.push(live(2, { state: 'atRisk', endsAtLeast: NOW + 10.4 * MIN }));
    await expect.poll(() => status.innerText()).toBe('At risk.');
    await page.clock.runFor(30_000);
    await expect.poll(() => status.innerText()).toBe('At risk. 10 minutes or less left.');
    await page.clock.runFor(5 * MIN);
    await expect.poll(() => status.innerText()).toBe('At risk. 5 minutes or less left.');
    expect(await page.getByRole('alert').innerText()).toBe('');
    const expired = views['expired'];
    if (expired === undefined) throw new Error('no such view');
    await window.push({ ...expired.snapshot, revision: 3 });
    await expect.poll(() => page.getByRole('alert').innerText()).toBe('The session has expired.');
    expect(await status.innerText()).toBe('');
    // What is over is not there to be read any more.
    await window.push(live(4));
    await expect.poll(() => status.innerText()).toBe('Live.');
    expect(await page.getByRole('alert').innerText()).toBe('');
  });
});

describe('the rail and the keys', () => {
  test('links with exact names; the current one is marked; the title takes the focus', async () => {
    window = await stage.open(live(1));
    const { page } = window;
    const nav = page.getByRole('navigation');
    for (const [name, title] of [
      ['Verify', 'Not trusted'],
      ['Activity', 'Activity'],
      ['Session', 'Live at least 30 min'],
    ] as const) {
      const link = nav.getByRole('link', { name, exact: true });
      await link.click();
      await expect.poll(() => link.getAttribute('aria-current')).toBe('page');
      expect(await nav.locator('[aria-current]').count()).toBe(1);
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.textContent.trim()))
        .toBe(title);
    }
  });

  test('Settings open by 5 and by the comma, and Ctrl and Q asks to quit', async () => {
    window = await stage.open(live(1));
    const { page } = window;
    for (const key of ['5', ',']) {
      await page.keyboard.press('Control+1');
      await page.keyboard.press(`Control+${key}`);
      await page.getByRole('heading', { name: 'Settings', exact: true }).waitFor();
    }
    await page.keyboard.press('Control+q');
    expect(await inputOf(window, 'quit')).toEqual({});
  });

  test('the numbers go by their place where they need Shift, and Ctrl with Alt is for typing', async () => {
    window = await stage.open(live(1));
    const { page } = window;
    const press = (key: string, code: string, altKey = false) =>
      page.evaluate((init) => document.dispatchEvent(new KeyboardEvent('keydown', init)), {
        key,
        code,
        altKey,
        ctrlKey: true,
        bubbles: true,
      });
    await press('é', 'Digit2');
    await page.getByRole('heading', { name: 'Not trusted' }).waitFor();
    await press('€', 'KeyE', true);
    await press('e', 'KeyE', true);
    await press('3', 'Digit3', true);
    expect(await inputOf(window, 'extendNow')).toBeUndefined();
    await page.getByRole('heading', { name: 'Not trusted' }).waitFor();
  });

  test('Ctrl and a number changes the panel, ? lists the keys, Esc closes the list', async () => {
    window = await stage.open(live(1));
    const { page } = window;
    await page.keyboard.press('Control+2');
    await page.getByRole('heading', { name: 'Not trusted' }).waitFor();
    await page.keyboard.press('Control+e');
    expect(await inputOf(window, 'extendNow')).toEqual({ profile: 'default' });
    await page.keyboard.press('Control+Shift+C');
    expect(await inputOf(window, 'copySessionId')).toEqual({ profile: 'default' });
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    expect(window.complaints()).toEqual([]);
  });
});

describe('the inspector', () => {
  test('copies, extends and signs out by its names', async () => {
    window = await stage.open(live(1));
    const { page } = window;
    // The word stays for two seconds only.
    await page.clock.pauseAt(NOW + 5 * MIN);
    await page.getByRole('button', { name: 'Copy session ID' }).click();
    await page.getByText('Copied for 30 s').waitFor();
    expect(await page.getByRole('button', { name: 'Copy session ID' }).count()).toBe(1);
    await page.getByRole('button', { name: 'Extend now' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    expect(await inputOf(window, 'copySessionId')).toEqual({ profile: 'default' });
    expect(await inputOf(window, 'extendNow')).toEqual({ profile: 'default' });
    expect(await inputOf(window, 'signOut')).toEqual({ profile: 'default' });
  });

  test('copies an ID of the table, says so, and leaves the secrets without such a button', async () => {
    const settings = { ...defaultSettings, detailLevel: 'all' } as const;
    window = await stage.open({ ...live(1), settings });
    const { page } = window;
    await page.getByRole('button', { name: 'Copy organization ID' }).click();
    await page.getByRole('status').getByText('Organization ID copied.').waitFor();
    expect(await inputOf(window, 'copyFact')).toEqual({
      profile: 'default',
      fact: 'organizationId',
    });
    const named = page.getByRole('table').getByRole('button');
    const names = await named.evaluateAll((all) =>
      all.map((one) => one.getAttribute('aria-label')),
    );
    expect(names).toEqual([
      'Copy organization ID',
      'Copy user ID',
      'Copy user name',
      'Copy server',
      'Copy endpoint',
    ]);
  });

  test.each(['hang', 'reject'] as const)(
    '[R92] with a bridge whose promises %s, its buttons come back with a word',
    async (manner) => {
      window = await stage.open(live(1), { manner });
      const { page } = window;
      for (const name of ['Extend now', 'Sign out', 'Copy session ID']) {
        await page.getByRole('button', { name }).click();
        await page.clock.runFor(9000);
        await page.getByText('Something in Tabkeeper itself failed.').waitFor();
        expect(await page.getByRole('button', { name }).getAttribute('aria-disabled')).toBeNull();
      }
    },
  );
});
