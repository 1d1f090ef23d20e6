/** Pasting into the form: what is filled, refused and taken back, by mouse, by keys and by ear. */
import axe from 'axe-core';
import { describe, expect, test } from 'vitest';
import { inputOf, type Stage, type Window } from '../harness.ts';
import { newProfile, signedOut, snapshot } from '../snapshots.ts';
import { useStage } from '../stage.ts';

const stage = useStage();
let window: Window;

const fresh = () => snapshot(signedOut, { profiles: [newProfile], activity: [] });
type Page = Window['page'];
async function open(look: Parameters<Stage['open']>[1] = {}): Promise<Page> {
  window = await stage.open(fresh(), look);
  await window.page.locator('main h1').waitFor();
  return window.page;
}
const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });
const values = (page: Page) =>
  page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll<HTMLInputElement>('form input:not([type=radio])')].map((it) => [
        it.id,
        it.value,
      ]),
    ),
  );
const heard = (page: Page) => page.locator('[role=status]').innerText();
const focused = (page: Page) =>
  page.evaluate(() => {
    const { activeElement: it } = document;
    return it === document.body ? 'the page' : (it?.id ?? '');
  });

/** The browser's own event, with a clipboard of ours. */
function bring(page: Page, label: string, text: string, type: 'paste' | 'drop'): Promise<void> {
  return field(page, label).evaluate(
    (element, [block, kind]) => {
      const data = new DataTransfer();
      data.setData('text/plain', block);
      const init = { bubbles: true, cancelable: true };
      if (element instanceof HTMLElement) element.focus();
      element.dispatchEvent(
        kind === 'paste'
          ? new ClipboardEvent('paste', { ...init, clipboardData: data })
          : new DragEvent('drop', { ...init, dataTransfer: data }),
      );
    },
    [text, type] as const,
  );
}
const paste = (page: Page, label: string, text: string) => bring(page, label, text, 'paste');

async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: inPage } = globalThis as unknown as { axe: typeof axe };
    const result = await inPage.run(document, { resultTypes: ['violations'] });
    return result.violations.flatMap((it) => it.nodes.map((node) => `${it.id}: ${node.html}`));
  });
}

const SECRET = 'battery-staple-7';
const env = `BILL_USERNAME=dana@acme.example\nBILL_PASSWORD='${SECRET}'\nBILL_ORG_ID=00801KTQ`;

describe('a block', () => {
  test.each(['paste', 'drop'] as const)('by %s fills by name, wherever it lands', async (type) => {
    const page = await open();
    await bring(page, 'Organization ID', env, type);
    await page.getByText('Took user name, password and organization ID.').first().waitFor();
    expect(await values(page)).toMatchObject({
      'user-name': 'dana@acme.example',
      password: SECRET,
      'org-id': '00801KTQ',
    });
    await expect.poll(() => focused(page)).toBe('dev-key');
  });

  test('one secret that is pasted where all can read it goes to its own field', async () => {
    const page = await open();
    await paste(page, 'User name', `BILL_PASSWORD=${SECRET}`);
    await page.getByText('Took password.').first().waitFor();
    expect(await values(page)).toMatchObject({ 'user-name': '', password: SECRET });
  });

  test.each([
    [`The password is ${SECRET}.`, 'does not understand how this is written'],
    [`curl -d 'password=${SECRET}`, 'does not understand how this is written'],
    [`[{"userName":"a","password":"${SECRET}"},{"userName":"c","password":"d"}]`, 'more than one'],
    [`DB_PASSWORD=${SECRET}`, 'Nothing in it has a name that Tabkeeper knows.'],
  ])('%s is shown nowhere, and it is said why', async (block, words) => {
    const page = await open();
    await paste(page, 'User name', block);
    await page.locator('form').getByText(words).waitFor();
    expect(Object.values(await values(page)).join('')).toBe('');
    expect(await page.content()).not.toContain(SECRET);
    expect(await heard(page)).toContain(words);
    expect(await focused(page)).toBe('user-name');
  });

  test('a placeholder leaves its field empty, the others fill, and the sentence names it', async () => {
    const page = await open();
    await field(page, 'Password').fill('of another account');
    const block = `{"userName":"dana","password":"<your password>","devKey":"$DEV_KEY","orgId":"008A"}`;
    await paste(page, 'User name', block);
    const words = 'Left empty: password (a placeholder) and developer key (a reference).';
    await page.locator('form').getByText(words).waitFor();
    expect(await heard(page)).toContain(words);
    expect(await values(page)).toMatchObject({
      'user-name': 'dana',
      password: '',
      'org-id': '008A',
    });
    await expect.poll(() => focused(page)).toBe('password');
  });

  test('what is no block is pasted as it stands', async () => {
    const page = await open();
    // A word of ours and a space: the reader is asked, and finds nothing.
    await paste(page, 'Password', 'key to my heart');
    await expect.poll(() => field(page, 'Password').inputValue()).toBe('key to my heart');
    await paste(page, 'Password', ' & more keys');
    await expect
      .poll(() => field(page, 'Password').inputValue())
      .toBe('key to my heart & more keys');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Enter your user name.').waitFor();
  });

  test('the reader is loaded when the first block comes, within the policy', async () => {
    const page = await open({ fresh: true });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await field(page, 'User name').fill('dana');
    expect(asked).toEqual([]);
    await paste(page, 'User name', env);
    await page.getByText('Took user name').first().waitFor();
    expect(asked).toEqual([expect.stringMatching(/\/assets\/pasting-[\w-]+\.js$/u)]);
    expect(window.complaints()).toEqual([]);
  });
});

