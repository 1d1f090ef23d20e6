/**
 * Who can sign in where: the list, in a file of its own. What is kept of each profile's secrets is in
 * keeping.ts. A profile that is in no file is a draft, and gone when the app quits.
 */
import { fail, ok, tooManyProfiles, unknownProfile } from '../../src-shared/result.ts';
import type { Server } from '../../src-shared/bill/server.ts';
import type { Vault } from '../vault/vault-types.ts';
import { createKeeping } from './keeping.ts';
import {
  blank,
  cleanName,
  FILE_VERSION,
  freeName,
  freshColour,
  identityOf,
  importTrouble,
  MAX_PROFILES,
  moved,
  exportTrouble,
  parseExport,
  parseProfileFile,
  UNNAMED,
  withoutDevice,
} from './profile.ts';
import type { Profile } from './profile.ts';
import type { JsonStore } from '../files/json-store.ts';
import { createKeptValue } from '../files/kept-value.ts';
import { fixedUrl } from '../servers/servers.ts';
import type { Look, Profiles } from './profiles-types.ts';

export interface ProfilesDeps {
  readonly vault: Vault;
  /** Where the list is kept. */
  readonly store: JsonStore;
  readonly newId: () => string;
  readonly newDeviceId: () => string;
  readonly machineName: string;
  readonly firstServer: Server;
  readonly onChange: () => void;
}

