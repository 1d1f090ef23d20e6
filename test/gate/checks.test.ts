/**
 * Do the checks find anything at all? Each plants a mistake where `npm run check` would look and
 * sees the same command fail, and sees it pass without.
 */
import { globSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allChecks, runCheck, svelteCheck } from '../../scripts/checks.ts';

const root = path.resolve(import.meta.dirname, '../..');

describe('svelte-check', () => {
  let folder: string;
  beforeAll(async () => {
    // Inside the project, since a component's imports are looked up from where it is; ignored by git.
    await mkdir(path.join(root, 'reports'), { recursive: true });
    folder = await mkdtemp(path.join(root, 'reports/planted-'));
    await writeFile(
      path.join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: '../../src-renderer/tsconfig.json', include: ['.'] }),
    );
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Looks at components that lie in one folder, and leaves it empty. */
  const check = async (texts: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(texts))
      await writeFile(path.join(folder, name), text);
    const outcome = await runCheck(svelteCheck(path.join(folder, 'tsconfig.json')));
    for (const name of Object.keys(texts)) await rm(path.join(folder, name));
    return outcome;
  };

  it('is part of npm run check', () => {
    const ours = allChecks().find(({ name }) => name === 'svelte-check');
    expect(ours).toEqual(svelteCheck('src-renderer/tsconfig.json'));
  });

  it(
    'passes a component of ours, and finds a type error planted in it and a wrong property',
    { timeout: 300_000 },
    async () => {
      const ours = await readFile(path.join(root, 'src-renderer/parts/Action.svelte'), 'utf8');
      const source = ours.replaceAll(/from '\.\.?\//gu, "from '../../src-renderer/parts/");
      const start = /<script[^>]*>/u.exec(source)?.[0] ?? '';
      const planted = source.replace(
        start,
        `${start}\nconst planted: number = 'no number';\nplanted;`,
      );
      expect(planted).not.toBe(source);
      const { passed, output } = await check({
        'Copy.svelte': source,
        'Planted.svelte': planted,
        'Uses.svelte': `<script lang="ts">import Ring from '../../src-renderer/parts/state/Ring.svelte';</script>\n<Ring wrong={1} />`,
      });
      expect(passed).toBe(false);
      const found = output.split('\n').filter((line) => line.includes(' ERROR '));
      expect(found).toEqual([
        expect.stringMatching(/\/Planted\.svelte" .*'string' is not assignable to type 'number'/u),
        expect.stringMatching(/\/Uses\.svelte" .*wrong/u),
      ]);
      expect(output).toMatch(/COMPLETED [1-9]\d* FILES 2 ERRORS 0 WARNINGS 2 FILES_WITH_PROBLEMS/u);
    },
  );

  it('fails for a mere warning', { timeout: 300_000 }, async () => {
    const { passed, output } = await check({ 'Warns.svelte': '<img src="x.png">' });
    expect(passed).toBe(false);
    expect(output).toContain('0 ERRORS 1 WARNINGS');
  });
});

describe('the type checks', () => {
  const parsed = (name: string) => {
    const file = path.join(root, name);
    const read = ts.readConfigFile(file, (it) => ts.sys.readFile(it));
    return ts.parseJsonConfigFileContent(read.config, ts.sys, path.dirname(file));
  };
  /** The tsconfigs of the checks, as the commands name them. */
  const checked = allChecks().flatMap(({ command: [program, ...args] }) =>
    program === 'tsc' || program === 'svelte-check'
      ? args.filter((_, n) => ['-p', '--tsconfig'].includes(args[n - 1] ?? ''))
      : [],
  );
  const configs = checked.map((name) => (name.endsWith('.json') ? name : `${name}/tsconfig.json`));

  it('read every TypeScript file of the project', () => {
    const read = new Set(
      configs.flatMap((name) => parsed(name).fileNames.map((file) => path.relative(root, file))),
    );
    const ours = globSync(['*.ts', '{scripts,src-*,browser-host,test}/**/*.ts'], { cwd: root });
    expect(ours.length).toBeGreaterThan(300);
    expect(ours.filter((file) => !read.has(file))).toEqual([]);
  });

  it('are strict, and none reads a folder that another one reads with the same rules', () => {
    for (const name of configs) {
      expect(parsed(name).options, name).toMatchObject({
        strict: true,
        noUncheckedIndexedAccess: true,
      });
    }
    const elsewhere = parsed('browser-host/tsconfig.json').options;
    const { configFilePath: _own, ...rules } = elsewhere;
    expect(parsed('test/tsconfig.json').options).toMatchObject(rules);
    expect(configs).not.toContain('browser-host/tsconfig.json');
    expect(configs.filter((name) => name.startsWith('src-renderer/'))).toHaveLength(1);
  });
});
