/** What happens to a session, its user and its clocks. Rows S of the table. */
import { describe, expect, it } from 'vitest';
import type { FaultInput } from '../../src-simulator/index.ts';
import { START } from '../fakes/manual-clock.ts';
import { HOUR, MINUTE, profile, SECOND, startStaying, startWorld } from './faults-support.ts';

const IDLE = 35 * MINUTE;
const gone: FaultInput = { endpoint: '*', fault: 'reset', at: 'start' };
const slow = (endpoint: string, ms: number): FaultInput => ({
  endpoint: `/${endpoint}.json`,
  fault: 'delay',
  ms,
});
const body = JSON.stringify({ vendorId: '00901ABCDEFGHI000001', email: 'v@example.com' });

describe('a session that the server ends', () => {
  it('[S31] at minute ten is over, says that BILL ended it, and tells it once', async () => {
    const world = await startWorld();
    await world.advance(9 * MINUTE);
    world.simulator.endSession('all');
    await world.advance(MINUTE);
    expect(world.session()).toMatchObject({ state: 'expired', ended: { reason: 'endedByServer' } });
    await world.advance(HOUR);
    expect(world.shown().map(({ kind }) => kind)).toEqual(['expired']);
    // Neither BILL, which it is not, nor by an address that would stay in the system's history.
    expect(world.shown()[0]?.server).toBe('the local server');
    expect(world.touches()).toBe(1);
  });

  it('[S31] in the middle of a call is over as well', async () => {
    const world = await startWorld();
    world.faults({ endpoint: '/GetSessionInfo.json', fault: 'endSession' });
    await world.advance(10 * MINUTE);
    expect(world.session()).toMatchObject({ ended: { reason: 'endedByServer' } });
  });

  it('[S31] is opened again by itself, but not in a war', async () => {
    const world = await startStaying();
    const times: number[] = [];
    for (let minute = 0; minute < 180; minute += 1) {
      const before = world.calls('Login');
      if (world.session().state !== 'expired') world.simulator.endSession('all');
      await world.advance(MINUTE);
      for (let n = before; n < world.calls('Login'); n += 1) times.push(minute);
    }
    expect(times).toHaveLength(2);
    expect(world.session()).toMatchObject({ state: 'expired', againStopped: 'war' });
    expect(world.alarms()).toEqual(['war']);
    expect(world.newIds()).toBe(2);
  });

  it('and that ends behind a sign-out does not take the next one with it', async () => {
    const world = await startWorld();
    world.faults({ ...slow('GetSessionInfo', 60) });
    world.simulator.endSession('all');
    await world.call('extendNow', { profile });
    await world.call('signOut', { profile });
    while (world.session().state !== 'signedOut') await new Promise(setImmediate);
    await world.signIn();
    await world.settled();
    expect(world.open().state).toBe('live');
    await world.advance(12 * MINUTE);
    expect(world.open().state).toBe('live');
  });

  it('[S41] while a code is wanted closes that step with the reason', async () => {
    const world = await startWorld();
    await world.does('sendMfaCode', { profile });
    expect(world.open().mfa.step).toBe('codeWanted');
    world.simulator.endSession('all');
    await world.does('submitMfaCode', { profile, code: '123456', rememberDevice: false });
    expect(world.session()).toMatchObject({ state: 'expired', ended: { reason: 'endedByServer' } });
    expect(world.session()).not.toHaveProperty('mfa');
    expect(
      await world.call('submitMfaCode', { profile, code: '123456', rememberDevice: false }),
    ).toMatchObject({ ok: false, error: { kind: 'notNow' } });
  });
});