export function createProfiles(deps: ProfilesDeps): Profiles {
  const { vault, onChange } = deps;
  let list: readonly Profile[] = [];
  let selected = '';
  const drafts = new Set<string>();
  /** IDs of forgotten profiles. `stuck`: names of those that the vault has not removed yet. */
  let forgotten: readonly string[] = [];
  const stuck = new Map<string, string>();
  const saved = () => list.filter(({ id }) => !drafts.has(id));
  const file = createKeptValue({
    store: deps.store,
    parse: parseProfileFile,
    onChange,
    notices: {
      setAside: 'profilesSetAside',
      unreadable: 'profilesUnreadable',
      newer: 'profilesNewer',
    },
  });

  const machine = () => ({ deviceId: deps.newDeviceId(), machineName: deps.machineName });
  /** Of the list that it was made of: a snapshot looks up each profile several times. */
  let index = { of: list, byId: new Map<string, Profile>() };
  const get = (id: string) => {
    if (index.of !== list) index = { of: list, byId: new Map(list.map((one) => [one.id, one])) };
    return index.byId.get(id) ?? null;
  };
  const identity = (id: string) => {
    const profile = get(id);
    return profile === null ? '' : identityOf(profile);
  };
  const keeping = createKeeping({ vault, identity, onChange });

  function changed(): void {
    onChange();
    file.save(() => ({ version: FILE_VERSION, selected, profiles: saved(), forgotten }));
  }

  function add(profile: Profile, draft: boolean): Profile {
    list = [...list, profile];
    if (draft) drafts.add(profile.id);
    selected = profile.id;
    changed();
    return profile;
  }

  const isFull = () => list.length >= MAX_PROFILES;
  const draft = (server: Server) => add(blank(deps.newId(), list, machine(), server), true);

  function change(id: string, update: Partial<Profile>): void {
    list = list.map((one) => (one.id === id ? { ...one, ...update } : one));
    changed();
  }

  const others = (id: string) => list.filter((one) => one.id !== id);

  /** What was chosen for it; one that nobody has named is called `otherwise`. */
  function looking(id: string, look: Look | null, otherwise: string): Partial<Profile> {
    const wanted = cleanName(look?.name ?? '') || (get(id)?.name === UNNAMED ? otherwise : '');
    return {
      ...(wanted === '' ? {} : { name: freeName(wanted, others(id)) }),
      ...(look === null ? {} : { colour: look.colour }),
    };
  }

  function select(id: string): void {
    if (get(id) === null || selected === id) return;
    selected = id;
    changed();
  }

  /** Removes a profile from the vault and its backups. False when a file may still hold it. */
  async function erase(id: string): Promise<boolean> {
    const gone = await keeping.forget(id);
    // Without protection there is no file.
    if (gone !== 'sealed' && vault.status().is !== 'memoryOnly') return false;
    forgotten = forgotten.filter((one) => one !== id);
    stuck.delete(id);
    changed();
    return true;
  }

  /** Makes sure that there is at least one profile and that one of them is selected. */
  function complete(): void {
    if (list.length === 0) draft(deps.firstServer);
    if (get(selected) === null) selected = list[0]?.id ?? '';
  }

  return {
    load: async () => {
      const read = await file.load();
      if (read !== null) {
        ({ profiles: list, selected } = read);
        // A file that was edited by hand may list a forgotten profile again.
        forgotten = read.forgotten.filter((id) => get(id) === null);
      }
      complete();
      onChange();
    },
    prune: async () => {
      for (const id of forgotten) await erase(id);
    },
    follow: async () => {
      await keeping.follow();
      // Retries what the disk refused before. Not while it still refuses: each refusal changes the
      // vault, which would call this again and again.
      const refuses = vault.notices().some(({ kind }) => kind === 'notSaved');
      if (vault.status().is !== 'ready' || refuses) return;
      for (const id of [...stuck.keys()]) await erase(id);
    },
    notices: () => [
      ...[file.notice()].filter((notice) => notice !== null),
      ...[...stuck.values()].map((about) => ({ kind: 'forgetPending', about }) as const),
    ],
    all: () => list,
    get,
    selected: () => selected,
    select,
    create: () => (isFull() ? null : draft(get(selected)?.server ?? deps.firstServer)),
    practice: () => {
      const unused = ({ id, userName }: Profile) => drafts.has(id) && userName === '';
      const found =
        list.find(({ server }) => server.kind === 'practice') ?? list.find(unused) ?? null;
      if (found === null) return isFull() ? null : draft({ kind: 'practice' });
      select(found.id);
      return found;
    },
    duplicate: (id) => {
      const from = get(id);
      if (from === null) return unknownProfile;
      if (isFull()) return tooManyProfiles;
      const name = freeName(from.name, list);
      // A device belongs to one profile, and secrets are not copied behind the user's back.
      const own = { ...machine(), id: deps.newId(), name, colour: freshColour(list) };
      return ok(add({ ...from, ...own, signInOnLaunch: false }, false));
    },
    edit: (id, { name, ...update }) => {
      drafts.delete(id);
      const clean = name === undefined ? '' : cleanName(name);
      change(id, clean === '' ? update : { ...update, name: freeName(clean, others(id)) });
    },
    move: (id, to) => {
      list = moved(list, id, to);
      changed();
    },
    forget: async (id) => {
      const name = get(id)?.name ?? '';
      const mayBeSealed = !drafts.delete(id);
      list = list.filter((one) => one.id !== id);
      keeping.withdraw(id);
      if (mayBeSealed) forgotten = [...forgotten, id];
      complete();
      changed();
      if (mayBeSealed && !(await erase(id))) stuck.set(id, name);
      await file.settled();
      onChange();
    },
    signInWorked: async (id, server, typed, look) => {
      if (get(id) === null) return;
      const { userName, orgId, kind } = typed;
      change(id, { server, userName, orgId, kind, ...looking(id, look, userName) });
      await keeping.signInWorked(id, typed);
    },
    useSessionWorked: (id, server, look) =>
      change(id, { server, kind: 'session', ...looking(id, look, '') }),
    isUnnamed: (id) => get(id)?.name === UNNAMED,
    suggestName: (id, name) => {
      if (cleanName(name) !== '') change(id, { name: freeName(name, others(id)) });
    },
    withdraw: (id) => keeping.withdraw(id),
    keep: async (id, what, { remembered }) => {
      if (get(id) === null) return false;
      // First, so that every save from now on includes it.
      if (keeping.offers(id) && what !== 'nothing') drafts.delete(id);
      if (!(await keeping.keep(id, what, remembered))) return false;
      changed();
      await file.settled();
      return true;
    },
    kept: (id) => ({
      what: drafts.has(id) ? 'nothing' : keeping.kept(id),
      offer: keeping.offers(id),
      draft: drafts.has(id),
    }),
    secrets: (id) => keeping.secrets(id),
    device: (id) => {
      const profile = get(id);
      const { deviceId, machineName } = profile ?? machine();
      const kept = keeping.remembered(id);
      if (profile === null || kept === null) return { deviceId, machineName, remembered: kept };
      // What was kept before the server was part of it is for the profile's.
      const baseUrl = kept.owner.baseUrl ?? fixedUrl(profile.server);
      const owner = { ...kept.owner, baseUrl };
      return { deviceId, machineName, remembered: { ...kept, owner } };
    },
    nameMachine: (id, machineName) => {
      const profile = get(id);
      if (profile !== null && profile.machineName !== machineName) change(id, { machineName });
    },
    mayRemember: (id) => keeping.mayRemember(id),
    renewDevice: (id, deviceId) => {
      const profile = get(id);
      if (profile !== null && profile.deviceId !== deviceId) change(id, { deviceId });
    },
    rememberDevice: async (id, remembered) => {
      if (get(id) !== null) await keeping.rememberDevice(id, remembered);
    },
    exported: () => ({ version: FILE_VERSION, selected: '', profiles: saved().map(withoutDevice) }),
    imported: (value) => {
      const read = parseExport(value);
      if (read === 'newer') return fail({ kind: 'file', trouble: 'newer', at: null });
      const at = read === null ? exportTrouble(value) : importTrouble(read);
      if (read === null || at !== null) {
        return fail({ kind: 'file', trouble: 'notAnExport', at });
      }
      if (list.length + read.profiles.length > MAX_PROFILES) {
        return fail({ kind: 'file', trouble: 'tooMany', at: null });
      }
      // The IDs and the device of another computer stay there.
      const added = read.profiles.map((one) => ({ ...one, ...machine(), id: deps.newId() }));
      for (const one of added) {
        const name = freeName(one.name, list);
        // Two of one name are told apart by their colour as well.
        const colour = name === one.name ? one.colour : freshColour(list);
        list = [...list, { ...one, name, colour }];
      }
      changed();
      return ok(added.length);
    },
    saveAgain: () => file.saveAgain(),
    settled: () => file.settled(),
    reset: async () => {
      await file.reset();
      list = [];
      forgotten = [];
      drafts.clear();
      stuck.clear();
      keeping.clear();
      complete();
      await file.settled();
    },
  };
}
