/**
 * Who can sign in where, and what is kept of it: the list in a file, the secrets in the vault. A
 * profile of which nothing is kept is a draft, and gone when the app quits.
 */
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Server } from '../../src-shared/server.ts';
import type { Colour, KeepChoice } from '../../src-shared/snapshot.ts';
import type { Device } from '../session/state.ts';
import type { Typed } from '../session/events.ts';
import type { Vault } from '../vault/types.ts';
import {
  blank,
  FILE_VERSION,
  freeName,
  moved,
  parseProfileFile,
  profileFileTrouble,
  UNNAMED,
} from './profile.ts';
import type { Profile } from './profile.ts';

/** Where the list is kept. Neither rejects. */
export interface ProfileStore {
  load(): Promise<unknown>;
  /** False when the disk refused. */
  save(value: unknown): Promise<boolean>;
}

export interface ProfilesDeps {
  readonly vault: Vault;
  readonly store: ProfileStore;
  readonly newId: () => string;
  readonly machineName: string;
  readonly firstServer: Server;
  readonly onChange: () => void;
}

export interface ProfileChange {
  readonly name?: string;
  readonly colour?: Colour;
  readonly staySignedIn?: boolean;
  readonly signInOnLaunch?: boolean;
}

/** The secrets of a profile as the vault holds them, with the server that they are for. */
type Kept = Partial<
  Record<'password' | 'devKey' | 'server' | 'mfaId' | 'mfaOwner' | 'mfaUntil', string>
>;

/** A server as the text that is sealed with its secrets. */
const nameOf = (server: Server) => (server.kind === 'local' ? server.url : server.kind);

export interface Profiles {
  /** Reads the list. There is always at least one profile. */
  load(): Promise<void>;
  /** Removes what the vault holds of profiles that are no more. To be called when it has opened. */
  prune(): Promise<void>;
  all(): readonly Profile[];
  get(id: string): Profile | null;
  selected(): string;
  select(id: string): void;
  create(): Profile;
  duplicate(id: string): Profile | null;
  edit(id: string, change: ProfileChange): void;
  move(id: string, to: number): void;
  /** Removes the profile, its secrets, and the files that hold old ciphertext of them. */
  forget(id: string): Promise<void>;
  /** A sign-in with these credentials worked: what to keep of it may now be chosen. */
  worked(id: string, server: Server, typed: Typed): Promise<void>;
  /** Another tool's session was taken over: there is nothing to keep of it. */
  adopted(id: string, server: Server): void;
  /** False when nothing worked yet, so that there is nothing to keep. */
  keep(id: string, what: KeepChoice, device: Device): Promise<boolean>;
  kept(id: string): { what: KeepChoice; offer: boolean; notSaved: boolean };
  /**
   * What is kept of a profile's secrets, for filling what was left empty: empty for another server than
   * the one that they worked at, whatever the profile's server has become since.
   */
  secrets(
    id: string,
    server: Server,
  ): Promise<{ readonly password: string; readonly devKey: string }>;
  /** As far as it is known now: the vault may still be opening. */
  device(id: string): Device;
  rememberDevice(id: string, device: Device): Promise<void>;
  /** Everything that can be written to a file of the user's: no secret. */
  exported(): unknown;
  /** Adds what such a file holds and gives their number; fails with the place that is wrong. */
  imported(value: unknown): Result<number>;
  /** Back to one draft. The vault is wiped by its own. */
  reset(): Promise<void>;
}

