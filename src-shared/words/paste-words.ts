/**
 * What a pasted block gave. Not among what words.ts exports: it is loaded with the reader, when the
 * first block comes.
 */
import type { PasteField, Reading, Unfilled } from '../paste/facts.ts';
import { listed } from './name-words.ts';

const pasteNames: Readonly<Record<PasteField, string>> = {
  userName: 'user name',
  password: 'password',
  tokenName: 'token name',
  tokenValue: 'token value',
  orgId: 'organization ID',
  devKey: 'developer key',
  sessionId: 'session ID',
  url: 'server',
};

const unfilledWords: Readonly<Record<Unfilled, string>> = {
  empty: 'nothing stands there',
  placeholder: 'a placeholder',
  reference: 'a reference',
  encoded: 'encoded',
  unclear: 'not clear what it is',
  conflict: 'two values',
};

/** "Took user name and developer key. Left empty: password (a placeholder)." Names only, never a value. */
export function pastedWords(
  took: readonly PasteField[],
  leftOut: readonly PasteField[] = [],
  unfilled: Reading['unfilled'] = {},
): string {
  const names = (fields: readonly PasteField[]) => listed(fields.map((it) => pasteNames[it]));
  const empty = Object.entries(unfilled).map(
    ([field, why]) => `${pasteNames[field as PasteField]} (${unfilledWords[why]})`,
  );
  if (took.length === 0 && leftOut.length === 0 && empty.length === 0) {
    return 'Nothing in it has a name that Tabkeeper knows.';
  }
  const taken = took.length === 0 ? 'Took nothing.' : `Took ${names(took)}.`;
  const left = empty.length === 0 ? '' : ` Left empty: ${listed(empty)}.`;
  if (leftOut.length === 0) return `${taken}${left}`;
  const why = leftOut.includes('url')
    ? 'only BILL’s sandbox and servers on this computer are taken'
    : 'the other values sign in without it';
  return `${taken}${left} Left out the ${names(leftOut)}: ${why}.`;
}

/** Why nothing was filled in at all. */
export const notPastedWords: Readonly<Record<Exclude<Reading['is'], 'read'>, string>> = {
  nothing: 'Nothing in it has a name that Tabkeeper knows.',
  notUnderstood:
    'Nothing was filled in: Tabkeeper does not understand how this is written. Copy the values one by one.',
  accounts: 'Nothing was filled in: this holds more than one account. Copy one of them.',
};
