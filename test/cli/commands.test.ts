/**
 * Every command against an app that speaks the contract: what it prints, and how it ends. Each kind of command
 * runs as a program once, the one file that others get; its other cases run within this process.
 */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  DEV_KEY,
  FakeApp,
  GATEWAY_TOKEN,
  listed,
  refusal,
  SESSION_ID,
  status,
} from './fake-app.ts';
import { tabkeeper, tabkeeperWithin, type InnerOptions } from './run.ts';

let app: FakeApp;
beforeEach(async () => {
  app = await FakeApp.start();
});
afterEach(() => app.close());

type Line = string | readonly string[];
const inWords = (line: Line) => (typeof line === 'string' ? line.split(' ') : line);
const run = (line: Line, options: InnerOptions = {}) =>
  tabkeeperWithin(inWords(line), { userData: app.userData, ...options });
const runProgram = (line: Line, options: InnerOptions = {}) =>
  tabkeeper(inWords(line), { userData: app.userData, ...options });
const asked = () => app.calls.filter(({ path }) => path === '/v1/grants');

describe('access', () => {
  it('is asked for once, with the code shown, and kept for this user alone', async () => {
    const first = await runProgram('status');
    expect(first).toMatchObject({ code: 0 });
    expect(first.stderr).toContain('if it shows the code ABCD-1234.');
    expect(asked().map(({ body }) => body)).toEqual([
      expect.objectContaining({
        ...{ name: 'tabkeeper', scopes: ['status'], profiles: '*', until: '30d' },
        ...{ pid: expect.any(Number) as number, cwd: process.cwd() },
      }),
    ]);
    const [token = ''] = app.grants.keys();
    expect(JSON.parse(readFileSync(app.file('cli.json'), 'utf8'))).toMatchObject({ token });
    if (process.platform !== 'win32')
      expect(statSync(app.file('cli.json')).mode & 0o777).toBe(0o600);
    expect(first.stdout + first.stderr).not.toContain(token);
    expect(await runProgram('status')).toMatchObject({ code: 0, stderr: '' });
    expect(asked()).toHaveLength(1);
  });

  it('is asked for anew, with what was there before, where a scope is missing', async () => {
    app.keep('status');
    expect(await run('get --field organizationId')).toMatchObject({ code: 0 });
    expect(asked().map(({ body }) => [body['scopes'], body['until']])).toEqual([
      [['status', 'session'], '12h'],
    ]);
    expect(await run('get --field organizationId')).toMatchObject({ code: 0, stderr: '' });
  });

  it.each([
    ['refused', 'You refused it in Tabkeeper’s window.\n'],
    ['expired', 'Nobody answered in Tabkeeper’s window. Try again, and allow it there.\n'],
  ] as const)('that is %s ends with 5', async (person, sentence) => {
    app.person = person;
    const { code, stdout, stderr } = await run('status');
    expect([code, stdout]).toEqual([5, '']);
    expect(stderr.endsWith(sentence)).toBe(true);
  });

  it('that was revoked ends with 5, without a terminal, and is asked for by the next run', async () => {
    app.keep('status');
    app.grants.clear();
    expect(await run('status')).toEqual({
      ...{ code: 5, stdout: '' },
      stderr:
        'The access of the command line has ended, or was revoked. Run it again to ask for it anew.\n',
    });
    expect(asked()).toEqual([]);
    expect(await run('status')).toMatchObject({ code: 0 });
  });

  it('of TABKEEPER_TOKEN wins, and is never asked for', async () => {
    app.keep('status');
    const TABKEEPER_TOKEN = app.grant('status');
    expect(await runProgram('status', { env: { TABKEEPER_TOKEN } })).toMatchObject({ code: 0 });
    expect(app.calls.at(-1)?.headers['authorization']).toBe(`Bearer ${TABKEEPER_TOKEN}`);
    const narrow = await run('get --field sessionId', { env: { TABKEEPER_TOKEN } });
    expect(narrow).toMatchObject({ code: 5, stdout: '' });
    expect(narrow.stderr).toContain('does not cover this (status, session)');
    const dead = await run('status', { env: { TABKEEPER_TOKEN: 'dead-token' } });
    expect(dead.code).toBe(5);
    expect(dead.stderr).not.toContain('dead-token');
    const odd = await run('status', { env: { TABKEEPER_TOKEN: 'to\r\nken: x' } });
    expect(odd).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('holds no token') as string,
    });
    expect(asked()).toEqual([]);
  });

  it('waits for its turn while another program is asked about', async () => {
    let others = 2;
    app.instead.set('grants', (response) => {
      if (--others === 0) app.instead.delete('grants');
      const [code, body] = refusal(429, 'tooFast', 'Somebody is being asked.');
      response.writeHead(code).end(JSON.stringify(body));
    });
    const outcome = await run('status');
    expect(outcome.code).toBe(0);
    expect(outcome.stderr).toContain('this one waits for its turn');
  });
});

