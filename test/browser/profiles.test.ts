/** Profiles and settings: the switcher by keys, each change as its command, questions before harm. */
import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../src-shared/snapshot.ts';
import { inputOf, type Window } from './harness.ts';
import { acme, openSession, signedOut, snapshot, three, views } from './snapshots.ts';
import { useStage } from './stage.ts';

const stage = useStage();
let window: Window;

async function open(view: Snapshot, hash = ''): Promise<Window['page']> {
  window = await stage.open(view, { hash });
  await window.page.locator('main h1').waitFor();
  return window.page;
}
const focused = (page: Window['page']) =>
  page.evaluate(() => (document.activeElement as HTMLElement).innerText.split('\n')[0]);

describe('the switcher', () => {
  test('names profile, user, SANDBOX and host', async () => {
    const page = await open(snapshot(openSession, three));
    const text = await page.getByRole('button', { name: 'Switch profile' }).innerText();
    for (const part of ['Acme Test', 'dana@acme.example', 'SANDBOX', 'api-stage']) {
      expect(text).toContain(part);
    }
  });

  test('by keys: arrows, Home, End, typing, Esc, Enter', async () => {
    const page = await open(snapshot(openSession, three));
    const { keyboard } = page;
    const button = page.getByRole('button', { name: 'Switch profile' });
    await button.focus();
    await keyboard.press('Enter');
    await page.getByRole('menu', { name: 'Profiles' }).waitFor();
    expect(await focused(page)).toBe('Acme Test');
    expect(
      await page.getByRole('menuitemradio', { name: /Acme Test/u }).getAttribute('aria-checked'),
    ).toBe('true');
    await page.getByRole('menuitemradio', { name: /Beta Org.*expired/u }).waitFor();
    await keyboard.press('ArrowDown');
    expect(await focused(page)).toMatch(/^Beta Org/u);
    await keyboard.press('End');
    expect(await focused(page)).toBe('Profiles…');
    await keyboard.press('ArrowDown');
    expect(await focused(page)).toBe('Acme Test');
    await keyboard.press('ArrowUp');
    await keyboard.press('Home');
    expect(await focused(page)).toBe('Acme Test');
    await keyboard.type('lo');
    expect(await focused(page)).toBe('Local tests');
    await keyboard.press('Escape');
    expect(await page.getByRole('menu').count()).toBe(0);
    expect(await button.evaluate((it) => it === document.activeElement)).toBe(true);
    await keyboard.press('ArrowDown');
    await keyboard.type('b');
    await keyboard.press('Enter');
    expect(await inputOf(window, 'selectProfile')).toEqual({ profile: 'beta' });
    expect(window.complaints()).toEqual([]);
  });

  test('New profile and Profiles…', async () => {
    const page = await open(snapshot(openSession, three));
    const button = page.getByRole('button', { name: 'Switch profile' });
    await button.click();
    await page.getByRole('menuitem', { name: 'New profile' }).click();
    expect(await inputOf(window, 'createProfile')).toEqual({});
    await button.click();
    await page.getByRole('menuitem', { name: 'Profiles…' }).click();
    await page.getByRole('heading', { name: 'Settings', exact: true }).waitFor();
  });

  test('what was typed for one profile stays with it; its secrets are gone', async () => {
    const both = {
      ...three,
      sessions: { default: signedOut, beta: signedOut, local: signedOut },
    };
    const page = await open(snapshot(signedOut, both));
    await page.getByLabel('User name').fill('typed@acme.example');
    await page.getByLabel('Password').fill('typed-secret');
    await window.push(snapshot(signedOut, { ...both, selected: 'beta', revision: 2 }));
    await expect.poll(() => page.getByLabel('User name').inputValue()).toBe('dana@beta.example');
    expect(await page.getByLabel('Password').inputValue()).toBe('');
    await window.push(snapshot(signedOut, { ...both, revision: 3 }));
    await expect.poll(() => page.getByLabel('User name').inputValue()).toBe('typed@acme.example');
    expect(await page.getByLabel('Password').inputValue()).toBe('');
  });

  test('a profile whose session is not known yet is shown calmly', async () => {
    const page = await open(snapshot(openSession, { sessions: {} }));
    await page.getByText('Nothing is known of its session yet.').waitFor();
    for (const area of ['Verify', 'Activity', 'Settings', 'Session']) {
      await page.getByRole('navigation').getByRole('link', { name: area, exact: true }).click();
      await page.locator('main h1').waitFor();
    }
    expect(window.complaints()).toEqual([]);
  });
});

