/** The first run: three ways to begin, how a new profile is called, and time that runs faster. */
import { describe, expect, test } from 'vitest';
import { inputOf, type Window } from '../harness.ts';
import {
  acme,
  freshDraft,
  inFastTime,
  MIN,
  newer,
  NOW,
  openSession,
  signedOut,
  snapshot,
} from '../snapshots.ts';
import { focused, useStage } from '../stage.ts';
import type { CommandName } from '../../../src-shared/contract.ts';
import type { SessionView } from '../../../src-shared/session-view.ts';
import type { Snapshot } from '../../../src-shared/snapshot.ts';

const stage = useStage();
let window: Window;

async function open(own: Partial<Snapshot> = {}, session: SessionView = signedOut) {
  window = await stage.open(snapshot(session, { activity: [], profiles: [freshDraft], ...own }));
  await window.page.locator('main h1').waitFor();
  return window.page;
}
const button = (name: string) => window.page.getByRole('button', { name, exact: true });
const title = () => window.page.getByRole('heading', { level: 1 });
const sent = async (name: CommandName) =>
  (await window.sent()).filter((it) => it.name === name).map(({ input }) => input);
const field = (name: string) => window.page.getByLabel(name, { exact: true });

describe('the first run', () => {
  test('says what the app is for and offers three ways, without a rail', async () => {
    const page = await open();
    await expect.poll(() => title().innerText()).toMatch(/^Keeps a BILL sandbox session open/u);
    expect(await page.getByRole('navigation').count()).toBe(0);
    expect(await focused(page)).toMatch(/^Keeps a BILL/u);
    await page.getByText('BILL sandbox, practice and local servers only').waitFor();
    for (const name of ['I have sandbox credentials', 'I have a token']) {
      expect(await button(name).getAttribute('aria-describedby')).not.toBeNull();
    }
    await button('Show me with the practice sandbox').waitFor();
  });

  test('names where an account and a token come from, and opens those pages alone', async () => {
    await open();
    await button('Get a sandbox account').click();
    await button('Make a token in BILL’s web app').click();
    await expect.poll(() => sent('openLink')).toEqual([{ link: 'signIn' }, { link: 'tokens' }]);
  });

  test('leads to the form with its first field in focus, by keyboard too', async () => {
    const page = await open();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => title().innerText()).toBe('Sign in');
    await expect
      .poll(() => field('User name').evaluate((it) => it === document.activeElement))
      .toBe(true);
    await page.getByRole('navigation').waitFor();
  });

  test('leads to the form of a token', async () => {
    const page = await open();
    await button('I have a token').click();
    await field('Token name').waitFor();
    expect(await page.getByRole('radio', { name: 'Token' }).isChecked()).toBe(true);
  });

  test('signs in to the practice sandbox with nothing typed', async () => {
    await open();
    await button('Show me with the practice sandbox').click();
    await expect
      .poll(() => inputOf(window, 'signIn'))
      .toMatchObject({ server: { kind: 'practice' }, userName: '', password: '' });
  });

  test.each<[string, Partial<Snapshot>, SessionView]>([
    [
      'a file of profiles was damaged',
      { notices: [{ kind: 'profilesSetAside', about: 'profiles.json.1' }] },
      signedOut,
    ],
    ['a profile is kept', { profiles: [acme] }, signedOut],
    ['there is another profile', { profiles: [freshDraft, { ...acme, id: 'other' }] }, signedOut],
    ['a sign-in was refused', {}, { ...signedOut, error: { kind: 'cancelled' } }],
  ])('is not shown where %s', async (_what, own, session) => {
    await open(own, session);
    await expect.poll(() => title().innerText()).toBe('Sign in');
  });
});

describe('a new profile', () => {
  const fill = async () => {
    await button('I have sandbox credentials').click();
    await field('User name').fill('dana@acme.example');
    await field('Password').fill('s3cret-7!');
    await field('Developer key').fill('01QQWE');
  };
  const organizations = async () => {
    await window.answer('findOrganizations', {
      ok: true,
      value: [{ orgId: '00801KTQ', orgName: 'Acme Test' }],
    });
    await button('Find my organizations').click();
    await window.page.getByRole('button', { name: /Acme Test/u }).click();
  };

  test('is called as its organization that was chosen, in the colour that was chosen', async () => {
    const page = await open();
    await fill();
    await organizations();
    expect(await field('Profile').inputValue()).toBe('Acme Test');
    await page.getByRole('radio', { name: 'Violet' }).check();
    await button('Sign in').click();
    expect(await inputOf(window, 'signIn')).toMatchObject({
      look: { name: 'Acme Test', colour: 'pink' },
      orgId: '00801KTQ',
    });
  });

  test('keeps the name that was typed, whatever the organization is called', async () => {
    await open();
    await fill();
    await field('Profile').fill('Mine');
    await organizations();
    await button('Sign in').click();
    expect(await inputOf(window, 'signIn')).toMatchObject({
      look: { name: 'Mine' },
      orgId: '00801KTQ',
    });
  });
});

describe('fast time', () => {
  const fast = { ...openSession, clock: { at: NOW, speed: 35 } };

  test('is said in a banner, and the session is counted down by its own clock', async () => {
    const page = await open(inFastTime, fast);
    await page.getByRole('region', { name: 'Fast time' }).waitFor();
    await page.getByText('35 minutes pass in one.').waitFor();
    const left = async () => Number(/at least (\d+) min/u.exec(await title().innerText())?.[1]);
    const before = await left();
    // A snapshot that was made four seconds later: in a session elsewhere nothing would be seen of it.
    await window.push(
      newer(
        { ...fast, clock: { at: NOW + 4 * 35_000, speed: 35 } },
        { ...inFastTime, at: NOW + 4000 },
      ),
    );
    await expect.poll(left).toBeLessThanOrEqual(before - 2);
  });

  test('is turned off, and offered, by the button of the banner', async () => {
    const page = await open(inFastTime, fast);
    await button('Back to real time').click();
    const practice = { ...inFastTime.practice, fastTime: false };
    await window.push(
      newer(
        { ...openSession, clock: { at: NOW + 90 * MIN, speed: 1 } },
        { ...inFastTime, practice },
      ),
    );
    await page.getByText('This clock is 1 h 30 min ahead, until Tabkeeper restarts.').waitFor();
    await button('Start fast time').click();
    await expect.poll(() => sent('setFastTime')).toEqual([{ on: false }, { on: true }]);
  });

  test('is not offered for a session elsewhere', async () => {
    const page = await open({ ...inFastTime, profiles: [acme] }, openSession);
    await button('Extend now').waitFor();
    expect(await page.getByRole('button', { name: 'Start fast time' }).count()).toBe(0);
  });
});
