/**
 * `npm run build`: dist/main.js, dist/preload.cjs and dist/renderer/, the tray's icons and the notices,
 * and dist/tools/, which runs without the app.
 * `--release` leaves the test hooks out.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'vite';
import { readOnlyFlags } from './flags.ts';
import { bundledIcons, writeIcons } from './icons/files.ts';
import { gatherPackages, notices, NOTICES_FILE, sorted } from './notices/notices.ts';
import type { BundledPackage } from './notices/packages.ts';
import { buildTools } from './tools.ts';
import { bundles } from './vite.ts';

interface BuildOptions {
  readonly release: boolean;
  /** Without them what is no release starts faster. */
  readonly maps?: boolean;
  /** Without it `dist/` of the project. It is emptied first. */
  readonly dist?: string;
}

/**
 * Builds everything and resolves to what is bundled. Rejects with Vite's own error. What NODE_ENV says has
 * no part in it: Svelte's checks of development would make the window a fifth larger.
 */
export async function buildAll({
  release,
  maps = !release,
  dist = path.resolve(import.meta.dirname, '../dist'),
}: BuildOptions): Promise<readonly BundledPackage[]> {
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  process.env['NODE_ENV'] = 'production';
  for (const bundle of Object.values(bundles))
    await build(bundle({ release, maps, watch: false, dist }));
  const packages = await gatherPackages(dist);
  await writeFile(path.join(dist, NOTICES_FILE), notices(packages));
  await writeIcons(path.join(dist, 'icons'), bundledIcons());
  return sorted([...packages, ...(await buildTools(path.join(dist, 'tools')))]);
}

if (import.meta.main) {
  const read = readOnlyFlags('build', process.argv.slice(2), {
    release: { type: 'boolean', default: false },
  });
  if ('refusal' in read) {
    console.error(`${read.refusal} It takes --release and nothing else.`);
    process.exit(2);
  }
  await buildAll(read.values);
}
