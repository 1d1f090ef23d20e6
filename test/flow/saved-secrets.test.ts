/** Saved secrets: for whom they are used, what erases them, and what waits for a keyring. */
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HistoryFile } from '../../src-main/history/history-file.ts';
import { createPractice } from '../../src-main/servers/practice.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { MemorySecretBox, REFUSED } from '../fakes/memory-secret-box.ts';
import { exportOf } from '../profiles/support.ts';
import { openVault } from '../vault/support.ts';
import { identityOf } from '../../src-main/profiles/profile.ts';
import { startKept, startSaved } from './saved-world.ts';
import { openedElsewhere, PROFILE, startTabkeeper } from './tabkeeper.ts';

const MINUTE = 60_000;
const empty = { password: '', devKey: '' };
const missing = { error: { kind: 'invalidInput', problem: 'missing' } };

describe('a list of profiles that is not whole', () => {
  it.each([
    ['set aside', { is: 'setAside', file: 'profiles.bad-1.json' }, 'profilesSetAside'],
    ['busy', { is: 'unavailable' }, 'profilesUnreadable'],
    ['missing', { is: 'missing' }, null],
    ['a newer one', { is: 'read', value: { version: 2 } }, 'profilesNewer'],
  ] as const)('%s: costs no saved secret, now or later', async (_, loaded, notice) => {
    const world = await startKept();
    const stored = world.app.stored();
    let saves = 0;
    const profileStore = {
      load: () => Promise.resolve(loaded),
      save: () => Promise.resolve((saves += 1) > 0),
    };
    await world.restart({ profileStore });
    await world.app.does('createProfile', {});
    expect(world.snapshot().notices.map(({ kind }) => kind)).toEqual(
      notice === null ? [] : [notice],
    );
    const isForeign = notice === 'profilesUnreadable' || notice === 'profilesNewer';
    if (isForeign) expect(saves).toBe(0);
    // The next start reads the list that was written meanwhile: still nothing of it is erased.
    await world.restart({ stored: { version: 1, selected: '', profiles: [] } });
    await world.restart({ stored });
    expect(world.profile().kept).toBe('everything');
    await world.app.does('resume', { profile: PROFILE });
    expect(world.app.open().state).toBe('live');
  });

  it('is told of until the notice is dismissed', async () => {
    const world = await startSaved();
    const profileStore = {
      load: () => Promise.resolve({ is: 'setAside', file: 'profiles.bad-1.json' } as const),
      save: () => Promise.resolve(true),
    };
    await world.restart({ profileStore });
    const told = { kind: 'profilesSetAside', about: 'profiles.bad-1.json' };
    expect(world.snapshot().notices).toEqual([told]);
    await world.app.call('dismissNotice', { kind: 'profilesSetAside' });
    expect(world.snapshot().notices).toEqual([]);
  });
});

