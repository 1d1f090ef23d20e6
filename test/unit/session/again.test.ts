import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import type { SignedIn } from '../../../src-main/ports.ts';
import type { Effect, Event, Who } from '../../../src-main/session/session-events.ts';
import { step } from '../../../src-main/session/machine.ts';
import { ownerOf } from '../../../src-main/session/mfa.ts';
import type { Policy, State } from '../../../src-main/session/state.ts';
import { view } from '../../../src-main/session/view.ts';
import {
  after,
  asOpen,
  at,
  baseUrl,
  clocks,
  credentials,
  DAY,
  device,
  fresh,
  HOUR,
  line,
  MINUTE,
  opened,
  policy,
  refused,
  rememberedDevice,
  SECOND,
  secrets,
  signedInReply,
  signIn,
  START,
  touchAnswered,
  touching,
  whoOf,
} from './support.ts';

const staying: Partial<Policy> = { signInAgain: true };
const dead = refused('BDC_1109');

/** The session that is open in `state` turns out to be dead at `ms`. */
function dies(state: State, ms: number): readonly [State, readonly Effect[]] {
  const probing = touching(asOpen(state), at(ms));
  return step(probing, touchAnswered(probing, dead, at(ms), at(ms)));
}

/** The sign-in that is under way is answered at `ms`. */
function answeredAt(
  state: State,
  ms: number,
  result: Result<SignedIn> = ok(signedInReply),
  who: Who | null = whoOf(),
): State {
  const event: Event = {
    type: 'signInAnswered',
    attempt: state.attempts,
    sentAt: at(ms),
    who,
    result,
    now: at(ms),
  };
  return after(state, event);
}

const types = (effects: readonly Effect[]) => effects.map(({ type }) => type);
const stoppedBy = (state: State) => view(state, at(0));

describe('signing in again by ourselves', () => {
  it('begins at once when a session that was kept alive has died', () => {
    const [state, effects] = dies(opened(device, staying), 10 * MINUTE);
    expect(types(effects)).toEqual(['signIn']);
    expect(effects[0]).toEqual({
      type: 'signIn',
      attempt: 2,
      way: { is: 'saved' },
      device,
      by: 'signIn',
    });
    expect(view(state, at(10 * MINUTE))).toEqual({
      state: 'signingIn',
      since: START + 10 * MINUTE,
      userName: credentials.userName,
      by: 'again',
      codeLost: false,
    });
  });

  it('opens a session that is like any other, and counts as nobody’s fault', () => {
    const open = answeredAt(dies(opened(device, staying), 10 * MINUTE)[0], 10 * MINUTE);
    expect(asOpen(open)).toMatchObject({
      openedBy: 'again',
      attempts: 2,
      ended: null,
      again: { lost: 0, stopped: null, times: [{ mono: 10 * MINUTE }] },
    });
  });

  it('takes the remembered device along, and asks at once what it is worth', () => {
    const open = opened(rememberedDevice, staying);
    const [state, [effect]] = dies(open, 10 * MINUTE);
    expect(effect).toMatchObject({ type: 'signIn', device: rememberedDevice });
    const who = whoOf(credentials, rememberedDevice);
    const [next, effects] = step(state, {
      type: 'signInAnswered',
      attempt: 2,
      sentAt: at(10 * MINUTE),
      who,
      result: ok(signedInReply),
      now: at(10 * MINUTE),
    });
    expect(next).toMatchObject({ at: 'open', trust: { is: 'unknown' } });
    expect(effects).toMatchObject([{ type: 'askTrust', by: 'signIn' }]);
  });

  it.each([
    ['is not wanted', opened()],
    ['would open another tool’s session', { ...opened(device, staying), kind: 'session' as const }],
    [
      'would undo a pause',
      asOpen(after(opened(device, staying), { type: 'pause', ms: HOUR, now: at(0) })),
    ],
    ['would go beyond the maximum age', opened(device, { ...staying, maxAgeMs: 10 * MINUTE })],
    [
      'would open a token’s session again, which is not kept alive',
      opened(device, staying, { ...credentials, kind: 'token' }),
    ],
  ])('is left where it %s', (_, open) => {
    const [state, effects] = dies(open, 10 * MINUTE);
    expect(state).toMatchObject({ at: 'signedOut', ended: { reason: 'endedByServer' } });
    expect(types(effects)).toEqual([]);
  });

  it('follows the newest word of the user on it', () => {
    const never = after(opened(device, staying), { type: 'policy', policy, now: at(0) });
    expect(types(dies(never, 10 * MINUTE)[1])).toEqual([]);
  });

  it('begins after a sleep in which the session idled away, however long it was', () => {
    for (const slept of [2 * HOUR, 14 * HOUR, 3 * DAY]) {
      const now = clocks(slept, MINUTE);
      const probing = asOpen(after(opened(device, staying), { type: 'extendNow', now }));
      const [state, effects] = step(probing, touchAnswered(probing, dead, now, now));
      expect(types(effects)).toEqual(['signIn']);
      expect(state.at).toBe('signingIn');
    }
  });

  it('is left when the maximum age fell into the time in which the session idled away', () => {
    const now = clocks(14 * HOUR, MINUTE);
    const open = opened(device, { ...staying, maxAgeMs: 30 * MINUTE });
    const probing = asOpen(after(open, { type: 'extendNow', now }));
    expect(types(step(probing, touchAnswered(probing, dead, now, now))[1])).toEqual([]);
  });

  it('can be given up by the user, and then stays given up', () => {
    const [signingIn] = dies(opened(device, staying), 10 * MINUTE);
    const given = after(signingIn, { type: 'cancelSignIn', now: at(11 * MINUTE) });
    expect(given).toMatchObject({ at: 'signedOut', ended: { reason: 'endedByServer' } });
    expect(step(given, { type: 'tick', now: at(HOUR) })).toEqual([given, []]);
  });

  it('ends with the user’s own sign-out', () => {
    const open = opened(device, staying);
    const out = asOpen(after(open, { type: 'signOut', now: at(MINUTE) }));
    const probing = { ...out, keepAlive: touching(open, at(MINUTE)).keepAlive };
    const [state, effects] = step(probing, touchAnswered(probing, dead, at(MINUTE), at(MINUTE)));
    expect(state).toMatchObject({ at: 'signedOut', ended: { reason: 'signedOut' } });
    expect(effects).toEqual([]);
  });
});

