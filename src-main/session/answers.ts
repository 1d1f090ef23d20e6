/** What an answer within an open session changes: first for the session, then for who asked. */
import { means } from '../../src-shared/bill/meaning.ts';
import type { AppError } from '../../src-shared/result.ts';
import type { SessionCall } from '../../src-shared/bill/source.ts';
import type { Instant } from '../ports.ts';
import { died, signOutAnswered } from './ending.ts';
import type { Answered, EventOf, Step } from './session-events.ts';
import { afterContact, afterFailure, IDLE_LIMIT_MS } from './keep-alive.ts';
import * as mfa from './mfa.ts';
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
      return tryOperationAnswered(alive, event);
    case 'callOperationAnswered':
      return [{ ...alive, ...trustAfterCall(alive, event) }, []];
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
  const { call, sentAt: at, now } = event;
  const { contact, clock, keepAlive } = open;
  const settled = clock.doubt !== null && call > clock.doubt ? { ...clock, doubt: null } : clock;
  // Of two answers that arrive in the wrong order the later call counts.
  if (call < contact.call) return { ...open, clock: settled };
  // A sign-in with a remembered device asks MFAStatus first of all.
  const byUs = event.type === 'checkTrustAnswered' && call === 1 ? 'signIn' : 'you';
  const asked = event.type === 'callOperationAnswered' ? 'program' : byUs;
  const by = keepAlive.inFlight?.call === call ? keepAlive.inFlight.by : asked;
  // A call from before the clock was set back does not say how old it is: there is still reason to ask.
  const nudged = settled.doubt === null ? null : keepAlive.nudged;
  return {
    ...open,
    signedInAt: corrected(open, at),
    contact: { call, at, endpoint: endpoints[event.type], by },
    clock: settled,
    keepAlive: { ...afterContact(keepAlive, now), nudged },
  };
}

/**
 * Had the machine slept through the session's life, the server would not know it any more: so the
 * wall clock was set ahead, and what lies before moves with it.
 */
function corrected({ signedInAt, contact }: Open, at: Instant): Instant {
  const ahead = at.wall - contact.at.wall - (at.mono - contact.at.mono);
  return ahead < IDLE_LIMIT_MS ? signedInAt : { ...signedInAt, wall: signedInAt.wall + ahead };
}

function touchAnswered(open: Open, event: EventOf<'touchAnswered'>): Open {
  const { call, result, now } = event;
  const { inFlight, touches } = open.keepAlive;
  if (call !== inFlight?.call) return open;
  if (!result.ok) return touchFailed(open, result.error, event);
  return {
    ...open,
    ids: { info: result.value, source: 'sessionInfo', at: now.wall },
    keepAlive: { ...open.keepAlive, inFlight: null, touches: touches + 1 },
  };
}

function touchFailed(open: Open, error: AppError, event: Answered): Open {
  // A call that was sent after this touch was answered: there is no trouble any more.
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

function tryOperationAnswered(open: Open, event: EventOf<'tryOperationAnswered'>): Step {
  const { operation, call, result, now } = event;
  const sent = open.tries[operation];
  if (sent?.call !== call) return [open, []];
  const { error, reply } = result.ok
    ? { error: null, reply: result.value.reply }
    : { error: result.error, reply: null };
  const outcome = error === null ? 'accepted' : error.kind === 'refused' ? 'refused' : 'failed';
  const tries = { ...open.tries, [operation]: { ...sent, at: now.wall, outcome, error, reply } };
  return [{ ...open, ...trustAfterTry(open, event), tries }, []];
}

/** That a program's call was let through says nothing: most operations need no trust. */
function trustAfterCall(open: Open, event: EventOf<'callOperationAnswered'>) {
  const { trust, trustCall } = open;
  const { call, result, now } = event;
  const isRefused = !result.ok && means(result.error, 'untrusted');
  if (!isRefused || call <= trustCall || trust.is === 'unavailable') return { trust, trustCall };
  const learned = { is: 'untrusted', source: 'operation', at: now.wall } as const;
  return { trust: learned, trustCall: call };
}

/** The server's own word on trust outweighs what we believed, unless we learned better since. */
function trustAfterTry(open: Open, event: EventOf<'tryOperationAnswered'>) {
  const { call, result, now } = event;
  const { trust, trustCall } = open;
  if (call <= trustCall || trust.is === 'unavailable') return { trust, trustCall };
  const learned = { source: 'operation', at: now.wall } as const;
  if (result.ok) {
    const known = trust.is === 'session' || trust.is === 'until';
    return { trust: known ? trust : ({ is: 'session', ...learned } as const), trustCall: call };
  }
  if (!means(result.error, 'untrusted')) return { trust, trustCall };
  return { trust: { is: 'untrusted', ...learned } as const, trustCall: call };
}
