/** What a proxy, or the question for one, can do to each kind of call. */
import { setImmediate as turn } from 'node:timers/promises';
import type { LookupFunction } from 'node:net';
import { describe, expect, test } from 'vitest';
import { TIMEOUTS } from '../../src-main/bill/call-limits.ts';
import type { BillApi, CallContext } from '../../src-main/ports.ts';
import type { LineFault, Result } from '../../src-shared/result.ts';
import { BILL_SANDBOX_URL } from '../../src-shared/bill/server.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import {
  billCertificate,
  CONNECTED,
  drip,
  hang,
  refuse,
  SANDBOX,
  say,
  startBill,
  startProxy,
  to,
  type Behaviour,
  type Watched,
} from './proxies.ts';
import {
  allowed,
  canary,
  client,
  context,
  credentialsAt,
  json,
  keysAt,
  later,
  sessionInfo,
} from './support.ts';

const sandbox = allowed(BILL_SANDBOX_URL);
const keys = keysAt(sandbox);
const answer = { ...canary, machineName: 'm', rememberDevice: false };

type Make = (api: BillApi, call: CallContext) => Promise<Result<unknown>>;
const calls: readonly (readonly [name: string, make: Make])[] = [
  ['a sign-in', (api, call) => api.signIn(credentialsAt(sandbox), call)],
  ['a touch', (api, call) => api.touch(keys, call)],
  ['a wish for a code', (api, call) => api.sendMfaCode(keys, call)],
  ['a code', (api, call) => api.submitMfaCode(keys, answer, call)],
  ['a sign-out', (api, call) => api.signOut(keys, call)],
];
const forEachCall = <T>(rows: readonly (readonly [name: string, what: T])[]) =>
  rows.flatMap((row) => calls.map((call) => [call[0], row[0], call[1], row[1]] as const));

/** A place in the way of a call where it stands still. */
interface Stage {
  readonly proxyFor: () => Promise<string>;
  /** The call has come so far. */
  readonly reached: Promise<unknown>;
  readonly watched: readonly Watched[];
}

async function atProxy(behaviour: Behaviour): Promise<Stage> {
  const proxy = await startProxy(behaviour);
  const reached = proxy.next();
  return { proxyFor: () => Promise.resolve(proxy.way), reached, watched: [proxy] };
}

async function atServer(listener: Parameters<typeof startBill>[0]): Promise<Stage> {
  const bill = await startBill(listener);
  const proxy = await startProxy(to(bill.port));
  const proxyFor = () => Promise.resolve(proxy.way);
  return { proxyFor, reached: bill.reached, watched: [proxy, bill] };
}

function atLookUp(): Promise<Stage> {
  const asked = later<null>();
  const proxyFor = () => {
    asked.resolve(null);
    return new Promise<string>(() => undefined);
  };
  return Promise.resolve({ proxyFor, reached: asked.promise, watched: [] });
}

const stages: readonly (readonly [name: string, start: () => Promise<Stage>])[] = [
  ['a question for the proxy that is never answered', atLookUp],
  ['a CONNECT that hangs', () => atProxy(hang)],
  ['a CONNECT whose answer drips', () => atProxy(drip('HTTP/1.1 200 OK\r\nx-slow: '))],
  ['a TLS handshake within the tunnel that hangs', () => atProxy(say(CONNECTED))],
  // A record that is announced with 16 kB, and comes byte by byte.
  [
    'a TLS handshake within the tunnel that drips',
    () => atProxy(drip(`${CONNECTED}\x16\x03\x03\x40\x00`)),
  ],
  ['a server behind the proxy that never answers', () => atServer(() => undefined)],
  [
    'a server behind the proxy whose answer drips',
    () =>
      atServer((_, response) => {
        response.writeHead(200, json).write(' ');
        const timer = setInterval(() => response.write(' '), 5);
        response.on('close', () => clearInterval(timer));
      }),
  ],
];

