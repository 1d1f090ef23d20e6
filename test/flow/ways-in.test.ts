/** The other ways to a session through the real client: organizations, and another tool's session. */
import { expect, it, onTestFinished } from 'vitest';
import { SIGN_INS_PER_HOUR } from '../../src-main/bill/call-limits.ts';
import { openedElsewhere, PROFILE, startTabkeeper, type Tabkeeper } from './tabkeeper.ts';

async function start(): Promise<Tabkeeper> {
  const app = await startTabkeeper();
  onTestFinished(() => app.close());
  return app;
}

const calls = (app: Tabkeeper, endpoint: string) =>
  app.simulator.requests().filter((one) => one.endpoint === `/${endpoint}.json`).length;

it('looking for organizations spends the same hour as signing in, and stops before BILL has to', async () => {
  const app = await start();
  const { userName = '', password = '', devKey = '' } = app.simulator.accounts[0] ?? {};
  const server = { kind: 'local', url: app.simulator.baseUrl } as const;
  const find = () =>
    app.call('findOrganizations', { profile: PROFILE, server, userName, password, devKey });
  for (let n = 0; n < SIGN_INS_PER_HOUR; n += 1) expect(await find()).toMatchObject({ ok: true });
  expect(await find()).toMatchObject({ error: { kind: 'ownLimit', limit: 'signIn' } });
  expect(calls(app, 'ListOrgs')).toBe(SIGN_INS_PER_HOUR);
  await app.signIn();
  expect(app.session()).toMatchObject({ error: { kind: 'ownLimit' } });
  expect(calls(app, 'Login')).toBe(0);
  app.clock.advance(3_600_000);
  expect(await find()).toMatchObject({ ok: true });
});

it('a session of another tool is verified by phone like any other', async () => {
  const app = await start();
  await app.does('useSession', await openedElsewhere(app));
  expect(app.open()).toMatchObject({ kind: 'session', trust: { is: 'unknown' } });
  await app.does('sendMfaCode', { profile: PROFILE });
  await app.does('submitMfaCode', { profile: PROFILE, code: app.code(), rememberDevice: false });
  expect(app.open().trust).toMatchObject({ is: 'session', source: 'mfaAuthenticate' });
  await app.does('tryOperation', { profile: PROFILE, operation: 'PayBills', body: '{}' });
  expect(app.open().tries.PayBills?.error).not.toMatchObject({ code: 'BDC_1361' });
  // There is nothing to keep of it, and nothing to open it again with.
  expect(app.app.snapshot().profiles[0]).toMatchObject({ offerToKeep: false, kept: 'nothing' });
});
