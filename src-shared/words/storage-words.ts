/** Where secrets go, in one sentence: before a password is asked for, at the offer, in Settings. */
import {
  isOfOtherKey,
  type KeepChoice,
  type KeptView,
  type LockedWhy,
  type NoProtection,
  type NoticeKind,
  type NoticeView,
  type StorageView,
} from '../snapshot.ts';
import type { BannerWords } from './session/banner-words.ts';

export interface StorageWords {
  /** For the form: before anything is typed. */
  readonly before: string;
  /** For the offer after a sign-in: what keeping would mean now. */
  readonly keeping: string;
  /** For Settings: the state as a value. */
  readonly state: string;
  /** For the list of files: what of the vault is on the disk. */
  readonly file: string;
  /** What may change it: asking again, or a new start, since Electron asks a keyring once in its life. */
  readonly way: StorageWay | null;
}

export type StorageWay = 'ask' | 'askLocked' | 'readAgain' | 'restart';

/** On the button. */
export const storageWays: Readonly<Record<StorageWay, string>> = {
  ask: 'Ask the keyring again',
  askLocked: 'Unlock now',
  readAgain: 'Read them again',
  restart: 'Restart Tabkeeper',
};

const UNTIL_QUIT = 'kept in memory until you quit';
const NOT_OPENED = 'sealed, if written before; not opened yet';

interface State {
  readonly state: string;
  readonly file: string;
  readonly way: StorageWay | null;
}

function memory(why: string, { state, file, way }: State): StorageWords {
  return {
    before: `What you type is ${UNTIL_QUIT}: ${why}.`,
    keeping: `It is ${UNTIL_QUIT}: ${why}.`,
    state,
    file,
    way,
  };
}

/** A choice that waits for the file: it is made when the file can be read. */
function waiting(why: string, words: State): StorageWords {
  return {
    ...memory(why, words),
    keeping: `It is kept in memory, and sealed when the saved secrets open before you quit: ${why}.`,
  };
}

/** Who seals, or why nothing is sealed. Each state says what becomes of what is typed. */
export function storageWords(storage: StorageView): StorageWords {
  switch (storage.is) {
    case 'ready': {
      const sealed = `sealed with ${storage.backend ?? 'the system’s keyring'}`;
      return {
        before: `What you type stays in memory, unless you keep it after the sign-in: then it is ${sealed}.`,
        keeping: `S${sealed.slice(1)}.`,
        state: sealed,
        file: sealed,
        way: null,
      };
    }
    case 'opening':
      return waiting('the keyring is just being asked', {
        state: 'asking the keyring',
        file: NOT_OPENED,
        way: null,
      });
    case 'waiting': {
      const backend = storage.backend ?? 'the keyring';
      if (storage.isLocked) {
        return waiting(`${backend} is locked, and is asked as soon as it is not`, {
          state: `waiting for ${backend} to be unlocked`,
          file: NOT_OPENED,
          way: 'askLocked',
        });
      }
      return waiting(
        `${backend} has not answered yet, and may be asking for its password in another window`,
        { state: `waiting for ${backend}`, file: NOT_OPENED, way: 'ask' },
      );
    }
    case 'memoryOnly':
      return memory(unprotected(storage.why, storage.backend), {
        state: 'in memory only',
        file: 'not written: nothing here would protect it',
        way: 'restart',
      });
    case 'locked':
      return waiting(locked(storage), {
        state: 'saved secrets cannot be opened now',
        file: 'sealed, and left as it is: it cannot be opened now',
        way: storage.why === 'disk' ? 'readAgain' : 'restart',
      });
    case 'newerFormat':
      return memory(
        'the saved secrets were written by a newer Tabkeeper, and are left as they are',
        {
          state: 'saved secrets are of a newer Tabkeeper',
          file: 'sealed by a newer Tabkeeper, and left as it is',
          way: null,
        },
      );
  }
}

const helpsLocked: Readonly<Record<LockedWhy, boolean>> = {
  unavailable: true,
  temporarily: false,
  failed: true,
  otherKey: true,
  otherApp: true,
  disk: false,
};

/** Whether asking for help about keyrings makes sense: on Linux, where the choice is the user's. */
export function keyringHelp(storage: StorageView): string | null {
  const helps =
    storage.is === 'memoryOnly'
      ? storage.why === 'fixedKey'
      : storage.is === 'locked' && helpsLocked[storage.why];
  if (!helps) return null;
  const anew = isOfOtherKey(storage) ? ' Settings has a way to start a new vault.' : '';
  return `On Linux a keyring is GNOME Keyring, KWallet or another Secret Service. If one runs and is not found, start Tabkeeper with --password-store=gnome-libsecret, kwallet5 or kwallet6. If your desktop has changed, name the keyring of the old one. Secrets that stay closed cost only the typing.${anew}`;
}

function unprotected(why: NoProtection, backend: string | null): string {
  switch (why) {
    case 'fixedKey':
      return 'no keyring answers, and the system would seal it with a key that everybody knows';
    case 'unavailable':
      return `${backend ?? 'no keyring'} ${backend === null ? 'answers' : 'does not answer'} on this computer`;
    case 'failed':
      return `${backend ?? 'the keyring'} failed when it was tried`;
  }
}