describe('whom saved secrets are for', () => {
  it('a session taken over at another server does not move them there', async () => {
    const world = await startKept();
    await world.app.does('signOut', { profile: PROFILE });
    const other = await startTabkeeper();
    const session = await openedElsewhere(other);
    const { server } = session;
    const { userName, orgId } = world.account(0);
    await world.app.does('useSession', session);
    expect(world.app.open().kind).toBe('session');
    expect(world.profile().kept).toBe('other');
    await world.app.does('signOut', { profile: PROFILE });
    const before = other.simulator.requests().length;
    expect(await world.app.signIn({ ...empty, server, userName, orgId })).toMatchObject(missing);
    expect(await world.app.call('useSession', { ...session, devKey: '' })).toMatchObject(missing);
    expect(other.simulator.requests()).toHaveLength(before);
    await other.close();
  });

  it.each([
    ['server', { server: { kind: 'local', url: 'http://127.0.0.1:9/api/v2' } }],
    ['user name', { userName: 'somebody@else.test' }],
    ['organization', { orgId: '00801SOMEBODYELSE0001' }],
  ])('a list with another %s in it gets none', async (_, change) => {
    const world = await startKept();
    const file = world.app.stored() as { profiles: Record<string, unknown>[] };
    const profiles = file.profiles.map((one) => ({ ...one, ...change, signInOnLaunch: true }));
    await world.restart({ stored: { ...file, profiles } });
    expect(world.profile().kept).toBe('other');
    const { userName, orgId, server } = world.profile();
    const typed = { ...empty, userName, orgId, server };
    expect(await world.app.signIn(typed)).toMatchObject(missing);
    await world.app.does('resume', { profile: PROFILE });
    expect(world.calls('Login')).toBe(1);
  });

  it('another user in the same profile is asked what to keep, and overwrites nothing before', async () => {
    const world = await startKept();
    await world.app.does('signOut', { profile: PROFILE });
    const bytes = await readFile(path.join(world.vaultDir, 'vault.json'));
    await world.signIn(1);
    expect(world.profile()).toMatchObject({ offerToKeep: true, kept: 'other' });
    expect(await readFile(path.join(world.vaultDir, 'vault.json'))).toEqual(bytes);
    await world.keepAll();
    expect(world.profile()).toMatchObject({ offerToKeep: false, kept: 'everything' });
    await world.restart();
    await world.app.does('resume', { profile: PROFILE });
    expect(world.app.open().userName).toBe(world.account(1).userName);
  });

  it('practice has a profile of its own, the same one each time', async () => {
    const clock = new ManualClock();
    const practice = createPractice(clock);
    const world = await startKept({ clock, practice });
    const before = world.profile();
    for (let n = 0; n < 2; n += 1) {
      expect(await world.app.app.practise()).toEqual({ ok: true, value: null });
      await world.app.settled();
      const { selected, profiles } = world.snapshot();
      expect(selected).not.toBe(PROFILE);
      expect(profiles).toHaveLength(2);
      await world.app.does('signOut', { profile: selected });
    }
    expect(world.profile()).toEqual(before);
  });

  it('practice starts in the first profile while nobody has used it', async () => {
    const clock = new ManualClock();
    const world = await startSaved({ clock, practice: createPractice(clock) });
    await world.app.app.practise();
    await world.app.settled();
    expect(world.snapshot().profiles).toHaveLength(1);
    expect(world.app.open().state).toBe('live');
  });

  it('practice at the start waits for neither the history nor the keyring', async () => {
    const clock = new ManualClock();
    const box = new MemorySecretBox();
    const answer = box.hold();
    let isUnderWay: () => void = () => undefined;
    const underWay = new Promise<void>((resolve) => {
      isUnderWay = resolve;
    });
    const historyFile: HistoryFile = {
      load: async () => {
        await underWay;
        return { events: [], aside: null, isForeign: false };
      },
      write: (all) => Promise.resolve(all),
      renew: () => undefined,
    };
    const world = await startSaved({
      ...{ clock, box, historyFile, practice: createPractice(clock) },
      onPractising: () => {
        isUnderWay();
        answer();
      },
    });
    await world.app.settled();
    expect(world.app.open().state).toBe('live');
    expect(world.snapshot().storage.is).toBe('ready');
  });

  it('practice at the start is one sign-in where its profile signs in on launch', async () => {
    const clock = new ManualClock();
    const practice = createPractice(clock);
    const world = await startSaved({ clock, practice });
    await world.app.app.practise();
    await world.app.settled();
    const profile = world.snapshot().selected;
    await world.keepAll(profile);
    await world.app.does('editProfile', { profile, change: { signInOnLaunch: true } });
    /** The sandbox runs once both have asked for it. */
    let asked = 0;
    let goOn: () => void = () => undefined;
    const both = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const start = async () => {
      asked += 1;
      if (asked === 2) goOn();
      await both;
      return practice.start();
    };
    const begun: unknown[] = [];
    await world.restart({
      practice: { ...practice, start },
      onPractising: (result) => begun.push(result),
    });
    expect(begun).toEqual([{ ok: true, value: null }]);
    expect(world.app.session(profile).state).toBe('live');
    const logins = world.snapshot().activity.filter(({ endpoint }) => endpoint === 'Login');
    expect(logins).toHaveLength(1);
  });
});

