/**
 * One value and the file that keeps it: read once, written in one line, and left alone where the file
 * is not ours to write.
 */
import type { NoticeKind, NoticeView } from '../../src-shared/snapshot.ts';
import type { JsonStore } from './json-store.ts';
import { createSaveQueue } from './save-queue.ts';

export interface KeptValue<T> {
  /** Null when there was nothing that could be read. */
  load(): Promise<T | null>;
  /** Writes what `value` gives when its turn comes. */
  save(value: () => unknown): void;
  /** Tries once more to write what the disk has refused. */
  saveAgain(): Promise<void>;
  /** Resolves when nothing is being written. */
  settled(): Promise<void>;
  /** That the disk refused goes before what was found at the start. */
  notice(): NoticeView | null;
  /** The file is about to be removed, whatever it was. */
  reset(): Promise<void>;
}

export interface KeptValueOptions<T> {
  readonly store: JsonStore;
  /** Gets only what the store holds for ours. */
  readonly parse: (value: unknown) => T | 'newer' | null;
  readonly notices: Readonly<Record<'setAside' | 'unreadable' | 'newer', NoticeKind>>;
  /** `notice` says something else now. */
  readonly onChange: () => void;
}

export function createKeptValue<T>(options: KeptValueOptions<T>): KeptValue<T> {
  const { store, notices, onChange } = options;
  /** A newer app's, or one that cannot be read: never written over. */
  let isForeign = false;
  let refused = false;
  let notice: NoticeView | null = null;
  let value: (() => unknown) | null = null;
  const queue = createSaveQueue(write);

  function leaveAlone(kind: NoticeKind): null {
    isForeign = true;
    notice = { kind, about: null };
    return null;
  }

  async function write(): Promise<void> {
    if (value === null) return;
    const saved = await store.save(value());
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
          notice = { kind: notices.setAside, about: read.file };
          return null;
        case 'unavailable':
          return leaveAlone(notices.unreadable);
        case 'read': {
          const parsed = options.parse(read.value);
          return parsed === 'newer' ? leaveAlone(notices.newer) : parsed;
        }
      }
    },
    save: (next) => {
      value = next;
      if (!isForeign) queue.save().catch(() => undefined);
    },
    saveAgain: () => (refused ? queue.save() : queue.idle()),
    settled: () => queue.idle(),
    notice: () => (refused ? { kind: 'notSaved', about: null } : notice),
    reset: async () => {
      value = null;
      await queue.idle();
      isForeign = false;
      refused = false;
      notice = null;
    },
  };
}
