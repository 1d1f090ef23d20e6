/** What is bundled, from the lists that the bundles leave, told to the person who runs the app. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { BundledPackage } from './packages.ts';
import { LISTS } from './vite-plugin.ts';

export const NOTICES_FILE = 'THIRD_PARTY_NOTICES.txt';

/** Each package once, in the order of their names. */
export function sorted(packages: readonly BundledPackage[]): BundledPackage[] {
  const found = new Map(packages.map((one) => [`${one.name}@${one.version}`, one]));
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** Reads the lists below `dist` and takes them away. */
export async function gatherPackages(dist: string): Promise<BundledPackage[]> {
  const found: BundledPackage[] = [];
  for (const folder of [path.join(dist, LISTS), path.join(dist, 'renderer', LISTS)]) {
    for (const file of existsSync(folder) ? readdirSync(folder) : []) {
      const list = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as BundledPackage[];
      found.push(...list);
    }
    await rm(folder, { recursive: true, force: true });
  }
  return sorted(found);
}

const RULE = '-'.repeat(80);

const OF_THE_APP = [
  'Tabkeeper holds parts of the packages below. It runs on Electron, Chromium and Node.js, whose',
  'licences lie beside the program: LICENSE.electron.txt and LICENSES.chromium.html.',
];

/** Every licence in full. Throws for a package that names none and brings none. */
export function notices(
  packages: readonly BundledPackage[],
  introduction: readonly string[] = OF_THE_APP,
): string {
  const nameless = packages.find(({ identifier, text }) => identifier === undefined && !text);
  if (nameless !== undefined) throw new Error(`${nameless.name} comes without a licence`);
  return [
    ...introduction,
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
