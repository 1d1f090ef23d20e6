/**
 * One value and its file: read once, written by one writer at a time, and not written where the
 * file belongs to a newer version or cannot be read.
 */
import type { NoticeKind, NoticeView } from '../../src-shared/snapshot.ts';
import type { JsonStore } from './json-store.ts';
import { createSaveQueue } from './save-queue.ts';

export interface KeptValue<T> {
  /** Null when there was nothing that could be read. */
  load(): Promise<T | null>;
  /** Writes what `value` returns when it is this save's turn. */
  save(value: () => unknown): void;
  /** Tries once more to write what the disk has refused. */
  saveAgain(): Promise<void>;
  /** Resolves when nothing is being written. */
  settled(): Promise<void>;
  /** A refused write is more important than what was found at the start. */
  notice(): NoticeView | null;
  /** To be called before the file is removed: it may be written again afterwards. */
  reset(): Promise<void>;
}

export interface KeptValueOptions<T> {
  readonly store: JsonStore;
  /** Called only with values that the store accepts (`isOurs`). */
  readonly parse: (value: unknown) => T | 'newer' | null;
  readonly notices: Readonly<Record<'setAside' | 'unreadable' | 'newer', NoticeKind>>;
  /** `notice` says something else now. */
  readonly onChange: () => void;
}

export function createKeptValue<T>(options: KeptValueOptions<T>): KeptValue<T> {
  const { store, notices, onChange } = options;
  /** True for a file of a newer version, or one that cannot be read: it is never overwritten. */
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
