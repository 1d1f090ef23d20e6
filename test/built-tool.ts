/** The tools as others get them, each of them one file: built once for all specs, or by `npm test` before. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { toolBundle } from '../scripts/vite.ts';

const root = path.resolve(import.meta.dirname, '..');
const entries = { tabkeeper: 'src-cli/tabkeeper.ts', simulator: 'src-simulator/tool.ts' } as const;
type Tool = keyof typeof entries;

async function bundle(name: Tool): Promise<string> {
  if (process.env['TABKEEPER_BUILT'] === '1') return path.join(root, `dist/tools/${name}.mjs`);
  const folder = mkdtempSync(path.join(tmpdir(), 'tk-built-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await build(toolBundle({ name, entry: path.join(root, entries[name]), folder, oldestNode: 20 }));
  return path.join(folder, `${name}.mjs`);
}

const built = new Map<Tool, Promise<string>>();

/** The path of its file. */
export function builtTool(name: Tool): Promise<string> {
  const file = built.get(name) ?? bundle(name);
  built.set(name, file);
  return file;
}