describe('the filling', () => {
  const before = { 'user-name': 'before', password: 'typed', 'org-id': '', 'dev-key': '' };
  async function filled(): Promise<Page> {
    const page = await open();
    await field(page, 'User name').fill('before');
    await field(page, 'Password').fill('typed');
    await paste(page, 'User name', env);
    await page.getByText('Took user name').first().waitFor();
    return page;
  }

  test('is taken back with one key, which is said and shown', async () => {
    const page = await filled();
    expect(await heard(page)).toContain('Ctrl+Z takes it back.');
    await page.locator('form').getByText('Ctrl+Z takes it back.').waitFor();
    await page.keyboard.press('Control+z');
    await page.locator('form').getByText('Taken back: the fields are as they were.').waitFor();
    expect(await values(page)).toEqual(before);
    await expect.poll(() => focused(page)).toBe('org-id');
    expect(await heard(page)).toContain('Taken back');
    expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0);
  });

  test('is taken back by its button, by keyboard alone', async () => {
    const page = await filled();
    await page.getByRole('button', { name: 'Undo' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => values(page)).toEqual(before);
    await expect.poll(() => focused(page)).toBe('org-id');
  });

  test('takes back the server and the way too', async () => {
    const page = await open();
    const block = '{"sessionId":"!bS","devKey":"01A","baseUrl":"http://127.0.0.1:8080/api/v2"}';
    await paste(page, 'User name', block);
    await page.getByText('Took server, session ID and developer key.').first().waitFor();
    expect(await page.getByRole('radio', { name: 'Local server' }).isChecked()).toBe(true);
    await page.keyboard.press('Control+z');
    await expect
      .poll(() => page.getByRole('radio', { name: 'BILL sandbox' }).isChecked())
      .toBe(true);
    expect(await page.getByRole('radio', { name: 'User and password' }).isChecked()).toBe(true);
    expect(await values(page)).toMatchObject({ 'dev-key': '' });
  });

  test('is not taken back over what was typed since', async () => {
    const page = await filled();
    await field(page, 'Developer key').fill('01A');
    expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0);
    await page.keyboard.press('Control+z');
    expect(await values(page)).toMatchObject({
      'user-name': 'dana@acme.example',
      password: SECRET,
    });
  });

  test('of every field, from the place for a block, leaves the focus at the button', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Paste a block' }).click();
    await paste(page, 'Block to paste', `${env}\nBILL_DEV_KEY=01QQWE`);
    await page.getByText('Took user name, password').first().waitFor();
    await expect.poll(() => focused(page)).toBe('sign-in-button');
    await page.keyboard.press('Enter');
    expect(await inputOf(window, 'signIn')).toMatchObject({ password: SECRET, devKey: '01QQWE' });
  });
});

