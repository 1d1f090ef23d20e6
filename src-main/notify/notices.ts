/** What the user is told once about the files: from whoever found it, until it is dismissed. */
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
  /** One of each: what looks the same is told once. */
  function all(): readonly NoticeView[] {
    const found = new Map([...sources(), ...added].map((one) => [JSON.stringify(one), one]));
    // What is over and comes again is news.
    for (const key of dismissed) if (!found.has(key)) dismissed.delete(key);
    return [...found].filter(([key]) => !dismissed.has(key)).map(([, one]) => one);
  }
  return {
    all,
    add: (notice) => {
      added = [...added, notice];
    },
    dismiss: (kind) => {
      // That is over when it is saved, and till then whatever else is refused belongs to it.
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