describe('two calls at once', () => {
  it.each([
    ['the touch first', slow('SendVendorInvite', 40)],
    ['the touch last', slow('GetSessionInfo', 40)],
  ])('[S33] end in one state: %s', async (_, fault) => {
    const world = await startWorld();
    await world.advance(5 * MINUTE);
    world.faults(fault);
    await world.call('extendNow', { profile });
    await world.does('tryOperation', { profile, operation: 'SendVendorInvite', body });
    expect(world.open()).toMatchObject({
      state: 'live',
      extending: false,
      endsAtLeast: START + 5 * MINUTE + IDLE,
      keepAlive: { touches: 1, trouble: null },
      tries: { SendVendorInvite: { error: { code: 'BDC_1361' } } },
    });
  });

  it('[S34] a sign-out during a touch drops the session though the server fails', async () => {
    const world = await startWorld();
    world.faults(slow('GetSessionInfo', 40), {
      endpoint: '/Logout.json',
      fault: 'status',
      status: 500,
      body: '',
    });
    await world.call('extendNow', { profile });
    await world.does('signOut', { profile });
    expect(world.session()).toMatchObject({
      state: 'signedOut',
      ended: { reason: 'signedOutUnconfirmed' },
      error: { kind: 'oddReply', status: 500 },
    });
    expect(await world.call('copySessionId', { profile })).toMatchObject({ ok: false });
    await world.advance(HOUR);
    expect(world.touches()).toBe(1);
  });

  it('[S35] twenty clicks on sign in are one sign-in', async () => {
    const world = await startWorld();
    await world.does('signOut', { profile });
    const before = world.calls('Login');
    await Promise.all(Array.from({ length: 20 }, () => world.signIn()));
    expect(world.calls('Login')).toBe(before + 1);
    expect(world.open().state).toBe('live');
  });
});

describe('verification', () => {
  const start = async () => {
    const world = await startWorld();
    await world.does('sendMfaCode', { profile });
    const submit = async (code: string) => {
      await world.does('submitMfaCode', { profile, code, rememberDevice: false });
    };
    return { world, submit };
  };

  it('[S36] with a wrong code stays where it is, counts, and repeats nothing', async () => {
    const { world, submit } = await start();
    const right = world.code();
    const wrong = right === '000000' ? '000001' : '000000';
    await submit(wrong);
    await submit(wrong);
    expect(world.open().mfa).toMatchObject({ step: 'codeWanted', wrongCodes: 2 });
    await world.advance(MINUTE);
    expect(world.calls('MFAAuthenticate')).toBe(2);
    expect(world.calls('MFAChallenge')).toBe(1);
    await submit(right);
    expect(world.open().trust.is).toBe('session');
  });

  it('[S37] with a code that has run out sends another on a click alone', async () => {
    const { world, submit } = await start();
    const code = world.code();
    await world.advance(6 * MINUTE);
    await submit(code);
    expect(world.open().mfa).toMatchObject({ step: 'start', error: { kind: 'refused' } });
    await world.advance(30 * MINUTE);
    expect(world.calls('MFAChallenge')).toBe(1);
    await world.does('sendMfaCode', { profile });
    expect(world.calls('MFAChallenge')).toBe(2);
  });

  it('[S38] after too many tries waits, shows until when, and sends nothing, also after signing out and in', async () => {
    const { world, submit } = await start();
    world.faults({ endpoint: '/MFAAuthenticate.json', fault: 'bdc', code: 'BDC_1358' });
    await submit('123456');
    const until = world.clock.now().wall + 5 * MINUTE;
    expect(world.open().mfa).toMatchObject({ step: 'start', sendAgainAt: until });
    const press = async () => {
      expect(await world.call('sendMfaCode', { profile })).toMatchObject({ ok: false });
      await world.advance(20 * SECOND);
    };
    for (let n = 0; n < 5; n += 1) await press();
    await world.does('signOut', { profile });
    await world.signIn();
    expect(world.open().mfa).toEqual({ step: 'start', error: null, sendAgainAt: until });
    for (let n = 0; n < 5; n += 1) await press();
    expect(world.calls('MFAChallenge')).toBe(1);
    await world.advance(2 * MINUTE);
    expect(await world.does('sendMfaCode', { profile })).toMatchObject({ ok: true });
    expect(world.calls('MFAChallenge')).toBe(2);
  });

  it('[S39] clicked six times in a minute sends five messages, counted by developer key over all profiles', async () => {
    const world = await startWorld();
    await world.call('createProfile', {});
    const other = world.snapshots.at(-1)?.selected ?? '';
    await world.signIn({ profile: other });
    expect(other).not.toBe(profile);
    // Refused at once, so that no pause between two messages stands in for the limit.
    world.faults({ endpoint: '/MFAChallenge.json', fault: 'bdc', code: 'BDC_1354' });
    const from = world.clock.now().wall;
    for (let n = 0; n < 6; n += 1) {
      const whose = n % 2 === 0 ? profile : other;
      expect(await world.call('sendMfaCode', { profile: whose })).toMatchObject({ ok: true });
      await world.advance(5 * SECOND);
    }
    expect(world.calls('MFAChallenge')).toBe(5);
    const until = from + MINUTE;
    expect(world.open(other).mfa).toEqual({
      step: 'start',
      error: { kind: 'ownLimit', limit: 'textMessage', until },
      sendAgainAt: until,
    });
    expect(await world.call('sendMfaCode', { profile: other })).toMatchObject({ ok: false });
    await world.advance(until - world.clock.now().wall);
    expect(await world.does('sendMfaCode', { profile: other })).toMatchObject({ ok: true });
    expect(world.calls('MFAChallenge')).toBe(6);
    expect(world.open(other).mfa).toMatchObject({ error: { code: 'BDC_1354' } });
  });

  it('[S39] clicked ten times on end in a minute sends two messages, half a minute apart', async () => {
    const { world } = await start();
    for (let n = 0; n < 10; n += 1) {
      await world.advance(5 * SECOND);
      await world.does('sendMfaCode', { profile });
    }
    expect(world.calls('MFAChallenge')).toBe(2);
  });
});

