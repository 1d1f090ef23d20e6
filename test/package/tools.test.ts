/** dist/tools as others get it: packed by npm, installed in an empty folder, run on each Node. */
import { execFile, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildTools } from '../../scripts/tools.ts';
import { binOf } from '../../scripts/checks.ts';
import { nodes } from './nodes.ts';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../..');
const PATIENCE = 300_000;

/** npm is a script for a shell on Windows. */
const npm = (args: readonly string[], cwd: string) =>
  run('npm', [...args], { cwd, shell: process.platform === 'win32' });

const versions = await nodes();
let folder = '';
let tools = '';
let home = '';
let installed = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tabkeeper-tools-'));
  tools = path.join(folder, 'tools');
  home = path.join(folder, 'empty');
  await mkdir(home);
  // `npm test` has built them already.
  if (process.env['TABKEEPER_BUILT'] === '1') {
    await cp(path.join(root, 'dist/tools'), tools, { recursive: true });
  } else await buildTools(tools);
  await npm(['pack', tools, '--pack-destination', folder], folder);
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  const quiet = ['--offline', '--no-audit', '--no-fund'];
  await npm(['install', ...quiet, '--prefix', home, path.join(folder, archive)], home);
  installed = path.join(home, 'node_modules/tabkeeper');
}, PATIENCE);
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

/** Starts the command, takes its first line, and ends it. */
async function firstLine(program: string, args: readonly string[]) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = new Promise((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? signal)),
  );
  const line = await new Promise<string>((resolve) => {
    createInterface(child.stdout).once('line', resolve);
  });
  child.kill('SIGTERM');
  return { ready: JSON.parse(line) as Record<string, unknown>, exit: await exit };
}

describe('the package of tools', () => {
  it('holds what runs, its types and its papers, and depends on nothing', async () => {
    expect(readdirSync(installed).sort()).toEqual([
      ...['LICENSE', 'README.md', 'THIRD_PARTY_NOTICES.txt', 'command-line.md', 'package.json'],
      ...['simulator.d.mts', 'simulator.mjs', 'tabkeeper.mjs'],
    ]);
    expect(readdirSync(path.join(home, 'node_modules')).sort()).toEqual([
      ...['.bin', '.package-lock.json', 'tabkeeper'],
    ]);
    const manifest = JSON.parse(
      await readFile(path.join(installed, 'package.json'), 'utf8'),
    ) as Record<string, unknown>;
    expect(manifest).toMatchObject({ name: 'tabkeeper', engines: { node: '>=20' } });
    for (const key of ['dependencies', 'devDependencies', 'scripts', 'optionalDependencies']) {
      expect(manifest).not.toHaveProperty(key);
    }
  });

  it('names what is bundled in it, and nothing of this machine', async () => {
    const program = await readFile(path.join(installed, 'simulator.mjs'), 'utf8');
    const papers = await readFile(path.join(installed, 'THIRD_PARTY_NOTICES.txt'), 'utf8');
    for (const name of ['@fastify/busboy', '@peculiar/x509', 'reflect-metadata']) {
      expect(papers).toContain(name);
    }
    expect(papers).not.toContain('Electron');
    expect(program).not.toContain(root);
    expect(program).not.toMatch(/from "(?!node:)[^"]+";$/mu);
  });
});

