/** Runs a sign-in effect: gets a session in the way that it names, and says whose it is. */
import { fail, type Result } from '../../src-shared/result.ts';
import type { BillApi, CallContext, Instant, SessionKeys, SignedIn } from '../ports.ts';
import { deviceFor } from './mfa/mfa.ts';
import { ownerOf } from './owner.ts';
import type { Effect, Foreign, Typed, Who } from './session-events.ts';

/** Nothing in it rejects. */
export interface OpeningDeps extends Pick<BillApi, 'signIn' | 'touch'> {
  /** What is kept for this profile; null when that is not enough to sign in with. */
  readonly saved: () => Promise<Typed | null>;
}

interface Opened {
  /** Null when it is not known. */
  readonly who: Who | null;
  readonly result: Result<SignedIn>;
}

/** `now`: when the effect began, by which a remembered device is judged. */
export async function openSession(
  { way, device }: Extract<Effect, { type: 'signIn' }>,
  now: Instant,
  call: CallContext,
  { saved, signIn, touch }: OpeningDeps,
): Promise<Opened> {
  if (way.is === 'foreign') return useSession(way.foreign, call, touch);
  const typed = way.is === 'typed' ? way.credentials : await saved();
  if (typed === null) return { who: null, result: fail({ kind: 'notNow' }) };
  const { kind, ...credentials } = typed;
  const owner = ownerOf(credentials);
  // A token's session has no MFA operation, so no device either (bill-api 2).
  const known = kind === 'token' ? null : deviceFor(device, owner, now);
  const { baseUrl, orgId, devKey, userName } = credentials;
  const result = await signIn({ ...credentials, device: known }, call);
  const withDevice = known !== null;
  return { who: { kind, baseUrl, orgId, devKey, userName, owner, withDevice }, result };
}

/** One GetSessionInfo tells whether another tool's session lives, and whose it is. */
async function useSession(
  { baseUrl, devKey, sessionId }: Foreign,
  call: CallContext,
  touch: BillApi['touch'],
): Promise<Opened> {
  const keys: SessionKeys = { baseUrl, devKey, sessionId, orgId: '' };
  const info = await touch(keys, call);
  if (!info.ok) return { who: null, result: info };
  const { organizationId: orgId, userId: usersId } = info.value;
  // The user's name is not in the reply: the ID stands for it.
  const named = { baseUrl, orgId, devKey, userName: usersId };
  const who: Who = { kind: 'session', ...named, owner: ownerOf(named), withDevice: false };
  return { who, result: { ok: true, value: { sessionId, orgId, usersId, apiEndPoint: null } } };
}
