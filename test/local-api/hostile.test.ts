/** Bad input at the socket: a clear refusal within bounds, nothing leaked, nothing left hanging. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { request } from 'node:http';
import { expect, test } from 'vitest';
import { PROFILE } from '../flow/tabkeeper.ts';
import { startBench, startProgram } from './bench.ts';
import type { Client, Sending } from './client.ts';

const profile = PROFILE;
const MiB = 1024 * 1024;
/** Those of the app are 5 s and 15 s: nobody here waits that long. */
const soon = { headWithinMs: 500, requestWithinMs: 1500, checkedEveryMs: 100 };

/** What an app that was harmed would not do any more. A short time may be over for a good request as well. */
const answersStill = async (client: Client) => {
  await expect.poll(async () => (await client.get('/v1/openapi.json')).status).toBe(200);
};

const refusedHeads: readonly (readonly [string, Sending['headers'] & object, number, string])[] = [
  ['an Origin', { origin: 'https://evil.example' }, 403, 'origin'],
  ['an Origin of its own', { origin: 'http://tabkeeper' }, 403, 'origin'],
  ['an empty Origin', { origin: '' }, 403, 'origin'],
  ['another Host', { host: 'localhost' }, 403, 'host'],
  ['a Host with a port', { host: 'tabkeeper:80' }, 403, 'host'],
  ['an empty Host', { host: '' }, 403, 'host'],
  ['a compressed body', { 'content-encoding': 'gzip' }, 400, 'input'],
];

test.each(refusedHeads)(
  '%s is refused with %o before anything is read',
  async (_, headers, status, kind) => {
    const { client, tabkeeper, token } = await startProgram('session');
    const answer = await client().post('getSession', { profile }, { token, headers });
    expect(answer).toMatchObject({ status, body: { ok: false, error: { kind } } });
    expect(JSON.stringify(answer)).not.toContain(tabkeeper.app.liveKeys(profile)?.sessionId);
  },
);

const tokens: readonly (readonly [string, Sending])[] = [
  ['none', {}],
  ['one that was made up', { token: 'tabkeeper_made-up' }],
  ['the scheme of another', { headers: { authorization: 'Basic dGFia2VlcGVyOng=' } }],
  ['an empty one', { headers: { authorization: 'Bearer ' } }],
  ['a very long one', { token: 'x'.repeat(8000) }],
];

test.each(tokens)(
  'with %s for a token no command is answered, known or not',
  async (_, sending) => {
    const { client } = await startBench();
    for (const command of ['getStatus', 'getSession', 'nobody', 'signOut']) {
      const answer = await client().post(command, { profile }, sending);
      expect([command, answer]).toMatchObject([
        command,
        { status: 401, body: { error: { kind: 'noGrant' } } },
      ]);
    }
  },
);

const bodies: readonly (readonly [string, string | Buffer, number])[] = [
  ['no JSON', '{"profile":', 400],
  ['a list', '[]', 400],
  ['a text', '"first"', 400],
  ['null', 'null', 400],
  ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 400],
  ['a profile that is a number', '{"profile":1}', 400],
  ['no profile', '{}', 400],
  ['a field too many', `{"profile":"${profile}","more":1}`, 400],
  ['__proto__', `{"__proto__":{"profile":"${profile}"}}`, 400],
  ['a profile that does not exist', '{"profile":"nobody"}', 404],
  ['a profile that cannot exist', '{"profile":"../x"}', 404],
  ['CR', `{"profile":"${profile}\\r"}`, 400],
  ['LF', `{"profile":"${profile}\\n"}`, 400],
  ['NUL', `{"profile":"${profile}\\u0000"}`, 400],
  ['LF in a name', `{"profile":"${profile}","a\\nb":1}`, 400],
  ['JSON of 500,000 levels', '['.repeat(500_000) + ']'.repeat(500_000), 400],
  ['an object of 100,000 levels', '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000), 400],
  ['more than 1 MiB', `{"profile":"${'x'.repeat(MiB)}"}`, 413],
  ['8 MiB', Buffer.alloc(8 * MiB, 0x20), 413],
];

test.each(bodies)('a body with %s is refused', async (_, raw, status) => {
  const bench = await startBench();
  const token = await bench.grant(['status']);
  const answer = await bench.client().post('getStatus', null, { token, raw });
  expect(answer).toMatchObject({ status, body: { ok: false } });
  expect(answer.body.error?.message).not.toBe('');
  await answersStill(bench.client());
});

