/**
 * The fuse wire: a few bytes in Electron's binary that switch its abilities off for good. Here is how
 * they must stand, and how to read them back. `node scripts/pack/fuses.ts <binary>` compares.
 */
import { readFile } from 'node:fs/promises';

/** In the order of the wire. */
export const fuseTable = {
  RunAsNode: false,
  EnableCookieEncryption: false,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
  // A matter of speed alone, and electron-builder has no switch for it.
  WasmTrapHandlers: true,
} as const;

export type FuseName = keyof typeof fuseTable;
export const fuseNames = Object.keys(fuseTable) as FuseName[];
/** `removed`: this Electron no longer has it. */
export type FuseState = boolean | 'removed';

export const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const WIRE_VERSION = 1;
const states = new Map<number, FuseState>([
  [0x30, false],
  [0x31, true],
  [0x72, 'removed'],
]);

/** How the fuses of `binary` stand. Throws where there is no wire, or one of another kind. */
export function fusesOf(binary: Buffer): Record<string, FuseState> {
  const wires: Record<string, FuseState>[] = [];
  for (let at = binary.indexOf(SENTINEL); at >= 0; at = binary.indexOf(SENTINEL, at + 1)) {
    wires.push(wireAt(binary, at + SENTINEL.length));
  }
  const [first] = wires;
  if (first === undefined) throw new Error('there is no fuse wire in it');
  // A universal binary of macOS has one for each processor.
  if (wires.some((wire) => JSON.stringify(wire) !== JSON.stringify(first))) {
    throw new Error('its fuse wires differ');
  }
  return first;
}

function wireAt(binary: Buffer, at: number): Record<string, FuseState> {
  const [version, length = 0] = binary.subarray(at, at + 2);
  if (version !== WIRE_VERSION) throw new Error(`its fuse wire is of version ${version ?? 'none'}`);
  const wire = [...binary.subarray(at + 2, at + 2 + length)].map((byte, index) => {
    const state = states.get(byte);
    if (state === undefined) throw new Error(`fuse ${index} is neither on nor off`);
    return [fuseNames[index] ?? `fuse ${index}`, state] as const;
  });
  return Object.fromEntries(wire);
}

/** What is not as the table wants it, one sentence each. */
export function fuseTrouble(found: Readonly<Record<string, FuseState>>): string[] {
  const names = new Set([...fuseNames, ...Object.keys(found)]);
  return [...names].flatMap((name) => {
    const wanted = (fuseTable as Readonly<Record<string, boolean>>)[name];
    const state = found[name];
    // A newer Electron has a longer wire: an ability that nobody here knows has to be off.
    if (wanted === undefined)
      return state === true ? [`${name} is not in the table, and is on`] : [];
    return state === wanted ? [] : [`${name} is ${String(state)} and must be ${String(wanted)}`];
  });
}

if (import.meta.main) {
  const [binary] = process.argv.slice(2);
  if (binary === undefined) throw new Error('fuses: which binary?');
  const trouble = fuseTrouble(fusesOf(await readFile(binary)));
  console.log(trouble.length === 0 ? 'The fuses are as the table wants them.' : trouble.join('\n'));
  process.exitCode = trouble.length === 0 ? 0 : 1;
}
