/** The simulator as a program: its lines, its refusals, its end. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';

import { parseFlags } from '../../src-simulator/cli/flags.ts';
import { file, inFolder, Program, PROGRAM } from './program.ts';
import { send } from './support.ts';

/** The first line of a stream that is then left unread. */
function firstLine(stream: Readable): Promise<string> {
  return new Promise((resolve) => {
    let read = '';
    const take = (chunk: Buffer) => {
      read += String(chunk);
      if (!read.includes('\n')) return;
      stream.off('data', take);
      stream.pause();
      resolve(read.slice(0, read.indexOf('\n')));
    };
    stream.on('data', take);
  });
}

describe('the program', () => {
  it('says when it is ready, signs in the first account it printed, and texts a code', async () => {
    const program = new Program('--port', '0');
    const ready = await program.line('ready');
    expect(ready['baseUrl']).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api\/v2$/);
    const { account, session } = await program.signIn();
    expect(await program.line('sessionStarted')).toMatchObject({ usersId: account.usersId });
    await program.call('/MFAChallenge.json', { ...session, data: '{}' });
    const sms = await program.line('sms');
    expect(sms).toMatchObject({ phone: account.phone });
    expect(sms['code']).toMatch(/^\d{6}$/);
    await program.call('/Logout.json', session);
    expect(await program.line('sessionEnded')).toMatchObject({ reason: 'logout' });
    program.child.kill('SIGINT');
    expect(await program.exit).toBe(0);
    expect(program.stderr).toBe('');
    const [first, ...later] = program.lines;
    expect(first?.event).toBe('ready');
    const told = JSON.stringify(later);
    for (const secret of [account.password, account.devKey, session.sessionId]) {
      expect(told).not.toContain(secret);
    }
  });

  it('ends cleanly on SIGTERM although a reply is due in ten minutes', async () => {
    const faults = file(
      'delay.json',
      '[{ "endpoint": "/Errors.json", "fault": "delay", "ms": 600000 }]',
    );
    const program = new Program('--faults', faults);
    const hung = program.call('/Errors.json', {}).catch(() => 'cut');
    await program.line('request');
    program.child.kill('SIGTERM');
    expect(await program.exit).toBe(0);
    expect(await hung).toBe('cut');
  });

  it('ends on SIGTERM although nobody reads its lines', async () => {
    const flags = ['--option', 'latencyMs=0'];
    const child = spawn(process.execPath, [PROGRAM, ...flags], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const ready = JSON.parse(await firstLine(child.stdout)) as { readonly baseUrl: string };
    const port = Number(new URL(ready.baseUrl).port);
    // More lines than a pipe holds, which is 64 KiB here and there.
    for (let n = 0; n < 1000; n += 1) await send(port, 'POST', '/api/v2/Errors.json', {}, '');
    const exit = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGTERM');
    const patience = setTimeout(() => child.kill('SIGKILL'), 20_000);
    expect(await exit).toBe(0);
    clearTimeout(patience);
  });

  it.skipIf(process.platform === 'win32')(
    'ends with the shell of npm that started it',
    async () => {
      // npm hands a signal to its shell, and the shell dies without telling the program.
      const shell = spawn('sh', ['-c', `"${process.execPath}" "${PROGRAM}"; true`], {
        stdio: ['ignore', 'pipe', 'ignore'],
        env: { ...process.env, npm_lifecycle_event: 'simulator' },
      });
      const ready = JSON.parse(await firstLine(shell.stdout)) as { readonly baseUrl: string };
      const port = Number(new URL(ready.baseUrl).port);
      const ask = () =>
        send(port, 'POST', '/api/v2/Errors.json', {}, '').then(
          () => 'alive',
          () => 'gone',
        );
      shell.kill('SIGTERM');
      try {
        await expect.poll(ask).toBe('gone');
      } finally {
        // Without a reader the next line ends the program, whatever the test found.
        shell.stdout.destroy();
        await ask();
      }
    },
  );

  it('refuses the fourth of the calls that are sent together, but not in scaled time', async () => {
    const codesOf = async (...flags: string[]) => {
      const program = new Program(...flags);
      const { session } = await program.signIn();
      const calls = Array.from({ length: 8 }, () => program.call('/GetSessionInfo.json', session));
      return (await Promise.all(calls)).map(({ code }) => code);
    };
    const codes = await codesOf();
    expect(codes).toContain('BDC_1322');
    expect(codes.filter((code) => code === null).length).toBeGreaterThanOrEqual(3);
    expect(new Set(await codesOf('--speed', '0.1'))).toEqual(new Set([null]));
  });

  it('lets 35 minutes pass in a fraction of a second with --speed', async () => {
    const program = new Program('--speed', '100');
    const { session } = await program.signIn();
    expect(await program.line('sessionEnded')).toMatchObject({ reason: 'idle' });
    expect((await program.call('/GetSessionInfo.json', session)).code).toBe('BDC_1109');
    const at = (event: string) =>
      Date.parse(String(program.lines.find((line) => line.event === event)?.['at']));
    expect(at('sessionEnded') - at('sessionStarted')).toBe(35 * 60_000);
  });

  it('takes --idle-minutes, --seed and --option', async () => {
    const flags = [
      '--seed',
      'x',
      '--idle-minutes=0.002',
      '--option',
      'wrongCodeError=BDC_1355: No.',
    ];
    const [one, two] = [new Program(...flags), new Program(...flags)];
    const first = await one.signIn();
    const second = await two.signIn();
    expect(second.session).toEqual(first.session);
    const { at: from } = await one.line('sessionStarted');
    const { at: to } = await one.line('sessionEnded');
    expect(Date.parse(String(to)) - Date.parse(String(from))).toBe(120);
  });

  it('carries out a faults file', async () => {
    const faults = file(
      'faults.json',
      '[{ "endpoint": "/GetSessionInfo.json", "nth": 2, "fault": "bdc", "code": "BDC_1144" }]',
    );
    const program = new Program('--faults', faults);
    const { session } = await program.signIn();
    expect((await program.call('/GetSessionInfo.json', session)).code).toBeNull();
    expect((await program.call('/GetSessionInfo.json', session)).code).toBe('BDC_1144');
    expect((await program.call('/GetSessionInfo.json', session)).code).toBeNull();
  });

  it('says in one sentence that a port is in use, and exits with 1', async () => {
    const first = new Program();
    const port = new URL(String((await first.line('ready'))['baseUrl'])).port;
    const second = new Program('--port', port);
    expect(await second.exit).toBe(1);
    expect(second.stderr).toBe(
      `Port ${port} on 127.0.0.1 is in use. Choose another, or 0 for any free one.\n`,
    );
    expect(second.lines).toEqual([]);
  });

  it('explains itself with --help, as npm run simulator starts it', async () => {
    const sources = path.resolve(import.meta.dirname, '../../src-simulator/cli.ts');
    const child = spawn(process.execPath, [sources, '--help']);
    let said = '';
    child.stdout.on('data', (chunk) => (said += String(chunk)));
    const exit = await new Promise((resolve) => child.on('close', resolve));
    expect(exit).toBe(0);
    for (const word of ['--port', '--faults', 'failedCallResetsIdle = false', 'Not affiliated']) {
      expect(said).toContain(word);
    }
  });
});

