import { defineConfig } from 'eslint/config';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import { guard, homes } from './scripts/guarded-syntax.ts';

/** One import rule a folder: the arrows of the architecture, checked by a machine. */
const only = (message: string, group: string[]) => ({ group, message });
const noElectron = {
  regex: '^electron(-store)?(/|$)',
  message: 'electron and electron-store belong to src-main/electron/ alone.',
};
const noGot = only('got belongs to src-main/bill/ alone.', ['got']);
const noMain = only('Main code does not cross the bridge.', ['**/src-main/**']);
const noRenderer = only('The renderer is imported by nobody.', ['**/src-renderer/**']);
const noSimulator = only(
  'The simulator stands apart: only main.ts starts it, for the practice sandbox.',
  ['**/src-simulator/**'],
);
const noTest = only('Product code never imports test code.', ['**/test/**']);
const noNode = only('No Node here.', ['node:*']);
const noAdapters = only('Rules know ports, never adapters.', [
  '**/bill/*',
  '**/electron/*',
  '**/system/*',
  '!**/bill/limits.ts',
]);

type Pattern = { group: string[]; message: string } | { regex: string; message: string };
const restrict = (...patterns: Pattern[]): { 'no-restricted-imports': ['error', object] } => ({
  'no-restricted-imports': ['error', { patterns }],
});

export default defineConfig(
  { ignores: ['dist/', 'release/', 'reports/', 'coverage/', '.stryker-tmp/', 'node_modules/'] },
  ...ts.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: false }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Leaving a field out by naming it is how a secret is kept from what is passed on.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser }, globals: globals.browser },
    rules: {
      // Both break the strict policy: Trusted Types refuse the first, style-src 'self' the second.
      'svelte/no-at-html-tags': 'error',
      'svelte/no-inline-styles': ['error', { allowTransitions: true }],
      'svelte/button-has-type': 'error',
    },
  },
  {
    files: ['src-shared/**'],
    rules: restrict(noElectron, noGot, noMain, noRenderer, noSimulator, noTest, noNode),
  },
  {
    files: ['src-renderer/**'],
    rules: restrict(noElectron, noGot, noMain, noSimulator, noTest, noNode),
  },
  {
    files: ['src-simulator/**'],
    rules: restrict(noElectron, noGot, noMain, noRenderer, noTest),
  },
  {
    files: ['src-main/**'],
    rules: restrict(noElectron, noGot, noRenderer, noSimulator, noTest),
  },
  {
    files: ['src-main/session/**', 'src-main/ipc/**'],
    rules: restrict(noElectron, noGot, noRenderer, noSimulator, noTest, noNode, noAdapters),
  },
  {
    files: ['src-main/bill/**'],
    rules: restrict(noElectron, noRenderer, noSimulator, noTest),
  },
  {
    files: ['src-main/electron/**'],
    rules: restrict(noGot, noRenderer, noSimulator, noTest),
  },
  {
    files: ['src-main/practice.ts'],
    rules: restrict(noElectron, noGot, noRenderer, noTest),
  },
  {
    // What Vite bundles: the simulator is the practice sandbox.
    files: ['src-main/**', 'src-renderer/**', 'src-shared/**', 'src-simulator/**'],
    rules: { ...guard(null), 'no-eval': 'error', 'no-new-func': 'error' },
  },
  ...homes.map((home) => ({ files: [home], rules: guard(home) })),
  {
    files: ['scripts/**', 'src-simulator/cli.ts', 'test/host/**'],
    rules: { 'no-console': 'off' },
  },
);
