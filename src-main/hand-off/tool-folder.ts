/**
 * The tools in the folder of the app: copied there, since an AppImage, a translocated bundle and the
 * portable program move, with a small script for each by which a shell finds it.
 */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { replaceFile } from '../files/replace-file.ts';
import type { ToolFolder } from '../ports.ts';

const manifest = v.object({
  bin: v.record(
    v.pipe(v.string(), v.regex(/^[a-z-]{1,40}$/u)),
    v.pipe(v.string(), v.regex(/^[a-z-]{1,40}\.mjs$/u)),
  ),
});

/** `source`: where the build or the installer put the tools. `folder`: `<userData>/bin`. */
export function createToolFolder(source: string, folder: string): ToolFolder {
  return {
    folder,
    install: async () => {
      try {
        await copy(source, folder);
        return true;
      } catch {
        return false;
      }
    },
  };
}

async function copy(source: string, folder: string): Promise<void> {
  const { bin } = v.parse(
    manifest,
    JSON.parse(await readFile(path.join(source, 'package.json'), 'utf8')),
  );
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(source)) {
    await replaceFile(path.join(folder, name), await readFile(path.join(source, name)));
  }
  for (const [name, file] of Object.entries(bin)) {
    await replaceFile(path.join(folder, name), Buffer.from(shellScript(file)), { mode: 0o700 });
    await replaceFile(path.join(folder, `${name}.cmd`), Buffer.from(commandScript(file)));
  }
}

/** For a POSIX shell. The folder of the app is the one that this folder lies in. */
const shellScript = (file: string) => `#!/bin/sh
# Written by Tabkeeper each time that hand-off is turned on.
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit 1
if ! command -v node >/dev/null 2>&1; then
  echo "This needs Node.js 20 or later, and there is no node in PATH." >&2
  exit 1
fi
: "\${TABKEEPER_USER_DATA:=$(dirname -- "$here")}"
export TABKEEPER_USER_DATA
exec node "$here/${file}" "$@"
`;

/** For cmd and PowerShell. */
const commandScript = (file: string) =>
  [
    '@echo off',
    'rem Written by Tabkeeper each time that hand-off is turned on',
    'setlocal',
    'if not defined TABKEEPER_USER_DATA for %%I in ("%~dp0..") do set "TABKEEPER_USER_DATA=%%~fI"',
    `node "%~dp0${file}" %*`,
    '',
  ].join('\r\n');