describe.each(forEachCall(stages))('%s, and %s', (_, __, make, start) => {
  const begin = async () => {
    const stage = await start();
    const clock = new ManualClock();
    const { proxyFor } = stage;
    const made = client({ clock, proxyFor, ca: () => [billCertificate.ca] });
    const stop = new AbortController();
    const call = make(made.api, context({ signal: stop.signal }));
    await stage.reached;
    return { ...made, stage, clock, stop, call };
  };
  const allClosed = (stage: Stage) => Promise.all(stage.watched.map((one) => one.closed()));

  test('[C26] the call ends at the limit of a call, as an outage, and leaves no connection', async () => {
    const { stage, clock, call, recorder } = await begin();
    clock.advance(TIMEOUTS.request - 1);
    expect(recorder.rows()).toMatchObject([{ outcome: 'pending' }]);
    clock.advance(1);
    expect(await call).toMatchObject({ ok: false, error: { kind: 'line', fault: 'timeout' } });
    await allClosed(stage);
    expect(recorder.rows()).toMatchObject([{ outcome: 'failed' }]);
    expect(clock.pending).toBe(0);
  });

  test('[C26] a call that is given up leaves no connection', async () => {
    const { stage, clock, stop, call } = await begin();
    stop.abort();
    expect(await call).toEqual({ ok: false, error: { kind: 'cancelled' } });
    // A sign-in that is out is waited for, within its limit: it may have to be undone.
    clock.advance(TIMEOUTS.request);
    await allClosed(stage);
  });
});

