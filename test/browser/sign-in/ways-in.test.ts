/** The ways in: kinds, paste to fill, organizations, where secrets go, what is kept, resuming. */
import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../../src-shared/settings.ts';
import type { Snapshot, StorageView } from '../../../src-shared/snapshot.ts';
import { inputOf, type Window } from '../harness.ts';
import { acme, expired, newProfile, NOW, openSession, refused, signedOut } from '../snapshots.ts';
import { snapshot, views } from '../snapshots.ts';
import { paste, useStage } from '../stage.ts';

const stage = useStage();
let window: Window;

let revision = 1;
async function open(view: Snapshot): Promise<Window['page']> {
  window = await stage.open(view);
  await window.page.locator('main h1').waitFor();
  return window.page;
}
function view(name: string): Snapshot {
  const found = views[name];
  if (found === undefined) throw new Error('no such view');
  return found.snapshot;
}
const fresh = () => snapshot(signedOut, { profiles: [newProfile], activity: [] });
const field = (page: Window['page'], name: string) => page.getByLabel(name, { exact: true });

const env =
  'BILL_USER=dana@acme.example\nBILL_PASSWORD=s3cret-7!\nBILL_ORG_ID=00801KTQ\nBILL_DEV_KEY=01QQWE';

describe('kinds', () => {
  test('a token: its own names, what it means, and the command', async () => {
    const page = await open(fresh());
    await page.getByRole('radiogroup', { name: 'Sign in with' }).waitFor();
    await page.getByRole('radio', { name: 'Token' }).check();
    await page.getByText('does not expire; it gets no MFA and no payments').waitFor();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Enter the token’s name.').waitFor();
    await field(page, 'Token name').fill('ci');
    await field(page, 'Token value').fill('tv');
    await field(page, 'Organization ID').fill('008');
    await field(page, 'Developer key').fill('dk');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await inputOf(window, 'signIn')).toMatchObject({
      kind: 'token',
      userName: 'ci',
      password: 'tv',
    });
  });

  test('a session from elsewhere: checked once, its ID never left in the page', async () => {
    const page = await open(fresh());
    await page.getByRole('radio', { name: 'Session ID' }).check();
    await page.getByText('never signs in by itself').waitFor();
    await field(page, 'Session ID').fill('!bSECRET-session');
    await field(page, 'Developer key').fill('dk');
    await page.keyboard.press('Enter');
    expect(await inputOf(window, 'useSession')).toEqual({
      profile: 'default',
      server: { kind: 'bill' },
      sessionId: '!bSECRET-session',
      devKey: 'dk',
    });
    expect(await field(page, 'Session ID').inputValue()).toBe('');
    const error = refused('BDC_1109', 'Session is invalid.  Please log in.');
    await window.push({ ...fresh(), sessions: { default: { ...signedOut, error } }, revision: 9 });
    await page.getByText('BILL does not know this session ID any more.').waitFor();
    expect(await field(page, 'Session ID').getAttribute('aria-invalid')).toBe('true');
  });

  test('a secret typed for one way is not carried over to another', async () => {
    const page = await open(fresh());
    await field(page, 'Password').fill('for the password only');
    await page.getByRole('radio', { name: 'Token' }).check();
    expect(await field(page, 'Token value').inputValue()).toBe('');
  });

  test('by keys: the arrows choose, one stop in the order', async () => {
    const page = await open(fresh());
    await page.getByRole('radio', { name: 'BILL sandbox' }).focus();
    await page.keyboard.press('ArrowLeft');
    expect(await page.getByRole('radio', { name: 'Local server' }).isChecked()).toBe(true);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('url');
  });
});