describe('a clock that is set', () => {
  it('[S42] an hour ahead costs one probe, and the time left is right again', async () => {
    const world = await startWorld();
    await world.advance(5 * MINUTE);
    world.setClock(HOUR);
    await world.advance(15 * SECOND);
    expect(world.touches()).toBe(1);
    const view = world.open();
    expect(view).toMatchObject({ state: 'live', doubtful: false });
    expect((view.endsAtLeast ?? 0) - world.clock.now().wall).toBe(IDLE);
    await world.advance(9 * MINUTE);
    expect(world.touches()).toBe(1);
    expect(world.notices).toEqual([]);
  });

  it('[S42] a day ahead does not end keep-alive by its maximum age', async () => {
    const world = await startWorld();
    world.setClock(24 * HOUR);
    await world.advance(2 * HOUR);
    expect(world.open()).toMatchObject({ state: 'live', keepAlive: { why: 'regular' } });
    expect(world.notices).toEqual([]);
  });

  it('[S43] an hour back never shows more than 35 minutes, and touches on time', async () => {
    const world = await startWorld();
    await world.advance(5 * MINUTE);
    world.faults(gone);
    world.setClock(-HOUR);
    for (let n = 0; n < 20; n += 1) {
      await world.advance(15 * SECOND);
      const view = world.open();
      const left = (view.endsAtLeast ?? 0) - world.clock.now().wall;
      expect(left).toBeGreaterThanOrEqual(0);
      expect(left).toBeLessThanOrEqual(30 * MINUTE);
      expect(view.doubtful).toBe(true);
    }
    world.faults();
    await world.advance(2 * MINUTE);
    expect(world.open()).toMatchObject({ state: 'live', doubtful: false });
    const before = world.touches();
    await world.advance(11 * MINUTE);
    expect(world.touches()).toBeGreaterThan(before);
  });

  it('[S44] to and fro at each look neither throws nor storms', async () => {
    const world = await startWorld();
    const times = [0, Date.UTC(2038, 0, 19, 3, 14, 8), START, START + 24 * HOUR];
    for (let n = 0; n < 240; n += 1) {
      world.setClock((times[n % times.length] ?? 0) - world.clock.now().wall);
      await world.advance(15 * SECOND);
    }
    expect(world.open().state).not.toBe('offline');
    expect(world.touches()).toBeLessThanOrEqual(14);
  });
});

