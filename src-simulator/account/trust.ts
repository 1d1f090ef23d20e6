/**
 * Challenges, texted codes and remembered devices (bill-api 2). Who may ask is decided elsewhere.
 */
import { DAY, isoTime, MINUTE } from '../base/simulated-clock.ts';
import type { User } from './directory.ts';
import type { RandomSource } from '../base/ids.ts';
import { mask, mfaLikeId, sessionLikeId, sixDigits } from '../base/ids.ts';
import type { NamedOptions } from '../options/named-options.ts';
import type { Session } from './live-sessions.ts';
import type { SimulatorEvent } from '../simulator-types.ts';

interface Challenge {
  readonly session: Session;
  readonly code: string;
  readonly expiresAt: number;
  wrong: number;
}

interface Remembered {
  readonly usersId: string;
  readonly deviceId: string;
  readonly expiresAt: number;
}

/** A text message as its phone shows it. */
export interface TextMessage {
  readonly phone: string;
  readonly code: string;
  readonly userName: string;
  /** Epoch milliseconds, simulated. */
  readonly at: number;
  readonly expiresAt: number;
}

export type CodeVerdict = 'right' | 'wrong' | 'unknownChallenge' | 'expired' | 'tooMany';

/** Challenges that are over are kept this long, so that their code can be called expired. */
const CHALLENGE_MEMORY = 60 * MINUTE;

/** Messages that a phone keeps; older ones are gone. */
const MESSAGES_KEPT = 1000;

export class TrustBook {
  readonly #challenges = new Map<string, Challenge>();
  readonly #remembered = new Map<string, Remembered>();
  #messages: TextMessage[] = [];
  readonly #pausedUntil = new Map<string, number>();
  readonly #options: NamedOptions;
  readonly #random: RandomSource;
  readonly #emit: (event: SimulatorEvent) => void;

  constructor(options: NamedOptions, random: RandomSource, emit: (event: SimulatorEvent) => void) {
    this.#options = options;
    this.#random = random;
    this.#emit = emit;
  }

  /** Texts a code to the phone and gives the challengeId. */
  challenge(session: Session, phone: string, now: number): string {
    for (const [id, old] of this.#challenges) {
      const replaced = this.#options.newChallengeReplacesOld && this.#isFor(old, session);
      if (replaced || now > old.expiresAt + CHALLENGE_MEMORY) this.#challenges.delete(id);
    }
    const challengeId = sessionLikeId(this.#random);
    const code = sixDigits(this.#random);
    const expiresAt = now + this.#options.codeMinutes * MINUTE;
    this.#challenges.set(challengeId, { session, code, expiresAt, wrong: 0 });
    const message = { phone, code, userName: session.user.userName, at: now, expiresAt };
    this.#messages = [...this.#messages.slice(1 - MESSAGES_KEPT), message];
    this.#emit({
      ...{ event: 'sms', ...message, challengeMasked: mask(challengeId) },
      at: isoTime(now),
      expiresAt: isoTime(expiresAt),
    });
    return challengeId;
  }

  /** Judges one try. A right code uses the challenge up; too many wrong ones spoil it for good. */
  tryCode(session: Session, challengeId: string, token: string, now: number): CodeVerdict {
    const challenge = this.#challenges.get(challengeId);
    if (challenge === undefined || !this.#isFor(challenge, session)) return 'unknownChallenge';
    if (challenge.wrong >= this.#options.wrongCodesBeforeLimit) {
      const wait = this.#options.tooManyTriesWaitMinutes * MINUTE;
      if (wait > 0) this.#pausedUntil.set(session.user.usersId, now + wait);
      return 'tooMany';
    }
    if (now >= challenge.expiresAt) return 'expired';
    const plain = this.#options.acceptDashedCode
      ? token.replace(/^(\d{3})-(\d{3})$/, '$1$2')
      : token;
    if (plain !== challenge.code) {
      challenge.wrong += 1;
      return 'wrong';
    }
    this.#challenges.delete(challengeId);
    return 'right';
  }

  /** A code may be entered in another session of its user: after signing in again (bill-api 2). */
  #isFor({ session }: Challenge, other: Session): boolean {
    return this.#options.challengeBoundToSession ? session === other : session.user === other.user;
  }

  /** Whether MFAChallenge is refused for now after too many tries. */
  isPaused(user: User, now: number): boolean {
    return now < (this.#pausedUntil.get(user.usersId) ?? -Infinity);
  }

  newMfaId(): string {
    return mfaLikeId(this.#random);
  }

  /** Trusts the pair for 30 days (D S-AUTH). The time does not slide. */
  remember(mfaId: string, user: User, deviceId: string, now: number): void {
    const expiresAt = now + this.#options.rememberDays * DAY;
    this.#remembered.set(mfaId, { usersId: user.usersId, deviceId, expiresAt });
  }

  isRemembered(mfaId: string, user: User, deviceId: string, now: number): boolean {
    const known = this.#remembered.get(mfaId);
    return known?.usersId === user.usersId && known.deviceId === deviceId && now < known.expiresAt;
  }

  /** Whether the session may do what needs trust. */
  isTrusted({ mfa, user }: Session, now: number): boolean {
    if (mfa === null) return false;
    if (!mfa.remembered || this.#options.trustOutlivesRememberDays) return true;
    return this.isRemembered(mfa.mfaId, user, mfa.deviceId, now);
  }

  forget(mfaId: string): void {
    this.#remembered.delete(mfaId);
  }

  /** Newest first, expired ones included; those of one phone, or all. */
  messages(phone: string | null): readonly TextMessage[] {
    return this.#messages.filter((one) => phone === null || one.phone === phone).reverse();
  }

  latestCode(phone: string, now: number): string | null {
    const text = this.#messages.findLast((one) => one.phone === phone);
    return text !== undefined && now < text.expiresAt ? text.code : null;
  }
}
