/** Where secrets go, in one sentence: before a password is asked for, at the offer, in Settings. */
import type { KeepChoice, StorageView } from '../snapshot.ts';

export interface StorageWords {
  /** For the form: before anything is typed. */
  readonly before: string;
  /** For the offer after a sign-in: what keeping would mean now. */
  readonly keeping: string;
  /** For Settings: the state as a value. */
  readonly state: string;
  /** Asking the keyring again may change it. */
  readonly retry: boolean;
}

const UNTIL_QUIT = 'kept in memory until you quit';

function memory(why: string, state: string, retry = true): StorageWords {
  return {
    before: `What you type is ${UNTIL_QUIT}: ${why}.`,
    keeping: `It is ${UNTIL_QUIT}: ${why}.`,
    state,
    retry,
  };
}

/** Who seals, or why nothing is sealed. Each state says what becomes of what is typed. */
export function storageWords(storage: StorageView): StorageWords {
  switch (storage.is) {
    case 'ready':
      return {
        before: `What you type stays in memory, unless you keep it after the sign-in: then it is sealed with ${storage.backend}.`,
        keeping: `Sealed with ${storage.backend}.`,
        state: `sealed with ${storage.backend}`,
        retry: false,
      };
    case 'opening':
      return memory('the keyring is just being asked', 'asking the keyring', false);
    case 'waiting':
      return memory(
        `${storage.backend ?? 'the keyring'} has not answered yet, and may be asking for its password in another window`,
        `waiting for ${storage.backend ?? 'the keyring'}`,
      );
    case 'memoryOnly':
      return memory(unprotected(storage.why, storage.backend), 'in memory only');
    case 'locked':
      return memory(locked(storage.why, storage.backend), 'saved secrets cannot be opened now');
    case 'inUse':
      return memory(
        'another Tabkeeper has the saved secrets open',
        'another Tabkeeper has the saved secrets open',
      );
    case 'newerFormat':
      return memory(
        'the saved secrets were written by a newer Tabkeeper, and are left as they are',
        'saved secrets are of a newer Tabkeeper',
        false,
      );
  }
}

function unprotected(why: string, backend: string | null): string {
  switch (why) {
    case 'fixedKey':
      return 'no keyring answers, and the system would seal it with a key that everybody knows';
    case 'unavailable':
      return `${backend ?? 'no keyring'} ${backend === null ? 'answers' : 'does not answer'} on this computer`;
    default:
      return `${backend ?? 'the keyring'} failed when it was tried`;
  }
}

function locked(why: string, backend: string | null): string {
  switch (why) {
    case 'unavailable':
      return `${backend ?? 'the keyring'} that sealed the saved secrets does not answer`;
    case 'temporarily':
      return `${backend ?? 'the keyring'} says that it cannot open the saved secrets for the moment`;
    default:
      return `${backend ?? 'the keyring'} does not open the saved secrets, which are left as they are`;
  }
}

/** What is kept of a profile, as the end of a sentence. */
export const keptWords: Readonly<Record<KeepChoice, string>> = {
  nothing: 'Nothing',
  allButPassword: 'The developer key, without the password',
  everything: 'Password and developer key',
};

export const keepLabels: Readonly<Record<KeepChoice, string>> = {
  nothing: 'Nothing',
  allButPassword: 'All but the password',
  everything: 'Everything',
};
