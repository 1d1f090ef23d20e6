/** `hand-off/cli.json`: the command line's own token. In clear, and for this user's eyes alone. */
import { codeOf } from '../../src-shared/text/thrown.ts';
import { grantWords } from '../../src-shared/words/tools/command-words.ts';
import { crypto, fs } from '../system/builtins.ts';
import { Stopped } from '../table/exit-codes.ts';
import { handOffFile } from './endpoint-file.ts';
import { parsed, readOwnFile } from './own-file.ts';

export interface KeptGrant {
  readonly token: string;
  readonly scopes: readonly string[];
}

/** What a header can hold. */
export const isToken = (value: unknown): value is string =>
  typeof value === 'string' && /^[\x21-\x7e]{1,1024}$/u.test(value);

const fileIn = (folder: string) => handOffFile(folder, 'cli.json');

/**
 * What is kept; `worry` is told in a sentence why it is not used, and a new one is asked for then.
 * Throws Stopped where the file is another user's: it could not be replaced either.
 */
export function readGrant(folder: string, worry: (sentence: string) => void): KeptGrant | null {
  const file = fileIn(folder);
  const read = readOwnFile(file);
  switch (read.is) {
    case 'missing':
      return null;
    case 'foreign':
      throw new Stopped('other', grantWords.foreign(file));
    case 'refused':
      throw new Stopped('other', grantWords.unreadable(file, read.code));
    case 'readable':
      worry(grantWords.seen(file));
      return null;
    case 'text':
  }
  const value = parsed(read.text);
  const { v, token, scopes } = (
    typeof value === 'object' && value !== null ? value : {}
  ) as Readonly<Record<string, unknown>>;
  const list: readonly unknown[] = Array.isArray(scopes) ? scopes : [];
  const names = list.filter((scope) => typeof scope === 'string');
  if (v === 1 && isToken(token)) return { token, scopes: names };
  worry(grantWords.damaged(file));
  return null;
}

/** Whole or not at all. A disk that refuses is told to `worry`: the command itself goes on. */
export function keepGrant(
  folder: string,
  grant: KeptGrant,
  worry: (sentence: string) => void,
): void {
  const file = fileIn(folder);
  const beside = `${file}.${crypto().randomBytes(6).toString('hex')}.tmp`;
  const { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } = fs();
  try {
    const handle = openSync(beside, 'wx', 0o600);
    try {
      writeSync(handle, `${JSON.stringify({ v: 1, ...grant })}\n`);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    worry(grantWords.notKept(file, codeOf(error) ?? 'unknown'));
  }
}

/** Forgets this token, unless another program has replaced it meanwhile. */
export function forgetGrant(folder: string, token: string): void {
  try {
    if (readGrant(folder, () => undefined)?.token === token) fs().rmSync(fileIn(folder));
  } catch {
    // It opens nothing any more, and is replaced by the next one.
  }
}
