/** An app that is not there, not itself, dead, slow or mad; and files that somebody has been at. */
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openLine } from '../../src-cli/app/local-line.ts';
import { FakeApp } from './fake-app.ts';
import { tabkeeper, tabkeeperWithin, type InnerOptions } from './run.ts';

let app: FakeApp;
beforeEach(async () => {
  app = await FakeApp.start();
});
afterEach(() => app.close());

const run = (line: string, options: InnerOptions = {}) =>
  tabkeeperWithin(line.split(' '), { userData: app.userData, ...options });
/** For what could keep a program from ending. */
const runProgram = (line: string) => tabkeeper(line.split(' '), { userData: app.userData });
const tokensSent = () => app.calls.filter(({ headers }) => headers['authorization'] !== undefined);
const isPosix = process.platform !== 'win32';

describe('an app that is not there', () => {
  it('ends with 6 and what to do, for every command that needs it', async () => {
    rmSync(app.file('endpoint.json'));
    for (const line of [
      'status',
      'list',
      'get --json',
      'exec -- true',
      'env',
      'call List/Bill',
      'wait',
    ]) {
      const { code, stdout, stderr } = await run(line);
      expect([line, code, stdout]).toEqual([line, 6, '']);
      expect(stderr).toMatch(
        /^Tabkeeper is not running, or hand-off is off: start it, or turn on /u,
      );
    }
  });

  it('is told from a folder that is not there', async () => {
    const { code, stderr } = await run('status --user-data /no/such/folder');
    expect(code).toBe(6);
    expect(stderr).toContain('there is no /no/such/folder, which --user-data names');
  });

  it('in the browser host is named, where the usual folder is asked for', async () => {
    const config = path.join(app.userData, 'config');
    mkdirSync(path.join(config, 'Tabkeeper in a browser/hand-off'), { recursive: true });
    writeFileSync(path.join(config, 'Tabkeeper in a browser/hand-off/endpoint.json'), '{}');
    const env = { XDG_CONFIG_HOME: config, TABKEEPER_USER_DATA: '' };
    const { code, stderr } = await run('status', { env });
    if (process.platform === 'linux') {
      expect([code, stderr]).toEqual([6, expect.stringContaining('add --user-data')]);
    }
  });

  it('has left its socket behind', async () => {
    app.die();
    app.writeEndpoint({ v: 1, address: `${app.address}-gone`, key: app.key, pid: 1 });
    expect(await run('status')).toMatchObject({
      ...{ code: 6, stdout: '' },
      stderr: expect.stringContaining('it left its socket behind') as string,
    });
  });

  it('dies before it has answered', async () => {
    app.keep('status');
    app.instead.set('listProfiles', (response) => response.destroy());
    expect(await runProgram('status')).toMatchObject({
      ...{ code: 6, stdout: '' },
      stderr: 'Tabkeeper ended before it had answered. Start it again.\n',
    });
    app.instead.set('listProfiles', (response) => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write('{"ok":true,');
      setImmediate(() => response.destroy());
    });
    expect(await runProgram('status')).toMatchObject({ code: 6, stdout: '' });
  });
});

describe('who is not the app', () => {
  it('gets no token without the proof', async () => {
    app.keep('status');
    for (const proof of ['', 'x', '0'.repeat(64), '0'.repeat(63)]) {
      app.proof = proof;
      const { code, stdout, stderr } = await run('status');
      expect([code, stdout]).toEqual([6, '']);
      expect(stderr).toContain(
        'is not the Tabkeeper that wrote the endpoint file. Nothing was sent.',
      );
    }
    expect(tokensSent()).toEqual([]);
  });

  it('gets no token on a connection after the one on which it gave the proof', async () => {
    app.keep('status');
    // It passes the hello on, then closes, in the hope of the next connection.
    app.instead.set('hello', (response) => {
      app.instead.delete('hello');
      response.writeHead(200, { 'content-type': 'application/json', connection: 'close' });
      response.end('{"v":1,"version":"1","proof":"x"}');
    });
    expect(await runProgram('status')).toMatchObject({ code: 6 });
    expect(tokensSent()).toEqual([]);
  });

  const garbage: Readonly<Record<string, string>> = {
    nothing: '',
    'no HTTP': 'SSH-2.0-OpenSSH_9.6\r\n',
    'a page': 'HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n<html>',
    'half an answer': 'HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"v":1',
    'two lengths': 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}',
    'a refusal': 'HTTP/1.1 500 No\r\ncontent-length: 2\r\n\r\n{}',
    'a list': 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n[]',
    null: 'HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nnull',
  };
  for (const [name, text] of Object.entries(garbage)) {
    it(`is refused and gets no token where it answers hello with ${name}`, async () => {
      const answer = (socket: Socket) => socket.once('data', () => socket.end(text));
      const stranger = createServer(answer);
      const address = `${app.address}2`;
      await new Promise<void>((resolve) => stranger.listen(address, resolve));
      app.writeEndpoint({ v: 1, address, key: app.key, pid: 1 });
      app.keep('status');
      const { code, stdout, stderr } = await run('status');
      expect([[1, 6].includes(Number(code)), stdout]).toEqual([true, '']);
      expect(stderr).toMatch(
        /^(?:What listens there|Tabkeeper ended|Tabkeeper could not) .+\.\n$/u,
      );
      stranger.close();
    });
  }

  it.each([
    ['no list', { ok: true, value: {} }],
    ['a list of something else', { ok: true, value: [{ id: 1 }] }],
    ['no answer', { value: [] }],
    ['a refusal without a sentence', { ok: false, error: { kind: 'x' } }],
    ['null', null],
  ])('or is another version, and lists %s, ends it with 1', async (_name, body) => {
    app.keep('status');
    app.instead.set('listProfiles', [200, body]);
    expect(await run('status')).toEqual({
      ...{ code: 1, stdout: '' },
      stderr: 'Tabkeeper’s answer cannot be read. Update Tabkeeper and the command line.\n',
    });
  });

  it('ends a wait with 1 by events that are none', async () => {
    app.keep('status');
    app.instead.set('events', (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('event: status\ndata: {"no":\n\n');
    });
    expect(await runProgram('wait --trusted')).toMatchObject({ code: 1, stdout: '' });
  });

  it('ends it with 1 by an answer without an end', async () => {
    app.keep('status');
    app.instead.set('listProfiles', (response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(1024 * 1024, 'x')));
        response.once('drain', more);
      };
      more();
    });
    expect(await runProgram('status')).toMatchObject({ code: 1, stdout: '' });
  });
});

