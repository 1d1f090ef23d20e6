import './scripts/lint-set-up.ts';
import { defineConfig } from 'eslint/config';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import { guard, homes } from './scripts/guarded-syntax.ts';

/**
 * One import rule a folder: what it may import, and nothing else. These are the arrows of the
 * architecture; test/gate/imports.test.ts plants what goes against them.
 */
interface Allowed {
  /** Packages, and `node:` for Node's own. */
  readonly packages: readonly string[];
  /** Other top folders. */
  readonly folders?: readonly string[];
  /** Single files of other top folders. */
  readonly files?: readonly string[];
  /** Within src-main: what lies outside of the folder itself, a file or a whole folder. */
  readonly main?: readonly string[];
  /** How many folders below src-main the files lie; within the first of them all is allowed. */
  readonly depth?: number;
}

const literally = (texts: readonly string[]) =>
  texts.map((text) => text.replace(/[.]/gu, '\\.')).join('|') || '(?!)';

function mayImport({ packages, folders = [], files = [], main, depth = 1 }: Allowed): {
  'no-restricted-imports': ['error', { patterns: { regex: string; message: string }[] }];
} {
  const named = packages.map((name) => (name === 'node:' ? name : `${name}(?:/|$)`));
  const patterns = [
    {
      regex: `^(?!\\.|${named.join('|') || '(?!)'})`,
      message: `The only packages here: ${packages.join(', ') || 'none'}.`,
    },
    {
      regex: `^(?:\\.\\./)+(?!(?:${literally(folders)})/|(?:${literally(files)})$)(?:src-[a-z]+|browser-host|test|scripts)/`,
      message: `All of other folders here: ${[...folders, ...files].join(', ') || 'nothing'}.`,
    },
    ...(main === undefined
      ? []
      : [
          {
            regex: `^(?:\\.\\./){${depth}}(?!\\.\\./|${literally(main)})`,
            message: `The only other parts of main here: ${main.join(', ')}.`,
          },
        ]),
  ];
  return { 'no-restricted-imports': ['error', { patterns }] };
}

