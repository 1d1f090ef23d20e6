/**
 * The three bundles: main (one ESM file), preload (one CommonJS file), renderer (static files); and one
 * ESM file for each tool.
 */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { InlineConfig, Plugin } from 'vite';
import { patienceOfCommands } from '../src-shared/contract.ts';
import { licencesOfAssets, LISTS } from './notices/vite-plugin.ts';

const root = path.resolve(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  readonly version: string;
};
/** What the simulator says its version is. */
const TABKEEPER_VERSION = JSON.stringify(version);
const target = { main: 'node24', renderer: 'chrome146' };

export interface BuildKind {
  /** A release holds no test hooks: no time hook, no reload on change. */
  readonly release: boolean;
  /** Source maps inside the files, for whoever debugs: five times as much to read at each start. */
  readonly maps: boolean;
  /** Rebuild on change. */
  readonly watch: boolean;
  /** Where the bundles go; `dist/` of the project without it. */
  readonly dist?: string;
}

const distOf = ({ dist }: BuildKind) => dist ?? path.join(root, 'dist');

/** The list of what a bundle holds; build.ts gathers them. Nobody does while watching. */
const listed = ({ watch }: BuildKind, name: string) =>
  watch ? false : { fileName: `${LISTS}/${name}.json` };

const base = ({ release, maps, watch }: BuildKind): InlineConfig => ({
  configFile: false,
  logLevel: 'warn',
  define: { TEST_HOOKS: JSON.stringify(!release), TABKEEPER_VERSION },
  build: {
    emptyOutDir: false,
    reportCompressedSize: false,
    minify: release,
    sourcemap: maps ? 'inline' : false,
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

/** A style in the head would hold up the first paint, with which the window is shown. */
const styleAfterFirstPaint: Plugin = {
  name: 'style-after-first-paint',
  transformIndexHtml: {
    order: 'post',
    handler: (html) => {
      const [link = ''] = /^ *<link rel="stylesheet"[^>]*>\n/mu.exec(html) ?? [];
      return html.replace(link, '').replace(/^ *<\/body>/mu, (end) => link + end);
    },
  },
};

/**
 * The fonts are fetched beside script and style, else the first layout waits for them; named in the head
 * they would hold up the first paint themselves. Fonts alone are always asked for as if of another origin:
 * without the mark the browser would fetch them twice.
 */
const preloadFonts: Plugin = {
  name: 'preload-fonts',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle = {} }) =>
      Object.keys(bundle)
        .filter((file) => file.endsWith('.woff2'))
        .map((file) => ({
          tag: 'link',
          injectTo: 'body' as const,
          attrs: {
            ...{ rel: 'preload', href: `./${file}`, as: 'font', type: 'font/woff2' },
            crossorigin: 'anonymous',
          },
        })),
  },
};

/** The files of main that are loaded later, where the bundler would name them by a folder of theirs. */
const laterNames: Readonly<Record<string, string>> = {
  source: 'got',
  'src-simulator': 'simulator',
  'rolldown-runtime': 'runtime',
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
        // What a start does not need lies in files of its own. They take nothing from main.js, which runs once.
        rolldownOptions: {
          output: {
            format: 'es',
            entryFileNames: 'main.js',
            chunkFileNames: ({ name }) => `later/${laterNames[name] ?? name}.js`,
            codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] },
          },
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
          entry: path.join(root, 'src-main/electron/window/preload.ts'),
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
      // The window knows this of the contract without the schemas and their library.
      define: { PATIENCE: JSON.stringify(patienceOfCommands()) },
      // Else json5 comes with what browsers of ten years ago lacked, `Function()` included.
      resolve: { mainFields: ['module', 'browser'] },
      plugins: [
        svelte(),
        oneOrigin,
        styleAfterFirstPaint,
        preloadFonts,
        ...(kind.watch ? [] : [licencesOfAssets]),
      ],
      build: {
        license: listed(kind, 'renderer'),
        target: target.renderer,
        outDir: path.join(distOf(kind), 'renderer'),
        // The polyfill is an inline script, which the policy refuses.
        modulePreload: false,
        assetsInlineLimit: 0,
        // What the window starts with is one file, whatever the parts that are loaded later share with it;
        // and so is what they share among themselves.
        rolldownOptions: {
          output: {
            codeSplitting: {
              groups: [
                { name: 'index', tags: ['$initial'] },
                { name: 'shared-parts', minShareCount: 2 },
              ],
            },
          },
        },
      },
    }),
} as const;

interface ToolBundle {
  /** The file's name without its ending. */
  readonly name: string;
  readonly entry: string;
  readonly folder: string;
  /** The oldest major version of Node that it runs on. */
  readonly oldestNode: number;
}

/** A program of one file for the user's own Node. It is for reading too: nothing is shortened. */
export const toolBundle = ({ name, entry, folder, oldestNode }: ToolBundle): InlineConfig => ({
  root,
  configFile: false,
  logLevel: 'warn',
  define: { TABKEEPER_VERSION },
  ssr: { noExternal: true },
  build: {
    ssr: entry,
    license: { fileName: `${LISTS}/${name}.json` },
    target: `node${oldestNode}`,
    outDir: folder,
    emptyOutDir: false,
    minify: false,
    sourcemap: false,
    reportCompressedSize: false,
    rolldownOptions: {
      checks: { bundlerTimings: false },
      output: {
        format: 'es',
        entryFileNames: `${name}.mjs`,
        codeSplitting: false,
        banner: programHead(oldestNode),
      },
    },
  },
});

/** An older Node would stop at something that it does not know, in words that help nobody. */
const programHead = (oldestNode: number) => `#!/usr/bin/env node
if (Number(process.versions.node.split('.')[0]) < ${oldestNode}) {
  process.stderr.write(\`Tabkeeper’s tools need Node ${oldestNode} or later, and this is \${process.version}.\\n\`);
  process.exit(1);
}`;
