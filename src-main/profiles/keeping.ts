/**
 * What is kept of the secrets of each profile, and of whom: what was kept for one server, user and
 * organization is never used for another, whatever the list of profiles says.
 */
import type { KeepChoice, KeptView } from '../../src-shared/snapshot.ts';
import { parseJson } from '../../src-shared/text/parse-json.ts';
import * as v from 'valibot';
import type { Owner } from '../session/owner.ts';
import type { Secrets, Typed } from '../session/session-events.ts';
import type { Remembered } from '../session/state.ts';
import type { Saved, Vault } from '../vault/vault-types.ts';
import { createRecords, type Change, type Kept } from './kept-records.ts';

export interface Keeping {
  kept(id: string): KeptView;
  /** A sign-in worked, and what to keep of it has not been chosen yet. */
  offers(id: string): boolean;
  /** Credentials worked. What is kept is updated, or the user is asked what to keep. */
  signInWorked(id: string, typed: Typed): Promise<void>;
  /** The session is over: drops what was typed for it and is still waiting for the choice. */
  withdraw(id: string): void;
  /** False when there is nothing to keep. */
  keep(id: string, what: KeepChoice, remembered: Remembered | null): Promise<boolean>;
  secrets(id: string): Promise<Secrets>;
  remembered(id: string): Remembered | null;
  /** True where one is remembered, for whomever, or the vault's file was not read yet. */
  mayRemember(id: string): boolean;
  rememberDevice(id: string, remembered: Remembered | null): Promise<void>;
  /** The vault has changed: makes the changes that had to wait for it. */
  follow(): Promise<void>;
  forget(id: string): Promise<Saved>;
  clear(): void;
}

/** `identity`: whom the profile stands for now, as from `identityOf`. */
export function createKeeping(deps: {
  readonly vault: Vault;
  readonly identity: (id: string) => string;
  readonly onChange: () => void;
}): Keeping {
  const { vault, identity, onChange } = deps;
  const records = createRecords(vault, onChange);
  /** Credentials that worked, until the user has chosen what to keep of them. */
  const pending = new Map<string, Typed>();

  function kept(id: string): KeptView {
    const found = records.peek(id);
    const what = choiceOf(found);
    if (what === 'nothing') return isEmpty(found) && records.unread() ? 'unknown' : 'nothing';
    return found.for === identity(id) ? what : 'other';
  }

  function seal(id: string, what: KeepChoice, typed: Typed): Promise<void> {
    return records.change(id, sealing(identity(id), what, typed));
  }

  async function rememberDevice(id: string, remembered: Remembered | null): Promise<void> {
    await records.change(id, remembering(identity(id), remembered));
  }

  return {
    kept,
    offers: (id) => pending.has(id),
    signInWorked: async (id, typed) => {
      const what = kept(id);
      // The user has chosen before for the same identity: the kept credentials are replaced by
      // those that work.
      if (what === 'everything' || what === 'allButPassword') await seal(id, what, typed);
      else pending.set(id, typed);
      onChange();
    },
    withdraw: (id) => {
      if (pending.delete(id)) onChange();
    },
    keep: async (id, what, remembered) => {
      const typed = pending.get(id);
      if (typed !== undefined) {
        pending.delete(id);
        await seal(id, what, typed);
        if (remembered !== null) await rememberDevice(id, remembered);
        return true;
      }
      // No new credentials: what is kept can only become less.
      const hasNothing = isEmpty(records.peek(id)) && !records.unread();
      if (what === 'everything' || hasNothing) return false;
      await records.change(id, ({ password: _, ...rest }) => (what === 'nothing' ? {} : rest));
      return true;
    },
    secrets: async (id) => {
      if (vault.status().is === 'opening') await vault.open();
      const { for: whose, password = '', devKey = '' } = records.read(id);
      return whose === identity(id) ? { password, devKey } : { password: '', devKey: '' };
    },
    remembered: (id) => {
      const { for: whose, mfaUntil = '' } = records.peek(id);
      if (whose !== identity(id) || mfaUntil === '') return null;
      const { mfaId = '', mfaOwner = '' } = records.read(id);
      const owner = readOwner(mfaOwner);
      const until = Number(mfaUntil);
      return mfaId !== '' && owner !== null && Number.isFinite(until)
        ? { mfaId, owner, until }
        : null;
    },
    mayRemember: (id) => records.unread() || (records.peek(id).mfaUntil ?? '') !== '',
    rememberDevice,
    follow: async () => {
      await records.follow();
      // While the vault was closed nobody could know what had been chosen before. Now it is known.
      for (const [id, typed] of pending) {
        const what = kept(id);
        if (what !== 'everything' && what !== 'allButPassword') continue;
        pending.delete(id);
        await seal(id, what, typed);
      }
    },
    forget: (id) => {
      pending.delete(id);
      return records.forget(id);
    },
    clear: () => {
      pending.clear();
      records.clear();
    },
  };
}

function choiceOf({ password, devKey }: Kept): KeepChoice {
  if (password !== undefined) return 'everything';
  return devKey === undefined ? 'nothing' : 'allButPassword';
}

const isEmpty = (kept: Kept) => Object.keys(kept).length === 0;

/** With `nothing` the device is not kept either: its owner contains the developer key. */
function sealing(whose: string, what: KeepChoice, { password, devKey }: Typed): Change {
  return (before) => {
    if (what === 'nothing') return {};
    const { mfaId, mfaOwner, mfaUntil } = before.for === whose ? before : {};
    const device = mfaId === undefined ? {} : { mfaId, mfaOwner, mfaUntil };
    const all = { ...device, for: whose, devKey, ...(what === 'everything' ? { password } : {}) };
    return Object.fromEntries(Object.entries(all).filter((entry) => entry[1] !== undefined));
  };
}

/** Where nothing is kept a device is remembered until the app quits, as the panel says. */
function remembering(whose: string, remembered: Remembered | null): Change {
  return (before) => {
    const { mfaId: _, mfaOwner: __, mfaUntil: ___, ...rest } = before;
    if (remembered === null) return rest;
    if (rest.for !== whose || rest.devKey === undefined) return before;
    const { mfaId, owner, until } = remembered;
    return { ...rest, mfaId, mfaOwner: ownerText(owner), mfaUntil: String(until) };
  };
}

const text = v.string();
const ownerSchema = v.union([
  v.strictTuple([text, text, text]),
  v.strictTuple([text, text, text, text]),
]);

/** An owner as a record holds it; earlier versions wrote it without the server. */
function ownerText({ userName, orgId, devKey, baseUrl }: Owner): string {
  return JSON.stringify([userName, orgId, devKey, ...(baseUrl === null ? [] : [baseUrl])]);
}

/** Null for what no version has written. */
function readOwner(written: string): Owner | null {
  const parts = v.safeParse(ownerSchema, parseJson(written));
  if (!parts.success) return null;
  const [userName, orgId, devKey, baseUrl = null] = parts.output;
  return { userName, orgId, devKey, baseUrl };
}
