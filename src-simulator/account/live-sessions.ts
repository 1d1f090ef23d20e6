/**
 * Which sessions live, when each ends and why (bill-api 2). Time is an argument.
 */
import type { User } from './directory.ts';
import type { RandomSource } from '../base/ids.ts';
import { mask, sessionLikeId } from '../base/ids.ts';
import { HOUR, isoTime, MINUTE } from '../base/simulated-clock.ts';
import type { NamedOptions } from '../options/named-options.ts';
import { RecencyList } from '../base/recency.ts';
import type { SessionEndReason, SessionFacts, SimulatorEvent } from '../simulator-types.ts';

export interface Session {
  readonly sessionId: string;
  /** What others may call it who must not learn its id. */
  readonly handle: string;
  readonly user: User;
  readonly orgId: string;
  readonly devKey: string;
  lastContactAt: number;
  /** Null is untrusted. */
  mfa: SessionTrust | null;
}

/** What made a session trusted: the mfaId and the device that came with it. */
export interface SessionTrust {
  readonly mfaId: string;
  readonly deviceId: string;
  /** Whether the mfaId has its 30 days; else it is worth what its session is. */
  readonly remembered: boolean;
}

export type SessionLookup = Session | 'unknown' | 'idle' | 'ended' | 'otherDevKey';

/** Ended ids are remembered so that "signed out" can be told from "never existed", up to this many. */
const REMEMBERED_ENDINGS = 1000;

export class SessionBook {
  readonly #live = new Map<string, Session>();
  readonly #byUser = new Map<User, Set<Session>>();
  /** Sessions of one kind have the same idle time, so the one that ends first stands at the front. */
  readonly #idle = { user: new RecencyList<Session>(), token: new RecencyList<Session>() };
  readonly #ended = new Map<string, SessionEndReason>();
  #opened = 0;
  readonly #options: NamedOptions;
  readonly #random: RandomSource;
  readonly #emit: (event: SimulatorEvent) => void;

  constructor(options: NamedOptions, random: RandomSource, emit: (event: SimulatorEvent) => void) {
    this.#options = options;
    this.#random = random;
    this.#emit = emit;
  }

  /** Opens a session; with a limit on parallel sessions the user's oldest ones end. */
  open(opening: Pick<Session, 'user' | 'orgId' | 'devKey' | 'mfa'>, now: number): Session {
    const own = this.#byUser.get(opening.user) ?? new Set();
    const limit = this.#options.maxSessionsPerUser;
    if (limit > 0) {
      for (const oldest of [...own].slice(0, Math.max(0, own.size - limit + 1))) {
        this.end(oldest, 'replaced', now);
      }
    }
    this.#opened += 1;
    const session: Session = {
      ...opening,
      sessionId: sessionLikeId(this.#random),
      handle: `session-${String(this.#opened)}`,
      lastContactAt: now,
    };
    this.#live.set(session.sessionId, session);
    this.#byUser.set(opening.user, own.add(session));
    this.#idle[opening.user.kind].use(session);
    this.#emit({ event: 'sessionStarted', trusted: session.mfa !== null, ...facts(session, now) });
    return session;
  }

  /** A session works only with the developer key of its sign-in (bill-api 2, D S-KEYS). */
  find(sessionId: string, devKey: string): SessionLookup {
    const session = this.#live.get(sessionId);
    if (session === undefined) {
      const reason = this.#ended.get(sessionId);
      return reason === undefined ? 'unknown' : reason === 'idle' ? 'idle' : 'ended';
    }
    return session.devKey === devKey ? session : 'otherDevKey';
  }

  /** A call starts the idle minutes again, unless it has ended the session. */
  touch(session: Session, now: number): void {
    if (!this.#live.has(session.sessionId)) return;
    session.lastContactAt = now;
    this.#idle[session.user.kind].use(session);
  }

  trust(session: Session, mfa: SessionTrust, now: number): void {
    session.mfa = mfa;
    this.#emit({ event: 'sessionTrusted', ...facts(session, now) });
  }

  end(session: Session, reason: SessionEndReason, at: number): void {
    if (!this.#live.delete(session.sessionId)) return;
    this.#byUser.get(session.user)?.delete(session);
    this.#idle[session.user.kind].delete(session);
    this.#ended.set(session.sessionId, reason);
    for (const oldest of this.#ended.keys()) {
      if (this.#ended.size <= REMEMBERED_ENDINGS) break;
      this.#ended.delete(oldest);
    }
    this.#emit({ event: 'sessionEnded', reason, ...facts(session, at) });
  }

  /** The live ones, in the order they were opened. */
  all(): readonly Session[] {
    return [...this.#live.values()];
  }

  /** Ends one live session by id, or every one. */
  endById(sessionIdOrAll: string, now: number): void {
    if (sessionIdOrAll === 'all') {
      for (const session of this.all()) this.end(session, 'server', now);
      return;
    }
    const session = this.#live.get(sessionIdOrAll);
    if (session !== undefined) this.end(session, 'server', now);
  }

  /** Ends what has been idle for its whole time: at 35 min exactly it is over (D S-LOGIN). */
  sweep(now: number): void {
    for (const list of [this.#idle.user, this.#idle.token]) {
      for (let next = list.oldest; next !== null; next = list.oldest) {
        const endsAt = next.lastContactAt + this.#life(next);
        if (now < endsAt) break;
        this.end(next, 'idle', endsAt);
      }
    }
  }

  /** Milliseconds without a call that a session survives. */
  #life(session: Session): number {
    if (session.user.kind === 'user') return this.#options.idleMinutes * MINUTE;
    return this.#options.tokenSessionLife === '48h' ? 48 * HOUR : Infinity;
  }
}

function facts(session: Session, at: number): SessionFacts {
  return {
    sessionMasked: mask(session.sessionId),
    userName: session.user.userName,
    usersId: session.user.usersId,
    orgId: session.orgId,
    kind: session.user.kind,
    at: isoTime(at),
  };
}
