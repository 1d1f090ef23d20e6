/** The form: by keyboard alone, what is checked before sending, where errors stand, what is cleared. */
import { describe, expect, test } from 'vitest';
import type { AppError } from '../../../src-shared/result.ts';
import type { Snapshot } from '../../../src-shared/snapshot.ts';
import { inputOf, type Window } from '../harness.ts';
import {
  acme,
  newProfile,
  NOW,
  refused,
  signedOut,
  signingIn,
  snapshot,
  views,
} from '../snapshots.ts';
import { useStage } from '../stage.ts';

const secrets = { password: 'correct horse 7!', devKey: '01QQWERTZUIOPASDFGHJ' };

const stage = useStage();
let window: Window;

async function openForm(view: Snapshot = fresh()): Promise<Window['page']> {
  window = await stage.open(view);
  await window.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  return window.page;
}

const fresh = () => snapshot(signedOut, { activity: [], profiles: [newProfile] });

/** Everything a person or a tool could read out of the page. */
function everything(page: Window['page']): Promise<string> {
  return page.evaluate(() => {
    const fields = [...document.querySelectorAll('input, textarea')].map(
      (it) => (it as HTMLInputElement).value,
    );
    return [document.documentElement.outerHTML, ...fields, location.href, document.title].join(
      '\n',
    );
  });
}

describe('the names that outside tools rely on', () => {
  test('are there, and each fits one control only', async () => {
    const page = await openForm();
    for (const name of ['User name', 'Organization ID']) {
      await page.getByRole('textbox', { name }).fill('x');
    }
    for (const name of ['User name', 'Password', 'Organization ID', 'Developer key']) {
      expect(await page.getByLabel(name).count(), name).toBe(1);
    }
    expect(await page.getByRole('radiogroup', { name: 'Server' }).count()).toBe(1);
    for (const name of ['Practice sandbox', 'Local server', 'BILL sandbox']) {
      await page.getByRole('radio', { name }).check();
      expect(await page.getByRole('radio', { name }).isChecked()).toBe(true);
    }
    expect(await page.getByRole('button', { name: 'Sign in' }).count()).toBe(1);
    expect(await page.getByRole('textbox', { name: 'Local server URL' }).count()).toBe(0);
    await page.getByRole('radio', { name: 'Local server' }).check();
    expect(await page.getByRole('textbox', { name: 'Local server URL' }).count()).toBe(1);
  });
});

test('signs in by keyboard alone, and the secrets leave the page as they are sent', async () => {
  const page = await openForm();
  const { keyboard } = page;
  await keyboard.type('dana@acme.example');
  await keyboard.press('Tab');
  await keyboard.type(secrets.password);
  // Past the eye, and past Find my organizations.
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await keyboard.type(' 00801KTQZVJH4N8W2M6D');
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await keyboard.type(secrets.devKey);
  await keyboard.press('Enter');
  expect(await inputOf(window, 'signIn')).toEqual({
    profile: 'default',
    server: { kind: 'bill' },
    kind: 'password',
    userName: 'dana@acme.example',
    orgId: '00801KTQZVJH4N8W2M6D',
    ...secrets,
  });
  await window.push({
    ...snapshot(signingIn),
    revision: 2,
  });
  const whileSigningIn = await everything(page);
  await window.push({
    ...snapshot({ ...signedOut, error: refused('BDC_1101', 'User name and/or password …') }),
    revision: 3,
  });
  await page.getByText('User name and password do not match').waitFor();
  for (const text of [whileSigningIn, await everything(page)]) {
    for (const secret of Object.values(secrets)) expect(text).not.toContain(secret);
    expect(text).toContain('dana@acme.example');
    expect(text).toContain('00801KTQZVJH4N8W2M6D');
  }
  expect(await page.getByLabel('Password').evaluate((it) => it === document.activeElement)).toBe(
    true,
  );
});

test('what is missing is said at its field, and nothing is sent', async () => {
  const page = await openForm();
  await page.getByRole('textbox', { name: 'Organization ID' }).fill('00801KTQZVJH4N8W2M6D');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Enter your user name.').waitFor();
  await page.getByText('Enter your password.').waitFor();
  await page.getByText('Enter your developer key.').waitFor();
  await page.getByText('3 fields are empty. Nothing was sent.', { exact: true }).first().waitFor();
  expect(await page.getByLabel('Organization ID').getAttribute('aria-invalid')).toBeNull();
  expect(await page.getByLabel('User name').evaluate((it) => it === document.activeElement)).toBe(
    true,
  );
  expect(await inputOf(window, 'signIn')).toBeUndefined();
});

test('the practice sandbox needs nothing typed', async () => {
  const page = await openForm();
  await page.getByRole('radio', { name: 'Practice sandbox' }).check();
  await page.getByText('leave the fields empty').waitFor();
  await page.getByRole('button', { name: 'Sign in' }).click();
  expect(await inputOf(window, 'signIn')).toMatchObject({
    server: { kind: 'practice' },
    userName: '',
    password: '',
  });
});

