/** What a confirmation says will be gone. It names everything that goes, and what does not. */
import type { ProfileView } from '../../../src-shared/snapshot.ts';
import { hasKeptKey, listed } from '../../../src-shared/words.ts';

export function forgetQuestion(profile: ProfileView, open: boolean): string {
  const gone = [
    'its name',
    profile.userName === '' ? null : 'the user name',
    profile.orgId === '' ? null : 'the organization ID',
    profile.kept === 'everything' ? 'the saved password' : null,
    hasKeptKey(profile.kept) ? 'the saved developer key' : null,
    profile.kept === 'other' || profile.kept === 'unknown' ? 'whatever is saved of it' : null,
    profile.rememberedUntil === null ? null : 'the remembered device',
  ].filter((part) => part !== null);
  const session = open
    ? ' Its session is let go here and lapses at its server 35 min after the last call.'
    : '';
  return `${profile.name} is removed with ${listed(gone)}, backups included.${session}`;
}

/** For a vault that the keyring of now does not open. */
export const renewQuestion =
  'The saved secrets that do not open are set aside, sealed as they are, and what you keep from now on is sealed anew. Profiles and settings stay; each profile’s secrets are typed once more. What is set aside goes when you forget a profile or wipe everything.';

export function wipeQuestion(count: number): string {
  const all = count === 1 ? 'The profile' : `All ${count} profiles`;
  return `${all}, all saved secrets and their backups, the settings, the log and Activity are removed. Open sessions are let go and lapse at their servers. It cannot be undone.`;
}
