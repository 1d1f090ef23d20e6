/** `hand-off/endpoint.json`: where the running app listens, and the key by which it proves who it is. */
import { endpointWords } from '../../src-shared/words/tools/command-words.ts';
import { fs, path } from '../system/builtins.ts';
import { Stopped } from '../table/exit-codes.ts';
import { browserHostFolder, type DataFolder } from './data-folder.ts';
import { parsed, readOwnFile } from './own-file.ts';

export interface Endpoint {
  /** The path of a socket, or a pipe's name. */
  readonly address: string;
  /** Of the HMAC by which the app proves itself. */
  readonly key: string;
}

/** The version of the file and of the API that this program speaks. */
const VERSION = 1;

export const handOffFile = (folder: string, name: string): string =>
  path().join(folder, 'hand-off', name);

/** Throws Stopped: 6 where nobody listens, 1 where the file is not to be trusted. */
export function readEndpoint(data: DataFolder): Endpoint {
  const file = handOffFile(data.folder, 'endpoint.json');
  const read = readOwnFile(file);
  switch (read.is) {
    case 'missing':
      throw new Stopped('notRunning', missingSentence(data));
    case 'foreign':
      throw new Stopped('other', endpointWords.foreign(file));
    case 'refused':
      throw new Stopped('other', endpointWords.unreadable(file, read.code));
    case 'text':
    case 'readable':
      return fromText(read.text, file);
  }
}

function fromText(text: string, file: string): Endpoint {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null) throw damaged(file);
  const { v, address, key } = value as Readonly<Record<string, unknown>>;
  if (typeof v === 'number' && v > VERSION) throw new Stopped('other', endpointWords.newer);
  if (v !== VERSION || typeof address !== 'string' || typeof key !== 'string') throw damaged(file);
  if (address === '' || key === '' || address.includes('\0')) throw damaged(file);
  return { address, key };
}

const damaged = (file: string) => new Stopped('other', endpointWords.damaged(file));

function missingSentence({ folder, from }: DataFolder): string {
  const { existsSync } = fs();
  const other = from === 'default' ? browserHostFolder(process.env) : null;
  const isThere = other !== null && existsSync(handOffFile(other, 'endpoint.json'));
  if (isThere) return endpointWords.inBrowserHost(other);
  return existsSync(folder)
    ? endpointWords.notRunning
    : endpointWords.noFolder(folder, from === 'default' ? null : from);
}