describe('a sleep', () => {
  it('[S45] of two hours ends in one probe, one notification and nothing else', async () => {
    const world = await startWorld();
    await world.advance(5 * MINUTE);
    world.sleep(2 * HOUR);
    await world.advance(10 * MINUTE);
    expect(world.session()).toMatchObject({ state: 'expired', ended: { reason: 'idle' } });
    expect(world.touches()).toBe(1);
    expect(world.calls('Login')).toBe(1);
    expect(world.shown().map(({ kind }) => kind)).toEqual(['expired']);
  });

  it('[S45] of two hours ends in one probe and one sign-in where that is wanted, and tells of the new ID alone', async () => {
    const world = await startStaying();
    await world.advance(5 * MINUTE);
    world.sleep(2 * HOUR);
    await world.advance(9 * MINUTE);
    expect(world.open().state).toBe('live');
    expect(world.touches()).toBe(1);
    expect(world.calls('Login')).toBe(2);
    expect(world.alarms()).toEqual([]);
    expect(world.newIds()).toBe(1);
  });

  it('[S46] of two hours with the network back after 40 s asks until it is, and does not guess', async () => {
    const world = await startStaying();
    await world.advance(5 * MINUTE);
    world.app.hint({ type: 'suspend' });
    await world.settled();
    world.sleep(2 * HOUR);
    world.faults(gone);
    // In the order in which the app hears of it: see electron/life/hints.ts.
    world.app.hint({ type: 'network', online: false });
    world.app.hint({ type: 'resumed' });
    const before = world.touches();
    await world.advance(29 * SECOND);
    expect(world.touches(), 'the probe waits for the network').toBe(before);
    await world.advance(11 * SECOND);
    expect(world.touches(), 'and then is made all the same').toBeGreaterThan(before);
    expect(world.open().state).not.toBe('live');
    expect(world.notices).toEqual([]);
    world.faults();
    world.app.hint({ type: 'network', online: true });
    await world.advance(SECOND);
    expect(world.open().state).toBe('live');
    expect(world.calls('Login')).toBe(2);
    expect(world.alarms()).toEqual([]);
    expect(world.newIds()).toBe(1);
  });

  it('[S46] tells of the new ID alone though nobody tells that the network was away', async () => {
    const world = await startStaying();
    world.sleep(2 * HOUR);
    world.faults(gone);
    await world.advance(40 * SECOND);
    expect(world.open().state).toBe('offline');
    world.faults();
    await world.advance(2 * MINUTE);
    expect(world.open().state).toBe('live');
    expect(world.alarms()).toEqual([]);
    expect(world.newIds()).toBe(1);
  });

  it('[S47] of ten minutes from minute eight, unannounced, is followed by a touch at once', async () => {
    const world = await startWorld();
    await world.advance(8 * MINUTE);
    world.sleep(10 * MINUTE);
    await world.advance(15 * SECOND);
    expect(world.touches()).toBe(1);
    expect(world.open()).toMatchObject({ state: 'live', lastContact: { by: 'afterWake' } });
  });

  it('with the network back after 60 s is over within ten more, and nobody is told of anything', async () => {
    const world = await startWorld();
    await world.advance(5 * MINUTE);
    world.app.hint({ type: 'suspend' });
    await world.settled();
    world.sleep(12 * MINUTE);
    world.faults(gone);
    world.app.hint({ type: 'network', online: false });
    world.app.hint({ type: 'resumed' });
    await world.advance(MINUTE);
    expect(world.session().state).not.toBe('expired');
    world.faults();
    // The system is asked for it every five seconds while there is none: see electron/life/hints.ts.
    await world.advance(5 * SECOND);
    world.app.hint({ type: 'network', online: true });
    await world.advance(SECOND);
    expect(world.open()).toMatchObject({ state: 'live', keepAlive: { trouble: null } });
    expect(world.calls('Login')).toBe(1);
    expect(world.notices).toEqual([]);
  });

  it('of ten minutes costs two calls at most, and no sign-in', async () => {
    const world = await startWorld();
    await world.advance(5 * MINUTE);
    world.app.hint({ type: 'suspend' });
    await world.settled();
    world.sleep(10 * MINUTE);
    world.app.hint({ type: 'resumed' });
    await world.advance(MINUTE);
    expect(world.touches()).toBeLessThanOrEqual(2);
    expect(world.calls('Login')).toBe(1);
    expect(world.open().state).toBe('live');
  });
});

