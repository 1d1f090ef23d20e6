/** A bundled package as the notices and the bill of materials tell of it. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX identifier; missing where the package names none. */
  readonly identifier?: string;
  /** The licence in full; missing where the package brings none. */
  readonly text?: string;
}

/** The package that `file` belongs to: that of the nearest package.json with a name. */
export function packageHolding(file: string): BundledPackage | null {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const found = packageIn(folder);
    if (found !== null) return found;
    if (path.dirname(folder) === folder) return null;
  }
}

/** The package in `folder`; null if there is none with a name and a version. */
export function packageIn(folder: string): BundledPackage | null {
  let manifest: { name?: string; version?: string; license?: string };
  try {
    manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as object;
  } catch {
    return null;
  }
  const { name, version, license } = manifest;
  if (name === undefined || version === undefined) return null;
  const licence = readdirSync(folder).find((one) => /^(?:licen[cs]e|copying)/iu.test(one));
  return {
    name,
    version,
    ...(license === undefined ? {} : { identifier: license }),
    ...(licence === undefined
      ? {}
      : { text: readFileSync(path.join(folder, licence), 'utf8').trim() }),
  };
}
