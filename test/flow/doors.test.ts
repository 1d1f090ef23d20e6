/** What the app offers to a door: commands by caller, each new snapshot, and the keys of one session. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../src-shared/snapshot.ts';
import type { Caller } from '../../src-main/ipc/router.ts';
import { PROFILE, startTabkeeper, type Tabkeeper } from './tabkeeper.ts';

const program: Caller = {
  kind: 'tool',
  grant: 'g1',
  name: 'a program',
  scopes: ['status', 'read', 'call', 'session'],
  profiles: null,
};

let tabkeeper: Tabkeeper;
beforeEach(async () => {
  tabkeeper = await startTabkeeper();
});
afterEach(() => tabkeeper.close());

describe('a program at the door', () => {
  it('extends the session that the person opened, as the window would', async () => {
    await tabkeeper.signIn();
    await tabkeeper.advance(60_000);
    const before = tabkeeper.touches();
    const answer = await tabkeeper.app.route(program, 'extendNow', { profile: PROFILE });
    expect(answer).toEqual({ ok: true, value: null });
    await tabkeeper.settled();
    expect(tabkeeper.touches()).toBe(before + 1);
  });

  it('neither signs out nor sees a snapshot', async () => {
    await tabkeeper.signIn();
    for (const [name, input] of [
      ['signOut', { profile: PROFILE }],
      ['getSnapshot', {}],
    ] as const) {
      const answer = await tabkeeper.app.route(program, name, input);
      expect(answer).toEqual({ ok: false, error: { kind: 'notAllowed' } });
    }
    expect(tabkeeper.open().signingOut).toBe(false);
  });
});

describe('whoever subscribes', () => {
  it('gets each new snapshot, the changes of one turn as one, until told to stop', async () => {
    const seen: Snapshot[] = [];
    const stop = tabkeeper.app.subscribe((snapshot) => seen.push(snapshot));
    await tabkeeper.signIn();
    expect(seen.length).toBeGreaterThan(1);
    expect(seen).toEqual(tabkeeper.snapshots.slice(-seen.length));
    expect(seen.map(({ revision }) => revision)).toEqual(
      seen.map((_, at) => (seen[0]?.revision ?? 0) + at),
    );

    const before = seen.length;
    tabkeeper.app.changed();
    tabkeeper.app.changed();
    await tabkeeper.settled();
    expect(seen).toHaveLength(before + 1);

    stop();
    tabkeeper.app.changed();
    await tabkeeper.settled();
    expect(seen).toHaveLength(before + 1);
    expect(tabkeeper.snapshots.at(-1)?.revision).toBe((seen.at(-1)?.revision ?? 0) + 1);
  });

  it('twice, stops once at a time', async () => {
    let told = 0;
    const listener = () => void (told += 1);
    const stops = [tabkeeper.app.subscribe(listener), tabkeeper.app.subscribe(listener)];
    for (const expected of [2, 3, 3]) {
      tabkeeper.app.changed();
      await tabkeeper.settled();
      expect(told).toBe(expected);
      stops.pop()?.();
    }
  });

  it('and fails, keeps no other from the snapshot; its class alone is logged', async () => {
    const seen: Snapshot[] = [];
    tabkeeper.app.subscribe(() => {
      throw new TypeError('with a secret in it');
    });
    tabkeeper.app.subscribe((snapshot) => seen.push(snapshot));
    tabkeeper.app.changed();
    await tabkeeper.settled();
    expect(seen).toHaveLength(1);
    expect(tabkeeper.log).toContainEqual({
      event: 'failure',
      where: 'a subscriber',
      name: 'TypeError',
    });
    expect(JSON.stringify(tabkeeper.log)).not.toContain('secret in it');
  });
});

describe('the live keys', () => {
  it('are those of one profile’s open session, and gone with it', async () => {
    const { app, simulator } = tabkeeper;
    expect(app.liveKeys(PROFILE)).toBeNull();
    await tabkeeper.signIn();
    const [account] = simulator.accounts;
    await tabkeeper.call('copySessionId', { profile: PROFILE });
    expect(app.liveKeys(PROFILE)).toEqual({
      baseUrl: simulator.baseUrl,
      sessionId: tabkeeper.clipboard(),
      devKey: account?.devKey,
      orgId: account?.orgId,
    });
    await tabkeeper.does('createProfile', {});
    const others = tabkeeper.snapshots.at(-1)?.profiles.filter(({ id }) => id !== PROFILE) ?? [];
    expect(others).toHaveLength(1);
    for (const { id } of others) expect(app.liveKeys(id)).toBeNull();
    expect(app.liveKeys('nobody')).toBeNull();
    await tabkeeper.does('signOut', { profile: PROFILE });
    expect(app.liveKeys(PROFILE)).toBeNull();
  });
});
