/** The device is not remembered any more: which session says so, that it is said once, and the cap. */
import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import type { SignedIn } from '../../../src-main/ports.ts';
import type { Effect, Event } from '../../../src-main/session/session-events.ts';
import { step } from '../../../src-main/session/machine.ts';
import type { Open, Policy, State } from '../../../src-main/session/state.ts';
import { view } from '../../../src-main/session/view.ts';
import {
  after,
  answer,
  asOpen,
  at,
  checkingCode,
  codeWanted,
  credentials,
  DAY,
  device,
  fresh,
  HOUR,
  line,
  MINUTE,
  opened,
  refused,
  rememberedDevice,
  signedInReply,
  signIn,
  touchAnswered,
  touching,
  whoOf,
} from './support.ts';

const staying: Partial<Policy> = { signInAgain: true };

const answered = (
  state: State,
  ms: number,
  result: Result<SignedIn> = ok(signedInReply),
  typed = credentials,
): readonly [State, readonly Effect[]] =>
  step(state, {
    type: 'signInAnswered',
    attempt: state.attempts,
    sentAt: at(ms),
    who: whoOf(typed, state.device, at(ms)),
    result,
    now: at(ms),
  });
const signedInAt = (state: State, ms: number, typed = credentials): Open =>
  asOpen(answered(after(state, signIn(at(ms), typed)), ms, undefined, typed)[0]);
function signedOutAt(open: Open, ms: number): State {
  const rest = { result: ok(null), sentAt: at(ms), now: at(ms) };
  return after(
    open,
    { type: 'signOut', now: at(ms) },
    answer(open, 'signOutAnswered', open.calls + 1, rest),
  );
}
const lost = (state: State) => {
  const shown = view(state, at(0));
  return 'deviceLost' in shown ? shown.deviceLost : undefined;
};

describe('a device that BILL refuses at the sign-in', () => {
  const turnedAway = (code = 'BDC_1113') =>
    answered(after(fresh(rememberedDevice), signIn()), 0, refused(code, { by: 'login' }))[0];

  it('is forgotten, which the form says, and nothing after it', () => {
    const out = turnedAway();
    expect(out.device).toEqual(device);
    expect(lost(out)).toBe('refused');
    const again = after(out, signIn(at(MINUTE)));
    const [refusedToo] = answered(again, MINUTE, refused('BDC_1113', { by: 'login' }));
    expect(lost(refusedToo)).toBeNull();
    const [open] = answered(again, MINUTE);
    expect(lost(open)).toBeNull();
    expect(asOpen(open).trust.is).toBe('untrusted');
  });

  it('is not to blame for a refusal that has a reason of its own', () => {
    const out = turnedAway('BDC_1101');
    expect(out.device).toEqual(rememberedDevice);
    expect(lost(out)).toBeNull();
  });

  /** A session with the device dies at `ms`, is opened again with it, and that is refused. */
  function refusedAgain(from: State, ms: number): readonly [State, readonly Effect[]] {
    const probing = touching(asOpen(from), at(ms));
    const dead = touchAnswered(probing, refused('BDC_1109'), at(ms), at(ms));
    return answered(after(probing, dead), ms, refused('BDC_1113', { by: 'login' }));
  }

  it('is left out of one more automatic sign-in, and the session after that says so', () => {
    const [again, effects] = refusedAgain(opened(rememberedDevice, staying), 10 * MINUTE);
    expect(effects).toMatchObject([{ type: 'signIn', by: 'signIn', device }]);
    expect(again.again.times).toHaveLength(2);
    const open = asOpen(answered(again, 10 * MINUTE)[0]);
    expect(lost(open)).toBe('refused');
    const later = signedOutAt(open, 11 * MINUTE);
    expect(lost(later)).toBeNull();
    expect(lost(signedInAt(later, 12 * MINUTE))).toBeNull();
  });

  it('is no news any more once the session is verified by a code', () => {
    const [again] = refusedAgain(opened(rememberedDevice, staying), 10 * MINUTE);
    const open = asOpen(answered(again, 10 * MINUTE)[0]);
    const checking = checkingCode(at(12 * MINUTE), true, codeWanted(open, at(11 * MINUTE)));
    const rest = { result: ok({ mfaId: '!bNEW' }), sentAt: at(12 * MINUTE), now: at(12 * MINUTE) };
    expect(lost(after(checking, answer(checking, 'mfaAnswered', checking.calls, rest)))).toBeNull();
  });

  it('was not the matter where BILL refuses the sign-in without it too; a lost line says nothing', () => {
    const [again] = refusedAgain(opened(rememberedDevice, staying), 10 * MINUTE);
    expect(lost(answered(again, 10 * MINUTE, refused('BDC_1101', { by: 'login' }))[0])).toBeNull();
    expect(lost(answered(again, 10 * MINUTE, fail(line()))[0])).toBe('refused');
  });

  it('does not lead to a fourth automatic sign-in within the hour', () => {
    const full = opened(rememberedDevice, staying);
    const times = [at(0), at(MINUTE)];
    const [state, effects] = refusedAgain(
      { ...full, again: { ...full.again, times } },
      10 * MINUTE,
    );
    expect(effects).toEqual([]);
    expect(view(state, at(10 * MINUTE))).toMatchObject({
      state: 'expired',
      againStopped: 'cap',
      deviceLost: 'refused',
    });
    const early = { ...full, again: { ...full.again, times } };
    expect(refusedAgain(early, HOUR + 2 * MINUTE)[1]).toMatchObject([{ type: 'signIn' }]);
  });

  it('does not lead to one where staying signed in was switched off meanwhile', () => {
    const probing = touching(opened(rememberedDevice, staying), at(10 * MINUTE));
    const dead = refused('BDC_1109');
    const signingIn = after(
      probing,
      touchAnswered(probing, dead, at(10 * MINUTE), at(10 * MINUTE)),
    );
    const policy = { ...signingIn.policy, signInAgain: false };
    const off = after(signingIn, { type: 'policy', policy, now: at(10 * MINUTE) });
    const [state, effects] = answered(off, 10 * MINUTE, refused('BDC_1113', { by: 'login' }));
    expect(effects).toEqual([]);
    expect(view(state, at(10 * MINUTE))).toMatchObject({
      state: 'expired',
      error: { code: 'BDC_1113' },
      deviceLost: 'refused',
    });
  });
});

