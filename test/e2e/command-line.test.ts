/** The command line, packed and installed as others get it, against the built app. */
import { execFile, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Bridge } from '../../src-shared/bridge.ts';
import type { HandOffView } from '../../src-shared/hand-off.ts';
import type { Snapshot } from '../../src-shared/snapshot.ts';
import { tabkeeper, tabkeeperWithin, type Outcome, type RunOptions } from '../cli/run.ts';
import { hasScript, inTerminal } from '../cli/terminal.ts';
import type { AppDriver } from '../driver/driver.ts';
import { launchApp } from '../driver/launch.ts';
import { onBrowserHost } from './hosts.ts';
import { nodes } from '../package/nodes.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';
import { filesBelow, secretsIn } from './secrets.ts';
import { signIn } from './window.ts';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../..');
const CONCEALED = '<concealed by tabkeeper>';
const isPosix = process.platform !== 'win32';
const npm = (args: readonly string[], cwd: string) =>
  run('npm', [...args], { cwd, shell: !isPosix });

/** What the specs use of the window's bridge; the app's own panels are tested elsewhere. */
declare const window: { readonly bridge: Bridge };

onBrowserHost('the command line', () => {
  let folder = '';
  let home = '';
  let program: readonly string[] = [];
  let sandbox: Sandbox;
  let app: AppDriver;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tk-line-'));
    home = path.join(folder, 'home');
    const installed = path.join(folder, 'empty');
    await mkdir(home);
    await mkdir(installed);
    await npm(['pack', path.join(root, 'dist/tools'), '--pack-destination', folder], folder);
    const archive = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
    const quiet = ['--offline', '--no-audit', '--no-fund'];
    await npm(['install', ...quiet, '--prefix', installed, path.join(folder, archive)], installed);
    // The oldest that is here: the specs of the parts run on this one.
    const [oldest] = [...(await nodes())].sort(([one], [other]) => one - other);
    program = [
      oldest?.[1] ?? process.execPath,
      path.join(installed, 'node_modules/tabkeeper/tabkeeper.mjs'),
    ];

    sandbox = await startSandbox();
    app = await launchApp({ host: 'browser', userData: path.join(folder, 'data') });
    await signIn(app.page, sandbox);
    await turn(true);
  });
  afterAll(async () => {
    await app.close();
    await sandbox.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const line = (words: string | readonly string[], options: RunOptions = {}): Promise<Outcome> =>
    tabkeeper(typeof words === 'string' ? words.split(' ') : words, {
      userData: app.userData,
      program,
      ...options,
      env: { HOME: home, ...options.env },
    });

  /** Without a program of its own: how each command ends, where one has shown that they all can be run. */
  const exitOf = async (words: string) => {
    const options = { userData: app.userData, env: { HOME: home } };
    return (await tabkeeperWithin(words.split(' '), options)).code;
  };

  /** Resolves once hand-off is as it is wanted; `asking`: a question stands. */
  const until = (wanted: 'on' | 'off' | 'asking'): Promise<HandOffView> =>
    app.page.evaluate(
      (is) =>
        new Promise<HandOffView>((resolve) => {
          const look = ({ handOff }: Snapshot) => {
            const isSo = is === 'asking' ? handOff.question !== null : handOff.state === is;
            if (isSo) resolve(handOff);
          };
          window.bridge.onSnapshot(look);
          window.bridge.call('getSnapshot', {}).then(
            (it) => it.ok && look(it.value),
            () => undefined,
          );
        }),
      wanted,
    );
  const turn = async (on: boolean) => {
    await app.page.evaluate((is) => window.bridge.call('changeSettings', { handOff: is }), on);
    await until(on ? 'on' : 'off');
  };

  /** Runs a command that asks for access, and answers the question in the window. */
  async function answering(allow: boolean, words: string, options: RunOptions = {}) {
    const outcome = line(words, options);
    const { question: asked } = await until('asking');
    await app.page.evaluate(
      ([question, yes]) => window.bridge.call('answerGrant', { question, allow: yes }),
      [asked?.question ?? -1, allow] as const,
    );
    return { asked, outcome: await outcome };
  }

  let sessionId = '';
  const secrets = () => ({ sessionId, devKey: sandbox.account.devKey });

  it('asks for access with the code that the window shows, and ends with 5 after a no', async () => {
    expect(await line('doctor')).toMatchObject({ code: 5 });
    const no = await answering(false, 'status');
    expect(no.outcome).toMatchObject({ code: 5, stdout: '' });
    expect(no.outcome.stderr).toContain(`the code ${no.asked?.code ?? '?'}.`);
    const yes = await answering(true, 'status --json');
    expect(yes.asked).toMatchObject({ name: 'tabkeeper', scopes: ['status'], profiles: null });
    expect(yes.outcome.code).toBe(0);
    expect(JSON.parse(yes.outcome.stdout)).toMatchObject({
      ...{ server: 'local', baseUrl: sandbox.simulator.baseUrl, state: 'live', trusted: false },
      organizationId: sandbox.account.orgId,
    });
    expect(await line('status')).toMatchObject({
      ...{
        code: 0,
        stderr: '',
        stdout: expect.stringMatching(/: live, at least \d+ min\n/u) as string,
      },
    });
    expect(await line('doctor')).toMatchObject({ code: 0 });
  });

  it('adds to its access: the session itself, reading, and calls that change something', async () => {
    const session = await answering(true, 'get --json');
    const value = JSON.parse(session.outcome.stdout) as { sessionId: string; devKey: string };
    expect(value.devKey).toBe(sandbox.account.devKey);
    expect(value.sessionId.length).toBeGreaterThan(16);
    sessionId = value.sessionId;
    const read = await answering(true, 'call GetSessionInfo');
    expect(read.outcome.code).toBe(0);
    const extended = await answering(true, 'extend');
    expect(new Set(extended.asked?.scopes)).toEqual(new Set(['status', 'read', 'call', 'session']));
    expect(extended.outcome).toMatchObject({ code: 0, stdout: '' });
    expect(extended.outcome.stderr).toMatch(/Extended: at least \d+ min\.\n$/u);
  });

  it('prints lists, values and assignments, and BILL’s answers', async () => {
    const { devKey } = secrets();
    const [one] = JSON.parse((await line('list --json')).stdout) as { name: string }[];
    expect((await line('list')).stdout).toContain(one?.name);
    expect(await line(['status', '--profile', one?.name ?? ''])).toMatchObject({
      code: 0,
    });
    expect(await line('status --profile nobody')).toMatchObject({ code: 2, stdout: '' });
    expect((await line('get --field sessionId')).stdout).toBe(`${sessionId}\n`);
    expect((await line('get --field devKey')).stdout).toBe(`${devKey}\n`);
    expect((await line('env --shell fish')).stdout).toContain(`set -gx BILL_DEV_KEY '${devKey}'\n`);
    const bills = await line(['call', 'List/Bill', '--data', '{"start":0,"max":3}']);
    expect([bills.code, bills.stderr]).toEqual([0, '']);
    expect(JSON.parse(bills.stdout)).toHaveLength(3);
  });

  it('says what BILL refuses, with the exit code of it', async () => {
    const untrusted = await line(['call', 'PayBills', '--data', '{"vendorId":"0","billPays":[]}']);
    expect(untrusted).toMatchObject({ code: 4, stdout: '' });
    expect(untrusted.stderr).toMatch(/^BDC_1361 .+\n$/u);
    const wrong = await line(['call', 'Crud/Read/Bill', '--data', '{"id":"00n01NOSUCHBILL00001"}']);
    expect([wrong.code, wrong.stdout]).toEqual([7, '']);
    expect(wrong.stderr).toMatch(/^BDC_\d{4} .+\n$/u);
    expect(await line('call NoSuch/Operation')).toMatchObject({ code: 2, stdout: '' });
    expect(await line('call Login')).toMatchObject({ code: 2, stdout: '' });
    expect(await line('gateway url')).toMatchObject({ code: 6, stdout: '' });
    expect(await line('wait --trusted --timeout 0.2')).toMatchObject({ code: 124 });
  });

  it.skipIf(!hasScript)(
    'hands the session to one child: a scan of everything else finds neither ID nor key',
    async () => {
      const known = secrets();
      // While the child runs, all that other users can read of every process is looked at.
      const child = `
      const { BILL_SESSION_ID: s, BILL_DEV_KEY: k } = process.env;
      const fs = require('fs');
      const lines = fs.readdirSync('/proc').filter((n) => /^\\d+$/.test(n)).map((n) => {
        try { return fs.readFileSync('/proc/' + n + '/cmdline', 'latin1') } catch { return '' }
      });
      fs.writeFileSync(process.argv[1], JSON.stringify({ s, k, lines }));
      console.log(s, k, encodeURIComponent(s), JSON.stringify({ s, k }));
      console.error('key', k);`;
      const seen = path.join(folder, 'seen.json');
      const words = [...program, 'exec', '--', process.execPath, '-e', child, seen];
      const record = path.join(home, 'typescript');
      const { code, recorded } = await inTerminal(words, record, {
        userData: app.userData,
        env: { HOME: home },
      });
      expect(code).toBe(0);
      const { s, k, lines } = JSON.parse(readFileSync(seen, 'utf8')) as {
        s: string;
        k: string;
        lines: string[];
      };
      expect({ sessionId: s, devKey: k }).toEqual(known);
      await rm(seen);
      expect(lines.some((one) => one.includes('tabkeeper.mjs'))).toBe(true);
      expect(secretsIn(lines.join('\n'), known)).toEqual([]);
      expect(recorded).toContain(`${CONCEALED} ${CONCEALED}`);
      // The home, the recorded terminal, the tools, and the app's folder with its logs.
      const files = await filesBelow(folder);
      expect([...files.keys()].some((file) => file.endsWith('cli.json'))).toBe(true);
      const found = [...files].flatMap(([file, text]) =>
        secretsIn(text, known).map((name) => [file, name]),
      );
      expect(found).toEqual([]);
      expect(secretsIn(app.stdout(), known)).toEqual([]);
      // The search finds what is there.
      expect(secretsIn(JSON.stringify({ s }), known)).toEqual(['sessionId']);
    },
  );

  it('verifies by phone, and what waits for it goes on', async () => {
    const waiting = line('wait --trusted');
    expect(await line('verify', { input: 'n\n' })).toMatchObject({ code: 5 });
    expect(sandbox.calls('MFAChallenge')).toBe(0);
    const verified = await line('verify', {
      input: null,
      during: ({ stdin, stderr }) => {
        stdin?.write('y\n');
        stderr?.on('data', (said) => {
          // The question for the code: the message has been sent.
          if (!String(said).endsWith('The code: ')) return;
          if (sandbox.calls('MFAAuthenticate') === 0) stdin?.write('000000\n');
          else stdin?.end(`${sandbox.code()}\n`);
        });
      },
    });
    expect(verified).toMatchObject({ code: 0, stdout: '' });
    expect(verified.stderr).toContain('The session is trusted.');
    expect(await waiting).toMatchObject({ code: 0 });
    expect((await line('status')).stdout).toMatch(/Trusted +yes/u);
    expect(await line('verify')).toMatchObject({ code: 0 });
  });

  it('finds the session dead with 3, and hand-off off with 6', async () => {
    sandbox.simulator.endSession('all');
    expect(await line('call GetSessionInfo')).toMatchObject({ code: 3, stdout: '' });
    await app.settled();
    expect(await line('status')).toMatchObject({ code: 3 });
    for (const words of [
      'get --json',
      'env',
      'exec -- true',
      'call List/Bill',
      'extend',
      'verify',
    ]) {
      expect([words, await exitOf(words)]).toEqual([words, 3]);
    }
    await turn(false);
    expect(await line('status')).toMatchObject({ code: 6 });
    for (const words of ['list', 'exec -- true', 'wait', 'gateway url', 'doctor']) {
      expect([words, await exitOf(words)]).toEqual([words, 6]);
    }
    await turn(true);
    const waiting = line('wait');
    await app.page.evaluate(() => window.bridge.call('revokeAllGrants', {}));
    expect((await waiting).code).toBe(5);
  });

  it('ends with 6 when the app is killed while a person is asked, and after it', async () => {
    const asking = line('status');
    await until('asking');
    if (app.pid === undefined) throw new Error('the app has no process');
    process.kill(app.pid, 'SIGKILL');
    expect(await asking).toMatchObject({ code: 6, stdout: '' });
    await app.exited;
    expect(await line('status')).toMatchObject({
      ...{ code: 6, stdout: '' },
      stderr: expect.stringMatching(
        /^Tabkeeper is not running: it left its socket behind\./u,
      ) as string,
    });
  });

  it('is one table in every form: the simulator and the completion come with it', async () => {
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      version: string;
    };
    expect(await line('--version')).toMatchObject({ code: 0, stdout: `${version}\n` });
    expect(await line('simulator --version')).toMatchObject({ code: 0, stdout: `${version}\n` });
    expect(await line('simulator --no-such')).toMatchObject({ code: 2 });
    for (const shell of ['bash', 'zsh', 'fish', 'powershell']) {
      expect(await line(`completion ${shell}`)).toMatchObject({ code: 0, stderr: '' });
    }
    const bash = (await line('completion bash')).stdout;
    const hasBash = spawnSync('bash', ['-n'], { input: bash }).status;
    if (hasBash !== null) expect(hasBash).toBe(0);
  });
});
