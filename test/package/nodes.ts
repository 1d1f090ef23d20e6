/** The versions of Node on which the tools are tried. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Every Node from 20 on that PATH knows, by its major version; this one among them. */
export async function nodes(): Promise<ReadonlyMap<number, string>> {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const places = (process.env['PATH'] ?? '').split(path.delimiter);
  const found = new Map<number, string>();
  for (const program of [process.execPath, ...places.map((one) => path.join(one, name))]) {
    if (!existsSync(program)) continue;
    const { stdout } = await run(program, ['-p', 'process.versions.node']);
    const major = Number(stdout.split('.')[0]);
    if (major >= 20 && !found.has(major)) found.set(major, program);
  }
  return found;
}