describe('status', () => {
  beforeEach(() => void app.keep('status'));

  it('says in lines how the session stands', async () => {
    expect(await runProgram('status')).toEqual({
      code: 0,
      stderr: '',
      stdout: [
        'Profile one: live, at least 31 min',
        '  Server        the practice sandbox  http://127.0.0.1:4010/api/v2',
        '  Organization  00802ORGANIZATION001',
        '  User          00601USER00000000001',
        '  Trusted       no; "tabkeeper verify" sends a code',
        '  Keep-alive    on',
        '  Profile       one',
        '',
      ].join('\n'),
    });
  });

  it('says the same as JSON in one line', async () => {
    const { stdout } = await run('status --json');
    expect(stdout.split('\n')).toHaveLength(2);
    expect(JSON.parse(stdout)).toEqual(app.statuses[0]);
  });

  it.each([
    ...(['live', 'atRisk', 'checking', 'busy', 'offline'] as const).map(
      (state) => [state, 0] as const,
    ),
    ...(['signingIn', 'signedOut', 'expired', 'news'] as const).map((state) => [state, 3] as const),
  ])('of %s ends with %i', async (state, code) => {
    app.statuses = [status('one', { state })];
    expect(await run('status --json')).toMatchObject({ code });
  });
});

describe('the profile', () => {
  beforeEach(() => {
    app.keep('status');
    app.statuses = [
      status('one', { profile: { id: 'one', name: 'Acme' } }),
      status('two', { profile: { id: 'two', name: 'Beta' }, state: 'expired' }),
      status('three', { profile: { id: 'three', name: 'Beta' } }),
    ];
  });

  it('is the ID or the exact name of --profile, or else of TABKEEPER_PROFILE', async () => {
    const env = { TABKEEPER_PROFILE: 'Acme' };
    const { stdout } = await run('status', { env });
    expect(stdout).toContain('Acme: live');
    expect(stdout).toContain('  Profile       one, by TABKEEPER_PROFILE\n');
    expect(await run('status --profile two', { env })).toMatchObject({ code: 3 });
  });

  it.each([
    [
      'status',
      2,
      'Several sessions are open: Acme (one), Beta (three). Name one with --profile or TABKEEPER_PROFILE.',
    ],
    [
      'status --profile acme',
      2,
      'There is no profile "acme" (--profile). There is: Acme (one), Beta (two), Beta (three).',
    ],
    [
      'status --profile Beta',
      2,
      'Several profiles are named "Beta". Name one by its ID: two, three.',
    ],
  ])('of "%s" cannot be told: %i', async (line, code, sentence) => {
    expect(await run(line)).toEqual({ code, stdout: '', stderr: `${sentence}\n` });
  });

  it('is the only open one, or else the only one', async () => {
    app.change('three', { state: 'signedOut' });
    expect((await run('status')).stdout).toContain('Acme: live');
    app.change('one', { state: 'signedOut' });
    expect(await run('status')).toMatchObject({
      ...{ code: 2, stdout: '' },
      stderr: expect.stringContaining('No session is open. Name a profile') as string,
    });
    app.statuses = app.statuses.slice(0, 1);
    expect(await run('status')).toMatchObject({ code: 3 });
    app.statuses = [];
    expect(await run('status')).toMatchObject({ code: 3, stdout: '' });
  });

  it('cannot steer the terminal by its name', async () => {
    app.statuses = [status('one', { profile: { id: 'one', name: 'A\u001b]0;x\u0007\u202eB' } })];
    const { stdout } = await run('status');
    expect(stdout).not.toMatch(/[\u001b\u0007\u202e]/u);
  });

  it('is one line of list, or one object', async () => {
    const { code, stdout } = await runProgram('list');
    expect([code, stdout.split('\n').slice(0, 2)]).toEqual([
      0,
      ['  Acme  live  practice  one', '  Beta  expired  practice  two'],
    ]);
    expect(JSON.parse((await run('list --json')).stdout)).toEqual(listed(app.statuses));
  });
});

