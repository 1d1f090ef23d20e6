/** Files that the build put beside the main bundle, read when they are needed. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** The licences of everything that is bundled; null in a build that watches, which leaves them out. */
export async function readLicences(dist: string): Promise<string | null> {
  return readFile(path.join(dist, 'THIRD_PARTY_NOTICES.txt'), 'utf8').catch(() => null);
}

/**
 * The page with the releases of the project, which a release build names in its package.json as the
 * repository that it comes from; null in any other build.
 */
export async function readReleasesPage(dist: string): Promise<string | null> {
  try {
    const manifest: unknown = JSON.parse(
      await readFile(path.join(dist, '../package.json'), 'utf8'),
    );
    const { homepage } = manifest as { readonly homepage?: unknown };
    if (typeof homepage !== 'string' || new URL(homepage).protocol !== 'https:') return null;
    return `${homepage.replace(/\/+$/u, '')}/releases`;
  } catch {
    return null;
  }
}
