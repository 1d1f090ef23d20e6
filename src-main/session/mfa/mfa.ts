/**
 * The MFA part of step(): challenge, code, trust. Each function takes an open session and what
 * happened, and returns the session after it. No text message is sent without a click, and nothing
 * here repeats one.
 */
import { isAbout } from '../../../src-shared/bill/meaning.ts';
import { means, type AppError } from '../../../src-shared/result.ts';
import { isTrusted } from '../../../src-shared/session-view.ts';
import type { Credentials, Instant } from '../../ports.ts';
import {
  wisher,
  type Call,
  type Effect,
  type EventOf,
  type SignInCause,
  type Step,
  type Wished,
} from '../session-events.ts';
import { isSameOwner, type Owner } from '../owner.ts';
import { pauseLeft, withPause } from './message-pauses.ts';
import type { Challenge, Device, Mfa, Open, Remembered, State } from '../state.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../time.ts';

/** BILL's web help: a security code works for five minutes (bill-api 2). */
export const CODE_LIFE_MS = 5 * MINUTE;
/** A remembered device is trusted for 30 days (bill-api 2, S-AUTH). */
export const REMEMBERED_MS = 30 * DAY;
/** Between two text messages; BILL's own limit is five a minute (bill-api 4). */
export const SEND_AGAIN_MS = 30 * SECOND;
/** After too many wrong codes users report having to wait five to ten minutes (bill-api 3.2). */
const TOO_MANY_TRIES_MS = 5 * MINUTE;

export function sendMfaCode(open: Open, event: EventOf<'sendMfaCode'>): Step {
  const { mfa } = open;
  // Neither while a message or a code is under way, nor where BILL offers no MFA at all.
  if (mfa.step === 'sending' || mfa.step === 'checking') return [open, []];
  if (open.kind === 'token') return [open, []];
  if (pauseLeft(open.pauses, open.owner, event.now) > 0) return [open, []];
  const call = open.calls + 1;
  return [
    {
      ...open,
      calls: call,
      codeLost: false,
      // The pause begins with the click: the message may be sent although the session dies before
      // the answer.
      pauses: withPause(open.pauses, open.owner, { from: event.now, ms: SEND_AGAIN_MS }),
      mfa: { step: 'sending', call, before: mfa.step === 'codeWanted' ? challengeOf(mfa) : null },
    },
    [{ type: 'sendMfaCode', ...callOf(open, call, event) }],
  ];
}

export function sendMfaCodeAnswered(open: Open, event: EventOf<'sendMfaCodeAnswered'>): Step {
  const { mfa } = open;
  if (mfa.step !== 'sending' || mfa.call !== event.call) return [open, []];
  const { result, now, sentAt } = event;
  if (result.ok) {
    const { challengeId } = result.value;
    const challenge = { challengeId, sentAt, wrongCodes: 0 };
    return [{ ...open, mfa: { ...challenge, step: 'codeWanted', error: null } }, []];
  }
  const { error } = result;
  const pauses = withPause(open.pauses, open.owner, { from: now, ms: pauseAfter(error, now) });
  // The code that came before still works, unless BILL says that there were too many tries.
  const spent = means(error, 'tooManyCodes');
  if (mfa.before !== null && !spent) {
    return [{ ...open, pauses, mfa: { ...mfa.before, step: 'codeWanted', error } }, []];
  }
  return [{ ...open, pauses, mfa: { step: 'start', error } }, []];
}

/** In milliseconds. A pause after a lost answer too, since the message may have been sent. */
function pauseAfter(error: AppError, now: Instant): number {
  // Another profile may have used some of the five messages a minute of this developer key.
  if (error.kind === 'ownLimit') return error.until - now.wall;
  if (error.kind === 'oddReply' && error.retryAfterMs !== null) {
    return Math.max(SEND_AGAIN_MS, Math.min(error.retryAfterMs, HOUR));
  }
  if (error.kind !== 'refused') return SEND_AGAIN_MS;
  return error.meaning === 'tooManyCodes' ? TOO_MANY_TRIES_MS : 0;
}

export function submitMfaCode(open: Open, event: EventOf<'submitMfaCode'>): Step {
  const { mfa, device } = open;
  if (mfa.step !== 'codeWanted') return [open, []];
  const call = open.calls + 1;
  // A session from another tool is never opened by us, so no sign-in would send the device.
  const rememberDevice = event.rememberDevice && open.kind === 'password';
  const effect: Effect = {
    type: 'submitMfaCode',
    ...callOf(open, call, event),
    answer: {
      challengeId: mfa.challengeId,
      code: event.code,
      deviceId: device.deviceId,
      machineName: device.machineName,
      rememberDevice,
    },
  };
  const next: Mfa = { ...challengeOf(mfa), step: 'checking', call, rememberDevice };
  return [{ ...open, calls: call, mfa: next }, [effect]];
}

export function submitMfaCodeAnswered(open: Open, event: EventOf<'submitMfaCodeAnswered'>): Step {
  const { mfa } = open;
  if (mfa.step !== 'checking' || mfa.call !== event.call) return [open, []];
  if (!event.result.ok) {
    const { error } = event.result;
    const refused = { ...open, ...afterRefusal(open, mfa, error, event) };
    if (!means(error, 'deviceRefused')) return [refused, []];
    // What was remembered under this ID could not be used either.
    return [forgetDevice(refused)[0], [{ type: 'renewDevice' }]];
  }
  const { mfaId } = event.result.value;
  const learned = { source: 'mfaAuthenticate', at: event.now.wall } as const;
  // Answers to calls that were sent before this say nothing about the new trust.
  const mfaDone: Mfa = { step: 'start', error: null };
  const done: Open = {
    ...open,
    mfa: mfaDone,
    trustCall: open.calls,
    trustError: null,
    deviceLost: null,
  };
  if (!mfa.rememberDevice || mfaId === null) {
    // A reply without mfaId is accepted. Where the device was to be remembered, the panel says that
    // it was not.
    const deviceLost = mfa.rememberDevice ? ({ why: 'noId', owner: open.owner } as const) : null;
    return [{ ...done, deviceLost, trust: { is: 'session', ...learned } }, []];
  }
  // From when it was sent: the server counts from an earlier instant than that of its answer.
  const until = event.sentAt.wall + REMEMBERED_MS;
  return [
    {
      ...done,
      trust: { is: 'until', until, ...learned },
      device: { ...open.device, remembered: { mfaId, owner: open.owner, until } },
    },
    [],
  ];
}