function locked({ why, backend, answers }: Extract<StorageView, { is: 'locked' }>): string {
  switch (why) {
    case 'unavailable':
      return `${backend ?? 'the keyring'} that sealed the saved secrets does not answer`;
    case 'temporarily':
      return `${backend ?? 'the keyring'} was locked or refused when Tabkeeper asked for the saved secrets, and a running program cannot ask again`;
    case 'otherKey':
      if (answers !== undefined) {
        return `${backend ?? 'another keyring'} sealed the saved secrets, and ${answers}, which answers now, does not open them; they are left as they are`;
      }
      return `${backend ?? 'the keyring'} answers, and does not open the saved secrets, which are left as they are`;
    case 'otherApp':
      return 'the desktop portal sealed the saved secrets for the name that Tabkeeper had in the menu before, and does not open them for this one; they are left as they are';
    case 'disk':
      return 'the disk does not let the saved secrets be read, and they are left as they are';
    case 'failed':
      return `${backend ?? 'the keyring'} does not open the saved secrets, which are left as they are`;
  }
}

/** Something that can be used is kept: at least the developer key. */
export function hasKeptKey(kept: KeptView): boolean {
  return kept === 'everything' || kept === 'allButPassword';
}

/** What is kept of a profile, as the end of a sentence. */
export const keptWords: Readonly<Record<KeptView, string>> = {
  unknown: 'Not known: the saved secrets are not open',
  other: 'Secrets of another server, user or organization, which are not used here',
  nothing: 'Nothing',
  allButPassword: 'The developer key, without the password',
  everything: 'Password and developer key',
};

export const keepLabels: Readonly<Record<KeepChoice, string>> = {
  nothing: 'Nothing',
  allButPassword: 'All but the password',
  everything: 'Everything',
};

/** What was chosen, to be heard. */
export const keptSpoken = (what: KeepChoice): string =>
  what === 'nothing' ? 'Nothing is kept.' : `Kept: ${keepLabels[what].toLowerCase()}.`;

/** What became of a file, told until it is dismissed; a text may name what it is about. */
const notices: Readonly<
  Record<NoticeKind, readonly [title: string, text: string | ((about: string | null) => string)]>
> = {
  notSaved: [
    'Not saved to disk',
    'The disk refused what was changed last. It counts until you quit: make room, or check who may write to the folder, then save again.',
  ],
  secretsSetAside: [
    'Saved secrets were unreadable',
    (about) => `${aside('The vault', about)} Type your secrets again at the next sign-in.`,
  ],
  secretsRestored: [
    'Saved secrets came from the backup',
    'The vault was damaged, and its backup was used. What was kept last may be missing.',
  ],
  profilesSetAside: [
    'The list of profiles was unreadable',
    (about) =>
      `${aside('It', about)} Saved secrets are untouched. To have the profiles back, quit, repair that file and give it its old name.`,
  ],
  profilesUnreadable: [
    'The list of profiles cannot be read',

    'The disk refused profiles.json. It is left as it is, and nothing about profiles is saved until Tabkeeper starts again and can read it.',
  ],
  profilesNewer: [
    'Profiles of a newer Tabkeeper',

    'A newer Tabkeeper has written profiles.json. It is left as it is, and nothing about profiles is saved by this one.',
  ],
  settingsSetAside: [
    'The settings were unreadable',
    (about) => `${aside('Their file', about)} Every setting has its default again.`,
  ],
  settingsUnreadable: [
    'The settings cannot be read',
    'The disk refused preferences.json. Every setting has its default, and changes count until you quit.',
  ],
  settingsNewer: [
    'Settings of a newer Tabkeeper',
    'A newer Tabkeeper has written preferences.json. It is left as it is; every setting has its default, and changes count until you quit.',
  ],
  historySetAside: [
    'The history was damaged',
    (about) =>
      `${about === null ? 'Its file could not be moved.' : `Its file now lies in ${about}.`} What could be read of it is still shown.`,
  ],
  grantsSetAside: [
    'The list of programs with access was unreadable',
    (about) => `${aside('It', about)} No program has access any more: each has to ask again.`,
  ],
  grantsUnreadable: [
    'The list of programs with access cannot be read',
    'The disk refused grants.json. It is left as it is; no program has access, and what you allow now counts until you quit.',
  ],
  grantsNewer: [
    'Access granted by a newer Tabkeeper',
    'A newer Tabkeeper has written grants.json. It is left as it is; no program has access here, and what you allow now counts until you quit.',
  ],
  gatewaySetAside: [
    'The file of the gateway was unreadable',
    (about) =>
      `${aside('It', about)} The gateway is off for every profile; turned on, it has another address and other tokens.`,
  ],
  gatewayUnreadable: [
    'The file of the gateway cannot be read',
    'The disk refused gateway.json. It is left as it is; the gateway is off, and what you turn on now counts until you quit.',
  ],
  gatewayNewer: [
    'A gateway of a newer Tabkeeper',
    'A newer Tabkeeper has written gateway.json. It is left as it is; the gateway is off here, and what you turn on now counts until you quit.',
  ],
  historyLeftAlone: [
    'The history is not kept',
    'The file history.jsonl cannot be read now, or is of a newer Tabkeeper. It is left as it is, and what happens until you quit is not added to it.',
  ],
  forgetPending: [
    'Forgotten here, not yet on the disk',
    (about) =>
      `The secrets of ${about ?? 'a profile'} still lie sealed in the vault, which could not be written. They go when Tabkeeper can open it.`,
  ],
  launchStopped: [
    'Sign in on launch is off',
    (about) =>
      `What is kept for ${about ?? 'a profile'} was refused, so it is not tried again at each start. Sign in once by hand, then switch it on again.`,
  ],
};

export function noticeWords({ kind, about }: NoticeView): BannerWords {
  const [title, text] = notices[kind];
  return {
    tone: 'warn',
    icon: 'alert',
    title,
    text: typeof text === 'string' ? text : text(about),
  };
}

function aside(what: string, file: string | null): string {
  return file === null
    ? `${what} was damaged, or not in UTF-8, and could not be moved.`
    : `${what} was damaged, or not in UTF-8, and now lies in ${file}.`;
}
