/** The form's rules: which fields a way to sign in has, which may stay empty, where an error stands. */
import type { AppError } from '../../../src-shared/result.ts';
import { isSameServer, type Server } from '../../../src-shared/bill/server.ts';
import type { SessionKind } from '../../../src-shared/session-view.ts';
import type { ProfileView } from '../../../src-shared/snapshot.ts';
import { errorOfKind, errorWords, hasKeptKey, orgIdWords } from '../../../src-shared/words.ts';
import type { ErrorWords, FieldName } from '../../../src-shared/words.ts';
import type { SignInDraft } from './sign-in-draft.svelte.ts';
import type { TypedSecrets } from './typed-secrets.svelte.ts';

/** What is kept and may be used by leaving its field empty. */
export interface Kept {
  readonly password: boolean;
  readonly devKey: boolean;
}

/**
 * What is kept belongs to one user at one server: for anybody else, and anywhere else, the fields
 * are to be filled in. So is what was just refused.
 */
export function keptFor(profile: ProfileView, draft: SignInDraft, refused: FieldName | null): Kept {
  const here = isSameServer(profile.server, draft.server);
  const own =
    here &&
    profile.kind === draft.way &&
    profile.userName === draft.userName.trim() &&
    profile.orgId === draft.orgId.trim();
  return {
    password: own && profile.kept === 'everything' && refused !== 'password',
    devKey:
      (own || (here && draft.way === 'session')) &&
      hasKeptKey(profile.kept) &&
      refused !== 'devKey',
  };
}

/** What was typed for a try before, at the same server and for the same way in, whatever came of it. */
export function typedBeforeFor({ typedBefore }: ProfileView, draft: SignInDraft): Kept {
  if (typedBefore === null || !isSameServer(typedBefore.server, draft.server)) return NONE;
  const { kind, password, devKey } = typedBefore;
  return { password: password && kind === draft.way, devKey };
}

const NONE: Kept = { password: false, devKey: false };

export function fieldsShown(way: SessionKind, server: Server['kind']): readonly FieldName[] {
  const url = server === 'local' ? (['url'] as const) : [];
  return way === 'session'
    ? [...url, 'sessionId', 'devKey']
    : [...url, 'userName', 'password', 'orgId', 'devKey'];
}

/** The fields that are still to be filled in, in their order. */
export function emptyFields(
  draft: SignInDraft,
  secrets: TypedSecrets,
  kept: Kept,
  wanted: readonly FieldName[] = fieldsShown(draft.way, draft.kind),
): readonly FieldName[] {
  // The practice sandbox fills in its made-up account itself.
  if (draft.kind === 'practice') return [];
  const typed: Partial<Record<FieldName, string>> = {
    url: draft.url,
    userName: draft.userName,
    orgId: draft.orgId,
    password: kept.password ? 'kept' : secrets.password,
    devKey: kept.devKey ? 'kept' : secrets.devKey,
    sessionId: secrets.sessionId,
  };
  return wanted.filter((field) => (typed[field] ?? '').trim() === '');
}

/** The field of a secret that was refused, so that it is of no use any more. */
export function refusedSecret(error: AppError | null): FieldName | null {
  return error?.kind === 'refused' ? errorWords(error).field : null;
}

export interface Placed {
  /** Null: it stands above the button. */
  readonly field: FieldName | null;
  /** More specific words than those of the error. */
  readonly own: Pick<ErrorWords, 'what' | 'next'> | null;
}

export function place(error: AppError, draft: SignInDraft, server: string): Placed {
  const special = errorOfKind(error, draft.way, server);
  const field = special === null ? errorWords(error).field : special.field;
  const shown = field !== null && fieldsShown(draft.way, draft.kind).includes(field);
  const wrongId = error.kind === 'refused' && field === 'orgId' ? orgIdWords(draft.orgId) : null;
  return { field: shown ? field : null, own: special?.own ?? wrongId };
}