/** What a refusal of a code leads to. */
function afterRefusal(
  { pauses, owner }: Open,
  mfa: Challenge,
  error: AppError,
  { now: from }: EventOf<'submitMfaCodeAnswered'>,
): Pick<Open, 'mfa' | 'pauses'> {
  const stay = { ...challengeOf(mfa), step: 'codeWanted', error } as const;
  // Anything else is about something else than the code, which BILL has not checked.
  if (error.kind !== 'refused' || !isAbout(error.meaning, 'code')) return { mfa: stay, pauses };
  const over = { step: 'start', error } as const;
  switch (error.meaning) {
    case 'wrongCode':
      return { mfa: { ...stay, wrongCodes: mfa.wrongCodes + 1 }, pauses };
    case 'codeExpired':
      return { mfa: over, pauses };
    case 'tooManyCodes':
      return { mfa: over, pauses: withPause(pauses, owner, { from, ms: TOO_MANY_TRIES_MS }) };
    case 'noPhone':
      return { mfa: stay, pauses };
  }
}

/** MFAStatus means something for a remembered device only (bill-api 2, S-STATUS). */
export function checkTrust(open: Open, by: SignInCause): Step {
  const { remembered, deviceId } = open.device;
  if (!isRememberedFor(remembered, open.owner) || open.checkingTrust !== null) return [open, []];
  const call = open.calls + 1;
  return [
    { ...open, calls: call, checkingTrust: call, trustError: null },
    [
      {
        type: 'checkTrust',
        ...callOf(open, call),
        by,
        device: { mfaId: remembered.mfaId, deviceId },
      },
    ],
  ];
}

export function isRememberedFor(
  remembered: Remembered | null,
  owner: Owner,
): remembered is Remembered {
  return remembered !== null && isSameOwner(remembered.owner, owner);
}

/** The device to sign in with, if one is remembered for just these credentials and its time is not up. */
export function deviceFor(device: Device, owner: Owner, now: Instant): Credentials['device'] {
  const { remembered, deviceId } = device;
  // What BILL answers to a device after its 30 days is not documented, so that none is sent.
  const fits = isRememberedFor(remembered, owner) && now.wall < remembered.until;
  return fits ? { mfaId: remembered.mfaId, deviceId } : null;
}

/** Forgets the remembered device. An open session stays as trusted as it is until it ends. */
export function forgetDevice(state: State): Step {
  if (state.device.remembered === null) return [state, []];
  const device: Device = { ...state.device, remembered: null };
  if (state.at !== 'open' || state.trust.is !== 'until') return [{ ...state, device }, []];
  const { source, at } = state.trust;
  return [{ ...state, device, trust: { is: 'session', source, at } }, []];
}

/** BILL trusts the pair of an mfaId and its deviceId: while one lives, or may come, the ID stays. */
export function deviceRenewed(state: State, { deviceId }: EventOf<'deviceRenewed'>): Step {
  const isBound =
    state.device.remembered !== null || (state.at === 'open' && state.mfa.step === 'checking');
  return isBound ? [state, []] : [{ ...state, device: { ...state.device, deviceId } }, []];
}

export function checkTrustAnswered(asked: Open, event: EventOf<'checkTrustAnswered'>): Step {
  if (event.call !== asked.checkingTrust) return [asked, []];
  const open: Open = { ...asked, checkingTrust: null };
  const { trust, device } = open;
  const { remembered } = device;
  // Ignored when a newer call said more about trust, or when the device was forgotten meanwhile.
  if (remembered === null || event.call <= open.trustCall) return [open, []];
  if (!event.result.ok) return [{ ...open, trustError: event.result.error }, []];
  const learned = { source: 'mfaStatus', at: event.now.wall } as const;
  const known: Open = { ...open, trustCall: event.call, trustError: null };
  if (event.result.value.isTrusted) {
    // MFAStatus is about the device: a session that was opened without it does not become trusted.
    if (trust.is === 'untrusted') return [known, []];
    return [{ ...known, trust: { is: 'until', until: remembered.until, ...learned } }, []];
  }
  return [
    {
      ...known,
      // MFAStatus is about the device: a session that was verified by a code stays trusted.
      trust: trust.is === 'session' ? trust : { is: 'untrusted', ...learned },
      device: { ...device, remembered: null },
    },
    [],
  ];
}

/** Notes whose session is trusted, so that a loss of it can be told; the same state where that is known. */
export function rememberTrust(state: State): State {
  if (state.at !== 'open') return state;
  const { trust, hadTrust, owner } = state;
  const isKnown = hadTrust !== null && isSameOwner(hadTrust, owner);
  return isTrusted(trust) && !isKnown ? { ...state, hadTrust: owner } : state;
}

function challengeOf({ challengeId, sentAt, wrongCodes }: Challenge): Challenge {
  return { challengeId, sentAt, wrongCodes };
}

function callOf(open: Open, call: number, wished: Wished = {}): Call {
  return { generation: open.attempts, call, keys: open.keys, ...wisher(wished) };
}
