/** Whatever the app answers, publishes, logs or reports, inspected to the bottom, holds no secret. */
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import type { CommandName, Input } from '../../src-shared/contract.ts';
import { secretsIn } from '../e2e/secrets.ts';
import { startSaved } from './saved-world.ts';
import { PROFILE } from './tabkeeper.ts';

const WRONG = 'Canary wrong + "Pass/word" ä 100%';

it('[V94] answers, snapshots, exchanges, log, notifications and diagnostics hold no planted secret', async () => {
  const world = await startSaved();
  const answers: unknown[] = [];
  const call = async <N extends CommandName>(name: N, input: Input<N>) => {
    answers.push(await world.app.does(name, input));
  };
  const { userName, password, orgId, devKey, phone } = world.account(0);
  const url = world.app.simulator.baseUrl;
  const server = { kind: 'local', url } as const;
  const form = { profile: PROFILE, server, userName, orgId, devKey };

  await call('signIn', { ...form, password: WRONG });
  await call('findOrganizations', { profile: PROFILE, server, userName, password, devKey });
  await call('signIn', { ...form, password });
  await call('keepSignIn', { profile: PROFILE, what: 'everything' });
  await call('copySessionId', { profile: PROFILE });
  const sessionId = world.app.clipboard();
  await call('sendMfaCode', { profile: PROFILE });
  const code = world.app.simulator.latestCode(phone ?? '') ?? '';
  await call('submitMfaCode', { profile: PROFILE, code, rememberDevice: true });
  await call('tryOperation', { profile: PROFILE, operation: 'PayBills', body: '{}' });

  // Each throws back what its call has sent, as it came and encoded.
  const echoes = {
    '/GetSessionInfo.json': `${sessionId} ${devKey} ${encodeURIComponent(sessionId)}`,
    '/MFAStatus.json': `${sessionId} ${devKey}`,
    '/ListOrgs.json': `${password} ${devKey} ${encodeURIComponent(password)} ${Buffer.from(password).toString('base64')}`,
  };
  for (const [endpoint, echo] of Object.entries(echoes)) {
    for (const fault of [
      { fault: 'bdc', code: 'BDC_1999', message: echo },
      { fault: 'status', status: 500, headers: { 'x-echo': devKey }, body: echo },
      { fault: 'status', status: 200, headers: {}, body: JSON.stringify({ echo }) },
      { fault: 'truncate' },
      { fault: 'reset' },
      { fault: 'redirect', location: `https://elsewhere.test/?k=${devKey}` },
    ] as const) {
      world.app.simulator.setFaults([{ endpoint, ...fault }]);
      await call('extendNow', { profile: PROFILE });
      await call('checkTrust', { profile: PROFILE });
      await call('findOrganizations', { profile: PROFILE, server, userName, password, devKey });
    }
  }
  world.app.simulator.setFaults([]);
  await call('signOut', { profile: PROFILE });
  await call('useSession', { profile: PROFILE, server, sessionId, devKey });
  await call('exportProfiles', {});
  world.app.choose(world.app.savedTexts.at(-1) ?? '');
  await call('importProfiles', {});
  await call('previewDiagnostics', {});
  const { activity } = world.snapshot();
  expect(activity.length).toBeGreaterThan(20);
  for (const { id } of activity) await call('getExchange', { id });

  const { app } = world;
  const all = inspect(
    [answers, app.snapshots, app.log, app.notices, app.savedTexts, app.stored(), app.app],
    { showHidden: true, depth: 20, maxArrayLength: null, maxStringLength: null },
  );
  const secrets = { password, devKey, wrong: WRONG, sessionId };
  expect(Math.min(...Object.values(secrets).map((secret) => secret.length))).toBeGreaterThan(8);
  expect(secretsIn(all, secrets)).toEqual([]);
  // Six digits stand in many a time of thirteen by chance.
  expect(secretsIn(all.replace(/\d{7,}/gu, '…'), { code })).toEqual([]);
});