describe('while the vault is shut', () => {
  it('a choice waits for the keyring, and is then merged with what was kept before', async () => {
    const world = await startKept();
    await world.app.verify();

    await world.restart({}, () => world.box.takeAway());
    expect(world.profile()).toMatchObject({ kept: 'unknown', draft: false });
    await world.signIn(0);
    expect(world.profile()).toMatchObject({ kept: 'unknown', offerToKeep: true });
    await world.app.call('keepSignIn', { profile: PROFILE, what: 'allButPassword' });
    expect(world.profile()).toMatchObject({ kept: 'allButPassword', offerToKeep: false });

    world.box.giveBack();
    await world.app.does('retryStorage', {});
    expect(world.snapshot().storage.is).toBe('ready');
    expect(world.profile().kept).toBe('allButPassword');
    await world.restart();
    expect(world.profile().kept).toBe('allButPassword');
    expect(world.profile().rememberedUntil).not.toBeNull();
  });

  it('of another keyring, a choice is sealed in a new one when that is asked for', async () => {
    const world = await startKept();
    expect(await world.app.call('renewVault', {})).toMatchObject({ error: { kind: 'notNow' } });
    await world.restart({}, () => world.box.changeKey());
    expect(world.snapshot().storage).toMatchObject({ is: 'locked', why: 'otherKey' });
    await world.signIn(0);
    await world.keepAll();
    expect(await world.app.call('renewVault', {})).toEqual({ ok: true, value: null });
    await expect.poll(() => world.snapshot().storage.is).toBe('ready');
    await world.app.settled();
    await world.restart();
    expect(world.profile()).toMatchObject({ kept: 'everything' });
    expect(world.snapshot().notices).toEqual([]);
    expect(world.snapshot().notices).toEqual([]);
    await world.app.does('resume', { profile: PROFILE });
    expect(world.app.open().state).toBe('live');
  });

  it('a device that was remembered then is kept after the unlocking', async () => {
    const world = await startKept();
    await world.restart({}, () => world.box.takeAway());
    await world.signIn(0);
    await world.app.verify();
    world.box.giveBack();
    await world.app.does('retryStorage', {});
    await world.restart();
    expect(world.profile()).toMatchObject({ kept: 'everything', offerToKeep: false });
    expect(world.profile().rememberedUntil).not.toBeNull();
  });

  it('it is not asked again by a wake, since Electron builds its key ring once', async () => {
    const world = await startKept();
    await world.restart({}, () => world.box.takeAway());
    expect(world.snapshot().storage.is).toBe('locked');
    world.box.giveBack();
    const opened = world.box.calls.open;
    world.app.app.hint({ type: 'resumed' });
    await world.app.settled();
    expect(world.box.calls.open).toBe(opened);
    await world.restart();
    expect(world.snapshot().storage.is).toBe('ready');
  });

  it('[V57] a keyring that answers after minutes still signs in, with who wanted it', async () => {
    const world = await startKept();
    await world.app.does('editProfile', { profile: PROFILE, change: { signInOnLaunch: true } });
    const answer = world.box.hold();
    const { clock } = world.app;
    const restarted = world.restart();
    const waiting = setInterval(() => clock.advance(5_000), 5);
    await restarted;
    clearInterval(waiting);
    expect(world.snapshot().storage.is).toBe('waiting');
    // Whoever types everything does not wait for it.
    await world.app.call('createProfile', {});
    const second = world.snapshot().selected;
    await world.signIn(1, second);
    await world.app.advance(5 * MINUTE);
    answer();
    await expect.poll(() => world.app.session(PROFILE).state).toBe('live');
    const logins = world.snapshot().activity.filter(({ endpoint }) => endpoint === 'Login');
    expect(logins.map(({ profile, by }) => [profile, by])).toEqual([
      [PROFILE, 'signIn'],
      [second, 'you'],
    ]);
  });
});

describe('a refused sign-in on launch', () => {
  it('is not tried again at each start, and says so', async () => {
    const world = await startKept();
    await world.app.does('editProfile', { profile: PROFILE, change: { signInOnLaunch: true } });
    const { userName } = world.account(0);
    world.app.simulator.setFaults([
      { endpoint: '/Login.json', fault: 'bdc', code: 'BDC_1102', message: null, times: 1 },
    ]);
    await world.restart();
    expect(world.app.session()).toMatchObject({ againStopped: 'rejected' });
    expect(world.profile().signInOnLaunch).toBe(false);
    expect(world.snapshot().notices).toEqual([{ kind: 'launchStopped', about: userName }]);
    const before = world.calls('Login');
    await world.restart();
    expect(world.calls('Login')).toBe(before);
  });

  it('is not begun either after a refusal while the app signed in again by itself', async () => {
    const world = await startKept();
    await world.app.does('editProfile', { profile: PROFILE, change: { signInOnLaunch: true } });
    world.app.simulator.endSession('all');
    world.app.simulator.setFaults([{ endpoint: '/Login.json', fault: 'bdc', code: 'BDC_1101' }]);
    await world.app.does('extendNow', { profile: PROFILE });
    expect(world.app.session()).toMatchObject({ againStopped: 'rejected' });
    expect(world.profile().signInOnLaunch).toBe(false);
    const before = world.calls('Login');
    await world.restart();
    expect(world.calls('Login')).toBe(before);
    // Whoever wants it all the same can have it.
    await world.app.does('editProfile', { profile: PROFILE, change: { signInOnLaunch: true } });
    expect(world.profile().signInOnLaunch).toBe(true);
  });
});