describe('what stops it', () => {
  it.each([
    'BDC_1101',
    'BDC_1102',
    'BDC_1103',
    'BDC_1104',
    'BDC_1105',
    'BDC_1106',
    'BDC_1107',
    'BDC_1110',
    'BDC_1111',
    'BDC_1113',
    'BDC_1123',
    'BDC_1129',
    'BDC_1178',
  ])('is %s, which rejects the credentials', (code) => {
    const [signingIn] = dies(opened(device, staying), 10 * MINUTE);
    const state = answeredAt(signingIn, 10 * MINUTE, refused(code, { by: 'login' }));
    expect(state).toMatchObject({
      at: 'signedOut',
      error: { code },
      again: { stopped: 'rejected' },
    });
    expect(stoppedBy(state)).toMatchObject({ state: 'expired', againStopped: 'rejected' });
  });

  it.each([
    ['no answer', fail(line())],
    ['a busy server', refused('BDC_1322')],
    ['an hour’s limit', refused('BDC_1144')],
    ['our own limit', fail({ kind: 'ownLimit', limit: 'signIn', until: START })],
  ] as const)('is %s, since a sign-in is never repeated by itself', (_, result) => {
    const [signingIn] = dies(opened(device, staying), 10 * MINUTE);
    const state = answeredAt(signingIn, 10 * MINUTE, result);
    expect(state).toMatchObject({ at: 'signedOut', again: { stopped: 'failed' } });
    expect(step(state, { type: 'tick', now: at(5 * HOUR) })).toEqual([state, []]);
  });

  it('is that nothing is saved any more', () => {
    const [signingIn] = dies(opened(device, staying), 10 * MINUTE);
    const state = answeredAt(signingIn, 10 * MINUTE, fail({ kind: 'notNow' }), null);
    expect(state).toMatchObject({ again: { stopped: 'failed' }, error: { kind: 'notNow' } });
    // A success without credentials there cannot be.
    expect(answeredAt(signingIn, 10 * MINUTE, ok(signedInReply), null).at).toBe('signedOut');
  });

  it('[S31] is three times in an hour, however the sessions end', () => {
    let state: State = opened(device, staying);
    const began: number[] = [];
    for (let ms = 0; state.at === 'open'; ms += 36 * MINUTE) {
      // Idle ends are no war; two in 72 minutes leave room in the hour.
      const [next, effects] = dies(state, ms);
      if (types(effects).includes('signIn')) began.push(ms);
      state = next.at === 'signingIn' ? answeredAt(next, ms) : next;
      if (began.length > 20) break;
    }
    expect(began.length).toBeGreaterThan(20);

    // Ended at once, each time after an hour of its own in which the war is forgotten.
    const capped = { ...opened(device, staying) };
    const times = [0, 20, 40].map((minutes) => at(minutes * MINUTE));
    const full = { ...capped, again: { times, lost: 0, stopped: null } };
    const [stopped, effects] = dies(full, HOUR - 1);
    expect(types(effects)).toEqual([]);
    expect(stoppedBy(stopped)).toMatchObject({ state: 'expired', againStopped: 'cap' });
    expect(types(dies(full, HOUR)[1])).toEqual(['signIn']);
  });

  it('is a war: two sessions of ours in a row that somebody ended within the hour', () => {
    const [first] = dies(opened(device, staying), 10 * MINUTE);
    const [second] = dies(answeredAt(first, 10 * MINUTE), 11 * MINUTE);
    expect(second).toMatchObject({ at: 'signingIn', again: { lost: 1 } });
    const [third, effects] = dies(answeredAt(second, 11 * MINUTE), 12 * MINUTE);
    expect(types(effects)).toEqual([]);
    expect(stoppedBy(third)).toMatchObject({ againStopped: 'war' });
  });

  it('is no war when they reach an age, or idle away', () => {
    const [first] = dies(opened(device, staying), 10 * MINUTE);
    const [aged] = dies(answeredAt(first, 10 * MINUTE), 70 * MINUTE);
    expect(aged).toMatchObject({ at: 'signingIn', again: { lost: 0 } });
    const [soon] = dies(answeredAt(first, 10 * MINUTE), 70 * MINUTE - 1);
    // It had idled away by then, as it was never touched.
    expect(soon).toMatchObject({ again: { lost: 0 } });
  });

  it('is no war when somebody ends one that was kept alive for an hour or more', () => {
    const [first] = dies(opened(device, staying), 10 * MINUTE);
    const lostAfter = (minutes: number) => {
      const signedIn = asOpen(answeredAt(first, 10 * MINUTE));
      const touched = touching(signedIn, at((minutes - 1) * MINUTE));
      const alive = ok({ organizationId: 'o', userId: 'u' });
      const kept = after(
        touched,
        touchAnswered(touched, alive, at(minutes * MINUTE), at(minutes * MINUTE)),
      );
      return dies(kept, minutes * MINUTE)[0].again.lost;
    };
    expect(lostAfter(70 - 1)).toBe(1);
    expect(lostAfter(70)).toBe(0);
  });

  it('is forgotten by what the user does, but not how often it was done in this hour', () => {
    const times = [0, 1, 2].map((minutes) => at(minutes * MINUTE));
    const stopped: State = {
      ...fresh(device, staying),
      again: { times, lost: 2, stopped: 'war' },
    };
    const wishes: readonly Event[] = [
      signIn(at(10 * MINUTE)),
      { type: 'resume', now: at(10 * MINUTE) },
      { type: 'adopt', foreign: { baseUrl, sessionId: 's', devKey: 'k' }, now: at(10 * MINUTE) },
    ];
    for (const wish of wishes) {
      const open = answeredAt(after(stopped, wish), 10 * MINUTE);
      expect(open.again).toEqual({ times, lost: 0, stopped: null });
      const [state, effects] = dies(open, 20 * MINUTE);
      expect(types(effects)).toEqual([]);
      expect(stoppedBy(state)).toMatchObject({ againStopped: 'cap' });
    }
  });

  it('never lets more than three begin within any hour, whatever the user does', () => {
    let state: State = opened(device, staying);
    const began: number[] = [];
    for (let ms = 0; ms < 10 * HOUR; ms += 5 * MINUTE) {
      if (state.at === 'open') {
        const [next, effects] = dies(state, ms);
        if (types(effects).includes('signIn')) began.push(ms);
        state = next;
      } else if (state.at === 'signingIn') state = answeredAt(state, ms);
      else state = after(state, { type: 'resume', now: at(ms) });
    }
    for (const from of began) {
      expect(began.filter((ms) => ms >= from && ms < from + HOUR).length).toBeLessThanOrEqual(3);
    }
    expect(began.length).toBeGreaterThan(10);
  });
});

