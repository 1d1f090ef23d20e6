/** `exec`: what the child gets, what is seen of it, and how it ends. */
import { readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONCEALED } from '../../src-cli/child/masker.ts';
import { builtTool } from '../built-tool.ts';
import { DEV_KEY, FakeApp, GATEWAY_TOKEN, SESSION_ID } from './fake-app.ts';
import { tabkeeper, type RunOptions } from './run.ts';
import { hasScript, inTerminal } from './terminal.ts';

let app: FakeApp;
beforeEach(async () => {
  app = await FakeApp.start();
  app.keep('status', 'session', 'call');
});
afterEach(() => app.close());

const isPosix = process.platform !== 'win32';
const node = (flags: readonly string[], code: string, options: RunOptions = {}) =>
  tabkeeper(['exec', ...flags, '--', process.execPath, '-e', code], {
    userData: app.userData,
    ...options,
  });
const exec = (words: readonly string[], options: RunOptions = {}) =>
  tabkeeper(['exec', '--', ...words], { userData: app.userData, ...options });

const PRINT = `const { BILL_SESSION_ID: s, BILL_DEV_KEY: k, BILL_ORG_ID: o, BILL_API_URL: u } = process.env;`;

describe('the child', () => {
  it('has the session in its environment', async () => {
    const file = path.join(app.userData, 'seen');
    await node(
      [],
      `${PRINT} require('fs').writeFileSync(${JSON.stringify(file)}, JSON.stringify([s, k, o, u]))`,
    );
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual([
      ...[SESSION_ID, DEV_KEY, '00802ORGANIZATION001', 'http://127.0.0.1:4010/api/v2'],
    ]);
  });

  it('has the gateway in the place of the secrets with --gateway', async () => {
    const code = `${PRINT} process.stdout.write(JSON.stringify([s, k, o, u]))`;
    const expected = (token: string) => [
      ...['tabkeeper', 'tabkeeper', '00802ORGANIZATION001'],
      `http://127.0.0.1:4011/~${token}/api/v2`,
    ];
    const shown = await node(['--gateway'], code);
    expect(JSON.parse(shown.stdout)).toEqual(expected(CONCEALED));
    const plain = await node(['--gateway', '--no-mask'], code);
    expect(JSON.parse(plain.stdout)).toEqual(expected(GATEWAY_TOKEN));
    expect(app.calls.map(({ path: at }) => at)).not.toContain('/v1/getSession');
  });

  it('shows no secret on either output, raw or percent-encoded, in however many pieces', async () => {
    const code = `${PRINT}
      const forms = [s, k, encodeURIComponent(s), encodeURIComponent(k), new URLSearchParams({ s }).toString().slice(2)];
      (async () => {
        for (const out of [process.stdout, process.stderr]) for (const form of forms) for (const letter of form + '\\n') {
          await new Promise((done) => out.write(letter, done));
        }
      })();`;
    const { code: exit, stdout, stderr } = await node([], code);
    const lines = `${CONCEALED}\n`.repeat(5);
    expect([exit, stdout, stderr]).toEqual([0, lines, lines]);
  });

  it('prints everything else byte for byte, and what is no line yet at once', async () => {
    const bytes = `Buffer.from(Array.from({ length: 300000 }, (_, n) => n * 7 % 256))`;
    const { stdout } = await node([], `process.stdout.write(${bytes})`, { env: { LANG: 'C' } });
    const expected = Buffer.from(Array.from({ length: 300_000 }, (_, n) => (n * 7) % 256));
    expect(stdout).toBe(String(expected));
    // The child ends only when its question has been seen.
    const asked = await tabkeeper(
      [
        'exec',
        '--',
        process.execPath,
        '-e',
        `process.on('SIGTERM', () => process.exit(7)); process.stdout.write('Name? '); setInterval(() => {}, 1e3)`,
      ],
      {
        userData: app.userData,
        during: (child) =>
          child.stdout?.once('data', () => (isPosix ? child.kill('SIGTERM') : child.kill())),
      },
    );
    expect(asked.stdout).toBe('Name? ');
    if (isPosix) expect(asked.code).toBe(7);
  });

  it('reads what is typed, and takes its arguments as they are', async () => {
    const code = `process.stdin.on('data', (d) => process.stdout.write(JSON.stringify([String(d), ...process.argv.slice(1)])))`;
    const words = ['a b', "it's", '$HOME', '--json', '', '*'];
    const { stdout } = await exec([process.execPath, '-e', code, '--', ...words], {
      input: 'typed',
    });
    expect(JSON.parse(stdout)).toEqual(['typed', ...words]);
  });

  it('stops when nobody reads it any more', async () => {
    const code = `const more = () => { while (process.stdout.write('x'.repeat(65536))); process.stdout.once('drain', more) }; process.stdout.on('error', () => process.exit(9)); more()`;
    const { code: exit } = await node([], code, {
      during: (child) => child.stdout?.once('data', () => child.stdout?.destroy()),
    });
    if (isPosix) expect(exit).toBe(9);
  });
});

