/**
 * What we need of a file system: a part of node:fs/promises, so that a test can hand in one that is
 * full, read-only, busy or cut off in the middle.
 */
import { codeOf } from '../../src-shared/text/thrown.ts';
import { constants } from 'node:fs';
import * as node from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

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
  /** Windows knows no modes, cannot sync a folder, and refuses to replace a file that is in use. */
  readonly platform: NodeJS.Platform;
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
  /** Waits `ms` milliseconds before a file that another program holds is tried again. */
  pause(ms: number): Promise<unknown>;
}

export const nodeDisk: Disk = { ...node, platform: process.platform, pause };

/**
 * Flags for opening a file of ours that may have been replaced: no link is followed, and a pipe does not
 * hold us up. Windows has neither.
 */
export const OWN_FILE =
  process.platform === 'win32' ? 0 : constants.O_NOFOLLOW | constants.O_NONBLOCK;

const IS_NOT_EMPTY = ['ENOTEMPTY', 'EEXIST'];

/** An error of our own with a code, as the file system's have one. */
export function fileError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** The names in a folder; none where there is no such folder. */
export async function namesIn(disk: Disk, dir: string): Promise<string[]> {
  try {
    return await disk.readdir(dir);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/**
 * Removes a file, or an empty folder of that name. No error when nothing is there, nor for a folder
 * that is not empty: it stays, since its content is not ours.
 */
export async function removeFile(disk: Disk, path: string): Promise<void> {
  try {
    await disk.unlink(path);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return;
    if (code !== 'EISDIR' && code !== 'EPERM') throw error;
    await disk.rmdir(path).catch((refused: unknown) => {
      if (!IS_NOT_EMPTY.includes(codeOf(refused) ?? '')) throw refused;
    });
  }
}
