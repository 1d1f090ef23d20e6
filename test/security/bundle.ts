/**
 * One module of src-main/electron/, bundled as the preload is: a plain script that requires electron
 * and nothing else, so that a test can hand it an electron of its own.
 */
import path from 'node:path';
import { build } from 'vite';
import { bundles } from '../../scripts/vite.ts';

/** Resolves to the script's code. Rejects if it comes in more than one file. */
export async function bundleOf(file: string): Promise<string> {
  const config = bundles.preload({ release: true, maps: false, watch: false });
  const lib = config.build?.lib;
  if (typeof lib !== 'object') throw new Error('the preload is no longer built as a library');
  const entry = path.resolve(import.meta.dirname, '../../src-main/electron', file);
  const built = await build({
    ...config,
    build: { ...config.build, write: false, lib: { ...lib, entry } },
  });
  const outputs = Array.isArray(built) ? built : [built];
  const chunks = outputs
    .flatMap((one) => ('output' in one ? one.output : []))
    .flatMap((one) => (one.type === 'chunk' ? [one.code] : []));
  const [code] = chunks;
  if (code === undefined || chunks.length > 1) throw new Error(`${chunks.length} files of ${file}`);
  return code;
}
