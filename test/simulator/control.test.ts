/** The control API: what it tells and changes, and whom it refuses. */
import { describe, expect, it } from 'vitest';

import { bench, MINUTE, send, START } from './support.ts';
import type { Bench, Reply } from './support.ts';

const TOKEN = 'token-of-the-test';

interface Asking {
  readonly body?: unknown;
  readonly raw?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const controlled = (more: Parameters<typeof bench>[0] = {}) =>
  bench({ control: { port: 0, token: TOKEN }, ...more });

function ask(b: Bench, method: string, path: string, asking: Asking = {}): Promise<Reply> {
  const { body, raw = body === undefined ? '' : JSON.stringify(body), headers } = asking;
  const port = Number(new URL(b.simulator.control?.url ?? '').port);
  return send(port, method, path, { authorization: `Bearer ${TOKEN}`, ...headers }, raw);
}

const json = (reply: Reply): unknown => JSON.parse(reply.text);
const kindOf = (reply: Reply) => (json(reply) as { error: { kind: string } }).error.kind;

describe('the control API', () => {
  it('is there only where it was asked for, and says so in the ready event', async () => {
    const without = await bench();
    expect([without.simulator.control, without.of('ready')[0]?.control]).toEqual([null, null]);
    const b = await bench({ control: { port: 0 } });
    expect(b.of('ready')[0]?.control).toEqual(b.simulator.control);
    expect(b.simulator.control?.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const other = await bench({ control: { port: 0 } });
    expect(b.simulator.control?.token).toMatch(/^[\w-]{43}$/);
    expect(other.simulator.control?.token).not.toBe(b.simulator.control?.token);
  });

  it('tells its health without a token', async () => {
    const reply = await ask(await controlled(), 'GET', '/v1/health', {
      headers: { authorization: '' },
    });
    expect([reply.status, json(reply)]).toEqual([200, { ok: true }]);
  });

  it('lists the accounts of the ready event', async () => {
    const b = await controlled();
    expect(json(await ask(b, 'GET', '/v1/accounts'))).toEqual(b.simulator.accounts);
  });

  it('lists text messages, newest first, of one phone or all', async () => {
    const b = await controlled();
    const [one, other] = [b.account(), b.account({}, 1)];
    await b.challenge(await b.session(one));
    b.clock.advance(1000);
    await b.challenge(await b.session(other));
    const message = (account: typeof one, at: number) => ({
      phone: account.phone,
      code: b.code(account),
      userName: account.userName,
      at: new Date(at).toISOString(),
      expiresAt: new Date(at + 5 * MINUTE).toISOString(),
    });
    const all = [message(other, START + 1000), message(one, START)];
    expect(json(await ask(b, 'GET', '/v1/messages'))).toEqual(all);
    for (const phone of [encodeURIComponent(one.phone ?? ''), one.phone ?? '']) {
      const reply = await ask(b, 'GET', `/v1/messages?phone=${phone}`);
      expect(json(reply)).toEqual(all.slice(1));
    }
    expect(json(await ask(b, 'GET', '/v1/messages?phone=1'))).toEqual([]);
  });

  it('lists sessions without their ids, and ends one by its handle, or all', async () => {
    const b = await controlled();
    const account = b.account();
    const sessions = [await b.session(), await b.session()];
    await b.trust(sessions[1] ?? {});
    const listed = json(await ask(b, 'GET', '/v1/sessions')) as { handle: string }[];
    const [first = '', second = ''] = listed.map(({ handle }) => handle);
    const common = { userName: account.userName, orgId: account.orgId };
    const lastCallAt = new Date(START).toISOString();
    expect(listed).toEqual([
      { handle: first, ...common, trusted: false, lastCallAt },
      { handle: second, ...common, trusted: true, lastCallAt },
    ]);
    expect(new Set(['', first, second]).size).toBe(3);
    for (const { sessionId } of sessions as { sessionId: string }[]) {
      expect(JSON.stringify(listed)).not.toContain(sessionId);
    }
    const ended = await ask(b, 'DELETE', `/v1/sessions/${first}`);
    expect([ended.status, ended.text]).toEqual([204, '']);
    const codes = async () =>
      Promise.all(
        sessions.map(async (session) => (await b.op('/GetSessionInfo.json', session)).code),
      );
    expect(await codes()).toEqual(['BDC_1109', null]);
    const again = await ask(b, 'DELETE', `/v1/sessions/${first}`);
    expect([again.status, kindOf(again)]).toEqual([404, 'handle']);
    expect((await ask(b, 'DELETE', '/v1/sessions')).status).toBe(204);
    expect(await codes()).toEqual(['BDC_1109', 'BDC_1109']);
    expect(b.of('sessionEnded').map(({ reason }) => reason)).toEqual(['server', 'server']);
  });

  it('replaces faults, and changes nothing where one is wrong', async () => {
    const b = await controlled();
    const fault = { endpoint: '/Errors.json', fault: 'status', status: 503 };
    expect((await ask(b, 'PUT', '/v1/faults', { body: [fault] })).status).toBe(204);
    expect((await b.call('/Errors.json', {})).status).toBe(503);
    for (const body of [
      [
        { ...fault, status: 500 },
        { endpoint: '*', fault: 'boom' },
      ],
      {},
      null,
    ]) {
      const reply = await ask(b, 'PUT', '/v1/faults', { body });
      expect([reply.status, kindOf(reply)]).toEqual([400, 'body']);
    }
    expect((await b.call('/Errors.json', {})).status).toBe(503);
    expect((await ask(b, 'PUT', '/v1/faults', { body: [] })).status).toBe(204);
    expect((await b.call('/Errors.json', {})).status).toBe(200);
  });

  it('replaces stubs, and changes nothing where one is wrong', async () => {
    const b = await controlled();
    const stub = { endpoint: '/Errors.json', data: { mine: true } };
    const seen = async () => (await b.call('/Errors.json', {})).data;
    expect((await ask(b, 'PUT', '/v1/stubs', { body: [stub] })).status).toBe(204);
    expect(await seen()).toEqual({ mine: true });
    const wrong = await ask(b, 'PUT', '/v1/stubs', { body: [{ ...stub, data: 1 }, { data: 1 }] });
    expect([wrong.status, kindOf(wrong)]).toEqual([400, 'body']);
    expect(await seen()).toEqual({ mine: true });
  });

  it('gives all data out, takes them back, and puts them as at the start', async () => {
    const b = await controlled();
    const { orgId } = b.account();
    const vendors = async () => {
      const data = json(await ask(b, 'GET', '/v1/data')) as Record<string, { Vendor?: object[] }>;
      return data[orgId]?.Vendor?.length ?? 0;
    };
    const atStart = await vendors();
    expect(atStart).toBeGreaterThan(0);
    const whole = json(await ask(b, 'GET', '/v1/data'));
    const put = await ask(b, 'PUT', '/v1/data', { body: { [orgId]: { Vendor: [{ name: 'A' }] } } });
    expect([put.status, await vendors()]).toEqual([204, 1]);
    const wrong = await ask(b, 'PUT', '/v1/data', { body: { [orgId]: { Nothing: [] } } });
    expect([wrong.status, kindOf(wrong), await vendors()]).toEqual([400, 'body', 1]);
    expect((await ask(b, 'POST', '/v1/data/reset')).status).toBe(204);
    expect(await vendors()).toBe(atStart);
    expect((await ask(b, 'PUT', '/v1/data', { body: whole })).status).toBe(204);
    expect(json(await ask(b, 'GET', '/v1/data'))).toEqual(whole);
  });

  it('tells the time and puts it forward, and what is over by then ends at once', async () => {
    const b = await controlled();
    await b.session();
    const now = async () => json(await ask(b, 'GET', '/v1/clock'));
    expect(await now()).toEqual({ now: new Date(START).toISOString() });
    const body = { advanceMs: 35 * MINUTE };
    const later = { now: new Date(START + 35 * MINUTE).toISOString() };
    expect(json(await ask(b, 'POST', '/v1/clock', { body }))).toEqual(later);
    expect(b.of('sessionEnded')).toMatchObject([{ reason: 'idle', at: later.now }]);
    expect(await now()).toEqual(later);
    const beyond9999 = Date.UTC(10_000, 0) - START;
    for (const advanceMs of [-1, '5', null, undefined, 1e300, beyond9999, [5]]) {
      const reply = await ask(b, 'POST', '/v1/clock', { body: { advanceMs } });
      expect([reply.status, kindOf(reply)]).toEqual([400, 'body']);
    }
    expect((await ask(b, 'POST', '/v1/clock')).status).toBe(400);
    expect(await now()).toEqual(later);
  });

  it('resets everything: clock, sessions, faults, stubs, data, records and the ids to come', async () => {
    const { orgId } = (await bench({ seed: 'again' })).account();
    const b = await controlled({
      seed: 'again',
      faults: [{ endpoint: '/CurrentTime.json', fault: 'empty', status: 201 }],
      stubs: [{ endpoint: '/Errors.json', data: 'stub of the start' }],
    });
    const picture = async () => {
      const session = await b.session();
      return {
        session,
        at: json(await ask(b, 'GET', '/v1/clock')),
        fault: (await b.op('/CurrentTime.json', session)).status,
        stub: (await b.call('/Errors.json', {})).data,
        records: b.simulator.requests().map(({ number, endpoint }) => [number, endpoint]),
        data: json(await ask(b, 'GET', '/v1/data')),
        messages: json(await ask(b, 'GET', '/v1/messages')),
        sessions: json(await ask(b, 'GET', '/v1/sessions')),
      };
    };
    const first = await picture();
    await b.challenge(await b.session());
    await ask(b, 'PUT', '/v1/faults', { body: [] });
    await ask(b, 'PUT', '/v1/stubs', { body: [] });
    await ask(b, 'PUT', '/v1/data', { body: { [orgId]: {} } });
    await ask(b, 'POST', '/v1/clock', { body: { advanceMs: 5000 } });
    expect(await picture()).not.toEqual(first);
    expect((await ask(b, 'POST', '/v1/reset')).status).toBe(204);
    expect(b.events.at(-1)).toEqual({ event: 'reset', at: new Date(START).toISOString() });
    const { sessionId } = first.session;
    const old = await b.op('/GetSessionInfo.json', {
      ...first.session,
      sessionId: sessionId ?? '',
    });
    expect(old.code).toBe('BDC_1109');
    await ask(b, 'POST', '/v1/reset');
    expect(await picture()).toEqual(first);
  });

  it('leaves nothing open where its port is taken', async () => {
    const b = await controlled();
    const port = Number(new URL(b.simulator.control?.url ?? '').port);
    await expect(bench({ control: { port } })).rejects.toThrow('EADDRINUSE');
  });
});

describe('a control call that is refused', () => {
  const none = { authorization: '' };
  const rows: [string, number, string, string, Asking['headers'], string?][] = [
    ['has no token', 401, 'token', 'GET /v1/accounts', none],
    ...['Bearer wrong', `Basic ${TOKEN}`, TOKEN, `Bearer ${TOKEN}x`, 'Bearer'].map(
      (authorization): (typeof rows)[number] => [
        ...([`has "${authorization}"`, 401, 'token', 'DELETE /v1/sessions'] as const),
        { authorization },
      ],
    ),
    ['comes from a page', 403, 'origin', 'GET /v1/accounts', { origin: 'http://127.0.0.1' }],
    ['comes from a page for health', 403, 'origin', 'GET /v1/health', { origin: 'null' }],
    ['names a host that was pointed here', 403, 'host', 'GET /v1/health', { host: 'evil.test' }],
    ['has no token for what only looks like health', 401, 'token', 'GET /v1/health/x', none],
    ['is to an unknown path', 404, 'path', 'GET /v1/nothing', {}],
    ['is to a path of objects', 404, 'path', 'GET /v1/__proto__', {}],
    ['names the open part of a route', 404, 'handle', 'DELETE /v1/sessions/*', {}],
    ['has another verb', 405, 'method', 'POST /v1/accounts', {}],
    ['has a verb of objects', 405, 'method', 'PATCH /v1/faults', {}],
    ['has a body that is no JSON', 400, 'body', 'PUT /v1/faults', {}, '[{'],
    ['has too large a body', 413, 'tooLarge', 'PUT /v1/data', {}, ' '.repeat(32 * 1_048_576 + 1)],
  ];
  it.each(rows)('because it %s gets %i %s', async (...row) => {
    const [, status, kind, target, headers = {}, raw = ''] = row;
    const [method = '', path = ''] = target.split(' ');
    const b = await controlled();
    await b.session();
    const reply = await ask(b, method, path, { headers, raw });
    expect([reply.status, kindOf(reply)]).toEqual([status, kind]);
    expect(reply.text).not.toContain(TOKEN);
    expect(b.of('sessionEnded')).toEqual([]);
    expect((await ask(b, 'GET', '/v1/health')).status).toBe(200);
  });
});