test.each(['\r', '\n', '\0'])('%j in any value of a call reaches no server', async (sign) => {
  const { client, post, tabkeeper } = await startProgram('read', 'call');
  const before = tabkeeper.simulator.requests().length;
  for (const input of [
    { profile, operation: `List/Bill${sign}`, data: {} },
    { profile, operation: 'List/Bill', data: { start: `0${sign}` } },
    { profile, operation: 'List/Bill', data: { deep: [{ er: { [`a${sign}`]: 1 } }] } },
  ]) {
    expect((await post('callOperation', input)).status).toBe(400);
  }
  await expect(client().ask({ name: `a${sign}b` })).rejects.toThrow('400');
  await expect(client().ask({ cwd: `/a${sign}b` })).rejects.toThrow('400');
  expect(tabkeeper.simulator.requests()).toHaveLength(before);
});

const operations = [
  ...['', 'nobody', '../Login', 'List/Bill/../../Login', 'List%2FBill', '__proto__'],
  ...['constructor', 'UploadAttachment', 'http://evil.example/'],
];
test.each(operations)('%j is no operation', async (operation) => {
  const { post } = await startProgram('read', 'call');
  const answer = await post('callOperation', { profile, operation });
  expect(answer).toMatchObject({ status: 400, body: { error: { kind: 'input' } } });
});

test.each([[], [1], 'text', 1, true])('%j is no data of an operation', async (data) => {
  const { post } = await startProgram('read');
  const answer = await post('callOperation', { profile, operation: 'List/Bill', data });
  expect(answer.status).toBe(400);
});

const windowCommands = [
  ...['getSnapshot', 'signIn', 'signOut', 'answerGrant', 'revokeGrant', 'copySessionId'],
  ...['changeSettings', 'wipeEverything', 'quit', 'constructor', '__proto__', 'toString'],
];
test.each(windowCommands)(
  '%s is no command for a program, whatever it was granted',
  async (command) => {
    const bench = await startBench();
    const token = await bench.grant(['status', 'read', 'call', 'session']);
    const answer = await bench.client().post(command, { profile }, { token });
    expect(answer).toMatchObject({ status: 404, body: { error: { kind: 'unknownCommand' } } });
  },
);

const questions: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['no name', { name: '' }],
  ['a name of spaces', { name: '   ' }],
  ['a long name', { name: 'x'.repeat(61) }],
  ['a name that turns the text around', { name: 'a\u202eb' }],
  ['no scope', { scopes: [] }],
  ['a scope that there is not', { scopes: ['admin'] }],
  ['too many scopes', { scopes: Array(9).fill('status') }],
  ['no profile', { profiles: [] }],
  ['another wildcard', { profiles: 'all' }],
  ['no end', { until: 'forever' }],
  ['a pid that is a text', { pid: '1' }],
  ['a long cwd', { cwd: `/${'x'.repeat(1024)}` }],
  ['a field too many', { token: 'x' }],
];
test.each(questions)('a question with %s is asked of nobody', async (_, change) => {
  const bench = await startBench();
  await expect(bench.client().ask(change)).rejects.toThrow('400');
  expect(bench.question()).toBeNull();
});

/** A head for the right host, with these lines and a body after it. */
const http = (first: string, lines: readonly string[] = [], body = '') =>
  [`${first} HTTP/1.1`, 'Host: tabkeeper', ...lines, '', body].join('\r\n');
const hello = '/v1/hello?nonce=0123456789abcdef';
const raws: readonly (readonly [string, string | Buffer])[] = [
  ['no HTTP at all', 'hello, are you there?\r\n\r\n'],
  ['the beginning of TLS', Buffer.from('16030100f8010000f40303', 'hex')],
  ['zeros', Buffer.alloc(100_000)],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['a NUL in a header', http('GET /v1/hello', ['X: a\0b'])],
  ['a lone LF in a header', http('GET /v1/hello', ['X: a\nOrigin: y'])],
  ['two hosts', http(`GET ${hello}`, ['Host: evil', 'Connection: close'])],
  ['no host', `GET ${hello} HTTP/1.1\r\nConnection: close\r\n\r\n`],
  ['two lengths', http('POST /v1/getStatus', ['Content-Length: 2', 'Content-Length: 3'], '{}')],
  [
    'a length and chunks',
    http('POST /v1/getStatus', ['Content-Length: 2', 'Transfer-Encoding: chunked'], '{}'),
  ],
  ['a head of 1 MiB', http('GET /v1/hello', [`X: ${'x'.repeat(MiB)}`])],
  ['an address of another server', http('GET http://evil.example/v1/hello', ['Connection: close'])],
  ['CONNECT', http('CONNECT evil.example:443')],
  [
    'a wish for a web socket',
    http('GET /v1/events', ['Connection: Upgrade', 'Upgrade: websocket']),
  ],
  [
    'an expectation that there is not',
    http('POST /v1/grants', ['Expect: a-miracle', 'Content-Length: 2'], '{}'),
  ],
];
test.each(raws)('%s at the socket is refused, and the connection ends', async (_, bytes) => {
  const { client } = await startBench();
  const said = await client().say(bytes, { keepOpen: true });
  expect(said).toMatch(/^HTTP\/1\.1 4\d\d /u);
  await answersStill(client());
});

