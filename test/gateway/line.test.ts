/** The gateway in the one line of calls: places, budget, contact, Activity. */
import { expect, test } from 'vitest';
import { isOpen } from '../../src-shared/session-view.ts';
import { MINUTE } from '../../src-shared/text/times.ts';
import { PROFILE } from '../flow/tabkeeper.ts';
import { startBefore, startWorld, success } from './world.ts';

const profile = PROFILE;
/** Turns of the event loop, in which whatever has arrived is taken. */
const turns = async (many = 20) => {
  for (let at = 0; at < many; at++) await new Promise((resolve) => setImmediate(resolve));
};

/** A server that answers when it is told to. */
async function startHeld() {
  const waiting: (() => void)[] = [];
  let most = 0;
  const touches: number[] = [];
  const world = await startBefore(({ url }, response) => {
    const end = (data: unknown) => {
      waiting.splice(waiting.indexOf(go), 1);
      response.end(success(data));
    };
    const isTouch = url.endsWith('/GetSessionInfo.json');
    const go = () => end(isTouch ? { organizationId: '00801', userId: '006' } : []);
    waiting.push(go);
    most = Math.max(most, waiting.length);
    if (isTouch) touches.push(waiting.length);
  });
  const held = async (many: number) => {
    while (waiting.length < many) await turns(1);
  };
  return { ...world, waiting, held, touches, most: () => most };
}

test('two calls of tools are under way at most, a touch has the third place, and all are answered', async () => {
  const { tabkeeper, tool, waiting, held, touches, most } = await startHeld();
  const calls = Array.from({ length: 50 }, () => tool.post('List/Vendor'));
  await held(2);
  await turns();
  expect(waiting).toHaveLength(2);
  await tabkeeper.call('extendNow', { profile });
  await held(3);
  // Forty-eight others were there before it.
  expect(touches).toEqual([3]);
  let answered = 0;
  const all = Promise.all(calls.map((call) => call.finally(() => (answered += 1))));
  while (answered < 50) {
    waiting[0]?.();
    await turns(1);
  }
  expect(new Set((await all).map(({ status }) => status))).toEqual(new Set([200]));
  expect(most()).toBe(3);
});

test('[G9] of 103 calls at once one is refused, and those that waited 30 s are too', async () => {
  const { tabkeeper, tool, waiting, held } = await startHeld();
  const kinds: (string | null)[] = [];
  const calls = Array.from({ length: 103 }, () =>
    tool.post('List/Vendor').then((reply) => kinds.push(reply.kind)),
  );
  await held(2);
  while (kinds.length < 1) await turns(1);
  expect(kinds).toEqual(['busy']);
  tabkeeper.clock.advance(30_000);
  while (kinds.length < 101) await turns(1);
  expect(new Set(kinds)).toEqual(new Set(['busy']));
  for (const go of [...waiting]) go();
  await Promise.all(calls);
  expect(kinds.filter((kind) => kind === null)).toHaveLength(2);
});

test('an answered call is a contact: the countdown begins anew, and the next touch is put off', async () => {
  const { tabkeeper, tool } = await startWorld();
  await tabkeeper.advance(9 * MINUTE);
  const sentAt = tabkeeper.clock.now().wall;
  await tool.post('List/Vendor', { data: '{"start":0,"max":1}' });
  await tabkeeper.settled();
  const session = tabkeeper.session();
  if (!isOpen(session)) throw new Error('it is not open');
  expect(session.lastContact).toEqual({ at: sentAt, endpoint: 'named', by: 'program' });
  expect(session.endsAtLeast).toBe(sentAt + 35 * MINUTE);
  const touches = tabkeeper.touches();
  await tabkeeper.advance(9 * MINUTE);
  expect(tabkeeper.touches()).toBe(touches);
  // A refusal is no contact, and neither is what is answered without a session.
  await tool.post('No/Such');
  await tool.send('/api/v2/Errors.json', { method: 'GET', headers: {} });
  await tabkeeper.settled();
  expect(tabkeeper.open().lastContact.at).toBe(sentAt);
});

test('Activity has a row for each call with the tool’s name, redacted, and one for what was answered here', async () => {
  const { tabkeeper, tool, sessionId, devKey } = await startWorld();
  const headers = { 'user-agent': 'PostmanRuntime/7.43.0' };
  await tool.post('List/Vendor', { data: '{"start":0,"max":1}' }, { headers });
  await tool.post('Login', { password: 'planted-secret' }, { headers });
  await tool.post('MFAChallenge', {}, { headers: { 'user-agent': '' } });
  await tabkeeper.settled();
  const { activity } = tabkeeper.app.snapshot();
  const rows = activity.slice(0, 2);
  expect(rows).toMatchObject([
    ...[{ endpoint: 'Login', by: 'program', program: { name: 'PostmanRuntime', times: 1 } }],
    {
      ...{ endpoint: 'List/Vendor', by: 'program', status: 200, outcome: 'ok' },
      program: { name: 'PostmanRuntime', times: null },
    },
  ]);
  const detail = await tabkeeper.call('getExchange', { id: rows[1]?.id ?? -1 });
  expect(JSON.stringify(detail)).toContain('response_status');
  const all = JSON.stringify([activity, detail, tabkeeper.log, tabkeeper.snapshots]);
  for (const secret of [sessionId(), devKey(), tool.token, 'planted-secret']) {
    expect(all).not.toContain(secret);
  }
});

test('the hour’s budget is shown, and its last thousand calls are the app’s own', async () => {
  const { tabkeeper, tool } = await startBefore(({ url }, response) =>
    response.end(
      success(url.includes('SessionInfo') ? { organizationId: '00801', userId: '006' } : []),
    ),
  );
  await tool.post('List/Vendor');
  const hour = () => tabkeeper.app.snapshot().handOff.gateways[profile]?.hour;
  expect(hour()).toMatchObject({ calls: 2, most: 19_000 });
  expect((hour()?.until ?? 0) % (60 * MINUTE)).toBe(0);
});