describe('forgetting', () => {
  it('while the keyring is away says that the file still has it, and does it later', async () => {
    const world = await startKept();
    const { userName } = world.account(0);
    await world.restart({}, () => world.box.takeAway());
    await world.app.does('forgetProfile', { profile: PROFILE });
    expect(world.snapshot().notices).toEqual([{ kind: 'forgetPending', about: userName }]);
    await world.restart({}, () => world.box.giveBack());
    expect(world.app.stored()).toMatchObject({ forgotten: [], profiles: [] });
    expect(world.snapshot().notices).toEqual([]);
    const vault = await readFile(path.join(world.vaultDir, 'vault.json'), 'utf8');
    expect((JSON.parse(vault) as { records: unknown[] }).records).toEqual([]);
    expect(await readdir(world.vaultDir)).not.toContain('vault.json.bak');
  });

  it('that the disk refused is done, and said no more, when the disk takes it', async () => {
    const world = await startKept();
    await world.app.call('createProfile', {});
    const other = world.snapshot().selected;
    await world.signIn(1, other);
    const away = `${world.vaultDir}-away`;
    await rename(world.vaultDir, away);
    await writeFile(world.vaultDir, 'a file in the place of the folder');
    await world.app.does('forgetProfile', { profile: PROFILE });
    expect(world.snapshot().notices).toMatchObject([
      { kind: 'notSaved' },
      { kind: 'forgetPending' },
    ]);
    await rm(world.vaultDir);
    await rename(away, world.vaultDir);
    await world.keepAll(other);
    await world.app.settled();
    expect(world.snapshot().notices).toEqual([]);
    expect(world.app.stored()).toMatchObject({ forgotten: [] });
    const vault = await readFile(path.join(world.vaultDir, 'vault.json'), 'utf8');
    expect(JSON.parse(vault)).toMatchObject({ records: [{ id: other }] });
    expect(await readdir(world.vaultDir)).not.toContain('vault.json.bak');
  });

  it('a session drops what was typed when it is left', async () => {
    const world = await startSaved();
    await world.signIn(0);
    expect(world.profile().offerToKeep).toBe(true);
    await world.app.does('signOut', { profile: PROFILE });
    expect(world.profile().offerToKeep).toBe(false);
    const late = await world.app.call('keepSignIn', { profile: PROFILE, what: 'everything' });
    expect(late).toMatchObject({ error: { kind: 'notNow' } });
  });
});

it('a start with 50 saved profiles asks the keyring once, and once is enough for all that is shown', async () => {
  const world = await startSaved();
  const { userName, orgId, devKey, password } = world.account(0);
  const server = { kind: 'local', url: world.app.simulator.baseUrl } as const;
  const ids = Array.from({ length: 50 }, (_, n) => `saved-${n}`);
  await world.app.quit();
  const { vault } = await openVault(world.vaultDir, world.box);
  const whose = identityOf({ server, userName, orgId });
  for (const id of ids) await vault.put(id, { for: whose, devKey, password });
  await vault.close();
  const { profiles } = exportOf(...ids.map((id) => ({ id, server, userName, orgId })));
  Object.assign(world.box.calls, { open: 0, seal: 0, available: 0 });
  await world.restart({ stored: { version: 1, selected: '', profiles } });
  for (let n = 0; n < 20; n += 1) await world.app.call('selectProfile', { profile: `saved-${n}` });
  await world.app.settled();
  expect(world.snapshot().profiles.map(({ kept }) => kept)).toEqual(ids.map(() => 'everything'));
  await world.app.does('resume', { profile: 'saved-7' });
  expect(world.app.open('saved-7').state).toBe('live');
  expect(world.box.calls).toEqual({ open: 1, seal: 0, available: 0 });
});