describe('the last minute', () => {
  it('[S50] a process that is held up for 40 s is no sleep, and nothing expires', async () => {
    const world = await startWorld();
    await world.advance(9 * MINUTE);
    world.clock.stall(40 * SECOND);
    await world.advance(15 * SECOND);
    expect(world.touches()).toBe(0);
    expect(world.open().state).toBe('live');
    await world.advance(MINUTE);
    expect(world.touches()).toBe(1);
    expect(world.notices).toEqual([]);
  });

  it('[S51] is the server’s to judge: alive though 35 minutes have passed for us', async () => {
    const world = await startWorld();
    await world.advance(9 * MINUTE);
    world.faults({
      endpoint: '/GetSessionInfo.json',
      fault: 'reset',
      at: 'start',
      processed: true,
    });
    await world.advance(40 * MINUTE);
    expect(world.open().state).toBe('offline');
    world.faults();
    await world.advance(8 * MINUTE);
    expect(world.open().state).toBe('live');
  });

  it('[S51] is the server’s to judge: another tool kept it alive', async () => {
    const world = await startWorld();
    await world.call('pauseKeepAlive', { profile, ms: 6 * HOUR });
    await world.advance(20 * MINUTE);
    await world.otherTool();
    await world.advance(16 * MINUTE);
    expect(world.open()).toMatchObject({ state: 'lapsing', lastContact: { by: 'check' } });
    expect(world.open().keepAlive).toMatchObject({ why: 'paused', touches: 0 });
  });

  it('[S51] is the server’s to judge: dead at 35:00 sharp', async () => {
    const world = await startWorld();
    await world.call('pauseKeepAlive', { profile, ms: 6 * HOUR });
    await world.advance(IDLE);
    expect(world.open().state).toBe('checking');
    await world.does('extendNow', { profile });
    expect(world.session()).toMatchObject({ state: 'expired', ended: { reason: 'idle' } });
  });
});

describe('what the user sets', () => {
  it.each([0, -1, NaN, 1e12, '20'])(
    '[S52] %j minutes between touches is refused',
    async (value) => {
      const world = await startWorld();
      const change = { touchMinutes: value } as { touchMinutes: number };
      expect(await world.call('changeSettings', change)).toMatchObject({
        ok: false,
        error: { kind: 'invalidInput', field: 'touchMinutes' },
      });
      await world.advance(10 * MINUTE);
      expect(world.touches()).toBe(1);
    },
  );

  it('[S53] as the maximum age stops the touches, tells so, and leaves the session to expire', async () => {
    const world = await startStaying({ settings: { maxHours: 1 } });
    await world.advance(HOUR + MINUTE);
    const touches = world.touches();
    expect(world.open()).toMatchObject({ state: 'lapsing', keepAlive: { halt: 'maxAge' } });
    expect(world.shown().map(({ kind }) => kind)).toEqual(['maxAge']);
    await world.advance(2 * HOUR);
    expect(world.session()).toMatchObject({ state: 'expired', ended: { reason: 'idle' } });
    expect(world.touches()).toBe(touches + 1);
    expect(world.calls('Login')).toBe(1);
    expect(world.shown().map(({ kind }) => kind)).toEqual(['maxAge', 'expired']);
  });
});
