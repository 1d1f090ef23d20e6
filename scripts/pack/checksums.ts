/**
 * `node scripts/pack/checksums.ts`: gathers what a release publishes from release/ into
 * release/out/upload/, with a list of SHA-256 sums that `sha256sum --check` reads.
 */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SBOM_FILE } from '../notices/sbom.ts';
import { root } from './layout.ts';

const PUBLISHED = /\.(?:dmg|zip|exe|deb|rpm|AppImage|tgz|tar)$/u;

/** Resolves to the names, in order. Rejects where there is nothing to publish. */
export async function gather(release: string, system = process.platform): Promise<string[]> {
  const out = path.join(release, 'out');
  const upload = path.join(out, 'upload');
  const names = (await readdir(out)).filter((name) => PUBLISHED.test(name)).sort();
  if (names.length === 0) throw new Error(`there is no installer in ${out}`);
  await rm(upload, { recursive: true, force: true });
  await mkdir(upload, { recursive: true });
  for (const name of names) await copyFile(path.join(out, name), path.join(upload, name));
  const bill = SBOM_FILE.replace('sbom', `sbom-${system}`);
  await copyFile(path.join(release, SBOM_FILE), path.join(upload, bill));
  const all = [...names, bill];
  const lines = await Promise.all(
    all.map(async (name) => {
      const bytes = await readFile(path.join(upload, name));
      return `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`;
    }),
  );
  await writeFile(path.join(upload, `SHA256SUMS-${system}.txt`), lines.join(''));
  return all;
}

if (import.meta.main) {
  for (const name of await gather(path.join(root, 'release'))) console.log(name);
}
