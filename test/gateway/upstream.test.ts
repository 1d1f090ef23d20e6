/** Servers behind the gateway that lead elsewhere, have no end or say nothing; and tools that hang up. */
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { PASSED_TIMEOUTS } from '../../src-main/bill/call-limits.ts';
import { DEV_KEY, SESSION, startBefore, success } from './world.ts';

/** Those of the app are 30 s, 20 s and two minutes. */
const passedTimeouts = { ...PASSED_TIMEOUTS, response: 300, read: 300 };

async function startDecoy(): Promise<{ readonly url: string; readonly seen: () => number }> {
  let seen = 0;
  const server = createServer((_, response) => {
    seen += 1;
    response.end('{}');
  });
  server.on('connection', () => (seen += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/api/v2/List/Vendor.json`, seen: () => seen };
}

test.each([301, 302, 303, 307, 308])(
  '[G5] a redirect (%i) is not followed, nor handed to the tool, and its target sees nothing',
  async (status) => {
    const decoy = await startDecoy();
    const { tool } = await startBefore((_, response) => {
      response.writeHead(status, { location: decoy.url, 'set-cookie': 'sid=1' });
      response.end();
    });
    const reply = await tool.post('List/Vendor');
    expect([reply.status, reply.kind]).toEqual([502, 'api']);
    expect([reply.headers.location, reply.headers['set-cookie']]).toEqual([undefined, undefined]);
    expect(decoy.seen()).toBe(0);
  },
);

test('what the tool sends for itself does not arrive, and what the server sets does not come back', async () => {
  const { tool, seen } = await startBefore((_, response) => {
    response.setHeader('set-cookie', 'sid=1');
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('x-fine', '1');
    response.end(success([]));
  });
  const headers = {
    ...{ cookie: 'sid=9', referer: `http://127.0.0.1/~${tool.token}/`, 'x-own': '1' },
    ...{ connection: 'x-hop', 'x-hop': '1', upgrade: 'h2c', 'user-agent': 'curl/8.9' },
  };
  const reply = await tool.post('List/Vendor', {}, { headers });
  expect(reply.status).toBe(200);
  expect(reply.headers).toMatchObject({ 'x-fine': '1' });
  for (const name of ['set-cookie', 'access-control-allow-origin']) {
    expect(reply.headers[name]).toBeUndefined();
  }
  const [one] = seen;
  expect(one?.headers).toMatchObject({ 'x-own': '1', 'user-agent': 'curl/8.9' });
  expect(one?.rawHeaders.join('\n')).not.toContain(tool.token);
  for (const name of ['cookie', 'authorization', 'referer', 'x-hop', 'upgrade']) {
    expect(one?.headers[name]).toBeUndefined();
  }
  expect(one?.form.get('sessionId')).toBe(SESSION);
  expect(one?.form.get('devKey')).toBe(DEV_KEY);
});

test('[G6] a server that says nothing, and one that falls silent, are given up', async () => {
  const { tool } = await startBefore(
    ({ url }, response) => {
      if (url.includes('Nothing')) return;
      response.write(`{"response_status":0,"response_data":"${'x'.repeat(100_000)}`);
    },
    { passedTimeouts },
  );
  const nothing = await tool.post('Nothing');
  expect([nothing.status, nothing.kind]).toEqual([502, 'api']);
  // It has begun already, so that the connection alone can say that it has no end.
  await expect(tool.post('Silent')).rejects.toThrow();
  expect((await tool.post('Nothing')).status).toBe(502);
});

test('[G6] no call takes longer than two minutes of the app’s own clock', async () => {
  let arrived: () => void = () => undefined;
  const there = new Promise<void>((resolve) => (arrived = resolve));
  const { tabkeeper, tool } = await startBefore(() => arrived());
  const call = tool.post('List/Vendor');
  await there;
  tabkeeper.clock.advance(120_000);
  const { status, kind } = await call;
  expect([status, kind]).toEqual([502, 'api']);
});

test('[G6] a reply without an end is cut after 64 MiB', async () => {
  const piece = Buffer.alloc(1024 * 1024, 'x');
  let sent = 0;
  const { tool } = await startBefore((_, response) => {
    const more = () => {
      if (response.destroyed) return;
      sent += 1;
      if (response.write(piece)) setImmediate(more);
      else response.once('drain', more);
    };
    more();
  });
  await expect(tool.post('Endless')).rejects.toThrow();
  expect(sent).toBeGreaterThanOrEqual(64);
  expect(sent).toBeLessThan(80);
});

