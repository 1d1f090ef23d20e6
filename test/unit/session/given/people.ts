/** Made-up people, their computer, and a profile that they never signed in to. */
import type { BaseUrl, Instant, SignedIn } from '../../../../src-main/ports.ts';
import type { Typed, Who } from '../../../../src-main/session/session-events.ts';
import { initialState } from '../../../../src-main/session/machine.ts';
import { deviceFor } from '../../../../src-main/session/mfa/mfa.ts';
import { ownerOf } from '../../../../src-main/session/owner.ts';
import type { Device, Policy } from '../../../../src-main/session/state.ts';
import { at, DAY, HOUR, MINUTE, START } from './times.ts';

export const baseUrl = 'https://api-stage.bill.com/api/v2' as BaseUrl;

export const secrets = {
  password: 'pass-word-9f8e7d6c5b4a-secret',
  devKey: '01DEVKEY9876543210ZX',
  sessionId: '!bSESSION-identifier-0123456789-abcdefghij-3Rq8',
  challengeId: '!aCHALLENGE-identifier-0123456789-abcdefghij',
  mfaId: '!bMFA-identifier-0123456789-abcdefghijklmnopqr',
  code: '837261',
};

export const credentials: Typed = {
  kind: 'password',
  baseUrl,
  userName: 'avery@example.com',
  password: secrets.password,
  orgId: '00801ORGANIZATION001',
  devKey: secrets.devKey,
};

export const signedInReply = {
  sessionId: secrets.sessionId,
  orgId: credentials.orgId,
  usersId: '00601USERUSERUSER001',
  apiEndPoint: 'https://api-stage.bill.com/api/v2',
} satisfies SignedIn;

export const device: Device = {
  deviceId: 'device-1',
  machineName: 'Avery’s laptop',
  remembered: null,
};
export const owner = ownerOf(credentials);

/** A device that BILL trusts until 20 days after the start. */
export const rememberedDevice: Device = {
  ...device,
  remembered: { mfaId: secrets.mfaId, owner, until: START + 20 * DAY },
};

/** The settings as they come, without automatic sign-in. */
export const policy: Policy = {
  touchAfterMs: 10 * MINUTE,
  maxAgeMs: 12 * HOUR,
  onlyWhileActive: false,
  tokenIdleMs: null,
  signInAgain: false,
};

/** A profile that never signed in. */
export const fresh = (from: Device = device, rules: Partial<Policy> = {}) =>
  initialState(from, { ...policy, ...rules });

/** What the runner learns of an attempt with `typed`. */
export function whoOf(
  typed: Typed = credentials,
  from: Device = device,
  now: Instant = at(0),
): Who {
  const { kind, userName, orgId, devKey } = typed;
  const whose = ownerOf(typed);
  const withDevice = kind !== 'token' && deviceFor(from, whose, now) !== null;
  return { kind, baseUrl: typed.baseUrl, orgId, userName, devKey, owner: whose, withDevice };
}
