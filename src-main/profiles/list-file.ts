/**
 * The list's file as the profiles use it: read once, written in one line, and left alone where it is
 * not ours to write.
 */
import type { NoticeView } from '../../src-shared/snapshot.ts';
import { FILE_VERSION, parseProfileFile, type Profile, type ProfileFile } from './profile.ts';

export type LoadedList =
  | { readonly is: 'missing' }
  | { readonly is: 'read'; readonly value: unknown }
  /** It was no list of ours, and is now called `file`. */
  | { readonly is: 'setAside'; readonly file: string }
  /** There is one, and it can neither be read nor moved now. */
  | { readonly is: 'unavailable' };

/** Where the list is kept. Neither rejects. */
export interface ProfileStore {
  load(): Promise<LoadedList>;
  /** False when the disk refused. */
  save(value: unknown): Promise<boolean>;
}

export interface List {
  readonly selected: string;
  readonly profiles: readonly Profile[];
  readonly forgotten: readonly string[];
}

export interface ListFile {
  /** Null when there was nothing to read. */
  load(): Promise<ProfileFile | null>;
  /** Writes what `list` gives when its turn comes. */
  save(list: () => List): void;
  /** Resolves when nothing is being written. */
  settled(): Promise<void>;
  /** What the list says now is not on disk. */
  isUnsaved(): boolean;
  /** That the disk refused goes before what was found at the start. */
  notice(): NoticeView | null;
  /** The file is about to be removed, whatever it was. */
  reset(): Promise<void>;
}

export function createListFile(store: ProfileStore, onChange: () => void): ListFile {
  /** A newer app's, or one that cannot be read: never written over. */
  let isForeign = false;
  let refused = false;
  let notice: NoticeView | null = null;
  let writing: Promise<void> = Promise.resolve();

  function leaveAlone(kind: NoticeView['kind']): null {
    isForeign = true;
    notice = { kind, about: null };
    return null;
  }

  async function write(list: () => List): Promise<void> {
    const saved = await store.save({ version: FILE_VERSION, ...list() });
    if (refused === !saved) return;
    refused = !saved;
    onChange();
  }

  return {
    load: async () => {
      const read = await store.load();
      switch (read.is) {
        case 'missing':
          return null;
        case 'setAside':
          notice = { kind: 'profilesSetAside', about: read.file };
          return null;
        case 'unavailable':
          return leaveAlone('profilesUnreadable');
        case 'read': {
          const file = parseProfileFile(read.value);
          if (file === 'newer') return leaveAlone('profilesNewer');
          return file;
        }
      }
    },
    save: (list) => {
      if (!isForeign) writing = writing.then(() => write(list));
    },
    settled: () => writing,
    isUnsaved: () => isForeign || refused,
    notice: () => (refused ? { kind: 'notSaved', about: null } : notice),
    reset: async () => {
      await writing;
      isForeign = false;
      refused = false;
      notice = null;
    },
  };
}
