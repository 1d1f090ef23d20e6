/** The arrows of the architecture: each import that goes against them is planted, and found by ESLint. */
import path from 'node:path';
import { ESLint, Linter } from 'eslint';
import ts from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const eslint = new ESLint({ cwd: root });
const linter = new Linter();
const rules = [
  'no-restricted-imports',
  'no-restricted-syntax',
  '@typescript-eslint/no-restricted-imports',
] as const;

/**
 * The rules of imports that each of `lines` breaks, were they the text of `file`: those of its own
 * configuration. All of them at once, since ESLint takes the rules apart anew for each text.
 */
async function broken(file: string, lines: readonly string[]): Promise<string[][]> {
  const config = (await eslint.calculateConfigForFile(path.join(root, file))) as Linter.Config;
  const own = Object.fromEntries(rules.map((rule) => [rule, config.rules?.[rule] ?? 'off']));
  const plugins = { '@typescript-eslint': ts.plugin as ESLint.Plugin };
  const found = linter.verify(lines.join('\n'), [
    { languageOptions: { parser: ts.parser }, plugins, rules: own },
  ]);
  const rulesOf: string[][] = lines.map(() => []);
  for (const { ruleId, message, line } of found) {
    const text = lines[line - 1] ?? '';
    if (ruleId === null) throw new Error(`${text}: ${message}`);
    rulesOf[line - 1]?.push(ruleId);
  }
  return rulesOf;
}

const refused = {
  'src-shared/contract.ts': [
    ...['node:fs', 'fs', 'path', 'electron', 'got', 'svelte', '../src-main/app.ts'],
    ...['../src-renderer/mirror.svelte.ts', '../src-simulator/index.ts', '../test/fakes/clock.ts'],
  ],
  'src-renderer/panels/SignIn.svelte': [
    ...['node:fs', 'fs/promises', 'electron', 'electron-store', 'got', 'valibot'],
    ...['../../src-main/app.ts', '../../src-main/bill/v2.ts', '../../src-simulator/index.ts'],
    ...['../../test/browser/harness.ts', '../../scripts/vite.ts'],
  ],
  'src-renderer/mount.ts': ['../src-main/app.ts', 'got', 'node:fs'],
  'src-shared/paste/shells/shell.ts': [
    ...['node:fs', 'electron', 'valibot', 'svelte', '../../../src-main/app.ts'],
  ],
  'src-simulator/index.ts': [
    ...['../src-main/bill/v2.ts', '../src-main/app.ts', '../src-shared/contract.ts'],
    ...['electron', 'got', 'valibot', '../test/fakes/clock.ts', '../src-shared/bill/operations.ts'],
    '../src-shared/bill/bill-operations.json.ts',
  ],
  'src-cli/runs/context.ts': [
    ...['electron', 'got', 'valibot', 'commander', 'fs', '../../src-main/app.ts'],
    ...['../../src-simulator/index.ts', '../../src-renderer/mirror.svelte.ts'],
    ...['../../scripts/vite.ts', '../../test/scale.ts'],
  ],
  'src-main/app.ts': [
    ...['electron', 'electron/main', 'electron-store', 'got', 'got/dist/source/index.js'],
    ...['../src-renderer/mount.ts', '../src-simulator/index.ts', '../test/fakes/clock.ts'],
  ],
  'src-main/servers/practice.ts': [
    'electron',
    'got',
    '../src-renderer/mount.ts',
    '../browser-host/electron/app.ts',
  ],
  'src-main/session/machine.ts': [
    ...['electron', 'electron-store', 'got', 'node:fs', 'fs', 'valibot', '../app.ts', '../main.ts'],
    ...[
      '../bill/v2.ts',
      '../bill/call-limits.ts',
      '../electron/window/window.ts',
      '../system/clock.ts',
    ],
    ...['../vault/vault.ts', '../profiles/profiles.ts', '../ipc/router.ts'],
  ],
  'src-main/ipc/router.ts': [
    ...[
      'electron',
      'got',
      'node:fs',
      'fs',
      '../app.ts',
      '../bill/v2.ts',
      '../electron/window/window.ts',
    ],
    ...['../vault/vault.ts', '../profiles/profiles.ts', '../system/log.ts'],
  ],
  'src-main/bill/http.ts': [
    ...['electron', 'electron-store', '../session/machine.ts', '../electron/window/window.ts'],
    ...['../vault/vault.ts', '../app.ts', '../../src-simulator/index.ts'],
  ],
  'src-main/vault/vault.ts': [
    ...['electron', 'electron-store', 'got', '../bill/v2.ts', '../electron/desktop/keyring-box.ts'],
    ...['../session/machine.ts', '../profiles/profiles.ts'],
  ],
  'src-main/hand-off/hand-off-switch.ts': [
    ...['electron', 'got', '../app.ts', '../bill/v2.ts', '../local-api/api-server.ts'],
    ...['../gateway/gateway.ts', '../session/machine.ts', '../electron/window/window.ts'],
  ],
  'src-main/system/clock.ts': ['electron', 'got', '../electron/window/window.ts', '../bill/v2.ts'],
  'src-main/profiles/profiles.ts': [
    ...[
      'electron',
      'got',
      'node:fs',
      '../electron/window/window.ts',
      '../bill/v2.ts',
      '../vault/vault.ts',
    ],
  ],
  'src-main/electron/window/window.ts': [
    ...['got', '../../bill/v2.ts', '../../session/machine.ts', '../../vault/vault.ts'],
    ...['../../main.ts', '../../../src-renderer/mount.ts', '../../../src-simulator/index.ts'],
    '../../../browser-host/electron/app.ts',
  ],
} as const;

