/**
 * BILL's rules of sessions, challenges and remembered devices, as a model in true time (bill-api 2).
 * It knows what the server would grant; the session under test must never show more.
 */
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Credentials, MfaAnswer, SessionInfo, SignedIn } from '../../src-main/ports.ts';
import type { Instant } from '../../src-main/ports.ts';
import type { Effect, Typed } from '../../src-main/session/session-events.ts';
import { deviceFor } from '../../src-main/session/mfa/mfa.ts';
import { ownerOf } from '../../src-main/session/owner.ts';
import { refusal } from './refusal.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** BILL's own codes for a wrong MFA code and for an unknown challenge are not known. */
export const WRONG_CODE = 'BDC_9999';
export const UNKNOWN_CHALLENGE = 'BDC_9998';
const noCode = (code: string) => fail(refusal(code, { by: 'mfaAuthenticate' }));

interface ServerSession {
  readonly userName: string;
  trusted: boolean;
  lastCall: number;
  /** By BILL or another tool: the one thing that the app cannot know of. */
  endedOutside: boolean;
  signedOut: boolean;
}

interface ServerChallenge {
  readonly sessionId: string;
  readonly code: string;
  readonly runsOut: number;
  wrong: number;
  used: boolean;
}

interface ServerDevice {
  readonly userName: string;
  readonly deviceId: string;
  readonly until: number;
  /** The server stopped honouring it before its time. */
  dropped: boolean;
}

export class MfaServer {
  now = 0;
  readonly sessions = new Map<string, ServerSession>();
  readonly challenges = new Map<string, ServerChallenge>();
  readonly devices = new Map<string, ServerDevice>();
  messages = 0;
  /** Codes that it accepted, by challenge: none may come a second time. */
  readonly accepted: string[] = [];
  #ids = 0;

  isAlive(sessionId: string): boolean {
    const session = this.sessions.get(sessionId);
    if (session === undefined || session.endedOutside || session.signedOut) return false;
    return this.now - session.lastCall < 35 * MINUTE;
  }

  /** What a protected operation would be answered with, now. */
  grants(sessionId: string): boolean {
    return this.isAlive(sessionId) && this.sessions.get(sessionId)?.trusted === true;
  }

  honours(mfaId: string, deviceId: string, userName: string, at = this.now): boolean {
    const device = this.devices.get(mfaId);
    if (device?.userName !== userName || device.deviceId !== deviceId) return false;
    return !device.dropped && at < device.until;
  }

  login({ userName, orgId }: Typed, device: Credentials['device']): Result<SignedIn> {
    const sessionId = this.#id('session');
    const trusted = device !== null && this.honours(device.mfaId, device.deviceId, userName);
    const flags = { endedOutside: false, signedOut: false };
    this.sessions.set(sessionId, { userName, trusted, lastCall: this.now, ...flags });
    return ok({ sessionId, orgId, usersId: '00601USERUSERUSER001', apiEndPoint: null });
  }

  info(sessionId: string): Result<SessionInfo> {
    return this.#within(sessionId, () => ok({ organizationId: 'o', userId: 'u' }));
  }

  logout(sessionId: string): Result<null> {
    return this.#within(sessionId, (session) => {
      session.signedOut = true;
      return ok(null);
    });
  }

  challenge(sessionId: string): Result<{ challengeId: string }> {
    return this.#within(sessionId, () => {
      this.messages += 1;
      const challengeId = this.#id('challenge');
      const code = String(100_000 + this.#ids).slice(-6);
      const runsOut = this.now + 5 * MINUTE;
      this.challenges.set(challengeId, { sessionId, code, runsOut, wrong: 0, used: false });
      return ok({ challengeId });
    });
  }

  authenticate(sessionId: string, given: MfaAnswer): Result<{ mfaId: string | null }> {
    return this.#within(sessionId, (session) => {
      const challenge = this.challenges.get(given.challengeId);
      if (challenge?.sessionId !== sessionId || challenge.used) return noCode(UNKNOWN_CHALLENGE);
      // How many it takes is not public.
      if (challenge.wrong >= 2) return noCode('BDC_1358');
      if (this.now >= challenge.runsOut) return noCode('BDC_1356');
      if (given.code !== challenge.code) {
        challenge.wrong += 1;
        return noCode(WRONG_CODE);
      }
      challenge.used = true;
      session.trusted = true;
      this.accepted.push(given.challengeId);
      const mfaId = this.#id('mfa');
      if (!given.rememberDevice) return ok({ mfaId });
      const { userName } = session;
      const until = this.now + 30 * DAY;
      this.devices.set(mfaId, { userName, deviceId: given.deviceId, until, dropped: false });
      return ok({ mfaId });
    });
  }

  status(sessionId: string, mfaId: string, deviceId: string): Result<{ isTrusted: boolean }> {
    return this.#within(sessionId, ({ userName }) =>
      ok({ isTrusted: this.honours(mfaId, deviceId, userName) }),
    );
  }

  operation(sessionId: string): Result<{ reply: string }> {
    return this.#within(sessionId, ({ trusted }) =>
      trusted ? ok({ reply: '{}' }) : fail(refusal('BDC_1361')),
    );
  }

  /** What it says to a call that was sent at `sentAt`; `saved`: whoever signs in with what is saved. */
  answer(effect: Effect, saved: Typed, sentAt: Instant): Result<unknown> {
    switch (effect.type) {
      case 'signIn': {
        const typed = effect.way.is === 'typed' ? effect.way.credentials : saved;
        return this.login(typed, deviceFor(effect.device, ownerOf(typed), sentAt));
      }
      case 'touch':
        return this.info(effect.keys.sessionId);
      case 'signOut':
      case 'giveBack':
        return this.logout(effect.keys.sessionId);
      case 'sendMfaCode':
        return this.challenge(effect.keys.sessionId);
      case 'submitMfaCode':
        return this.authenticate(effect.keys.sessionId, effect.answer);
      case 'checkTrust': {
        const { mfaId, deviceId } = effect.device;
        return this.status(effect.keys.sessionId, mfaId, deviceId);
      }
      case 'tryOperation':
        return this.operation(effect.keys.sessionId);
      case 'renewDevice':
        return ok(null);
    }
  }

  /** The newest code that came to the phone, whether it still works or not. */
  newestCode(): string | null {
    return [...this.challenges.values()].at(-1)?.code ?? null;
  }

  #within<T>(sessionId: string, answer: (session: ServerSession) => Result<T>): Result<T> {
    const session = this.sessions.get(sessionId);
    if (session === undefined || !this.isAlive(sessionId)) return fail(refusal('BDC_1109'));
    const result = answer(session);
    // A refused call may or may not start the idle time again: here it does not.
    if (result.ok) session.lastCall = this.now;
    return result;
  }

  #id(kind: string): string {
    this.#ids += 1;
    return `!b-${kind}-${this.#ids}-0123456789-abcdefghij`;
  }
}
