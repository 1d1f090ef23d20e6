/** What servers answer, and what the whole app makes of it: refusals in any shape, odd sign-ins. */
import { describe, expect, it } from 'vitest';
import type { FaultInput } from '../../src-simulator/index.ts';
import { fail, ok } from '../../src-shared/result.ts';
import { MINUTE, profile, startStaying, startWorld } from './faults-support.ts';
import { startTabkeeper, type Tabkeeper } from './tabkeeper.ts';

const envelope = (error_message: unknown) => ({
  response_status: 1,
  response_data: { error_code: 'BDC_1109', error_message },
});
const touch = (status: number, json: unknown): FaultInput => ({
  endpoint: '/GetSessionInfo.json',
  fault: 'status',
  status,
  json,
});

describe('[C121] a touch that is refused', () => {
  it.each<[string, FaultInput]>([
    ['without a sentence', touch(200, envelope(undefined))],
    ['with null as its sentence', touch(200, envelope(null))],
    ['with a list as its sentence, under 500', touch(500, envelope(['Session is invalid.']))],
    ['by the gateway, under 401', touch(401, [{ code: 'BDC_1109', message: 'x' }])],
    ['by the gateway, under 403, without a sentence', touch(403, [{ code: 'BDC_1109' }])],
  ])('with BDC_1109 ends the session: %s', async (_, fault) => {
    const world = await startWorld();
    world.faults(fault);
    await world.does('extendNow', { profile });
    expect(world.session()).toMatchObject({ state: 'expired', ended: { reason: 'endedByServer' } });
  });

  it.each<[string, FaultInput]>([
    ['by the gateway without a code', touch(401, [{ message: 'Session is invalid.' }])],
    ['by the gateway with an object', touch(401, { code: 'BDC_1109' })],
    ['by the gateway under 503', touch(503, [{ code: 'BDC_1109' }])],
    ['with a code that is none', touch(401, [{ code: 'SESSION_INVALID' }])],
  ])('with what cannot be read keeps it: %s', async (_, fault) => {
    const world = await startWorld();
    world.faults(fault);
    await world.does('extendNow', { profile });
    expect(world.open().state).toBe('offline');
    world.faults();
    await world.advance(2 * MINUTE);
    expect(world.open()).toMatchObject({ state: 'live', keepAlive: { trouble: null } });
  });
});

describe('a sign-in whose reply', () => {
  const login = (response_data: object): FaultInput => ({
    endpoint: '/Login.json',
    fault: 'status',
    status: 200,
    json: { response_status: 0, response_message: 'Success', response_data },
  });
  const started = async (data: object): Promise<Tabkeeper> => {
    const app = await startTabkeeper();
    app.simulator.setFaults([login(data)]);
    await app.signIn();
    return app;
  };
  const sessionId = '!bOtherSession_0123456789-abcdefghijklmnop7Yy7';

  it('[S124] tells nothing but a session ID is for the organization that was asked for', async () => {
    const app = await started({ sessionId });
    expect(app.open()).toMatchObject({
      organizationId: { value: app.simulator.accounts[0]?.orgId },
      userId: null,
    });
    expect(await app.call('copyFact', { profile, fact: 'userId' })).toEqual(
      fail({ kind: 'notNow' }),
    );
    await app.close();
  });

  it('[S125] is for another organization is signed out there, and not used', async () => {
    const app = await started({ sessionId, organizationId: '00801SOMEBODYELSE001' });
    expect(app.session()).toMatchObject({
      state: 'signedOut',
      error: { kind: 'oddReply', odd: 'organization' },
    });
    expect(app.simulator.requests().map(({ endpoint }) => endpoint)).toEqual([
      '/Login.json',
      '/Logout.json',
    ]);
    expect(app.snapshots.at(-1)?.profiles[0]).toMatchObject({ offerToKeep: false });
    expect(await app.call('copySessionId', { profile })).toEqual(fail({ kind: 'notNow' }));
    await app.close();
  });
});

