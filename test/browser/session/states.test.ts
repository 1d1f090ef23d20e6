/** Every state and cause in the window: word, sentence, ring and voice; where the focus stays. */
import { describe, expect, test } from 'vitest';
import type { Window } from '../harness.ts';
import { acme, expired, halted, openSession, snapshot, views } from '../snapshots.ts';
import { useStage } from '../stage.ts';
import { rows } from './state-rows.ts';

const stage = useStage();
let window: Window;
let revision = 1;

const kept = { profiles: [{ ...acme, kept: 'everything' }] } as const;
const push = (session: Parameters<typeof snapshot>[0], own = {}) =>
  window.push({ ...snapshot(session, { ...kept, ...own }), revision: ++revision });

describe('the window shows and says', () => {
  test.each(Object.entries(rows))('%s', async (name, row) => {
    const before = name === 'live' ? halted('paused') : openSession;
    window = await stage.open(snapshot(before, kept), { freezeAt: snapshot(before).at });
    await window.page.getByRole('heading', { level: 1 }).waitFor();
    await push(row.session);
    const plain = (text: string | null) => (text ?? '').replaceAll(/\s+/gu, ' ').trim();
    const title = () => window.page.getByRole('heading', { level: 1 }).textContent();
    await expect.poll(async () => plain(await title())).toBe(row.word);
    if (row.sentence !== '') {
      await window.page.locator('main').getByText(row.sentence, { exact: true }).first().waitFor();
    }
    const ring = window.page.getByRole('link', { name: 'Session', exact: true }).locator('svg');
    expect(await ring.getAttribute('data-shape')).toBe(row.shape);
    expect(await ring.getAttribute('class')).toMatch(new RegExp(`^${row.tone}\\b`, 'u'));
    const voices = window.page.locator(
      'body > * > [role=status], body > * > [role=alert], .vh[role]',
    );
    const spoken = async () => plain((await voices.allTextContents()).join(' '));
    await expect.poll(spoken).toContain(row.spoken);
    // Nothing takes its place before it can be read out.
    await window.page.clock.runFor(1000);
    expect(await spoken()).toContain(row.spoken);
    expect(window.complaints()).toEqual([]);
  });
});

describe('the focus stays where it can be seen', () => {
  const focused = () =>
    window.page.evaluate(() => {
      const at = document.activeElement;
      return at === document.body ? 'the page' : (at?.textContent ?? '').trim();
    });

  test.each([
    ['Pause 30 min', halted('paused'), 'End the pause'],
    ['Pause until I extend', halted('off'), 'End the pause'],
  ])('after %s', async (label, then, next) => {
    window = await stage.open(snapshot(openSession, kept));
    await window.page.getByRole('button', { name: 'Pause', exact: true }).click();
    await window.page.getByRole('menuitem', { name: label }).click();
    await push(then);
    await expect.poll(focused).toBe(next);
    await window.page.getByRole('button', { name: 'End the pause' }).click();
    await push(openSession);
    await expect.poll(focused).toBe('Pause');
  });

  test('after Keep on', async () => {
    window = await stage.open(snapshot(halted('maxAge'), kept));
    await window.page.getByRole('button', { name: 'Keep on for 12 h more' }).click();
    expect((await window.sent()).at(-1)).toEqual({
      name: 'pauseKeepAlive',
      input: { profile: 'default', ms: null },
    });
    await push(openSession);
    await expect.poll(focused).not.toBe('the page');
  });

  test('after Fill the fields and after Forget', async () => {
    window = await stage.open(snapshot({ ...expired, state: 'signedOut', ended: null }));
    await window.page.getByRole('button', { name: 'Paste a block' }).click();
    await window.page.getByLabel('Block to paste').fill('BILL_USER_NAME=dana@acme.example');
    await window.page.getByRole('button', { name: 'Fill the fields' }).click();
    await expect.poll(focused).not.toBe('the page');
    await window.page.evaluate(() => (location.hash = '#settings'));
    await window.page.getByRole('button', { name: 'Forget this profile' }).click();
    await window.page.getByRole('button', { name: /^Forget Acme/u }).click();
    await window.push({
      ...snapshot(openSession, { profiles: [{ ...acme, id: 'other' }], selected: 'other' }),
      sessions: { other: openSession },
      revision: ++revision,
    });
    await expect.poll(focused).not.toBe('the page');
  });
});

test('what was said goes when nobody can be reading it out any more', async () => {
  window = await stage.open(snapshot(openSession, kept));
  await window.page.getByRole('button', { name: 'Copy session ID' }).click();
  const voice = window.page.getByRole('status').filter({ hasText: 'Session ID copied.' });
  await expect.poll(() => voice.count()).toBe(1);
  await window.page.clock.runFor(20_000);
  await expect.poll(() => voice.count()).toBe(0);
});

test('twins keep their number in sight, and the state of a profile has room', async () => {
  const name = 'Beta Org with a name that is far too long for the menu';
  const twin = { ...acme, id: 'twin', name: `${name} 2`, colour: 'purple' } as const;
  const twins = { profiles: [{ ...acme, name }, twin], selected: 'twin' };
  const sessions = { default: halted('off'), twin: openSession };
  window = await stage.open(snapshot(openSession, { ...twins, sessions }));
  for (const width of [960, 360]) {
    await window.page.setViewportSize({ width, height: 640 });
    await window.page.getByRole('button', { name: 'Switch profile' }).click();
    const row = window.page.getByRole('menuitemradio', { name: `${name} 2` });
    const number = await row.getByText('2', { exact: true }).boundingBox();
    const whole = await row.boundingBox();
    if (number === null || whole === null) throw new Error('out of sight');
    expect(number.x + number.width).toBeLessThan(whole.x + whole.width);
    const state = window.page.getByText('live until 14:42').first();
    expect(await state.evaluate((it) => it.scrollWidth - it.clientWidth)).toBeLessThanOrEqual(0);
    await window.page.keyboard.press('Escape');
  }
});

test('a lost trust is said on Session, with the way to get it back', async () => {
  window = await stage.open(views['trust-lost']?.snapshot ?? snapshot(openSession));
  await window.page.getByRole('heading', { name: 'The session is not trusted any more' }).waitFor();
  await window.page.getByRole('main').getByRole('link', { name: 'Verify', exact: true }).click();
  await window.page.getByRole('heading', { level: 1, name: 'Not trusted' }).waitFor();
});
