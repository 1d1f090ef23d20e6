/**
 * The bill of materials, in CycloneDX 1.6: Electron, which the app is shipped with, and each package
 * that is in the bundles, with the hash under which the lock file knows it. No clock and no chance in
 * it: the same build has the same bill.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { BundledPackage } from './packages.ts';

const root = path.resolve(import.meta.dirname, '../..');

export const SBOM_FILE = 'sbom.cdx.json';

interface LockFile {
  readonly packages: Readonly<
    Record<string, { readonly version?: string; readonly integrity?: string }>
  >;
}

export interface Component {
  readonly type: 'application' | 'framework' | 'library';
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses?: readonly object[];
  readonly externalReferences?: readonly object[];
}

export interface Sbom {
  readonly bomFormat: 'CycloneDX';
  readonly specVersion: '1.6';
  readonly version: 1;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

const readJson = (file: string): unknown => JSON.parse(readFileSync(path.join(root, file), 'utf8'));

/** The bill of this project's build. Throws for a package that the lock file does not know. */
export function sbom(packages: readonly BundledPackage[]): Sbom {
  const own = readJson('package.json') as {
    name: string;
    version: string;
    license: string;
    devDependencies: { electron: string };
  };
  const lock = readJson('package-lock.json') as LockFile;
  const electron: BundledPackage = {
    name: 'electron',
    version: own.devDependencies.electron,
    identifier: 'MIT',
  };
  const app = component('application', { ...own, identifier: own.license }, null);
  const components = [
    component('framework', electron, lock),
    ...packages.map((one) => component('library', one, lock)),
  ];
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: app },
    components,
    dependencies: [{ ref: app['bom-ref'], dependsOn: components.map((one) => one['bom-ref']) }],
  };
}

function component(
  type: Component['type'],
  { name, version, identifier }: BundledPackage,
  lock: LockFile | null,
): Component {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return {
    type,
    'bom-ref': purl,
    name,
    version,
    purl,
    ...(identifier === undefined ? {} : { licenses: licenceOf(identifier) }),
    ...(lock === null ? {} : { externalReferences: [distribution(name, version, lock)] }),
  };
}

/** One identifier, or an expression of several. */
const licenceOf = (identifier: string): object[] =>
  /\s/u.test(identifier) ? [{ expression: identifier }] : [{ license: { id: identifier } }];

/** The archive that npm installed: its place in the public registry, and its hash. */
function distribution(name: string, version: string, { packages }: LockFile): object {
  const entry = Object.entries(packages).find(
    ([place, one]) => place.endsWith(`node_modules/${name}`) && one.version === version,
  )?.[1];
  const digest = /^sha512-(.+)$/u.exec(entry?.integrity ?? '')?.[1];
  if (digest === undefined) throw new Error(`the lock file has no hash of ${name} ${version}`);
  const archive = `${name.split('/').at(-1) ?? name}-${version}.tgz`;
  const content = Buffer.from(digest, 'base64').toString('hex');
  return {
    type: 'distribution',
    url: `https://registry.npmjs.org/${name}/-/${archive}`,
    hashes: [{ alg: 'SHA-512', content }],
  };
}