describe('the command line in it', () => {
  it('is one small file that imports nothing but Node, and holds nothing of this machine', async () => {
    const program = await readFile(path.join(installed, 'tabkeeper.mjs'), 'utf8');
    expect(program.length).toBeLessThan(128 * 1024);
    expect(program).not.toContain(root);
    expect(program).not.toContain('valibot');
    // Each would cost every command milliseconds, whether it needs it or not.
    expect(program).not.toMatch(/^import |^[^/*]*\bnew Intl\b/mu);
  });

  it.each([...versions])(
    'says on Node %i its version, and without an app what to do',
    async (_major, node) => {
      const link = path.join(home, 'node_modules/.bin/tabkeeper');
      const file = path.join(installed, 'tabkeeper.mjs');
      const started = process.platform === 'win32' ? file : link;
      const { version } = JSON.parse(
        readFileSync(path.join(installed, 'package.json'), 'utf8'),
      ) as Record<string, string>;
      expect((await run(node, [started, '--version'])).stdout).toBe(`${version ?? ''}\n`);
      const simulator = await run(node, [started, 'simulator', '--version']);
      expect(simulator.stdout).toBe(`${version ?? ''}\n`);
      const status = await run(node, [started, 'status', '--user-data', home]).catch(
        (error: unknown) => error as { code: number; stdout: string; stderr: string },
      );
      expect(status).toMatchObject({
        ...{ code: 6, stdout: '' },
        stderr: expect.stringMatching(
          /^Tabkeeper is not running, or hand-off is off: .+\n$/u,
        ) as string,
      });
    },
    PATIENCE,
  );
});

describe.each([...versions])('on Node %i', (_major, node) => {
  it(
    'the command that npm links says its version, starts and ends',
    async () => {
      const file = path.join(installed, 'simulator.mjs');
      const { version } = JSON.parse(
        readFileSync(path.join(root, 'package.json'), 'utf8'),
      ) as Record<string, string>;
      const said = await run(node, [file, '--version']);
      expect(said.stdout).toBe(`${version ?? ''}\n`);
      // By npm's link on systems that have links.
      const link = path.join(home, 'node_modules/.bin/tabkeeper-simulator');
      const started = process.platform === 'win32' ? file : link;
      const { ready, exit } = await firstLine(node, [started, '--tls', '--control', '0']);
      expect(ready).toMatchObject({ event: 'ready', version });
      // Windows knows no SIGTERM: the program is ended from outside.
      if (process.platform !== 'win32') expect(exit).toBe(0);
    },
    PATIENCE,
  );

  it(
    'the library signs a client in, in a test of three lines',
    async () => {
      const lines = [
        `import { test } from 'node:test'; import { startSimulator } from 'tabkeeper/simulator';`,
        `test('signs in', async () => { const bill = await startSimulator(); const [user] = bill.accounts;`,
        `  const reply = await fetch(bill.baseUrl + '/Login.json', { method: 'POST', body: new URLSearchParams({ userName: user.userName, password: user.password, orgId: user.orgId, devKey: user.devKey }) }); if ((await reply.json()).response_status !== 0) throw new Error('no session'); await bill.close(); });`,
      ];
      await writeFile(path.join(home, 'three.test.mjs'), lines.join('\n'));
      const { stdout } = await run(node, ['--test', 'three.test.mjs'], { cwd: home });
      expect(stdout).toMatch(/pass 1\b/u);
      expect(stdout).toMatch(/fail 0\b/u);
    },
    PATIENCE,
  );

  it(
    'a Node before 20 gets one line in the place of it',
    async () => {
      const older = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.8' } });
        Object.defineProperty(process, 'version', { value: 'v18.20.8' });`;
      const pretend = `data:text/javascript,${encodeURIComponent(older)}`;
      const file = path.join(installed, 'simulator.mjs');
      const outcome = await run(node, ['--import', pretend, file]).then(
        () => null,
        (error: unknown) => error as { code: number; stdout: string; stderr: string },
      );
      expect(outcome).toMatchObject({
        ...{ code: 1, stdout: '' },
        stderr: 'Tabkeeper’s tools need Node 20 or later, and this is v18.20.8.\n',
      });
    },
    PATIENCE,
  );
});

/** The example of the README in that language. */
async function example(language: string): Promise<string> {
  const readme = await readFile(path.join(installed, 'README.md'), 'utf8');
  const section = readme.split('## Test a client with it')[1] ?? '';
  return new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'u').exec(section)?.[1] ?? '';
}

/** Whether this machine has all of these programs. */
const has = async (...programs: [string, string][]): Promise<boolean> => {
  const found = programs.map(([program, flag]) => run(program, [flag]).catch(() => null));
  return !(await Promise.all(found)).includes(null);
};
const inShell = await has(['jq', '--version'], ['curl', '--version']);
const inPython = await has(['pytest', '--version']);

describe('the example of the README', () => {
  /** Finds the command, as a shell of npm would. */
  const env = () => ({
    ...process.env,
    PATH: `${path.join(home, 'node_modules/.bin')}${path.delimiter}${process.env['PATH'] ?? ''}`,
  });

  it.skipIf(!inShell)(
    'signs in from a shell script',
    async () => {
      await writeFile(path.join(home, 'example.sh'), await example('sh'));
      const { stdout } = await run('sh', ['example.sh'], { cwd: home, env: env() });
      expect(stdout).toBe('true\n');
    },
    PATIENCE,
  );

  it(
    'signs in from Vitest',
    async () => {
      const target = path.join(home, 'node_modules/vitest');
      await symlink(path.join(root, 'node_modules/vitest'), target, 'junction');
      await writeFile(path.join(home, 'example.test.ts'), await example('ts'));
      const vitest = [binOf('vitest'), 'run', '--root', home, 'example.test.ts'];
      const { stdout } = await run(process.execPath, vitest, { cwd: home });
      expect(stdout).toMatch(/1 passed/u);
    },
    PATIENCE,
  );

  it.skipIf(!inPython)(
    'signs in from pytest',
    async () => {
      await writeFile(path.join(home, 'test_example.py'), await example('python'));
      const { stdout } = await run('pytest', ['test_example.py'], { cwd: home, env: env() });
      expect(stdout).toMatch(/1 passed/u);
    },
    PATIENCE,
  );
});

describe('the types', () => {
  it(
    'are enough for a strict program without the types of Node',
    async () => {
      const use = `
        import { makeCertificate, startSimulator, type FaultInput } from 'tabkeeper/simulator';
        const faults: readonly FaultInput[] = [{ endpoint: '*', fault: 'delay', ms: 5 }];
        const tls = await makeCertificate(['localhost']);
        const bill = await startSimulator({ faults, tls, options: { idleMinutes: 1 } });
        export const code: string | null = bill.latestCode('+14155550101');
        // @ts-expect-error There is no such option.
        await startSimulator({ options: { nonsense: 1 } });
      `;
      await writeFile(path.join(home, 'use.mts'), use);
      const compilerOptions = {
        ...{ noEmit: true, strict: true, target: 'es2022', lib: ['es2022'], types: [] },
        ...{ module: 'nodenext', moduleResolution: 'nodenext' },
      };
      const config = JSON.stringify({ compilerOptions, files: ['use.mts'] });
      await writeFile(path.join(home, 'tsconfig.json'), config);
      const checked = await run(process.execPath, [binOf('tsc'), '-p', home]).catch(
        (error: unknown) => error as { stdout: string },
      );
      expect(checked.stdout).toBe('');
    },
    PATIENCE,
  );
});
