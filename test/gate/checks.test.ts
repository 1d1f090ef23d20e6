/**
 * Do the checks find anything at all? Each plants a mistake where `npm run check` would look and
 * sees the same command fail, and sees it pass without.
 */
import { globSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { allChecks, runCheck, svelteCheck } from '../../scripts/checks.ts';
import { projects, readProject, readWithTests } from '../../scripts/code-check.ts';

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

describe('the check of types and rules', () => {
  it('is part of npm run check', () => {
    expect(allChecks().map(({ command }) => command)).toContainEqual(['code-check']);
  });

  it(
    'finds what is planted: a wrong type, and what only a rule that knows the types can see, in a component too',
    { timeout: 300_000 },
    async () => {
      await mkdir(path.join(root, 'reports'), { recursive: true });
      const folder = await mkdtemp(path.join(root, 'reports/planted-'));
      onTestFinished(() => rm(folder, { recursive: true, force: true }));
      const configLike = (name: string) =>
        JSON.stringify({ extends: `../../../${name}/tsconfig.json`, include: ['.'] });
      const lost = 'const late = async (): Promise<void> => {};';
      const planted: Readonly<Record<string, string>> = {
        'plain/wrong.ts': `export const wrong: number = 'no number';\n`,
        'plain/lost.ts': `${lost}\nlate();\n`,
        'svelte/Lost.svelte': `<script lang="ts">\n  ${lost}\n  late();\n</script>\n`,
        'svelte/lost.svelte.ts': `let n = $state(0);\n${lost}\nexport const count = () => n++;\nlate();\n`,
        'svelte/Uses.svelte': `<script lang="ts">\n  import Lost from './Lost.svelte';\n</script>\n\n<Lost />\n`,
        'plain/tsconfig.json': configLike('src-shared'),
        'svelte/tsconfig.json': configLike('src-renderer'),
      };
      for (const [name, text] of Object.entries(planted)) {
        await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
        await writeFile(path.join(folder, name), text);
      }
      const configs = ['plain', 'svelte'].map((name) => path.join(folder, name, 'tsconfig.json'));
      const { passed, output } = await runCheck({ name: '', command: ['code-check', ...configs] });
      expect(passed).toBe(false);
      const flaws = output.split('\n').flatMap((line) => {
        const file = /^\/.*\/(\w[^/]*)$/u.exec(line)?.[1];
        const [, place, rule] = /^ +(\d+:\d+) +error .* (\S+)$/u.exec(line) ?? [];
        return file ?? (rule === undefined ? [] : `${place ?? ''} ${rule}`);
      });
      expect(output).toMatch(/wrong\.ts\(1,14\): error TS2322: Type 'string' is not assignable/u);
      expect(flaws).toEqual([
        ...['lost.ts', '2:1 @typescript-eslint/no-floating-promises'],
        ...['Lost.svelte', '3:3 @typescript-eslint/no-floating-promises'],
        ...['lost.svelte.ts', '4:1 @typescript-eslint/no-floating-promises'],
      ]);
    },
  );

  it('reads every file of code of the project, and each of them once', () => {
    const read = projects.flatMap((name) =>
      readProject(name).files.map((file) => path.relative(root, file).replaceAll(path.sep, '/')),
    );
    const ours = globSync(
      ['*', '{build,docs,scripts,src-*,browser-host,test}/**/*'].map(
        (place) => `${place}.{ts,mts,js,mjs,cjs,svelte}`,
      ),
      { cwd: root },
    ).map((file) => file.replaceAll(path.sep, '/'));
    expect(ours.length).toBeGreaterThan(300);
    expect([...read].sort()).toEqual([...ours].sort());
  });

  it('is strict, and reads some folders with the tests, by the rules and the files of their own', () => {
    for (const name of projects) {
      expect(readProject(name).options, name).toMatchObject({
        strict: true,
        noUncheckedIndexedAccess: true,
      });
    }
    const withTests = readProject('test/tsconfig.json');
    for (const folder of readWithTests) {
      const own = readProject(`${folder}/tsconfig.json`);
      const { configFilePath: _own, ...rules } = own.options;
      expect(withTests.options, folder).toMatchObject(rules);
      expect(withTests.files, folder).toEqual(expect.arrayContaining([...own.files]));
    }
  });
});
