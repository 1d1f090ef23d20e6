/**
 * What the vault holds in memory: records sealed under a data key that is in memory too, so that a
 * secret is plain only while it is asked for. Knows which changes are not on disk yet.
 */
import { type Header, type VaultFile, encodeVault } from './envelope.ts';
import {
  type Fields,
  type SealedRecord,
  keyToText,
  newDataKey,
  openRecord,
  outlineOf,
  sealRecord,
} from './sealed-records.ts';

export interface Contents {
  ids(): readonly string[];
  get(id: string): Fields | null;
  /** As `outlineOf`: kept beside the sealed record, so nothing is decrypted for it. */
  peek(id: string): Fields | null;
  put(id: string, fields: Fields): void;
  remove(id: string): void;
  hasChanges(): boolean;
  /** What is on disk from now on if the bytes get there: then call `saved`. */
  encode(header: Header): { readonly bytes: Buffer; readonly saved: () => void };
  keyText(): string;
  /** Loads the records and the key of a file. Changes that are not on disk yet take precedence. */
  adopt(key: Buffer, records: VaultFile['records']): void;
  /** Keeps the changes that are not on disk yet, and nothing else, under a new key. */
  startOver(): void;
  /** Forgets everything and zeroes the key. */
  clear(): void;
}

export function createContents(): Contents {
  let key = newDataKey();
  let records = new Map<string, SealedRecord>();
  const outlines = new Map<string, Fields>();
  /** Record -> number of its last change, so that a change during a save stays a change. */
  const changed = new Map<string, number>();
  let changes = 0;

  function change(id: string): void {
    changes += 1;
    changed.set(id, changes);
  }

  function adopt(newKey: Buffer, fromFile: VaultFile['records']): void {
    const merged = new Map(fromFile.map((record) => [record.id, record]));
    for (const id of changed.keys()) {
      const mine = records.get(id);
      const fields = mine === undefined ? null : openRecord(key, mine);
      if (fields === null) merged.delete(id);
      else merged.set(id, sealRecord(newKey, id, fields));
    }
    key.fill(0);
    key = newKey;
    records = merged;
    outlines.clear();
    for (const [id, record] of merged) outlines.set(id, outlineOf(openRecord(key, record) ?? {}));
  }

  return {
    ids: () => [...records.keys()].toSorted(),
    get: (id) => {
      const record = records.get(id);
      return record === undefined ? null : openRecord(key, record);
    },
    peek: (id) => outlines.get(id) ?? null,
    put: (id, fields) => {
      records.set(id, sealRecord(key, id, fields));
      outlines.set(id, outlineOf(fields));
      change(id);
    },
    remove: (id) => {
      records.delete(id);
      outlines.delete(id);
      change(id);
    },
    hasChanges: () => changed.size > 0,
    encode: (header) => {
      const batch = new Map(changed);
      return {
        bytes: encodeVault(key, header, [...records.values()]),
        saved: () => {
          for (const [id, n] of batch) if (changed.get(id) === n) changed.delete(id);
        },
      };
    },
    keyText: () => keyToText(key),
    adopt,
    startOver: () => adopt(newDataKey(), []),
    clear: () => {
      key.fill(0);
      key = newDataKey();
      records.clear();
      outlines.clear();
      changed.clear();
    },
  };
}
