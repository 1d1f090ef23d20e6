/** An error explained, by keys alone: from where it stands, and by its code from the palette. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { nextFullHour, wait } from '../../../src-shared/text/times.ts';
import { MIN, NOW, openSession, refused, signedOut, snapshot } from '../snapshots.ts';
import { inputOf, type Window } from '../harness.ts';
import { focused, useStage } from '../stage.ts';

const stage = useStage();
let window: Window;

const dialog = (page: Page) => page.getByRole('dialog');
const isGone = (page: Page) => dialog(page).waitFor({ state: 'detached' });
/** The button that explains a code, pressed as a keyboard does. */
async function askWhy(code: string) {
  const { page } = window;
  await page.getByRole('button', { name: code, exact: true }).first().focus();
  await page.keyboard.press('Enter');
  await dialog(page).waitFor();
}
async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: inPage } = globalThis as unknown as { axe: typeof axe };
    const { violations: found } = await inPage.run(document, { resultTypes: ['violations'] });
    return found.flatMap((it) => it.nodes.map((node) => `${it.id}: ${node.html}`));
  });
}

describe('an explanation', () => {
  test('of a refused sign-in names cause and reasons, and its button leads to the field', async () => {
    const error = refused('BDC_1102', 'Developer key is invalid.', 'login');
    window = await stage.open(snapshot({ ...signedOut, error }));
    const { page } = window;
    await askWhy('BDC_1102');
    const asked = dialog(page);
    expect(await asked.getByRole('heading', { level: 2 }).innerText()).toBe(
      'Developer key refused BDC_1102',
    );
    expect(await focused(page)).toContain('Developer key refused');
    await asked.getByText('Developer key is invalid.').waitFor();
    expect(await asked.getByRole('listitem').allInnerTexts()).toEqual([
      'The key is one of BILL’s production: the sandbox has keys of its own.',
      'It was copied in part: a key has 20 characters.',
      'The key is right, and the account is of the other environment.',
    ]);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await violations(page)).toEqual([]);
    }
    await page.emulateMedia({ colorScheme: null });
    await page.keyboard.press('Escape');
    await isGone(page);
    expect(await focused(page)).toBe('BDC_1102');
    await askWhy('BDC_1102');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Close');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Edit the developer key');
    await page.keyboard.press('Enter');
    await isGone(page);
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('dev-key');
    expect(window.complaints()).toEqual([]);
  });

  test('of a limit counts down to its end, and only then does its button act', async () => {
    const error = refused('BDC_1144', 'Max number of allowed requests per hour reached: 20000.');
    window = await stage.open(
      snapshot({
        ...openSession,
        state: 'busy',
        keepAlive: { ...openSession.keepAlive, trouble: { error, since: NOW } },
      }),
      { freezeAt: NOW },
    );
    const { page } = window;
    await askWhy('BDC_1144');
    const until = nextFullHour(NOW);
    const button = (ms: number) =>
      dialog(page).getByRole('button', { name: `Extend now in ${wait(ms)}`, exact: true });
    expect(await button(until - NOW).getAttribute('aria-disabled')).toBe('true');
    await button(until - NOW).focus();
    await page.keyboard.press('Enter');
    await page.clock.runFor(2 * MIN);
    await button(until - NOW - 2 * MIN).waitFor();
    expect(await inputOf(window, 'extendNow')).toBeUndefined();
    await page.clock.fastForward(until - NOW);
    await page.clock.runFor(2000);
    await dialog(page).getByRole('button', { name: 'Extend now', exact: true }).click();
    await isGone(page);
    expect(await inputOf(window, 'extendNow')).toEqual({ profile: 'default' });
  });

  test('of a code that is typed into the palette opens from there', async () => {
    window = await stage.open(snapshot(openSession));
    const { page } = window;
    await window.answer('explainCode', { ok: true, value: { meaning: 'untrusted', listed: null } });
    await page.keyboard.press('Control+k');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.type('1361');
    await page.getByRole('option', { name: 'Explain BDC_1361', selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await dialog(page).getByRole('heading', { name: 'Verification needed BDC_1361' }).waitFor();
    expect(await inputOf(window, 'explainCode')).toEqual({
      profile: 'default',
      server: { kind: 'bill' },
      code: 'BDC_1361',
    });
    await dialog(page).getByRole('button', { name: 'Verify by phone' }).click();
    await isGone(page);
    await expect.poll(() => page.evaluate(() => location.hash)).toBe('#verify');
  });

  test('of a code that only the server knows shows its text as text, and copies it for support', async () => {
    window = await stage.open(snapshot(signedOut));
    const { page } = window;
    const text = '<img src=x onerror=alert(1)> [U+202E]';
    await window.answer('explainCode', {
      ok: true,
      value: { meaning: 'other', listed: { is: 'said', text } },
    });
    await page.keyboard.press('Control+k');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.type('explain an error');
    await page.keyboard.press('Enter');
    await dialog(page).getByRole('textbox', { name: 'Error code' }).waitFor();
    await expect.poll(() => focused(page)).toBe('Error code');
    await page.keyboard.type('soup');
    await page.keyboard.press('Enter');
    await dialog(page).getByRole('status').getByText('That is no code of BILL’s').waitFor();
    expect(await inputOf(window, 'explainCode')).toBeUndefined();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('bdc 1999');
    await page.keyboard.press('Enter');
    const line = `The server’s own list of codes says: “${text}”`;
    await dialog(page).getByText(line, { exact: true }).waitFor();
    await dialog(page).getByText('Tabkeeper does not know this code.').first().waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog(page).getByRole('button', { name: 'Copy for support' }).click();
    await dialog(page).getByRole('status').getByText('Copied').waitFor();
    expect(await inputOf(window, 'copyForSupport')).toEqual({
      profile: 'default',
      code: 'BDC_1999',
    });
    expect(window.complaints()).toEqual([]);
  });
});