test('a packed reply comes unpacked, and an error of the server comes as it is', async () => {
  const { tool } = await startBefore(({ url }, response) => {
    if (url.includes('Packed')) {
      response.setHeader('content-encoding', 'gzip');
      response.end(gzipSync(success('unpacked')));
    } else {
      response.writeHead(503, { 'retry-after': '7', 'content-type': 'text/plain' });
      response.end('busy');
    }
  });
  const packed = await tool.post('Packed');
  expect(packed.json).toMatchObject({ response_data: 'unpacked' });
  expect(packed.headers['content-encoding']).toBeUndefined();
  const ill = await tool.post('Ill');
  expect([ill.status, ill.text, ill.headers['retry-after']]).toEqual([503, 'busy', '7']);
});

test('[G7] a tool that hangs up ends the call at the server, and its place is free', async () => {
  const ended: (() => void)[] = [];
  const arrived: (() => void)[] = [];
  const { tool } = await startBefore(({ url }, response) => {
    if (url.includes('Quick')) {
      response.end(success([]));
      return;
    }
    response.on('close', () => ended.shift()?.());
    arrived.shift()?.();
  });
  for (let at = 0; at < 3; at++) {
    const stop = new AbortController();
    const there = new Promise<void>((resolve) => arrived.push(resolve));
    const gone = new Promise<void>((resolve) => ended.push(resolve));
    const call = tool.post('Slow', {}, { signal: stop.signal }).catch(() => 'cut');
    await there;
    stop.abort();
    await gone;
    expect(await call).toBe('cut');
  }
  expect((await tool.post('Quick')).status).toBe(200);
});

test('a call that reads goes over a kept connection, and once more where the server had closed it', async () => {
  const sockets = new Set<unknown>();
  let cut = false;
  const { tool, seen } = await startBefore((one, response) => {
    const { socket } = response;
    sockets.add(socket);
    if (cut && one.url.includes('List')) {
      cut = false;
      socket?.destroy();
      return;
    }
    response.end(success([]));
  });
  for (let at = 0; at < 3; at++) expect((await tool.post('List/Vendor')).status).toBe(200);
  expect(sockets.size).toBe(1);
  cut = true;
  expect((await tool.post('List/Vendor')).status).toBe(200);
  expect([sockets.size, seen.length]).toEqual([2, 5]);
  // What may change something has a connection of its own.
  await tool.post('Crud/Create/Vendor');
  await tool.post('Crud/Create/Vendor');
  expect(sockets.size).toBe(4);
});

test('a short reply that comes slowly is handed on as it comes, and is read whole', async () => {
  // The end of what is there waits: it may be the beginning of a key.
  const first = `{"response_status":0,"response_data":[{"id":"${'1'.repeat(1000)}"}`;
  const rest = ',{"id":"2"}]}';
  let goOn: () => unknown = () => undefined;
  const { tabkeeper, tool } = await startBefore((_, response) => {
    response.write(first);
    goOn = () => response.end(rest);
  });
  const got = await new Promise<string>((resolve, reject) => {
    const headers = { authorization: `Bearer ${tool.token}` };
    const to = { host: '127.0.0.1', port: tool.port, path: '/api/v2/List/Vendor.json' };
    const sent = request({ ...to, method: 'POST', headers }, (reply) => {
      let text = '';
      // The server says no more before the tool has what it has said.
      reply.once('data', () => goOn());
      reply.on('data', (piece: Buffer) => (text += piece.toString()));
      reply.on('error', reject);
      reply.on('end', () => resolve(text));
    });
    sent.on('error', reject);
    sent.end();
  });
  expect(got).toBe(first + rest);
  await tabkeeper.settled();
  const [row] = tabkeeper.app.snapshot().activity;
  expect(row).toMatchObject({ endpoint: 'List/Vendor', outcome: 'ok', status: 200 });
  const detail = await tabkeeper.call('getExchange', { id: row?.id ?? -1 });
  expect(JSON.stringify(detail)).toContain('response_data');
});

test('a call that fails behind the gateway has one row in Activity', async () => {
  const { tabkeeper, tool } = await startBefore((_, response) => {
    response.writeHead(302, { location: 'http://127.0.0.1:9/' });
    response.end();
  });
  expect((await tool.post('List/Vendor')).status).toBe(502);
  await tabkeeper.settled();
  const rows = tabkeeper.app.snapshot().activity.filter((row) => row.endpoint === 'List/Vendor');
  expect(rows.map(({ outcome }) => outcome)).toEqual(['failed']);
});
