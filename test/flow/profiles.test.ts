/** Several profiles, what is kept of them, and what a missing keyring changes. */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesBelow, secretsIn } from '../e2e/secrets.ts';
import { MemorySecretBox } from '../fakes/memory-secret-box.ts';
import { PROFILE, startTabkeeper, type FlowOptions, type Tabkeeper } from './tabkeeper.ts';

const MINUTE = 60_000;

describe('profiles', () => {
  let folder: string;
  let box: MemorySecretBox;
  let app: Tabkeeper;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tabkeeper-profiles-'));
    box = new MemorySecretBox();
    app = await start();
  });
  afterEach(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });

  const start = (more: FlowOptions = {}) =>
    startTabkeeper({ vaultDir: path.join(folder, 'vault'), box, ...more });

  /** Quits and starts again on the same files, the same server and the same clock. */
  async function restart(): Promise<void> {
    const { simulator: server, clock } = app;
    const stored = app.stored();
    await app.quit();
    app = await start({ server, clock, stored });
    await app.settled();
  }

  const profiles = () => app.snapshots.at(-1)?.profiles ?? [];
  const account = (index: number) => {
    const found = app.simulator.accounts.filter(({ condition }) => condition === 'normal')[index];
    if (found === undefined) throw new Error('no such account');
    return found;
  };

  async function signInWith(profile: string, index: number): Promise<void> {
    const { userName, password, orgId, devKey } = account(index);
    await app.signIn({ profile, userName, password, orgId, devKey });
    expect(app.open(profile).userName).toBe(userName);
  }

  it('offers what to keep only after a sign-in worked, and keeps nothing of a rejected password', async () => {
    await app.signIn({ password: 'wrong' });
    expect(profiles()[0]).toMatchObject({ offerToKeep: false, kept: 'nothing' });
    expect(await app.call('keepSignIn', { profile: PROFILE, what: 'everything' })).toMatchObject({
      ok: false,
    });
    await app.signIn();
    expect(profiles()[0]).toMatchObject({ offerToKeep: true, kept: 'nothing' });
    await app.call('keepSignIn', { profile: PROFILE, what: 'everything' });
    await app.settled();
    expect(profiles()[0]).toMatchObject({ offerToKeep: false, kept: 'everything' });
    const secrets = { password: account(0).password, devKey: account(0).devKey };
    const files = await filesBelow(folder);
    expect(files.size).toBeGreaterThan(0);
    for (const [file, bytes] of files)
      expect([file, secretsIn(bytes, secrets)]).toEqual([file, []]);
  });

  it('has two profiles signed in at once, and brings both back after a restart with a click', async () => {
    await signInWith(PROFILE, 0);
    await app.call('keepSignIn', { profile: PROFILE, what: 'everything' });
    await app.call('createProfile', {});
    await app.settled();
    const second = app.snapshots.at(-1)?.selected ?? '';
    expect(second).not.toBe(PROFILE);
    await signInWith(second, 1);
    await app.call('keepSignIn', { profile: second, what: 'everything' });
    await app.settled();
    expect(app.open(PROFILE).state).toBe('live');

    await restart();
    expect(profiles().map(({ kept }) => kept)).toEqual(['everything', 'everything']);
    for (const { id } of profiles()) await app.call('resume', { profile: id });
    await app.settled();
    expect(app.open(PROFILE).userName).toBe(account(0).userName);
    expect(app.open(second).userName).toBe(account(1).userName);
  });

  it('signs in on launch where that is wanted, with one keyring round trip for all', async () => {
    await signInWith(PROFILE, 0);
    await app.call('keepSignIn', { profile: PROFILE, what: 'everything' });
    await app.call('editProfile', { profile: PROFILE, change: { signInOnLaunch: true } });
    await app.settled();
    box.calls.open = 0;
    await restart();
    expect(app.open(PROFILE).state).toBe('live');
    expect(box.calls.open).toBe(1);
  });

  it('works without the keyring, leaves the file as it was, and finds all again with it', async () => {
    await signInWith(PROFILE, 0);
    await app.call('keepSignIn', { profile: PROFILE, what: 'everything' });
    await app.settled();
    const fingerprint = async () => {
      const names = (await readdir(path.join(folder, 'vault'))).filter((name) =>
        /vault\.json$/u.test(name),
      );
      const hash = createHash('sha256');
      for (const name of names) hash.update(await readFile(path.join(folder, 'vault', name)));
      return [names.length, hash.digest('hex')];
    };
    const before = await fingerprint();
    expect(before[0]).toBe(1);

    box.takeAway();
    await restart();
    expect(app.snapshots.at(-1)?.storage.is).toBe('locked');
    expect(await app.call('resume', { profile: PROFILE })).toEqual({ ok: true, value: null });
    await app.settled();
    expect(app.session(PROFILE).state).toBe('signedOut');
    await signInWith(PROFILE, 0);
    await app.advance(MINUTE);
    expect(await fingerprint()).toEqual(before);

    box.giveBack();
    await restart();
    expect(app.snapshots.at(-1)?.storage.is).toBe('ready');
    await app.call('resume', { profile: PROFILE });
    await app.settled();
    expect(app.open(PROFILE).state).toBe('live');
  });

  it('signs in again by itself when the server ended a session, three times an hour at most', async () => {
    await signInWith(PROFILE, 0);
    await app.call('keepSignIn', { profile: PROFILE, what: 'everything' });
    await app.settled();
    const logins = () =>
      app.simulator.requests().filter(({ endpoint }) => endpoint === '/Login.json').length;
    app.simulator.endSession('all');
    await app.advance(12 * MINUTE);
    expect(logins()).toBe(2);
    expect(app.open(PROFILE).state).toBe('live');
    expect(app.alarms()).toEqual([]);
    // Somebody else keeps ending what we open: a war ends in a message, not in a loop.
    for (let n = 0; n < 5; n += 1) {
      app.simulator.endSession('all');
      await app.advance(12 * MINUTE);
    }
    expect(app.session(PROFILE)).toMatchObject({ state: 'expired', againStopped: 'war' });
    expect(logins()).toBeLessThanOrEqual(4);
    expect(app.alarms()).toEqual(['war']);
    // A new ID is told of each time: every tool that holds the old one fails.
    expect(app.newIds()).toBe(logins() - 1);
  });

  it('opens a token session that nobody touches and that has no MFA', async () => {
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
    await app.call('extendNow', { profile: PROFILE });
    await app.settled();
    expect(app.open().state).toBe('live');
  });

  it('takes over a session that another tool opened, and says so of one that is dead', async () => {
    const { userName, password, orgId, devKey } = account(0);
    const reply = await fetch(`${app.simulator.baseUrl}/Login.json`, {
      method: 'POST',
      body: new URLSearchParams({ userName, password, orgId, devKey }),
    });
    const { response_data } = (await reply.json()) as { response_data: { sessionId: string } };
    const { sessionId } = response_data;
    const server = { kind: 'local', url: app.simulator.baseUrl } as const;
    await app.call('useSession', { profile: PROFILE, server, sessionId, devKey });
    await app.settled();
    expect(app.open()).toMatchObject({
      kind: 'session',
      organizationId: { value: orgId, source: 'sessionInfo' },
      trust: { is: 'unknown' },
    });
    await app.advance(70 * MINUTE);
    expect(app.open().state).toBe('live');
    app.simulator.endSession('all');
    await app.advance(12 * MINUTE);
    expect(app.session()).toMatchObject({ state: 'expired' });
    await app.call('useSession', { profile: PROFILE, server, sessionId, devKey });
    await app.settled();
    expect(app.session()).toMatchObject({ error: { code: 'BDC_1109' } });
  });

  it('finds the organizations of a user, within the budget of sign-ins', async () => {
    const { userName, password, devKey, orgs } = account(0);
    const server = { kind: 'local', url: app.simulator.baseUrl } as const;
    const found = await app.call('findOrganizations', {
      ...{ profile: PROFILE, server, userName, password, devKey },
    });
    expect(found).toEqual({ ok: true, value: orgs });
  });

  it('forgets a profile with its secrets and their backups, and always has one to start from', async () => {
    await signInWith(PROFILE, 0);
    await app.call('keepSignIn', { profile: PROFILE, what: 'everything' });
    await app.call('forgetProfile', { profile: PROFILE });
    await app.settled();
    expect(profiles()).toHaveLength(1);
    expect(profiles()[0]).toMatchObject({ kept: 'nothing', userName: '' });
    const left = await readdir(path.join(folder, 'vault'));
    expect(left.filter((name) => name.includes('bak'))).toEqual([]);
    await restart();
    expect(profiles().map(({ id }) => id)).not.toContain(PROFILE);
  });

  it('wipes everything back to one fresh profile', async () => {
    await signInWith(PROFILE, 0);
    await app.call('keepSignIn', { profile: PROFILE, what: 'everything' });
    expect(await app.call('wipeEverything', {})).toEqual({ ok: true, value: null });
    await app.settled();
    expect(profiles()).toHaveLength(1);
    expect(profiles()[0]).toMatchObject({ kept: 'nothing', userName: '' });
    expect(await readdir(path.join(folder, 'vault')).catch(() => [])).not.toContain('vault.json');
  });

  it('keeps a remembered device sealed: a restart comes back trusted without a code', async () => {
    await signInWith(PROFILE, 0);
    await app.call('keepSignIn', { profile: PROFILE, what: 'everything' });
    await app.call('sendMfaCode', { profile: PROFILE });
    await app.settled();
    const code = app.simulator.latestCode(account(0).phone ?? '') ?? '';
    await app.call('submitMfaCode', { profile: PROFILE, code, rememberDevice: true });
    await app.settled();
    await restart();
    expect(profiles()[0]?.rememberedUntil).not.toBeNull();
    await app.call('resume', { profile: PROFILE });
    await app.settled();
    expect(app.open().trust).toMatchObject({ is: 'until', source: 'mfaStatus' });
    await app.call('forgetDevice', { profile: PROFILE });
    await restart();
    expect(profiles()[0]?.rememberedUntil).toBeNull();
  });

  it('fills in kept secrets for the server and the user that they were kept for, and no other', async () => {
    await signInWith(PROFILE, 0);
    await app.call('keepSignIn', { profile: PROFILE, what: 'everything' });
    await app.call('signOut', { profile: PROFILE });
    await app.settled();
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

  it('fills in nothing for a server that came with a session of another tool', async () => {
    await signInWith(PROFILE, 0);
    await app.call('keepSignIn', { profile: PROFILE, what: 'everything' });
    await app.call('signOut', { profile: PROFILE });
    await app.settled();
    const other = await startTabkeeper();
    await other.signIn();
    await other.call('copySessionId', { profile: PROFILE });
    const server = { kind: 'local', url: other.simulator.baseUrl } as const;
    const { devKey } = other.simulator.accounts[0] ?? { devKey: '' };
    const session = { profile: PROFILE, server, sessionId: other.clipboard() };
    expect(await app.call('useSession', { ...session, devKey })).toMatchObject({ ok: true });
    await app.settled();
    expect(app.open(PROFILE).kind).toBe('session');
    await app.call('signOut', { profile: PROFILE });
    await app.settled();

    // The session's server is the page's choice: what is kept is for the one before.
    const seen = other.simulator.requests().length;
    const empty = { password: '', devKey: '' };
    expect(await app.signIn({ ...empty, server })).toMatchObject({
      error: { kind: 'invalidInput', field: 'password', problem: 'missing' },
    });
    expect(await app.call('useSession', { ...session, devKey: '' })).toMatchObject({
      error: { kind: 'invalidInput', field: 'devKey', problem: 'missing' },
    });
    expect(other.simulator.requests()).toHaveLength(seen);
    await other.close();
    // What is kept was kept for another than the profile stands for now: it is typed anew.
    expect(await app.signIn(empty)).toMatchObject({
      error: { kind: 'invalidInput', field: 'password', problem: 'missing' },
    });
  });
});
