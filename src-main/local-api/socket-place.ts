/**
 * Where the socket of the local API lies: in a folder of our own that nobody else may enter, under a
 * path that is short enough for every system. On Windows it is a pipe with a name that cannot be
 * guessed.
 */
import { createHash, randomBytes } from 'node:crypto';
import { chmod, lstat, mkdir, unlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { codeOf } from '../../src-shared/bill/error-code.ts';

/** macOS takes 104 bytes with the zero at the end, Linux 108. */
export const LONGEST_PATH_BYTES = 100;

export interface Places {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly tmp: string;
  /** Undefined where the system has no such IDs. */
  readonly uid: number | undefined;
}

export const realPlaces = (): Places => ({
  platform: process.platform,
  env: process.env,
  tmp: tmpdir(),
  uid: process.getuid?.(),
});

/** A pipe's name, which is all that keeps others from it until they have shown a token. */
export const pipeName = (): string => `\\\\.\\pipe\\tabkeeper-${randomBytes(16).toString('hex')}`;

/**
 * Folders for the socket, the best first: beside the other files of the app, where a path of that
 * length can be; else one that carries this folder's mark, in the system's places for such things.
 */
export function socketFolders(handOff: string, { env, tmp, uid }: Places): readonly string[] {
  const mark = createHash('sha256').update(handOff).digest('hex').slice(0, 12);
  const name = `tabkeeper-${uid ?? 'user'}-${mark}`;
  const runtime = env['XDG_RUNTIME_DIR'];
  const folders = [
    handOff,
    ...(runtime !== undefined && path.isAbsolute(runtime) ? [path.join(runtime, name)] : []),
    path.join(tmp, name),
    path.join('/tmp', name),
  ];
  return [...new Set(folders)].filter((folder) => isShort(path.join(folder, randomSocket())));
}

const isShort = (file: string) => Buffer.byteLength(file) <= LONGEST_PATH_BYTES;

/** The usual name of the socket, and one for where something else has it. */
export const SOCKET = 'api.sock';
export const randomSocket = (): string => `api-${randomBytes(4).toString('hex')}.sock`;

/** What tells one folder or socket from another that was put in its place. */
export interface Identity {
  readonly dev: number;
  readonly ino: number;
}

/**
 * Makes the folder (0700), or takes the one that is there if it is ours and can be closed to others.
 * Null where it is neither: a link, or somebody else's.
 */
export async function ownFolder(folder: string, uid: number | undefined): Promise<Identity | null> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const facts = await lstat(folder);
    if (!facts.isDirectory() || (uid !== undefined && facts.uid !== uid)) return null;
    if ((facts.mode & 0o077) !== 0) await chmod(folder, 0o700);
    return { dev: facts.dev, ino: facts.ino };
  } catch {
    return null;
  }
}

/** Whether `file` is still what it was, and closed to others where it is a folder. */
export async function isStill(file: string, { dev, ino }: Identity): Promise<boolean> {
  try {
    const facts = await lstat(file);
    const isOpen = facts.isDirectory() && (facts.mode & 0o077) !== 0;
    return facts.dev === dev && facts.ino === ino && !isOpen;
  } catch {
    return false;
  }
}

/**
 * Makes way at `socket`: what an app left there that is gone is removed. False where something answers,
 * or where it is no socket: that is not ours to remove.
 */
export async function isFree(socket: string): Promise<boolean> {
  try {
    const facts = await lstat(socket);
    if (!facts.isSocket() || (await answers(socket))) return false;
    await unlink(socket);
    return true;
  } catch (error) {
    return codeOf(error) === 'ENOENT';
  }
}

function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(socket);
    const end = (is: boolean) => {
      probe.destroy();
      resolve(is);
    };
    probe.setTimeout(1000, () => end(true));
    probe.once('connect', () => end(true));
    probe.once('error', () => end(false));
  });
}
