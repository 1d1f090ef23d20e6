/** `npm run build`: dist/main.js, dist/preload.cjs and dist/renderer/. `--release` leaves the test hooks out. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'vite';
import { bundles } from './vite.ts';

/** Builds the three bundles into dist/, which is emptied first. Rejects with Vite's own error. */
export async function buildAll({ release }: { release: boolean }): Promise<void> {
  await rm(path.resolve(import.meta.dirname, '../dist'), { recursive: true, force: true });
  for (const bundle of Object.values(bundles)) await build(bundle({ release, watch: false }));
}

if (import.meta.main) {
  const unknown = process.argv.slice(2).filter((flag) => flag !== '--release');
  if (unknown.length > 0) {
    console.error(`build: unknown flag ${unknown.join(' ')}. It takes --release and nothing else.`);
    process.exit(2);
  }
  await buildAll({ release: process.argv.includes('--release') });
}