describe('get and env', () => {
  beforeEach(() => void app.keep('status', 'session'));

  it('print each value where no terminal is', async () => {
    const { stdout } = await runProgram('get --json');
    expect(JSON.parse(stdout)).toEqual({
      ...app.statuses[0],
      sessionId: SESSION_ID,
      devKey: DEV_KEY,
    });
    expect((await run('get')).stdout).toContain(`\nsessionId=${SESSION_ID}\ndevKey=${DEV_KEY}\n`);
    expect((await run('get --field devKey')).stdout).toBe(`${DEV_KEY}\n`);
    expect((await run('get --field trustedUntil')).stdout).toBe('\n');
    expect((await runProgram('env --shell bash')).stdout).toBe(
      `export BILL_SESSION_ID='${SESSION_ID}'\nexport BILL_DEV_KEY='${DEV_KEY}'\n` +
        `export BILL_ORG_ID='00802ORGANIZATION001'\nexport BILL_API_URL='http://127.0.0.1:4010/api/v2'\n`,
    );
    expect(await run('get --json --field devKey')).toMatchObject({ code: 2, stdout: '' });
  });

  it('end with 3 where there is no session', async () => {
    app.statuses = [status('one', { state: 'signedOut' })];
    for (const line of [
      'get --json',
      'env',
      'exec -- true',
      'call List/Bill',
      'extend',
      'verify',
    ]) {
      expect([line, await run(line)]).toEqual([
        line,
        {
          ...{ code: 3, stdout: '' },
          stderr: 'Profile one has no session (signedOut). Sign in in Tabkeeper’s window.\n',
        },
      ]);
    }
  });

  it.each(['\r', '\n', '\0'])('refuse a value with %j in it', async (odd) => {
    app.instead.set('getSession', [
      200,
      { ok: true, value: { ...status('one'), sessionId: `a${odd}b`, devKey: 'k' } },
    ]);
    for (const line of ['get --field sessionId', 'env', 'exec -- env']) {
      const { code, stdout, stderr } = await run(line);
      expect([line, code, stdout]).toEqual([line, 1, '']);
      expect(stderr).toContain('The value of sessionId holds a line break or a NUL');
    }
  });
});

