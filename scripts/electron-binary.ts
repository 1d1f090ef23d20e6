/** Where the electron package keeps its binary. Never imports the package: that would download. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '../node_modules/electron');

export type ElectronBinary =
  { readonly file: string } | { readonly file: null; readonly missing: string };

/** The binary, or the sentence that says why there is none. */
export function electronBinary(): ElectronBinary {
  try {
    const wanted = (
      JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string }
    ).version;
    const file = path.join(folder, 'dist', readFileSync(path.join(folder, 'path.txt'), 'utf8'));
    const found = readFileSync(path.join(folder, 'dist/version'), 'utf8').replace(/^v/u, '').trim();
    if (found !== wanted) return none(`it is Electron ${found}, not ${wanted}`);
    return existsSync(file) ? { file } : none(`${file} is missing`);
  } catch {
    return none('the electron package has not downloaded it');
  }
}

/** Our environment without what turns Electron into Node or sends it elsewhere for its files. */
export function electronEnv(): Record<string, string> {
  const withheld = ['ELECTRON_RUN_AS_NODE', 'ELECTRON_OVERRIDE_DIST_PATH', 'NODE_OPTIONS'];
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) =>
      value === undefined || withheld.includes(key) ? [] : [[key, value]],
    ),
  );
}

function none(missing: string): ElectronBinary {
  return { file: null, missing: `There is no Electron binary here: ${missing}.` };
}
