/** A packed app with one file of its archive changed, as somebody would who wants code of theirs in it. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Copies the app that `program` is in, and edits the copy's app.asar. */
export async function editedCopy(
  program: string,
): Promise<{ readonly program: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tabkeeper-edited-'));
  const isBundle = program.includes('.app/Contents/MacOS/');
  const app = path.resolve(program, isBundle ? '../../..' : '..');
  const copy = path.join(folder, path.basename(app));
  await cp(app, copy, { recursive: true, verbatimSymlinks: true });
  const resources = isBundle ? 'Contents/Resources' : 'resources';
  const asar = path.join(copy, resources, 'app.asar');
  await writeFile(asar, edited(await readFile(asar)));
  return {
    program: path.join(copy, path.relative(app, path.resolve(program))),
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/**
 * Another hash for dist/main.js in the archive's header: the text of the file and its hash would fit
 * each other again after such an edit, and only the hash of the header itself can tell.
 */
export function edited(asar: Buffer): Buffer {
  const at = asar.indexOf('"hash":"') + '"hash":"'.length;
  if (at < 8) throw new Error('the archive has no hashes');
  const copy = Buffer.from(asar);
  const digit = copy.toString('latin1', at, at + 1);
  copy.write(digit === '0' ? '1' : '0', at, 'latin1');
  return copy;
}
