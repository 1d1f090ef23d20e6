/**
 * What the vault needs of a file system: a part of node:fs/promises, so that a test can hand in one
 * that is full, read-only, busy or cut off in the middle.
 */
import * as node from 'node:fs/promises';

export interface FileFacts {
  readonly size: number;
  readonly mode: number;
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

export interface OpenFile {
  writeFile(bytes: Uint8Array): Promise<void>;
  read(
    into: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ bytesRead: number }>;
  stat(): Promise<FileFacts>;
  chmod(mode: number): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface Disk {
  open(path: string, flags: string | number, mode?: number): Promise<OpenFile>;
  lstat(path: string): Promise<FileFacts>;
  stat(path: string): Promise<FileFacts>;
  chmod(path: string, mode: number): Promise<void>;
  link(from: string, to: string): Promise<void>;
  copyFile(from: string, to: string, mode: number): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  rmdir(path: string): Promise<void>;
  readdir(path: string): Promise<string[]>;
  mkdir(path: string, options: { recursive: true; mode: number }): Promise<unknown>;
}

export const nodeDisk: Disk = node;

const IS_NOT_EMPTY = ['ENOTEMPTY', 'EEXIST'];

/** The name of a file system error, such as ENOENT; UNKNOWN for everything else. Never a message. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,31}$/u.test(code) ? code : 'UNKNOWN';
}

/**
 * Removes a file, or an empty folder that stands in its place. What is not there is no error, nor is a
 * folder with something in it: that stays, since none of it is ours.
 */
export async function removeFile(disk: Disk, path: string): Promise<void> {
  try {
    await disk.unlink(path);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return;
    if (code !== 'EISDIR' && code !== 'EPERM') throw error;
    await disk.rmdir(path).catch((refused: unknown) => {
      if (!IS_NOT_EMPTY.includes(codeOf(refused))) throw refused;
    });
  }
}

/** Reads at most `most` bytes from the start of a file that is open. */
export async function readStart(file: OpenFile, most: number): Promise<Buffer> {
  const into = Buffer.alloc(most);
  let length = 0;
  while (length < most) {
    const { bytesRead } = await file.read(into, length, most - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return into.subarray(0, length);
}