const places: readonly (readonly [AppError, string])[] = [
  [refused('BDC_1101', 'User name and/or password do not match our records.'), 'Password'],
  [refused('BDC_1102', 'Developer key is invalid.'), 'Developer key'],
  [refused('BDC_1103', 'Developer key is inactive.'), 'Developer key'],
  [refused('BDC_1104', 'Developer terms are not accepted.'), 'Developer key'],
  [refused('BDC_1178', 'Developer key must be specified.'), 'Developer key'],
  [refused('BDC_1129', 'Invalid parameter value.', 'login'), 'Organization ID'],
  [refused('BDC_1123', 'Invalid organization id.'), 'Organization ID'],
  [refused('BDC_1107', 'Organization is locked out.'), 'Organization ID'],
  [refused('BDC_1110', 'Login is locked.'), 'User name'],
  [{ kind: 'hostRefused', reason: 'production' }, 'Local server URL'],
  [{ kind: 'invalidInput', field: 'server.url', problem: 'tooLong' }, 'Local server URL'],
];

test('each refusal stands at the field it concerns, with the code and the text of BILL', async () => {
  const local = { kind: 'local', url: 'http://127.0.0.1:8080/api/v2' } as const;
  const profile = { ...acme, name: 'Local', server: local, userName: 'd', orgId: '008' };
  const page = await openForm(snapshot(signedOut, { profiles: [profile] }));
  for (const [index, [error, label]] of places.entries()) {
    await window.push({
      ...snapshot({ ...signedOut, error }, { profiles: [profile] }),
      revision: index + 2,
    });
    const field = page
      .getByRole('textbox', { name: label, exact: true })
      .or(page.getByLabel(label, { exact: true }));
    await expect.poll(() => field.getAttribute('aria-invalid'), { message: label }).toBe('true');
    const note = page.locator(`#${(await field.getAttribute('aria-describedby')) ?? ''}`);
    const text = await note.innerText();
    if (error.kind === 'refused') {
      expect(text).toContain(error.code);
      expect(text).toContain(error.text);
    }
    expect(await page.locator('[aria-invalid="true"]').count()).toBe(1);
  }
});

test('what came of a sign-in names the server it was sent to, not the one before it', async () => {
  const page = await openForm();
  await page.getByRole('radio', { name: 'Local server' }).check();
  await page
    .getByRole('textbox', { name: 'Local server URL' })
    .fill('http://localhost:7999/api/v2');
  await page.getByRole('textbox', { name: 'User name' }).fill('dana@acme.example');
  await page.getByLabel('Password').fill(secrets.password);
  await page.getByRole('textbox', { name: 'Organization ID' }).fill('00801KTQZVJH4N8W2M6D');
  await page.getByLabel('Developer key').fill(secrets.devKey);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await window.push({
    ...snapshot({ ...signedOut, error: { kind: 'line', fault: 'refused', code: 'ECONNREFUSED' } }),
    revision: 2,
  });
  await page.getByText('localhost:7999 was not reached. Nothing was saved.').waitFor();
  expect(await page.locator('main').innerText()).not.toContain('BILL was not');
});

test('after the hourly limit the button waits for the hour, but not for whoever has another key', async () => {
  const error = { ...refused('BDC_1144', 'Max number …'), serverTime: NOW };
  const page = await openForm({
    ...snapshot({ ...signedOut, error }, { profiles: [{ ...acme, kept: 'everything' }] }),
  });
  await page.getByText('Wait until then, or use another developer key.').waitFor();
  const button = page.getByRole('button', { name: 'Sign in' });
  expect(await button.getAttribute('aria-disabled')).toBe('true');
  await page.getByText(/^Again from \d\d:00, in \d+ (?:min|s)$/u).waitFor();
  await page.getByLabel('Password').press('Enter');
  await page.getByLabel('Developer key').fill(secrets.devKey);
  expect(await button.getAttribute('aria-disabled')).toBeNull();
  expect((await window.sent()).some(({ name }) => name === 'signIn')).toBe(false);
  await page.getByLabel('Developer key').fill('');
  await page.clock.runFor(60 * 60_000);
  await expect.poll(() => button.getAttribute('aria-disabled')).toBeNull();
});

test('a sign-out that was not confirmed shows what the server said', async () => {
  const view = views['signed-out']?.snapshot;
  if (view === undefined) throw new Error('no such view');
  const [session] = Object.values(view.sessions);
  const error = { kind: 'oddReply', odd: 'status', status: 500, retryAfterMs: null } as const;
  const page = await openForm(snapshot({ ...session, error } as typeof signedOut));
  await page.getByText('BILL did not confirm it: the session may stay open').waitFor();
  await page.getByText('HTTP 500').waitFor();
});

test('Cancel appears after a moment and cancels', async () => {
  window = await stage.open(snapshot(signingIn));
  const { page } = window;
  await page.getByRole('heading', { name: 'Signing in' }).waitFor();
  await page.clock.runFor(350);
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(await inputOf(window, 'cancelSignIn')).toEqual({ profile: 'default' });
});

test.each(['hang', 'reject'] as const)(
  'with a bridge whose promises %s, the form says so and can be used again',
  async (manner) => {
    window = await stage.open(fresh(), { manner });
    const { page } = window;
    await page.getByRole('radio', { name: 'Practice sandbox' }).check();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.clock.runFor(61_000);
    await page.getByText('Something in Tabkeeper itself failed.').waitFor();
    const button = page.getByRole('button', { name: 'Sign in' });
    expect(await button.getAttribute('aria-disabled')).toBeNull();
    await button.click();
    expect((await window.sent()).filter((it) => it.name === 'signIn')).toHaveLength(2);
    expect(window.complaints()).toEqual([]);
  },
);