test.each([
  ['nothing at all', ''],
  ['half a head', 'POST /v1/getStatus HTTP/1.1\r\nHost: tab'],
  ['half a body', http('POST /v1/grants', ['Content-Length: 1000'], '{"name":')],
])('a program that sends %s and waits is let go', async (_, bytes) => {
  const { client } = await startBench({ apiBounds: soon });
  const said = await client().say(bytes, { keepOpen: true });
  expect(said === '' || said.startsWith('HTTP/1.1 408 ')).toBe(true);
  await answersStill(client());
});

test('a body that is longer than was said is cut at its length, and the rest is no second request', async () => {
  const bench = await startBench();
  const token = await bench.grant(['status']);
  const lines = [`Authorization: Bearer ${token}`, 'Content-Length: 2', 'Connection: close'];
  const bytes = http('POST /v1/listProfiles', lines, '{}GARBAGE');
  const said = await bench.client().say(bytes, { keepOpen: true });
  expect(said.match(/HTTP\/1\.1/gu)).toHaveLength(1);
  expect(said).toMatch(/^HTTP\/1\.1 400 /u);
});

test.each([
  [
    'too long',
    (size: number) =>
      `POST /v1/grants HTTP/1.1\r\nHost: tabkeeper\r\nContent-Length: ${size}\r\n\r\n`,
    413,
  ],
  [
    'in chunks and too long',
    (size: number) =>
      `POST /v1/grants HTTP/1.1\r\nHost: tabkeeper\r\nTransfer-Encoding: chunked\r\n\r\n${size.toString(16)}\r\n`,
    413,
  ],
  [
    'of a page',
    (size: number) =>
      `POST /v1/grants HTTP/1.1\r\nHost: tabkeeper\r\nOrigin: null\r\nContent-Length: ${size}\r\n\r\n`,
    403,
  ],
  [
    'without a token',
    (size: number) =>
      `POST /v1/getStatus HTTP/1.1\r\nHost: tabkeeper\r\nContent-Length: ${size}\r\n\r\n`,
    401,
  ],
] as const)(
  'a program that sends a request %s, and reads when all of it is out, reads the refusal',
  async (_, head, status) => {
    const { client } = await startBench();
    const socket = connect(client().address).pause();
    const body = Buffer.alloc(8 * MiB, 0x20);
    const failure = await new Promise((resolve) => {
      socket.on('error', resolve);
      socket.write(Buffer.concat([Buffer.from(head(body.length)), body]), (error) =>
        resolve(error ?? null),
      );
    });
    expect(failure).toBe(null);
    const [said] = (await once(socket.resume(), 'data')) as [Buffer];
    socket.destroy();
    expect(said.toString()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `, 'u'));
  },
);

test('hundreds of connections that say nothing keep nobody out for long', async () => {
  const bench = await startBench({ apiBounds: soon });
  const token = await bench.grant(['status']);
  const { address } = bench.client();
  const silent = Array.from({ length: 600 }, () => {
    const socket = connect(address);
    socket.on('error', () => undefined);
    return socket;
  });
  const ended = Promise.all(
    silent.map((socket) => new Promise((resolve) => socket.on('close', resolve).resume())),
  );
  await ended;
  const asks = () => bench.client().post('listProfiles', {}, { token });
  await expect.poll(async () => (await asks()).status).toBe(200);
});

test('whoever goes away in the middle leaves nothing behind', async () => {
  const bench = await startBench();
  const token = await bench.grant(['status', 'call']);
  await bench.tabkeeper.signIn();
  for (const path of ['/v1/events', '/v1/grants/00000000000000000000000000000000?wait=60']) {
    for (let times = 0; times < 20; times += 1) {
      const sent = request({
        ...{ socketPath: bench.client().address, path },
        headers: { host: 'tabkeeper', authorization: `Bearer ${token}` },
      });
      sent.on('error', () => undefined);
      sent.end(() => sent.destroy());
    }
  }
  await answersStill(bench.client());
});

test('nothing of a refused request, and no secret, is in the log', async () => {
  const bench = await startBench();
  await bench.tabkeeper.signIn();
  const keys = bench.tabkeeper.app.liveKeys(profile);
  const token = await bench.grant(['session', 'status']);
  await bench.client().post('getSession', { profile }, { token });
  await bench.client().post('getSession', { profile: 'PLANTED' }, { token });
  await bench.client().post('getStatus', { planted: 'PLANTED' }, { token: 'tabkeeper_PLANTED' });
  const text = JSON.stringify([bench.tabkeeper.log, bench.tabkeeper.snapshots]);
  for (const secret of [keys?.sessionId, keys?.devKey, token, 'PLANTED']) {
    expect(text).not.toContain(secret);
  }
});
