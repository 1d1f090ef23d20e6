/** Bad input at the gateway's port: each is refused with its reason, and nothing reaches a server. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readGatewayHead } from '../../src-main/gateway/gateway-head.ts';
import { scaled } from '../scale.ts';
import { anyText } from '../any-text.ts';
import type { FlowOptions } from '../flow/tabkeeper.ts';
import { startBefore, success } from './world.ts';
import type { Sending } from './tool.ts';

const MiB = 1024 * 1024;
const start = (options?: FlowOptions) =>
  startBefore((_, response) => response.end(success([])), options);
const path = '/api/v2/List/Vendor.json';

const heads: readonly (readonly [what: string, sending: Sending, kind: string, target?: string])[] =
  [
    ['a name that was bound to this address', { headers: { host: 'evil.example' } }, 'host'],
    ['the port of another', { headers: { host: '127.0.0.1:1' } }, 'host'],
    ['a Host with a dot behind it', { headers: { host: 'localhost.' } }, 'host'],
    ['a page', { headers: { origin: 'https://evil.example' } }, 'origin'],
    ['a page of this computer', { headers: { origin: 'http://127.0.0.1' } }, 'origin'],
    ['a sandboxed page', { headers: { origin: 'null' } }, 'origin'],
    [
      'the question of a page before it calls',
      {
        method: 'OPTIONS',
        token: null,
        headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
      },
      'origin',
    ],
    ['no token', { token: null }, 'token'],
    ['a token that was made up', { token: 'tabkeeper_made-up' }, 'token'],
    ['a made-up token in the path', { token: 'tabkeeper_made-up', byPath: true }, 'token'],
    ['another scheme', { token: null, headers: { authorization: 'Digest x' } }, 'token'],
    ['a path above', {}, 'path', '/api/v2/../v3/List.json'],
    ['an encoded slash', {}, 'path', '/api/v2/List%2fVendor.json'],
    ['an encoded dot', {}, 'path', '/api/v2/%2e%2e/secret.json'],
    ['a double slash', {}, 'path', '/api/v2//Login.json'],
    ['a double slash before it', {}, 'path', '//evil.example/api/v2/Login.json'],
    ['a backslash', {}, 'path', '/api/v2/..\\secret.json'],
    ['a semicolon', {}, 'path', '/api/v2/Login.json;x=1'],
    ['a slash behind it', {}, 'path', '/api/v2/Login.json/'],
    ['nothing below', {}, 'path', '/api/v2/'],
    ['another API', {}, 'path', '/api/v3/bills'],
    ['a whole address for a target', {}, 'path', 'http://evil.example/api/v2/List/Vendor.json'],
    ['a code that is asked for', {}, 'forbidden', '/api/v2/MFAChallenge.json'],
    ['a code that is sent', {}, 'forbidden', '/api/v2/MFAAuthenticate.json'],
    ['the organizations of a user', {}, 'forbidden', '/api/v2/ListOrgs.json'],
    ['the same in small letters', {}, 'forbidden', '/api/v2/mfachallenge'],
    ['another method', { method: 'DELETE' }, 'forbidden'],
    ['a session by GET', { method: 'GET' }, 'forbidden'],
    ['JSON', { headers: { 'content-type': 'application/json' }, body: '{}' }, 'body'],
    ['a packed body', { headers: { 'content-encoding': 'gzip' }, body: 'x' }, 'body'],
    ['a packed transfer', { headers: { 'transfer-encoding': 'gzip, chunked' }, body: 'x' }, 'body'],
    ['a percent sign alone', { body: '%=1&data=%7B%7D' }, 'body'],
    ['a name with an end in it', { body: 'sessionId%00=x' }, 'body'],
    ['a key given twice', { body: 'devKey=&devKey=' }, 'body'],
    ['a form that is too long', { body: `data=${'x'.repeat(MiB)}` }, 'body'],
    ['parts without an end', multipart('--b\r\n'), 'body'],
    ['a session of somebody else', { body: 'sessionId=abc' }, 'foreignSession'],
    ['a key of somebody else', { body: 'devKey=abc' }, 'foreignSession'],
    ['one in other letters', { body: 'SESSIONID=abc' }, 'foreignSession'],
    ['one in the address', {}, 'foreignSession', `${path}?sessionId=abc`],
    ['one beside files', multipart(part('sessionId', 'abc')), 'foreignSession'],
    ['one at a sign-in', { body: 'devKey=abc' }, 'foreignSession', '/api/v2/Login.json'],
  ];
const codes: Readonly<Record<string, number>> = { body: 400, foreignSession: 400 };

function part(name: string, value: string): string {
  return `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n--b--\r\n`;
}
function multipart(body: string): Sending {
  return { headers: { 'content-type': 'multipart/form-data; boundary=b' }, body };
}

test('[G1][G3] each head and body that is not right is refused with its kind, and no server sees it', async () => {
  const { tool, seen, sessionId } = await start();
  const answers: unknown[] = [];
  for (const [what, sending, , target = path] of heads) {
    const reply = await tool.send(target, sending);
    answers.push([what, reply.status, reply.kind]);
    expect(Object.keys(reply.headers).join()).not.toContain('access-control');
    expect(reply.text).not.toContain(sessionId());
  }
  expect(answers).toEqual(heads.map(([what, , kind]) => [what, codes[kind] ?? 403, kind]));
  expect(seen).toEqual([]);
  expect((await tool.send(path)).status).toBe(200);
});

describe('bytes that two readers may read in two ways', () => {
  const head = (token: string) =>
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/x-www-form-urlencoded\r\n`;
  const raw: readonly (readonly [string, (token: string) => string])[] = [
    [
      'a length and chunks',
      (t) => `${head(t)}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['two lengths', (t) => `${head(t)}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde`],
    ['a length with a sign', (t) => `${head(t)}Content-Length: +4\r\n\r\nabcd`],
    ['a header over two lines', (t) => `${head(t)}X-A: 1\r\n 2\r\nContent-Length: 0\r\n\r\n`],
    ['a bare line feed', (t) => `${head(t)}X-A: 1\nX-B: 2\r\nContent-Length: 0\r\n\r\n`],
    ['a space before a colon', (t) => `${head(t)}Content-Length : 0\r\n\r\n`],
    [
      'chunks that end in line feeds',
      (t) => `${head(t)}Transfer-Encoding: chunked\r\n\r\n1\nx\n0\n\n`,
    ],
    [
      'a transfer that nobody knows',
      (t) => `${head(t)}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
    ],
    ['a huge head', (t) => `${head(t)}X-A: ${'x'.repeat(20_000)}\r\n\r\n`],
    ['HTTP/2', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['no HTTP at all', () => '\x16\x03\x01\x02\x00\x01\x00'],
  ];

  test('[G2] are refused, and end the connection', async () => {
    const { tool, seen } = await start();
    for (const [what, bytes] of raw) {
      const said = await tool.say(bytes(tool.token), { keepOpen: true });
      expect([what, said]).toEqual([
        what,
        expect.stringMatching(/^HTTP\/1\.1 400 .*\{"error":\{"kind":"body"/su),
      ]);
    }
    expect(await tool.say('CONNECT evil.example:443 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 403 .*"kind":"path"/su,
    );
    for (const host of ['', 'Host:\r\n', 'Host: 127.0.0.1\r\nHost: 127.0.0.1\r\n']) {
      const said = await tool.say(head(tool.token).replace('Host: 127.0.0.1\r\n', host) + '\r\n');
      expect([host, said]).toEqual([host, expect.stringMatching(/ 403 .*"kind":"host"/su)]);
    }
    expect(seen).toEqual([]);
    expect((await tool.send(path)).status).toBe(200);
  });

  test('what follows a refused request on its connection is not read as another one', async () => {
    const { tool, seen } = await start();
    const good = `${head(tool.token)}Content-Length: 0\r\n\r\n`;
    const bad = good.replace('127.0.0.1', 'evil.example');
    const said = await tool.say(`${bad}${good}${good}`, { keepOpen: true });
    expect(said.match(/HTTP\/1\.1 \d+/gu)).toEqual(['HTTP/1.1 403']);
    expect(seen).toEqual([]);
  });

  test('calls that are sent ahead are answered in their order, each by itself', async () => {
    const { tool, seen } = await start();
    const call = (more: string) => `${head(tool.token)}Content-Length: 0\r\n${more}\r\n`;
    const said = await tool.say(call('') + call('') + call('Connection: close\r\n'), {
      keepOpen: true,
    });
    expect(said.match(/HTTP\/1\.1 \d+/gu)).toEqual([
      'HTTP/1.1 200',
      'HTTP/1.1 200',
      'HTTP/1.1 200',
    ]);
    expect(seen).toHaveLength(3);
  });
});

test('[G4] slow heads, slow bodies and idle connections end by themselves, and others are served meanwhile', async () => {
  // Those of the app are 5 s and 30 s: nobody here waits that long.
  const soon = { headWithinMs: 400, requestWithinMs: 800, checkedEveryMs: 50 };
  const { tool, seen } = await start({ gatewayBounds: soon });
  const head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${tool.token}\r\n`;
  const slow = [
    ...Array.from({ length: 60 }, () => tool.say('', { keepOpen: true })),
    tool.say(head, { keepOpen: true }),
    tool.say(
      `${head}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\ndata`,
      { keepOpen: true },
    ),
  ];
  // So short a time may be over for a good one as well, on a busy machine.
  await expect.poll(async () => (await tool.send(path)).status).toBe(200);
  for (const said of await Promise.all(slow)) expect(said).toMatch(/^$|^HTTP\/1\.1 400 /u);
  expect(seen).toHaveLength(1);
});

test('no head passes but with the token, our own Host and a plain path below /api/v2', () => {
  const text = anyText({ maxLength: 30 });
  const target = fc.oneof(
    text,
    fc
      .array(
        fc.constantFrom('/', 'api', 'v2', '..', '%2f', '%2e', '~T', 'Login.json', '\\', '?', ';'),
        { maxLength: 9 },
      )
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(target, fc.array(text, { maxLength: 6 }), text, (sent, rawHeaders, host) => {
      const head = { method: 'POST', target: sent, rawHeaders: [...rawHeaders, 'Host', host] };
      const read = readGatewayHead(head, 17_000, (token) => (token === 'T' ? 'first' : null));
      if ('status' in read) return;
      expect(['127.0.0.1', 'localhost', '[::1]']).toContain(
        host.replace(/:17000$/u, '').toLowerCase(),
      );
      expect(read.path).toMatch(/^(?:\/[\w-]+)+(?:\.json)?$/u);
    }),
    { numRuns: scaled(500) },
  );
});
