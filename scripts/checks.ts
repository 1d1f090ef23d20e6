/** The static checks, each one command. `npm run check` runs them, and so does `npm test`. */
import { spawn } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

export interface Check {
  readonly name: string;
  /** A program that `binOf` knows, and its arguments. */
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

/** The longest first: it is not to be left alone at the end. */
export function allChecks(): Check[] {
  return [
    { name: 'types and rules', command: ['code-check'] },
    // .prettierrc.json has it read TypeScript by Babel: it prints the same, and takes a fifth less.
    { name: 'prettier', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
    svelteCheck('src-renderer/tsconfig.json'),
    { name: 'knip', command: ['knip', '--no-progress'] },
  ];
}

/** For what lives shortly: compilers make much of it, and with less room it is carried around and around. */
const ROOM = ['--max-semi-space-size=64'];

/** Resolves to whether the check passed, and what it printed. */
export function runCheck(
  { command }: Check,
  cwd = root,
): Promise<{ readonly passed: boolean; readonly output: string }> {
  const [program, ...args] = command;
  return new Promise((resolve) => {
    // By its script: node_modules/.bin holds shell wrappers on Windows.
    const child = spawn(process.execPath, [...ROOM, binOf(program), ...args], {
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
  'code-check': 'scripts/code-check.ts',
  tsc: 'node_modules/typescript/bin/tsc',
  'svelte-check': 'node_modules/svelte-check/bin/svelte-check',
  prettier: 'node_modules/prettier/bin/prettier.cjs',
  knip: 'node_modules/knip/bin/knip.js',
  vitest: 'node_modules/vitest/vitest.mjs',
};

/** The script behind a program. */
export function binOf(program: string): string {
  const home = homes[program];
  if (home === undefined) throw new Error(`checks.ts does not know where ${program} is`);
  return path.join(root, home);
}
