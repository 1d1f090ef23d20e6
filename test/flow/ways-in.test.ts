/** The other ways to a session through the real client: organizations, and another tool's session. */
import { expect, it, onTestFinished } from 'vitest';
import { SIGN_INS_PER_HOUR } from '../../src-main/bill/call-limits.ts';
import { PROFILE, startTabkeeper, type Tabkeeper } from './tabkeeper.ts';

async function start(): Promise<Tabkeeper> {
  const app = await startTabkeeper();
  onTestFinished(() => app.close());
  return app;
}

function who(app: Tabkeeper) {
  const account = app.simulator.accounts[0];
  if (account === undefined || account.phone === null) throw new Error('no account with a phone');
  const server = { kind: 'local', url: app.simulator.baseUrl } as const;
  return { ...account, phone: account.phone, server };
}

const calls = (app: Tabkeeper, endpoint: string) =>
  app.simulator.requests().filter((one) => one.endpoint === `/${endpoint}.json`).length;

it('looking for organizations spends the same hour as signing in, and stops before BILL has to', async () => {
  const app = await start();
  const { userName, password, devKey, server } = who(app);
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
}, 30_000);

it('a session of another tool is verified by phone like any other', async () => {
  const app = await start();
  const { userName, password, orgId, devKey, phone, server } = who(app);
  const reply = await fetch(`${app.simulator.baseUrl}/Login.json`, {
    method: 'POST',
    body: new URLSearchParams({ userName, password, orgId, devKey }),
  });
  const { response_data } = (await reply.json()) as { response_data: { sessionId: string } };
  const { sessionId } = response_data;
  await app.call('useSession', { profile: PROFILE, server, sessionId, devKey });
  await app.settled();
  expect(app.open()).toMatchObject({ kind: 'session', trust: { is: 'unknown' } });
  await app.call('sendMfaCode', { profile: PROFILE });
  await app.settled();
  const code = app.simulator.latestCode(phone) ?? '';
  await app.call('submitMfaCode', { profile: PROFILE, code, rememberDevice: false });
  await app.settled();
  expect(app.open().trust).toMatchObject({ is: 'session', source: 'mfaAuthenticate' });
  await app.call('tryOperation', { profile: PROFILE, operation: 'payBills', body: '{}' });
  await app.settled();
  expect(app.open().tries.payBills?.error).not.toMatchObject({ code: 'BDC_1361' });
  // There is nothing to keep of it, and nothing to open it again with.
  expect(app.app.snapshot().profiles[0]).toMatchObject({ offerToKeep: false, kept: 'nothing' });
});
