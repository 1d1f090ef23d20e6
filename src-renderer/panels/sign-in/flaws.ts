/** What is wrong with a value for all to see, before anything is sent. */
import {
  flawWords,
  orgIdWords,
  type ErrorWords,
  type FieldName,
} from '../../../src-shared/words.ts';
import type { SignInDraft } from './sign-in-draft.svelte.ts';
import type { TypedSecrets } from './typed-secrets.svelte.ts';

export type Flaw = Pick<ErrorWords, 'what' | 'next'> & {
  /** Where in the text, in UTF-16 units as `setSelectionRange` counts; null: all of it. */
  readonly place: readonly [start: number, end: number] | null;
};

/** Spaces, and signs that take no room on the screen: of format, of control, fillers, selectors. */
const UNSEEN =
  /[\s\p{Cf}\p{Cc}\p{Zs}\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufe00-\ufe0f]/u;

/** IDs of users, vendors and bills, and developer keys (bill-api 1.6); of others nobody is sure. */
const NOT_ORG = /^\s*(?:006|009|00n|01)/u;

const ids: readonly FieldName[] = ['orgId', 'devKey', 'sessionId'];

/** Null for a value that may be sent. Spaces at its ends are no flaw: they are not sent. */
export function flawOf(field: FieldName, value: string): Flaw | null {
  if (!ids.includes(field)) return null;
  const lead = value.length - value.trimStart().length;
  const found = UNSEEN.exec(value.trim());
  if (found !== null) {
    const start = lead + found.index;
    const before = Array.from(value.slice(0, start)).length;
    return { ...flawWords(found[0], before), place: [start, start + found[0].length] };
  }
  const kind = field === 'orgId' && NOT_ORG.test(value) ? orgIdWords(value) : null;
  return kind === null ? null : { ...kind, place: null };
}

/** A developer key has no business in a field that shows what is in it. */
export const isKeyForOrg = (value: string): boolean => /^01[0-9A-Za-z]{18}$/u.test(value.trim());

export type Flaws = Readonly<Partial<Record<FieldName, Flaw>>>;

/** The flaws of the fields that are shown. */
export function flawsOf(
  draft: SignInDraft,
  secrets: TypedSecrets,
  shown: readonly FieldName[],
): Flaws {
  const typed: Partial<Record<FieldName, string>> = {
    orgId: draft.orgId,
    devKey: secrets.devKey,
    sessionId: secrets.sessionId,
  };
  const flaws: Partial<Record<FieldName, Flaw>> = {};
  for (const field of draft.kind === 'practice' ? [] : shown) {
    const flaw = flawOf(field, typed[field] ?? '');
    if (flaw !== null) flaws[field] = flaw;
  }
  return flaws;
}
