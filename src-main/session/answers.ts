/** What an answer changes: first the session itself, then the part that made the call. */
import type { AppError } from '../../src-shared/result.ts';
import type { SessionCall } from '../../src-shared/bill/source.ts';
import type { Instant } from '../ports.ts';
import { died, signOutAnswered } from './ending.ts';
import type { Cause } from '../../src-shared/exchange.ts';
import type { Answered, EventOf, Step } from './session-events.ts';
import { afterContact, afterFailure, IDLE_LIMIT_MS } from './keep-alive/keep-alive.ts';
import * as mfa from './mfa/mfa.ts';
import * as tries from './operation-tries.ts';
import type { Open } from './state.ts';
import { judge } from './verdict.ts';

export function answered(open: Open, event: Answered): Step {
  if (event.type === 'signOutAnswered') return signOutAnswered(open, event);
  const verdict = judge(event);
  if (verdict.is === 'dead') return died(open, event);
  const alive = verdict.is === 'alive' ? contacted(open, event) : open;
  switch (event.type) {
    case 'touchAnswered':
      return [touchAnswered(alive, event), []];
    case 'sendMfaCodeAnswered':
      return mfa.sendMfaCodeAnswered(alive, event);
    case 'submitMfaCodeAnswered':
      return mfa.submitMfaCodeAnswered(alive, event);
    case 'checkTrustAnswered':
      return mfa.checkTrustAnswered(alive, event);
    case 'tryOperationAnswered':
      return tries.tryOperationAnswered(alive, event);
    case 'callOperationAnswered':
      return [{ ...alive, ...tries.trustAfter(alive, event) }, []];
  }
}

const endpoints: Record<Answered['type'], SessionCall> = {
  touchAnswered: 'sessionInfo',
  signOutAnswered: 'logout',
  sendMfaCodeAnswered: 'mfaChallenge',
  submitMfaCodeAnswered: 'mfaAuthenticate',
  checkTrustAnswered: 'mfaStatus',
  tryOperationAnswered: 'operation',
  callOperationAnswered: 'named',
};

/** Any answered call extends the session, from the time at which it was sent. */
function contacted(open: Open, event: Answered): Open {
  const { call, by, sentAt: at, now } = event;
  const { contact, clock, keepAlive } = open;
  const settled = clock.doubt !== null && call > clock.doubt ? { ...clock, doubt: null } : clock;
  // Answers may arrive out of order: the call that was sent last counts.
  if (call < contact.call) return { ...open, clock: settled };
  // The clock was set back after this call was sent, so its age is not known: a reason to ask again
  // remains.
  const nudged = settled.doubt === null ? null : keepAlive.nudged;
  return {
    ...open,
    signedInAt: corrected(open, open.signedInAt, at),
    contact: { call, at, endpoint: endpoints[event.type], by },
    clock: settled,
    keepAlive: {
      ...afterContact(keepAlive, now),
      nudged,
      ageFrom: keepAlive.ageFrom === null ? null : corrected(open, keepAlive.ageFrom, at),
    },
  };
}

/**
 * The session's sign-in time, moved along when the wall clock was set ahead. That is certain here:
 * had the machine really slept for so long, the server would not know the session any more.
 */
function corrected({ contact }: Open, before: Instant, at: Instant): Instant {
  const ahead = at.wall - contact.at.wall - (at.mono - contact.at.mono);
  return ahead < IDLE_LIMIT_MS ? before : { ...before, wall: before.wall + ahead };
}

/** Whose touch is wished for, where the others come by themselves. */
const wishes: ReadonlySet<Cause> = new Set(['you', 'program']);

function touchAnswered(open: Open, event: EventOf<'touchAnswered'>): Open {
  const { call, result, now } = event;
  const { inFlight, touches, paused } = open.keepAlive;
  if (call !== inFlight?.call) return open;
  if (!result.ok) return touchFailed(open, result.error, event);
  return {
    ...open,
    ids: { ...result.value, source: 'sessionInfo', at: now.wall },
    keepAlive: {
      ...open.keepAlive,
      inFlight: null,
      touches: inFlight.by === 'check' ? touches : touches + 1,
      // A pause until somebody extends the session is over when that has worked.
      paused: wishes.has(inFlight.by) && paused === 'off' ? null : paused,
    },
  };
}

function touchFailed(open: Open, error: AppError, event: Answered): Open {
  // A call that was sent after this touch was answered, so the failure does not matter any more.
  if (event.call < open.contact.call) {
    return { ...open, keepAlive: { ...open.keepAlive, inFlight: null } };
  }
  const verdict = judge(event);
  const throttled = verdict.is === 'throttled';
  const failure = {
    kind: throttled ? 'throttled' : 'unknown',
    hourLimit: throttled && verdict.hourLimit,
    error,
    wait: throttled || verdict.is === 'unknown' ? verdict.wait : null,
  } as const;
  return { ...open, keepAlive: afterFailure(open, failure, event.now) };
}
