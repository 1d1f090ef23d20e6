/** The Hand-off area, the question of a program, and what is said of a new session ID. */
import { describe, expect, test } from 'vitest';
import type { CommandName } from '../../src-shared/contract.ts';
import type { Window } from './harness.ts';
import { MIN, NOW, openSession, snapshot, views } from './snapshots.ts';
import { useStage } from './stage.ts';

const stage = useStage();
let window: Window;

async function open(name: string): Promise<Window['page']> {
  const view = views[name];
  if (view === undefined) throw new Error(`there is no view ${name}`);
  window = await stage.open(view.snapshot, { hash: view.hash });
  return window.page;
}
const inputsOf = async (name: CommandName) =>
  (await window.sent()).filter((one) => one.name === name).map(({ input }) => input);

describe('the area', () => {
  test('is the fourth of the rail, with Ctrl+4, and Settings the fifth', async () => {
    const page = await open('live');
    await page.keyboard.press('Control+4');
    await page.getByRole('heading', { name: 'Hand-off', level: 1 }).waitFor();
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toBe('Hand-off');
    await page.keyboard.press('Control+5');
    await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
    await page.getByRole('link', { name: 'Hand-off' }).click();
    await page.getByRole('heading', { name: 'Hand-off', level: 1 }).waitFor();
    expect(window.complaints()).toEqual([]);
  });

  test('is turned on and off by its switch', async () => {
    const page = await open('hand-off-off');
    const toggle = page.getByRole('switch', { name: 'Let other tools use the session' });
    expect(await toggle.isChecked()).toBe(false);
    await toggle.click();
    await expect.poll(() => inputsOf('changeSettings')).toEqual([{ handOff: true }]);
  });

  test('copies each line in main, by its ID', async () => {
    const page = await open('hand-off');
    const buttons = page.getByRole('button', { name: /^Copy the line/u });
    const count = await buttons.count();
    for (let at = 0; at < count; at += 1) await buttons.nth(at).click();
    const lines = ['path', 'exec', 'status', 'call'].map((line) => ({ line }));
    // That through the gateway only where there is one.
    expect(await page.getByText('exec --gateway').count()).toBe(0);
    await expect.poll(() => inputsOf('copyLine')).toEqual(lines);
    await page.getByRole('status').getByText('Line copied.').waitFor();
  });

  test('has the gateway of the profile: its switch, its address and token to copy, the hour', async () => {
    const page = await open('hand-off');
    await page.getByRole('switch', { name: 'Gateway' }).click();
    await expect.poll(() => inputsOf('setGateway')).toEqual([{ profile: 'default', on: true }]);
    await window.close();
    const on = await open('hand-off-gateway');
    await on.getByText('1,234 of 19,000 calls').waitFor();
    for (const name of ['Copy gateway address', 'Copy gateway token', 'Copy address with token']) {
      await on.getByRole('button', { name }).click();
    }
    await on.getByRole('button', { name: 'New token' }).click();
    await on.getByRole('status').getByText('The token is a new one.').waitFor();
    const parts = ['address', 'token', 'both'].map((part) => ({ profile: 'default', part }));
    expect(await inputsOf('copyGateway')).toEqual(parts);
    await window.close();
    const taken = await open('hand-off-port-taken');
    await taken.getByText('Another program has port 21734').waitFor();
    await taken.getByRole('button', { name: 'Use another port' }).click();
    await expect
      .poll(() => inputsOf('renewGateway'))
      .toEqual([{ profile: 'default', part: 'port' }]);
  });

  test('copies the session ID and the developer key, and says which', async () => {
    const page = await open('hand-off');
    await page.getByRole('button', { name: 'Copy developer key' }).click();
    await page.getByRole('status').getByText('Developer key copied.').waitFor();
    await page.getByRole('button', { name: 'Copy session ID' }).click();
    await page.getByRole('status').getByText('Session ID copied.').waitFor();
    expect(await inputsOf('copyDevKey')).toEqual([{ profile: 'default' }]);
    expect(await inputsOf('copySessionId')).toEqual([{ profile: 'default' }]);
  });

  test('a copy that did not arrive is said to be none', async () => {
    const page = await open('hand-off');
    await window.answer('copyDevKey', { ok: false, error: { kind: 'internal' } });
    await page.getByRole('button', { name: 'Copy developer key' }).click();
    await page.getByText('Something in Tabkeeper itself failed').waitFor();
    expect(await page.getByText('Copied for 30 s').count()).toBe(0);
  });

  test('lists who has access, and revokes one or all', async () => {
    const page = await open('hand-off');
    const table = page.getByRole('table', { name: 'Programs with access' });
    expect(await table.getByRole('rowheader').allTextContents()).toEqual([
      'tabkeeper',
      'a-script-with-a-rather-long-name-of-its-own',
    ]);
    await table.getByRole('button', { name: 'Revoke tabkeeper' }).click();
    await expect.poll(() => inputsOf('revokeGrant')).toEqual([{ grant: 'g2' }]);
    await page.getByRole('button', { name: 'Revoke all' }).click();
    await expect.poll(() => inputsOf('revokeAllGrants')).toEqual([{}]);
  });

  test.each([1100, 961, 820, 360])(
    'shows each program whole in a window of %i px',
    async (width) => {
      const page = await open('hand-off');
      await page.setViewportSize({ width, height: 700 });
      const table = page.getByRole('table', { name: 'Programs with access' });
      expect(await table.getByRole('columnheader').count()).toBe(6);
      for (const row of (await table.getByRole('row').all()).slice(1)) {
        const boxes = await Promise.all(
          [...(await row.getByRole('rowheader').all()), ...(await row.getByRole('cell').all())].map(
            (cell) => cell.boundingBox(),
          ),
        );
        expect(boxes).toHaveLength(6);
        for (const [n, one] of boxes.entries()) {
          if (one === null) throw new Error('a cell is not shown');
          expect(one.x + one.width).toBeLessThanOrEqual(width);
          for (const other of boxes.slice(n + 1)) {
            const apart =
              other === null ||
              one.x + one.width <= other.x + 0.5 ||
              other.x + other.width <= one.x + 0.5 ||
              one.y + one.height <= other.y + 0.5 ||
              other.y + other.height <= one.y + 0.5;
            expect(apart).toBe(true);
          }
        }
      }
    },
  );

  test('takes a revocation back', async () => {
    const page = await open('hand-off-failed');
    await page.getByRole('button', { name: 'Undo the revocation' }).click();
    await expect.poll(() => inputsOf('restoreGrants')).toEqual([{}]);
  });
});

