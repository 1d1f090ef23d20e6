/**
 * The vault's records of profiles. A change is a function of the record before it: while the vault's
 * file is unread, changes wait, so that nothing is written over what nobody has seen.
 */
import type { Saved, Vault } from '../vault/vault-types.ts';

/** What a record holds. `for` says whose it is (`identityOf`); see vault/sealed-records.ts for what shows. */
export type Kept = Partial<
  Record<'for' | 'password' | 'devKey' | 'mfaId' | 'mfaOwner' | 'mfaUntil', string>
>;
export type Change = (kept: Kept) => Kept;

export interface Records {
  /** With the secrets, decrypted now; what waits is in it. */
  read(id: string): Kept;
  /** Names and what is no secret, without decrypting. */
  peek(id: string): Kept;
  /** There may be a record that nobody has read yet. */
  unread(): boolean;
  change(id: string, change: Change): Promise<void>;
  /** Makes the changes that waited, if the file can be read now. */
  follow(): Promise<void>;
  forget(id: string): Promise<Saved>;
  /** Forgets what waits. */
  clear(): void;
}

export function createRecords(vault: Vault, onChange: () => void): Records {
  const waiting = new Map<string, readonly Change[]>();

  /** Without a file there is nothing unread, so memory is the place. */
  const unread = () => !['ready', 'memoryOnly'].includes(vault.status().is);

  function read(id: string): Kept {
    const changes = waiting.get(id) ?? [];
    return changes.reduce<Kept>((kept, change) => change(kept), vault.get(id) ?? {});
  }

  async function write(id: string, before: Kept, after: Kept): Promise<void> {
    const fields = Object.entries(after).filter((entry) => entry[1] !== '');
    if (sameFields(before, Object.fromEntries(fields))) return;
    if (fields.length === 0) await vault.forget(id);
    else await vault.put(id, Object.fromEntries(fields));
  }

  return {
    read,
    peek: (id) => (waiting.has(id) ? read(id) : (vault.peek(id) ?? {})),
    unread,
    change: async (id, change) => {
      if (unread()) {
        waiting.set(id, [...(waiting.get(id) ?? []), change]);
      } else {
        const before = read(id);
        await write(id, before, change(before));
      }
      onChange();
    },
    follow: async () => {
      if (unread()) return;
      for (const id of [...waiting.keys()]) {
        const after = read(id);
        waiting.delete(id);
        await write(id, vault.get(id) ?? {}, after);
      }
    },
    forget: (id) => {
      waiting.delete(id);
      return vault.forget(id);
    },
    clear: () => waiting.clear(),
  };
}

function sameFields(one: Kept, other: Kept): boolean {
  const text = (kept: Kept) => JSON.stringify(Object.entries(kept).toSorted());
  return text(one) === text(other);
}
