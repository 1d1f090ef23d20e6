/**
 * Reads a file of ours that may have been replaced by anything: a link, a folder, a pipe, a huge
 * file. Checks before opening, does not follow links, and changes nothing but a mode that lets
 * others read.
 */
import { codeOf } from '../../src-shared/text/thrown.ts';
import { constants } from 'node:fs';
import { type Disk, type FileFacts, type OpenFile, nodeDisk, OWN_FILE } from './disk.ts';

export type FileRead =
  | { readonly is: 'missing' }
  /** Something is there, but not a file that we could have written. */
  | { readonly is: 'bad'; readonly why: 'link' | 'notAFile' | 'tooLarge' }
  /** The disk refused to read it: the file itself may be intact. */
  | { readonly is: 'unavailable'; readonly code: string }
  | {
      readonly is: 'read';
      readonly bytes: Buffer;
      /** `tightened`: others could read it until now. `open`: they can, and the disk keeps it so. */
      readonly mode: 'private' | 'tightened' | 'open';
    };

/**
 * Reads a file of at most `most` bytes. Never rejects. A file that others may read is closed to them
 * (0600), where the system knows modes.
 */
export async function readFile(
  place: string,
  most: number,
  disk: Disk = nodeDisk,
): Promise<FileRead> {
  try {
    const refused = refuse(await disk.lstat(place), most);
    if (refused !== null) return refused;
    const file = await disk.open(place, constants.O_RDONLY | OWN_FILE);
    try {
      const facts = await file.stat();
      const changed = refuse(facts, most);
      if (changed !== null) return changed;
      const isOpen = disk.platform !== 'win32' && (facts.mode & 0o077) !== 0;
      const mode = isOpen ? await tighten(file) : 'private';
      return { is: 'read', bytes: await readStart(file, facts.size), mode };
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return { is: 'missing' };
    return code === 'ELOOP'
      ? { is: 'bad', why: 'link' }
      : { is: 'unavailable', code: code ?? 'UNKNOWN' };
  }
}

function refuse(facts: FileFacts, most: number): FileRead | null {
  if (facts.isSymbolicLink()) return { is: 'bad', why: 'link' };
  if (!facts.isFile()) return { is: 'bad', why: 'notAFile' };
  return facts.size > most ? { is: 'bad', why: 'tooLarge' } : null;
}

/** A file of somebody else's can be read but not closed. That is no reason not to read it. */
function tighten(file: OpenFile): Promise<'tightened' | 'open'> {
  return file.chmod(0o600).then(
    () => 'tightened',
    () => 'open',
  );
}

async function readStart(file: OpenFile, most: number): Promise<Buffer> {
  const into = Buffer.alloc(most);
  let length = 0;
  while (length < most) {
    const { bytesRead } = await file.read(into, length, most - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return into.subarray(0, length);
}
