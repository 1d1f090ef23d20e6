/** The commands about profiles, about what is kept of them, and about the settings. */
import { fail, notNow, ok, tooManyProfiles, unknownProfile } from '../../src-shared/result.ts';
import { isOfOtherKey } from '../../src-shared/snapshot.ts';
import { parseJson } from '../../src-shared/text/parse-json.ts';
import type { Notices } from '../notify/notices.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Grants } from '../grants/grants.ts';
import type { History } from '../history/history-store.ts';
import type { Desktop, Preferences } from '../ports.ts';
import type { Profiles } from '../profiles/profiles-types.ts';
import type { Sessions } from '../profiles/sessions.ts';
import type { Vault } from '../vault/vault-types.ts';
import type { Handlers } from './router.ts';

export interface ProfileCommandDeps {
  readonly profiles: Profiles;
  readonly sessions: Sessions;
  readonly vault: Vault;
  readonly preferences: Preferences;
  readonly history: History;
  readonly grants: Pick<Grants, 'forgetProfile' | 'saveAgain' | 'wipe'>;
  readonly gateway: Pick<Gateway, 'forgetProfile' | 'saveAgain' | 'wipe'>;
  readonly desktop: Desktop;
  readonly changed: () => void;
  readonly notices: Notices;
  /** Forgets what was typed for a profile's sign-in. */
  readonly dropTyped: (profile: string) => void;
  /** Forgets every row of Activity. */
  readonly forgetActivity: () => void;
  /** The settings say that it is off; its files are about to be removed. */
  readonly closeHandOff: () => Promise<void>;
  /** False when the disk refused to remove a file. */
  readonly wipeFiles: () => Promise<boolean>;
}

/** The handlers of these commands. */
export type ProfileCommands = Pick<
  Handlers,
  | 'selectProfile'
  | 'createProfile'
  | 'duplicateProfile'
  | 'editProfile'
  | 'moveProfile'
  | 'forgetProfile'
  | 'keepSignIn'
  | 'exportProfiles'
  | 'importProfiles'
  | 'dismissNotice'
  | 'retryStorage'
  | 'renewVault'
  | 'wipeEverything'
  | 'changeSettings'
  | 'setStartAtLogin'
>;

export function createProfileCommands(deps: ProfileCommandDeps): ProfileCommands {
  const { profiles, sessions, vault, preferences, history, grants, gateway, desktop } = deps;
  const known = (profile: string) => profiles.get(profile) !== null;

  /** Ends a session here without telling the server: its keys are dropped, and it lapses there. */
  function signOutLocally(profile: string): void {
    const runner = sessions.runner(profile);
    const sessionId = runner?.keys()?.sessionId;
    if (sessionId !== undefined) desktop.clearSecret(sessionId).catch(() => undefined);
    runner?.stop();
    deps.dropTyped(profile);
  }

  return {
    selectProfile: ({ profile }) => {
      if (!known(profile)) return unknownProfile;
      profiles.select(profile);
      return ok(null);
    },
    createProfile: () => (profiles.create() === null ? tooManyProfiles : ok(null)),
    duplicateProfile: ({ profile }) => {
      const twin = profiles.duplicate(profile);
      return twin.ok ? ok(null) : twin;
    },
    editProfile: ({ profile, change }) => {
      if (!known(profile)) return unknownProfile;
      profiles.edit(profile, defined(change));
      return ok(null);
    },
    moveProfile: ({ profile, to }) => {
      if (!known(profile)) return unknownProfile;
      profiles.move(profile, to);
      return ok(null);
    },
    forgetProfile: async ({ profile }) => {
      if (!known(profile)) return unknownProfile;
      signOutLocally(profile);
      await profiles.forget(profile);
      grants.forgetProfile(profile);
      await gateway.forgetProfile(profile);
      await history.forget(profile);
      return ok(null);
    },
    keepSignIn: async ({ profile, what }) => {
      const runner = sessions.runner(profile);
      if (runner === null) return unknownProfile;
      const kept = await profiles.keep(profile, what, runner.state().device);
      deps.changed();
      return kept ? ok(null) : notNow;
    },
    exportProfiles: async () => {
      const text = `${JSON.stringify(profiles.exported(), null, 2)}\n`;
      return desktop.saveText('tabkeeper-profiles.json', text);
    },
    importProfiles: async () => {
      const chosen = await desktop.openText();
      if (!chosen.ok) return chosen;
      const value = parseJson(chosen.value);
      if (value === undefined) return fail({ kind: 'file', trouble: 'notJson', at: null });
      const added = profiles.imported(value);
      return added.ok ? ok({ added: added.value }) : added;
    },
    dismissNotice: ({ kind }) => {
      deps.notices.dismiss(kind);
      deps.changed();
      return ok(null);
    },
    retryStorage: async () => {
      vault.hurry();
      await vault.retry();
      await profiles.saveAgain();
      await preferences.saveAgain();
      await history.saveAgain();
      await grants.saveAgain();
      await gateway.saveAgain();
      deps.changed();
      const refused = deps.notices.all().some(({ kind }) => kind === 'notSaved');
      return refused ? fail({ kind: 'storage', trouble: 'notSaved' }) : ok(null);
    },
    renewVault: async () => {
      if (!isOfOtherKey(vault.status())) return notNow;
      return (await vault.renew()) ? ok(null) : fail({ kind: 'storage', trouble: 'notSetAside' });
    },
    wipeEverything: async () => {
      // The vault first, since the disk may refuse it: half a wipe would be worse than none.
      const wiped = await vault.wipe(async () => {
        for (const { id } of profiles.all()) signOutLocally(id);
        await profiles.reset();
        await grants.wipe();
        await gateway.wipe();
        await preferences.wipe();
        await deps.closeHandOff();
        await history.wipe();
        deps.forgetActivity();
        deps.notices.clear();
      });
      if (!wiped) return fail({ kind: 'storage', trouble: 'notRemoved' });
      const gone = await deps.wipeFiles();
      deps.changed();
      return gone ? ok(null) : fail({ kind: 'storage', trouble: 'notRemoved' });
    },
    setStartAtLogin: async ({ on }) => {
      const done = await desktop.setStartAtLogin(on);
      deps.changed();
      return done ? ok(null) : fail({ kind: 'storage', trouble: 'startAtLogin' });
    },
    changeSettings: async (change) => {
      preferences.changeSettings(defined(change));
      deps.changed();
      await preferences.settled();
      return ok(null);
    },
  };
}

/** Without the keys whose value is undefined: a change names what changes. */
function defined<T extends object>(change: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(change).filter((entry) => entry[1] !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
