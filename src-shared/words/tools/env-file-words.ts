/** The writer of `.env` files: what it will do, what it did, and why it left a file alone. */
import type { EnvLine, EnvRefusal } from '../../env-file.ts';
import { plural } from '../name-words.ts';

export const envFileWords = {
  knows:
    'Every program that reads the file gets the gateway’s address with its token: it can use the session while the gateway is on, and never sees the session ID.',
  choose: 'Choose a .env file…',
  make: 'New .env file…',
  write: 'Write',
  cancel: 'Cancel',
  undo: 'Undo',
  needsGateway: 'Turn the gateway on first: what is written is its address and its token.',
  nothing: 'The file says so already.',
  copyIgnore: 'Copy the line for .gitignore',
  ignoreCopied: 'Line copied.',
  willMake: 'The file will be made, and only you will be able to read it.',
  willClose: 'Others on this computer can read the file now. From then on only you can.',
  untrack: 'Take it out of git as well, for example with git rm --cached.',
  written: (file: string) => `Written: ${file}`,
  undone: (file: string, isGone: boolean) =>
    isGone ? `Taken back: ${file} is gone again.` : `Taken back: ${file} is as it was.`,
  others: (lines: number) =>
    lines === 0
      ? null
      : `${plural(lines, 'other line stays as it is', 'other lines stay as they are')}.`,
} as const;

export const envKindWords: Readonly<Record<EnvLine['kind'], string>> = {
  added: 'new',
  changed: 'changed',
  same: 'as it is',
};

/** Null where the name stands there once. */
export function envEarlierWords({ name, earlier, line }: EnvLine): string | null {
  if (earlier.length === 0) return null;
  const lines = earlier.length === 1 ? `line ${earlier[0]}` : `lines ${earlier.join(', ')}`;
  return `${name} stands there more than once: the last one, line ${line}, counts. That of ${lines} stays.`;
}

export const envRefusalWords: Readonly<Record<EnvRefusal, string>> = {
  noGateway: 'Nothing was written: the gateway is off.',
  link: 'Left alone: it is a link, or a file of two names. Choose the file that it leads to.',
  notAFile: 'Left alone: this is no plain file.',
  notOurs: 'Left alone: it is another user’s file, who could not read it any more.',
  readOnly: 'Left alone: the file or its folder may not be written.',
  tooLarge: 'Left alone: it is larger than 256 KiB.',
  notText: 'Left alone: it is no text in UTF-8.',
  unclear:
    'Left alone: a quote in it does not close, so that a change would change other lines too.',
  tracked: 'Left alone: git tracks this file, so that the token would go into the next commit.',
  notIgnored:
    'Left alone: git does not ignore this file. Add this line to .gitignore in the top folder, then choose it again:',
  noGit: 'Left alone: it lies in a repository, and there is no git here to ask about it.',
  gitFailed: 'Left alone: git could not say whether it would take this file along.',
  changed:
    'Nothing was written: the file, or what was to be written, has changed since. Choose it again to see the difference.',
  notRead: 'The file or its folder could not be read. Check that it is still there.',
  notWritten: 'The file could not be written, and is as it was.',
};
