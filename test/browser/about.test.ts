/** What a person finds under Settings about the app itself: diagnostics, releases and licences. */
import { describe, expect, test } from 'vitest';
import { inputOf, type Window } from './harness.ts';
import { acme, openSession, snapshot } from './snapshots.ts';
import { useStage } from './stage.ts';

describe('about the app', () => {
  const stage = useStage();
  let window: Window;

  async function open(change: Partial<ReturnType<typeof snapshot>> = {}) {
    window = await stage.open(snapshot(openSession, { profiles: [acme], ...change }), {
      hash: '#settings',
    });
    return window.page;
  }
  const text = 'what leaves, to the letter';

  test('diagnostics are read before they are saved, by keyboard too', async () => {
    const page = await open();
    await window.answer('previewDiagnostics', { ok: true, value: { text } });
    const region = page.getByRole('region', { name: 'Diagnostics' });
    expect(await page.getByRole('button', { name: 'Save as…' }).count()).toBe(0);
    await region.first().getByRole('button', { name: 'Preview diagnostics' }).press('Enter');
    await page.getByText(text).waitFor();
    await page.getByText(text).focus();
    await window.answer('saveDiagnostics', { ok: false, error: { kind: 'notNow' } });
    await page.getByRole('button', { name: 'Save as…' }).press('Enter');
    await window.answer('saveDiagnostics', {
      ok: false,
      error: { kind: 'file', trouble: 'notWritten', at: null },
    });
    await page.getByRole('button', { name: 'Save as…' }).press('Enter');
    await page.getByText('The file could not be written.').waitFor();
    await window.answer('saveDiagnostics', { ok: true, value: null });
    await page.getByRole('button', { name: 'Save as…' }).press('Enter');
    await page.getByText('Saved, exactly as below.').waitFor();
    expect(window.complaints()).toEqual([]);
  });

  test('saving diagnostics waits as long as a person takes at the dialog', async () => {
    window = await stage.open(snapshot(openSession, { profiles: [acme] }), {
      hash: '#settings',
      manner: 'hang',
    });
    const { page } = window;
    await window.answer('previewDiagnostics', { ok: true, value: { text } });
    await page.getByRole('button', { name: 'Preview diagnostics' }).click();
    const save = page.getByRole('button', { name: 'Save as…' });
    await save.click();
    await page.clock.runFor(10 * 60_000);
    expect(await save.getAttribute('aria-disabled')).toBe('true');
    expect(await page.getByText('Something in Tabkeeper itself failed.').count()).toBe(0);
  });

  test('an error that may be a fault of the app leads to them', async () => {
    const page = await open();
    await page.evaluate(() => (location.hash = '#session'));
    await window.answer('extendNow', { ok: false, error: { kind: 'internal' } });
    await page.getByRole('button', { name: 'Extend now' }).click();
    await page.getByRole('link', { name: 'Look at the diagnostics' }).click();
    await page.getByRole('button', { name: 'Preview diagnostics' }).waitFor();
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toBe('Diagnostics');
  });

  test('the page of releases is opened outside, where the build knows it', async () => {
    let page = await open();
    await page.getByRole('button', { name: 'Check for a new version' }).click();
    expect(await inputOf(window, 'openLink')).toEqual({ link: 'releases' });
    await window.close();
    page = await open({ hasReleasesPage: false });
    const button = page.getByRole('button', { name: 'Check for a new version' });
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    await page.getByText('knows no page to look at').waitFor();
    await button.click({ force: true });
    expect(await inputOf(window, 'openLink')).toBeUndefined();
  });

  test('the licences of what is bundled are shown', async () => {
    const page = await open();
    await window.answer('getLicences', { ok: true, value: { text: 'svelte 5 (MIT)' } });
    const button = page.getByRole('button', { name: 'Show licences' });
    await button.click();
    await page.getByText('svelte 5 (MIT)').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    expect(await page.getByText('svelte 5 (MIT)').count()).toBe(0);
    expect(await button.getAttribute('aria-expanded')).toBe('false');
    await window.answer('getLicences', { ok: false, error: { kind: 'notNow' } });
    await button.click();
    await page.getByText('That does not fit').waitFor();
  });
});
