/**
 * `history.jsonl`: grows line by line, and is written anew as a whole when it is too long, holds what
 * must go, or was cut. A crash costs the line that was being written; a full disk nothing older.
 */
import { constants } from 'node:fs';
import type { HistoryEvent } from '../../src-shared/history.ts';
import { type Disk, nodeDisk, OWN_FILE } from '../files/disk.ts';
import { fileText } from '../files/file-text.ts';
import { readFile } from '../files/read-file.ts';
import { removeTemps, replaceFile } from '../files/replace-file.ts';
import { setAside } from '../files/set-aside.ts';
import { type Events, fitting } from './event-list.ts';
import { HEAD, parseLines, toLine } from './history-lines.ts';

/** The file is never longer. */
export const MAX_BYTES = 2 * 1024 * 1024;
/** In bytes. A file that got too long is cut to this, so that not each line rewrites it. */
const TRIMMED_BYTES = MAX_BYTES * 0.75;
/** In bytes. A longer file was not written by us. */
const READ_BYTES = 4 * MAX_BYTES;

export interface LoadedHistory {
  readonly events: Events;
  /** The name of what was damaged, or no file of ours, and was set aside; null where all was well. */
  readonly aside: string | null;
  /** A newer app's, or one that cannot be read or moved now: nothing is written in this run. */
  readonly isForeign: boolean;
}

export interface HistoryFile {
  /** Never rejects. `now`: epoch ms, for the name of a file that has to be set aside. */
  load(now: number): Promise<LoadedHistory>;
  /**
   * Adds lines for `changed`. Where that does not do, writes `all` anew, without the oldest that do
   * not fit, and gives what is kept of it. Null when the disk refused: the old lines are still there.
   */
  write(all: Events, changed: Events): Promise<Events | null>;
  /** The next write is of all anew: some lines must go. */
  renew(): void;
}

const APPEND = constants.O_WRONLY | constants.O_APPEND | OWN_FILE;

export function openHistoryFile(file: string, disk: Disk = nodeDisk): HistoryFile {
  /** Length of the file, if lines can be added to it; null when it has to be written anew. */
  let length: number | null = null;

  async function append(lines: Buffer, to: number): Promise<boolean> {
    length = null; // Loops until everything is written: a write on a full disk may be partial.
    try {
      const opened = await disk.open(file, APPEND);
      try {
        await opened.writeFile(lines);
        await opened.sync();
        const { size } = await opened.stat();
        if (size === to + lines.length) length = size;
      } finally {
        await opened.close();
      }
    } catch {
      return false;
    }
    return length !== null;
  }

  async function replace(events: Events): Promise<boolean> {
    const bytes = encode(HEAD, events);
    length = null;
    try {
      await replaceFile(file, bytes, { disk });
    } catch {
      return false;
    }
    length = bytes.length;
    return true;
  }

  return {
    load: async (now) => {
      await removeTemps(file, disk);
      const read = await readFile(file, READ_BYTES, disk);
      if (read.is === 'missing') return { events: [], aside: null, isForeign: false };
      if (read.is === 'unavailable') return { events: [], aside: null, isForeign: true };
      const bytes = read.is === 'read' ? read.bytes : null;
      const text = bytes === null ? null : fileText(bytes);
      // What is no text as a whole may still have lines that are.
      const parsed = bytes === null ? null : parseLines(text?.text ?? bytes.toString('utf8'));
      if (parsed?.is === 'newer') return { events: [], aside: null, isForeign: true };
      const events = parsed?.events ?? [];
      if (parsed !== null && text !== null && parsed.state !== 'damaged') {
        // One that we would write otherwise is written anew, and not added to.
        const isOurs = parsed.state === 'whole' && text.isPlain;
        length = isOurs ? (bytes?.length ?? null) : null;
        return { events, aside: null, isForeign: false };
      }
      const aside = await setAside([file], 'bad', now, disk);
      return { events, aside, isForeign: aside === null };
    },
    write: async (all, changed) => {
      const lines = encode('', changed);
      if (length !== null && length + lines.length <= MAX_BYTES) {
        return (await append(lines, length)) ? all : null;
      }
      const fits = encode(HEAD, all).length <= MAX_BYTES;
      const kept = fits ? all : fitting(all, TRIMMED_BYTES - HEAD.length);
      return (await replace(kept)) ? kept : null;
    },
    renew: () => {
      length = null;
    },
  };
}

function encode(head: string, events: readonly HistoryEvent[]): Buffer {
  return Buffer.from(head + events.map(toLine).join(''));
}
