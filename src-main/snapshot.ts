/** Makes the one value that goes up to the renderer, out of what each part lets be seen. */
import type { ProfileView, Snapshot, StorageView } from '../src-shared/snapshot.ts';
import type { Recorder } from './bill/recorder.ts';
import type { Observations } from './observations.ts';
import type { Clock, Practice, Preferences } from './ports.ts';
import type { Profile } from './profiles/profile.ts';
import type { Profiles } from './profiles/profiles.ts';
import type { Sessions } from './sessions.ts';
import type { Vault } from './vault/types.ts';

export interface SnapshotParts {
  readonly revision: number;
  readonly clock: Clock;
  readonly profiles: Profiles;
  readonly sessions: Sessions;
  readonly recorder: Recorder;
  readonly observations: Observations;
  readonly practice: Practice;
  readonly preferences: Preferences;
  readonly vault: Vault;
  readonly system: () => Snapshot['system'];
  readonly releasesPage: string | null;
  readonly version: string;
  readonly host: string;
}

export function makeSnapshot(parts: SnapshotParts): Snapshot {
  const { clock, profiles, sessions, recorder, observations, practice, preferences } = parts;
  const account = practice.account();
  return {
    revision: parts.revision,
    at: clock.now().wall,
    selected: profiles.selected(),
    profiles: profiles.all().map((profile) => profileView(profile, parts)),
    sessions: sessions.views(),
    activity: recorder.rows(),
    settings: preferences.settings(),
    system: parts.system(),
    storage: storageView(parts.vault),
    observedEnds: observations.all(),
    practice: account === null ? null : { phone: account.phone, message: practice.message() },
    hasReleasesPage: parts.releasesPage !== null,
    appVersion: parts.version,
    host: parts.host,
  };
}

function profileView(profile: Profile, { profiles, sessions }: SnapshotParts): ProfileView {
  const { id, name, colour, kind, server, userName, orgId } = profile;
  const { staySignedIn, signInOnLaunch } = profile;
  const { what: kept, offer: offerToKeep, notSaved } = profiles.kept(id);
  const state = sessions.runner(id)?.state();
  const { machineName, remembered } = state?.device ?? profiles.device(id);
  // For whoever else is signed in, new sign-ins do not come back trusted.
  const theirs = state?.at === 'open' && remembered?.owner !== state.owner;
  return {
    ...{ id, name, colour, kind, server, userName, orgId, kept, offerToKeep, notSaved },
    ...{ staySignedIn, signInOnLaunch, machineName },
    rememberedUntil: theirs ? null : (remembered?.until ?? null),
  };
}

function storageView(vault: Vault): StorageView {
  const status = vault.status();
  switch (status.is) {
    case 'locked':
      return { is: 'locked', why: status.why, backend: status.backend };
    case 'ready':
      return { is: 'ready', backend: status.backend ?? 'the system’s keyring' };
    case 'opening':
    case 'waiting':
    case 'memoryOnly':
    case 'inUse':
    case 'newerFormat':
      return status;
  }
}
