/** A small JSON file that is no secret but must not be lost: read whole, replaced whole. */
import { parseJson } from '../../src-shared/text/parse-json.ts';
import { type Disk, nodeDisk } from './disk.ts';
import { readFile } from './read-file.ts';
import { removeTemps, replaceFile } from './replace-file.ts';
import { setAside } from './set-aside.ts';

const MAX_BYTES = 1024 * 1024;

export type Loaded =
  | { readonly is: 'missing' }
  | { readonly is: 'read'; readonly value: unknown }
  /** It was no file of ours, and is now called `file`. */
  | { readonly is: 'setAside'; readonly file: string }
  /** There is one, and it can neither be read nor moved now. */
  | { readonly is: 'unavailable' };

/** Where the value is kept. Neither rejects. */
export interface JsonStore {
  load(): Promise<Loaded>;
  /** False when the disk refused; the old file is then as it was. */
  save(value: unknown): Promise<boolean>;
}

export interface JsonStoreOptions {
  /** Whether a value can be what we wrote, now or in a newer version. What cannot is set aside. */
  readonly isOurs: (value: unknown) => boolean;
  /** Epoch ms, for the name of a file that has to be set aside. */
  readonly now: () => number;
  readonly disk?: Disk;
}

export function openJsonStore(
  file: string,
  { isOurs, now, disk = nodeDisk }: JsonStoreOptions,
): JsonStore {
  async function load(): Promise<Loaded> {
    const read = await readFile(file, MAX_BYTES, disk);
    if (read.is === 'missing' || read.is === 'unavailable') return { is: read.is };
    const value = read.is === 'read' ? parseJson(read.bytes.toString('utf8')) : undefined;
    if (value !== undefined && isOurs(value)) return { is: 'read', value };
    const moved = await setAside([file], 'bad', now(), disk);
    return moved === null ? { is: 'unavailable' } : { is: 'setAside', file: moved };
  }

  return {
    load: async () => {
      const loaded = await load();
      await removeTemps(file, disk);
      return loaded;
    },
    save: (value) =>
      replaceFile(file, Buffer.from(`${JSON.stringify(value, null, 2)}\n`), { disk }).then(
        () => true,
        () => false,
      ),
  };
}
