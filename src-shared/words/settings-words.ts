/** Settings: what stands under its fields, and what its questions say will be gone. */
import type { ProfileView, StartAtLogin } from '../snapshot.ts';
import { listed, plural } from './name-words.ts';
import { hasKeptKey } from './storage-words.ts';

export const SETTINGS_HEAD = 'Every change takes effect at once.';

/** Under a field for a whole number that was given another one. */
export const notBetween = (min: number, max: number): string =>
  `A whole number from ${min} to ${max}. Not changed.`;

export const appearanceNotes = {
  theme: 'Of this window, and of the menus and boxes that the system draws for it.',
  /** `keys`: larger, smaller and the usual size. */
  size: ([larger = '', smaller = '', usual = '']: readonly string[]) =>
    `Everything in the window, by keys too: ${larger}, ${smaller}, and ${usual} for the usual size.`,
} as const;

export const desktopNotes = {
  notifications: 'One for each incident, and none while this window is in front.',
  warning: 'Only while keep-alive is failing: otherwise there is nothing to do.',
  closing:
    'Hidden, Tabkeeper keeps sessions open from the tray; where no tray is known, it asks first.',
  quitting: 'A session that is let lapse ends at its server 35 min after its last call.',
  oneColour: 'For panels whose icons are all of one colour.',
} as const;

const cannotStart: Readonly<Record<Extract<StartAtLogin, { can: false }>['why'], string>> = {
  flatpak: 'A Flatpak is started at login from the system’s own settings.',
  snap: 'A snap is started at login from the system’s own settings.',
  development: 'Only an installed Tabkeeper can be started at login.',
  flags: 'macOS starts Tabkeeper without the folder that it runs with now.',
};

export function startAtLoginNote(start: StartAtLogin): string {
  return start.can
    ? 'Tabkeeper then starts in the tray alone; with its window where no tray is known.'
    : cannotStart[start.why];
}

export const keepAliveNotes = {
  maxAge: 'Counted from the sign-in; after that the session is left to lapse.',
  away: 'Then a session lapses 35 min after you have left.',
  awayUnknown: 'This system does not tell how long nobody has touched the keyboard.',
  tokens:
    'BILL’s overview says that a token’s session does not expire; newer pages say 48 h without a call.',
} as const;

export const COLOUR_NOTE = 'The band beside the name, never alone.';

/** What signing in by itself means, or null where the profile has nothing to do it with. */
export const byItselfNotes = {
  again:
    'Signs in again when the server ended the session: at most 3 times an hour, with a new session ID.',
  launch: 'Signs in as soon as the keyring has answered.',
} as const;

/** Why a profile cannot sign in by itself. */
export function notByItselfNote({ kind }: Pick<ProfileView, 'kind'>): string {
  return kind === 'session'
    ? 'A session from another tool cannot be opened again by itself.'
    : 'It needs the password and the key: keep everything after the next sign-in.';
}

/** Where nothing is kept, or nobody knows yet: when one can choose. */
export function nothingKeptNote({
  offerToKeep,
  kept,
  draft,
}: Pick<ProfileView, 'offerToKeep' | 'kept' | 'draft'>): string {
  if (offerToKeep) return 'Choose in Session what to keep of this sign-in.';
  if (kept === 'unknown') return 'They are opened when the keyring answers.';
  const profile = draft ? 'This profile is gone when you quit.' : 'The profile itself stays.';
  return `${profile} What to keep is asked after a sign-in that worked.`;
}

/** `open`: a session of it is. Names everything that goes, and what does not. */
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

export const profileListWords = {
  moved: (place: number, of: number) => `Moved to place ${place} of ${of}.`,
  added: (count: number) => `${plural(count, 'profile', 'profiles')} added.`,
  file: 'The file holds names, servers, user names and organization IDs. No secret leaves this computer.',
} as const;

export const aboutNotes = {
  report:
    'States, times, error codes and the log: no names, addresses or secrets. Nothing is sent; the file is yours to send.',
  saved: 'Saved, exactly as below.',
  version: (version: string, host: string) =>
    `Tabkeeper ${version}, on ${host}. Sandbox only, no telemetry.`,
  releases: 'Opens the page with all releases in your browser. Tabkeeper never updates itself.',
  noReleases: 'This build was not made by a release and knows no page to look at.',
} as const;
