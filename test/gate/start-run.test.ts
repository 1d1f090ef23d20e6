/**
 * `npm start` and `npm run dev` as a person runs them, in a copy of the project (both rebuild `dist/`,
 * which other tests use): no Electron, a download that fails, no display.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { appendFile, cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
/** By `npm test`, for all specs: then nothing needs to be built again here. */
const isBuilt = process.env['TABKEEPER_BUILT'] === '1';
const soon = <T>(look: () => T) => expect.poll(look, { timeout: 120_000 });

let copy: string;
beforeAll(async () => {
  copy = await mkdtemp(path.join(tmpdir(), 'tabkeeper-copy-'));
  const sources = ['src-cli', 'src-main', 'src-renderer', 'src-shared', 'src-simulator'];
  for (const name of [...sources, 'scripts', 'docs']) {
    await cp(path.join(root, name), path.join(copy, name), { recursive: true });
  }
  await cp(path.join(root, 'browser-host'), path.join(copy, 'browser-host'), { recursive: true });
  for (const name of ['package.json', 'package-lock.json', 'tsconfig.json', 'LICENSE']) {
    await cp(path.join(root, name), path.join(copy, name));
  }
  await mkdir(path.join(copy, 'node_modules'));
  for (const name of await readdir(path.join(root, 'node_modules'))) {
    const [from, to] = [root, copy].map((folder) => path.join(folder, 'node_modules', name));
    if (from === undefined || to === undefined) continue;
    // Electron without what it may have downloaded.
    const isBinary = (file: string) => /^(?:dist|path\.txt)$/u.test(path.relative(from, file));
    if (name !== 'electron') await symlink(from, to, 'junction');
    else await cp(from, to, { recursive: true, filter: (file) => !isBinary(file) });
  }
  await writeFile(path.join(copy, 'node_modules/electron/install.js'), installer);
});

/** As Electron's own fails without a network: no test may try to download anything. */
const installer = "console.error(new TypeError('fetch failed').stack); process.exit(1);\n";

/** A build that has been made already: it says that it was asked for. */
const builtBefore = `
export const buildAll = () => (process.stdout.write('built\\n'), Promise.resolve([]));
`;

/** A browser host whose app wants to be started anew, the first time that it is started. */
const asksOnce = `
import { existsSync, mkdirSync } from 'node:fs';
import { RELAUNCH_CODE } from '../scripts/relaunch.ts';
const folder = process.argv.find((text) => text.startsWith('--user-data=')).slice(12);
console.log('started with', folder);
const asked = folder + '/asked';
if (existsSync(asked)) setInterval(() => undefined, 1000);
else {
  mkdirSync(asked, { recursive: true });
  process.exit(RELAUNCH_CODE);
}
`;

const STARTED = /^started with .+$/gmu;
/** How often it was started so far. */
const starts = () => run.out().match(STARTED)?.length ?? 0;

/** It starts again with the same folder, and then it stays. */
async function seeItStartedAgain(): Promise<void> {
  await soon(starts).toBeGreaterThan(1);
  expect(new Set(run.out().match(STARTED)).size).toBe(1);
  expect(run.child.exitCode).toBeNull();
}

afterAll(() => rm(copy, { recursive: true, force: true, maxRetries: 5 }));

interface Run {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  readonly temp: string;
  readonly out: () => string;
  readonly err: () => string;
}

let run: Run;
afterEach(async () => {
  run.child.kill('SIGTERM');
  await run.ended;
  await rm(run.temp, { recursive: true, force: true, maxRetries: 5 });
});

