/**
 * The door for programs: a server on a socket of our own, and the file by which programs find it. It
 * is opened and closed here, looked after while it is open, and leaves nothing behind.
 */
import { randomBytes } from 'node:crypto';
import { chmod, lstat, rm, unlink } from 'node:fs/promises';
import type { Server } from 'node:net';
import path from 'node:path';
import type { Endpoint } from '../../src-shared/local-api.ts';
import { readFile } from '../files/read-file.ts';
import { replaceFile } from '../files/replace-file.ts';
import type { Clock, LocalApi, Log } from '../ports.ts';
import { type ApiServer, type Bounds, createApiServer } from './api-server.ts';
import type { Door } from './door.ts';
import {
  type Identity,
  isFree,
  isStill,
  ownFolder,
  pipeName,
  type Places,
  randomSocket,
  realPlaces,
  SOCKET,
  socketFolders,
} from './socket-place.ts';

export interface LocalApiDeps {
  /** `<userData>/hand-off`. */
  readonly folder: string;
  readonly door: Door;
  readonly clock: Clock;
  readonly log: Log;
  /** Both are for tests. */
  readonly places?: Places;
  readonly bounds?: Bounds;
}

/** One time of being open. */
interface Opened {
  readonly api: ApiServer;
  readonly text: string;
  /** What must stay as it is; empty for a pipe. */
  readonly kept: readonly { readonly file: string; readonly identity: Identity }[];
  readonly socket: string | null;
}

export function createLocalApi(deps: LocalApiDeps): LocalApi {
  const { folder, door, clock, log, places = realPlaces() } = deps;
  const file = path.join(folder, 'endpoint.json');
  let opened: Opened | null = null;

  async function open(): Promise<void> {
    const key = randomBytes(32).toString('hex');
    // The file of the key must not go where somebody else points to.
    const home = await ownFolder(folder, places.uid);
    if (home === null) throw new Error('The folder is not ours.');
    const api = createApiServer(door, clock, key, deps.bounds);
    try {
      const { address, kept, socket } = await listenSomewhere(api.server, folder, places);
      const endpoint: Endpoint = { v: 1, address, key, pid: process.pid };
      const text = `${JSON.stringify(endpoint)}\n`;
      await replaceFile(file, Buffer.from(text));
      const own = { file: folder, identity: home };
      opened = { api, text, kept: places.platform === 'win32' ? [] : [own, ...kept], socket };
    } catch (error) {
      await api.close();
      throw error;
    }
  }

  async function close(): Promise<void> {
    if (opened === null) return;
    const { api, socket, text } = opened;
    opened = null;
    if ((await textOf(file)) === text) await unlink(file).catch(ignore);
    await api.close();
    // Node removes it with the server; where the folder was replaced there is none of ours.
    if (socket !== null) await rm(socket, { force: true }).catch(ignore);
  }

  async function isWell({ api, text, kept }: Opened): Promise<boolean> {
    if (!api.server.listening) return false;
    const still = await Promise.all(kept.map(({ file: at, identity }) => isStill(at, identity)));
    return still.every(Boolean) && (await textOf(file)) === text;
  }

  return {
    open: async () => {
      try {
        if (opened !== null) {
          if (await isWell(opened)) return true;
          log.write({ event: 'failure', where: 'local API', name: 'Replaced' });
          await close();
        }
        await open();
        return true;
      } catch (error) {
        const name = error instanceof Error ? error.name : typeof error;
        log.write({ event: 'failure', where: 'local API', name });
        return false;
      }
    },
    close: () => close().catch(ignore),
  };
}

type Listening = Pick<Opened, 'kept' | 'socket'> & { readonly address: string };

/** Rejects where no folder takes a socket. */
async function listenSomewhere(
  server: Server,
  handOff: string,
  places: Places,
): Promise<Listening> {
  if (places.platform === 'win32') {
    const address = pipeName();
    await listen(server, address);
    return { address, kept: [], socket: null };
  }
  let last: unknown = new Error('There is no folder for the socket.');
  for (const folder of socketFolders(handOff, places)) {
    const identity = await ownFolder(folder, places.uid);
    if (identity === null) continue;
    const usual = path.join(folder, SOCKET);
    const socket = (await isFree(usual)) ? usual : path.join(folder, randomSocket());
    try {
      await listen(server, socket);
      await chmod(socket, 0o600);
      const { dev, ino } = await lstat(socket);
      const kept = [
        { file: folder, identity },
        { file: socket, identity: { dev, ino } },
      ];
      return { address: socket, kept, socket };
    } catch (error) {
      // Some file systems hold no sockets.
      last = error;
    }
  }
  throw last;
}

function listen(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function textOf(file: string): Promise<string | null> {
  const read = await readFile(file, 64 * 1024);
  return read.is === 'read' ? read.bytes.toString('utf8') : null;
}

const ignore = () => undefined;
