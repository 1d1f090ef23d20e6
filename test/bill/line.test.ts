/** What the client makes of a line that breaks, stalls or speaks something else. */
import type { LookupFunction } from 'node:net';
import { TIMEOUTS } from '../../src-main/bill/call-limits.ts';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createHttp } from '../../src-main/bill/http.ts';
import type { BaseUrl } from '../../src-main/ports.ts';
import { systemClock } from '../../src-main/system/clock.ts';
import type { LineFault } from '../../src-shared/result.ts';
import {
  afterRequest,
  allowed,
  canary,
  client,
  context,
  credentialsAt,
  FAST,
  keysAt,
  ok200,
  rawServer,
  sessionInfo,
  touchAt,
} from './support.ts';

const line = (fault: LineFault) => ({ ok: false, error: { kind: 'line', fault } });

describe('[C9] a server that sends a byte every 50 ms is given up at the time for the whole call', () => {
  test.each([
    ['body', 'content-length: 5000\r\n\r\n'],
    ['head', 'x-slow: '],
  ])('in the %s', async (_, begun) => {
    const { baseUrl, sockets } = await rawServer((socket) => {
      afterRequest(socket, () => {
        socket.write(`${ok200}${begun}`);
        const timer = setInterval(() => socket.write(' '), 50);
        socket.on('close', () => clearInterval(timer));
      });
    });
    // Each byte comes in time, and they would come for minutes.
    expect(await touchAt(baseUrl, { timeouts: FAST })).toMatchObject(line('timeout'));
    expect(sockets, 'a time-out is not repeated').toHaveLength(1);
  });
});

test('[C9] [C10] outside of tests no phase of a call takes longer than 15 s', () => {
  for (const ms of Object.values(TIMEOUTS)) expect(ms).toBeLessThanOrEqual(15_000);
  expect(TIMEOUTS.request).toBe(15_000);
});

test('[C10] a server that accepts and never answers is given up', async () => {
  const { baseUrl } = await rawServer(() => undefined);
  expect(await touchAt(baseUrl, { timeouts: FAST })).toMatchObject(line('timeout'));
});

describe('[C13] what is not HTTP is a fault of the protocol', () => {
  test.each([
    ['garbage', 'SSH-2.0-OpenSSH_9.7\r\n'],
    ['binary', Buffer.from([0x15, 3, 1, 0, 2, 2, 40])],
    ['headers of 100 kB', `${ok200}x-long: ${'a'.repeat(100_000)}\r\n\r\n{}`],
    ['a bad header', `${ok200}bad header\u0000: x\r\n\r\n{}`],
    ['two lengths', `${ok200}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`],
    ['a bad chunk', `${ok200}transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n`],
  ])('%s', async (_, bytes) => {
    const { baseUrl, sockets } = await rawServer((socket) => {
      afterRequest(socket, () => socket.end(bytes));
    });
    const result = await touchAt(baseUrl);
    expect(result).toMatchObject(line('protocol'));
    expect(sockets).toHaveLength(1);
  });
});

test('an answer of "switching protocols" ends the call with an error', async () => {
  const { baseUrl } = await rawServer((socket) => {
    afterRequest(socket, () =>
      socket.write('HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'),
    );
  });
  const result = await touchAt(baseUrl);
  expect(result).toMatchObject({ ok: false, error: { kind: 'line' } });
});