export function createProfiles(deps: ProfilesDeps): Profiles {
  const { vault, store, onChange } = deps;
  let list: readonly Profile[] = [];
  let selected = '';
  /** Written by a newer app: never overwritten. */
  let foreignFile = false;
  let unsaved = false;
  const drafts = new Set<string>();
  const pending = new Map<string, { readonly server: Server; readonly typed: Typed }>();

  const machine = () => ({ deviceId: deps.newId(), machineName: deps.machineName });
  const get = (id: string) => list.find((one) => one.id === id) ?? null;

  function add(profile: Profile, draft: boolean): Profile {
    list = [...list, profile];
    if (draft) drafts.add(profile.id);
    selected = profile.id;
    changed();
    return profile;
  }

  function draft(server: Server): Profile {
    return add(blank(deps.newId(), list, machine(), server), true);
  }

  function change(id: string, update: Partial<Profile>): void {
    list = list.map((one) => (one.id === id ? { ...one, ...update } : one));
    changed();
  }

  let writing: Promise<void> = Promise.resolve();
  function changed(): void {
    onChange();
    if (foreignFile) return;
    writing = writing.then(write);
  }

  async function write(): Promise<void> {
    const profiles = list.filter(({ id }) => !drafts.has(id));
    const saved = await store.save({ version: FILE_VERSION, selected, profiles });
    if (unsaved === !saved) return;
    unsaved = !saved;
    onChange();
  }

  async function opened(): Promise<void> {
    if (vault.status().is === 'opening') await vault.open();
  }

  const secretsOf = (id: string): Kept => vault.get(id) ?? {};

  async function put(id: string, kept: Kept): Promise<void> {
    const fields = Object.entries(kept).filter((entry) => entry[1] !== '');
    if (fields.length === 0) await vault.forget(id);
    else await vault.put(id, Object.fromEntries(fields));
    onChange();
  }

  function keptOf(id: string): KeepChoice {
    if (drafts.has(id)) return 'nothing';
    const { password, devKey } = secretsOf(id);
    if (password !== undefined) return 'everything';
    return devKey === undefined ? 'nothing' : 'allButPassword';
  }

  async function seal(id: string, what: KeepChoice, at: Server, typed: Typed): Promise<void> {
    const { password: _, devKey: __, ...device } = secretsOf(id);
    const server = nameOf(at);
    const { password, devKey } = typed;
    // Neither the device: what names its owner holds the developer key.
    if (what === 'nothing') await put(id, {});
    else
      await put(id, { ...device, server, devKey, ...(what === 'everything' ? { password } : {}) });
  }

  async function rememberDevice(id: string, { machineName, remembered }: Device): Promise<void> {
    const profile = get(id);
    if (profile === null) return;
    if (profile.machineName !== machineName) change(id, { machineName });
    // What is kept is known only then, and a record that was not read must not be written over.
    if (vault.status().is === 'opening') await vault.open();
    const { mfaId, mfaOwner: _, mfaUntil: __, ...rest } = secretsOf(id);
    if (remembered === null) {
      if (mfaId !== undefined) await put(id, rest);
      return;
    }
    // Where nothing is kept the device is remembered until the app quits, as the panel says.
    if (keptOf(id) === 'nothing') return;
    const { owner: mfaOwner, until } = remembered;
    await put(id, { ...rest, mfaId: remembered.mfaId, mfaOwner, mfaUntil: String(until) });
  }

  return {
    load: async () => {
      const file = parseProfileFile(await store.load());
      foreignFile = file === 'newer';
      if (file !== null && file !== 'newer') ({ profiles: list, selected } = file);
      if (list.length === 0) draft(deps.firstServer);
      if (get(selected) === null) selected = list[0]?.id ?? '';
      onChange();
    },
    prune: async () => {
      if (foreignFile || vault.status().is !== 'ready') return;
      for (const id of vault.ids()) if (get(id) === null) await vault.forget(id);
    },
    all: () => list,
    get,
    selected: () => selected,
    select: (id) => {
      if (get(id) === null || selected === id) return;
      selected = id;
      changed();
    },
    create: () => draft(get(selected)?.server ?? deps.firstServer),
    duplicate: (id) => {
      const from = get(id);
      if (from === null) return null;
      const name = freeName(from.name, list);
      // A device belongs to one profile, and secrets are not copied behind the user's back.
      return add({ ...from, ...machine(), id: deps.newId(), name, signInOnLaunch: false }, false);
    },
    edit: (id, update) => {
      drafts.delete(id);
      change(id, update);
    },
    move: (id, to) => {
      list = moved(list, id, to);
      changed();
    },
    forget: async (id) => {
      list = list.filter((one) => one.id !== id);
      drafts.delete(id);
      pending.delete(id);
      if (list.length === 0) draft(deps.firstServer);
      if (get(selected) === null) selected = list[0]?.id ?? '';
      changed();
      await vault.forget(id);
      await writing;
      onChange();
    },
    worked: async (id, server, typed) => {
      const { userName, orgId, kind } = typed;
      const named = get(id)?.name === UNNAMED ? { name: freeName(userName, list) } : {};
      change(id, { server, userName, orgId, kind, ...named });
      const what = keptOf(id);
      // Chosen before: what is kept follows what works.
      if (what === 'nothing') pending.set(id, { server, typed });
      else await seal(id, what, server, typed);
      onChange();
    },
    adopted: (id, server) => {
      change(id, { server, kind: 'session' });
    },
    keep: async (id, what, device) => {
      const tried = pending.get(id);
      if (tried === undefined) {
        // Nothing new: what is kept may still become less.
        const { devKey = '', ...kept } = secretsOf(id);
        if (get(id) === null || what === 'everything' || devKey === '') return false;
        const { password: _, ...rest } = kept;
        await put(id, what === 'allButPassword' ? { ...rest, devKey } : {});
        return true;
      }
      pending.delete(id);
      if (what !== 'nothing') drafts.delete(id);
      await seal(id, what, tried.server, tried.typed);
      await rememberDevice(id, device);
      changed();
      return true;
    },
    kept: (id) => ({
      what: keptOf(id),
      offer: pending.has(id),
      notSaved: unsaved || vault.notices().some(({ kind }) => kind === 'notSaved'),
    }),
    secrets: async (id, server) => {
      await opened();
      const profile = get(id);
      if (profile === null) return { password: '', devKey: '' };
      // What was kept before servers were sealed with it is for the profile's own.
      const { password = '', devKey = '', server: theirs = nameOf(profile.server) } = secretsOf(id);
      return theirs === nameOf(server) ? { password, devKey } : { password: '', devKey: '' };
    },
    device: (id) => {
      const profile = get(id);
      const { mfaId = '', mfaOwner = '', mfaUntil = '' } = secretsOf(id);
      const until = Number(mfaUntil);
      const whole = mfaId !== '' && mfaOwner !== '' && Number.isFinite(until);
      return {
        deviceId: profile?.deviceId ?? deps.newId(),
        machineName: profile?.machineName ?? deps.machineName,
        remembered: whole ? { mfaId, owner: mfaOwner, until } : null,
      };
    },
    rememberDevice,
    exported: () => ({
      version: FILE_VERSION,
      selected: '',
      profiles: list.filter(({ id }) => !drafts.has(id)),
    }),
    imported: (value) => {
      const file = parseProfileFile(value);
      if (file === 'newer') return fail({ kind: 'file', trouble: 'newer', at: null });
      if (file === null) {
        return fail({ kind: 'file', trouble: 'notAnExport', at: profileFileTrouble(value) });
      }
      // The IDs and the device of another computer stay there.
      const added = file.profiles.map((one) => ({ ...one, ...machine(), id: deps.newId() }));
      for (const one of added) list = [...list, { ...one, name: freeName(one.name, list) }];
      changed();
      return ok(added.length);
    },
    reset: async () => {
      list = [];
      drafts.clear();
      pending.clear();
      draft(deps.firstServer);
      await writing;
    },
  };
}
