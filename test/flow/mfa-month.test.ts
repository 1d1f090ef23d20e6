/** A month with one text message: a remembered device through all the ends of its sessions. */
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TrustView } from '../../src-shared/session-view.ts';
import type { Snapshot } from '../../src-shared/snapshot.ts';
import { verifyHead } from '../../src-shared/words/verify-words.ts';
import type { SimulatorEvent, SimulatorOptions } from '../../src-simulator/index.ts';
import { START } from '../fakes/manual-clock.ts';
import { MemorySecretBox } from '../fakes/memory-secret-box.ts';
import { scaled } from '../scale.ts';
import { tempDir } from '../temp-dir.ts';
import { PROFILE, startTabkeeper, type FlowOptions, type Tabkeeper } from './tabkeeper.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const profile = PROFILE;

const ENDS = scaled(40, 200);
/** From one end of a session to the next: all of them are 29.8 days. */
const EVERY = (29.8 * DAY) / ENDS;
const AWAKE = 2 * MINUTE;

/** The head of the Verify panel, as a snapshot makes it. */
function headOf({ sessions, at }: Snapshot): string {
  const { title, sentence } = verifyHead(sessions[profile] ?? null, at, 'BILL');
  return `${title}. ${sentence}`;
}

const plain =
  /^Not trusted\. From Login at .*\. Four operations stay locked until you verify by phone\.$/u;

/** The words of the panel for a device that is not honoured hang on just this. */
const saysForgotten = ({ is, source }: TrustView) => is === 'untrusted' && source === 'mfaStatus';

