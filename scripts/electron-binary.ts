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

/** Electron opens no window without one; only on Linux can that be the case. */
export function displayMissing(): string | null {
  if (process.platform !== 'linux') return null;
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return DISPLAY || WAYLAND_DISPLAY ? null : 'Electron needs a display, and there is none.';
}

/** The binary if it can open the app here, sandbox and all. */
export function usableElectron(): ElectronBinary {
  const binary = electronBinary();
  if (binary.file === null) return binary;
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    const missing =
      'Electron does not run sandboxed as root, and Tabkeeper does not switch the sandbox off.';
    return { file: null, missing };
  }
  const missing = displayMissing();
  return missing === null ? binary : { file: null, missing };
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