describe('paste to fill', () => {
  test('a block in any field fills the fields that it names, and says which', async () => {
    const page = await open(fresh());
    await paste(field(page, 'User name'), env);
    await page
      .getByText('Took user name, password, organization ID and developer key.', { exact: true })
      .first()
      .waitFor();
    expect(await field(page, 'User name').inputValue()).toBe('dana@acme.example');
    expect(await field(page, 'Password').inputValue()).toBe('s3cret-7!');
    expect(await page.content()).not.toContain('BILL_PASSWORD');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await inputOf(window, 'signIn')).toMatchObject({ orgId: '00801KTQ', devKey: '01QQWE' });
  });

  test('one value is for its field', async () => {
    const page = await open(fresh());
    await paste(field(page, 'Password'), 'password=abc');
    expect(await page.getByText('Took').count()).toBe(0);
  });

  test('Paste a block: a place for it, which keeps nothing', async () => {
    const page = await open(fresh());
    await page.getByRole('button', { name: 'Paste a block' }).click();
    const area = page.getByRole('textbox', { name: 'Block to paste' });
    await area.fill('nothing of ours');
    await page.getByRole('button', { name: 'Fill the fields' }).click();
    await page.getByText('Nothing in it has a name that Tabkeeper knows.').first().waitFor();
    expect(await area.inputValue()).toBe('');
    await area.fill('{"sessionId":"!bS","devKey":"01A","baseUrl":"http://127.0.0.1:8080/api/v2"}');
    await page.getByRole('button', { name: 'Fill the fields' }).click();
    await page.getByText('Took server, session ID and developer key.').first().waitFor();
    expect(await area.count()).toBe(0);
    expect(await page.getByRole('radio', { name: 'Session ID' }).isChecked()).toBe(true);
    expect(await field(page, 'Local server URL').inputValue()).toBe('http://127.0.0.1:8080/api/v2');
    expect(await field(page, 'Session ID').inputValue()).toBe('!bS');
  });

  test('a server that we do not take is left out, by name', async () => {
    const page = await open(fresh());
    await paste(field(page, 'User name'), 'apiUrl=https://api.bill.com/api/v2\nuserName=dana');
    await page.getByText('Left out the server: only BILL’s sandbox').first().waitFor();
    expect(await page.getByRole('radio', { name: 'BILL sandbox' }).isChecked()).toBe(true);
  });
});

test('Find my organizations asks with what is typed, and offers what came back', async () => {
  const page = await open(fresh());
  const find = page.getByRole('button', { name: 'Find my organizations' });
  await page.getByText('Counts as a sign-in').waitFor();
  await find.click();
  await page.getByText('Enter your developer key.').waitFor();
  expect(await page.getByText('Enter your organization ID').count()).toBe(0);
  await field(page, 'User name').fill('dana');
  await field(page, 'Password').fill('pw');
  await field(page, 'Developer key').fill('dk');
  await window.answer('findOrganizations', {
    ok: true,
    value: [
      { orgId: '00801AAA', orgName: 'Acme' },
      { orgId: '00801BBB', orgName: 'Beta' },
    ],
  });
  await find.click();
  await page.getByRole('button', { name: 'Beta 00801BBB' }).click();
  expect(await field(page, 'Organization ID').inputValue()).toBe('00801BBB');
  expect(await inputOf(window, 'findOrganizations')).toEqual({
    profile: 'default',
    server: { kind: 'bill' },
    userName: 'dana',
    password: 'pw',
    devKey: 'dk',
  });
});

const RESTART = 'Restart Tabkeeper';
const ASK = 'Ask the keyring again';

/** The state, the words, and what the button says that may change it. */
const storages: readonly (readonly [StorageView, string, string | null])[] = [
  [{ is: 'ready', backend: 'KWallet' }, 'then it is sealed with KWallet', null],
  [{ is: 'opening' }, 'the keyring is just being asked', null],
  [{ is: 'waiting', isLocked: false, backend: 'KWallet' }, 'has not answered yet', ASK],
  [{ is: 'waiting', isLocked: true, backend: 'KWallet' }, 'KWallet is locked', 'Unlock now'],
  [{ is: 'memoryOnly', why: 'fixedKey', backend: null }, 'a key that everybody knows', RESTART],
  [
    { is: 'memoryOnly', why: 'unavailable', backend: null },
    'no keyring answers on this computer',
    RESTART,
  ],
  [{ is: 'memoryOnly', why: 'failed', backend: 'KWallet' }, 'KWallet failed when it was', RESTART],
  [{ is: 'locked', why: 'unavailable', backend: null }, 'does not answer', RESTART],
  [{ is: 'locked', why: 'temporarily', backend: null }, 'cannot ask again', RESTART],
  [{ is: 'locked', why: 'failed', backend: null }, 'left as they are', RESTART],
  [{ is: 'locked', why: 'otherKey', backend: 'KWallet' }, 'answers, and does not open', RESTART],
  [{ is: 'locked', why: 'otherApp', backend: 'KWallet' }, 'had in the menu before', RESTART],
  [{ is: 'locked', why: 'disk', backend: 'KWallet' }, 'the disk does not let', 'Read them again'],
  [{ is: 'newerFormat' }, 'written by a newer Tabkeeper', null],
];