test('a notice about a file stands above every panel until it is dismissed', async () => {
  const notices = [{ kind: 'profilesSetAside', about: 'profiles.bad-1.json' }] as const;
  const page = await open(snapshot(signedOut, { notices }));
  for (const area of ['Session', 'Activity', 'Settings']) {
    await page.getByRole('navigation').getByRole('link', { name: area }).click();
    await page.getByText('now lies in profiles.bad-1.json').waitFor();
  }
  await page.getByRole('button', { name: 'Dismiss' }).click();
  expect((await window.sent()).at(-1)).toEqual({
    name: 'dismissNotice',
    input: { kind: 'profilesSetAside' },
  });
});

test('two organizations of one user are told apart by their IDs, in the switcher and the lists', async () => {
  const other = { ...acme, id: 'other', name: 'Acme Two', orgId: '00801OTHERORG' };
  const page = await open(snapshot(signedOut, { profiles: [acme, other] }));
  const switcher = page.getByRole('button', { name: /Switch profile/u });
  await switcher.getByText(acme.orgId).waitFor();
  await switcher.click();
  await page.getByRole('menu').getByText(`${acme.userName} · 00801OTHERORG`).waitFor();
});

describe('settings', () => {
  const settings = () => views['settings']?.snapshot ?? snapshot(openSession);

  test('Ctrl and 5 leads there; each change is sent at once', async () => {
    const page = await open(snapshot(openSession, three));
    await page.keyboard.press('Control+5');
    await page.getByRole('heading', { name: 'Settings', exact: true }).waitFor();
    const minutes = page.getByRole('textbox', { name: 'Touch after' });
    await minutes.fill('3');
    await minutes.press('Enter');
    await page.getByText('A whole number from 5 to 30. Not changed.').waitFor();
    await minutes.fill('25');
    await minutes.press('Enter');
    await page.getByRole('textbox', { name: 'Stop after' }).fill('8');
    await page.getByRole('checkbox', { name: 'Touch only while I use this computer' }).check();
    await page.getByRole('radio', { name: '48 h' }).check();
    await page.getByRole('checkbox', { name: 'Show notifications' }).uncheck();
    await page.getByRole('textbox', { name: 'Warn at' }).fill('5');
    await page.getByRole('radio', { name: 'Quit', exact: true }).check();
    await page.getByRole('radio', { name: 'Let it lapse' }).check();
    await page.getByRole('checkbox', { name: 'One colour' }).check();
    await page.getByRole('checkbox', { name: 'Start at login' }).check();
    await page.getByRole('button', { name: 'Quit Tabkeeper' }).click();
    const sent = (await window.sent()).filter((it) => !it.name.startsWith('get'));
    expect(sent.map((it) => it.input)).toEqual([
      { touchMinutes: 25 },
      { maxHours: 8 },
      { onlyWhileActive: true },
      { tokenIdleHours: 48 },
      { notifications: false },
      { warnMinutes: 5 },
      { closeAction: 'quit' },
      { quitAction: 'lapse' },
      { monochromeTray: true },
      { on: true },
      {},
    ]);
    expect(sent.at(-1)?.name).toBe('quit');
  });

  test('what the system cannot do is off, and says why', async () => {
    const page = await open(views['settings-bare']?.snapshot ?? snapshot(signedOut), '#settings');
    const active = page.getByRole('checkbox', { name: 'Touch only while I use this computer' });
    expect(await active.isDisabled()).toBe(true);
    await page.getByText('does not tell how long nobody has touched').waitFor();
    expect(await page.getByRole('checkbox', { name: 'Start at login' }).isDisabled()).toBe(true);
    expect(await page.getByRole('checkbox', { name: 'Sign in on launch' }).isDisabled()).toBe(true);
    expect(await page.getByRole('checkbox', { name: 'One colour' }).count()).toBe(0);
    await page.getByText('not written: nothing here would protect it').waitFor();
    await page.getByText('C:\\Users\\dana\\AppData\\Roaming\\tabkeeper').waitFor();
  });

  test('this profile: name, colour, signing in, what is kept', async () => {
    const page = await open(settings(), '#settings');
    const name = page.getByRole('textbox', { name: 'Name', exact: true });
    await name.fill('');
    await name.press('Enter');
    await page.getByText('Enter a name for the profile.').waitFor();
    await name.fill(' Acme 2 ');
    await name.press('Enter');
    await page.getByRole('radio', { name: 'Olive' }).check({ force: true });
    await page.getByRole('checkbox', { name: 'Sign in again by itself' }).uncheck();
    await page.getByRole('checkbox', { name: 'Sign in on launch' }).check();
    await page.getByRole('button', { name: 'Forget the password' }).click();
    const sent = (await window.sent()).filter((it) => !it.name.startsWith('get'));
    expect(sent).toEqual([
      { name: 'editProfile', input: { profile: 'default', change: { name: 'Acme 2' } } },
      { name: 'editProfile', input: { profile: 'default', change: { colour: 'green' } } },
      { name: 'editProfile', input: { profile: 'default', change: { staySignedIn: false } } },
      { name: 'editProfile', input: { profile: 'default', change: { signInOnLaunch: true } } },
      { name: 'keepSignIn', input: { profile: 'default', what: 'allButPassword' } },
    ]);
  });

  test('the list: choose, move by keys with the focus kept, duplicate, export, import', async () => {
    const page = await open(settings(), '#settings');
    await page.getByRole('button', { name: 'Move Acme Test down' }).press('Enter');
    expect(await inputOf(window, 'moveProfile')).toEqual({ profile: 'default', to: 1 });
    await page.getByRole('button', { name: 'Duplicate Local tests' }).click();
    expect(await inputOf(window, 'duplicateProfile')).toEqual({ profile: 'local' });
    const list = page.getByRole('region', { name: 'All profiles' });
    await list.getByRole('button', { name: /^Beta Org/u }).click();
    expect(await inputOf(window, 'selectProfile')).toEqual({ profile: 'beta' });
    await window.answer('exportProfiles', { ok: false, error: { kind: 'notNow' } });
    await list.getByRole('button', { name: 'Export…' }).click();
    await window.answer('importProfiles', { ok: true, value: { added: 2 } });
    await list.getByRole('button', { name: 'Import…' }).click();
    await page.getByText('2 profiles added.').first().waitFor();
    await window.answer('importProfiles', {
      ok: false,
      error: { kind: 'file', trouble: 'notAnExport', at: 'profiles.0.colour' },
    });
    await list.getByRole('button', { name: 'Import…' }).click();
    await page.getByText('In this file, profiles.0.colour is not what it must be.').waitFor();
  });

  test('nothing is forgotten or wiped without a question that names what goes', async () => {
    const page = await open(settings(), '#settings');
    await page.getByRole('button', { name: 'Forget this profile' }).click();
    const gone = page.getByText('Acme Test is removed with its name');
    for (const part of ['saved password', 'saved developer key', 'remembered device', 'lapses']) {
      expect(await gone.innerText()).toContain(part);
    }
    await page.getByRole('button', { name: 'Back' }).click();
    expect(await inputOf(window, 'forgetProfile')).toBeUndefined();
    await page.getByRole('button', { name: 'Forget this profile' }).click();
    await page.getByRole('button', { name: 'Forget Acme Test' }).click();
    expect(await inputOf(window, 'forgetProfile')).toEqual({ profile: 'default' });
    await page.getByRole('button', { name: 'Wipe everything' }).click();
    await page.getByText('All 3 profiles, all saved secrets').waitFor();
    expect(await inputOf(window, 'wipeEverything')).toBeUndefined();
    await page.getByRole('button', { name: 'Wipe it all' }).click();
    expect(await inputOf(window, 'wipeEverything')).toEqual({});
    expect(window.complaints()).toEqual([]);
  });

  test('a new vault is offered where the keyring of now does not open the old one, and nowhere else', async () => {
    const locked = { is: 'locked', backend: 'KWallet' } as const;
    const view = snapshot(openSession, { storage: { ...locked, why: 'unavailable' } });
    const page = await open(view, '#settings');
    const button = page.getByRole('button', { name: 'Start a new vault' });
    await page.getByText('does not answer').first().waitFor();
    expect(await button.count()).toBe(0);
    const storage = { ...locked, why: 'otherKey' } as const;
    await window.push({ ...view, storage, revision: view.revision + 1 });
    await button.click();
    await page.getByText('are set aside, sealed as they are').waitFor();
    expect(await inputOf(window, 'renewVault')).toBeUndefined();
    await page.getByRole('button', { name: 'Start anew' }).click();
    expect(await inputOf(window, 'renewVault')).toEqual({});
    expect(window.complaints()).toEqual([]);
  });

  test('a change that main refuses is said, and the control goes back', async () => {
    const page = await open(snapshot(openSession, { profiles: [acme] }), '#settings');
    await window.answer('changeSettings', { ok: false, error: { kind: 'tooFast' } });
    const box = page.getByRole('checkbox', { name: 'Show notifications' });
    await box.click();
    await page.getByText('That was asked too often in a short time.').waitFor();
    await expect.poll(() => box.isChecked()).toBe(true);
  });
});
