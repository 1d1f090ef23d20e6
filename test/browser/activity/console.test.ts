/** The API console in the window alone: its keys, its editor, its question, and whose reply is whose. */
import { describe, expect, test } from 'vitest';
import { HIDDEN } from '../../../src-shared/text/mask.ts';
import { inputOf, type Manner, type Window } from '../harness.ts';
import { acme, openSession, refused, snapshot, signedOut } from '../snapshots.ts';
import { useStage } from '../stage.ts';

const stage = useStage();
let window: Window;

const hash = '#activity/console';
const profiles = [acme, { ...acme, id: 'second', name: 'Second' }];
const sessions = { default: openSession, second: openSession };
let revision = 1;
const both = (selected: string) =>
  snapshot(openSession, { revision: ++revision, profiles, sessions, selected });

async function open(manner: Manner = 'accept') {
  window = await stage.open(both('default'), { hash, manner });
  const { page } = window;
  await page.getByRole('heading', { name: 'API console' }).waitFor();
  const operation = page.getByRole('combobox', { name: 'Operation' });
  return {
    page,
    operation,
    editor: page.locator('[data-editor]').getByRole('textbox'),
    choose: async (name: string) => {
      await operation.fill(name);
      await operation.press('Enter');
    },
  };
}
const focused = () =>
  window.page.evaluate(() => {
    const it = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
    return it?.getAttribute('aria-label') ?? it?.textContent.trim() ?? '';
  });
const button = (name: string) => window.page.getByRole('button', { name, exact: true });
async function sentAs(name: 'tryOperation' | 'cancelOperation') {
  return (await window.sent()).filter((it) => it.name === name).map(({ input }) => input);
}

test('an operation is found and taken by the keyboard; what is not offered says why', async () => {
  const { page, operation } = await open();
  const { keyboard } = page;
  await expect.poll(() => operation.evaluate((it) => it === document.activeElement)).toBe(true);
  expect(await operation.getAttribute('aria-expanded')).toBe('false');
  await keyboard.type('list vend');
  expect(await operation.getAttribute('aria-expanded')).toBe('true');
  const active = async () => {
    const id = await operation.getAttribute('aria-activedescendant');
    return id === null ? null : page.locator(`#${id}`).innerText();
  };
  expect(await active()).toMatch(/^List\/Vendor\b/u);
  await keyboard.press('ArrowDown');
  expect(await active()).toMatch(/^List\/VendorBankAccount/u);
  await keyboard.press('Escape');
  expect([await operation.inputValue(), await operation.getAttribute('aria-expanded')]).toEqual([
    '',
    'false',
  ]);
  await keyboard.type('login');
  await page.getByText('This opens, ends or verifies a session.').first().waitFor();
  await keyboard.press('Enter');
  expect(await button('Send').count()).toBe(0);
  await operation.fill('currenttime.json');
  await keyboard.press('Tab');
  expect(await operation.inputValue()).toBe('CurrentTime');
  await page.getByText('This operation takes no data.').waitFor();
  await operation.press('Control+Enter');
  expect(await inputOf(window, 'tryOperation')).toEqual({
    profile: 'default',
    operation: 'CurrentTime',
    body: '',
  });
  expect(window.complaints()).toEqual([]);
});

test('a flaw is shown at its place and is not sent; Tab leads out of the editor', async () => {
  const { page, editor, choose } = await open();
  const { keyboard } = page;
  await choose('List/Bill');
  await editor.click();
  await keyboard.press('ControlOrMeta+a');
  await keyboard.insertText('{\n  "start" 0\n}');
  await keyboard.press('Control+Enter');
  await page.getByText('Line 2, column 11: a colon is missing.').first().waitFor();
  expect(await editor.getAttribute('aria-invalid')).toBe('true');
  expect(await page.getByRole('status').allInnerTexts()).toContain(
    'Line 2, column 11: a colon is missing.',
  );
  expect(await inputOf(window, 'tryOperation')).toBeUndefined();
  // The caret stands where the sign is missing.
  await keyboard.insertText(': ');
  await expect.poll(() => editor.getAttribute('aria-invalid')).toBe('false');

  // A question mark is text, and Tab is the way out.
  await keyboard.press('End');
  await keyboard.insertText(' ');
  await keyboard.press('?');
  expect(await page.getByRole('dialog').count()).toBe(0);
  await keyboard.press('Backspace');
  await keyboard.press('Tab');
  await expect.poll(focused).toBe('Send');
  await keyboard.press('Enter');
  expect(JSON.parse((await inputOf(window, 'tryOperation'))?.body ?? '')).toEqual({ start: 0 });
  expect(window.complaints()).toEqual([]);
});