test('where secrets go is said before the password is asked, in each state of the storage', async () => {
  const page = await open(fresh());
  for (const [storage, words, way] of storages) {
    await window.push({ ...fresh(), storage, revision: ++revision });
    const sentence = page.locator('form').getByText(words);
    await sentence.waitFor();
    const before = await sentence.evaluate((it) => {
      const password = document.querySelector('#password');
      const follows = Node.DOCUMENT_POSITION_FOLLOWING;
      return password !== null && (it.compareDocumentPosition(password) & follows) !== 0;
    });
    expect(before, words).toBe(true);
    const buttons = await page.locator('form .where').getByRole('button').allInnerTexts();
    expect(buttons, words).toEqual(way === null ? [] : [way]);
  }
  await window.push({
    ...fresh(),
    storage: { is: 'waiting', isLocked: false, backend: null },
    revision: ++revision,
  });
  await page.getByRole('button', { name: ASK }).click();
  expect(await inputOf(window, 'retryStorage')).toEqual({});
  const storage = { is: 'locked', why: 'temporarily', backend: null } as const;
  await window.push({ ...fresh(), storage, revision: ++revision });
  await page.getByRole('button', { name: RESTART }).click();
  expect(await inputOf(window, 'restart')).toEqual({});
});

describe('what is kept', () => {
  test('everything: one click signs in, with empty fields', async () => {
    const page = await open(view('signin-kept'));
    await page.getByText('Kept. Leave empty to use it.').first().waitFor();
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await inputOf(window, 'signIn')).toMatchObject({ password: '', devKey: '' });
  });

  test('it belongs to one user at one server: elsewhere the fields are to be filled in', async () => {
    const page = await open(view('signin-kept'));
    await field(page, 'User name').fill('somebody@else.example');
    expect(await page.getByText('Kept. Leave empty').count()).toBe(0);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Enter your password.').waitFor();
    expect(await inputOf(window, 'signIn')).toBeUndefined();
  });

  test('all but the password: only that is asked, and has the focus', async () => {
    const page = await open(view('signin-password'));
    await page.getByText('Only the password is missing.').waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('password');
    await page.keyboard.type('pw');
    await page.keyboard.press('Enter');
    expect(await inputOf(window, 'signIn')).toMatchObject({ password: 'pw', devKey: '' });
  });

  test('after an expiry the primary is Resume, and the form is at hand', async () => {
    const page = await open(view('expired-resume'));
    expect(await page.getByRole('button', { name: 'Sign in' }).count()).toBe(0);
    await page.getByText('Sign in with something else').click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    expect(await inputOf(window, 'resume')).toEqual({ profile: 'default' });
  });

  test('refused credentials are not offered again: their field is to be filled in', async () => {
    const page = await open(view('expired-rejected'));
    await page.getByText('BILL refused the saved credentials').waitFor();
    expect(await page.getByRole('button', { name: 'Resume' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Enter your password.').waitFor();
    expect(await inputOf(window, 'signIn')).toBeUndefined();
  });

  test('why nothing signs in by itself any more', async () => {
    const page = await open(view('expired-war'));
    const again = { cap: '3 times within an hour', war: 'two sessions in a row' } as const;
    for (const [why, words] of Object.entries({ ...again, failed: 'did not work' })) {
      const session = { ...expired, againStopped: why as 'cap' };
      await window.push({
        ...view('expired-resume'),
        sessions: { default: session },
        revision: ++revision,
      });
      await page.getByText(words).waitFor();
    }
  });

  test('signing in again by itself says so, without a form', async () => {
    const page = await open(view('signin-again'));
    await page.getByText('Signing in again: the session had expired.').first().waitFor();
    expect(await page.locator('form').count()).toBe(0);
    await page.clock.runFor(400);
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await inputOf(window, 'cancelSignIn')).toEqual({ profile: 'default' });
  });
});

describe('the offer to keep', () => {
  test.each([
    ['Everything', 'everything'],
    ['All but the password', 'allButPassword'],
    ['Nothing', 'nothing'],
  ])('%s', async (label, what) => {
    const page = await open(view('live-offer'));
    const row = page.getByRole('region', { name: 'Keep for next time?' });
    await row.getByText('Sealed with GNOME Keyring.').waitFor();
    await row.getByRole('button', { name: label }).click();
    expect(await inputOf(window, 'keepSignIn')).toEqual({ profile: 'default', what });
    await window.push({ ...snapshot(openSession), revision: ++revision });
    await expect.poll(() => row.count()).toBe(0);
  });

  test('is absent when there is nothing to choose; what was not saved is said', async () => {
    const page = await open(snapshot(openSession, { profiles: [acme] }));
    expect(await page.getByText('Keep for next time?').count()).toBe(0);
    await window.push({ ...view('live-not-saved'), revision: ++revision });
    await page.getByRole('heading', { name: 'Not saved to disk' }).waitFor();
    await page.getByRole('button', { name: 'Save again' }).click();
    expect(await inputOf(window, 'retryStorage')).toEqual({});
  });
});

describe('the limits in the inspector', () => {
  const allFacts = { settings: { ...defaultSettings, detailLevel: 'all' } } as const;

  test('keep-alive is paused until the session is extended, and goes on before that by a click', async () => {
    const page = await open(snapshot(openSession));
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Pause until I extend' }).click();
    expect(await inputOf(window, 'pauseKeepAlive')).toEqual({ profile: 'default', ms: 'off' });
    await window.push({ ...view('live-off'), revision: ++revision });
    await page.getByText('It ends about 14:42, unless you extend it.').waitFor();
    await page.getByRole('button', { name: 'End the pause' }).click();
    expect((await window.sent()).at(-1)).toEqual({
      name: 'pauseKeepAlive',
      input: { profile: 'default', ms: null },
    });
  });

  test('pause and its end', async () => {
    const page = await open(snapshot(openSession, allFacts));
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Pause 30 min' }).click();
    expect(await inputOf(window, 'pauseKeepAlive')).toEqual({ profile: 'default', ms: 1_800_000 });
    // What the server has ended at what age is asked for when the history has changed.
    const to = NOW - 60_000;
    const end = { kind: 'end', cause: 'endedByServer', profile: 'default', count: 3 };
    const from = to - (9 * 60 + 12) * 60_000;
    const value = [{ ...end, from, to, practice: false }];
    await window.answer('getHistory', { ok: true, value });
    await window.push({
      ...view('live-paused'),
      ...allFacts,
      historyRevision: 2,
      revision: ++revision,
    });
    await page.getByText('Paused until 14:40, then it is touched again.').waitFor();
    await page.getByText('observed: ended after 9 h 12 min').waitFor();
    await page.getByRole('button', { name: 'End the pause' }).click();
    expect((await window.sent()).at(-1)).toEqual({
      name: 'pauseKeepAlive',
      input: { profile: 'default', ms: null },
    });
  });

  test('a token’s session does not expire; one from elsewhere was taken over', async () => {
    const page = await open(view('live-token'));
    await page.getByRole('timer').getByText('does not expire').waitFor();
    expect(await page.getByRole('button', { name: 'Pause', exact: true }).count()).toBe(0);
    await window.push({ ...view('live-adopted'), revision: ++revision });
    await page.getByText('Taken over at 14:07.').waitFor();
    await window.push({ ...view('live-max-age'), ...allFacts, revision: ++revision });
    await page.getByText('Keep-alive stopped at the age of 12 h (a setting).').waitFor();
    await page.getByText('stopped at 14:09').waitFor();
  });

  test('the primary stays in its place through the states', async () => {
    const page = await open(snapshot(openSession));
    const place = async (name: string) => {
      const box = await page.getByRole('button', { name }).boundingBox();
      return box === null ? null : [box.x, box.y, box.width];
    };
    const at = await place('Extend now');
    for (const name of ['live-paused', 'live-token', 'risk', 'offline']) {
      await window.push({ ...view(name), revision: ++revision, at: NOW });
      expect(await place('Extend now'), name).toEqual(at);
    }
    await window.push({ ...view('expired-resume'), revision: ++revision });
    expect(await place('Resume')).toEqual(at);
  });
});
