/**
 * State -> SessionView. Only what is named here leaves main. IDs that open something are masked;
 * passwords and codes are not even in the state.
 */
import type {
  MfaView,
  OpenState,
  OpenView,
  SessionView,
  TrustView,
  TryView,
} from '../../src-shared/session-view.ts';
import type { Instant } from '../ports.ts';
import { AT_RISK_MS, lifeOf } from './keep-alive/keep-alive.ts';
import { ageFrom, haltOf } from './keep-alive/standstill.ts';
import { plan, type Plan } from './keep-alive/touch-plan.ts';
import { knownView } from './known-view.ts';
import { CODE_LIFE_MS } from './mfa/mfa.ts';
import { codeBetween } from './mfa/open-challenge.ts';
import { isSameOwner } from './owner.ts';
import { pauseLeft } from './mfa/message-pauses.ts';
import type { Open, State, Try } from './state.ts';
import { elapsed, remaining, SECOND } from './time.ts';

/** What a panel may see of `state` at `now`. */
export function view(state: State, now: Instant): SessionView {
  switch (state.at) {
    case 'signedOut': {
      const { ended, error, deviceLost } = state;
      const expired = ended?.reason === 'idle' || ended?.reason === 'endedByServer';
      const againStopped = state.again.stopped;
      return {
        state: expired ? 'expired' : 'signedOut',
        error,
        ended,
        againStopped,
        deviceLost: deviceLost?.why ?? null,
        ...codeBetween(state, now),
      };
    }
    case 'signingIn':
      return {
        state: 'signingIn',
        since: state.since.wall,
        userName: state.userName,
        by: state.by,
        ...codeBetween(state, now),
      };
    case 'open':
      return openView(state, now);
  }
}

function openView(open: Open, now: Instant): OpenView {
  const { keepAlive } = open;
  const next = plan(open, now);
  const { trouble } = keepAlive;
  const halt = open.signingOut ? null : haltOf(open, now);
  const known = knownView(open, now);
  return {
    ...known,
    state: openState(open, next, now),
    signingOut: open.signingOut,
    openedBy: open.openedBy,
    replaces: open.replaces,
    endsAtLeast: endsAtLeast(open, now),
    doubtful: open.clock.doubt !== null,
    keepAlive: {
      nextTouchAt: next.inMs === null ? null : steady(now.wall + next.inMs),
      why: next.why,
      halt,
      pausedUntil: pausedUntil(open, now),
      stopsAt: ageFrom(open).wall + open.policy.maxAgeMs,
      maxAgeMs: open.policy.maxAgeMs,
      touches: keepAlive.touches,
      trouble: trouble === null ? null : { error: trouble.error, since: trouble.since },
    },
    extending: keepAlive.inFlight !== null,
    trustLost: isTrustLost(open, known.trust),
    trustError: open.trustError,
    checkingTrust: open.checkingTrust !== null,
    deviceLost: open.deviceLost?.why ?? null,
    codeLost: open.codeLost,
    mfa: mfaView(open, now),
    tries: triesView(open.tries),
  };
}

function openState(open: Open, { why }: Plan, now: Instant): OpenState {
  const life = lifeOf(open);
  const left = life === null ? Infinity : life - elapsed(open.contact.at, now);
  const { trouble } = open.keepAlive;
  // While keep-alive works, a short time left is normal and no risk.
  if (left > 0 && left <= AT_RISK_MS && why !== 'regular') return 'atRisk';
  if (trouble?.kind === 'throttled') return 'busy';
  if (trouble !== null && trouble.error.kind !== 'refused') return 'offline';
  if (trouble !== null || left <= 0 || open.clock.doubt !== null) return 'checking';
  return open.signingOut || haltOf(open, now) === null ? 'live' : 'lapsing';
}

/** A device whose 30 days are over was trusted by its promise. */
function isTrustLost({ hadTrust, owner }: Open, trust: TrustView): boolean {
  if (hadTrust === null || !isSameOwner(hadTrust, owner)) return false;
  return trust.is === 'untrusted' || (trust.is === 'unknown' && trust.source === 'lapsed');
}

function endsAtLeast(open: Open, now: Instant): number | null {
  const life = lifeOf(open);
  return life === null ? null : open.contact.at.wall + life - missedByWallClock(open, now);
}

function pausedUntil({ keepAlive: { paused } }: Open, now: Instant): number | null {
  const left = paused === null || paused === 'off' ? 0 : remaining(paused, now);
  return left === 0 ? null : steady(now.wall + left);
}

/** The two clocks are not read at exactly the same moment. */
const CLOCK_NOISE_MS = 20;

/**
 * How much of the age the wall clock misses (it was set back, or is slow), in milliseconds rounded
 * up to whole seconds: the time that is shown must never exceed what the server grants, and must
 * not jitter.
 */
function missedByWallClock(open: Open, now: Instant): number {
  const missed = elapsed(open.contact.at, now) - (now.wall - open.contact.at.wall);
  return Math.max(0, Math.ceil((missed - CLOCK_NOISE_MS) / SECOND) * SECOND);
}

/** A deadline computed from "now" would differ by a millisecond at every look. */
function steady(wall: number): number {
  return Math.round(wall / SECOND) * SECOND;
}

function mfaView({ mfa, pauses, owner }: Open, now: Instant): MfaView {
  const pause = pauseLeft(pauses, owner, now);
  // Rounded up: what the panel offers must not be refused.
  const sendAgainAt = Math.ceil((now.wall + pause) / SECOND) * SECOND;
  switch (mfa.step) {
    case 'start':
      return { step: 'start', error: mfa.error, sendAgainAt: pause === 0 ? null : sendAgainAt };
    case 'sending':
      return { step: 'sending' };
    case 'codeWanted':
    case 'checking':
      return {
        step: mfa.step,
        sentAt: mfa.sentAt.wall,
        worksUntil: mfa.sentAt.wall + CODE_LIFE_MS,
        sendAgainAt: pause === 0 ? mfa.sentAt.wall : sendAgainAt,
        wrongCodes: mfa.wrongCodes,
        error: mfa.step === 'codeWanted' ? mfa.error : null,
      };
  }
}

function triesView(tries: Open['tries']): OpenView['tries'] {
  const shown = ({ at, outcome, error }: Try): TryView => ({ at, outcome, error });
  return Object.fromEntries(Object.entries(tries).map(([id, one]) => [id, shown(one)]));
}