test('without its chunk the editor is a plain field that does the same', async () => {
  window = await stage.open(snapshot(openSession), {
    ...{ hash: '#activity', colorScheme: 'dark', fresh: true },
  });
  const { page } = window;
  await page.route('**/json-editor*', (route) => route.abort());
  await page.getByRole('link', { name: 'API console' }).click();
  const operation = page.getByRole('combobox', { name: 'Operation' });
  await operation.fill('List/Bill');
  await operation.press('Enter');
  const field = page.getByRole('textbox', { name: 'Data as JSON' });
  await page.getByText('The editor did not load.').waitFor();
  await field.fill('{"start":0');
  await field.press('Control+Enter');
  await page.getByText('Line 1, column 11: a closing } is missing.').first().waitFor();
  await expect.poll(() => field.evaluate((it) => it === document.activeElement)).toBe(true);
  await page.keyboard.insertText('}');
  await page.keyboard.press('Control+Enter');
  expect(await inputOf(window, 'tryOperation')).toMatchObject({ body: '{"start":0}' });
  await page.unroute('**/json-editor*');
});

test('the editor that comes while somebody types takes over text, caret and focus', async () => {
  window = await stage.open(snapshot(openSession), { hash: '#activity', fresh: true });
  const { page } = window;
  let go: () => void = () => undefined;
  const wait = new Promise<void>((resolve) => (go = resolve));
  await page.route('**/json-editor*', async (route) => {
    await wait;
    await route.continue();
  });
  await page.getByRole('link', { name: 'API console' }).click();
  const operation = page.getByRole('combobox', { name: 'Operation' });
  await operation.fill('List/Bill');
  await operation.press('Enter');
  const plain = page.locator('textarea');
  await plain.fill('{"start":}');
  await plain.press('ArrowLeft');
  go();
  const editor = page.locator('[data-editor]').getByRole('textbox', { name: 'Data as JSON' });
  await editor.waitFor();
  expect(await focused()).toBe('Data as JSON');
  await page.keyboard.insertText('7');
  await page.keyboard.press('Control+Enter');
  expect(await inputOf(window, 'tryOperation')).toMatchObject({ body: '{"start":7}' });
  await page.unroute('**/json-editor*');
});

test('a payment is asked about first, by profile and server, and the way back has the focus', async () => {
  const { page, choose } = await open();
  await window.answer('tryOperation', { ok: true, value: { reply: '{}' } });
  await choose('PayBills');
  for (const way of ['Enter', 'Escape']) {
    await page.keyboard.press('Control+Enter');
    await page.getByText(`Send PayBills to BILL for ${acme.name}?`).waitFor();
    await expect.poll(focused).toBe('Back');
    await page.keyboard.press(way);
    await expect.poll(focused).toBe('Send');
  }
  expect(await sentAs('tryOperation')).toEqual([]);
  await page.keyboard.press('Enter');
  await button('Send PayBills').press('Enter');
  expect(await inputOf(window, 'tryOperation')).toMatchObject({ operation: 'PayBills' });
  // What only reads is not asked about.
  await page.getByText('Accepted', { exact: true }).first().waitFor();
  await choose('List/Bill');
  await button('Send').click();
  await expect.poll(async () => (await sentAs('tryOperation')).length).toBe(2);
});

