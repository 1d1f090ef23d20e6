/** The static checks, each one command. `npm run check` runs them, and so does `npm test`. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

export interface Check {
  readonly name: string;
  /** A program of node_modules/.bin and its arguments. */
  readonly command: readonly [string, ...string[]];
}

/** svelte-check over one tsconfig; the gate test runs the same over a planted error. */
export const svelteCheck = (tsconfig: string): Check => ({
  name: 'svelte-check',
  command: [
    'svelte-check',
    ...['--tsconfig', tsconfig, '--fail-on-warnings', '--output', 'machine'],
  ],
});

/** Type-checked with the same rules by another check: svelte-check, and the tsconfig of test/. */
const readElsewhere = ['src-renderer', 'browser-host'];

/**
 * The longest first: two run at a time, and none is to be left alone at the end. Each folder with a
 * tsconfig is type-checked, once.
 */
export function allChecks(): Check[] {
  const folders = readdirSync(root, { withFileTypes: true })
    .filter(
      (entry) => entry.isDirectory() && existsSync(path.join(root, entry.name, 'tsconfig.json')),
    )
    .map((entry) => entry.name)
    .filter((name) => !readElsewhere.includes(name));
  return [
    { name: 'eslint', command: ['eslint', '--max-warnings', '0', '.'] },
    { name: 'prettier', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
    svelteCheck('src-renderer/tsconfig.json'),
    ...folders.map((folder): Check => ({
      name: `tsc ${folder}`,
      command: ['tsc', '--noEmit', '-p', folder],
    })),
    { name: 'knip', command: ['knip', '--no-progress'] },
  ];
}

/** Resolves to whether the check passed, and what it printed. */
export function runCheck(
  { command }: Check,
  cwd = root,
): Promise<{ readonly passed: boolean; readonly output: string }> {
  const [program, ...args] = command;
  return new Promise((resolve) => {
    // By its script: node_modules/.bin holds shell wrappers on Windows.
    const child = spawn(process.execPath, [binOf(program), ...args], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const note = (chunk: Buffer) => (output += chunk.toString());
    child.stdout.on('data', note);
    child.stderr.on('data', note);
    child.once('error', (error) => resolve({ passed: false, output: error.message }));
    child.once('close', (code) => resolve({ passed: code === 0, output }));
  });
}

const homes: Readonly<Record<string, string>> = {
  tsc: 'typescript/bin/tsc',
  'svelte-check': 'svelte-check/bin/svelte-check',
  eslint: 'eslint/bin/eslint.js',
  prettier: 'prettier/bin/prettier.cjs',
  knip: 'knip/bin/knip.js',
  vitest: 'vitest/vitest.mjs',
};

/** The script behind a program. */
export function binOf(program: string): string {
  const home = homes[program];
  if (home === undefined) throw new Error(`checks.ts does not know where ${program} is`);
  return path.join(root, 'node_modules', home);
}
