/** How a new profile is called: as a person says at the sign-in, or else as its organization. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PROFILE, startTabkeeper, type Tabkeeper } from './tabkeeper.ts';

const mine = { look: { name: 'Mine', colour: 'blue' } } as const;
const unnamed = { look: { name: '', colour: 'blue' } } as const;

describe('a profile that is new', () => {
  let app: Tabkeeper;
  beforeEach(async () => {
    app = await startTabkeeper();
  });
  afterEach(() => app.close());

  const profile = () => app.app.snapshot().profiles[0];
  const asked = () =>
    app.simulator.requests().filter(({ endpoint }) => endpoint === '/ListOrgs.json').length;

  it('has the name and the colour that were chosen at the sign-in, and asks for no organization', async () => {
    await app.signIn({ look: { name: '  Mine ', colour: 'cyan' } });
    expect(profile()).toMatchObject({ name: 'Mine', colour: 'cyan', draft: true });
    expect(asked()).toBe(0);
  });

  it('is called as its organization where no name was chosen, and stays in no file', async () => {
    await app.signIn(unnamed);
    expect(profile()).toMatchObject({
      name: 'Northwind Supply',
      draft: true,
    });
    expect(asked()).toBe(1);
    const row = app.app.snapshot().activity.find(({ endpoint }) => endpoint === 'ListOrgs');
    expect(row).toMatchObject({ by: 'signIn', outcome: 'ok' });
  });

  it('asks for it once: the next sign-in does not', async () => {
    await app.signIn(unnamed);
    await app.does('signOut', { profile: PROFILE });
    await app.signIn(unnamed);
    expect(asked()).toBe(1);
  });

  it('is called as its user where the organization cannot be asked for', async () => {
    app.simulator.setFaults([{ endpoint: '/ListOrgs.json', fault: 'html' }]);
    await app.signIn(unnamed);
    expect(profile()?.name).toBe(app.simulator.accounts[0]?.userName);
  });

  it('keeps a name that a person gives while the organization is being asked for', async () => {
    const name = 'Mine';
    const signingIn = app.call('signIn', {
      profile: PROFILE,
      server: { kind: 'local', url: app.simulator.baseUrl },
      ...credentials(app),
    });
    await signingIn;
    const asking = () =>
      app.app.snapshot().activity.some(({ endpoint }) => endpoint === 'ListOrgs');
    await expect.poll(asking).toBe(true);
    await app.call('editProfile', { profile: PROFILE, change: { name } });
    await app.settled();
    expect(profile()?.name).toBe(name);
  });

  it('has no name taken from it: one that was given before stays', async () => {
    await app.call('editProfile', { profile: PROFILE, change: { name: 'Before' } });
    await app.signIn(unnamed);
    expect(profile()?.name).toBe('Before');
    expect(asked()).toBe(0);
  });

  it('keeps the name New profile for a refused sign-in, and takes the chosen one with the next', async () => {
    await app.signIn({ ...mine, password: 'wrong' });
    expect(profile()?.name).toBe('New profile');
    await app.signIn(mine);
    expect(profile()?.name).toBe('Mine');
  });
});

function credentials({ simulator }: Tabkeeper) {
  const { userName = '', password = '', orgId = '', devKey = '' } = simulator.accounts[0] ?? {};
  return { userName, password, orgId, devKey };
}