async function start(script: string, ...flags: string[]): Promise<void> {
  const temp = await mkdtemp(path.join(tmpdir(), 'tabkeeper-start-'));
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...{ TMPDIR: temp, TMP: temp, TEMP: temp },
  };
  for (const name of ['DISPLAY', 'WAYLAND_DISPLAY', 'NODE_OPTIONS', 'VITEST', 'NODE_ENV']) {
    Reflect.deleteProperty(env, name);
  }
  const args = [
    path.join(copy, 'scripts', script),
    ...flags,
    '--user-data',
    path.join(temp, 'data'),
  ];
  const child = spawn(process.execPath, args, {
    cwd: copy,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  run = { child, ended, temp, out: () => out, err: () => err };
}

/** In the place of a file of the project, until the test has ended. */
async function put(file: string, text: string): Promise<void> {
  await writeFile(path.join(copy, file), text);
  onTestFinished(() => cp(path.join(root, file), path.join(copy, file), { force: true }));
}

describe.skipIf(process.platform !== 'linux')('without Electron and without a display', () => {
  it(
    'npm start says so in one line, opens the browser host, shows each state, and ends with Ctrl-C',
    { timeout: 300_000 },
    async () => {
      if (isBuilt) {
        await cp(path.join(root, 'dist'), path.join(copy, 'dist'), { recursive: true });
        await put('scripts/build.ts', builtBefore);
      }
      await start('start.ts', '--practice');
      await soon(run.out).toMatch(/^\d\d:\d\d:\d\d live, at least 3[45] min, not trusted$/mu);
      expect(run.err().trim().split('\n')).toEqual([
        'Downloading Electron, once …',
        'Electron could not be downloaded: fetch failed. Opening the same app in the browser host instead.',
      ]);
      // The sign-in is under way before there is a window, and may be over when it asks.
      const states = [...run.out().matchAll(/^\d\d:\d\d:\d\d (signed out|signing in|live)/gmu)];
      const seen = states.map(([, state]) => state);
      expect([['signing in', 'live'], ['live']]).toContainEqual(seen);
      const folder = /screenshots of each state go to (\S+)/u.exec(run.out())?.[1] ?? '';
      const pictures = { 'signing in': 'signingIn', live: 'live' };
      await soon(() => readdir(folder)).toEqual(
        seen.map((state, at) => `00${at + 1}-${pictures[state as keyof typeof pictures]}.png`),
      );

      // A terminal's Ctrl-C; the session is left to lapse, and nothing but the pictures stays behind.
      run.child.kill('SIGINT');
      expect(await run.ended).toBe(0);
      const left = (await readdir(run.temp)).filter((name) => name !== 'data');
      expect(left).toEqual([path.basename(folder)]);
      expect(await readdir(path.join(run.temp, 'data'))).not.toContain('browser-host.lock');
    },
  );

  it('npm start --host electron does without the browser host', { timeout: 300_000 }, async () => {
    await put('scripts/build.ts', builtBefore);
    await start('start.ts', '--host', 'electron');
    expect(await run.ended).toBe(1);
    expect(run.err()).toMatch(/could not be downloaded: .*\. --host browser opens the same app/u);
    expect(run.out()).toBe('built\n');
  });

  it(
    'npm run dev starts the app again when main changes or the app asks, and not with what does not build',
    { timeout: 300_000 },
    async () => {
      const policy = 'src-main/profiles/policy.ts';
      const main = path.join(copy, policy);
      await start('dev.ts', '--practice');
      await soon(run.out).toContain(' live, ');

      await put('browser-host/run.ts', asksOnce);
      await appendFile(main, '\n// changed\n');
      await seeItStartedAgain();
      const before = starts();
      await appendFile(main, '\nthis is no code\n');
      await soon(run.err).toContain('main: ');
      expect(starts()).toBe(before);

      // A machine with much to do takes one copy for several changes: each may start the app again.
      await cp(path.join(root, policy), main, { force: true });
      await soon(starts).toBeGreaterThan(before);

      run.child.kill('SIGINT');
      expect(await run.ended).toBe(0);
    },
  );

  it(
    'npm start starts the browser host again when the app asks for that by its exit code',
    { timeout: 300_000 },
    async () => {
      await put('scripts/build.ts', builtBefore);
      await put('browser-host/run.ts', asksOnce);
      await start('start.ts', '--host', 'browser');
      await seeItStartedAgain();
    },
  );
});
