/** Notices about the files, from the parts that found something, until they are dismissed. */
import type { NoticeKind, NoticeView } from '../../src-shared/snapshot.ts';
import type { Notice } from '../vault/vault-types.ts';

export interface Notices {
  /** In the order of their sources. */
  all(): readonly NoticeView[];
  add(notice: NoticeView): void;
  dismiss(kind: NoticeKind): void;
  clear(): void;
}

export function createNotices(sources: () => readonly NoticeView[]): Notices {
  let added: readonly NoticeView[] = [];
  const dismissed = new Set<string>();
  /** Without duplicates and without those that were dismissed. */
  function all(): readonly NoticeView[] {
    const found = new Map([...sources(), ...added].map((one) => [JSON.stringify(one), one]));
    // A notice that went away and comes back is shown again, although it was dismissed.
    for (const key of dismissed) if (!found.has(key)) dismissed.delete(key);
    return [...found].filter(([key]) => !dismissed.has(key)).map(([, one]) => one);
  }
  return {
    all,
    add: (notice) => {
      added = [...added, notice];
    },
    dismiss: (kind) => {
      // Stays until something is saved again: one notice stands for every refusal of the disk.
      if (kind === 'notSaved') return;
      for (const one of all()) if (one.kind === kind) dismissed.add(JSON.stringify(one));
    },
    clear: () => {
      added = [];
    },
  };
}

/** The vault's notices in words of the snapshot. */
export function vaultNotices(notices: readonly Notice[]): readonly NoticeView[] {
  return notices.map((notice) => {
    switch (notice.kind) {
      case 'unreadableSetAside':
        return { kind: 'secretsSetAside', about: notice.file };
      case 'restoredFromBackup':
        return { kind: 'secretsRestored', about: null };
      case 'notSaved':
        return { kind: 'notSaved', about: null };
    }
  });
}