describe('resuming', () => {
  const resume: Event = { type: 'resume', now: at(0) };

  it('signs in with what is saved, for the user', () => {
    const [state, effects] = step(fresh(), resume);
    expect(state).toMatchObject({ at: 'signingIn', by: 'you', userName: '' });
    expect(effects).toEqual([
      { type: 'signIn', attempt: 1, way: { is: 'saved' }, device, by: 'you' },
    ]);
    expect(answeredAt(state, 0)).toMatchObject({
      at: 'open',
      userName: credentials.userName,
      openedBy: 'you',
    });
  });

  it('says no more than its error when it fails: the user is there', () => {
    const state = answeredAt(
      after(fresh(device, staying), resume),
      0,
      refused('BDC_1101', { by: 'login' }),
    );
    expect(state).toMatchObject({ error: { code: 'BDC_1101' }, again: { stopped: null } });
  });

  it('does not try again by itself without the device, as we would by ourselves', () => {
    const own = (unasked: boolean) => {
      const event: Event = { type: 'resume', now: at(0), ...(unasked ? { unasked: true } : {}) };
      const signingIn = after(fresh(rememberedDevice, staying), event);
      const who = whoOf(credentials, rememberedDevice);
      return answeredAt(signingIn, 0, refused('BDC_9999', { by: 'login' }), who);
    };
    expect(own(false)).toMatchObject({ at: 'signedOut', error: { code: 'BDC_9999' } });
    expect(own(true)).toMatchObject({ at: 'signingIn', by: 'again', attempts: 2 });
  });

  it('at the launch of the app is nobody’s wish, and a refusal stops what is automatic', () => {
    const launched = after(fresh(device, staying), { type: 'resume', unasked: true, now: at(0) });
    expect(launched).toMatchObject({ at: 'signingIn', by: 'launch' });
    expect(answeredAt(launched, 0, refused('BDC_1101', { by: 'login' }))).toMatchObject({
      again: { stopped: 'rejected' },
    });
  });

  it('asks once, however often it is clicked', () => {
    const signingIn = after(fresh(), resume);
    expect(step(signingIn, resume)).toEqual([signingIn, []]);
  });
});

