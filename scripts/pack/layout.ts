/** Where `npm run pack` lays things out, and the short package.json that goes into the app. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

export interface Layout {
  /** What is packed: package.json and dist/. */
  readonly app: string;
  /** Icons for the installers. */
  readonly resources: string;
  /** What electron-builder makes. */
  readonly out: string;
  /** The stand-in, where it is needed. */
  readonly standIn: string;
}

/** The places below `folder`; electron-builder.yml names those below `release`. */
export const layoutBelow = (folder: string): Layout => ({
  app: path.join(folder, 'app'),
  resources: path.join(folder, 'resources'),
  out: path.join(folder, 'out'),
  standIn: path.join(folder, 'stand-in'),
});

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly devDependencies: Readonly<Record<string, string>>;
}

export async function readManifest(): Promise<Manifest> {
  return JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as Manifest;
}

/** What a user's Electron reads of it, and nothing that only developers need. */
const KEPT = [
  ...['name', 'productName', 'version', 'description', 'license', 'author'],
  ...['type', 'main', 'desktopName'],
];

/** Writes the app's package.json. `homepage` is for the Linux packages, which must name one. */
export async function writeManifest(folder: string, homepage: string | null): Promise<void> {
  const whole = Object.entries(await readManifest());
  const kept = Object.fromEntries(whole.filter(([key]) => KEPT.includes(key)));
  const manifest = { ...kept, ...(homepage === null ? {} : { homepage }) };
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}
