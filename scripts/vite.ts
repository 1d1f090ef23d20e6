/** The three bundles: main (one ESM file), preload (one CommonJS file), renderer (static files). */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import path from 'node:path';
import type { InlineConfig, Plugin } from 'vite';
import { patienceOfCommands } from '../src-shared/contract.ts';
import { licencesOfAssets, LISTS } from './notices/vite-plugin.ts';

const root = path.resolve(import.meta.dirname, '..');
const target = { main: 'node24', renderer: 'chrome146' };

export interface BuildKind {
  /** A release holds no test hooks: no time hook, no reload on change. */
  readonly release: boolean;
  /** Rebuild on change. */
  readonly watch: boolean;
  /** Where the bundles go; `dist/` of the project without it. */
  readonly dist?: string;
}

const distOf = ({ dist }: BuildKind) => dist ?? path.join(root, 'dist');

/** The list of what a bundle holds; build.ts gathers them. Nobody does while watching. */
const listed = ({ watch }: BuildKind, name: string) =>
  watch ? false : { fileName: `${LISTS}/${name}.json` };

const base = ({ release, watch }: BuildKind): InlineConfig => ({
  configFile: false,
  logLevel: 'warn',
  define: { TEST_HOOKS: JSON.stringify(!release) },
  build: {
    emptyOutDir: false,
    reportCompressedSize: false,
    minify: release,
    sourcemap: release ? false : 'inline',
    watch: watch ? {} : null,
    // How long a plugin took is no concern of whoever starts the app.
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
});

function merge(kind: BuildKind, own: InlineConfig): InlineConfig {
  const common = base(kind);
  const rolldownOptions = { ...common.build?.rolldownOptions, ...own.build?.rolldownOptions };
  return {
    ...common,
    ...own,
    define: { ...common.define, ...own.define },
    build: { ...common.build, ...own.build, rolldownOptions },
  };
}

/**
 * Vite marks scripts and styles `crossorigin`. All our files have one origin, and the app: scheme is
 * not open to others: without the mark no browser has a reason to ask.
 */
const oneOrigin: Plugin = {
  name: 'one-origin',
  transformIndexHtml: {
    order: 'post',
    handler: (html) => html.replace(/ crossorigin(?=[ >])/gu, ''),
  },
};

export const bundles = {
  main: (kind: BuildKind): InlineConfig =>
    merge(kind, {
      root,
      ssr: { noExternal: true, external: ['electron'] },
      build: {
        ssr: path.join(root, 'src-main/main.ts'),
        license: listed(kind, 'main'),
        target: target.main,
        outDir: distOf(kind),
        rolldownOptions: {
          output: { format: 'es', entryFileNames: 'main.js', codeSplitting: false },
        },
      },
    }),
  // A sandboxed preload cannot be an ES module and may require nothing but electron.
  preload: (kind: BuildKind): InlineConfig =>
    merge(kind, {
      root,
      build: {
        sourcemap: false,
        license: listed(kind, 'preload'),
        target: target.renderer,
        outDir: distOf(kind),
        lib: {
          entry: path.join(root, 'src-main/electron/preload.ts'),
          formats: ['cjs'],
          fileName: () => 'preload.cjs',
        },
        rolldownOptions: { external: ['electron'] },
      },
    }),
  renderer: (kind: BuildKind): InlineConfig =>
    merge(kind, {
      root: path.join(root, 'src-renderer'),
      base: './',
      // Else json5 comes with what browsers of ten years ago lacked, `Function()` included.
      resolve: { mainFields: ['module', 'browser'] },
      // The window knows this of the contract without the schemas and their library.
      define: { PATIENCE: JSON.stringify(patienceOfCommands()) },
      plugins: [svelte(), oneOrigin, ...(kind.watch ? [] : [licencesOfAssets])],
      build: {
        license: listed(kind, 'renderer'),
        target: target.renderer,
        outDir: path.join(distOf(kind), 'renderer'),
        // The polyfill is an inline script, which the policy refuses.
        modulePreload: false,
        assetsInlineLimit: 0,
      },
    }),
} as const;