describe('call', () => {
  beforeEach(() => void app.keep('status', 'read', 'call'));

  it('prints the data of the reply alone, for data from each place', async () => {
    const data = { start: 0, max: 10 };
    const text = JSON.stringify(data);
    writeFileSync(app.file('data.json'), `\uFEFF${text}`);
    const reply = `${JSON.stringify([{ operation: 'List/Bill', data }])}\n`;
    for (const [words, input] of [
      [['call', 'List/Bill', '--data', text], ''],
      [['call', '/List/Bill.json', '--data', `@${app.file('data.json')}`], ''],
      [['call', 'List/Bill', '--data', '-'], text],
    ] as const) {
      expect(await runProgram(words, { input })).toEqual({ code: 0, stdout: reply, stderr: '' });
    }
    expect((await run('call GetSessionInfo')).stdout).toBe(
      '[{"operation":"GetSessionInfo","data":null}]\n',
    );
  });

  it.each([
    ['untrusted', 4],
    ['sessionInvalid', 3],
    ['bodyRefused', 7],
    ['a meaning of a later version', 7],
    [undefined, 7],
  ])(
    'leaves standard output empty where a code means %s, and ends with %i',
    async (meaning, exit) => {
      const code = 'BDC_1109';
      const more = meaning === undefined ? { code } : { code, meaning };
      app.instead.set('callOperation', refusal(502, 'api', 'BILL says no.\u001b[2J', more));
      expect(await run('call Crud/Create/Bill')).toEqual({
        ...{ code: exit, stdout: '', stderr: `${code} BILL says no. [2J\n` },
      });
    },
  );

  it.each([
    [refusal(409, 'noSession', 'No session.'), 3],
    [refusal(409, 'notNow', 'Not now.'), 1],
    [refusal(502, 'api', 'No answer from BILL.'), 7],
    [refusal(400, 'input', 'operation: unknown.'), 2],
    [refusal(413, 'tooLarge', 'Too large.'), 2],
    [refusal(500, 'internal', 'Tabkeeper failed.'), 1],
  ] as const)('says what the app says: %j', async (answer, code) => {
    app.instead.set('callOperation', answer);
    const { error } = answer[1] as { error: { message: string } };
    expect(await run('call List/Bill')).toEqual({ code, stdout: '', stderr: `${error.message}\n` });
  });

  it('tries again where the app has too much to do', async () => {
    let busy = 3;
    app.instead.set('callOperation', (response) => {
      if (--busy === 0) app.instead.delete('callOperation');
      const [code, body] = refusal(429, 'tooFast', 'Too many.');
      response.writeHead(code).end(JSON.stringify(body));
    });
    expect(await run('call List/Bill')).toMatchObject({ code: 0, stderr: '' });
  });

  it.each([
    [['call', 'List/Bill', '--data', '{"secret":1'], '--data is no JSON.'],
    [['call', 'List/Bill', '--data', '[1]'], '--data is no JSON object: { … }.'],
    [['call', 'List/Bill', '--data', '@/no/such'], '/no/such cannot be read (ENOENT).'],
    [['call', 'a b'], '"a b" is no name of an operation: List/Bill is one.'],
    [['call', '../../x'], '"../../x" is no name of an operation: List/Bill is one.'],
  ] as const)('refuses %j before anything is sent', async (words, sentence) => {
    expect(await run(words)).toEqual({ code: 2, stdout: '', stderr: `${sentence}\n` });
    expect(app.calls).toEqual([]);
  });

  it('asks nobody for what the app gives to no program, and ends with 2', async () => {
    const said = refusal(403, 'scope', 'No grant allows that.', { meaning: 'forTheApp' });
    app.instead.set('callOperation', said);
    expect(await run('call Login')).toEqual({
      ...{ code: 2, stdout: '', stderr: 'No grant allows that.\n' },
    });
    expect(asked()).toEqual([]);
  });

  it('asks for no more than the operation needs', async () => {
    writeFileSync(app.file('cli.json'), '');
    await run('call List/Bill');
    writeFileSync(app.file('cli.json'), '');
    await run('call Crud/Create/Bill');
    expect(asked().map(({ body }) => body['scopes'])).toEqual([
      ['status', 'read'],
      ['status', 'call'],
    ]);
  });
});

