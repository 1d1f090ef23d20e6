/** What the window knows of the writer of `.env` files. No value of a file but our own comes here. */

/** Why a file is left alone. */
export type EnvRefusal =
  | 'noGateway' // it is off for the profile, so that there is nothing to write
  | 'link'
  | 'notAFile'
  | 'notOurs' // another user's, who would not get at it any more
  | 'readOnly'
  | 'tooLarge' // over 256 KiB
  | 'notText' // not UTF-8
  | 'unclear' // quotes that do not close: a change would change other lines too
  | 'tracked' // by git
  | 'notIgnored' // by git
  | 'noGit' // there is a repository, and no git to ask
  | 'gitFailed'
  | 'changed' // the file, or what was to be written, since its difference was shown
  | 'notRead'
  | 'notWritten';

/** One of our lines in the file. */
export interface EnvLine {
  readonly name: string;
  readonly kind: 'added' | 'changed' | 'same';
  /** Of the file as it will be, counted from 1. */
  readonly line: number;
  /** The line as it will be, the token hidden. */
  readonly now: string;
  /** What stands there now, hidden; null for a new line. */
  readonly was: string | null;
  /** Earlier lines of the same name, which stay: the last one counts. */
  readonly earlier: readonly number[];
}

export type EnvAnswer =
  /** The person thought better of it. */
  | { readonly is: 'closed' }
  | {
      readonly is: 'refused';
      /** Null where no file is the reason. */
      readonly file: string | null;
      readonly why: EnvRefusal;
      /** For `.gitignore` in the top folder of the repository. */
      readonly ignoreLine: string | null;
    }
  | {
      readonly is: 'shown';
      /** Names this difference when it is to be written. */
      readonly preview: number;
      readonly file: string;
      readonly isNew: boolean;
      readonly lines: readonly EnvLine[];
      /** How many other lines stay as they are. */
      readonly others: number;
      /** Others of this computer can read it now; once it is written they cannot. */
      readonly wasOpen: boolean;
    }
  | { readonly is: 'written'; readonly file: string; readonly isNew: boolean }
  | { readonly is: 'undone'; readonly file: string; readonly isGone: boolean };