describe('an app that is slow', () => {
  afterEach(() => vi.useRealTimers());

  it('is not waited for without an end: neither for its hello nor for an answer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const heard = new Promise<void>((resolve) => app.instead.set('hello', () => resolve()));
    const line = openLine(app);
    const late = expect(line).rejects.toMatchObject({ exit: 124 });
    await heard;
    await vi.advanceTimersByTimeAsync(10_000);
    await late;

    app.instead.clear();
    const good = await openLine(app);
    // It begins, and goes on a byte at a time.
    const begun = new Promise<void>((resolve) =>
      app.instead.set('getStatus', (response) => {
        response.writeHead(200);
        response.write('{');
        resolve();
      }),
    );
    const asked = good.ask({ method: 'POST', path: '/v1/getStatus', body: {}, withinMs: 30_000 });
    const slow = expect(asked).rejects.toMatchObject({ exit: 124 });
    await begun;
    await vi.advanceTimersByTimeAsync(30_000);
    await slow;
    good.close();
  });
});

describe('the files in hand-off', () => {
  it.each([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['no address', { v: 1, key: 'k', pid: 1 }],
    ['no key', { v: 1, address: 'a', pid: 1 }],
    ['a NUL in the address', { v: 1, address: 'a\0b', key: 'k', pid: 1 }],
    ['an older version', { v: 0, address: 'a', key: 'k', pid: 1 }],
  ])('endpoint.json with %s is damaged', async (_name, value) => {
    app.writeEndpoint(value);
    expect(await run('status')).toMatchObject({
      ...{ code: 1, stdout: '' },
      stderr: expect.stringMatching(
        /endpoint\.json is damaged\. Turn hand-off off and on/u,
      ) as string,
    });
  });

  it('endpoint.json of a newer app says so', async () => {
    app.writeEndpoint({ v: 2, somethingElse: true });
    expect((await run('status')).stderr).toMatch(
      /^This Tabkeeper is newer than the command line\./u,
    );
  });

  it.skipIf(!isPosix)('that others may write are not used, and nothing is sent', async () => {
    app.keep('status');
    chmodSync(app.file('endpoint.json'), 0o622);
    expect(await run('status')).toMatchObject({
      ...{ code: 1, stdout: '' },
      stderr: expect.stringContaining('or others may write it. Nothing was sent.') as string,
    });
    chmodSync(app.file('endpoint.json'), 0o600);
    chmodSync(app.file('cli.json'), 0o620);
    expect(await run('status')).toMatchObject({ code: 1, stdout: '' });
    expect(tokensSent()).toEqual([]);
  });

  it.skipIf(!isPosix)('a FIFO or a device in the place of one holds nothing up', async () => {
    rmSync(app.file('endpoint.json'));
    symlinkSync('/dev/zero', app.file('endpoint.json'));
    expect(await runProgram('status')).toMatchObject({ code: 1, stdout: '' });
  });

  it.skipIf(!isPosix)('cli.json that others could read is replaced, and says so', async () => {
    const old = app.keep('status');
    chmodSync(app.file('cli.json'), 0o644);
    const { code, stderr } = await run('status');
    expect(code).toBe(0);
    expect(stderr).toContain('its token is not used any more');
    expect(readFileSync(app.file('cli.json'), 'utf8')).not.toContain(old);
  });

  it.each(['', '{', '[]', '{"v":1,"token":7}', '{"v":1,"token":"a\\nb","scopes":[]}'])(
    'cli.json with "%s" in it is replaced, and says so',
    async (text) => {
      writeFileSync(app.file('cli.json'), text, { mode: 0o600 });
      const { code, stderr } = await run('status');
      expect([code, stderr]).toEqual([
        0,
        expect.stringContaining('cli.json is damaged and is replaced.'),
      ]);
      expect(await run('status')).toMatchObject({ code: 0, stderr: '' });
    },
  );

  it('a grant that cannot be kept is used all the same', async () => {
    mkdirSync(app.file('cli.json'));
    const { code, stderr } = await run('status');
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('cli.json cannot be read (EINVAL)'),
    ]);
  });
});
