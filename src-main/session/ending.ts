/** The ways out of a session: signed out, or found dead. */
import type { EndReason, IdleCause } from '../../src-shared/session-view.ts';
import type { Answered, Effect, EventOf, Step } from './session-events.ts';
import { lifeOf } from './keep-alive/keep-alive.ts';
import { knownView } from './known-view.ts';
import { haltOf } from './keep-alive/standstill.ts';
import { beginAgain, signedOut } from './signing-in.ts';
import { interruptedTries } from './operation-tries.ts';
import type { Again, Open, SignedOut } from './state.ts';
import type { Instant } from '../ports.ts';
import { elapsed, HOUR } from './time.ts';
import { judge } from './verdict.ts';

/** A session that ends so soon after its sign-in was ended by somebody, not by its age. */
const EARLY_MS = HOUR;

export function beginSignOut(open: Open): Step {
  const call = open.calls + 1;
  const { keys, attempts: generation } = open;
  const effect: Effect = { type: 'signOut', generation, call, keys, by: 'you' };
  return [{ ...open, calls: call, signingOut: true }, [effect]];
}

/** Drops the session's keys whatever the server said; the reason tells if it confirmed. */
export function signOutAnswered(open: Open, event: EventOf<'signOutAnswered'>): Step {
  const { result, now } = event;
  if (result.ok || judge(event).is === 'dead') return [end(open, 'signedOut', now), []];
  return [{ ...end(open, 'signedOutUnconfirmed', now), error: result.error }, []];
}

/** BILL said that the current session is invalid: the one verdict that ends it. */
export function died(open: Open, event: Answered): Step {
  const { now, sentAt } = event;
  // Another call may learn of the end before the sign-out is answered; the user ended it all the
  // same.
  if (open.signingOut) return [end(open, 'signedOut', now), []];
  const life = lifeOf(open) ?? Infinity;
  const idle = elapsed(open.contact.at, sentAt) >= life;
  // An idle one lapsed when its time was up, however long the machine slept after that.
  const at = idle ? later(open.contact.at, life) : now;
  const halt = haltOf(open, at);
  const dead: SignedOut = {
    ...(idle
      ? end(open, 'idle', now, { at, cause: halt ?? idleCause(open, at, now) })
      : end(open, 'endedByServer', now)),
    hadTrust: open.hadTrust,
    again: lost(open, idle, now),
    interrupted: interruptedTries(open, event),
  };
  // A session that the user let lapse is not opened again, and neither another tool's session nor a
  // token's can be.
  if (halt !== null || open.kind !== 'password') return [dead, []];
  return beginAgain(dead, open.userName, now);
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

/** Why a session that was meant to stay had no call until `at`. */
function idleCause({ clock: { woke }, keepAlive: { trouble } }: Open, at: Instant, now: Instant) {
  if (woke !== null && elapsed(woke, now) <= elapsed(at, now)) return 'asleep';
  const unreached = trouble?.kind === 'unknown' && trouble.error.kind !== 'refused';
  return unreached ? 'offline' : 'unknown';
}

/** `idle`: when it lapsed, and why; any other end is one that was seen. */
function end(
  open: Open,
  reason: EndReason,
  now: Instant,
  idle: { readonly at: Instant; readonly cause: IdleCause } | null = null,
): SignedOut {
  return {
    ...signedOut(open, null),
    hadTrust: null,
    interrupted: {},
    ended: {
      ...knownView(open, now),
      reason,
      // The wall clock may have been set back since.
      at: Math.min(now.wall, idle?.at.wall ?? now.wall),
      foundAt: now.wall,
      cause: idle?.cause ?? null,
      maxAgeMs: open.policy.maxAgeMs,
    },
  };
}
