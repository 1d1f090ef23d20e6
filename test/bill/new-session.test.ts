/** A session ID in a reply where nobody asked for one: not used, marked in Activity, never shown. */
import { describe, expect, test } from 'vitest';
import { carriesNewSession } from '../../src-main/bill/reply/new-session.ts';
import {
  canary,
  client,
  context,
  credentialsAt,
  httpServer,
  json,
  keysAt,
  orgId,
  success,
} from './support.ts';

const form = [['sessionId', canary.sessionId]] as const;
const NEW = '!bSomebodyElsesSession_0123456789-abcdefgh9Zz9';

describe('[C123] a reply carries a new session ID', () => {
  test.each([
    ['in its data', { response_data: { sessionId: NEW } }, true],
    ['beside its data', { sessionId: NEW, response_data: {} }, true],
    ['in a list', { response_data: [{ id: 1 }, { sessionId: NEW }] }, true],
    ['deep inside', { response_data: { user: { login: { sessionId: NEW } } } }, true],
    ['by a like name', { response_data: { session_id: NEW } }, true],
    ['by a like name', { response_data: { SessionID: NEW } }, true],
    ['no: it is the one that was sent', { response_data: { sessionId: canary.sessionId } }, false],
    ['no: it is empty', { response_data: { sessionId: '' } }, false],
    ['no: it is no text', { response_data: { sessionId: null } }, false],
    ['no: it has another name', { response_data: { id: NEW, session: 'x' } }, false],
    ['no: it is no JSON', undefined, false],
  ])('%s', (_, reply, carries) => {
    expect(carriesNewSession(reply, form)).toBe(carries);
  });

  test('no: it is nested deeper than anybody would', () => {
    let reply: unknown = { sessionId: NEW };
    for (let depth = 0; depth < 5000; depth++) reply = { a: reply };
    expect(carriesNewSession(reply, form)).toBe(false);
  });
});

describe('[C123] a session ID that nobody asked for', () => {
  const from = async (data: unknown) => {
    const sent: string[] = [];
    const { baseUrl } = await httpServer((_, response) =>
      response.writeHead(200, json).end(success(data)),
    );
    return { ...client(), baseUrl, sent };
  };

  test('marks a touch in Activity, is not shown there, and the touch counts', async () => {
    const data = { organizationId: orgId, userId: '00601CANARYUSER0ABCD', sessionId: NEW };
    const { api, recorder, log, baseUrl } = await from(data);
    expect(await api.touch(keysAt(baseUrl), context())).toMatchObject({ ok: true });
    expect(recorder.rows()).toMatchObject([{ outcome: 'ok', newSession: true }]);
    expect(JSON.stringify([recorder.rows(), recorder.detail(1), log])).not.toContain(NEW);
  });

  test('marks a refusal as well, and a list of organizations', async () => {
    const { api, recorder, baseUrl } = await from([{ orgId, orgName: 'A', sessionId: NEW }]);
    await api.findOrganizations(credentialsAt(baseUrl), context());
    expect(recorder.rows()).toMatchObject([{ newSession: true }]);
  });

  test('is no news in the reply to a sign-in', async () => {
    const { api, recorder, baseUrl } = await from({ sessionId: NEW, orgId });
    await api.signIn(credentialsAt(baseUrl), context());
    expect(recorder.rows()).toMatchObject([{ newSession: false }]);
  });
});