describe('a device whose 30 days are over', () => {
  const end = 20 * DAY;

  it('is let go by the first sign-in after them, which says so, and by no other', () => {
    const first = signedInAt(fresh(rememberedDevice), end);
    expect(lost(first)).toBe('over');
    expect(first.device).toEqual(device);
    expect(first.trust).toMatchObject({ is: 'untrusted', source: 'login' });
    const second = signedInAt(signedOutAt(first, end + MINUTE), end + 2 * MINUTE);
    expect(lost(second)).toBeNull();
  });

  it('is not over a moment before', () => {
    const open = signedInAt(fresh(rememberedDevice), end - 1);
    expect(lost(open)).toBeNull();
    expect(open.device).toEqual(rememberedDevice);
  });

  it('stays where another user, or a token, signs in', () => {
    for (const typed of [
      { ...credentials, userName: 'blair@example.com' },
      { ...credentials, kind: 'token' } as const,
    ]) {
      const open = signedInAt(fresh(rememberedDevice), end, typed);
      expect(lost(open)).toBeNull();
      expect(open.device).toEqual(rememberedDevice);
    }
  });
});

describe('a question to MFAStatus that fails', () => {
  const asking = opened(rememberedDevice);
  const trustAnswer = (
    open: Open,
    result: Result<{ isTrusted: boolean }>,
    call = open.calls,
  ): Event => answer(open, 'trustAnswered', call, { result, sentAt: at(0), now: at(MINUTE) });
  const shown = (state: State) => {
    const it = view(state, at(MINUTE));
    return 'trustError' in it ? it.trustError : undefined;
  };

  it('says why, until it is asked again or the trust is learned', () => {
    const failed = asOpen(after(asking, trustAnswer(asking, fail(line('dns')))));
    expect(shown(failed)).toEqual(line('dns'));
    const again = asOpen(after(failed, { type: 'checkTrust', now: at(MINUTE) }));
    expect(shown(again)).toBeNull();
    expect(shown(after(again, trustAnswer(again, ok({ isTrusted: true }))))).toBeNull();
  });

  it('says nothing when a newer answer is there, or the device was forgotten', () => {
    const known = asOpen(after(asking, trustAnswer(asking, ok({ isTrusted: true }), 1)));
    expect(shown(after(known, trustAnswer(known, fail(line()), 1)))).toBeNull();
    const forgotten = after(asking, { type: 'forgetDevice', now: at(0) });
    expect(shown(after(forgotten, trustAnswer(asking, fail(line()))))).toBeNull();
  });
});
