/** "Copy as" in the window, by keyboard and mouse, and the difference of a .env file before it is written. */
import { describe, expect, test } from 'vitest';
import type { CommandName } from '../../src-shared/contract.ts';
import type { Snapshot } from '../../src-shared/snapshot.ts';
import type { Window } from './harness.ts';
import { envDifference } from './scenes.ts';
import { gatewayOn, views } from './snapshots.ts';
import { useStage } from './stage.ts';

const stage = useStage();
let window: Window;

async function open(name: string, change: (it: Snapshot) => Snapshot = (it) => it) {
  const view = views[name];
  if (view === undefined) throw new Error(`there is no view ${name}`);
  window = await stage.open(change(view.snapshot), { hash: view.hash });
  await window.answer('copyAs', { ok: true, value: { is: 'copied' } });
  await window.answer('previewCopy', {
    ok: true,
    value: { text: `curl -sS 'https://api-stage.bill.com/api/v2/List/Vendor.json'`, way: 'direct' },
  });
  return window.page;
}
const inputsOf = async (name: CommandName) =>
  (await window.sent()).filter((one) => one.name === name).map(({ input }) => input);
const focused = () =>
  window.page.evaluate(
    () => document.activeElement?.textContent.trim().replace(/\s+/gu, ' ') ?? '',
  );

describe('the menu', () => {
  test('is opened, walked and used by keyboard alone, and gives the focus back', async () => {
    const page = await open('live');
    await page.getByRole('button', { name: 'Copy as' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menu', { name: 'Copy as' }).waitFor();
    await expect.poll(focused).toBe('curl (bash, zsh)');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe('curl (fish)');
    await page.keyboard.press('End');
    expect(await focused()).toBe('Copy with live values…');
    await page.keyboard.press('Home');
    await page.keyboard.press('p');
    expect(await focused()).toBe('PowerShell');
    await page.keyboard.press('p');
    expect(await focused()).toBe('Python');
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Copied as Python.').waitFor();
    expect(await inputsOf('copyAs')).toEqual([
      { profile: 'default', call: { of: 'session' }, format: 'python', live: false },
    ]);
    expect(await page.getByRole('menu').count()).toBe(0);
    await expect.poll(focused).toContain('Copy as');
    expect(window.complaints()).toEqual([]);
  });

  test('has live values behind a choice of its own, which says what they are', async () => {
    const page = await open('live');
    await page.getByRole('button', { name: 'Copy as' }).click();
    expect(await page.getByText('Secrets are in the text').count()).toBe(0);
    await page.getByRole('menuitem', { name: 'Copy with live values…' }).click();
    const menu = page.getByRole('menu', { name: 'Copy with live values' });
    await menu.waitFor();
    await page.getByText('It leaves the clipboard after 30 s').waitFor();
    // A collection names its variables, whatever they are.
    expect(await menu.getByRole('menuitem', { name: 'Postman collection' }).count()).toBe(0);
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('menu', { name: 'Copy as' }).waitFor();
    expect(await inputsOf('copyAs')).toEqual([]);
    await page.getByRole('menuitem', { name: 'Copy with live values…' }).click();
    await menu.getByRole('menuitem', { name: 'HTTPie (bash, zsh)' }).click();
    await page.getByRole('status').getByText('after 30 seconds').waitFor();
    expect(await inputsOf('copyAs')).toEqual([
      { profile: 'default', call: { of: 'session' }, format: 'httpie', live: true },
    ]);
  });

  test('says why a call cannot be copied, and stays open', async () => {
    const page = await open('live');
    await window.answer('copyAs', { ok: true, value: { is: 'refused', why: 'hidden' } });
    await page.getByRole('button', { name: 'Copy as' }).click();
    await page.getByRole('menuitem', { name: '.http file' }).click();
    await page.getByRole('alert').getByText('a terminal might act on it').waitFor();
    expect(await page.getByRole('menu').count()).toBe(1);
    await page.keyboard.press('Escape');
    expect(await page.getByRole('menu').count()).toBe(0);
  });

  test('stands at a row of Activity too, for that row', async () => {
    const page = await open('activity');
    await page.getByRole('row', { name: 'BDC_1361' }).click();
    const detail = page.getByRole('article');
    await detail.getByRole('button', { name: 'Copy as' }).click();
    await page.getByRole('menuitem', { name: 'curl (bash, zsh)' }).click();
    await expect.poll(() => inputsOf('copyAs')).toMatchObject([{ call: { of: 'exchange' } }]);
  });
});

describe('a .env file', () => {
  const withGateway = (it: Snapshot): Snapshot => ({
    ...it,
    handOff: {
      ...it.handOff,
      gateways: { default: gatewayOn },
    },
  });

  test('shows the difference, is written on a second choice, and can be taken back', async () => {
    const page = await open('hand-off', withGateway);
    await window.answer('previewEnvFile', { ok: true, value: envDifference });
    await page.getByRole('button', { name: 'Choose a .env file…' }).click();
    const change = page.getByRole('group', { name: 'What would change' });
    const text = await change.innerText();
    for (const part of [
      '/home/dana/app/.env',
      'BILL_DEV_KEY=tabkeeper',
      'line 3 stays',
      '4 other',
    ]) {
      expect(text).toContain(part);
    }
    expect(await inputsOf('writeEnvFile')).toEqual([]);
    await window.answer('writeEnvFile', {
      ...{ ok: true, value: { is: 'written', file: '/home/dana/app/.env', isNew: false } },
    });
    await change.getByRole('button', { name: 'Write' }).click();
    await page.getByRole('status').getByText('Written: /home/dana/app/.env').waitFor();
    expect(await inputsOf('writeEnvFile')).toEqual([{ preview: 7 }]);
    await window.answer('undoEnvFile', {
      ...{ ok: true, value: { is: 'undone', file: '/home/dana/app/.env', isGone: false } },
    });
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByRole('status').getByText('is as it was').waitFor();
    expect(window.complaints()).toEqual([]);
  });

  test('that git would take along is refused with the line for .gitignore', async () => {
    const page = await open('hand-off', withGateway);
    await window.answer('previewEnvFile', {
      ok: true,
      value: {
        ...{ is: 'refused', file: '/home/dana/app/.env', why: 'notIgnored', ignoreLine: '/.env' },
      },
    });
    await page.getByRole('button', { name: 'New .env file…' }).click();
    await page.getByText('git does not ignore this file', { exact: false }).first().waitFor();
    await page.getByRole('button', { name: 'Copy the line for .gitignore' }).click();
    await expect.poll(() => inputsOf('copyIgnoreLine')).toEqual([{}]);
    expect(await inputsOf('previewEnvFile')).toEqual([{ profile: 'default', isNew: true }]);
  });
});

test('the area has the ways from the strongest to the weakest', async () => {
  const page = await open('hand-off');
  const heads = await page.getByRole('heading', { level: 2 }).allTextContents();
  expect(heads).toEqual([
    ...[
      'Gateway',
      'In a terminal',
      'As a request',
      'In a .env file',
      'Programs with access',
      'Copy',
    ],
  ]);
  await page.getByText('Turn the gateway on first').waitFor();
});