test('a call belongs to the profile that it was sent for, and can be given up', async () => {
  const { page, operation, choose } = await open('hang');
  await choose('List/Bill');
  await button('Send').click();
  await page.getByText('Waiting for the answer…').waitFor();
  await window.push(both('second'));
  await expect.poll(() => operation.inputValue()).toBe('');
  await page.getByText('Nothing has been sent from here yet.').waitFor();
  await choose('List/Vendor');
  await page.getByText('to Second').waitFor();
  await button('Send').click();
  expect((await sentAs('tryOperation')).map((it) => (it as { profile: string }).profile)).toEqual([
    'default',
    'second',
  ]);
  await window.push(both('default'));
  await expect.poll(() => operation.inputValue()).toBe('List/Bill');
  expect(await button('Send').getAttribute('aria-disabled')).toBe('true');
  await button('Cancel').click();
  expect(await sentAs('cancelOperation')).toEqual([{ profile: 'default', operation: 'List/Bill' }]);
});

describe('a reply', () => {
  test('of many lines is shown in part, then whole; its IDs fill the Read, and calls come back', async () => {
    const { page, operation, editor, choose } = await open();
    const bills = Array.from({ length: 200 }, (_, n) => ({
      id: `00n01ABCDEFGHI0${String(n).padStart(5, '0')}`,
      vendorId: '00901ABCDEFGHI000001',
    }));
    const reply = JSON.stringify(bills, null, 2);
    await window.answer('tryOperation', { ok: true, value: { reply } });
    await choose('List/Bill');
    await button('Send').click();
    await page.getByRole('link', { name: 'Read Bill 00n01ABCDEFGHI000000' }).waitFor();
    expect(await page.getByRole('link', { name: /^Read Bill/u }).count()).toBeLessThan(100);
    await button('Show all 802 lines').click();
    await expect.poll(() => page.getByRole('link', { name: /^Read Bill/u }).count()).toBe(200);
    await page.getByRole('link', { name: 'Read Bill 00n01ABCDEFGHI000007' }).click();
    await expect.poll(() => operation.inputValue()).toBe('Crud/Read/Bill');
    expect(await editor.innerText()).toContain('"id": "00n01ABCDEFGHI000007"');
    await expect.poll(focused).toBe('Send');

    const error = refused('BDC_1109', 'Session is invalid.  Please log in.');
    await window.answer('tryOperation', { ok: false, error });
    await page.keyboard.press('Enter');
    await page.getByText('Refused', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Look at the session' }).waitFor();
    await page.getByRole('button', { name: /^Repeat List\/Bill/u }).click();
    await expect.poll(() => operation.inputValue()).toBe('List/Bill');
    expect(window.complaints()).toEqual([]);
  });

  test('that the session’s end took away says so, and nothing goes without a session', async () => {
    const { page, choose } = await open();
    await window.answer('tryOperation', { ok: false, error: { kind: 'cancelled' } });
    await choose('List/Bill');
    await button('Send').click();
    await page.getByText('The session ended before the answer came.').first().waitFor();
    await window.push(snapshot(signedOut, { revision: ++revision }));
    await page.getByText('A call needs an open session.').waitFor();
    expect(await button('Send').getAttribute('aria-disabled')).toBe('true');
    await button('Send').press('Control+Enter');
    expect((await sentAs('tryOperation')).length).toBe(1);
  });
});

test('a row of Activity comes back with what was masked as a place to fill in', async () => {
  const { page } = await open();
  await page.getByRole('link', { name: 'Activity', exact: true }).first().click();
  await page.getByRole('row', { name: 'BDC_1361' }).click();
  await button('Repeat in the console').click();
  const operation = page.getByRole('combobox', { name: 'Operation' });
  await expect.poll(() => operation.inputValue()).not.toBe('');
  const editor = page.locator('[data-editor]').getByRole('textbox');
  await editor.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(`{"accountNumber":"${HIDDEN}"}`);
  await page.keyboard.press('Control+Enter');
  await page.getByText('this value was hidden where the call came from').first().waitFor();
  expect(await inputOf(window, 'tryOperation')).toBeUndefined();
});
