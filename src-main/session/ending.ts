/** The ways out of a session: signed out, or found dead. */
import { maskId } from '../../src-shared/text/mask.ts';
import type { AppError } from '../../src-shared/result.ts';
import type { EndReason } from '../../src-shared/snapshot.ts';
import type { Answered, Effect, EventOf, Step } from './session-events.ts';
import { isKeptAlive, lifeOf } from './keep-alive.ts';
import { beginAgain, signedOut } from './signing-in.ts';
import type { Again, Open, SignedOut, Tries, Try } from './state.ts';
import type { Instant } from '../ports.ts';
import { elapsed, HOUR } from './time.ts';
import { judge } from './verdict.ts';

/** A session that ends so soon after the sign-in was ended by somebody, not by its age. */
const EARLY_MS = HOUR;

export function beginSignOut(open: Open): Step {
  const call = open.calls + 1;
  const { keys, attempts: generation } = open;
  const effect: Effect = { type: 'signOut', generation, call, keys, by: 'you' };
  return [{ ...open, calls: call, signingOut: true }, [effect]];
}

/** The session's keys are dropped whatever the server said; the words tell the difference. */
export function signOutAnswered(open: Open, event: EventOf<'signOutAnswered'>): Step {
  const { result, now } = event;
  if (result.ok || judge(event).is === 'dead') {
    return [end(open, 'signedOut', now.wall, null), []];
  }
  return [end(open, 'signedOutUnconfirmed', now.wall, result.error), []];
}

/** BILL said that the current session is invalid: the one verdict that ends it. */
export function died(open: Open, event: Answered): Step {
  const { now, sentAt } = event;
  // Whichever call learns of it first: the user ended this session.
  if (open.signingOut) return [end(open, 'signedOut', now.wall, null), []];
  const life = lifeOf(open) ?? Infinity;
  const idle = elapsed(open.contact.at, sentAt) >= life;
  const reason = idle ? 'idle' : 'endedByServer';
  const dead: SignedOut = {
    ...end(open, reason, now.wall, null),
    again: lost(open, idle, now),
    cut: cutTries(open, event),
  };
  // One that was left to lapse is not opened again behind the user's back, and another tool's cannot
  // be. An idle one lapsed when its time was up, however long the machine slept after that.
  const kept = isKeptAlive(open, idle ? later(open.contact.at, life) : now);
  if (!kept || open.kind === 'session') return [dead, []];
  return beginAgain(dead, open.userName, now);
}

/** Its answer will not be read any more: whether BILL did it is not known. */
const LOST: AppError = { kind: 'line', fault: 'reset', code: null };

/** What was under way when the session was found dead: the call that found it, and others. */
function cutTries({ tries }: Open, event: Answered): Tries {
  const cut = Object.entries(tries).flatMap(([id, one]): [string, Try][] => {
    if (one.outcome !== 'pending') return [];
    const found =
      event.type === 'tryOperationAnswered' && event.call === one.call && !event.result.ok;
    return found
      ? [[id, { ...one, at: event.now.wall, outcome: 'refused', error: event.result.error }]]
      : [[id, { ...one, at: event.now.wall, outcome: 'failed', error: LOST }]];
  });
  return Object.fromEntries(cut);
}

const later = ({ wall, mono }: Instant, ms: number): Instant => ({
  wall: wall + ms,
  mono: mono + ms,
});

/** Counts the sessions that we opened by ourselves and that somebody else ended early. */
function lost(open: Open, idle: boolean, now: Instant): Again {
  const early = open.openedBy === 'again' && !idle && elapsed(open.signedInAt, now) < EARLY_MS;
  return { ...open.again, lost: early ? open.again.lost + 1 : 0 };
}

function end(open: Open, reason: EndReason, at: number, error: AppError | null): SignedOut {
  return {
    ...signedOut(open, error),
    cut: {},
    ended: {
      reason,
      at,
      signedInAt: open.signedInAt.wall,
      lastContactAt: open.contact.at.wall,
      sessionIdMasked: maskId(open.keys.sessionId),
    },
  };
}
