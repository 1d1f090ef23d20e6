/** A session that we open by ourselves in the place of one that died: when, how often, what stops it. */
import { maskId } from '../../../src-shared/text/mask.ts';
import { describe, expect, it } from 'vitest';
import { fail } from '../../../src-shared/result.ts';
import type { Effect } from '../../../src-main/session/session-events.ts';
import { step } from '../../../src-main/session/machine.ts';
import type { Open, State } from '../../../src-main/session/state.ts';
import { view } from '../../../src-main/session/view.ts';
import { dead, line, refusals, refused } from './given/outcomes.ts';
import { baseUrl, credentials, device, fresh, policy, secrets } from './given/people.ts';
import { answer, event, pays, reply, signIn, tick } from './given/events.ts';
import {
  after,
  answered,
  asOpen,
  dies,
  openAfter,
  opened,
  signInEnds,
  signsIn,
  signsOut,
  touched,
  touching,
} from './given/sessions.ts';
import { at, clocks, DAY, HOUR, MINUTE, START } from './given/times.ts';

const staying = { signInAgain: true };
const start = () => opened(device, staying);
const types = (effects: readonly Effect[]) => effects.map(({ type }) => type);
const shown = (state: State) => view(state, at(0));

describe('signing in again by ourselves', () => {
  it('begins at once when a session that was kept alive has died', () => {
    const [state, effects] = dies(start(), 10 * MINUTE);
    expect(effects).toEqual([
      { type: 'signIn', attempt: 2, way: { is: 'saved' }, device, by: 'signIn' },
    ]);
    expect(view(state, at(10 * MINUTE))).toEqual({
      state: 'signingIn',
      since: START + 10 * MINUTE,
      userName: credentials.userName,
      by: 'again',
      codeLost: false,
      codeWorksUntil: null,
    });
  });

  it('opens a session that is like any other, and counts as nobody’s fault', () => {
    expect(signInEnds(dies(start(), 10 * MINUTE)[0], 10 * MINUTE)).toMatchObject({
      openedBy: 'again',
      attempts: 2,
      ended: null,
      again: { lost: 0, stopped: null, times: [{ mono: 10 * MINUTE }] },
    });
  });

  it.each([
    ['is not wanted', opened()],
    ['is not wanted any more', openAfter(start(), event('policy', 0, { policy }))],
    ['would open another tool’s session', { ...start(), kind: 'session' as const }],
    [
      'would come behind the back of somebody who is away',
      openAfter(
        opened(device, { ...staying, onlyWhileActive: true }),
        event('activity', 0, { active: false }),
      ),
    ],
    ['would undo a pause', openAfter(start(), event('pauseKeepAlive', 0, { ms: HOUR }))],
    [
      'would turn keep-alive on again',
      openAfter(start(), event('pauseKeepAlive', 0, { ms: 'off' })),
    ],
    ['would go beyond the maximum age', opened(device, { ...staying, maxAgeMs: 10 * MINUTE })],
    [
      'would open a token’s session, which is not kept alive',
      opened(device, staying, { ...credentials, kind: 'token' }),
    ],
  ])('is left where it %s', (_, open) => {
    const [state, effects] = dies(open, 10 * MINUTE);
    expect(state).toMatchObject({ at: 'signedOut', ended: { reason: 'endedByServer' } });
    expect(types(effects)).toEqual([]);
  });

  it('begins after a sleep in which the session idled away, but not when it had reached its age by then', () => {
    for (const slept of [2 * HOUR, 14 * HOUR, 3 * DAY]) {
      const now = clocks(slept, MINUTE);
      expect(types(dies(start(), now)[1])).toEqual(['signIn']);
      const aged = opened(device, { ...staying, maxAgeMs: 30 * MINUTE });
      expect(types(dies(aged, now)[1])).toEqual([]);
    }
  });

  it('can be given up by the user, and then stays given up', () => {
    const given = after(dies(start(), 10 * MINUTE)[0], event('cancelSignIn', 11 * MINUTE));
    expect(given).toMatchObject({ at: 'signedOut', ended: { reason: 'endedByServer' } });
    expect(step(given, tick(HOUR))).toEqual([given, []]);
  });

  it('does not begin in a session that the user is signing out of', () => {
    const leaving = openAfter(touching(start(), MINUTE), event('signOut', MINUTE));
    const [state, effects] = step(leaving, reply(leaving, 'touchAnswered', dead, MINUTE));
    expect(state).toMatchObject({ at: 'signedOut', ended: { reason: 'signedOut' } });
    expect(effects).toEqual([]);
  });
});

