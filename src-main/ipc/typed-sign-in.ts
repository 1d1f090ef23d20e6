/** What the sign-in form sent, made ready for the session: fields complete, server resolved. */
import { noSecrets } from './typed-before.ts';
import type { Checked } from '../../src-shared/contract.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { PracticeAccount, Servers } from '../ports.ts';
import type { Foreign, Secrets, Typed } from '../session/session-events.ts';

export type SignInInput = Checked<'signIn'>;

/** What an empty field stands for. */
export interface Fillers {
  /** What was typed for a try before this one. */
  readonly typedBefore: () => Secrets;
  readonly servers: Servers;
  readonly practice: () => PracticeAccount | null;
  /** The secrets that are kept for the profile; empty ones are not kept. */
  readonly kept: () => Promise<Secrets>;
}

/**
 * Resolves the server and completes the fields: practice fills each empty one with its made-up
 * account, elsewhere an empty secret is the one typed before, or else the kept one. What is still
 * empty is refused before anything is sent.
 */
export async function readSignIn(
  input: SignInInput,
  { servers, practice, typedBefore, kept }: Fillers,
): Promise<Result<Typed>> {
  const resolved = await servers.resolve(input.server);
  if (!resolved.ok) return resolved;
  const before = typedBefore();
  const typed = {
    userName: input.userName.trim(),
    // Spaces may belong to a password.
    password: input.password || before.password,
    orgId: input.orgId.trim(),
    devKey: input.devKey.trim() || before.devKey,
  };
  // A keyring may take its time: it is asked only for what was not typed.
  const isTyped = typed.password !== '' && typed.devKey !== '';
  const filler = input.server.kind === 'practice' ? practice() : isTyped ? noSecrets : await kept();
  const complete = fillEmpty(typed, filler ?? {});
  const missing = Object.entries(complete).find(([, value]) => value === '')?.[0];
  if (missing !== undefined)
    return fail({ kind: 'invalidInput', field: missing, problem: 'missing' });
  return ok({ ...complete, kind: input.kind, baseUrl: resolved.value });
}

function fillEmpty<T extends Record<string, string>>(fields: T, filler: Partial<T>): T {
  const entries = Object.entries(fields).map(([name, value]) => [
    name,
    value === '' ? (filler[name] ?? '') : value,
  ]);
  return Object.fromEntries(entries) as T;
}

/** A session that another tool opened. */
export async function readForeign(
  input: Checked<'useSession'>,
  { servers, typedBefore, kept }: Fillers,
): Promise<Result<Foreign>> {
  const resolved = await servers.resolve(input.server);
  if (!resolved.ok) return resolved;
  const sessionId = input.sessionId.trim();
  const devKey = input.devKey.trim() || typedBefore().devKey || (await kept()).devKey;
  if (sessionId === '')
    return fail({ kind: 'invalidInput', field: 'sessionId', problem: 'missing' });
  if (devKey === '') return fail({ kind: 'invalidInput', field: 'devKey', problem: 'missing' });
  return ok({ baseUrl: resolved.value, sessionId, devKey });
}