describe('a session from elsewhere', () => {
  const foreign = { baseUrl, sessionId: secrets.sessionId, devKey: secrets.devKey };
  const adopting = after(fresh(device, staying), { type: 'adopt', foreign, now: at(0) });
  const { usersId, orgId } = signedInReply;
  const who: Who = {
    kind: 'session',
    baseUrl,
    devKey: secrets.devKey,
    userName: usersId,
    owner: ownerOf({ userName: usersId, orgId, devKey: secrets.devKey, baseUrl }),
    withDevice: false,
  };
  const adopted = answeredAt(adopting, 0, ok({ ...signedInReply, apiEndPoint: null }), who);

  it('is taken over and kept alive, with its trust unknown', () => {
    expect(view(adopted, at(0))).toMatchObject({
      state: 'live',
      kind: 'session',
      organizationId: { source: 'sessionInfo' },
      lastContact: { endpoint: 'sessionInfo' },
      trust: { is: 'unknown', source: 'otherTool' },
      keepAlive: { why: 'regular', nextTouchAt: START + 10 * MINUTE },
    });
  });

  it('is not given back when the user thinks better of it: it is the other tool’s', () => {
    const cancelled = after(adopting, { type: 'cancelSignIn', now: at(SECOND) });
    const late: Event = {
      type: 'signInAnswered',
      attempt: 1,
      sentAt: at(0),
      who,
      result: ok(signedInReply),
      now: at(2 * SECOND),
    };
    expect(step(cancelled, late)).toEqual([cancelled, []]);
    expect(step(cancelled, { ...late, who: whoOf() })[1]).toMatchObject([{ type: 'giveBack' }]);
  });

  it('that is dead or cannot be asked about ends with the reason', () => {
    for (const result of [dead, fail(line())]) {
      expect(answeredAt(adopting, 0, result, null)).toMatchObject({
        at: 'signedOut',
        error: result.ok ? null : result.error,
        again: { stopped: null },
      });
    }
  });

  it('can be verified, and is remembered by its own user', () => {
    expect(step(adopted, { type: 'sendMfaCode', now: at(MINUTE) })[1]).toMatchObject([
      { type: 'sendMfaCode' },
    ]);
  });

  it('ends without a try to open it again', () => {
    const [state, effects] = dies(adopted, 10 * MINUTE);
    expect(types(effects)).toEqual([]);
    expect(stoppedBy(state)).toMatchObject({ state: 'expired', againStopped: null });
  });
});