const faults: readonly (readonly [
  name: string,
  row: { readonly does: Behaviour; readonly fault: LineFault; readonly code?: string },
])[] = [
  ['407', { does: refuse('407 No'), fault: 'proxyAuth', code: 'PROXY_HTTP_407' }],
  ['502', { does: refuse('502 Bad Gateway'), fault: 'proxy', code: 'PROXY_HTTP_502' }],
  ['511', { does: refuse('511 Sign in'), fault: 'proxy', code: 'PROXY_HTTP_511' }],
  ['302', { does: refuse('302 Found'), fault: 'proxy', code: 'PROXY_HTTP_302' }],
  ['a close', { does: (socket) => socket.end(), fault: 'proxy', code: 'PROXY_CLOSED' }],
  [
    'a close within the head',
    { does: (socket) => socket.end('HTTP/1.1 200 OK\r\n'), fault: 'proxy', code: 'PROXY_CLOSED' },
  ],
  ['a reset', { does: (socket) => socket.resetAndDestroy(), fault: 'proxy' }],
  ['garbage', { does: say('SSH-2.0-x\r\n'), fault: 'proxy', code: 'PROXY_PROTOCOL' }],
  [
    'a head without an end',
    { does: say(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(20_000)}`), fault: 'proxy' },
  ],
  ['a close within TLS', { does: (socket) => socket.end(CONNECTED), fault: 'reset' }],
  ['plain HTTP within TLS', { does: say(`${CONNECTED}HTTP/1.1 400 Bad\r\n\r\n`), fault: 'tls' }],
];

describe.each(forEachCall(faults))(
  '%s through a proxy that answers with %s',
  (_, __, make, row) => {
    test('[C26] says who failed, has sent nothing, and leaves no connection', async () => {
      const proxy = await startProxy(row.does);
      const { api } = client({
        proxyFor: () => Promise.resolve(proxy.way),
        ca: () => [billCertificate.ca],
      });
      const result = await make(api, context());
      expect(result).toMatchObject({
        error: { kind: 'line', fault: row.fault, ...(row.code && { code: row.code }) },
      });
      expect(result).not.toHaveProperty('error.sent');
      await proxy.closed();
      expect(new Set(proxy.asked)).toEqual(new Set([SANDBOX]));
    });
  },
);

test.each(calls)('[C26] %s whose question for the proxy throws goes directly', async (_, make) => {
  const asked: string[] = [];
  const lookup: LookupFunction = (host, _options, callback) => {
    asked.push(host);
    callback(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), '', 4);
  };
  for (const proxyFor of [
    () => Promise.reject(new Error('no script')),
    () => {
      throw new Error('no session');
    },
  ]) {
    const result = await make(client({ lookup, proxyFor }).api, context());
    expect(result).toMatchObject({ error: { kind: 'line', fault: 'dns' } });
  }
  expect(asked).toEqual(['api-stage.bill.com', 'api-stage.bill.com']);
});

test.each(calls)('[C26] %s is not sent when the proxy is named too late', async (_, make) => {
  for (const end of ['limit', 'cancel'] as const) {
    const proxy = await startProxy(hang);
    const [asked, way] = [later<null>(), later<string>()];
    const proxyFor = () => {
      asked.resolve(null);
      return way.promise;
    };
    const clock = new ManualClock();
    const stop = new AbortController();
    const call = make(client({ clock, proxyFor }).api, context({ signal: stop.signal }));
    await asked.promise;
    if (end === 'limit') clock.advance(TIMEOUTS.request);
    else stop.abort();
    expect(await call).toMatchObject({ ok: false });
    way.resolve(proxy.way);
    for (let n = 0; n < 5; n += 1) await turn();
    expect([proxy.asked, proxy.open()]).toEqual([[], 0]);
  }
});

describe('a proxy script that names two proxies', () => {
  const good = async () => {
    const bill = await startBill((_, response) => response.writeHead(200, json).end(sessionInfo));
    return startProxy(to(bill.port));
  };
  const through = (ways: readonly string[], lookup?: LookupFunction) =>
    client({
      // Half of it is for the first proxy, which hangs in one row: the rest need none of it.
      timeouts: { ...TIMEOUTS, request: 8000 },
      clock: new ManualClock(),
      proxyFor: () => Promise.resolve(ways.join('; ')),
      ca: () => [billCertificate.ca],
      ...(lookup === undefined ? {} : { lookup }),
    }).api.touch(keys, context());

  test.each<[string, Behaviour]>([
    ['hangs', hang],
    ['hangs within TLS', say(CONNECTED)],
    ['answers with 407', refuse('407 No')],
    ['answers with 502', refuse('502 Bad Gateway')],
    ['closes', (socket) => socket.end()],
    ['resets', (socket) => socket.resetAndDestroy()],
    ['speaks something else', say('SSH-2.0-x\r\n')],
  ])('[C26] goes through the second when the first %s', async (_, behaviour) => {
    const [bad, second] = [await startProxy(behaviour), await good()];
    expect(await through([bad.way, second.way])).toMatchObject({ ok: true });
    expect([bad.asked, second.asked]).toEqual([[SANDBOX], [SANDBOX]]);
    await Promise.all([bad.closed(), second.closed()]);
  });

  test('[C26] goes through the second when nobody is at the first', async () => {
    const second = await good();
    expect(await through(['PROXY 127.0.0.1:1', second.way])).toMatchObject({ ok: true });
  });

  test('[C26] goes through the first alone when that is well', async () => {
    const [first, second] = [await good(), await good()];
    expect(await through([first.way, second.way])).toMatchObject({ ok: true });
    expect(second.asked).toEqual([]);
  });

  test('[C26] tells of the one that answered when neither connects', async () => {
    const wants = await startProxy(refuse('407 No'));
    expect(await through(['PROXY 127.0.0.1:1', wants.way])).toMatchObject({
      error: { fault: 'proxyAuth' },
    });
  });

  const directly = (code: string) => {
    const asked: string[] = [];
    const lookup: LookupFunction = (host, _options, callback) => {
      asked.push(host);
      callback(Object.assign(new Error('no'), { code }), '', 4);
    };
    return { asked, lookup };
  };

  test.each<[string, Behaviour]>([
    ['closes', (socket) => socket.end()],
    ['resets', (socket) => socket.resetAndDestroy()],
    ['hangs', hang],
  ])('[C26] PROXY a; DIRECT goes directly when the proxy %s', async (_, behaviour) => {
    const { asked, lookup } = directly('ENOTFOUND');
    const bad = await startProxy(behaviour);
    await through([bad.way, 'DIRECT'], lookup);
    expect([bad.asked, asked]).toEqual([[SANDBOX], ['api-stage.bill.com']]);
  });

  test('[C26] PROXY a; DIRECT goes directly when nobody is at the proxy, and names the proxy if that fails', async () => {
    const { asked, lookup } = directly('ENOTFOUND');
    expect(await through(['PROXY 127.0.0.1:1', 'DIRECT'], lookup)).toMatchObject({
      error: { fault: 'refused', code: 'PROXY_ECONNREFUSED' },
    });
    expect(asked).toEqual(['api-stage.bill.com']);
  });

  test.each(['407 No', '502 Bad Gateway'])(
    '[C26] PROXY a; DIRECT goes around no proxy that has answered: %s',
    async (status) => {
      const { asked, lookup } = directly('ENOTFOUND');
      const proxy = await startProxy(refuse(status));
      const code = `PROXY_HTTP_${status.slice(0, 3)}`;
      expect(await through([proxy.way, 'DIRECT'], lookup)).toMatchObject({ error: { code } });
      expect(asked).toEqual([]);
    },
  );
});