describe('the question of a program', () => {
  test('names the program, shows its code and what it says of itself, and has the focus on Refuse', async () => {
    const page = await open('hand-off-asked');
    const dialog = page.getByRole('dialog', { name: 'Allow tabkeeper?' });
    await dialog.waitFor();
    const text = await dialog.innerText();
    for (const part of [
      'KWRT-4711',
      '48213',
      '/home/dana/projects',
      'for 12 hours',
      'Acme Test (008',
    ]) {
      expect(text).toContain(part);
    }
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent.trim()))
      .toBe('Refuse');
    expect(window.complaints()).toEqual([]);
  });

  test('takes no click on Allow for half a second, and one after that', async () => {
    const page = await open('live');
    await page.clock.pauseAt(NOW + 5 * MIN);
    await window.push((views['hand-off-asked'] ?? { snapshot: snapshot(openSession) }).snapshot);
    const allow = page.getByRole('dialog').getByRole('button', { name: 'Allow' });
    await allow.waitFor();
    expect(await allow.getAttribute('aria-disabled')).toBe('true');
    await page.clock.runFor(499);
    await allow.click({ force: true });
    expect(await inputsOf('answerGrant')).toEqual([]);
    await page.clock.runFor(2);
    await allow.click();
    await expect.poll(() => inputsOf('answerGrant')).toEqual([{ question: 1, allow: true }]);
  });

  test.each([
    ['Enter', (page: Window['page']) => page.keyboard.press('Enter')],
    ['Space', (page: Window['page']) => page.keyboard.press('Space')],
    ['Esc', (page: Window['page']) => page.keyboard.press('Escape')],
  ] as const)('%s, pressed for something else, refuses', async (_, press) => {
    const page = await open('hand-off-asked');
    await page.getByRole('dialog').waitFor();
    await press(page);
    await expect.poll(() => inputsOf('answerGrant')).toEqual([{ question: 1, allow: false }]);
  });

  test('goes when its time is over', async () => {
    const page = await open('hand-off-asked');
    await page.getByRole('dialog').waitFor();
    await window.push({ ...snapshot(openSession), revision: 9 });
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  });
});

describe('a new session ID', () => {
  test('is said in a region of every area, with what can be done', async () => {
    const page = await open('live-new-id');
    for (const [key, heading] of [
      ['Control+4', 'Hand-off'],
      ['Control+5', 'Settings'],
    ] as const) {
      await page.keyboard.press(key);
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
      await page.getByRole('region', { name: 'The session ID changed' }).waitFor();
    }
    const region = page.getByRole('region', { name: 'The session ID changed' });
    await region.getByRole('button', { name: 'Copy the new one' }).click();
    await region.getByRole('button', { name: 'Not needed' }).click();
    await expect.poll(() => inputsOf('dropOldCopies')).toEqual([{ profile: 'default' }]);
    expect(await inputsOf('copySessionId')).toEqual([{ profile: 'default' }]);
  });

  test('is heard once, with the state', async () => {
    const page = await open('live');
    await window.push({
      ...snapshot({ ...openSession, replaces: '!b••••••••••77Xy' }),
      revision: 2,
    });
    const said = page.getByRole('status').getByText('The session ID changed.');
    await said.waitFor({ state: 'attached' });
    await window.push({
      ...snapshot({ ...openSession, replaces: '!b••••••••••77Xy', extending: true }),
      revision: 3,
    });
    expect(await said.count()).toBe(1);
  });
});