describe('wiping', () => {
  it('empties Activity, the days and the notices, and keeps no offer', async () => {
    const world = await startSaved();
    await world.signIn(0);
    expect(world.snapshot().activity).not.toEqual([]);
    const span = { profile: null, from: 0, to: 8e15 };
    const days = () => world.app.call('getHistory', span);
    expect(await days()).toMatchObject({ value: [{ kind: 'signIn' }] });
    expect(await world.app.does('wipeEverything', {})).toEqual({ ok: true, value: null });
    const { activity, notices, profiles } = world.snapshot();
    expect([activity, notices]).toEqual([[], []]);
    expect(await days()).toEqual({ ok: true, value: [] });
    expect(profiles).toMatchObject([{ kept: 'nothing', offerToKeep: false, draft: true }]);
    expect(world.app.stored()).toBeNull();
  });

  it('takes what waited for a vault that did not open, and seals it in no new one', async () => {
    const world = await startKept();
    await world.app.does('editProfile', { profile: PROFILE, change: { signInOnLaunch: true } });
    await world.restart({}, () => world.box.changeKey());
    await world.signIn(0);
    await world.keepAll();
    expect(world.profile().kept).toBe('everything');
    expect(await world.app.call('wipeEverything', {})).toEqual({ ok: true, value: null });
    await expect.poll(() => world.snapshot().storage.is).toBe('ready');
    await world.app.settled();
    expect(await readdir(world.vaultDir)).toEqual([]);
    expect(world.snapshot().profiles).toMatchObject([{ kept: 'nothing', draft: true }]);
    expect(world.calls('Login')).toBe(2);
  });

  it('does not wait for a keyring that nobody answers', async () => {
    const world = await startKept();
    const answer = world.box.hold();
    expect(await world.app.call('wipeEverything', {})).toEqual({ ok: true, value: null });
    expect(await readdir(world.vaultDir)).toEqual([]);
    expect(world.snapshot().profiles).toMatchObject([{ kept: 'nothing', draft: true }]);
    answer();
    await expect.poll(() => world.snapshot().storage.is).toBe('ready');
  });
});

it('a keyring that refuses for ever still leaves the file to the next one', async () => {
  const world = await startKept();
  const before = await readFile(path.join(world.vaultDir, 'vault.json'));
  world.box.reject(REFUSED, 10);
  await world.restart();
  await world.signIn(0);
  await world.app.call('keepSignIn', { profile: PROFILE, what: 'nothing' });
  expect(await readFile(path.join(world.vaultDir, 'vault.json'))).toEqual(before);
});

it('a quit right after a choice waits for the list of profiles to be written', async () => {
  let stored: unknown = null;
  const profileStore = {
    load: () => Promise.resolve({ is: 'missing' } as const),
    save: async (value: unknown) => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      stored = value;
      return true;
    },
  };
  const world = await startSaved({ profileStore });
  await world.signIn(0);
  const keeping = world.app.call('keepSignIn', { profile: PROFILE, what: 'everything' });
  await world.app.quit();
  await keeping;
  expect(stored).toMatchObject({ profiles: [{ id: PROFILE }] });
  await world.restart();
});

it('a list that the disk refused is said, and "Save again" writes it', async () => {
  let full = true;
  let stored: unknown = null;
  const profileStore = {
    load: () => Promise.resolve({ is: 'missing' } as const),
    save: (value: unknown) => {
      if (!full) stored = value;
      return Promise.resolve(!full);
    },
  };
  const world = await startKept({ profileStore });
  expect(world.snapshot().notices).toEqual([{ kind: 'notSaved', about: null }]);
  full = false;
  await world.app.call('retryStorage', {});
  expect(world.snapshot().notices).toEqual([]);
  expect(stored).toMatchObject({ profiles: [{ id: PROFILE }] });
});

it('a device is shown as remembered for its own user and organization only', async () => {
  const world = await startKept();
  await world.app.verify();
  expect(world.profile().rememberedUntil).not.toBeNull();
  await world.app.does('signOut', { profile: PROFILE });
  expect(world.profile().rememberedUntil).not.toBeNull();
  await world.signIn(1);
  expect(world.profile().rememberedUntil).toBeNull();
  await world.app.does('signOut', { profile: PROFILE });
  expect(world.profile().rememberedUntil).toBeNull();
});
