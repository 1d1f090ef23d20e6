/** Where the proof of a remembered device is kept, and where it is not. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSimulator } from '../../src-simulator/index.ts';
import { MemorySecretBox } from '../fakes/memory-secret-box.ts';
import { PROFILE, startTabkeeper, type FlowOptions, type Tabkeeper } from './tabkeeper.ts';

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
    expect(await app.call('importProfiles', {})).toMatchObject({ value: { added: 2 } });
    await app.settled();
    const all = deviceIds(app.stored());
    expect(all).toHaveLength(4);
    expect(new Set(all).size).toBe(4);
    expect(all).not.toContain(undefined);
    await app.close();
  });
});

describe('the proof of a remembered device', () => {
  let folder: string;
  let box: MemorySecretBox;
  let app: Tabkeeper;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tabkeeper-device-'));
    box = new MemorySecretBox();
    app = await start();
  });
  afterEach(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });

  const start = (more: FlowOptions = {}) =>
    startTabkeeper({ vaultDir: path.join(folder, 'vault'), box, ...more });
  const shown = () => app.snapshots.at(-1)?.profiles[0];

  async function click(send: Promise<unknown>): Promise<void> {
    expect(await send).toEqual({ ok: true, value: null });
    await app.settled();
  }

  async function remember(): Promise<void> {
    await click(app.call('sendMfaCode', { profile }));
    const code = app.simulator.latestCode(app.simulator.accounts[0]?.phone ?? '') ?? '';
    await click(app.call('submitMfaCode', { profile, code, rememberDevice: true }));
    expect(shown()?.rememberedUntil).not.toBeNull();
  }

  async function restart(): Promise<void> {
    const { simulator: server, clock } = app;
    const stored = app.stored();
    await app.quit();
    app = await start({ server, clock, stored });
    await app.settled();
  }

  it('is not kept for a profile of which nothing is to be kept, though it has a name', async () => {
    await app.signIn();
    await click(app.call('editProfile', { profile, change: { name: 'Bench' } }));
    await click(app.call('keepSignIn', { profile, what: 'nothing' }));
    await remember();
    expect(shown()).toMatchObject({ name: 'Bench', kept: 'nothing' });
    await restart();
    expect(shown()).toMatchObject({ name: 'Bench', kept: 'nothing', rememberedUntil: null });
  });

  it('goes with the rest when nothing is to be kept any more, and holds until the app quits', async () => {
    await app.signIn();
    await click(app.call('keepSignIn', { profile, what: 'everything' }));
    await remember();
    await click(app.call('keepSignIn', { profile, what: 'nothing' }));
    expect(shown()).toMatchObject({ kept: 'nothing' });
    await click(app.call('signOut', { profile }));
    await app.signIn();
    expect(app.open().trust).toMatchObject({ is: 'until', source: 'mfaStatus' });
    await restart();
    expect(shown()).toMatchObject({ kept: 'nothing', rememberedUntil: null });
  });

  it('is kept beside the developer key where the password is not', async () => {
    await app.signIn();
    await remember();
    await click(app.call('keepSignIn', { profile, what: 'allButPassword' }));
    await restart();
    await app.signIn();
    expect(app.open().trust).toMatchObject({ is: 'until', source: 'mfaStatus' });
    await click(app.call('forgetDevice', { profile }));
    await restart();
    expect(shown()?.rememberedUntil).toBeNull();
  });

  it('is not claimed for another user who signs in to the profile, and is not lost by that', async () => {
    await app.signIn();
    await remember();
    await click(app.call('signOut', { profile }));
    const other = app.simulator.accounts.find(({ condition }) => condition === 'noPhone');
    if (other === undefined) throw new Error('no second user');
    const { userName, password, orgId, devKey } = other;
    await app.signIn({ userName, password, orgId, devKey });
    expect(app.open().userName).toBe(userName);
    expect(shown()?.rememberedUntil).toBeNull();
    await click(app.call('signOut', { profile }));
    await app.signIn();
    expect(app.open().trust).toMatchObject({ is: 'until', source: 'mfaStatus' });
    expect(shown()?.rememberedUntil).not.toBeNull();
  });

  it('is sent to no other server, be the user the same, and is not lost by that', async () => {
    const elsewhere = await startSimulator({ clock: { now: () => app.clock.now().wall } });
    await app.signIn();
    await click(app.call('keepSignIn', { profile, what: 'everything' }));
    await remember();
    await click(app.call('signOut', { profile }));
    await app.signIn({ server: { kind: 'local', url: elsewhere.baseUrl } });
    expect(app.open().trust).toMatchObject({ is: 'untrusted', source: 'login' });
    expect(shown()?.rememberedUntil).toBeNull();
    // MFAStatus is asked after a sign-in with the device, and only then.
    expect(elsewhere.requests().map(({ endpoint }) => endpoint)).toEqual(['/Login.json']);
    await click(app.call('signOut', { profile }));
    expect(shown()?.rememberedUntil).toBeNull();
    await app.signIn();
    expect(app.open().trust).toMatchObject({ is: 'until', source: 'mfaStatus' });
    await elsewhere.close();
  });

  it('does not push aside what a locked keyring still holds of the sign-in', async () => {
    await app.signIn();
    await click(app.call('keepSignIn', { profile, what: 'everything' }));
    box.takeAway();
    await restart();
    expect(app.snapshots.at(-1)?.storage.is).toBe('locked');
    await app.signIn();
    await remember();
    box.giveBack();
    await app.call('retryStorage', {});
    await app.settled();
    expect(app.snapshots.at(-1)?.storage.is).toBe('ready');
    expect(shown()?.kept).toBe('everything');
    await restart();
    await click(app.call('resume', { profile }));
    expect(app.open().state).toBe('live');
  });
});