describe('extend, verify and wait', () => {
  beforeEach(() => void app.keep('status', 'call'));

  it('extend says what came of it', async () => {
    expect(await runProgram('extend')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'Extended: at least 35 min.\n',
    });
  });

  it('extend ends with 3 when the touch finds the session dead', async () => {
    app.instead.set('extendNow', refusal(409, 'noSession', 'No session is open.'));
    expect(await run('extend')).toMatchObject({ code: 3, stdout: '' });
    app.instead.set('extendNow', refusal(502, 'api', 'BILL does not answer.'));
    expect(await run('extend')).toMatchObject({ code: 7, stdout: '' });
  });

  it('verify sends nothing without a yes', async () => {
    for (const input of ['', '\n', 'n\n', 'what\n']) {
      expect(await run('verify', { input })).toMatchObject({ code: 5, stdout: '' });
    }
    expect(app.calls.map(({ path }) => path)).not.toContain('/v1/sendMfaCode');
  });

  it('verify takes the code as people write it, again after a wrong one', async () => {
    const input = 'y\n12-34\n654321\n123-456\n';
    const { code, stderr } = await runProgram('verify --remember', { input });
    expect([code, stderr.endsWith('The session is trusted.\n')]).toEqual([0, true]);
    const codes = app.calls.filter(({ path }) => path === '/v1/submitMfaCode');
    expect(codes.map(({ body }) => [body['code'], body['rememberDevice']])).toEqual([
      ['654321', true],
      ['123456', true],
    ]);
    expect(await run('verify')).toMatchObject({
      code: 0,
      stderr: 'The session is trusted already.\n',
    });
  });

  it('verify ends with 4 after three wrong codes, and with 5 without one', async () => {
    expect(await run('verify', { input: 'y\n1\n111111\n222222\n333333\n' })).toMatchObject({
      code: 4,
    });
    expect(await run('verify', { input: 'yes\n' })).toMatchObject({ code: 5 });
  });

  it('wait ends when it is so', async () => {
    expect(await run('wait')).toEqual({ code: 0, stdout: '', stderr: '' });
    app.statuses = [status('one', { state: 'signedOut' }), status('two', { state: 'expired' })];
    const opened = run('wait');
    await app.listened();
    app.change('two', { state: 'live' });
    expect(await opened).toMatchObject({ code: 0 });
  });

  it('wait --trusted waits for the trust', async () => {
    const trusted = runProgram('wait --trusted --timeout 60');
    await app.listened();
    app.change('one', { keepAlive: 'paused' });
    app.change('one', { trusted: true });
    expect(await trusted).toMatchObject({ code: 0 });
  });

  it('wait --timeout ends with 124, also where the time is over before the app was asked', async () => {
    const late = { code: 124, stdout: '', stderr: 'There was no trusted session in time.\n' };
    expect(await run('wait --trusted --timeout 0.05')).toEqual(late);
    expect(await run('wait --trusted --timeout 0')).toEqual(late);
    expect(await run('wait --timeout soon')).toMatchObject({ code: 2 });
  });

  it('wait ends with 6 when the app dies, and with 5 when its access ends', async () => {
    const left = runProgram('wait --trusted');
    await app.listened();
    app.die();
    expect(await left).toMatchObject({ code: 6, stdout: '' });
    const another = await FakeApp.start();
    another.keep('status');
    const revoked = tabkeeperWithin(['wait', '--trusted'], { userData: another.userData });
    await another.listened();
    another.grants.clear();
    another.dropListeners();
    expect(await revoked).toMatchObject({ code: 5, stdout: '' });
    another.close();
  });
});

describe('gateway', () => {
  beforeEach(() => void app.keep('status', 'call'));

  it('prints its address or its token', async () => {
    expect(await runProgram('gateway url')).toEqual({
      code: 0,
      stdout: 'http://127.0.0.1:4011/api/v2\n',
      stderr: '',
    });
    expect((await run('gateway token')).stdout).toBe(`${GATEWAY_TOKEN}\n`);
  });

  it('ends with 6 where it is off', async () => {
    app.gateway = null;
    for (const line of ['gateway url', 'exec --gateway -- true']) {
      expect(await run(line)).toEqual({
        ...{ code: 6, stdout: '' },
        stderr:
          'The gateway is off for this profile, or cannot be reached now: Tabkeeper’s window says which, under Hand-off.\n',
      });
    }
  });
});

describe('doctor, completion and the rest', () => {
  it('doctor names each thing, and the first that is missing', async () => {
    const none = await runProgram('doctor --json');
    expect(none.code).toBe(5);
    expect(JSON.parse(none.stdout)).toMatchObject({ ok: false });
    app.keep('status');
    const { code, stdout } = await run('doctor --json');
    const { ok, checks } = JSON.parse(stdout) as {
      ok: boolean;
      checks: { name: string; ok: boolean }[];
    };
    expect([code, ok]).toEqual([0, true]);
    expect(checks.filter((one) => one.ok).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['node', 'folder', 'app', 'access', 'profile']),
    );
    expect((await run('doctor')).stdout).toMatch(/^ok {2}node {5}Node /u);
    expect(asked()).toEqual([]);
  });

  it('completion offers the names of the profiles, and never asks for access', async () => {
    const words = ['__complete', 'status', '--profile', 'Pro'];
    expect(await run(words)).toEqual({ code: 0, stdout: '', stderr: '' });
    app.keep('status');
    expect(await runProgram(words)).toEqual({ code: 0, stdout: 'Profile one\tlive\n', stderr: '' });
    expect(asked()).toEqual([]);
  });

  it('says its version, its help, and that no command is one', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await runProgram('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
    expect(await runProgram('help status')).toMatchObject({ code: 0, stderr: '' });
    expect(await runProgram([])).toMatchObject({ code: 2, stdout: '' });
    expect(app.calls).toEqual([]);
  });
});