describe('a month with a remembered device', () => {
  let folder: string;
  let box: MemorySecretBox;
  let app: Tabkeeper;
  let events: SimulatorEvent[];
  /** What the runs of the app before this one showed. */
  let earlier: readonly Snapshot[];
  beforeEach(() => {
    folder = tempDir();
    box = new MemorySecretBox();
    events = [];
    earlier = [];
  });
  afterEach(async () => {
    await app.close();
  });

  const start = (more: FlowOptions) =>
    startTabkeeper({ vaultDir: path.join(folder, 'vault'), box, ...more });
  const calls = (endpoint: string) =>
    app.simulator.requests().filter((one) => one.endpoint === `/${endpoint}.json`).length;
  const texts = () => events.filter(({ event }) => event === 'sms').length;
  const opened = () =>
    events.flatMap((one) => (one.event === 'sessionStarted' ? [one.trusted] : []));
  const rememberedUntil = () => app.snapshots.at(-1)?.profiles[0]?.rememberedUntil ?? null;

  const head = () => {
    const newest = app.snapshots.at(-1);
    return newest === undefined ? '' : headOf(newest);
  };
  /** The sessions whose head said that the 30 days are over. */
  const verifyAgain = () => [
    ...new Set(
      [...earlier, ...app.snapshots].flatMap((one) => {
        const view = one.sessions[profile];
        const says = headOf(one).includes('The 30 days of this device are over.');
        return says && view !== undefined && 'signedInAt' in view ? [view.signedInAt] : [];
      }),
    ),
  ];

  async function click(send: Promise<unknown>): Promise<void> {
    expect(await send).toEqual({ ok: true, value: null });
    await app.settled();
  }

  /** Signs in, keeps everything, and verifies once by a click and a code, remembering the device. */
  async function begin(options: SimulatorOptions['options'] = {}): Promise<void> {
    app = await start({ simulator: { options, onEvent: (one) => events.push(one) } });
    await app.signIn();
    await click(app.call('keepSignIn', { profile, what: 'everything' }));
    await app.verify();
    expect(app.open().trust).toMatchObject({ is: 'until', source: 'mfaAuthenticate' });
  }

  /** The machine sleeps until the session is long dead, and is then awake for two minutes. */
  async function sleep(ms = EVERY - AWAKE): Promise<void> {
    app.clock.jumpWall(ms);
    await app.advance(AWAKE);
  }

  /** Somebody at BILL ends the session while the machine is awake; the machine sleeps before it. */
  async function endAtServer(): Promise<void> {
    app.clock.jumpWall(EVERY - 14 * MINUTE);
    await app.advance(AWAKE);
    app.simulator.endSession('all');
    await app.advance(12 * MINUTE);
  }

  async function restart(): Promise<void> {
    earlier = [...earlier, ...app.snapshots];
    const { simulator: server, clock } = app;
    const stored = app.stored();
    await app.quit();
    clock.jumpWall(EVERY);
    app = await start({ server, clock, stored });
    await click(app.call('resume', { profile }));
  }

  it(`costs one message: each of ${ENDS} new sessions is trusted without a code until day 30, then none is`, async () => {
    await begin();
    const until = rememberedUntil() ?? 0;
    expect(until - app.clock.now().wall).toBe(30 * DAY);
    const logins = calls('Login');

    for (let ends = 1; ends <= ENDS; ends += 1) {
      if (ends % (ENDS / 4) === 0) await restart();
      else if (ends % (ENDS / 20) === 0) await endAtServer();
      else await sleep();
      expect([ends, app.open().state, app.open().trust]).toMatchObject([
        ends,
        'live',
        { is: 'until', until, source: 'mfaStatus' },
      ]);
    }
    expect(opened().slice(1)).toEqual(opened().slice(1).fill(true));
    expect(calls('MFAChallenge')).toBe(1);
    expect(texts()).toBe(1);
    // MFAStatus was asked once for each session that was opened with the device, never twice.
    const again = calls('Login') - logins;
    expect(again).toBeGreaterThanOrEqual(ENDS);
    expect(calls('MFAStatus')).toBe(again);
    expect(app.alarms()).toEqual([]);

    expect(verifyAgain()).toEqual([]);

    // Day 30 passes over an open session: the promise is over, and nobody claims that it holds.
    while (app.clock.now().wall < until) await app.advance(5 * MINUTE);
    expect(app.open().trust).toMatchObject({
      is: 'unknown',
      source: 'lapsed',
    });
    expect(head()).toMatch(
      /^Trust not known. The 30 days of this device ended at .* Verify again/u,
    );
    const asked = calls('MFAStatus');

    // From here on each new session needs a code. The first one says why; after that it is known.
    for (let ends = 1; ends <= 10; ends += 1) {
      if (ends === 3) await restart();
      else await sleep();
      expect(head()).toMatch(ends === 1 ? /^Not trusted\. The 30 days of this device/u : plain);
      expect(app.open().trust).toMatchObject({ is: 'untrusted', source: 'login' });
      expect(app.open().mfa).toEqual({ step: 'start', error: null, sendAgainAt: null });
      expect(opened().at(-1)).toBe(false);
    }
    expect(verifyAgain()).toHaveLength(1);
    expect(rememberedUntil()).toBeNull();
    expect(calls('MFAStatus')).toBe(asked);
    expect(calls('Login')).toBe(logins + again + 10);
    expect(calls('MFAChallenge')).toBe(1);
    expect(app.alarms()).toEqual([]);
  });

  it('says once that BILL honours the device no more, offers the steps, and asks no more', async () => {
    await begin({ rememberDays: 10 });
    const told = () =>
      app.snapshots.filter(({ sessions }) => {
        const view = sessions[profile];
        return view !== undefined && 'trust' in view && saysForgotten(view.trust);
      }).length;
    while (app.clock.now().wall + EVERY < START + 10 * DAY) await sleep();
    expect(app.open().trust.is).toBe('until');
    expect(rememberedUntil()).toBe(START + 30 * DAY);
    expect(told()).toBe(0);

    await sleep();
    expect(app.open().trust).toMatchObject({ is: 'untrusted', source: 'mfaStatus' });
    expect(app.open().mfa).toEqual({ step: 'start', error: null, sendAgainAt: null });
    expect(rememberedUntil()).toBeNull();
    expect(told()).toBeGreaterThan(0);
    const asked = calls('MFAStatus');
    const logins = calls('Login');
    await app.advance(35 * MINUTE);
    expect(app.open().trust).toMatchObject({ is: 'untrusted', source: 'mfaStatus' });

    // The next sessions do not bring it up again: the device is gone, also after a restart.
    for (let ends = 1; ends <= 5; ends += 1) {
      if (ends === 3) await restart();
      else await sleep();
      expect(app.open().trust).toMatchObject({ is: 'untrusted', source: 'login' });
    }
    expect([calls('MFAStatus'), calls('Login')]).toEqual([asked, logins + 5]);
    expect(calls('MFAChallenge')).toBe(1);
    expect(app.alarms()).toEqual([]);

    // Verified again by a click, the device is remembered again.
    await app.verify();
    await sleep();
    expect(app.open().trust).toMatchObject({ is: 'until', source: 'mfaStatus' });
    expect(texts()).toBe(2);
  });

  it.each(['BDC_1113', 'BDC_1119', 'BDC_1374'])(
    'signs in without the device when BILL refuses a sign-in with it: %s',
    async (staleMfaIdError) => {
      await begin({ rememberDays: 10, staleMfaId: 'reject', staleMfaIdError });
      app.clock.jumpWall(10 * DAY);
      const logins = calls('Login');
      await app.advance(AWAKE);
      expect(app.open().trust).toMatchObject({ is: 'untrusted', source: 'login' });
      expect(head()).toBe(
        'Not trusted. BILL did not accept this device any more, so it was forgotten. Verify again by phone.',
      );
      expect(rememberedUntil()).toBeNull();
      // One that was refused, and one without the device.
      expect(calls('Login')).toBe(logins + 2);
      await sleep();
      expect(app.open().trust).toMatchObject({ is: 'untrusted', source: 'login' });
      expect(head()).toMatch(plain);
      expect(calls('Login')).toBe(logins + 3);
      expect(calls('MFAStatus')).toBe(0);
      expect(calls('MFAChallenge')).toBe(1);
      expect(app.alarms()).toEqual([]);
    },
  );

  it('comes in at the second click when BILL refuses the device to a person who signs in', async () => {
    await begin({ rememberDays: 10, staleMfaId: 'reject' });
    await click(app.call('signOut', { profile }));
    app.clock.jumpWall(10 * DAY);
    await app.signIn();
    expect(app.session()).toMatchObject({
      state: 'signedOut',
      error: { code: 'BDC_1113' },
      deviceLost: 'refused',
    });
    expect(rememberedUntil()).toBeNull();
    await app.signIn();
    expect(app.open().trust).toMatchObject({ is: 'untrusted', source: 'login' });
    expect(app.open().deviceLost).toBeNull();
  });

  it('keeps the device when a sign-in is refused for another reason', async () => {
    await begin();
    const until = rememberedUntil();
    await click(app.call('signOut', { profile }));
    const refusals = ['BDC_1101', 'BDC_1107', 'BDC_1110', 'BDC_1144', 'BDC_1322', 'BDC_1001'];
    for (const code of refusals) {
      app.simulator.setFaults([{ endpoint: '/Login.json', fault: 'bdc', code }]);
      await app.signIn();
      expect(app.session()).toMatchObject({ state: 'signedOut', error: { code } });
    }
    app.simulator.setFaults([{ endpoint: '/Login.json', fault: 'html' }]);
    await app.signIn();
    expect(rememberedUntil()).toBe(until);
    app.simulator.setFaults([]);
    await app.signIn();
    expect(app.open().trust).toMatchObject({ is: 'until', source: 'mfaStatus' });
  });

  it('does not know the trust of a session when MFAStatus fails, and does not go on asking', async () => {
    await begin();
    const until = rememberedUntil();
    app.simulator.setFaults([
      { endpoint: '/MFAStatus.json', nth: 1, fault: 'html' },
      { endpoint: '/MFAStatus.json', nth: 2, fault: 'bdc', code: 'BDC_1119' },
    ]);
    for (let ends = 1; ends <= 2; ends += 1) {
      await sleep();
      await app.advance(35 * MINUTE);
      expect(app.open().trust).toMatchObject({ is: 'unknown' });
      expect(app.open().trustError?.kind).toBe(ends === 1 ? 'oddReply' : 'refused');
      expect(calls('MFAStatus')).toBe(ends);
      expect(rememberedUntil()).toBe(until);
    }
    await click(app.call('checkTrust', { profile }));
    expect(app.open().trust).toMatchObject({ is: 'until', until, source: 'mfaStatus' });
    expect(app.alarms()).toEqual([]);
  });
});