describe('a command line that is refused', () => {
  const rows: [string[], string][] = [
    [['--bogus'], 'There is no flag "--bogus".'],
    [['8080'], 'There is no flag "8080".'],
    [['--port'], '--port needs a value.'],
    [['--port', '65536'], '--port takes a whole number from 0 to 65535, not "65536".'],
    [['--port', '80.5'], '--port takes a whole number from 0 to 65535, not "80.5".'],
    [['--port', '0x50'], '--port takes a whole number from 0 to 65535, not "0x50".'],
    [['--port=1', '--port=2'], '--port was given twice.'],
    [['--speed', '0'], '--speed takes a number from 0.001 to 100000, not "0".'],
    [['--speed', 'fast'], '--speed takes a number from 0.001 to 100000, not "fast".'],
    [['--idle-minutes', '-3'], '--idle-minutes takes a number from 0.001 to 10000000, not "-3".'],
    [['--option', 'nothing=1'], 'There is no option "nothing".'],
    [['--option', 'idleMinutes'], 'An option is written name=value, not "idleMinutes".'],
    [['--option', 'staleMfaId=x'], 'Option staleMfaId takes untrusted or reject, not "x".'],
    [['--option', 'latencyMs=1', '--option', 'latencyMs=2'], 'Option latencyMs was given twice.'],
    [['--idle-minutes=1', '--option=idleMinutes=2'], '--idle-minutes and --option idleMinutes'],
    [['-p', '80'], 'There is no flag "-p".'],
    [['--'], 'There is no flag "--".'],
    [['--no-tls'], 'There is no flag "--no-tls".'],
    [['--__proto__'], 'There is no flag "--__proto__".'],
    [['--constructor=1'], 'There is no flag "--constructor".'],
    [['--quiet=yes'], '--quiet takes no value.'],
    [['--quiet', '--quiet'], '--quiet was given twice.'],
    [['--port='], '--port needs a value.'],
    [['--port', '--quiet'], '--port takes a whole number from 0 to 65535, not "--quiet".'],
    [['--host', 'a b'], '--host takes an address or a name of this machine, not "a b".'],
    [['--host', 'http://x'], '--host takes an address or a name of this machine, not "http://x".'],
    [['--allow-host', 'x:1'], '--allow-host takes a name or an address without a port, not "x:1".'],
    [['--control', '65536'], '--control takes a whole number from 0 to 65535, not "65536".'],
    [['--tls-cert', 'c.pem'], '--tls-cert and --tls-key are given together or not at all.'],
    [['--tls-key', 'k.pem'], '--tls-cert and --tls-key are given together or not at all.'],
    [
      ['--tls', '--tls-cert', 'c', '--tls-key', 'k'],
      '--tls makes its own certificate; leave it out with --tls-cert.',
    ],
  ];
  for (const [flags, sentence] of rows) {
    it(`${flags.join(' ')}: is refused with a sentence`, () => {
      const request = parseFlags(flags);
      expect(request.kind).toBe('refused');
      expect(request.kind === 'refused' ? request.sentence : '').toContain(sentence);
    });
  }

  it('ends the program with 2 and one line, and prints no event', async () => {
    const program = new Program('--bogus');
    expect(await program.exit).toBe(2);
    expect(program.stderr).toBe(
      'There is no flag "--bogus". Flags: --port, --host, --allow-host, --tls, --tls-cert, --tls-key, ' +
        '--control, --idle-minutes, --speed, --faults, --stubs, --data, --seed, --option, --quiet, ' +
        '--pretty, --version, --help.\n',
    );
    expect(program.lines).toEqual([]);
  });

  it('names the faults file that cannot be read', async () => {
    const program = new Program('--faults', inFolder('missing.json'));
    expect(await program.exit).toBe(2);
    expect(program.stderr).toContain('missing.json" cannot be read (ENOENT).');
  });

  it('names the entry of a bad faults file', async () => {
    const notJson = new Program('--faults', file('broken.json', '[{'));
    expect(await notJson.exit).toBe(2);
    expect(notJson.stderr).toMatch(/^The faults file ".*broken\.json" is not JSON: .+\n$/);
    const wrong = new Program('--faults', file('wrong.json', '[{"endpoint":"*","fault":"boom"}]'));
    expect(await wrong.exit).toBe(2);
    expect(wrong.stderr).toMatch(/^Fault 1: "fault" must be one of delay, .*\.\n$/);
  });

  it.each([
    ['UTF-16', Buffer.from('\uFEFF[]', 'utf16le')],
    ['UTF-16 of the other order', Buffer.from('\uFEFF[]', 'utf16le').swap16()],
    ['UTF-16 without a mark', Buffer.from('[]', 'utf16le')],
    ['UTF-8 with line breaks of Windows', Buffer.from('[\r\n]\r\n')],
    ['UTF-8 with a byte order mark', Buffer.from('\uFEFF[]')],
  ])('takes a faults file that a shell or an editor wrote in %s', async (_, bytes) => {
    const program = new Program('--faults', file('written.json', bytes));
    await program.line('ready');
  });
});
