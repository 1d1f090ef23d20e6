/** Each setting takes effect in main at once, without a restart. */
import { afterEach, describe, expect, it } from 'vitest';
import { trayIconFile } from '../../src-main/notify/tray-model.ts';
import { settingSchemas, type Settings } from '../../src-shared/settings.ts';
import { PROFILE, startTabkeeper, type FlowOptions, type Tabkeeper } from './tabkeeper.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let app: Tabkeeper;
afterEach(() => app.close());

async function start(options: FlowOptions = {}): Promise<void> {
  app = await startTabkeeper(options);
  await app.signIn();
}

const change = async (settings: Partial<Settings>) => {
  expect(await app.does('changeSettings', settings)).toMatchObject({ ok: true });
};
const failing = () =>
  app.simulator.setFaults([{ fault: 'reset', endpoint: '/GetSessionInfo.json' }]);

const shows = async (settings: Partial<Settings>) => {
  await start();
  await change(settings);
  expect(app.snapshots.at(-1)?.settings).toMatchObject(settings);
};

/** One for each setting; a new one does not compile until it is here. */
const effects: Readonly<Record<keyof Settings, () => Promise<void>>> = {
  touchMinutes: async () => {
    await start();
    await change({ touchMinutes: 20 });
    await app.advance(15 * MINUTE);
    expect(app.touches()).toBe(0);
    await change({ touchMinutes: 5 });
    await app.advance(MINUTE);
    expect(app.touches()).toBe(1);
  },
  maxHours: async () => {
    await start();
    const before = app.open().keepAlive.stopsAt;
    await change({ maxHours: 1 });
    expect(app.open().keepAlive.stopsAt).toBe(before - 11 * HOUR);
  },
  onlyWhileActive: async () => {
    await start();
    app.app.hint({ type: 'activity', active: false });
    expect(app.open().keepAlive.why).toBe('regular');
    await change({ onlyWhileActive: true });
    expect(app.open().keepAlive.why).toBe('away');
  },
  tokenIdleHours: async () => {
    app = await startTabkeeper();
    await app.signIn({ kind: 'token' });
    expect(app.open().endsAtLeast).toBeNull();
    await change({ tokenIdleHours: 48 });
    expect(app.open().endsAtLeast).not.toBeNull();
  },
  handOff: async () => {
    await start();
    expect(app.snapshots.at(-1)?.handOff.state).toBe('off');
    await change({ handOff: true });
    expect(app.snapshots.at(-1)?.handOff.state).toBe('on');
    await change({ handOff: false });
    expect(app.snapshots.at(-1)?.handOff.state).toBe('off');
  },
  notifications: async () => {
    await start();
    app.simulator.endSession('all');
    await app.advance(12 * MINUTE);
    expect(app.notices.at(-1)?.incident).toMatchObject({ kind: 'expired' });
    await change({ notifications: false });
    expect(app.notices.at(-1)).toEqual({ profile: PROFILE, incident: null });
    await app.signIn();
    app.simulator.endSession('all');
    await app.advance(12 * MINUTE);
    expect(app.notices.at(-1)?.incident).toBeNull();
  },
  warnMinutes: async () => {
    await start({ settings: { warnMinutes: 5 } });
    failing();
    await app.advance(26 * MINUTE);
    expect(app.notices).toEqual([]);
    await change({ warnMinutes: 12 });
    expect(app.notices.at(-1)?.incident).toMatchObject({ kind: 'atRisk', minutes: 12 });
  },
  // What these do is asked for when it is due; see test/unit/electron/life/closing.test.ts.
  closeAction: () => shows({ closeAction: 'quit' }),
  closeExplained: () => shows({ closeExplained: true }),
  hidesWithoutTray: () => shows({ hidesWithoutTray: true }),
  quitAction: () => shows({ quitAction: 'signOut' }),
  // test/e2e/desktop.test.ts shows both in a window.
  theme: () => shows({ theme: 'dark' }),
  textSize: () => shows({ textSize: 150 }),
  detailLevel: () => shows({ detailLevel: 'expert' }),
  monochromeTray: async () => {
    await start();
    await change({ monochromeTray: true });
    const { monochromeTray } = app.snapshots.at(-1)?.settings ?? {};
    expect(trayIconFile('live', 'linux', monochromeTray ?? false)).toBe('live-mono.png');
  },
};

describe('a setting takes effect at once', () => {
  it.each(Object.keys(settingSchemas) as (keyof Settings)[])('%s', async (name) => {
    await effects[name]();
  });
});

describe('the warning of a session at risk', () => {
  it('comes at its time, though nothing that is shown changes while a server wants to be left alone', async () => {
    await start({ settings: { warnMinutes: 20 } });
    const endpoint = '/GetSessionInfo.json';
    app.simulator.setFaults([
      { fault: 'reset', endpoint, times: 3 },
      { fault: 'status', status: 503, headers: { 'Retry-After': '900' }, body: '', endpoint },
    ]);
    await app.advance(14.5 * MINUTE);
    expect(app.notices).toEqual([]);
    await app.advance(MINUTE);
    expect(app.notices.at(-1)?.incident).toMatchObject({ kind: 'atRisk', minutes: 20 });
  });
});

describe('a profile that is forgotten', () => {
  it('takes its notification with it', async () => {
    await start();
    app.simulator.endSession('all');
    await app.advance(12 * MINUTE);
    expect(app.notices).toHaveLength(1);
    await app.does('forgetProfile', { profile: PROFILE });
    expect(app.notices.at(-1)).toEqual({ profile: PROFILE, incident: null });
  });
});
