/** Several profiles, what is kept of them, and what a missing keyring changes. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesBelow, secretsIn } from '../e2e/secrets.ts';
import { startKept, startSaved } from './saved-world.ts';
import { openedElsewhere, PROFILE, startTabkeeper } from './tabkeeper.ts';

const MINUTE = 60_000;

describe('profiles', () => {
  it('offers what to keep only after a sign-in worked, and keeps nothing of a rejected password', async () => {
    const world = await startSaved();
    const { app } = world;
    await app.signIn({ password: 'wrong' });
    expect(world.profile()).toMatchObject({ offerToKeep: false, kept: 'nothing' });
    expect(await app.call('keepSignIn', { profile: PROFILE, what: 'everything' })).toMatchObject({
      ok: false,
    });
    await app.signIn();
    expect(world.profile()).toMatchObject({ offerToKeep: true, kept: 'nothing' });
    await app.does('keepSignIn', { profile: PROFILE, what: 'everything' });
    expect(world.profile()).toMatchObject({ offerToKeep: false, kept: 'everything' });
    const secrets = { password: world.account(0).password, devKey: world.account(0).devKey };
    const files = await filesBelow(world.folder);
    expect(files.size).toBeGreaterThan(0);
    for (const [file, bytes] of files)
      expect([file, secretsIn(bytes, secrets)]).toEqual([file, []]);
  });

  it('has two profiles signed in at once, and brings both back after a restart with a click', async () => {
    const world = await startKept();
    await world.app.does('createProfile', {});
    const second = world.snapshot().selected;
    expect(second).not.toBe(PROFILE);
    await world.signIn(1, second);
    await world.app.does('keepSignIn', { profile: second, what: 'everything' });
    expect(world.app.open(PROFILE).state).toBe('live');

    await world.restart();
    expect(world.snapshot().profiles.map(({ kept }) => kept)).toEqual(['everything', 'everything']);
    for (const { id } of world.snapshot().profiles) await world.app.call('resume', { profile: id });
    await world.app.settled();
    expect(world.app.open(PROFILE).userName).toBe(world.account(0).userName);
    expect(world.app.open(second).userName).toBe(world.account(1).userName);
  });

  it('signs in on launch where that is wanted, with one keyring round trip for all', async () => {
    const world = await startKept();
    await world.app.does('editProfile', { profile: PROFILE, change: { signInOnLaunch: true } });
    world.box.calls.open = 0;
    await world.restart();
    expect(world.app.open(PROFILE).state).toBe('live');
    expect(world.box.calls.open).toBe(1);
  });

  it('works without the keyring, leaves the file as it was, and finds all again with it', async () => {
    const world = await startKept();
    const fingerprint = async () => {
      const names = (await readdir(world.vaultDir)).filter((name) => /vault\.json$/u.test(name));
      const hash = createHash('sha256');
      for (const name of names) hash.update(await readFile(path.join(world.vaultDir, name)));
      return [names.length, hash.digest('hex')];
    };
    const before = await fingerprint();
    expect(before[0]).toBe(1);

    world.box.takeAway();
    await world.restart();
    expect(world.snapshot().storage.is).toBe('locked');
    expect(await world.app.does('resume', { profile: PROFILE })).toEqual({ ok: true, value: null });
    expect(world.app.session(PROFILE).state).toBe('signedOut');
    await world.signIn(0);
    await world.app.advance(MINUTE);
    expect(await fingerprint()).toEqual(before);

    world.box.giveBack();
    await world.restart();
    expect(world.snapshot().storage.is).toBe('ready');
    await world.app.does('resume', { profile: PROFILE });
    expect(world.app.open(PROFILE).state).toBe('live');
  });

  it('opens a token session that nobody touches and that has no MFA', async () => {
    const world = await startSaved();
    const { app } = world;
    const token = app.simulator.accounts.find(({ kind }) => kind === 'token');
    if (token === undefined) throw new Error('no token account');
    const { userName, password, orgId, devKey } = token;
    await app.signIn({ kind: 'token', userName, password, orgId, devKey });
    expect(app.open()).toMatchObject({
      kind: 'token',
      endsAtLeast: null,
      trust: { is: 'unavailable' },
      keepAlive: { nextTouchAt: null, why: 'token' },
    });
    await app.advance(4 * 35 * MINUTE);
    expect(app.touches()).toBe(0);
    expect(await app.call('sendMfaCode', { profile: PROFILE })).toMatchObject({
      error: { kind: 'notNow' },
    });
    await app.does('extendNow', { profile: PROFILE });
    expect(app.open().state).toBe('live');
  });

  it('takes over a session that another tool opened, and says so of one that is dead', async () => {
    const world = await startSaved();
    const { app } = world;
    const foreign = await openedElsewhere(app);
    await app.does('useSession', foreign);
    expect(app.open()).toMatchObject({
      kind: 'session',
      organizationId: { value: world.account(0).orgId, source: 'sessionInfo' },
      trust: { is: 'unknown' },
    });
    await app.advance(70 * MINUTE);
    expect(app.open().state).toBe('live');
    app.simulator.endSession('all');
    await app.advance(12 * MINUTE);
    expect(app.session()).toMatchObject({ state: 'expired' });
    await app.does('useSession', foreign);
    expect(app.session()).toMatchObject({ error: { code: 'BDC_1109' } });
  });

  it('finds the organizations of a user, within the budget of sign-ins', async () => {
    const world = await startSaved();
    const { app } = world;
    const { userName, password, devKey, orgs } = world.account(0);
    const server = { kind: 'local', url: app.simulator.baseUrl } as const;
    const found = await app.call('findOrganizations', {
      ...{ profile: PROFILE, server, userName, password, devKey },
    });
    expect(found).toEqual({ ok: true, value: orgs });
  });

  it('forgets a profile with its secrets and their backups, and always has one to start from', async () => {
    const world = await startKept();
    await world.app.does('forgetProfile', { profile: PROFILE });
    expect(world.snapshot().profiles).toMatchObject([{ kept: 'nothing', userName: '' }]);
    const left = await readdir(world.vaultDir);
    expect(left.filter((name) => name.includes('bak'))).toEqual([]);
    await world.restart();
    expect(world.snapshot().profiles.map(({ id }) => id)).not.toContain(PROFILE);
  });

  it('keeps a remembered device sealed: a restart comes back trusted without a code', async () => {
    const world = await startKept();
    await world.app.verify();
    await world.restart();
    expect(world.profile().rememberedUntil).not.toBeNull();
    await world.app.does('resume', { profile: PROFILE });
    expect(world.app.open().trust).toMatchObject({ is: 'until', source: 'mfaStatus' });
    await world.app.call('forgetDevice', { profile: PROFILE });
    await world.restart();
    expect(world.profile().rememberedUntil).toBeNull();
  });

  it('fills in kept secrets for the server and the user that they were kept for, and no other', async () => {
    const world = await startKept();
    const { app } = world;
    await app.does('signOut', { profile: PROFILE });
    const empty = { password: '', devKey: '' };
    const other = await startTabkeeper();
    const server = { kind: 'local', url: other.simulator.baseUrl } as const;
    expect(await app.signIn({ ...empty, server })).toMatchObject({
      error: { kind: 'invalidInput', field: 'password', problem: 'missing' },
    });
    expect(await app.signIn({ ...empty, userName: 'somebody@else.test' })).toMatchObject({
      error: { kind: 'invalidInput', field: 'password', problem: 'missing' },
    });
    expect(other.simulator.requests()).toEqual([]);
    await other.close();
    expect(await app.signIn(empty)).toEqual({ ok: true, value: null });
    expect(app.open(PROFILE).state).toBe('live');
  });
});