describe('the exit code', () => {
  it.each([0, 1, 3, 42, 255])('is the child’s own: %i', async (code) => {
    expect(await node([], `process.exit(${code})`)).toEqual({ code, stdout: '', stderr: '' });
    expect(await node(['--no-mask'], `process.exit(${code})`)).toMatchObject({ code });
  });

  it('is 127 where there is no such program', async () => {
    expect(await exec(['no-such-program-here'])).toEqual({
      ...{ code: 127, stdout: '', stderr: 'no-such-program-here: there is no such program.\n' },
    });
  });

  const always = isPosix ? '' : ' (skipped: on Windows no file lacks the right to be run)';
  it.skipIf(!isPosix)(`is 126 where the program cannot be run${always}`, async () => {
    const file = path.join(app.userData, 'plain.txt');
    writeFileSync(file, 'echo no\n');
    expect(await exec([file])).toEqual({
      ...{ code: 126, stdout: '', stderr: `${file} cannot be run (EACCES).\n` },
    });
    expect(await exec([app.userData])).toMatchObject({ code: 126 });
  });

  it.skipIf(!isPosix).each(['SIGTERM', 'SIGKILL', 'SIGINT', 'SIGHUP'] as const)(
    'is 128+n after %s',
    async (signal) => {
      const { code } = await node(
        [],
        `process.kill(process.pid, '${signal}'); setInterval(() => {}, 1e3)`,
      );
      expect(code).toBe(128 + constants.signals[signal]);
    },
  );

  it.skipIf(!isPosix).each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2', 'SIGQUIT'] as const)(
    '%s is passed on, and the child decides',
    async (signal) => {
      const code = `process.on('${signal}', () => { process.stdout.write('got it'); process.exit(5) }); process.stdout.write('ready '); setInterval(() => {}, 1e3)`;
      const outcome = await node([], code, {
        during: (child) => child.stdout?.once('data', () => child.kill(signal)),
      });
      expect(outcome).toEqual({ code: 5, stdout: 'ready got it', stderr: '' });
    },
  );
});

describe.skipIf(!hasScript)('on a terminal', () => {
  const onTerminal = async (
    words: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ) => {
    const program = [process.execPath, await builtTool('tabkeeper'), ...words];
    const { userData } = app;
    return inTerminal(program, path.join(userData, 'typescript'), { userData, env });
  };

  it.each([
    ...['get', 'get --json', 'get --field sessionId', 'get --field devKey', 'env'],
    ...['gateway token'],
  ])('%s is refused with 2 before the app is asked', async (words) => {
    const { code, recorded } = await onTerminal(words.split(' '));
    expect(code).toBe(2);
    expect(recorded).toContain('Add --reveal if that is what you want');
    expect(app.calls).toEqual([]);
  });

  it('--reveal prints it, and what is no secret needs none', async () => {
    expect((await onTerminal(['get', '--field', 'devKey', '--reveal'])).recorded).toContain(
      DEV_KEY,
    );
    const open = await onTerminal(['get', '--field', 'organizationId']);
    expect([open.code, open.recorded.includes('00802ORGANIZATION001')]).toEqual([0, true]);
  });

  it('a child with --no-mask has the terminal, and one without has pipes', async () => {
    const code = 'process.stdout.write(`tty:${Boolean(process.stdout.isTTY)}`)';
    const words = (flags: readonly string[]) => [
      'exec',
      ...flags,
      '--',
      process.execPath,
      '-e',
      code,
    ];
    expect((await onTerminal(words(['--no-mask']))).recorded).toContain('tty:true');
    expect((await onTerminal(words([]))).recorded).toContain('tty:false');
  });

  it('status has colour, and none with NO_COLOR', async () => {
    expect((await onTerminal(['status'])).recorded).toContain('\u001b[32mlive\u001b[0m');
    const plain = await onTerminal(['status'], { NO_COLOR: '1' });
    expect([plain.code, plain.recorded.includes('Profile one: live')]).toEqual([0, true]);
  });
});