describe('the import rules', () => {
  it.each(Object.entries(refused))(
    'refuse in %s each import that goes against the arrows, in each of its forms',
    async (file, imports) => {
      const lines = imports.flatMap((one, n) => [
        `import '${one}';`,
        `import x${n} from '${one}';`,
        `import type { X${n} } from '${one}';`,
        `export { x${n} } from '${one}';`,
        `export * from '${one}';`,
      ]);
      const found = await broken(file, lines);
      for (const [n, line] of lines.entries()) {
        expect([line, found[n]]).toEqual([line, expect.arrayContaining(['no-restricted-imports'])]);
      }
    },
  );

  it.each(Object.keys(refused))('refuse in %s what is loaded later', async (file) => {
    // Each of these has one home, and http.ts is that of got.
    const other = file === 'src-main/bill/http.ts' ? 'electron-store' : 'got';
    const lines = [`await import('${other}');`, 'await import(`./${name}.ts`);'];
    expect(await broken(file, lines)).toEqual(lines.map(() => ['no-restricted-syntax']));
  });

  it.each([
    ...['src-renderer/ask.ts', 'src-main/electron/window/preload.ts', 'src-cli/runs/context.ts'],
  ])('refuse in %s the schemas, which main alone runs', async (file) => {
    const up = file.split('/').slice(1).fill('..').join('/');
    const lines = ['contract', 'settings'].flatMap((name) => [
      `import { ${name} } from '${up}/src-shared/${name}.ts';`,
      `import '${up}/src-shared/${name}.ts';`,
      `export { ${name}2 } from '${up}/src-shared/${name}.ts';`,
    ]);
    const found = await broken(file, lines);
    for (const [n, line] of lines.entries()) {
      expect([line, found[n]]).toEqual([line, ['@typescript-eslint/no-restricted-imports']]);
    }
  });

  it.each([
    ['src-main/electron/window/window.ts', `import { app } from 'electron';`],
    ['src-main/electron/window/preferences.ts', `import Store from 'electron-store';`],
    ['src-main/electron/window/window.ts', `import { openTray } from '../desktop/tray.ts';`],
    ['src-main/electron/window/window.ts', `import type { Log } from '../../ports.ts';`],
    ['src-main/bill/http.ts', `import got from 'got';`],
    ['src-main/bill/http.ts', `import { lookup } from 'node:dns';`],
    ['src-main/session/machine.ts', `import type { Clock } from '../ports.ts';`],
    ['src-main/session/machine.ts', `import { ok } from '../../src-shared/result.ts';`],
    ['src-main/session/machine.ts', `import { view } from './view.ts';`],
    ['src-main/servers/practice.ts', `import { startSimulator } from '../src-simulator/index.ts';`],
    ['src-shared/contract.ts', `import * as v from 'valibot';`],
    ['src-shared/paste/shells/shell.ts', `import { parse } from 'unbash';`],
    ['src-cli/runs/context.ts', `import type { Agent } from 'node:http';`],
    ['src-cli/runs/context.ts', `import { codeOf } from '../../src-shared/text/thrown.ts';`],
    ['src-cli/runs/run-simulator.ts', `await import(file);`],
    ['src-renderer/panels/paste/paste-reader.ts', `await import('./pasting.ts');`],
    ['src-renderer/App.svelte', `import Search from '@lucide/svelte/icons/search';`],
    ['src-renderer/App.svelte', `import { wait } from '../src-shared/times.ts';`],
    ['src-renderer/ask.ts', `import type { Input } from '../src-shared/contract.ts';`],
    [
      'src-main/electron/window/preload.ts',
      `import type { X } from '../../../src-shared/contract.ts';`,
    ],
    ['src-simulator/http/http-server.ts', `import { createServer } from 'node:http';`],
    [
      'src-simulator/facts/bill-facts.ts',
      `import operations from '../../src-shared/bill/bill-operations.json' with { type: 'json' };`,
    ],
  ])('let pass what belongs in %s: %s', async (file, text) => {
    expect(await broken(file, [text])).toEqual([[]]);
  });
});