describe('[C22] a connection cut before any reply', () => {
  const cutFirst = () =>
    rawServer((socket, number) => {
      afterRequest(socket, () => {
        if (number === 1) socket.resetAndDestroy();
        else socket.end(`${ok200}\r\n${sessionInfo}`);
      });
    });

  test('a read is sent once more, at once, on a fresh socket, and both are in Activity', async () => {
    const { baseUrl, sockets } = await cutFirst();
    const { api, recorder } = client();
    // Nothing that waits for a time comes about while these timers stand still.
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const result = await api.touch(keysAt(baseUrl), context());
    expect(result).toMatchObject({ ok: true });
    expect(sockets).toHaveLength(2);
    expect(recorder.rows()).toMatchObject([
      { id: 2, outcome: 'ok', endpoint: 'GetSessionInfo' },
      { id: 1, outcome: 'failed', error: { kind: 'line', fault: 'reset' } },
    ]);
  });

  test('a read is not sent a third time', async () => {
    const { baseUrl, sockets } = await rawServer((socket) => {
      afterRequest(socket, () => socket.resetAndDestroy());
    });
    const { api, recorder } = client();
    const device = { mfaId: canary.mfaId, deviceId: canary.deviceId };
    expect(await api.checkTrust(keysAt(baseUrl), device, context())).toMatchObject(line('reset'));
    expect(sockets).toHaveLength(2);
    expect(recorder.rows()).toHaveLength(2);
  });

  test('what may change something is never sent again', async () => {
    const { baseUrl, sockets } = await rawServer((socket) => {
      afterRequest(socket, () => socket.resetAndDestroy());
    });
    const { api } = client();
    const keys = keysAt(baseUrl);
    const answer = { ...canary, machineName: 'm', rememberDevice: false };
    const calls = [
      () => api.signIn(credentialsAt(baseUrl), context()),
      () => api.signOut(keys, context()),
      () => api.sendMfaCode(keys, context()),
      () => api.submitMfaCode(keys, answer, context()),
      () => api.tryOperation(keys, '/PayBills.json', '{}', context()),
    ];
    for (const call of calls) expect(await call()).toMatchObject(line('reset'));
    expect(sockets).toHaveLength(calls.length);
  });

  test('nor is a read whose reply had begun', async () => {
    const { baseUrl, sockets } = await rawServer((socket) => {
      afterRequest(socket, () => {
        socket.write(`${ok200}content-length: 999\r\n\r\n{`, () =>
          setTimeout(() => socket.resetAndDestroy(), 50),
        );
      });
    });
    const result = await touchAt(baseUrl);
    expect(result).toMatchObject(line('reset'));
    expect(sockets).toHaveLength(1);
  });
});

describe('[C27] a name that cannot be looked up, or a host that cannot be reached', () => {
  test.each<[string, LineFault]>([
    ['ENOTFOUND', 'dns'],
    ['EAI_AGAIN', 'dns'],
    ['ENETUNREACH', 'offline'],
    ['EHOSTUNREACH', 'offline'],
  ])('%s is %s', async (code, fault) => {
    const lookup: LookupFunction = (_host, _options, callback) => {
      callback(Object.assign(new Error(`nothing for ${canary.devKey}`), { code }), '', 4);
    };
    const keys = keysAt(allowed('https://api-stage.bill.com/api/v2'));
    const result = await client({ lookup }).api.touch(keys, context());
    expect(result).toEqual({ ok: false, error: { kind: 'line', fault, code } });
  });

  test('a look-up that never ends is given up', async () => {
    const keys = keysAt(allowed('https://api-stage.bill.com/api/v2'));
    const timeouts = { ...TIMEOUTS, lookup: 100 };
    const { api } = client({ lookup: () => undefined, timeouts });
    expect(await api.touch(keys, context())).toMatchObject(line('timeout'));
  });
});

test('the poster checks the URL by itself, so a forged one leads nowhere', async () => {
  const post = createHttp({ clock: systemClock });
  const { signal } = new AbortController();
  for (const text of ['https://api.bill.com/api/v2', 'http://127.0.0.1:9/api/v2/', 'x']) {
    const posted = await post({
      baseUrl: text as BaseUrl,
      path: '/Login.json',
      form: [],
      signal,
      cut: 'always',
    });
    expect(posted).toMatchObject({ ok: false, error: { kind: 'hostRefused' } });
  }
});

test('a request is a plain form post that says who it is and asks for plain JSON', async () => {
  const requests: string[] = [];
  const { baseUrl } = await rawServer((socket) => {
    afterRequest(socket, (request) => {
      requests.push(request);
      socket.end(`${ok200}\r\n${sessionInfo}`);
    });
  });
  await touchAt(baseUrl);
  const [head = '', body = ''] = (requests[0] ?? '').split('\r\n\r\n');
  expect(head.split('\r\n')[0]).toBe('POST /api/v2/GetSessionInfo.json HTTP/1.1');
  const lines = head
    .split('\r\n')
    .slice(1)
    .map((text) => text.toLowerCase());
  expect(lines).toContain('accept: application/json');
  expect(lines).toContain('accept-encoding: identity');
  expect(lines).toContain('user-agent: tabkeeper');
  expect(lines).toContain('content-type: application/x-www-form-urlencoded');
  expect(lines).toContain('connection: close');
  expect(lines.filter((text) => text.startsWith('cookie'))).toEqual([]);
  const { devKey, sessionId } = canary;
  expect(body).toBe(new URLSearchParams({ devKey, sessionId }).toString());
});
