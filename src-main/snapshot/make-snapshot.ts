/** Makes the one value that goes up to the renderer, out of what each part lets be seen. */
import type { HandOffView } from '../../src-shared/hand-off.ts';
import type { ProfileView, Snapshot, TypedBeforeView } from '../../src-shared/snapshot.ts';
import type { Recorder } from '../bill/record/recorder.ts';
import type { Notices } from '../notify/notices.ts';
import type { Clock, Practice, Preferences } from '../ports.ts';
import type { Profile } from '../profiles/profile.ts';
import type { Profiles } from '../profiles/profiles-types.ts';
import { fixedUrl } from '../servers/servers.ts';
import { isSameOwner, type Owner } from '../session/owner.ts';
import type { Device, Remembered } from '../session/state.ts';
import type { Sessions } from '../profiles/sessions.ts';
import type { Vault } from '../vault/vault-types.ts';

export interface SnapshotParts {
  readonly revision: number;
  readonly clock: Clock;
  readonly profiles: Profiles;
  readonly sessions: Sessions;
  readonly recorder: Recorder;
  readonly handOff: HandOffView;
  readonly typedBefore: (profile: string) => TypedBeforeView | null;
  readonly historyRevision: number;
  readonly notices: Notices;
  readonly practice: Practice;
  readonly fastTime: boolean;
  readonly preferences: Preferences;
  readonly vault: Vault;
  readonly system: () => Snapshot['system'];
  readonly releasesPage: string | null;
  readonly version: string;
  readonly host: string;
}

export function makeSnapshot(parts: SnapshotParts): Snapshot {
  const { clock, profiles, sessions, recorder, practice, preferences } = parts;
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
    storage: parts.vault.status(),
    handOff: parts.handOff,
    historyRevision: parts.historyRevision,
    notices: parts.notices.all(),
    practice:
      account === null
        ? null
        : { phone: account.phone, message: practice.message(), fastTime: parts.fastTime },
    hasReleasesPage: parts.releasesPage !== null,
    appVersion: parts.version,
    host: parts.host,
  };
}

/** What a view of a profile is made of besides the profile itself, which is replaced with each change. */
interface ViewParts extends Pick<ProfileView, 'kept' | 'offerToKeep' | 'draft' | 'typedBefore'> {
  readonly device: Device;
  readonly owner: Owner | null;
}

/** The last view of each: of many profiles, most are the same in the next snapshot. */
const made = new WeakMap<Profile, { readonly of: ViewParts; readonly view: ProfileView }>();

function profileView(profile: Profile, { profiles, sessions, typedBefore }: SnapshotParts) {
  const { id } = profile;
  const { what: kept, offer: offerToKeep, draft } = profiles.kept(id);
  const state = sessions.runner(id)?.state();
  const device = state?.device ?? profiles.device(id);
  const owner = state?.at === 'open' ? state.owner : null;
  const of: ViewParts = { kept, offerToKeep, draft, typedBefore: typedBefore(id), device, owner };
  const last = made.get(profile);
  if (last !== undefined && isSameParts(last.of, of)) return last.view;
  const view = viewOf(profile, of);
  made.set(profile, { of, view });
  return view;
}

const isSameParts = (one: ViewParts, other: ViewParts): boolean =>
  one.kept === other.kept &&
  one.offerToKeep === other.offerToKeep &&
  one.draft === other.draft &&
  one.typedBefore === other.typedBefore &&
  one.device === other.device &&
  one.owner === other.owner;

function viewOf(profile: Profile, parts: ViewParts): ProfileView {
  const { id, name, colour, kind, server, userName, orgId } = profile;
  const { staySignedIn, signInOnLaunch } = profile;
  const { kept, typedBefore, draft, offerToKeep, device, owner } = parts;
  return {
    id,
    name,
    colour,
    kind,
    server,
    userName,
    orgId,
    kept,
    typedBefore,
    draft,
    offerToKeep,
    staySignedIn,
    signInOnLaunch,
    machineName: device.machineName,
    rememberedUntil: isFor(profile, owner, device.remembered)
      ? (device.remembered?.until ?? null)
      : null,
  };
}

/** A device is remembered for one user in one organization of one server: elsewhere it counts for nothing. */
function isFor(profile: Profile, owner: Owner | null, remembered: Remembered | null): boolean {
  if (remembered === null) return false;
  if (owner !== null) return isSameOwner(remembered.owner, owner);
  // Under whatever key, and where the server is not known before the sign-in, on whatever server.
  const { userName, orgId, server } = profile;
  const baseUrl = fixedUrl(server) ?? remembered.owner.baseUrl;
  return isSameOwner(remembered.owner, { userName, orgId, baseUrl }, [
    'userName',
    'orgId',
    'baseUrl',
  ]);
}
