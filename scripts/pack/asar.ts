/**
 * Reads an ASAR archive, so that what was packed can be looked at without the code that packed it.
 * The format: two lengths, a JSON header of names, offsets and hashes, then the files' bytes.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

interface FileEntry {
  readonly size: number;
  readonly offset?: string;
  readonly unpacked?: boolean;
  readonly link?: string;
  readonly integrity?: { readonly algorithm: string; readonly hash: string };
}
interface FolderEntry {
  readonly files: Readonly<Record<string, FileEntry | FolderEntry>>;
}

/** Every file by its path with forward slashes. Throws for what an app of ours must not hold. */
export async function readAsar(file: string): Promise<ReadonlyMap<string, Buffer>> {
  const archive = await readFile(file);
  const headerSize = archive.readUInt32LE(4);
  const textSize = archive.readUInt32LE(12);
  const header = JSON.parse(archive.toString('utf8', 16, 16 + textSize)) as FolderEntry;
  const start = 8 + headerSize;
  const found = new Map<string, Buffer>();

  function walk({ files }: FolderEntry, above: string): void {
    for (const [name, entry] of Object.entries(files)) {
      const place = above + name;
      if (/[/\\]|^\.{1,2}$/u.test(name))
        throw new Error(`a name of the archive is a path: ${place}`);
      if ('files' in entry) walk(entry, `${place}/`);
      else found.set(place, bytesOf(place, entry));
    }
  }
  function bytesOf(place: string, { size, offset, unpacked, link, integrity }: FileEntry): Buffer {
    if (offset === undefined || unpacked === true || link !== undefined) {
      throw new Error(`${place} is not in the archive itself`);
    }
    const bytes = archive.subarray(start + Number(offset), start + Number(offset) + size);
    if (integrity?.algorithm !== 'SHA256') throw new Error(`${place} has no hash`);
    const hash = createHash('sha256').update(bytes).digest('hex');
    if (bytes.length !== size || hash !== integrity.hash) throw new Error(`${place} is damaged`);
    return bytes;
  }

  walk(header, '');
  return found;
}

/** Writes the archive's files below `folder`, where the browser host can start them. */
export async function extractAsar(file: string, folder: string): Promise<void> {
  for (const [name, bytes] of await readAsar(file)) {
    const target = path.join(folder, name);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, bytes);
  }
}