describe('an ID', () => {
  test.each([
    ['Developer key', 'dev-key', '01Q\u200bWERTZ', 'Character 4 cannot be seen (U+200B).', [3, 4]],
    ['Developer key', 'dev-key', '01QWE RTZ', 'Character 6 is a space.', [5, 6]],
    ['Organization ID', 'org-id', ' 008A\u00a0B ', 'Character 6 cannot be seen (U+00A0).', [5, 6]],
  ])(
    '%s (%s) with %j is refused right after the paste, with the place',
    async (label, id, text, words, place) => {
      const page = await open();
      await paste(page, label, text);
      await page.getByText(words).first().waitFor();
      expect(await field(page, label).getAttribute('aria-invalid')).toBe('true');
      expect(await heard(page)).toContain(words);
      expect(await focused(page)).toBe(id);
      await expect
        .poll(() =>
          field(page, label).evaluate((it: HTMLInputElement) => [
            it.selectionStart,
            it.selectionEnd,
          ]),
        )
        .toEqual(place);
      await page.keyboard.press('Delete');
      await expect.poll(() => field(page, label).getAttribute('aria-invalid')).toBeNull();
    },
  );

  test('with a hidden space in a block is filled, refused at its field, and not sent', async () => {
    const page = await open();
    await paste(page, 'User name', `${env}\nBILL_DEV_KEY=01Q\u200bWERTZ`);
    await page.getByText('Character 4 cannot be seen (U+200B).').first().waitFor();
    await expect.poll(() => focused(page)).toBe('dev-key');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page
      .getByText('One field holds what cannot be right. Nothing was sent.')
      .first()
      .waitFor();
    expect(await inputOf(window, 'signIn')).toBeUndefined();
    await expect.poll(() => focused(page)).toBe('dev-key');
  });

  test('of a session is looked at as well', async () => {
    const page = await open();
    await page.getByRole('radio', { name: 'Session ID' }).check();
    await field(page, 'Session ID').fill('!bX Y');
    await page.getByText('Character 4 is a space.').waitFor();
  });

  test.each([
    ['00601KTQZVJH4N8W2M6D', 'This is a user ID: it starts with 006.'],
    ['00901KTQZVJH4N8W2M6D', 'This is a vendor ID: it starts with 009.'],
    ['00n01KTQZVJH4N8W2M6D', 'This is a bill ID: it starts with 00n.'],
    ['01QQWERTZUIOPASDFGHJ', 'This is a developer key: it starts with 01.'],
  ])('%s is refused as the organization’s', async (id, words) => {
    const page = await open();
    await field(page, 'User name').fill('dana');
    await field(page, 'Password').fill('pw');
    await field(page, 'Developer key').fill('01A');
    await field(page, 'Organization ID').fill(id);
    await page.getByText(words).waitFor();
    expect(await field(page, 'Organization ID').getAttribute('aria-invalid')).toBe('true');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await inputOf(window, 'signIn')).toBeUndefined();
    await expect.poll(() => focused(page)).toBe('org-id');
    // What nobody knows may be right.
    await field(page, 'Organization ID').fill('0zz01KTQZVJH4N8W2M6D');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await inputOf(window, 'signIn')).toMatchObject({ orgId: '0zz01KTQZVJH4N8W2M6D' });
  });

  test('that is a developer key is not shown in the organization’s field', async () => {
    const page = await open();
    await paste(page, 'Organization ID', '01QQWERTZUIOPASDFGHJ');
    await page.getByText('This is a developer key').first().waitFor();
    expect(await field(page, 'Organization ID').getAttribute('aria-invalid')).toBe('true');
    expect(await field(page, 'Organization ID').inputValue()).toBe('');
    await paste(page, 'User name', 'userName=dana\norgId=01QQWERTZUIOPASDFGHJ\nx=1');
    await page.getByText('Took user name.').first().waitFor();
    expect(await page.content()).not.toContain('01QQWERTZ');
  });
});

test.each([
  { colorScheme: 'light', width: 960 },
  { colorScheme: 'dark', width: 960 },
  { colorScheme: 'light', width: 360 },
  { colorScheme: 'dark', width: 360 },
] as const)('$colorScheme at $width: no violation, nothing sticks out', async (look) => {
  const page = await open({
    colorScheme: look.colorScheme,
    viewport: { width: look.width, height: 640 },
  });
  await paste(page, 'User name', `${env.replace('00801', '00901')}\nBILL_DEV_KEY=01Q\u200bWERTZ`);
  await page.getByText('Character 4 cannot be seen').first().waitFor();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Control+z');
  await page.getByText('Taken back').first().waitFor();
  await paste(
    page,
    'User name',
    '{"userName":"dana","password":"{password}","apiUrl":"https://api.bill.com/api/v2"}',
  );
  await page.getByText('Left empty').first().waitFor();
  expect(await violations(page)).toEqual([]);
  expect(window.complaints()).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
});
