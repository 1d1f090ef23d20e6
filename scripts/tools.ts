/**
 * `dist/tools/`: what runs on the user's own Node, without the app. Each tool is one file without
 * dependencies; `npm pack ./dist/tools` makes a package of them.
 */
import { chmod, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { dts } from 'rolldown-plugin-dts';
import { build as bundleTypes, type Plugin } from 'rolldown';
import { build } from 'vite';
import { gatherPackages, notices, NOTICES_FILE } from './notices/notices.ts';
import type { BundledPackage } from './notices/packages.ts';
import { toolBundle } from './vite.ts';

const root = path.resolve(import.meta.dirname, '..');
const OLDEST_NODE = 20;

interface Tool {
  /** The command. */
  readonly bin: string;
  /** The file's name without its ending. */
  readonly name: string;
  readonly entry: string;
  /** Whether programs may import it, as `tabkeeper/<name>`. */
  readonly library: boolean;
}

/** One line for each. */
const TOOLS: readonly Tool[] = [
  { bin: 'tabkeeper', name: 'tabkeeper', entry: 'src-cli/tabkeeper.ts', library: false },
  { bin: 'tabkeeper-simulator', name: 'simulator', entry: 'src-simulator/tool.ts', library: true },
];

/** Builds all of them into `folder`. Resolves to the packages that are bundled in them. */
export async function buildTools(folder: string): Promise<readonly BundledPackage[]> {
  await mkdir(folder, { recursive: true });
  for (const { name, entry, library } of TOOLS) {
    const source = path.join(root, entry);
    await build(toolBundle({ name, entry: source, folder, oldestNode: OLDEST_NODE }));
    await chmod(path.join(folder, `${name}.mjs`), 0o755);
    if (library) await writeTypes(name, source, folder);
  }
  const packages = await gatherPackages(folder);
  await writeFile(path.join(folder, NOTICES_FILE), notices(packages, INTRODUCTION));
  await copyFile(path.join(root, 'LICENSE'), path.join(folder, 'LICENSE'));
  await copyFile(path.join(root, 'src-simulator/README.md'), path.join(folder, 'README.md'));
  await copyFile(path.join(root, 'docs/command-line.md'), path.join(folder, 'command-line.md'));
  await writeManifest(folder);
  return packages;
}

const INTRODUCTION = ['Tabkeeper’s tools hold parts of the packages below.'];

/** A library that adds to the language's own objects; no type of the tools has anything of it. */
const withoutGlobals: Plugin = {
  name: 'without-globals',
  // Before the bundler of types asks for itself.
  resolveId: {
    order: 'pre',
    handler: (id) => (id === 'reflect-metadata' ? '\0nothing.d.ts' : null),
  },
  load: (id) => (id === '\0nothing.d.ts' ? 'export {};' : null),
};

/** One file of types, which names nothing that its reader would have to install. */
async function writeTypes(name: string, entry: string, folder: string): Promise<void> {
  await bundleTypes({
    input: { [name]: entry },
    platform: 'node',
    logLevel: 'warn',
    checks: { bundlerTimings: false },
    plugins: [
      withoutGlobals,
      dts({ emitDtsOnly: true, tsconfig: path.join(root, 'src-simulator/tsconfig.json') }),
    ],
    output: { dir: folder, format: 'es', entryFileNames: '[name].mjs' },
  });
}

async function writeManifest(folder: string): Promise<void> {
  const text = await readFile(path.join(root, 'package.json'), 'utf8');
  const { name, version, license, author } = JSON.parse(text) as Record<string, string>;
  const libraries = TOOLS.filter(({ library }) => library);
  const manifest = {
    name,
    version,
    description:
      'Hands a kept BILL sandbox session to other programs; with a local stand-in for the sandbox. Not affiliated with BILL.',
    license,
    author,
    type: 'module',
    engines: { node: `>=${OLDEST_NODE}` },
    bin: Object.fromEntries(TOOLS.map(({ bin, name: file }) => [bin, `${file}.mjs`])),
    exports: {
      ...Object.fromEntries(
        libraries.map(({ name: file }) => [
          `./${file}`,
          { types: `./${file}.d.mts`, default: `./${file}.mjs` },
        ]),
      ),
      './package.json': './package.json',
    },
  };
  await writeFile(path.join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}
