/**
 * What the calls inside a session do (bill-api 1.4): session, MFA, time, protected operations.
 * The caller has already checked developer key, session and limits.
 */
import {
  checkDeviceId,
  flagKey,
  isRefusal,
  optionalTextKey,
  textKey,
} from '../calls/data-fields.ts';
import type { DataObject } from '../calls/data-fields.ts';
import type { FilePart } from '../http/multipart.ts';
import { refuse, refuseWith, succeed } from '../calls/outcome.ts';
import type { Outcome } from '../calls/outcome.ts';
import type { Session } from './live-sessions.ts';
import type { World } from '../world.ts';

export interface SessionCall {
  readonly world: World;
  readonly session: Session;
  readonly data: DataObject;
  readonly now: number;
  /** The part `file` of a multipart body. */
  readonly upload: FilePart | null;
}

/** The names differ from Login's on purpose: BILL's do (bill-api 0, conflict 5). */
export function getSessionInfo({ session }: SessionCall): Outcome {
  return succeed({ organizationId: session.orgId, userId: session.user.usersId });
}

export function logout({ world, session, now }: SessionCall): Outcome {
  if (world.options.logoutRevokesRememberedTrust && session.mfa !== null) {
    world.trust.forget(session.mfa.mfaId);
  }
  world.sessions.end(session, 'logout', now);
  return succeed({});
}

/** Texts a code to the user's phone. */
export function mfaChallenge({ world, session, data, now }: SessionCall): Outcome {
  const { options } = world;
  const useBackup = flagKey(data, 'useBackup', false, options);
  if (isRefusal(useBackup)) return useBackup;
  if (useBackup && options.useBackup === 'error') {
    return refuseWith(options.useBackupError, 'useBackup', 'true');
  }
  if (session.user.phone === null) return refuse('BDC_1354');
  if (world.trust.isPaused(session.user, now)) return refuse('BDC_1358');
  if (!world.texts.count(session.user.usersId, now)) {
    const refusal = refuseWith(options.smsLimitError, String(options.smsPerMinute));
    return { ...refusal, reason: 'limit', hint: 'Too many codes were texted in this minute.' };
  }
  return succeed({ challengeId: world.trust.challenge(session, session.user.phone, now) });
}

/** With the right code the same session is trusted from now on (D overview). */
export function mfaAuthenticate({ world, session, data, now }: SessionCall): Outcome {
  const { options } = world;
  const challengeId = textKey(data, 'challengeId', options);
  if (isRefusal(challengeId)) return challengeId;
  const token = textKey(data, 'token', options);
  if (isRefusal(token)) return token;
  const deviceId = textKey(data, 'deviceId', options);
  if (isRefusal(deviceId)) return deviceId;
  const tooLong = checkDeviceId(deviceId, options);
  if (tooLong !== null) return tooLong;
  const rememberMe = flagKey(data, 'rememberMe', options.rememberMeRequired, options);
  if (isRefusal(rememberMe)) return rememberMe;
  const machineName = optionalTextKey(data, 'machineName');
  if (isRefusal(machineName)) return machineName;

  switch (world.trust.tryCode(session, challengeId, token, now)) {
    case 'unknownChallenge':
      return refuseWith(options.unknownChallengeError, 'challengeId', challengeId);
    case 'wrong':
      return refuseWith(options.wrongCodeError, 'token', token);
    case 'expired':
      return refuseWith(options.expiredCodeError);
    case 'tooMany':
      return refuse('BDC_1358');
    case 'right':
      break;
  }
  const mfaId = world.trust.newMfaId();
  if (rememberMe) world.trust.remember(mfaId, session.user, deviceId, now);
  world.sessions.trust(session, { mfaId, deviceId, remembered: rememberMe }, now);
  const showsMfaId = rememberMe || options.mfaIdWhenNotRemembered === 'returned';
  return succeed({
    ...(options.machineNameReturned ? { machineName: machineName ?? '' } : {}),
    ...(showsMfaId ? { mfaId } : {}),
  });
}

/** A stale or foreign id is a success with false, not an error (C* S-JAVA). */
export function mfaStatus({ world, session, data, now }: SessionCall): Outcome {
  const mfaId = textKey(data, 'mfaId', world.options);
  if (isRefusal(mfaId)) return mfaId;
  const deviceId = textKey(data, 'deviceId', world.options);
  if (isRefusal(deviceId)) return deviceId;
  const ofThisSession =
    world.options.sessionMfaIdIsTrusted &&
    session.mfa?.remembered === false &&
    session.mfa.mfaId === mfaId &&
    session.mfa.deviceId === deviceId;
  const isTrusted = ofThisSession || world.trust.isRemembered(mfaId, session.user, deviceId, now);
  return succeed({ isTrusted });
}

/** `YYYY-MM-DDThh:mm:ss.sss+0000` (D S-RESP), of the simulated clock. */
export function currentTime({ now }: SessionCall): Outcome {
  return succeed({ currentTime: new Date(now).toISOString().replace('Z', '+0000') });
}