describe('what stops signing in again', () => {
  const [signingIn] = dies(start(), 10 * MINUTE);

  const ofCredentials = [
    ...['wrongCredentials', 'keyRefused', 'orgRefused', 'locked', 'userInactive'],
    ...['idRefused', 'signInFailed'],
  ];
  it.each(Object.values(refusals))('is a refusal, and for what: $meaning', (error) => {
    const state = signInEnds(signingIn, 10 * MINUTE, fail(error));
    const againStopped = ofCredentials.includes(error.meaning) ? 'rejected' : 'failed';
    expect(shown(state)).toMatchObject({ state: 'expired', error, againStopped });
  });

  it.each([
    ['no answer', fail(line())],
    ['our own limit', fail({ kind: 'ownLimit', limit: 'signIn', until: START } as const)],
    ['that nothing is saved any more', fail({ kind: 'notNow' } as const)],
  ])('is %s, since a sign-in is never repeated by itself', (_, result) => {
    const state = signInEnds(signingIn, 10 * MINUTE, result);
    expect(state).toMatchObject({ at: 'signedOut', again: { stopped: 'failed' } });
    expect(step(state, tick(5 * HOUR))).toEqual([state, []]);
  });

  it('[S31] is the fourth time within an hour', () => {
    const times = [0, 20, 40].map((minutes) => at(minutes * MINUTE));
    const full = { ...start(), again: { times, lost: 0, stopped: null } };
    const [stopped, effects] = dies(full, HOUR - 1);
    expect(types(effects)).toEqual([]);
    expect(shown(stopped)).toMatchObject({ state: 'expired', againStopped: 'cap' });
    expect(types(dies(full, HOUR)[1])).toEqual(['signIn']);
  });

  it('is a war: two sessions of ours in a row that somebody ended within the hour', () => {
    const [second] = dies(signInEnds(signingIn, 10 * MINUTE), 11 * MINUTE);
    expect(second).toMatchObject({ at: 'signingIn', again: { lost: 1 } });
    const [third, effects] = dies(signInEnds(second, 11 * MINUTE), 12 * MINUTE);
    expect(types(effects)).toEqual([]);
    expect(shown(third)).toMatchObject({ againStopped: 'war' });
  });

  it('is no war where a session idled away, or was kept alive for an hour before somebody ended it', () => {
    const first = asOpen(signInEnds(signingIn, 10 * MINUTE));
    const lost = (of: Open, minutes: number) => dies(of, minutes * MINUTE)[0].again.lost;
    expect(lost(first, 69)).toBe(0);
    expect(lost(touched(first, 68 * MINUTE), 69)).toBe(1);
    expect(lost(touched(first, 69 * MINUTE), 70)).toBe(0);
  });

  it.each([
    ['a sign-in', signIn(10 * MINUTE)],
    ['resuming', event('resume', 10 * MINUTE)],
    [
      'taking a session over',
      event('useSession', 10 * MINUTE, { foreign: { baseUrl, sessionId: 's', devKey: 'k' } }),
    ],
  ])('is forgotten by %s of the user, but not how often it was done in this hour', (_, wish) => {
    const times = [0, 1, 2].map((minutes) => at(minutes * MINUTE));
    const stopped = {
      ...fresh(device, staying),
      again: { times, lost: 2, stopped: 'war' as const },
    };
    const open = signInEnds(after(stopped, wish), 10 * MINUTE);
    expect(open.again).toEqual({ times, lost: 0, stopped: null });
    const [state, effects] = dies(open, 20 * MINUTE);
    expect(types(effects)).toEqual([]);
    expect(shown(state)).toMatchObject({ againStopped: 'cap' });
  });
});