describe('[C123] a session ID in the reply to a touch', () => {
  it('is not used: the next call goes out under the one that was opened', async () => {
    const world = await startWorld();
    const { orgId: organizationId, usersId: userId } = world.simulator.accounts[0] ?? {};
    await world.call('copySessionId', { profile });
    const mine = world.clipboard();
    const response_data = { organizationId, userId, sessionId: '!bAnother0123456789abcdefghij' };
    world.faults(touch(200, { response_status: 0, response_data }));
    await world.does('extendNow', { profile });
    world.faults();
    const [row] = world.app.snapshot().activity;
    expect(row).toMatchObject({ endpoint: 'GetSessionInfo', outcome: 'ok', newSession: true });
    await world.call('copySessionId', { profile });
    expect(world.clipboard()).toBe(mine);
    await world.does('extendNow', { profile });
    expect(world.open()).toMatchObject({ state: 'live', keepAlive: { touches: 2 } });
    expect(JSON.stringify(world.snapshots)).not.toContain('!bAnother0123456789abcdefghij');
  });
});

describe('[S127] a session that dies under a code', () => {
  const submit = (world: Tabkeeper) => {
    const code = world.code();
    return world.call('submitMfaCode', { profile, code, rememberDevice: false });
  };

  it('is opened again by itself, and the code that is on its way opens the trust of the new one', async () => {
    const world = await startStaying();
    await world.does('sendMfaCode', { profile });
    world.simulator.endSession('all');
    await world.does('extendNow', { profile });
    expect(world.open()).toMatchObject({
      openedBy: 'again',
      codeLost: false,
      mfa: { step: 'codeWanted', wrongCodes: 0 },
    });
    expect(await submit(world)).toEqual(ok(null));
    await world.settled();
    expect(world.open()).toMatchObject({ trust: { is: 'session' }, mfa: { step: 'start' } });
    expect(world.calls('MFAChallenge')).toBe(1);
  });

  it('found by the very code that was entered takes that code again', async () => {
    const world = await startStaying();
    await world.does('sendMfaCode', { profile });
    world.simulator.endSession('all');
    expect(await submit(world)).toEqual(ok(null));
    await world.settled();
    expect(world.open()).toMatchObject({ openedBy: 'again', mfa: { step: 'codeWanted' } });
    await submit(world);
    await world.settled();
    expect(world.open().trust.is).toBe('session');
  });

  it('of a server that binds the code to its session refuses it, and another can be sent', async () => {
    const world = await startStaying({
      simulator: { options: { challengeBoundToSession: true } },
    });
    await world.does('sendMfaCode', { profile });
    world.simulator.endSession('all');
    await world.does('extendNow', { profile });
    await submit(world);
    await world.settled();
    expect(world.open()).toMatchObject({
      trust: { is: 'untrusted' },
      mfa: { step: 'codeWanted', error: { kind: 'refused' } },
    });
    await world.advance(MINUTE);
    expect(await world.does('sendMfaCode', { profile })).toEqual(ok(null));
    await submit(world);
    await world.settled();
    expect(world.open().trust.is).toBe('session');
  });
});

describe('[S129] a copied session ID', () => {
  it('leaves the clipboard as soon as its session is signed out', async () => {
    const app = await startTabkeeper();
    await app.signIn();
    await app.call('copySessionId', { profile });
    expect(app.clipboard()).not.toBe('');
    await app.call('signOut', { profile });
    expect(app.clipboard()).toBe('');
    await app.settled();
    await app.close();
  });

  it.each(['forgetProfile', 'wipeEverything'] as const)('leaves it at %s as well', async (name) => {
    const app = await startTabkeeper();
    await app.signIn();
    await app.call('copySessionId', { profile });
    if (name === 'forgetProfile') await app.call(name, { profile });
    else await app.call(name, {});
    expect(app.clipboard()).toBe('');
    await app.close();
  });

  it('leaves it when the app signs everybody out at its end', async () => {
    const app = await startTabkeeper();
    await app.signIn();
    await app.call('copySessionId', { profile });
    await app.app.signOutAll();
    expect(app.clipboard()).toBe('');
    await app.close();
  });

  it('is not taken from a clipboard that holds something else by then', async () => {
    const app = await startTabkeeper();
    await app.signIn();
    await app.call('copySessionId', { profile });
    await app.call('copyFact', { profile, fact: 'organizationId' });
    const copied = app.clipboard();
    await app.call('signOut', { profile });
    expect([copied, app.clipboard()]).toEqual([copied, app.simulator.accounts[0]?.orgId]);
    await app.settled();
    await app.close();
  });
});
