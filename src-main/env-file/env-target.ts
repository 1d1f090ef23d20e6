/** The file that a person chose, as it is now; or why it is left alone. Changes nothing. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, lstat, open, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { EnvRefusal } from '../../src-shared/env-file.ts';
import { codeOf } from '../../src-shared/text/thrown.ts';

/** Bytes. One that people edit is far shorter. */
const LARGEST = 256 * 1024;

export interface EnvTarget {
  /** Its folder without links. */
  readonly file: string;
  readonly found: FoundFile | null;
}

interface FoundFile {
  readonly bytes: Buffer;
  readonly mode: number;
  /** Which file this is, and what is in it. */
  readonly identity: string;
}

/** O_NONBLOCK: a pipe in its place must not hold us up. Windows has neither flag. */
const READ_FLAGS =
  process.platform === 'win32'
    ? constants.O_RDONLY
    : constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Never rejects. */
export async function readTarget(chosen: string): Promise<EnvTarget | EnvRefusal> {
  try {
    const folder = await realpath(path.dirname(chosen));
    const file = path.join(folder, path.basename(chosen));
    const refused = await refuse(file);
    if (refused !== null) return refused;
    await access(folder, constants.W_OK);
    return { file, found: await readFound(file) };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ELOOP') return 'link';
    return code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? 'readOnly' : 'notRead';
  }
}

async function refuse(file: string): Promise<EnvRefusal | null> {
  const facts = await lstat(file).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  });
  if (facts === null) return null;
  // A file of two names would have one of them left behind.
  if (facts.isSymbolicLink() || (facts.isFile() && facts.nlink > 1)) return 'link';
  if (!facts.isFile()) return 'notAFile';
  if (facts.size > LARGEST) return 'tooLarge';
  if (process.getuid !== undefined && facts.uid !== process.getuid()) return 'notOurs';
  return (facts.mode & 0o222) === 0 ? 'readOnly' : null;
}

async function readFound(file: string): Promise<FoundFile | null> {
  const handle = await open(file, READ_FLAGS).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  });
  if (handle === null) return null;
  try {
    const { dev, ino, mode } = await handle.stat({ bigint: true });
    const bytes = await handle.readFile();
    const hash = createHash('sha256').update(bytes).digest('hex');
    return { bytes, mode: Number(mode), identity: `${dev}:${ino}:${hash}` };
  } finally {
    await handle.close();
  }
}

/** Null for what is no UTF-8, or no text. A byte order mark stays a part of it. */
export function textOf(bytes: Buffer): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
