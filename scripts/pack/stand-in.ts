/**
 * A stand-in for Electron's distribution, laid out as on Linux: no program, but a file with a fuse wire
 * in the positions that Electron ships. Enough for electron-builder to do all of its own work.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fuseNames, SENTINEL } from './fuses.ts';

const SHIPPED_ON = [
  'RunAsNode',
  'EnableNodeOptionsEnvironmentVariable',
  'EnableNodeCliInspectArguments',
  'GrantFileProtocolExtraPrivileges',
  'WasmTrapHandlers',
];

/** Lays the stand-in out in `folder`. */
export async function makeStandIn(folder: string, electronVersion: string): Promise<void> {
  await mkdir(path.join(folder, 'locales'), { recursive: true });
  const wire = fuseNames.map((name) => (SHIPPED_ON.includes(name) ? '1' : '0')).join('');
  const program = Buffer.concat([
    Buffer.from('#!/bin/sh\necho "This stands in for Electron and does nothing." >&2\nexit 1\n'),
    Buffer.from(SENTINEL),
    Buffer.from([1, wire.length]),
    Buffer.from(wire),
    Buffer.from('\n'),
  ]);
  await writeFile(path.join(folder, 'electron'), program, { mode: 0o755 });
  await writeFile(path.join(folder, 'version'), electronVersion);
  await writeFile(path.join(folder, 'LICENSE'), 'The stand-in has no licence of Electron.\n');
  await writeFile(path.join(folder, 'LICENSES.chromium.html'), '<p>The stand-in has none.</p>\n');
  await writeFile(path.join(folder, 'locales/en-US.pak'), '');
  // Electron brings a demonstration, which must not get into the app.
  await mkdir(path.join(folder, 'resources'), { recursive: true });
  await writeFile(path.join(folder, 'resources/default_app.asar'), '');
}
