/** The palette by keys alone, and what it never does by itself. */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { actions, type ActionId } from '../../../src-shared/window/actions.ts';
import type { CommandName } from '../../../src-shared/contract.ts';
import { acme, openSession, refused, signedOut, snapshot, three, views } from '../snapshots.ts';
import { inputOf, type Window } from '../harness.ts';
import { focused, useStage } from '../stage.ts';

const stage = useStage();
let window: Window;

const field = (page: Page) => page.getByRole('combobox', { name: 'Search for an action' });
const chosen = (page: Page) => page.getByRole('option', { selected: true });
async function openPalette(typed = '') {
  const { page } = window;
  await page.keyboard.press('Control+k');
  await page.getByRole('option').first().waitFor();
  if (typed !== '') await page.keyboard.type(typed);
}
const isGone = (page: Page) => page.getByRole('dialog').waitFor({ state: 'detached' });
const sentNames = async () => (await window.sent()).map(({ name }) => name);

describe('the palette', () => {
  test('finds by typing, moves by arrows, does by Enter, and gives the focus back', async () => {
    window = await stage.open(snapshot(openSession));
    const { page } = window;
    const before = await focused(page);
    await openPalette();
    expect(await focused(page)).toBe('Search for an action or a profile');
    const controls = await field(page).getAttribute('aria-controls');
    expect(await page.getByRole('listbox').getAttribute('id')).toBe(controls);
    await page.keyboard.type('copy');
    for (const [key, name] of [
      ['', 'Copy session ID'],
      ['ArrowDown', 'Copy developer key'],
      ['ArrowUp', 'Copy session ID'],
      ['ArrowUp', 'Duplicate this profile'],
      ['ArrowDown', 'Copy session ID'],
      ['PageDown', 'Copy gateway address with token'],
      ['PageUp', 'Copy session ID'],
    ] as const) {
      if (key !== '') await page.keyboard.press(key);
      await chosen(page).getByText(name, { exact: true }).waitFor();
      const active = await field(page).getAttribute('aria-activedescendant');
      expect(await chosen(page).getAttribute('id')).toBe(active);
    }
    await page.emulateMedia({ forcedColors: 'active' });
    // The colours of a selection, which the system chose for one another.
    const [text, ground] = await chosen(page)
      .locator('.label')
      .evaluate((it) => [getComputedStyle(it).color, getComputedStyle(it).backgroundColor]);
    expect(text).not.toBe(ground);
    await page.emulateMedia({ forcedColors: null });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await isGone(page);
    expect(await inputOf(window, 'copyDevKey')).toEqual({ profile: 'default' });
    expect(await inputOf(window, 'noteAction')).toEqual({ action: 'copyDevKey' });
    expect(await focused(page)).toBe(before);
    expect(window.complaints()).toEqual([]);
  });

  test('shows what was done lately first, and switches to a profile', async () => {
    window = await stage.open(snapshot(openSession, three));
    const { page } = window;
    await window.answer('getRecentActions', { ok: true, value: ['verify', 'extendNow'] });
    await openPalette();
    const recent = page.getByRole('group', { name: 'Recent' }).getByRole('option');
    expect(await recent.allInnerTexts()).toEqual(['Verify\nCtrl 2', 'Extend now\nCtrl E']);
    const other = three.profiles?.[1];
    await page.keyboard.type(other?.name ?? '');
    await page.keyboard.press('Enter');
    await isGone(page);
    expect(await inputOf(window, 'selectProfile')).toEqual({ profile: other?.id });
  });

  test('says why a row cannot be done, and does nothing', async () => {
    window = await stage.open(snapshot(signedOut));
    const { page } = window;
    await openPalette('extend now');
    const row = chosen(page);
    expect(await row.innerText()).toContain('no session is open');
    expect(await row.getAttribute('aria-disabled')).toBe('true');
    await page.keyboard.press('Enter');
    const said = page.getByRole('dialog').getByRole('status');
    await said.getByText('Extend now: no session is open.').waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('zzz');
    await page.getByText('Nothing is called “zzz”.').waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await isGone(page);
    expect(await sentNames()).not.toContain('extendNow');
  });

  test('leads to where the gateway that it turns on is seen, and says that it is on', async () => {
    window = await stage.open(snapshot(openSession));
    const { page } = window;
    await openPalette('turn gateway on');
    await page.keyboard.press('Enter');
    await isGone(page);
    expect(await inputOf(window, 'setGateway')).toEqual({ profile: 'default', on: true });
    await expect.poll(() => focused(page)).toBe('Hand-off');
    await page.getByRole('status').getByText('The gateway is turned on.').waitFor();
  });

  test('shows a refusal in its place and stays', async () => {
    window = await stage.open(snapshot(openSession));
    const { page } = window;
    await window.answer('extendNow', { ok: false, error: { kind: 'tooFast' } });
    await openPalette('extend now');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('status').getByText('too often').waitFor();
    expect(await sentNames()).not.toContain('noteAction');
  });

  test('gives way to the explanation of a code in a refusal of its own', async () => {
    window = await stage.open(snapshot(openSession));
    const { page } = window;
    const before = await focused(page);
    const error = refused('BDC_1322', 'Max number of concurrent requests reached.');
    await window.answer('extendNow', { ok: false, error });
    await openPalette('extend now');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'BDC_1322' }).press('Enter');
    await page.getByRole('heading', { name: 'BDC_1322' }).waitFor();
    expect(await field(page).count()).toBe(0);
    await page.keyboard.press('Escape');
    await isGone(page);
    expect(await focused(page)).toBe(before);
  });

  test('asks before it signs out, with the focus on the way back', async () => {
    window = await stage.open(snapshot(openSession));
    const { page } = window;
    await openPalette('sign out');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Sign out?' }).waitFor();
    expect(await focused(page)).toBe('Back');
    await page.keyboard.press('Escape');
    await field(page).waitFor();
    expect(await focused(page)).toBe('Search for an action or a profile');
    expect(await sentNames()).not.toContain('signOut');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Sign out', exact: true }).last().click();
    await isGone(page);
    expect(await inputOf(window, 'signOut')).toEqual({ profile: 'default' });
  });

  test('does nothing that its name does not say: one with an ellipsis leads to its question', async () => {
    const remembered = { ...acme, rememberedUntil: openSession.signedInAt * 2 };
    const view = views['hand-off'];
    window = await stage.open(
      snapshot(openSession, {
        profiles: [remembered],
        ...(view && { handOff: view.snapshot.handOff }),
      }),
    );
    const { page } = window;
    // The two that ask in a dialog of their own have specs of their own.
    const asks = actions.filter(
      ({ label, id }) => label.endsWith('…') && id !== 'signOut' && id !== 'explainCode',
    );
    // These two ask in a box of the system.
    const own: readonly string[] = ['restart', 'quit'];
    const places: Partial<Record<ActionId, string>> = {
      revokeAllGrants: 'Programs with access',
      copyAs: 'As a request',
      writeEnvFile: 'In a .env file',
    };
    for (const { id, label } of asks) {
      const before = await sentNames();
      await openPalette(label);
      await page.keyboard.press('Enter');
      await isGone(page);
      const sent = (await sentNames()).slice(before.length);
      const harmless: CommandName[] = [
        ...(['getRecentActions', 'noteAction'] as const),
        ...(['getHistory', 'previewCopy'] as const),
      ];
      const others = sent.filter((name) => !harmless.includes(name));
      expect([id, others]).toEqual([id, own.includes(id) ? [id] : []]);
      if (own.includes(id)) continue;
      const name = places[id] ?? label.replace('…', '').replace(' profiles', '');
      await expect.poll(() => focused(page)).toContain(name);
    }
  });
});
