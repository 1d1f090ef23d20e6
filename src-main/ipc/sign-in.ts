/** What the sign-in form sent, made ready for the session: fields complete, server resolved. */
import type { Checked } from '../../src-shared/contract.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Credentials, PracticeAccount, Servers } from '../ports.ts';

export type SignInInput = Checked<'signIn'>;

/**
 * Resolves the server and completes the fields. Practice fills each empty field with its made-up
 * account; elsewhere an empty field is refused before anything is sent.
 */
export async function readSignIn(
  input: SignInInput,
  servers: Servers,
  practiceAccount: () => PracticeAccount | null,
): Promise<Result<Omit<Credentials, 'device'>>> {
  const typed = {
    userName: input.userName.trim(),
    // Spaces may belong to a password.
    password: input.password,
    orgId: input.orgId.trim(),
    devKey: input.devKey.trim(),
  };
  const practice = input.server.kind === 'practice';
  const missing = practice ? null : firstEmpty(typed);
  if (missing !== null) return fail({ kind: 'invalidInput', field: missing, problem: 'missing' });
  const resolved = await servers.resolve(input.server);
  if (!resolved.ok) return resolved;
  const account = practice ? practiceAccount() : null;
  return ok({
    baseUrl: resolved.value,
    userName: typed.userName || (account?.userName ?? ''),
    password: typed.password || (account?.password ?? ''),
    orgId: typed.orgId || (account?.orgId ?? ''),
    devKey: typed.devKey || (account?.devKey ?? ''),
  });
}

function firstEmpty(fields: Record<string, string>): string | null {
  return Object.entries(fields).find(([, value]) => value === '')?.[0] ?? null;
}