/** What a panel shows of an open session. */
function openView(state: State) {
  const seen = view(state, at(4 * MINUTE));
  if (!('mfa' in seen)) throw new Error(seen.state);
  return seen;
}
/** The session of `state` died, and the next one is open. */
const replaced = (state: State) => signInEnds(dies(state, 2 * MINUTE)[0], 3 * MINUTE);

describe('another ID than that of the session before', () => {
  const copied = (sessionId: string) => event('copySessionId', MINUTE, { sessionId });
  const own = copied(secrets.sessionId);
  const other = '!bANOTHER-identifier-0123456789-abcdefghij-9Zz9';
  const of = (state: State) => openView(state).replaces;
  /** The session before had another ID than every session that is opened here has. */
  const before = (state: State): State => ({
    ...state,
    ended: state.ended === null ? null : { ...state.ended, sessionIdMasked: maskId(other) },
  });
  const replacedBy = (state: State) => signInEnds(before(dies(state, 2 * MINUTE)[0]), 3 * MINUTE);

  it('is shown after a death, whether or not the old one was copied, until that is seen to', () => {
    for (const state of [start(), after(start(), own)]) {
      const again = replacedBy(state);
      expect(openView(again)).toMatchObject({ openedBy: 'again', replaces: maskId(other) });
      expect(of(after(again, own))).toBeNull();
      expect(of(after(again, event('dropOldCopies', MINUTE)))).toBeNull();
    }
  });

  it('is still shown when what was copied is the one before', () => {
    expect(of(after(replacedBy(start()), copied(other)))).toBe(maskId(other));
  });

  it('is shown as well when the person opens the next one, after an expiry or a sign-out', () => {
    const expired = dies(opened(), 2 * MINUTE)[0];
    const out = signsOut(start(), MINUTE);
    for (const state of [expired, out]) {
      const next = openView(signsIn(before(state), 3 * MINUTE));
      expect(next).toMatchObject({ openedBy: 'you', replaces: maskId(other) });
    }
  });

  it('is none in the first session, nor where the session is the same one', () => {
    expect(of(start())).toBeNull();
    expect(of(replaced(start()))).toBeNull();
  });
});

describe('an operation that a session died under', () => {
  it('shows in the next session what BILL answered, and what became of another one', () => {
    const invite = event('tryOperation', MINUTE, { operation: 'SendVendorInvite', data: '{}' });
    const both = openAfter(start(), invite, pays(MINUTE));
    const over = after(both, reply(both, 'tryOperationAnswered', dead, 2 * MINUTE));
    const next = signInEnds(over, 3 * MINUTE);
    const { tries } = openView(next);
    expect(tries.PayBills).toMatchObject({ outcome: 'refused', error: { code: 'BDC_1109' } });
    expect(tries.SendVendorInvite).toMatchObject({ outcome: 'failed', error: { kind: 'line' } });
    // It can be sent again, and is then like any other.
    expect(openView(after(next, pays(4 * MINUTE))).tries.PayBills?.outcome).toBe('pending');
  });

  it('is shown as lost where another call found the session dead', () => {
    const trying = openAfter(start(), pays(MINUTE));
    const late = answer(trying, 'sendMfaCodeAnswered', 9, {
      result: dead,
      sentAt: at(0),
      now: at(MINUTE),
    });
    const { tries } = openView(signInEnds(after(trying, late), 3 * MINUTE));
    expect(tries.PayBills).toMatchObject({ outcome: 'failed', error: { kind: 'line' } });
  });

  it('is shown as nothing where it had been answered before', () => {
    const trying = openAfter(start(), pays(MINUTE));
    const refusedIt = answered(trying, 'tryOperationAnswered', refused('BDC_1361'), MINUTE);
    expect(openView(refusedIt).tries.PayBills).toMatchObject({ outcome: 'refused' });
    expect(openView(replaced(refusedIt)).tries).toEqual({});
  });

  it('is not shown to whoever signs in by hand after it', () => {
    const expired = dies(openAfter(opened(), pays(MINUTE)), 2 * MINUTE)[0];
    expect(openView(signsIn(expired, 3 * MINUTE)).tries).toEqual({});
  });
});
