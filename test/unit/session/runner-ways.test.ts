import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../src-shared/result.ts';
import type { Typed } from '../../../src-main/session/session-events.ts';
import { createRunner, type Runner, type RunnerDeps } from '../../../src-main/session/runner.ts';
import type { Device } from '../../../src-main/session/state.ts';
import { FakeBillApi } from '../../fakes/fake-bill-api.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { MemoryLog } from '../../fakes/memory-log.ts';
import {
  baseUrl,
  credentials,
  DAY,
  device,
  line,
  MINUTE,
  policy,
  refused,
  rememberedDevice,
  SECOND,
  secrets,
  signedInReply,
  START,
} from './support.ts';

function bench(changes: Partial<RunnerDeps> = {}) {
  const clock = new ManualClock();
  const api = new FakeBillApi();
  const log = new MemoryLog();
  const devices: Device[] = [];
  const runner: Runner = createRunner({
    profile: 'first',
    device,
    policy: { ...policy, signInAgain: true },
    saved: () => Promise.resolve(credentials),
    api,
    clock,
    chance: () => 0.5,
    log,
    onChange: () => undefined,
    onDevice: (changed) => devices.push(changed),
    ...changes,
  });
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= SECOND) {
      clock.advance(SECOND);
      await runner.settled();
    }
  };
  return { clock, api, log, devices, runner, pass };
}
const { userName, password, orgId, devKey } = credentials;
const sent = { baseUrl, userName, password, orgId, devKey };

describe('a sign-in with what is saved', () => {
  it('fetches it, signs in for the user, and shows the user’s name only then', async () => {
    const { runner, api } = bench();
    expect(runner.dispatch({ type: 'resume' })).toBe(true);
    expect(runner.view()).toMatchObject({ state: 'signingIn', userName: '' });
    await runner.settled();
    expect(api.last('login')).toMatchObject({
      args: [{ ...sent, device: null }],
      context: { by: 'you', profile: 'first' },
    });
    expect(runner.view()).toMatchObject({ state: 'live', userName: credentials.userName });
  });

  it.each<[string, RunnerDeps['saved']]>([
    ['nothing is saved', () => Promise.resolve(null)],
    ['it cannot be read', () => Promise.reject(new TypeError(secrets.password))],
  ])('is refused without a call when %s', async (_, saved) => {
    const { runner, api, log } = bench({ saved });
    runner.dispatch({ type: 'resume' });
    await runner.settled();
    expect(runner.view()).toMatchObject({ state: 'signedOut', error: { kind: 'notNow' } });
    expect(api.calls).toEqual([]);
    expect(log.text).not.toContain(secrets.password);
  });

  it('writes down that what is saved could not be read, by its class alone', async () => {
    const { runner, log } = bench({ saved: () => Promise.reject(new TypeError('x')) });
    runner.dispatch({ type: 'resume' });
    await runner.settled();
    const failure = { event: 'failure', where: 'saved credentials', name: 'TypeError' };
    expect(log.entries).toContainEqual(failure);
  });

  it('takes the remembered device along, except with a token', async () => {
    const known = { mfaId: secrets.mfaId, deviceId: device.deviceId };
    const withPassword = bench({ device: rememberedDevice });
    withPassword.runner.dispatch({ type: 'resume' });
    await withPassword.runner.settled();
    expect(withPassword.api.last('login').args).toEqual([{ ...sent, device: known }]);
    expect(withPassword.api.last('mfaStatus').context.by).toBe('signIn');
    const token: Typed = { ...credentials, kind: 'token' };
    const withToken = bench({ device: rememberedDevice, saved: () => Promise.resolve(token) });
    withToken.runner.dispatch({ type: 'resume' });
    await withToken.runner.settled();
    expect(withToken.api.last('login').args).toEqual([{ ...sent, device: null }]);
    expect(withToken.api.of('mfaStatus')).toEqual([]);
    expect(withToken.runner.view()).toMatchObject({ kind: 'token' });
    expect(withToken.clock.pending).toBe(1);
  });

  it('leaves a device at home whose days are over by then', async () => {
    const { runner, api, clock } = bench({ device: rememberedDevice });
    clock.jumpWall(21 * DAY);
    runner.dispatch({ type: 'resume' });
    await runner.settled();
    expect(api.last('login').args).toEqual([{ ...sent, device: null }]);
  });

  it('given up while it is being fetched leaves nothing open', async () => {
    let give: (typed: Typed) => void = () => undefined;
    const saved = () =>
      new Promise<Typed>((resolve) => {
        give = resolve;
      });
    const { runner, api } = bench({ saved });
    runner.dispatch({ type: 'resume' });
    runner.dispatch({ type: 'cancelSignIn' });
    give(credentials);
    await runner.settled();
    expect(runner.view().state).toBe('signedOut');
    // A call that is sent with an aborted signal never leaves; one that did is given back.
    expect(api.last('login').context.signal.aborted).toBe(true);
    expect(api.of('logout')).toHaveLength(1);
  });
});

