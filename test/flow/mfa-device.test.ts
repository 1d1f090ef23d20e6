/** Where the proof of a remembered device is kept, and where it is not. */
import { describe, expect, it } from 'vitest';
import { startSimulator } from '../../src-simulator/index.ts';
import { startKept, startSaved, type SavedWorld } from './saved-world.ts';
import { PROFILE, startTabkeeper } from './tabkeeper.ts';

const profile = PROFILE;

describe('the ID of this computer', () => {
  const deviceIds = (stored: unknown) =>
    (stored as { profiles: { deviceId?: string }[] }).profiles.map(({ deviceId }) => deviceId);

  it('is in no export, and an import makes a new one, also of an export that still has it', async () => {
    const app = await startTabkeeper();
    await app.signIn();
    await app.call('editProfile', { profile, change: { name: 'Bench' } });
    await app.call('exportProfiles', {});
    const [text = ''] = app.savedTexts;
    const [mine = ''] = deviceIds(app.stored());
    expect(mine).not.toBe('');
    expect(text).toContain('"Bench"');
    expect(text).not.toContain(mine);
    expect(text).not.toContain('deviceId');

    app.choose(text);
    expect(await app.call('importProfiles', {})).toMatchObject({ value: { added: 1 } });
    app.choose(JSON.stringify(app.stored()));
    expect(await app.does('importProfiles', {})).toMatchObject({ value: { added: 2 } });
    const all = deviceIds(app.stored());
    expect(all).toHaveLength(4);
    expect(new Set(all).size).toBe(4);
    expect(all).not.toContain(undefined);
    await app.close();
  });
});

describe('the proof of a remembered device', () => {
  let world: SavedWorld;
  const click = async (send: Promise<unknown>): Promise<void> => {
    expect(await send).toEqual({ ok: true, value: null });
    await world.app.settled();
  };
  const remember = async (): Promise<void> => {
    await world.app.verify();
    expect(world.profile().rememberedUntil).not.toBeNull();
  };

  it('is not kept for a profile of which nothing is to be kept, though it has a name', async () => {
    world = await startSaved();
    await world.app.signIn();
    await click(world.app.call('editProfile', { profile, change: { name: 'Bench' } }));
    await click(world.app.call('keepSignIn', { profile, what: 'nothing' }));
    await remember();
    expect(world.profile()).toMatchObject({ name: 'Bench', kept: 'nothing' });
    await world.restart();
    expect(world.profile()).toMatchObject({
      name: 'Bench',
      kept: 'nothing',
      rememberedUntil: null,
    });
  });

  it('goes with the rest when nothing is to be kept any more, and holds until the app quits', async () => {
    world = await startKept();
    await remember();
    await click(world.app.call('keepSignIn', { profile, what: 'nothing' }));
    expect(world.profile()).toMatchObject({ kept: 'nothing' });
    await click(world.app.call('signOut', { profile }));
    await world.app.signIn();
    expect(world.app.open().trust).toMatchObject({ is: 'until', source: 'mfaStatus' });
    await world.restart();
    expect(world.profile()).toMatchObject({ kept: 'nothing', rememberedUntil: null });
  });

  it('is kept beside the developer key where the password is not', async () => {
    world = await startSaved();
    await world.app.signIn();
    await remember();
    await click(world.app.call('keepSignIn', { profile, what: 'allButPassword' }));
    await world.restart();
    await world.app.signIn();
    expect(world.app.open().trust).toMatchObject({ is: 'until', source: 'mfaStatus' });
    await click(world.app.call('forgetDevice', { profile }));
    await world.restart();
    expect(world.profile().rememberedUntil).toBeNull();
  });

  it('is not claimed for another user who signs in to the profile, and is not lost by that', async () => {
    world = await startSaved();
    await world.app.signIn();
    await remember();
    await click(world.app.call('signOut', { profile }));
    const other = world.app.simulator.accounts.find(({ condition }) => condition === 'noPhone');
    if (other === undefined) throw new Error('no second user');
    const { userName, password, orgId, devKey } = other;
    await world.app.signIn({ userName, password, orgId, devKey });
    expect(world.app.open().userName).toBe(userName);
    expect(world.profile().rememberedUntil).toBeNull();
    await click(world.app.call('signOut', { profile }));
    await world.app.signIn();
    expect(world.app.open().trust).toMatchObject({ is: 'until', source: 'mfaStatus' });
    expect(world.profile().rememberedUntil).not.toBeNull();
  });

  it('is sent to no other server, be the user the same, and is not lost by that', async () => {
    world = await startKept();
    const elsewhere = await startSimulator({ clock: { now: () => world.app.clock.now().wall } });
    await remember();
    await click(world.app.call('signOut', { profile }));
    await world.app.signIn({ server: { kind: 'local', url: elsewhere.baseUrl } });
    expect(world.app.open().trust).toMatchObject({ is: 'untrusted', source: 'login' });
    expect(world.profile().rememberedUntil).toBeNull();
    // MFAStatus is asked after a sign-in with the device, and only then.
    expect(elsewhere.requests().map(({ endpoint }) => endpoint)).toEqual(['/Login.json']);
    await click(world.app.call('signOut', { profile }));
    expect(world.profile().rememberedUntil).toBeNull();
    await world.app.signIn();
    expect(world.app.open().trust).toMatchObject({ is: 'until', source: 'mfaStatus' });
    await elsewhere.close();
  });

  it('does not push aside what a locked keyring still holds of the sign-in', async () => {
    world = await startKept();
    world.box.takeAway();
    await world.restart();
    expect(world.snapshot().storage.is).toBe('locked');
    await world.app.signIn();
    await remember();
    world.box.giveBack();
    await world.app.does('retryStorage', {});
    expect(world.snapshot().storage.is).toBe('ready');
    expect(world.profile().kept).toBe('everything');
    await world.restart();
    await click(world.app.call('resume', { profile }));
    expect(world.app.open().state).toBe('live');
  });
});
