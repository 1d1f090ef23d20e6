/** Where is my data: each place, what lies there, what else is to be known of it, and how all goes. */
import type { StorageView } from '../snapshot.ts';
import { storageWords } from './storage-words.ts';

export type DataSystem = 'windows' | 'mac' | 'linux';

/** One sentence or two each, for under the list of files. */
export const dataNotes: Readonly<Record<DataSystem, readonly string[]>> = {
  windows: [
    'The key of the vault lies in the file Local State of this folder, sealed by Windows for your account. Without that file, or under another account, the vault does not open: move or back up the folder as a whole.',
  ],
  mac: [
    'The key of the vault lies in your Keychain, as “Tabkeeper Safe Storage”. Without it the vault does not open.',
  ],
  linux: [
    'The key of the vault lies in your keyring, without which the vault does not open: KWallet on KDE, a Secret Service on every other desktop, also on one that is not known.',
    'When the session bus goes away, the system ends Tabkeeper at once: what was saved is on the disk, sessions are left to lapse, and a copied session ID stays on the clipboard.',
  ],
};

export const FOLDER_NOTE = 'Everything lies in one folder, in files that only you can read:';

interface DataPlace {
  readonly file: string;
  readonly holds: string;
  readonly how: string;
}

const PLAIN = 'plain text';

/** `slash`: the one between folders on this system. */
export function dataPlaces(storage: StorageView, slash: string): readonly DataPlace[] {
  return [
    {
      file: `vault${slash}`,
      holds: 'Passwords, developer keys and the proof of a remembered device',
      how: storageWords(storage).file,
    },
    {
      file: 'profiles.json',
      holds: 'Names, colours, servers, user names and organization IDs',
      how: PLAIN,
    },
    { file: 'preferences.json', holds: 'These settings', how: PLAIN },
    {
      file: 'history.jsonl',
      holds: 'For 30 days what became of sessions, by profile, without names, at most 2 MiB',
      how: PLAIN,
    },
    {
      file: 'window.json',
      holds: 'The size and the place of the window, and which actions were chosen last',
      how: PLAIN,
    },
    {
      file: 'tabkeeper.log',
      holds: 'What happened, without names and secrets, 2 × 1 MiB',
      how: PLAIN,
    },
  ];
}

export const memoryPlace = {
  holds: 'Session IDs, Activity with its requests and replies',
  how: 'gone when you quit',
} as const;

/** For a vault that the keyring of now does not open. */
export const renewQuestion =
  'The saved secrets that do not open are set aside, sealed as they are, and what you keep from now on is sealed anew. Profiles and settings stay; each profile’s secrets are typed once more. What is set aside goes when you forget a profile or wipe everything.';

/** `count`: of profiles. */
export function wipeQuestion(count: number): string {
  const all = count === 1 ? 'The profile' : `All ${count} profiles`;
  return `${all}, all saved secrets and their backups, the settings, the log and Activity are removed. Open sessions are let go and lapse at their servers. It cannot be undone.`;
}