describe('a session that died', () => {
  it('is opened again with what is saved', async () => {
    const { runner, api, pass } = bench();
    runner.dispatch({ type: 'resume' });
    await runner.settled();
    await pass(11 * MINUTE);
    api.on('getSessionInfo', refused('BDC_1109'));
    runner.dispatch({ type: 'extendNow' });
    await runner.settled();
    expect(api.of('login').map(({ context }) => context.by)).toEqual(['you', 'signIn']);
    expect(runner.view()).toMatchObject({ state: 'live', signedInAt: START + 11 * MINUTE });
    // The new session is touched in its turn.
    api.heal('getSessionInfo');
    await pass(11 * MINUTE);
    expect(runner.view()).toMatchObject({ state: 'live', keepAlive: { touches: 1 } });
  });

  it('gives the calls of the old session up, and not the one that opens the new', async () => {
    const { runner, api } = bench();
    runner.dispatch({ type: 'resume' });
    await runner.settled();
    api.on('operation', 'hold');
    runner.dispatch({ type: 'tryOperation', operation: 'payBills', data: '{}' });
    api.on('getSessionInfo', refused('BDC_1109'));
    runner.dispatch({ type: 'extendNow' });
    await runner.settled();
    expect(api.last('operation').context.signal.aborted).toBe(true);
    expect(api.last('login').context.signal.aborted).toBe(false);
    expect(runner.view().state).toBe('live');
  });
});

describe('a session from elsewhere', () => {
  const foreign = { baseUrl, sessionId: secrets.sessionId, devKey: secrets.devKey };

  it('is checked by one GetSessionInfo, which tells whose it is', async () => {
    const { runner, api } = bench();
    runner.dispatch({ type: 'adopt', foreign });
    await runner.settled();
    expect(api.calls.map(({ method }) => method)).toEqual(['getSessionInfo']);
    expect(api.last('getSessionInfo').args).toEqual([{ ...foreign, orgId: '' }]);
    expect(runner.view()).toMatchObject({
      state: 'live',
      kind: 'session',
      userName: signedInReply.usersId,
      organizationId: { value: signedInReply.orgId, source: 'sessionInfo' },
      trust: { is: 'unknown' },
    });
    expect(runner.keys()).toEqual({ ...foreign, orgId: signedInReply.orgId });
  });

  it.each([
    ['dead', refused('BDC_1109')],
    ['out of reach', fail(line())],
  ])('is not taken over when it is %s, and nothing is signed out', async (_, result) => {
    const { runner, api } = bench();
    api.on('getSessionInfo', result);
    runner.dispatch({ type: 'adopt', foreign });
    await runner.settled();
    expect(runner.view()).toMatchObject({
      state: 'signedOut',
      error: result.ok ? null : result.error,
      againStopped: null,
    });
    expect(api.of('logout')).toEqual([]);
    expect(api.of('login')).toEqual([]);
  });

  it('is not signed out when the user thinks better of it while it is checked', async () => {
    const { runner, api } = bench();
    api.on('getSessionInfo', 'hold');
    runner.dispatch({ type: 'adopt', foreign });
    api.last('getSessionInfo').answer(ok({ organizationId: 'o', userId: 'u' }));
    runner.dispatch({ type: 'cancelSignIn' });
    await runner.settled();
    expect(api.of('logout')).toEqual([]);
    expect(runner.view().state).toBe('signedOut');
  });
});

describe('the device', () => {
  it('is told whenever it was remembered, named or forgotten, and at nothing else', async () => {
    const { runner, devices } = bench();
    runner.dispatch({ type: 'resume' });
    await runner.settled();
    runner.dispatch({ type: 'sendMfaCode' });
    await runner.settled();
    expect(devices).toEqual([]);
    runner.dispatch({ type: 'mfaCodeTyped', code: secrets.code, remember: true });
    await runner.settled();
    expect(devices).toHaveLength(1);
    expect(devices[0]?.remembered).not.toBeNull();
    runner.dispatch({ type: 'nameMachine', machineName: 'Bench' });
    runner.dispatch({ type: 'forgetDevice' });
    expect(devices.slice(1)).toMatchObject([
      { machineName: 'Bench', deviceId: 'device-1' },
      { machineName: 'Bench', remembered: null },
    ]);
  });
});

describe('a hint', () => {
  it('reaches an open session, and is refused by none', async () => {
    const { runner, api, pass } = bench();
    expect(runner.dispatch({ type: 'suspend' })).toBe(false);
    runner.dispatch({ type: 'resume' });
    await runner.settled();
    await pass(2 * MINUTE);
    expect(runner.dispatch({ type: 'suspend' })).toBe(true);
    await runner.settled();
    expect(api.last('getSessionInfo').context.by).toBe('beforeSleep');
    await pass(6 * MINUTE);
    runner.dispatch({ type: 'resumed' });
    await runner.settled();
    expect(api.last('getSessionInfo').context.by).toBe('afterWake');
    expect(api.of('getSessionInfo')).toHaveLength(2);
  });
});
