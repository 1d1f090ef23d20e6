/** A typed password and key after a sign-in that did not work: kept for this try, and where they go. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Input } from '../../src-shared/contract.ts';
import { fail, ok } from '../../src-shared/result.ts';
import type { FaultInput } from '../../src-simulator/index.ts';
import { startSimulator } from '../../src-simulator/index.ts';
import { MINUTE, SECOND } from './faults-support.ts';
import { startKept } from './saved-world.ts';
import { PROFILE, startTabkeeper, type Tabkeeper } from './tabkeeper.ts';

const profile = PROFILE;
let app: Tabkeeper;
beforeEach(async () => {
  app = await startTabkeeper();
});
afterEach(() => app.close());

const emptied = { password: '', devKey: '' };
const typed = () => {
  const { password = '', devKey = '' } = app.simulator.accounts[0] ?? {};
  return { password, devKey };
};
const shown = () => app.snapshots.at(-1)?.profiles[0]?.typedBefore ?? null;
const here = (): Input<'signIn'>['server'] => ({ kind: 'local', url: app.simulator.baseUrl });
const wrongOrganization = () => app.signIn({ orgId: '00801WRONGWRONGWRONG' });
const missing = (field: string) => fail({ kind: 'invalidInput', field, problem: 'missing' });

describe('[S128] a typed password and developer key', () => {
  it('are not typed again after one wrong letter in the organization ID', async () => {
    await wrongOrganization();
    expect(app.session()).toMatchObject({ state: 'signedOut', error: { kind: 'refused' } });
    expect(shown()).toEqual({ server: here(), kind: 'password', password: true, devKey: true });
    expect(await app.signIn(emptied)).toEqual(ok(null));
    expect(app.open().state).toBe('live');
    expect(shown(), 'gone after success').toBeNull();
  });

  it('never reach the window, a log or the disk', async () => {
    const { password, devKey } = typed();
    await wrongOrganization();
    const seen = JSON.stringify([app.snapshots, app.log, app.stored()]);
    for (const secret of [password, devKey]) expect(seen).not.toContain(secret);
  });

  const login = (fault: object) => ({ endpoint: '/Login.json', times: 1, ...fault }) as FaultInput;
  it.each<[string, FaultInput]>([
    ['a wrong password', login({ fault: 'bdc', code: 'BDC_1101' })],
    ['a developer key that is not known', login({ fault: 'bdc', code: 'BDC_1102' })],
    ['a locked user', login({ fault: 'bdc', code: 'BDC_1110' })],
    ['the limit of the hour', login({ fault: 'bdc', code: 'BDC_1144' })],
    ['a fault of the server', login({ fault: 'bdc', code: 'BDC_1001' })],
    ['a code that nobody knows', login({ fault: 'bdc', code: 'BDC_9999' })],
    ['a page', login({ fault: 'html', status: 200 })],
    ['a status', login({ fault: 'status', status: 503, body: '' })],
    ['an empty reply', login({ fault: 'empty', status: 200 })],
    ['a cut connection', login({ fault: 'reset', at: 'start' })],
    [
      'another organization',
      login({
        fault: 'status',
        status: 200,
        json: { response_status: 0, response_data: { sessionId: '!bx', orgId: '008OTHER' } },
      }),
    ],
  ])('survive %s', async (_, fault) => {
    app.simulator.setFaults([fault]);
    await app.signIn();
    expect(app.session().state).toBe('signedOut');
    expect(shown()).toMatchObject({ password: true, devKey: true });
    expect(await app.signIn(emptied)).toEqual(ok(null));
    expect(app.open().state).toBe('live');
  });

  it('survive a field that was left empty, which is refused before anything is sent', async () => {
    expect(await app.signIn({ orgId: '' })).toEqual(missing('orgId'));
    expect(shown()).toMatchObject({ password: true, devKey: true });
    expect(await app.signIn(emptied)).toEqual(ok(null));
    expect(app.open().state).toBe('live');
  });

  it('are replaced by what is typed, each by itself', async () => {
    const { devKey } = typed();
    await app.signIn({ password: 'not the password' });
    expect(app.session()).toMatchObject({ error: { meaning: 'wrongCredentials' } });
    await app.signIn({ devKey: '' });
    expect(app.open().state).toBe('live');
    expect(devKey).not.toBe('');
  });

  it('are there for finding organizations', async () => {
    await wrongOrganization();
    const { userName } = app.simulator.accounts[0] ?? { userName: '' };
    const input = { profile, server: here(), userName, ...emptied };
    expect(await app.call('findOrganizations', input)).toMatchObject({ ok: true });
  });

  it('serve for a session from elsewhere with the key alone', async () => {
    await wrongOrganization();
    const input = { profile, server: here(), sessionId: '!bNobodys', devKey: '' };
    expect(await app.does('useSession', input)).toEqual(ok(null));
    expect(app.session()).toMatchObject({ error: { meaning: 'sessionInvalid' } });
    expect(shown()).toMatchObject({ password: true, devKey: true });
  });

  it('go when what is kept opens the session instead', async () => {
    const world = await startKept();
    await world.app.does('signOut', { profile });
    const { userName, orgId, devKey } = world.account(0);
    await world.app.signIn({ userName, orgId, devKey, password: 'not the password' });
    expect(world.profile().typedBefore).toMatchObject({ password: true });
    await world.app.does('resume', { profile });
    expect(world.app.open().state).toBe('live');
    expect(world.profile().typedBefore).toBeNull();
  });

  it('are not kept where a session is open already', async () => {
    await app.signIn();
    expect(await app.signIn()).toEqual(fail({ kind: 'notNow' }));
    expect(shown()).toBeNull();
  });

  it('go when the sign-in is cancelled', async () => {
    app.simulator.setFaults([{ endpoint: '/Login.json', fault: 'hang' }]);
    const reply = app.call('signIn', {
      ...{ profile, server: here(), userName: 'u', orgId: '008' },
      ...typed(),
    });
    expect(await reply).toEqual(ok(null));
    expect(await app.does('cancelSignIn', { profile })).toEqual(ok(null));
    expect(shown()).toBeNull();
    expect(await app.signIn(emptied)).toEqual(missing('password'));
  });

  it('go with another profile', async () => {
    await wrongOrganization();
    await app.call('createProfile', {});
    await app.does('selectProfile', { profile });
    expect(shown()).toBeNull();
    expect(await app.signIn(emptied)).toEqual(missing('password'));
  });

  it('go with another server, and are never sent there', async () => {
    const elsewhere = await startSimulator();
    await wrongOrganization();
    const server = { kind: 'local', url: elsewhere.baseUrl } as const;
    expect(await app.signIn({ ...emptied, server })).toEqual(missing('password'));
    expect(elsewhere.requests()).toEqual([]);
    expect(shown()).toBeNull();
    expect(await app.signIn(emptied), 'nor back').toEqual(missing('password'));
    await elsewhere.close();
  });

  it('go when another server is chosen in the form', async () => {
    await wrongOrganization();
    expect(await app.call('dropTyped', { profile })).toEqual(ok(null));
    expect(await app.signIn(emptied)).toEqual(missing('password'));
  });

  it('go after ten minutes', async () => {
    await wrongOrganization();
    await app.advance(10 * MINUTE - SECOND);
    expect(shown()).not.toBeNull();
    await app.advance(SECOND);
    expect(shown()).toBeNull();
    expect(await app.signIn(emptied)).toEqual(missing('password'));
  });

  it('go with the profile, and with everything', async () => {
    await wrongOrganization();
    await app.does('wipeEverything', {});
    expect(app.snapshots.at(-1)?.profiles.map(({ typedBefore }) => typedBefore)).toEqual([null]);
  });
});
