/** What is bundled, from the lists that the bundles leave, told to the person who runs the app. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { BundledPackage } from './packages.ts';
import { LISTS } from './vite-plugin.ts';

export const NOTICES_FILE = 'THIRD_PARTY_NOTICES.txt';

/** Reads the lists below `dist` and takes them away. In the order of the packages' names. */
export async function gatherPackages(dist: string): Promise<BundledPackage[]> {
  const found = new Map<string, BundledPackage>();
  for (const folder of [path.join(dist, LISTS), path.join(dist, 'renderer', LISTS)]) {
    for (const file of existsSync(folder) ? readdirSync(folder) : []) {
      const list = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as BundledPackage[];
      for (const one of list) found.set(`${one.name}@${one.version}`, one);
    }
    await rm(folder, { recursive: true, force: true });
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

const RULE = '-'.repeat(80);

/** Every licence in full. Throws for a package that names none and brings none. */
export function notices(packages: readonly BundledPackage[]): string {
  const nameless = packages.find(({ identifier, text }) => identifier === undefined && !text);
  if (nameless !== undefined) throw new Error(`${nameless.name} comes without a licence`);
  return [
    'Tabkeeper holds parts of the packages below. It runs on Electron, Chromium and Node.js, whose',
    'licences lie beside the program: LICENSE.electron.txt and LICENSES.chromium.html.',
    ...packages.flatMap(({ name, version, identifier, text }) => [
      '',
      RULE,
      `${name} ${version}${identifier === undefined ? '' : ` (${identifier})`}`,
      RULE,
      text ?? `Licensed under ${identifier ?? ''}; the package brings no text of it.`,
    ]),
    '',
  ].join('\n');
}