export default defineConfig(
  { ignores: ['dist/', 'release/', 'reports/', 'coverage/', '.stryker-tmp/', 'node_modules/'] },
  ...ts.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: { projectService: true },
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
      // Ten seconds each to find what tsc finds: it refuses every enum (erasableSyntaxOnly), and takes
      // nothing else for an instance of a class with fields of its own (#).
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Leaving a field out by naming it is how a secret is kept from what is passed on.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    // For them alone: what it is said for makes no use of the programs that are made once for a run.
    files: ['**/*.svelte'],
    languageOptions: { parserOptions: { extraFileExtensions: ['.svelte'] } },
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
  { files: ['src-shared/**'], rules: mayImport({ packages: ['valibot'] }) },
  { files: ['src-shared/paste/**'], rules: mayImport({ packages: ['json5', 'unbash'] }) },
  {
    files: ['src-renderer/**'],
    rules: mayImport({
      packages: ['svelte', '@lucide/svelte', 'd3-scale', '@tanstack/svelte-virtual'],
      folders: ['src-shared'],
    }),
  },
  {
    // A chunk of its own.
    files: ['src-renderer/panels/console/**/json-*.ts'],
    rules: mayImport({
      packages: ['@codemirror', '@lezer/highlight', 'jsonc-parser'],
      folders: ['src-shared'],
    }),
  },
  { files: ['src-cli/**'], rules: mayImport({ packages: ['node:'], folders: ['src-shared'] }) },
  {
    files: ['src-renderer/**', 'src-main/electron/window/preload.ts', 'src-cli/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: 'src-shared/(?:contract|settings|local-api)\\.ts$',
              allowTypeImports: true,
              message: 'As a type only: main alone runs the schemas.',
            },
          ],
        },
      ],
    },
  },
  // It shares no code with the client: a mistake there must not be mirrored here. The facts are no code.
  {
    files: ['src-simulator/**'],
    rules: mayImport({
      packages: ['node:', '@fastify/busboy'],
      files: ['src-shared/bill/bill-operations.json'],
    }),
  },
  {
    // The command and the library; what the app holds of the simulator makes no certificates.
    files: ['src-simulator/tls/**'],
    rules: mayImport({ packages: ['node:', '@peculiar/x509', 'reflect-metadata'] }),
  },
  {
    files: ['src-main/**'],
    rules: mayImport({ packages: ['node:', 'valibot'], folders: ['src-shared'] }),
  },
  {
    files: ['src-main/servers/practice.ts'],
    rules: mayImport({ packages: [], folders: ['src-shared', 'src-simulator'] }),
  },
  {
    files: ['src-main/session/**'],
    rules: mayImport({ packages: [], folders: ['src-shared'], main: ['ports.ts'] }),
  },
  {
    files: ['src-main/session/*/**'],
    rules: mayImport({ packages: [], folders: ['src-shared'], main: ['ports.ts'], depth: 2 }),
  },
  {
    files: ['src-main/ipc/**'],
    rules: mayImport({
      packages: ['valibot'],
      folders: ['src-shared'],
      main: [
        ...['ports.ts', 'session/', 'notify/notices.ts', 'history/history-store.ts'],
        ...['grants/grants.ts', 'gateway/gateway.ts', 'env-file/env-writer.ts'],
        ...['profiles/sessions.ts', 'profiles/profiles-types.ts', 'vault/vault-types.ts'],
      ],
    }),
  },
  {
    files: ['src-main/bill/**'],
    rules: mayImport({
      packages: ['node:', 'valibot', 'got'],
      folders: ['src-shared'],
      main: ['ports.ts'],
    }),
  },
  {
    files: ['src-main/bill/*/**'],
    rules: mayImport({
      packages: ['node:', 'valibot', 'got'],
      folders: ['src-shared'],
      main: ['ports.ts'],
      depth: 2,
    }),
  },
  {
    files: ['src-main/files/**'],
    rules: mayImport({ packages: ['node:'], folders: ['src-shared'] }),
  },
  {
    files: ['src-main/history/**'],
    rules: mayImport({
      packages: ['node:', 'valibot'],
      folders: ['src-shared'],
      main: ['ports.ts', 'session/', 'files/'],
    }),
  },
  {
    files: ['src-main/grants/**'],
    rules: mayImport({
      packages: ['node:', 'valibot'],
      folders: ['src-shared'],
      main: ['ports.ts', 'files/'],
    }),
  },
  {
    files: ['src-main/env-file/**'],
    rules: mayImport({
      packages: ['node:'],
      folders: ['src-shared'],
      main: ['files/', 'gateway/gateway.ts'],
    }),
  },
  {
    files: ['src-main/gateway/**'],
    rules: mayImport({
      packages: ['node:', 'valibot'],
      folders: ['src-shared'],
      main: [
        ...['ports.ts', 'files/', 'bill/', 'session/', 'grants/token.ts'],
        'vault/vault-types.ts',
      ],
    }),
  },
  {
    files: ['src-main/gateway/*/**'],
    rules: mayImport({
      depth: 2,
      packages: ['node:', '@fastify/busboy'],
      folders: ['src-shared'],
      main: [
        ...['ports.ts', 'files/', 'bill/', 'session/', 'grants/token.ts'],
        'vault/vault-types.ts',
      ],
    }),
  },
  {
    files: ['src-main/local-api/**'],
    rules: mayImport({
      packages: ['node:', 'valibot', '@valibot/to-json-schema'],
      folders: ['src-shared'],
      main: ['ports.ts', 'files/', 'grants/', 'ipc/router.ts'],
    }),
  },
  {
    files: ['src-main/hand-off/**', 'src-main/system/**', 'src-main/vault/**'],
    rules: mayImport({
      packages: ['node:', 'valibot'],
      folders: ['src-shared'],
      main: ['ports.ts', 'files/'],
    }),
  },
  {
    files: ['src-main/profiles/**'],
    rules: mayImport({
      packages: ['valibot'],
      folders: ['src-shared'],
      main: [
        ...['ports.ts', 'session/', 'servers/servers.ts', 'bill/base-url.ts'],
        ...['files/json-store.ts', 'files/kept-value.ts', 'vault/vault-types.ts'],
      ],
    }),
  },
  {
    files: ['src-main/notify/**'],
    rules: mayImport({
      packages: [],
      folders: ['src-shared'],
      main: ['ports.ts', 'session/', 'profiles/', 'vault/vault-types.ts'],
    }),
  },
  {
    files: ['src-main/snapshot/**'],
    rules: mayImport({
      packages: [],
      folders: ['src-shared'],
      main: [
        ...['ports.ts', 'session/', 'profiles/', 'notify/notices.ts', 'servers/servers.ts'],
        ...['bill/record/recorder.ts', 'history/', 'vault/vault-types.ts'],
      ],
    }),
  },
  {
    files: ['src-main/electron/*/**'],
    rules: mayImport({
      depth: 2,
      packages: ['node:', 'valibot', 'electron', 'electron-store'],
      folders: ['src-shared'],
      main: [
        ...['ports.ts', 'app.ts', 'system/', 'notify/tray-model.ts'],
        ...['files/', 'bill/line/connections.ts', 'ipc/router.ts', 'vault/secret-box.ts'],
      ],
    }),
  },
  {
    // What Vite bundles: the simulator is the practice sandbox.
    files: ['src-main/**', 'src-renderer/**', 'src-shared/**', 'src-simulator/**', 'src-cli/**'],
    rules: { ...guard(null), 'no-eval': 'error', 'no-new-func': 'error' },
  },
  ...homes.map((home) => ({
    files: [home.endsWith('/') ? `${home}**` : home],
    rules: guard(home),
  })),
  // The help is made of sentences: they stand in the tables as they would among the words.
  { files: ['src-cli/table/**'], rules: guard('src-shared/words/') },
  {
    files: ['scripts/**', 'browser-host/**', 'test/bench/*/**', 'test/gallery/**'],
    rules: { 'no-console': 'off' },
  },
);
