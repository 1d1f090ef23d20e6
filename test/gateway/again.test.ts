/** Sessions that die under a tool: it goes on without a restart, where the app may sign in again. */
import { expect, test } from 'vitest';
import { PROFILE } from '../flow/tabkeeper.ts';
import { startSaved } from '../flow/saved-world.ts';
import { startWorld, worldOf } from './world.ts';

const profile = PROFILE;
const list = { data: '{"start":0,"max":2}' };

/** Signed in with credentials that are kept, so that the app signs in again by itself. */
async function startKept() {
  const saved = await startSaved();
  await saved.signIn(0);
  await saved.keepAll();
  await saved.app.call('editProfile', { profile, change: { staySignedIn: true } });
  await saved.app.settled();
  return { saved, ...(await worldOf(saved.app)) };
}

test('[G8] a call that reads is answered across a forced new sign-in, and is sent twice at most', async () => {
  const { saved, tool, sessionId } = await startKept();
  const first = sessionId();
  expect((await tool.post('List/Vendor', { ...list, sessionId: first })).status).toBe(200);
  saved.app.simulator.endSession('all');
  const before = saved.calls('List/Vendor');
  const reply = await tool.post('List/Vendor', { ...list, sessionId: first });
  expect(reply.json).toMatchObject({ response_status: 0 });
  expect(saved.calls('List/Vendor')).toBe(before + 2);
  expect(saved.calls('Login')).toBe(2);
  expect(sessionId()).not.toBe(first);
  // The ID that the tool still has is an earlier one of its own.
  expect((await tool.post('GetSessionInfo', { sessionId: first })).status).toBe(200);
  expect((await tool.post('GetSessionInfo', { sessionId: `${first}x` })).kind).toBe(
    'foreignSession',
  );
});

test('fifty calls at once that meet a dead session are all answered after one sign-in', async () => {
  const { saved, tool } = await startKept();
  saved.app.simulator.endSession('all');
  const replies = await Promise.all(
    Array.from({ length: 50 }, () => tool.post('List/Vendor', list)),
  );
  for (const { json } of replies) expect(json).toMatchObject({ response_status: 0 });
  expect(saved.calls('Login')).toBe(2);
});

test('a call that changes something is not sent twice: the tool is told what the server said', async () => {
  const { saved, tool } = await startKept();
  saved.app.simulator.endSession('all');
  const form = { data: '{"obj":{"entity":"Vendor","name":"Once"}}' };
  const reply = await tool.post('Crud/Create/Vendor', form);
  expect(reply.json).toMatchObject({
    response_status: 1,
    response_data: { error_code: 'BDC_1109' },
  });
  expect(saved.calls('Crud/Create/Vendor')).toBe(1);
  await saved.app.settled();
  const next = await tool.post('Crud/Create/Vendor', form);
  expect(next.json).toMatchObject({ response_status: 0 });
});

test('where nobody signs in again the tool gets the server’s word, and then noSession', async () => {
  const { tabkeeper, tool } = await startWorld();
  tabkeeper.simulator.endSession('all');
  const first = await tool.post('List/Vendor', list);
  expect(first.json).toMatchObject({ response_data: { error_code: 'BDC_1109' } });
  const next = await tool.post('List/Vendor', list);
  expect([next.status, next.kind]).toEqual([503, 'noSession']);
  expect((await tool.post('Login')).kind).toBe('noSession');
  expect((await tool.post('Logout')).status).toBe(200);
});

test('an ID of an earlier run of the app is known again, and no ID lies on the disk', async () => {
  const kept: unknown[] = [];
  const gatewayStore = {
    load: () =>
      Promise.resolve(
        kept.length === 0
          ? ({ is: 'missing' } as const)
          : ({ is: 'read', value: kept.at(-1) } as const),
      ),
    save: (value: unknown) => {
      kept.push(structuredClone(value));
      return Promise.resolve(true);
    },
  };
  const saved = await startSaved({ gatewayStore });
  await saved.signIn(0);
  await saved.keepAll();
  const first = await worldOf(saved.app);
  const id = first.sessionId();
  await saved.restart({ settings: { handOff: true } });
  await saved.app.call('resume', { profile });
  await saved.app.settled();
  // The same address and the same token as before.
  const access = saved.app.app.gatewayOf(profile);
  expect(access).toEqual({ address: first.address, token: first.tool.token });
  expect((await first.tool.post('GetSessionInfo', { sessionId: id })).status).toBe(200);
  // Another organization's session takes none of them.
  await saved.app.call('signOut', { profile });
  await saved.app.settled();
  const { orgId: own } = saved.account(0);
  const isElsewhere = ({ orgId, kind, condition }: ReturnType<typeof saved.account>) =>
    orgId !== own && kind === 'user' && condition === 'normal';
  const other = saved.app.simulator.accounts.find(isElsewhere);
  if (other === undefined) throw new Error('there is no other organization');
  const { userName, password, orgId, devKey } = other;
  await saved.app.signIn({ userName, password, orgId, devKey });
  const foreign = await first.tool.post('GetSessionInfo', { sessionId: id });
  expect(foreign.kind).toBe('foreignSession');
  const text = JSON.stringify(kept);
  for (const secret of [id, first.tool.token]) expect(text).not.toContain(secret);
});
