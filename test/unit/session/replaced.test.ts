/** A session that we open in the place of one that died: what the user must hear of the change. */
import { describe, expect, it } from 'vitest';
import { ok } from '../../../src-shared/result.ts';
import type { Event } from '../../../src-main/session/session-events.ts';
import type { State } from '../../../src-main/session/state.ts';
import { view } from '../../../src-main/session/view.ts';
import {
  after,
  asOpen,
  at,
  device,
  MINUTE,
  opened,
  refused,
  secrets,
  signedInReply,
  signIn,
  touchAnswered,
  touching,
  whoOf,
} from './support.ts';

const copied: Event = { type: 'idCopied', sessionId: secrets.sessionId, now: at(MINUTE) };
const dead = refused('BDC_1109');
const start = () => opened(device, { signInAgain: true });

function dies(state: State, ms = 2 * MINUTE): State {
  const probing = touching(asOpen(state), at(ms));
  return after(probing, touchAnswered(probing, dead, at(ms), at(ms)));
}

function signedIn(state: State, ms = 3 * MINUTE): State {
  const sent = { attempt: state.attempts, sentAt: at(ms), now: at(ms) };
  const result = ok(signedInReply);
  return after(state, { type: 'signInAnswered', ...sent, who: whoOf(), result });
}

const shown = (state: State) => {
  const seen = view(state, at(4 * MINUTE));
  if (!('mfa' in seen)) throw new Error(seen.state);
  return seen;
};

describe('the copies of a session ID', () => {
  it('are old after a death, until the new one is copied', () => {
    const again = signedIn(dies(after(start(), copied)));
    expect(shown(again)).toMatchObject({ openedBy: 'again', oldCopies: true });
    const twice = signedIn(dies(again, 4 * MINUTE), 5 * MINUTE);
    expect(shown(twice).oldCopies).toBe(true);
    expect(shown(after(twice, copied)).oldCopies).toBe(false);
  });

  it('are old from the start if the session was replaced while its ID was being copied', () => {
    const late: Event = { type: 'idCopied', sessionId: 'the one before', now: at(4 * MINUTE) };
    expect(shown(after(signedIn(dies(start())), late)).oldCopies).toBe(true);
  });

  it('are no matter any more when the user says so', () => {
    const again = signedIn(dies(after(start(), copied)));
    const gone: Event = { type: 'idCopied', sessionId: null, now: at(4 * MINUTE) };
    expect(shown(after(again, gone)).oldCopies).toBe(false);
  });

  it('are no matter where none was made', () => {
    expect(shown(signedIn(dies(start())))).toMatchObject({ openedBy: 'again', oldCopies: false });
  });

  it('are old as well when the user opens the next one after it had expired', () => {
    const expired = dies(after(opened(), copied));
    expect(expired.at).toBe('signedOut');
    expect(shown(signedIn(after(expired, signIn(at(3 * MINUTE)))))).toMatchObject({
      openedBy: 'you',
      oldCopies: true,
    });
  });

  it('are no matter any more when the user has signed out', () => {
    const leaving = after(start(), copied, { type: 'signOut', now: at(MINUTE) });
    const call = asOpen(leaving).calls;
    const sent = { generation: leaving.attempts, call, sentAt: at(MINUTE), now: at(MINUTE) };
    const out = after(leaving, { type: 'signOutAnswered', ...sent, result: ok(null) });
    expect(out.at).toBe('signedOut');
    expect(shown(signedIn(after(out, signIn(at(2 * MINUTE))))).oldCopies).toBe(false);
  });
});

describe('an operation that a session died under', () => {
  const tried = (operation: 'payBills' | 'inviteVendor'): Event => ({
    ...{ type: 'tryOperation', operation, data: '{"a":1}', now: at(MINUTE) },
  });

  it('shows in the next session what BILL answered, and what became of another one', () => {
    const both = asOpen(after(start(), tried('inviteVendor'), tried('payBills')));
    const sent = { generation: both.attempts, call: both.calls, sentAt: at(MINUTE) };
    const over = after(both, {
      ...{ type: 'operationAnswered', operation: 'payBills', ...sent, now: at(2 * MINUTE) },
      result: dead,
    });
    const { tries } = shown(signedIn(over));
    expect(tries.payBills).toMatchObject({ outcome: 'refused', error: { code: 'BDC_1109' } });
    expect(tries.inviteVendor).toMatchObject({ outcome: 'failed', error: { kind: 'line' } });
    // It can be sent again, and is then like any other.
    const resent = after(signedIn(over), tried('payBills'));
    expect(shown(resent).tries.payBills?.outcome).toBe('pending');
  });

  it('is not shown to whoever signs in by hand after it', () => {
    const one = asOpen(after(opened(), tried('payBills')));
    const expired = dies(one);
    expect(shown(signedIn(after(expired, signIn(at(3 * MINUTE))))).tries).toEqual({});
  });
});
