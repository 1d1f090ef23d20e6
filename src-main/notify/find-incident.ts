/** Decides what is worth a notification: one for each incident. Pure. */
import { IDLE_LIMIT_MS } from '../session/keep-alive/keep-alive.ts';
import { haltOf, isKeptAlive } from '../session/keep-alive/standstill.ts';
import type { Instant } from '../ports.ts';
import { refusedForTrust } from '../../src-shared/bill/operations.ts';
import type { Incident } from '../../src-shared/incident.ts';
import { isTrusted } from '../../src-shared/session-view.ts';
import type { Open, SignedOut, State } from '../session/state.ts';
import { elapsed, MINUTE } from '../session/time.ts';

/** One failure says nothing yet, least of all right after a wake. */
const FAILURES_BEFORE_ALARM = 2;

/** How long a machine may take to find its network after a wake before the user is alarmed. */
const QUIET_AFTER_WAKE_MS = 2 * MINUTE;

/** What the world outside a session decides about its incidents. */
export interface Telling {
  /** How a session is opened again; see src-shared/words/session/primary-action.ts. */
  readonly wayIn: 'resume' | 'signIn';
  /** In milliseconds: a session at risk is an incident when at most this much time is certain. */
  readonly leadMs: number;
}

/** What needs the user now, if anything does. The same incident has the same key. */
export function incidentOf(state: State, now: Instant, telling: Telling): Incident | null {
  switch (state.at) {
    case 'signingIn':
      return null;
    case 'signedOut':
      return ended(state, telling);
    case 'open':
      return atRisk(state, now, telling) ?? untrusted(state) ?? changed(state) ?? left(state, now);
  }
}

function ended({ ended: end, again }: SignedOut, { wayIn }: Telling): Incident | null {
  if (end?.reason !== 'idle' && end?.reason !== 'endedByServer') return null;
  const kind =
    again.stopped === 'war' ? 'war' : again.stopped === 'rejected' ? 'rejected' : 'expired';
  const action = kind === 'rejected' ? 'signIn' : wayIn;
  return { kind, key: `ended ${end.at}`, action, cause: end.cause };
}

function atRisk(open: Open, now: Instant, { leadMs }: Telling): Incident | null {
  const { trouble } = open.keepAlive;
  const { at, call } = open.contact;
  if (trouble === null || trouble.failures < FAILURES_BEFORE_ALARM) return null;
  if (!isKeptAlive(open, now) || elapsed(at, now) < IDLE_LIMIT_MS - leadMs) return null;
  const { woke } = open.clock;
  if (woke !== null && elapsed(woke, now) < QUIET_AFTER_WAKE_MS) return null;
  // Trouble that began after the session may have ended already puts nothing at risk.
  if (trouble.since - at.wall >= IDLE_LIMIT_MS) return null;
  const minutes = leadMs / MINUTE;
  return { kind: 'atRisk', key: `risk ${open.attempts}.${call}`, action: 'extendNow', minutes };
}

/** Only when the user asked for something that needs it. */
function untrusted({ tries, attempts, trust }: Open): Incident | null {
  if (isTrusted(trust)) return null;
  const calls = refusedForTrust(tries).map((id) => tries[id]?.call ?? 0);
  if (calls.length === 0) return null;
  // Operations that are refused after the first one are the same incident.
  return { kind: 'verify', key: `verify ${attempts}.${Math.min(...calls)}`, action: 'verify' };
}

/** Whoever holds the ID of the session before is refused from now on. */
function changed({ replaces, attempts }: Open): Incident | null {
  return replaces === null ? null : { kind: 'newId', key: `new ${attempts}`, action: 'show' };
}

/** Keep-alive stops by itself: the session is left to lapse, which the user may not expect. */
function left(open: Open, now: Instant): Incident | null {
  if (haltOf(open, now) !== 'maxAge') return null;
  // Later the session has lapsed, or the clock was set: the server will say which.
  if (elapsed(open.contact.at, now) >= IDLE_LIMIT_MS) return null;
  // Counted anew, it may be reached anew.
  return {
    kind: 'maxAge',
    key: `age ${open.attempts}.${open.keepAlive.ageFrom?.mono ?? 0}`,
    action: 'keepOn',
  };
}
